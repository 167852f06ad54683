"""The voice: real engines, programs that misbehave, and what is left behind."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stretchtimer.sound.samples import RATE
from stretchtimer.sound.voice.voice import Voice

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its programs and process groups are Linux's")

WITHIN = 30.0
_SRC = str(Path(sys.modules["stretchtimer"].__file__ or "").parents[1])
# Writes a WAV as espeak-ng does, from a file with a second of noise; what it does besides comes first.
_FAKE = """#!/bin/sh
{first}
for word; do
    [ "$last" = -w ] && out=$word
    last=$word
done
case "$last" in Ready) ;; *) {then} ;; esac
cp "{sound}" "$out"
"""


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing that speaks; temporary files go into a folder of their own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "cp", "sleep", "cat"):
        (folder / name).symlink_to(f"/bin/{name}")
    (tmp_path / "tmp").mkdir()
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "hibari.py").write_text("raise ImportError('hidden')")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "hidden"), _SRC]))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def fake(folder: Path, *, first: str = ":", then: str = ":", sound: bytes | None = None) -> Path:
    from test_voice_samples import sine, wav

    wave = folder.parent / "sound.wav"
    wave.write_bytes(wav(sine(300, RATE, length=0.5).tobytes()) if sound is None else sound)
    program = folder / "espeak-ng"
    program.write_text(_FAKE.format(first=first, then=then, sound=wave))
    program.chmod(0o755)
    return program


def group_is_gone(pid: int) -> bool:
    """Whether nobody of it runs; where nobody collects orphans, those that have ended still have an entry."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == pid and state not in "ZX":
            return False
    return True


def worker_of(voice: Voice) -> int:
    studio = voice._studio
    assert studio is not None
    assert studio._workshop is not None
    assert studio._workshop._process is not None
    return studio._workshop._process.pid


@pytest.mark.parametrize("engine", [pytest.param(name, marks=needs(name)) for name in ("espeak-ng", "flite")])
def test_a_real_program_speaks(engine: str, tmp_path: Path) -> None:
    """Audible sentences in a second or so of sound each, whatever they look like to an option parser."""
    woken = threading.Event()
    voice = Voice(cache=str(tmp_path), pick=engine, wake=woken.set)
    texts = ["Next: hurdler, left side.", "--help; -w /etc/x", "\U0001f600"]
    assert voice.wait(texts, WITHIN), voice.failed
    assert woken.is_set()
    for text in texts[:2]:
        pcm = voice.pcm(text)
        assert pcm
        assert 0.3 < len(pcm) / RATE < 5
    assert voice.pcm(texts[2]) is not None
    assert not voice.pcm(texts[2])
    report = voice.report()
    assert (report.engine, report.speaks_live) == (engine, False)
    pid = worker_of(voice)
    voice.close()
    assert group_is_gone(pid)


@pytest.mark.skipif(importlib.util.find_spec("hibari") is None, reason="hibari-tts is not installed")
def test_the_neural_voice_speaks_the_same_twice() -> None:
    """The same samples, made by two workers."""
    made = []
    for _ in range(2):
        voice = Voice(cache=None, pick="hibari")
        assert voice.wait(["Switch. Right side."], WITHIN), voice.failed
        made.append(voice.pcm("Switch. Right side."))
        voice.close()
    assert made[0] == made[1]


def test_a_warm_cache_starts_nothing(bin_folder: Path, tmp_path: Path) -> None:
    """The program is not run again, nor any worker, while it is the same file."""
    fake(bin_folder, first=f'echo x >> "{tmp_path}/runs"')
    for _ in range(2):
        voice = Voice(cache=str(tmp_path))
        assert voice.wait(["One.", "Two."], WITHIN), voice.failed
        assert voice.report().engine == "espeak-ng"
        voice.close()
    assert len((tmp_path / "runs").read_text().split()) == 3
    assert voice._studio is not None
    assert voice._studio._workshop is None


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("exit 1", "The voice broke off (espeak-ng: it ends with 1): tones and text only."),
        ("echo rubbish > $out; exit 0", "The voice broke off (espeak-ng: no WAV file): tones and text only."),
        ("exit 0", "The voice broke off (espeak-ng: it writes no file): tones and text only."),
        ("kill -9 $$", "The voice broke off (espeak-ng: it ends with -9): tones and text only."),
        ("kill -9 $PPID", "The voice stopped answering: tones and text only."),
        ("sleep 999", "The voice stopped answering: tones and text only."),
    ],
)
def test_a_program_that_goes_wrong_ends_the_voice(bin_folder: Path, then: str, says: str) -> None:
    """It is said in one sentence, the waiter returns, and nothing is left: no process and no file."""
    fake(bin_folder, then=then)
    woken = threading.Event()
    voice = Voice(cache=None, wake=woken.set)
    assert not voice.wait(["One."], WITHIN)
    assert voice.failed == says
    assert woken.wait(WITHIN)
    assert voice._thread is not None
    voice._thread.join(WITHIN)
    assert list((bin_folder.parent / "tmp").iterdir()) == []
    assert group_is_gone(worker_of(voice))
    voice.close()


