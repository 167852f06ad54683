"""Sample frames for the tests of what shows them.

It knows no player: each frame is written by hand, as a player would make it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from stretchtimer.frame import Coming, Frame, Picture, State, View
from stretchtimer.model import Exercise, Side
from stretchtimer.routinefile import read_exercise
from stretchtimer.timeline import SegmentKind

PSOAS = (
    "Kneel with your knees hip-width apart.",
    "Step one foot forward, both knees at 90°.",
    "Raise the arm opposite the front leg, the other hand on the hip.",
    "Press the hips forward, reach up and slightly over.",
)
KICK = (
    "Lie on your front, elbows under the shoulders.",
    "Bend one knee and kick the heel twice toward the buttock.",
    "Lower with control, then the other side.",
)


def frame(**changes: Any) -> Frame:
    """The left side of a timed hold, 23 of its 30 seconds left; `changes` are fields of Frame."""
    fields: dict[str, Any] = {
        "title": "Hip unlock",
        "state": State.PLAYING,
        "kind": SegmentKind.WORK,
        "position": 52_000,
        "total": 370_000,
        "remaining": 23_000,
        "duration": 30_000,
        "name": "Kneeling psoas",
        "side": Side.LEFT,
        "step": 2,
        "steps": 7,
        "coming": Coming(kind=SegmentKind.WORK, name="Kneeling psoas", side=Side.RIGHT),
        "instructions": PSOAS,
        "tips": ("Front knee over the ankle.", "Core engaged, no sagging."),
        "adjustments": ("A folded mat or a pillow under the back knee.",),
        "closing": "Stand, and notice the space in your lower back.",
    } | changes
    fields.setdefault("shown", fields["position"])
    fields.setdefault("set_remaining", fields["remaining"])
    fields.setdefault("set_duration", fields["duration"])
    return Frame(**fields)


def second(left: int, **changes: Any) -> Frame:
    """The sample hold with `left` whole seconds to go, of 60 unless `changes` say otherwise."""
    duration = changes.pop("duration", 60_000)
    position = 45_000 + duration - 1000 * left
    return frame(position=position, remaining=1000 * left, duration=duration, **changes)


PLAYING = View(ends_at="17:42")
STILL = View()

SAMPLES: dict[str, tuple[Frame, View]] = {
    "prepare": (
        frame(
            kind=SegmentKind.PREPARE, position=3_000, remaining=7_000, duration=10_000, name="Wide leg bend",
            side=None, step=1, caution="Stop at pain or discomfort.",
            coming=Coming(kind=SegmentKind.WORK, name="Kneeling psoas", side=Side.LEFT),
            instructions=("Feet wide, toes forward.", "Hinge at the hips, torso toward the legs."),
        ),
        PLAYING,
    ),
    "work-left": (frame(), PLAYING),
    "work-right": (
        frame(
            position=89_000, remaining=9_000, side=Side.RIGHT,
            coming=Coming(kind=SegmentKind.WORK, name="Leaning figure four", side=Side.LEFT),
        ),
        View(ends_at="17:42", muted=True),
    ),
    "work-plain": (
        frame(
            position=60_000, remaining=75_000, duration=120_000, name="Spine rolls", side=None, step=5,
            coming=Coming(kind=SegmentKind.REST), instructions=PSOAS[:2],
        ),
        PLAYING,
    ),
    "work-counted": (
        frame(
            title="Single-leg kick", name="Single-leg kick", position=37_000, remaining=2_000, duration=4_000,
            set_remaining=54_000, set_duration=80_000, side=Side.RIGHT, alternates=True, rep=7, reps=20,
            phase="Kick", breath="out", step=1, steps=1, total=90_000, instructions=KICK,
            level="2 of 4: forearms under the shoulders", coming=Coming(kind=SegmentKind.FINISH),
        ),
        PLAYING,
    ),
    "switch": (
        frame(
            kind=SegmentKind.SWITCH, position=76_000, remaining=2_000, duration=3_000, side=Side.RIGHT,
            coming=Coming(kind=SegmentKind.WORK, name="Leaning figure four", side=Side.LEFT),
        ),
        PLAYING,
    ),
    "transition": (
        frame(
            kind=SegmentKind.TRANSITION, position=41_000, remaining=4_000, duration=5_000,
            note="Level 2 of 3",
        ),
        PLAYING,
    ),
    "rest": (
        frame(
            kind=SegmentKind.REST, position=105_000, remaining=12_000, duration=15_000, step=4,
            name="Hurdler",
        ),
        View(ends_at="17:42", notice="No sound output was found: the terminal's bell will ring."),
    ),
    "hurt": (
        frame(
            kind=SegmentKind.REST, position=60_000, remaining=9_000, duration=12_000, name="Hurdler", step=4,
            note="Press e for: Rest your hands on your shins or on blocks.", offers=True,
        ),
        PLAYING,
    ),
    "paused": (frame(state=State.PAUSED), STILL),
    "asleep": (frame(state=State.PAUSED, slept=True, side=None), View(silent=True)),
    "re-entry": (frame(state=State.REENTRY, remaining=3_000, set_remaining=23_000), PLAYING),
    "finished": (
        frame(
            state=State.FINISHED, kind=SegmentKind.FINISH, position=370_000, remaining=0, duration=0, name="",
            side=None, step=0, coming=None, instructions=(), tips=(), adjustments=(),
        ),
        PLAYING,
    ),
    "stopped": (frame(state=State.STOPPED), STILL),
    "help": (frame(), View(ends_at="17:42", help=True)),
    "info": (frame(), View(ends_at="17:42", info=True)),
}  # fmt: skip

EXERCISES = Path(__file__).parents[1] / "routines" / "exercises"
BLANK = Picture(exercise=Exercise(name="Blank"))
"""An exercise without a figure."""


@cache
def _exercise(identifier: str) -> Exercise:
    path = EXERCISES / f"{identifier}.yaml"
    return read_exercise(path.read_bytes(), path.name, identifier).use()


def picture_of(identifier: str, **own: Any) -> Picture:
    """The figure of a shipped exercise."""
    exercise = _exercise(identifier)
    return Picture(exercise=exercise, tempo=exercise.tempo_at(own.get("level")), **own)


def pictured(shown: Frame) -> Frame:
    """The frame with the figure of what it shows."""
    counted = shown.name == "Single-leg kick"
    identifier = "single-leg-kick" if counted else "kneeling-psoas"
    picture = picture_of(identifier, side=shown.side, alternates=shown.alternates)
    return replace(shown, picture=picture, moment=2_500 if counted else 20_000)


# Text as an untrusted file may have it: escapes, controls, wide and combining characters, markup, emptiness.
NASTY = (
    "\x1b[31mred\x1b[0m",
    "[bold]x[/]",
    "a\u0301\u0301\u0301\u0301b",
    "\u202eabc",
    "👩\u200d👩\u200d👧",
    "\u0301",
    "",
)
texts = (
    st.text(max_size=60) | st.sampled_from(NASTY) | st.text(alphabet="体操 left 한국 café 👍🏽", max_size=60)
)
times = st.integers(0, 400_000) | st.integers(0, 100_000_000)
sides = st.sampled_from([None, *Side])
sizes = st.tuples(st.integers(1, 220), st.integers(1, 70))
views = st.builds(
    View,
    ends_at=st.sampled_from(["", "17:42"]),
    muted=st.booleans(),
    voiced=st.booleans(),
    silent=st.booleans(),
    help=st.booleans(),
    info=st.booleans(),
    notice=texts,
)


@st.composite
def any_frames(draw: st.DrawFn, words: st.SearchStrategy[str] = texts) -> Frame:
    """Any frame a player could make, and many that none would."""
    several = st.lists(words, max_size=4).map(tuple)
    coming = st.none() | st.builds(
        Coming, kind=st.sampled_from(list(SegmentKind)), name=st.none() | words, side=sides
    )
    reps = draw(st.none() | st.integers(1, 500))
    figures = [picture_of("kneeling-psoas"), picture_of("single-leg-kick"), BLANK]
    return Frame(
        picture=draw(st.none() | st.sampled_from(figures)),
        moment=draw(times),
        title=draw(words),
        state=draw(st.sampled_from(list(State))),
        kind=draw(st.sampled_from(list(SegmentKind))),
        position=draw(times),
        shown=draw(times),
        total=draw(times),
        remaining=draw(times),
        duration=draw(times),
        set_remaining=draw(times),
        set_duration=draw(times),
        name=draw(words),
        side=draw(sides),
        alternates=draw(st.booleans()),
        rep=None if reps is None else draw(st.integers(1, reps)),
        reps=reps,
        phase=draw(st.none() | words),
        breath=draw(st.sampled_from([None, "in", "out", "hold"])),
        step=draw(st.integers(0, 5000)),
        steps=draw(st.integers(0, 5000)),
        coming=draw(coming),
        instructions=draw(several),
        tips=draw(several),
        adjustments=draw(several),
        caution=draw(words),
        level=draw(st.none() | words),
        note=draw(words),
        closing=draw(words),
        slept=draw(st.booleans()),
        offers=draw(st.booleans()),
    )
