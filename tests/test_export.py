"""`stretch export`: the file, what stands beside it, and every way in which it cannot be written."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from array import array
from typing import TYPE_CHECKING

import pytest

from commandline import simple, write
from stretchtimer.exports import encoders
from stretchtimer.sound.chimes import Chime, synthesise
from stretchtimer.sound.samples import RATE
from test_voice import fake, needs

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home
    from stretchtimer.sound.samples import Pcm

TONES = "--no-voice"
# Prepare 4 s, 10 s, 3 s, twice 10 s with 3 s between; 40 s in all.
SHORT = """\
name: Short "one"
prepare: 4s
transition: 3s
switch: 3s
steps:
  - {name: One, duration: 10s}
  - {name: Two, duration: 20s, sides: split}
"""


@pytest.fixture(autouse=True)
def short(home: Home) -> None:
    """A routine to export."""
    home.routine("short", SHORT)


def decoded(path: Path) -> Pcm:
    """The samples of a WAV file, its header looked at."""
    with wave.open(str(path)) as file:
        assert file.getparams()[:3] == (1, 2, RATE)
        frames = file.getnframes()
        assert path.stat().st_size == 44 + 2 * frames
        return array("h", file.readframes(frames))


def names(home: Home) -> list[str]:
    """All that lies in the current folder."""
    return sorted(path.name for path in home.work.iterdir())


def onset(pcm: Pcm, begin: int) -> int:
    return next(i for i in range(begin, len(pcm)) if pcm[i])


def test_the_sounds_of_a_file_are_where_the_timeline_has_them(stretch: CommandLine, home: Home) -> None:
    """To the sample: the start of each work, the ticks before its end, and the end.

    The tick at 15 s is left out: it stands in the sound of the change.
    """
    assert stretch("export", "short", "--to", "s.wav", TONES).code == 0
    pcm = decoded(home.work / "s.wav")
    ticks = [1000, 2000, 3000, 11_000, 12_000, 13_000, 16_000, 24_000, 25_000, 26_000, 28_000, 29_000]
    sounds = [(at, Chime.COUNT) for at in ticks] + [
        (4000, Chime.START),
        (17_000, Chime.START),
        (40_000, Chime.FINISH),
    ]
    for at, chime in sounds:
        sound = synthesise(chime)
        begin = at * RATE // 1000
        assert onset(pcm, begin) == begin + onset(sound, 0), f"{chime} at {at}"
        assert pcm[begin : begin + len(sound)] == sound


def test_the_end_rings_out(stretch: CommandLine, home: Home) -> None:
    """The file ends half a second after the last sound."""
    ran = stretch("export", "short", "--to", "s.wav", TONES)
    pcm = decoded(home.work / "s.wav")
    assert len(pcm) == 40 * RATE + len(synthesise(Chime.FINISH)) + RATE // 2
    assert not any(pcm[-RATE // 2 :])
    assert ran.err == "Written: s.wav (42.3s, tones only), s.cue (3 chapters).\n"
    assert ran.out == ""


def test_the_options_of_play_shape_a_file(stretch: CommandLine, home: Home) -> None:
    """--from, --prepare and the others do what they do for play; --volume makes it softer."""
    words = ("export", "short", TONES, "--from", "2", "--prepare", "0s", "--switch", "0s")
    assert stretch(*words, "--to", "s.wav").code == 0
    loud = decoded(home.work / "s.wav")
    assert len(loud) == 20 * RATE + len(synthesise(Chime.FINISH)) + RATE // 2
    assert stretch(*words, "--to", "t.wav", "--volume", "50").code == 0
    soft = decoded(home.work / "t.wav")
    assert max(soft) == pytest.approx(max(loud) / 4, abs=1)


def test_how_loud_one_plays_is_not_how_loud_a_file_is(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is at full scale whatever one's own loudspeaker is set to."""
    monkeypatch.setenv("STRETCH_VOLUME", "10")
    stretch("export", "short", TONES, "--to", "s.wav")
    assert max(decoded(home.work / "s.wav")) > 20_000


def test_a_series_becomes_what_play_would_play(stretch: CommandLine, home: Home) -> None:
    """Its first stage, and it says which."""
    ran = stretch("export", "back-relief", "--to", "s.wav", TONES, "--from", "5")
    assert ran.code == 0
    assert "stage 1 of 3: Neutral spine" in ran.err


