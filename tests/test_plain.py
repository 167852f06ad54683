"""The displays for pipes and machines: a line for each event, in the stream's characters, no traceback."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frames import PLAYING, frame
from stretchtimer.frame import State, View
from stretchtimer.model import Side
from stretchtimer.ports import Sounding
from stretchtimer.screen.jsonl import JsonLines
from stretchtimer.screen.plain import Plain
from stretchtimer.text import unsafe_character
from stretchtimer.timeline import Cue, CueKind, Segment, SegmentKind

PREPARE = Segment(kind=SegmentKind.PREPARE, duration=10_000)
HOLD = Segment(kind=SegmentKind.WORK, duration=30_000, block=1, step=1)
LEFT = Segment(kind=SegmentKind.WORK, duration=30_000, block=2, step=2, side=Side.LEFT)
KICK = Segment(kind=SegmentKind.WORK, duration=4_000, block=4, step=3, side=Side.LEFT, rep=1, reps=20)
REST = Segment(kind=SegmentKind.REST, duration=15_000)
END = Segment(kind=SegmentKind.FINISH, duration=0)


def sounding(at, kind, segment, *, name="Kneeling psoas", lasts=None, **cue):
    return Sounding(at=at, cue=Cue(kind=kind, **cue), segment=segment, name=name, duration=lasts)


PLAY = [
    sounding(0, CueKind.PREPARE, PREPARE, name="Wide leg bend", text="Hip unlock. First: wide leg bend."),
    sounding(7_000, CueKind.COUNT, PREPARE, offset=-3_000, text="3"),
    sounding(10_000, CueKind.START, HOLD, lasts=30_000, name="Wide leg bend"),
    sounding(38_999, CueKind.COUNT, HOLD, offset=-2_000),
    Sounding(
        at=45_000,
        cue=Cue(kind=CueKind.START, name="Kneeling psoas, left side."),
        segment=LEFT,
        name="Kneeling psoas",
        duration=30_000,
    ),
    sounding(60_000, CueKind.SAY, LEFT, text="Shoulders down"),
    sounding(70_000, CueKind.SWITCH, LEFT, lasts=30_000, text="Switch. Left side."),
    sounding(75_000, CueKind.REST, REST, lasts=15_000, text="Rest."),
    Sounding(
        at=90_000,
        cue=Cue(kind=CueKind.START, name="Single-leg kick, left side first."),
        segment=KICK,
        name="Single-leg kick",
        duration=80_000,
    ),
    sounding(90_000, CueKind.REP, KICK),
    sounding(90_000, CueKind.BREATH, KICK, text="Breathe out"),
    sounding(3_670_000, CueKind.FINISH, END, name=None, text="Stand, and notice the space."),
]
LINES = """\
0:00 prepare Hip unlock. First: wide leg bend.
0:07 count  3
0:10 start  Wide leg bend (0:30)
0:38 count  2
0:45 start  Kneeling psoas, left side (0:30)
1:00 say    Shoulders down
1:10 switch Switch. Left side (0:30)
1:15 rest   Rest (0:15)
1:30 start  Single-leg kick, left side first (20 reps, 1:20)
1:30 rep    1
1:30 breath Breathe out
1:01:10 finish Stand, and notice the space.
"""


def stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=False)


def written(out: io.TextIOWrapper) -> str:
    """What has left the stream, without what it may still hold back."""
    return out.buffer.getvalue().decode(out.encoding)  # type: ignore[attr-defined]


def test_each_cue_is_one_line():
    """Time, kind, text: what a person hears, a screen reader reads."""
    out = stream()
    display = Plain(out)
    for cue in PLAY:
        display.emit(cue)
    assert written(out) == LINES


def test_a_line_is_out_at_once():
    """A reader of the pipe has each line when the cue sounds, not when a buffer is full."""
    out = stream()
    display = Plain(out)
    display.emit(PLAY[0])
    assert written(out).endswith("\n")


def test_what_keys_did_is_told_too():
    """Somebody who cannot see the screen learns of the pause, the note, the sound, and how to go on."""
    out = stream()
    display = Plain(out)
    for state in (State.PLAYING, State.PAUSED, State.PAUSED, State.REENTRY, State.PLAYING):
        display.show(frame(state=state), PLAYING)
    display.show(frame(note="Level 2 of 4"), PLAYING)
    display.show(frame(note="Level 2 of 4"), View(ends_at="17:42", muted=True, notice="No sound output."))
    display.show(frame(state=State.STOPPED), View(muted=True))
    assert written(out).splitlines() == [
        "0:52 pause  23 seconds left. Press space to go on.",
        "0:52 back   In 23 seconds.",
        "0:52 go on  Kneeling psoas",
        "0:52 note   Level 2 of 4",
        "0:52 notice No sound output.",
        "0:52 sound  off",
        "0:52 end    Ended at 0:52 of 6:10.",
    ]


def test_help_and_instructions_are_read_on_demand():
    """`?` and `i` serve the plain display as well, once each time they are pressed."""
    out = stream()
    display = Plain(out)
    for view in (View(), View(info=True), View(info=True, ends_at="17:43"), View(), View(help=True)):
        display.show(frame(), view)
    text = written(out)
    assert text.count("0:52 read   Kneel with your knees hip-width apart.") == 1
    assert "0:52 read   Tips: Front knee over the ankle." in text
    assert "0:52 key    space: pause, go on" in text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_an_encoding_without_a_character_gets_its_likeness(encoding):
    """PYTHONIOENCODING=ascii is no reason to fail."""
    out = stream(encoding)
    Plain(out).emit(replace(PLAY[5], cue=Cue(kind=CueKind.SAY, text="Slowly … \u2013 “breathe” · 体")))
    assert written(out).startswith("1:00 say    Slowly ")
    assert written(out).endswith("?\n")


def test_text_from_a_file_is_not_obeyed():
    """A line of an author's cannot clear the screen of whoever reads the log."""
    out = stream()
    Plain(out).emit(replace(PLAY[5], cue=Cue(kind=CueKind.SAY, text="\x1b[2Jgone\nsecond")))
    assert written(out) == "1:00 say    <U+001B>[2Jgone second\n"


