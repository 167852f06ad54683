"""The engines that can speak, best first: what each is called by, and how one is asked for a sentence.

It knows no ladder: whether one works is found out by who asks it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

NEURAL = "hibari"
TEST_WORD = "Ready"
# The package itself and not our extra: that is found however stretch was installed.
_INSTALL_NEURAL = "pip install 'hibari-tts>=0.2.1,<0.3'"
_POWERSHELL = (
    "Add-Type -AssemblyName System.Speech; "
    "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "if ($env:STRETCH_VOICE) { $s.SelectVoice($env:STRETCH_VOICE) }; "
    "$s.Rate = -2; $s.SetOutputToWaveFile($env:STRETCH_WAV); $s.Speak($env:STRETCH_TEXT); $s.Dispose()"
)
# Some 150 words a minute each, measured over six sentences of a routine without the silence around them.
# At the numbers that the engines call 150 they speak 180 and more.
_ESPEAK_RATE = "124"
_FLITE_STRETCH = "1.38"
_NEURAL_SPEED = 0.67
# A flite voice may be a file or an address, and a leading dash an option: such a name is none.
_VOICE_NAME = re.compile(r"[^\W_][\w+. ()-]*")


# Where Windows has it: by its name alone, what lies in the current folder would be run first.
_SYSTEM = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32")
_POWERSHELL = str(_SYSTEM / "WindowsPowerShell" / "v1.0" / "powershell.exe")


class EngineFailed(Exception):
    """An engine did not do what it was asked; the text says what it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine that may be there: `version` is empty where it is not."""

    name: str
    voice: str
    version: str
    remedy: str
    program: str = ""
    problem: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What its sound depends on, besides the text."""
        return self.name, self.version, self.voice, _ESPEAK_RATE, _FLITE_STRETCH, str(_NEURAL_SPEED)


def engines(pick: str | None) -> tuple[Engine, ...]:
    """Those of this platform, or the one that was picked as `name` or `name:voice`. None is run for it."""
    name, _, voice = (pick or "").partition(":")
    if voice and not _VOICE_NAME.fullmatch(voice):
        return (_missing(name, voice, "no voice has such a name", "Name a voice as the engine lists it."),)
    names = _of_platform()
    if not name:
        return tuple(_found(each, "") for each in names)
    if name not in names:
        return (_missing(name, voice, "there is no such engine here", f"Use one of {', '.join(names)}."),)
    return (_found(name, voice),)


def _of_platform() -> tuple[str, ...]:
    if sys.platform == "darwin":
        return NEURAL, "say", "espeak-ng"
    if sys.platform == "win32":
        return NEURAL, "sapi", "espeak-ng"
    return NEURAL, "espeak-ng", "espeak", "pico2wave", "flite"


def _missing(name: str, voice: str, problem: str, remedy: str) -> Engine:
    return Engine(name=name, voice=voice, version="", remedy=remedy, problem=problem)


def _found(name: str, voice: str) -> Engine:
    if name == NEURAL:
        voice = voice or _NEURAL_VOICE
        if voice != _NEURAL_VOICE:
            return _missing(
                name, voice, f"only {_NEURAL_VOICE} comes with it", f"Use {name}:{_NEURAL_VOICE}."
            )
        version = _neural_version()
        problem = "" if version else "hibari-tts is not installed"
        return Engine(name=name, voice=voice, version=version, remedy=_INSTALL_NEURAL, problem=problem)
    asked, voice = bool(voice), voice or _VOICES.get(name, "")
    remedy = f"Install {name}." if name not in ("say", "sapi") else "Repair the system's speech."
    if asked:
        remedy = f"See whether it has the voice {voice}, or leave it out."
    program = _POWERSHELL if name == "sapi" else shutil.which(name)
    if program is None:
        return _missing(name, voice, "it is not installed", remedy)
    program = os.path.abspath(program)  # noqa: PTH100 - links stay: by its name a wrapper knows what to run
    try:
        found = Path(program).stat()
    except OSError as error:
        return _missing(name, voice, str(error.strerror), remedy)
    version = f"{program} {found.st_size} {found.st_mtime_ns}"
    # By its own name and not by the file's: a program may be called by several.
    return Engine(name=name, voice=voice, version=version, remedy=remedy, program=program)


