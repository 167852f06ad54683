"""The sink for the ear: which cues sound, when, and what it says of itself."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from stretchtimer.ports import Sounding
from stretchtimer.sound import speaker as speaker_module
from stretchtimer.sound.chimes import Chime, synthesise_all
from stretchtimer.sound.ladder import Report
from stretchtimer.sound.outputs import Rung, Silent
from stretchtimer.sound.speaker import Speaker
from stretchtimer.timeline import Cue, CueKind, Segment, SegmentKind

if TYPE_CHECKING:
    from stretchtimer.ports import Sound
    from stretchtimer.sound.samples import Pcm

PCM = synthesise_all()


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Ear(Silent):
    """An output that notes what it is given."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def play(self, pcm: Pcm) -> None:
        self.heard.append(next(chime.value for chime, known in PCM.items() if known == pcm))

    def stop(self) -> None:
        self.heard.append("stop")


class Rig:
    """A speaker whose output a test opens itself, at the moment it wants."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.speaker = Speaker(clock=self.clock)
        self.speaker._pcm = PCM
        self.ear = Ear()

    def ready(self) -> None:
        self.speaker._use(self.ear)

    def emit(self, kind: CueKind, at: int = 0) -> None:
        segment = Segment(kind=SegmentKind.WORK, duration=30_000)
        self.speaker.emit(Sounding(at=at, cue=Cue(kind=kind), segment=segment))


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_each_cue_is_heard_once_in_its_own_sound(rig: Rig) -> None:
    """A cue with a sound is played at once; one that is only said is not."""
    rig.ready()
    for at, kind in enumerate((CueKind.PREPARE, CueKind.COUNT, CueKind.START, CueKind.HALF, CueKind.FINISH)):
        rig.emit(kind, at * 1000)
    assert rig.ear.heard == ["count", "start", "finish"]


@pytest.mark.parametrize(
    ("kinds", "heard"),
    [
        ((CueKind.START, CueKind.REP), ["start"]),
        ((CueKind.SWITCH, CueKind.START, CueKind.REP), ["switch"]),
        ((CueKind.HALF, CueKind.REP), ["count"]),
    ],
)
def test_cues_of_one_moment_make_one_sound(rig: Rig, kinds: tuple[CueKind, ...], heard: list[str]) -> None:
    """Of cues at one place the first with a sound is heard: no tick disturbs the tone of a start."""
    rig.ready()
    for kind in kinds:
        rig.emit(kind, 10_000)
    assert rig.ear.heard == heard


def test_a_moment_played_again_is_heard_again(rig: Rig) -> None:
    """Going back to the start of a side sounds it anew, though its place is the same."""
    rig.ready()
    for _ in range(2):
        rig.emit(CueKind.START, 10_000)
        rig.clock.now += 2
    assert rig.ear.heard == ["start", "start"]


def test_a_cue_waits_for_the_output_but_not_for_long(rig: Rig) -> None:
    """While the output opens, cues up to 250 ms old are kept; older ones would tell of another moment."""
    rig.emit(CueKind.START, 0)
    rig.clock.now += 0.2
    rig.emit(CueKind.COUNT, 200)
    rig.clock.now += 0.2
    rig.ready()
    assert rig.ear.heard == ["count"]


def test_mute_acts_at_once(rig: Rig) -> None:
    """Muting stops what sounds, forgets what waits, and keeps all quiet until it is taken back."""
    rig.emit(CueKind.START, 0)
    rig.speaker.mute(muted=True)
    rig.ready()
    rig.emit(CueKind.COUNT, 1000)
    rig.speaker.mute(muted=True)
    rig.speaker.mute(muted=False)
    rig.emit(CueKind.FINISH, 2000)
    assert rig.ear.heard == ["stop", "finish"]


def test_a_closed_speaker_stays_quiet(rig: Rig) -> None:
    """A cue after the end makes no sound and no error."""
    rig.ready()
    rig.speaker.close()
    rig.emit(CueKind.START)
    assert rig.ear.heard == []


def test_the_bell_is_rung_by_the_caller() -> None:
    """A bell from another thread could fall into the middle of what the screen writes."""
    threads = []
    speaker: Sound = Speaker(only=Rung.BELL, ring=lambda: threads.append(threading.current_thread()))
    assert isinstance(speaker, Speaker)
    speaker.open()
    speaker.play(Chime.START)  # too early, and so perhaps not heard; if it is, then from here
    assert speaker.report(5).in_use is Rung.BELL
    speaker.play(Chime.START)
    assert threads
    assert set(threads) == {threading.main_thread()}
    assert not speaker.silent
    assert speaker.notice() == ""  # it was asked for
    speaker.close()


def test_no_output_is_said_once_and_known() -> None:
    """Where nothing can sound, the screen is told so, once."""
    speaker = Speaker(only=Rung.BELL)
    speaker.open()
    speaker.report(5)
    assert speaker.silent
    assert [speaker.notice(), speaker.notice()] == [
        "No sound: bell does not work here. Cues are shown only.",
        "",
    ]
    speaker.close()


def test_muted_from_the_start_opens_nothing_until_it_sounds() -> None:
    """A session that is to be quiet leaves the device alone; taking the mute back opens it."""
    speaker = Speaker(only=Rung.BELL, muted=True, ring=lambda: None)
    speaker.open()
    assert speaker._worker is None
    assert speaker.report(0) == Report(Rung.NONE, ())
    speaker.mute(muted=False)
    assert speaker.report(5).in_use is Rung.BELL
    speaker.close()


def test_a_bug_in_the_sound_is_said_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in the background, the session goes on without sound, and says why."""

    def fail() -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(speaker_module, "synthesise_all", fail)
    speaker = Speaker()
    speaker.open()
    speaker.report(5)
    assert speaker.notice() == "Sound failed (ZeroDivisionError: by zero): cues are shown only."
    speaker.play(Chime.START)
    speaker.close()


def test_importing_it_brings_no_sound_library() -> None:
    """Start-up does not pay for sound: what is slow to import is imported behind the first frame."""
    code = "import sys, stretchtimer.sound.speaker; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    slow = {"miniaudio", "playsound3", "wave", "subprocess", "tempfile", "logging", "ctypes", "numpy", "rich"}
    assert slow.isdisjoint(loaded.stdout.split())