def test_a_program_that_is_removed_in_between_ends_the_voice(bin_folder: Path) -> None:
    """What was made before stays."""
    program = fake(bin_folder)
    voice = Voice(cache=None)
    assert voice.wait(["One."], WITHIN)
    program.unlink()
    assert not voice.wait(["One.", "Two."], WITHIN)
    assert voice.failed == "The voice broke off (espeak-ng: it is gone): tones and text only."
    assert voice.pcm("One.")
    voice.close()


@pytest.mark.parametrize("first", ["exit 3", "sleep 999"])
def test_what_fails_or_hangs_when_tried_is_left_for_the_next(bin_folder: Path, first: str) -> None:
    """That it is installed does not say that it works; the report gives reason and remedy."""
    program = fake(bin_folder, first=first)
    program.rename(bin_folder / "espeak")
    fake(bin_folder).rename(bin_folder / "good")
    (bin_folder / "espeak").rename(bin_folder / "espeak-ng")
    (bin_folder / "good").rename(bin_folder / "espeak")
    voice = Voice(cache=None)
    assert voice.wait(["One."], WITHIN), voice.failed
    tried = {one.engine: one for one in voice.report().tried}
    assert voice.report().engine == "espeak"
    assert not tried["espeak-ng"].works
    assert tried["espeak-ng"].detail in ("it ends with 3", "it does not answer")
    assert tried["espeak-ng"].remedy == "Install espeak-ng."
    assert "hibari-tts" in tried["hibari"].remedy or tried["hibari"].works
    voice.close()


def test_a_silent_program_is_no_voice(bin_folder: Path) -> None:
    """A test word without a sound does not pass, and then there is none at all."""
    from test_voice_samples import wav

    fake(bin_folder, sound=wav(bytes(RATE)))
    voice = Voice(cache=None, pick="espeak-ng")
    assert not voice.wait(["One."], WITHIN)
    assert voice.failed == "espeak-ng does not speak here: tones and text only."
    assert voice.report().tried[0].detail == "it makes no sound"
    voice.close()


def test_what_is_too_long_is_cut_and_reported(bin_folder: Path) -> None:
    """Twenty seconds of one sentence, and the report says of which."""
    from test_voice_samples import sine, wav

    fake(bin_folder, sound=wav(sine(300, RATE, length=1).tobytes() * 25))
    voice = Voice(cache=None)
    assert voice.wait(["One."], WITHIN), voice.failed
    assert len(voice.pcm("One.") or ()) == pytest.approx(20 * RATE, rel=0.01)
    assert voice.report().cut == ("One.",)
    voice.close()


def test_an_engine_or_a_voice_that_is_not_there_is_said(bin_folder: Path) -> None:
    """A name nobody has, and one that would be an option or a path."""
    for pick in ("festival", "espeak-ng:-w", "flite:http://x/y"):
        voice = Voice(cache=None, pick=pick)
        assert not voice.wait(["One."], WITHIN)
        assert voice.failed.startswith(f"{pick} does not speak here")
        assert voice.report().tried[0].remedy
        voice.close()


def test_closing_while_it_speaks_leaves_nothing(bin_folder: Path, tmp_path: Path) -> None:
    """Neither the worker nor its program, which hangs: the whole group is gone."""
    os.mkfifo(tmp_path / "begun")
    fake(bin_folder, then=f'echo > "{tmp_path}/begun"; sleep 999')
    voice = Voice(cache=None)
    voice.want(["One."])
    (tmp_path / "begun").read_text()
    pid = worker_of(voice)
    voice.close()
    assert group_is_gone(pid)
    assert voice.failed == ""
    assert list((tmp_path / "tmp").iterdir()) == []
    voice.want(["Two."])
    assert not voice.wait(["Two."], 0)


_SESSION = """
import sys
from stretchtimer.sound.voice.voice import Voice
voice = Voice(cache=sys.argv[1] or None)
texts = [f"Number {i}." for i in range(8)]
assert voice.wait(texts, 30), voice.failed
assert all(voice.pcm(text) for text in texts)
if len(sys.argv) < 3:
    voice.close()
"""


def test_nothing_appears_on_the_terminal(bin_folder: Path, tmp_path: Path) -> None:
    """An engine that writes to all that it can reach; hostile modules lie in the working folder."""
    import pty

    noise = "echo rubbish; echo rubbish >&2; (echo rubbish > /dev/tty) 2>/dev/null"
    fake(bin_folder, first=noise)
    (tmp_path / "array.py").write_text("raise SystemExit('hostile')")
    (tmp_path / "stretchtimer").mkdir()
    (tmp_path / "stretchtimer" / "__init__.py").write_text("raise SystemExit('hostile')")
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-P", "-c", _SESSION, "", "without closing"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 1000):
            shown += data
    except OSError:  # the terminal has nobody on it any more
        pass
    os.close(ours)
    assert (program.wait(WITHIN), shown) == (0, b"")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_four_at_once_share_a_cache(bin_folder: Path, tmp_path: Path) -> None:
    """None fails, and every sentence is kept once and whole."""
    fake(bin_folder)
    many = [subprocess.Popen([sys.executable, "-c", _SESSION, str(tmp_path)]) for _ in range(4)]
    assert [one.wait(WITHIN) for one in many] == [0] * 4
    names = sorted(path.name for path in (tmp_path / "voice").iterdir())
    assert len([name for name in names if name.endswith(".wav")]) == 8
    assert names[-1] == "verdict"
    assert len(names) == 9