def test_chapters_stand_beside_it(stretch: CommandLine, home: Home) -> None:
    """A cue sheet unless another is asked for, by the name of the file."""
    stretch("export", "short", "--to", "my session.WAV", TONES)
    assert (home.work / "my session.cue").read_text().splitlines()[:5] == [
        "TITLE \"Short 'one'\"",
        'FILE "my session.WAV" WAVE',
        "  TRACK 01 AUDIO",
        '    TITLE "One"',
        "    INDEX 01 00:00:00",
    ]
    stretch("export", "short", "--to", "v.wav", TONES, "--chapters", "vtt")
    assert (home.work / "v.vtt").read_text().endswith("00:00:27.000 --> 00:00:42.300\nTwo, right side\n")
    stretch("export", "short", "--to", "n.wav", TONES, "--chapters", "none")
    assert names(home) == ["my session.WAV", "my session.cue", "n.wav", "v.vtt", "v.wav"]


def test_more_chapters_than_a_cue_sheet_holds(stretch: CommandLine, home: Home) -> None:
    """99 is its limit: unasked they become WebVTT; asked for, it is an error before anything is written."""
    home.routine("many", "name: Many\nsteps:\n  - repeat: 100\n    steps: [{name: A, duration: 1s}]\n")
    ran = stretch("export", "many", "--to", "m.wav", TONES, "--chapters", "cue")
    assert (ran.code, names(home)) == (1, [])
    assert "a cue sheet holds 99 chapters, and this has 100" in ran.err
    ran = stretch("export", "many", "--to", "m.wav", TONES)
    assert (ran.code, names(home)) == (0, ["m.vtt", "m.wav"])
    assert "m.vtt (100 chapters; a cue sheet holds 99 chapters, and this has 100)" in ran.err


@pytest.mark.parametrize("there", ["s.wav", "s.cue"])
def test_what_is_there_is_not_overwritten(stretch: CommandLine, home: Home, there: str) -> None:
    """Not the sound and not the chapters, unless --force says so; then both are new."""
    (home.work / there).write_text("mine")
    ran = stretch("export", "short", "--to", "s.wav", TONES)
    assert (ran.code, names(home)) == (1, [there])
    assert f"Error: {there} is there already\n" in ran.err
    assert "--force" in ran.err
    assert (home.work / there).read_text() == "mine"
    assert stretch("export", "short", "--to", "s.wav", TONES, "--force").code == 0
    assert names(home) == ["s.cue", "s.wav"]
    assert len(decoded(home.work / "s.wav"))
    assert (home.work / "s.cue").read_text() != "mine"


def test_what_comes_there_meanwhile_is_not_overwritten(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a file that another program wrote while this one was being mixed is kept."""
    rendering = sys.modules["stretchtimer.exports.audio"].render

    def meanwhile(*args, **kwargs):
        (home.work / "s.wav").write_text("mine")
        return rendering(*args, **kwargs)

    monkeypatch.setattr("stretchtimer.exports.audio.render", meanwhile)
    ran = stretch("export", "short", "--to", "s.wav", TONES)
    assert (ran.code, names(home)) == (1, ["s.wav"])
    assert "s.wav is there already" in ran.err
    assert (home.work / "s.wav").read_text() == "mine"


def test_a_session_without_its_chapters_is_kept(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is whole stays; it is said that it is there, and what is not."""

    def fail(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("stretchtimer.exports.audio.cue_sheet", fail)
    ran = stretch("export", "short", "--to", "s.wav", TONES)
    assert (ran.code, names(home)) == (1, ["s.wav"])
    assert "Written: s.wav (42.3s, tones only); not what goes with it." in ran.err
    assert "there is no room for s.cue" in ran.err


def test_a_file_has_the_rights_of_any_new_one(stretch: CommandLine, home: Home) -> None:
    """As the user's mask says, and not those of a secret."""
    stretch("export", "short", "--to", "s.wav", TONES)
    (home.work / "other").touch()
    assert (home.work / "s.wav").stat().st_mode == (home.work / "other").stat().st_mode


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("-", "not written to standard output"),
        ("s.xyz", ".wav, .flac, .ogg, .mp3 or .ics"),
        ("s", "the ending of a file names its format"),
        (".wav", "the ending of a file names its format"),
        ("nowhere/s.wav", "there is no folder"),
        ("file/s.wav", "is no folder"),
        ("folder.wav", "folder.wav is a folder"),
        ("x" * 300 + ".wav", "cannot be written: File name too long"),
        ("nowhere/\x1b[31m.wav", "there is no folder"),
        ("\x1b[31m.xyz", "<U+001B>[31m.xyz"),
    ],
)
def test_where_nothing_can_be_written_it_is_said_at_once(
    stretch: CommandLine, home: Home, to: str, message: str
) -> None:
    """One error, exit code 1, nothing left behind, and no escape on the terminal."""
    (home.work / "file").touch()
    (home.work / "folder.wav").mkdir()
    ran = stretch("export", "short", "--to", to, TONES)
    assert (ran.code, names(home)) == (1, ["file", "folder.wav"])
    assert message in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_ordinary_file_is_left_alone(stretch: CommandLine, home: Home) -> None:
    """Not even with --force: a pipe is somebody's."""
    os.mkfifo(home.work / "s.wav")
    ran = stretch("export", "short", "--to", "s.wav", TONES, "--force")
    assert (ran.code, names(home)) == (1, ["s.wav"])
    assert "no ordinary file" in ran.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_to(stretch: CommandLine, home: Home) -> None:
    """It is named, before anything is spoken."""
    home.work.chmod(0o500)
    ran = stretch("export", "short", "--to", "s.wav", TONES)
    home.work.chmod(0o700)
    assert ran.code == 1
    assert "may not be written to" in ran.err