def _neural_version() -> str:
    """By the folder that pip leaves: importlib.metadata would take 20 ms, the engine itself 300."""
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names are enough, and Paths take as long again
        except OSError:
            continue
        for name in names:
            if name.startswith("hibari_tts-") and name.endswith(".dist-info"):
                return name.removeprefix("hibari_tts-").removesuffix(".dist-info")
    return ""


_NEURAL_VOICE = "heart"
_VOICES = {"espeak-ng": "en-us", "espeak": "en-us", "pico2wave": "en-US", "flite": "slt"}


def started(engine: Engine, folder: str) -> Callable[[str], bytes]:
    """A way to have a text spoken into the bytes of a WAV file. It and what it returns raise EngineFailed."""
    if engine.problem:
        raise EngineFailed(engine.problem)
    if engine.name == NEURAL:
        return _neural(engine)
    return lambda text: _by_program(engine, folder, text)


def _neural(engine: Engine) -> Callable[[str], bytes]:
    from stretchtimer.sound.voice.wavefile import header  # late: with the engine that it is for

    try:
        # late: 300 ms, and only for who has it
        import hibari
        from hibari.voices import VOICES

        bundled = VOICES[engine.voice].get("bundled")
        # One that does not come with it would be fetched from the network.
        speak: Any = hibari.Hibari(voice=engine.voice) if bundled else None
        rate = int(hibari.SAMPLE_RATE)
    except Exception as error:  # noqa: BLE001 - whatever it raises, there is a next engine
        raise EngineFailed(f"it does not start ({type(error).__name__}: {error})") from None

    if speak is None:
        raise EngineFailed(f"{engine.voice} does not come with it")

    def spoken(text: str) -> bytes:
        try:
            samples = (speak(text, speed=_NEURAL_SPEED, seed=0).clip(-1, 1) * 32767).astype("<i2").tobytes()
        except Exception as error:  # noqa: BLE001 - as above
            raise EngineFailed(f"{type(error).__name__}: {error}") from None
        return header(len(samples), rate) + bytes(samples)

    return spoken


def _by_program(engine: Engine, folder: str, text: str) -> bytes:
    """Have it write a file in our folder; its time is watched by the one who started us."""
    wav, words = Path(folder, "speech.wav"), Path(folder, "speech.txt")
    wav.unlink(missing_ok=True)
    try:
        words.write_text(text, encoding="utf-8")
        status = subprocess.run(  # noqa: S603 - the program is found by name, the text is no option
            _command(engine, text=text, wav=str(wav), words=str(words)),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "STRETCH_TEXT": text, "STRETCH_WAV": str(wav), "STRETCH_VOICE": engine.voice},
        ).returncode
        if status:
            raise EngineFailed(f"it ends with {status}")
        with wav.open("rb") as file:
            return file.read(_LARGEST)
    except FileNotFoundError as error:
        missing = "it is gone" if error.filename == engine.program else "it writes no file"
        raise EngineFailed(missing) from None
    except OSError as error:
        raise EngineFailed(str(error.strerror)) from None


_LARGEST = 8 * 2**20  # bytes


def _command(engine: Engine, *, text: str, wav: str, words: str) -> list[str]:
    program, voice = engine.program, engine.voice
    if engine.name == "say":
        chosen = ["-v", voice] if voice else []
        form = ["--file-format=WAVE", "--data-format=LEI16@22050"]
        return [program, "-r", "150", *chosen, *form, "-o", wav, "-f", words]
    if engine.name == "sapi":
        return [program, "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL]
    if engine.name == "pico2wave":
        return [program, "-l", voice, "-w", wav, "--", text]
    if engine.name == "flite":
        return [
            program,
            "-voice",
            voice,
            "--setf",
            f"duration_stretch={_FLITE_STRETCH}",
            "-t",
            text,
            "-o",
            wav,
        ]
    return [program, "-v", voice, "-s", _ESPEAK_RATE, "-w", wav, "--", text]