@pytest.mark.parametrize("make", [Plain, JsonLines])
def test_a_reader_who_leaves_ends_it_quietly(make):
    """`stretch play ... | head -1`: no traceback then, none at exit, and the loop can see it."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as out:
        display = make(out)
        display.emit(PLAY[0])
        assert not display.closed
        os.close(reading)
        for cue in PLAY:
            display.emit(cue)
        assert display.closed
        assert display.failure == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("make", [Plain, JsonLines])
def test_a_full_disk_ends_it_with_a_reason(make):
    """What cannot be written is not kept silent: the reason is there for whoever reports it."""
    with Path("/dev/full").open("w", encoding="utf-8") as out:
        display = make(out)
        display.emit(PLAY[0])
        assert display.closed
        assert display.failure


@pytest.mark.parametrize("make", [Plain, JsonLines])
def test_a_closed_stream_is_no_error(make):
    """Somebody may have closed stdout before us."""
    out = stream()
    display = make(out)
    out.close()
    display.emit(PLAY[0])
    assert display.closed


def test_each_cue_is_one_object():
    """The keys are always there; what is not known is null."""
    out = stream()
    display = JsonLines(out)
    for cue in PLAY:
        display.emit(cue)
    objects = [json.loads(line) for line in written(out).splitlines()]
    assert len(objects) == len(PLAY)
    assert objects[0] == {
        "at_ms": 0, "kind": "prepare", "text": "Hip unlock. First: wide leg bend.",
        "side": None, "step": None, "name": "Wide leg bend",
    }  # fmt: skip
    assert objects[4] == {
        "at_ms": 45_000, "kind": "start", "text": None, "side": "left", "step": 2, "name": "Kneeling psoas",
    }  # fmt: skip


@settings(deadline=None)
@given(st.text(), st.sampled_from(["utf-8", "ascii", "latin-1", "utf-16"]))
def test_any_text_survives_the_way_through_json(text, encoding):
    """A machine gets the author's very characters, on one line, and a terminal nothing to obey."""
    out = stream(encoding)
    JsonLines(out).emit(replace(PLAY[5], cue=Cue(kind=CueKind.SAY, text=text)))
    line = written(out)
    assert json.loads(line)["text"] == text
    assert line.count("\n") == 1
    assert unsafe_character(line.rstrip("\n")) is None


def test_as_a_display_json_shows_nothing():
    """One object for each cue, and no other line."""
    out = stream()
    JsonLines(out).show(frame(state=State.PAUSED), PLAYING)
    assert written(out) == ""


def test_json_tells_a_notice_once():
    """A program learns that there is no sound: an object with the keys of every other."""
    out = stream()
    display = JsonLines(out)
    for _ in range(3):
        display.show(frame(), View(notice="No sound output."))
    display.emit(PLAY[0])
    notice, cue = map(json.loads, written(out).splitlines())
    assert (notice["kind"], notice["text"]) == ("notice", "No sound output.")
    assert notice.keys() == cue.keys()


def test_the_picture_is_told_to_who_asks_for_more():
    """Who cannot see a figure reads on `i` what it shows, in one sentence."""
    out = stream()
    display = Plain(out)
    said = "Sitting, the body folds over the left leg."
    display.show(frame(shows=said), PLAYING)
    display.show(frame(shows=said), View(ends_at="17:42", info=True))
    assert written(out).splitlines()[-1] == f"0:52 read   Picture: {said}"