def run(home: Home, *words: str, limit: str = "") -> subprocess.Popen[str]:
    """The command as a program of its own, in a shell where a limit is to be set first."""
    line = [sys.executable, "-m", "stretchtimer", "export", *words]
    if limit:
        line = ["/bin/sh", "-c", f'{limit}; exec "$@"', "sh", *line]
    return subprocess.Popen(line, cwd=home.work, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def encodings() -> list[object]:
    """The formats, each with why it may not be had here."""
    kinds = {".wav": None, ".flac": "flac", ".ogg": "libvorbis", ".mp3": "libmp3lame"}
    return [
        pytest.param(suffix, marks=needs("ffmpeg") if codec else (), id=suffix)
        for suffix, codec in kinds.items()
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("suffix", encodings())
def test_a_full_disk_leaves_no_half_file(home: Home, suffix: str) -> None:
    """It says that there is no room, exit code 1, and what was written of it is gone."""
    program = run(home, "short", "--to", f"s{suffix}", TONES, limit="ulimit -f 20")
    err = program.communicate(timeout=30)[1]
    assert program.returncode == 1, err
    assert f"s{suffix}" in err
    assert "Traceback" not in err
    assert "Exception" not in err
    assert names(home) == []


@pytest.mark.parametrize("suffix", encodings())
def test_every_format_has_the_whole_session(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """By ffmpeg, where soundfile is not installed: it is as long as the WAV file, and it has the title."""
    monkeypatch.setattr(encoders, "_has_soundfile", lambda _: False)
    ran = stretch("export", "short", "--to", f"-s{suffix}", TONES)
    assert ran.code == 0, ran.err
    assert (home.work / "-s.cue").read_text().splitlines()[1].endswith("MP3" if suffix == ".mp3" else "WAVE")
    if shutil.which("ffprobe") and suffix != ".wav":
        asked = ["ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries"]
        told = subprocess.run(
            [*asked, "format=duration:format_tags=title:stream_tags=title", home.work / f"-s{suffix}"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        assert 'Short ""one""' in told
        assert "42.3" in told


@needs("ffmpeg")
def test_flac_is_the_same_to_the_sample(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost on the way through ffmpeg, at the beginning or the end."""
    monkeypatch.setattr(encoders, "_has_soundfile", lambda _: False)
    assert stretch("export", "short", "--to", "s.flac", TONES).code == 0
    assert stretch("export", "short", "--to", "s.wav", TONES, "--force").code == 0
    decode = ["ffmpeg", "-v", "error", "-i", "s.flac", "-f", "s16le", "-"]
    told = subprocess.run(decode, cwd=home.work, capture_output=True, check=True).stdout
    assert array("h", told) == decoded(home.work / "s.wav")


@pytest.mark.parametrize("suffix", [".flac", ".ogg", ".mp3"])
def test_soundfile_writes_every_format(stretch: CommandLine, home: Home, suffix: str) -> None:
    """Where it is installed; each sound is where it is in the WAV file."""
    soundfile = pytest.importorskip("soundfile", reason="soundfile is not installed")
    assert stretch("export", "short", "--to", f"s{suffix}", TONES).code == 0
    with soundfile.SoundFile(str(home.work / f"s{suffix}")) as file:
        pcm = array("h", bytes(file.buffer_read(dtype="int16")))
        assert file.title == 'Short "one"'
    assert len(pcm) == 40 * RATE + len(synthesise(Chime.FINISH)) + RATE // 2
    begin = 40 * RATE
    loud = next(i for i in range(begin - RATE // 2, len(pcm)) if abs(pcm[i]) > 1500)
    assert abs(loud - begin) < 0.03 * RATE


def test_without_an_encoder_it_says_what_to_install(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is spoken; and a program that only has the name does not pass for one."""
    monkeypatch.setattr(encoders, "_has_soundfile", lambda _: False)
    monkeypatch.setenv("PATH", str(home.root / "bin"))
    ran = stretch("export", "short", "--to", "s.mp3")
    assert (ran.code, names(home)) == (1, [])
    assert "pip install soundfile, or install ffmpeg, or write a .wav file" in ran.err
    program = write(home.root / "bin" / "ffmpeg", "#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    ran = stretch("export", "short", "--to", "s.mp3")
    assert (ran.code, names(home)) == (1, [])
    assert "the ffmpeg that is here cannot write it" in ran.err


def test_more_than_a_wav_file_holds(stretch: CommandLine, home: Home) -> None:
    """Its header counts 4 GiB: who wants more is told so at once."""
    home.routine("day", simple("Day", "23h"))
    ran = stretch("export", "day", "--to", "s.wav", TONES, "--prepare", "2h")
    assert (ran.code, names(home)) == (1, [])
    assert "24 hours at most" in ran.err


# -- the voice -------------------------------------------------------------------------------------


@pytest.fixture
def speech(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs that speak, the first that are found."""
    folder = home.root / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("STRETCH_VOICE_ENGINE", "espeak-ng")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="the program that speaks is a shell script")
def test_the_session_is_spoken(stretch: CommandLine, home: Home, speech: Path) -> None:
    """Words stand where the session has them, and it is said who spoke."""
    fake(speech)
    ran = stretch("export", "short", "--to", "s.wav")
    assert ran.err == "Written: s.wav (42.3s, spoken by espeak-ng), s.cue (3 chapters).\n"
    spoken = decoded(home.work / "s.wav")
    assert any(spoken[RATE // 2 : RATE]) or any(spoken[2 * RATE : 3 * RATE])


@pytest.mark.skipif(sys.platform == "win32", reason="the program that speaks is a shell script")
@pytest.mark.parametrize("first", ["exit 1", "echo no; exit 0"])
def test_without_its_voice_a_file_has_the_tones(
    stretch: CommandLine, home: Home, speech: Path, first: str
) -> None:
    """As for a session: one line says so. Whoever asks for words on the command line gets an error."""
    fake(speech, first=first)
    ran = stretch("export", "short", "--to", "s.wav")
    assert ran.code == 0
    assert ran.err.splitlines()[0] == "espeak-ng does not speak here: tones and text only."
    assert "tones only" in ran.err.splitlines()[1]
    ran = stretch("export", "short", "--to", "t.wav", "--voice")
    assert (ran.code, names(home)) == (1, ["s.cue", "s.wav"])
    assert "words were asked for" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="the program that speaks is a shell script")
def test_a_voice_that_breaks_off_leaves_no_half_spoken_session(
    stretch: CommandLine, home: Home, speech: Path
) -> None:
    """Tones alone, for half of the words would mislead."""
    fake(speech, then="exit 1")
    ran = stretch("export", "short", "--to", "s.wav")
    assert (ran.code, "The voice broke off" in ran.err, "tones only" in ran.err) == (0, True, True)
    assert stretch("export", "short", "--to", "t.wav", TONES).code == 0
    assert decoded(home.work / "s.wav") == decoded(home.work / "t.wav")


@needs("espeak-ng")
def test_the_same_session_is_the_same_file(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept on disk makes the same bytes as what was just spoken, and soon."""
    monkeypatch.setenv("STRETCH_VOICE_ENGINE", "espeak-ng")
    assert stretch("export", "short", "--to", "a.wav").code == 0
    assert stretch("export", "short", "--to", "b.wav").code == 0
    assert (home.work / "a.wav").read_bytes() == (home.work / "b.wav").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="there signals are another matter")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_at_once_when_it_is_told_to(home: Home, speech: Path, number: int, code: int) -> None:
    """Also while a voice hangs: exit code 130 or 143, no traceback, no half file, no program left."""
    fake(speech, then=f"echo $$ > {home.root}/pid; sleep 60")
    program = run(home, "short", "--to", "s.wav")
    until = time.monotonic() + 20
    while not (home.root / "pid").exists() and time.monotonic() < until:
        time.sleep(0.02)
    began = time.monotonic()
    program.send_signal(number)
    err = program.communicate(timeout=30)[1]
    assert (program.returncode, err.strip(), names(home)) == (code, "", [])
    assert time.monotonic() - began < 2


@pytest.mark.skipif(sys.platform == "win32", reason="there signals are another matter")
@pytest.mark.parametrize("suffix", encodings())
def test_it_ends_at_once_while_it_is_mixing(home: Home, suffix: str) -> None:
    """A whole day is on its way to the disk, and Ctrl-C takes it back."""
    home.routine("day", simple("Day", "23h"))
    program = run(home, "day", "--to", f"s{suffix}", TONES)
    until = time.monotonic() + 20
    while not names(home) and time.monotonic() < until:
        time.sleep(0.005)
    program.send_signal(signal.SIGINT)
    err = program.communicate(timeout=30)[1]
    assert (program.returncode, err.strip(), names(home)) == (130, "", [])
