"""What the screen says of a frame, in words.

It knows no places and no colours. Texts from files leave here clean.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.timeline import SegmentKind
from stretchtimer.units import HOUR, SECOND, ceil_seconds, clock

if TYPE_CHECKING:
    from stretchtimer.frame import Coming, Frame, View
    from stretchtimer.model import Side
    from stretchtimer.units import Millis

OFFER = "e: easier"
"""What `e` does after a pain, to be read from afar; what that way is stands below, and is said."""
_LEAD_INS = {
    SegmentKind.PREPARE: "GET READY",
    SegmentKind.TRANSITION: "NEXT",
    SegmentKind.SWITCH: "SWITCH",
    SegmentKind.REST: "REST",
}
_BREATHS = {"in": "breathe in", "out": "breathe out", "hold": "hold the breath"}
_SOON: Millis = 10 * SECOND
"""When what comes next begins to matter more than what goes on."""
_LONG: Millis = 100 * SECOND
"""From here on a time is shown in minutes and seconds."""


def working(frame: Frame) -> bool:
    """Whether the exercise itself is on, and not the way to it."""
    return frame.kind is SegmentKind.WORK


def over(frame: Frame) -> bool:
    """Whether the routine has ended, one way or the other."""
    return frame.state in (State.FINISHED, State.STOPPED)


def side_word(side: Side | None) -> str:
    """The side in capitals; empty where there is none."""
    return side.value.upper() if side else ""


def still(frame: Frame) -> Frame:
    """The frame with every time rounded to what is shown of it: equal ones look the same.

    All drawing is done from this, so nothing can change between two seconds.
    """
    return replace(
        frame,
        position=frame.shown,
        remaining=ceil_seconds(max(frame.remaining, 0)) * SECOND,
        set_remaining=ceil_seconds(max(frame.set_remaining, 0)) * SECOND,
        moment=0,
    )


def time_left(frame: Frame) -> str:
    """What counts down, in a field that stays as wide as its first number: `30`, ` 9`, `1:40`.

    A step that is not counted in reps is a set of its own, so `set_remaining` serves for both.
    """
    if frame.state is State.REENTRY:
        return str(ceil_seconds(frame.remaining))
    whole = max(frame.set_duration, frame.set_remaining)
    if whole < _LONG:
        return str(ceil_seconds(frame.set_remaining)).rjust(len(str(ceil_seconds(whole))))
    left, widest = clock(frame.set_remaining), len(clock(whole))
    if whole > HOUR - SECOND and frame.set_remaining <= HOUR - SECOND:
        left = f"0:{left:0>5}"  # a blank is wider than a colon: what begins with hours keeps them
    return left.rjust(widest)


def left_in_words(frame: Frame) -> str:
    """`23 seconds left`, `1:40 left`: for where the time does not stand in figures."""
    left = time_left(frame).strip()
    if ":" in left:
        return f"{left} left"
    return f"{left} second{'' if left == '1' else 's'} left"


def progress(frame: Frame, columns: int) -> int:
    """How many of `columns` cells of the step are done; it moves with the seconds."""
    whole = max(frame.set_duration, 1)
    return min(columns * max(whole - frame.set_remaining, 0) // whole, columns)


def label(frame: Frame) -> str:
    """The word for what goes on; empty where the exercise itself does, by time."""
    if frame.state is State.PAUSED:
        return "PAUSED"
    if frame.state is State.REENTRY:
        return "BACK IN"
    if frame.state is State.FINISHED:
        return "DONE"
    if frame.state is State.STOPPED:
        return "ENDED"
    return _LEAD_INS.get(frame.kind, "")


def rep(frame: Frame) -> str:
    """`REP  7 / 20`, its numbers in fixed places; empty where nothing is counted."""
    if frame.rep is None or frame.reps is None:
        return ""
    return f"REP {frame.rep:>{len(str(frame.reps))}} / {frame.reps}"


def rep_number(frame: Frame) -> str:
    """` 7/20`, for large figures."""
    if frame.rep is None or frame.reps is None:
        return ""
    return f"{frame.rep:>{len(str(frame.reps))}}/{frame.reps}"


def title(frame: Frame, *, named: bool) -> str:
    """The routine, the exercise before it where it is to be named here, and its level where it has one."""
    if over(frame):
        return frame.title
    name = frame.name if named and frame.name != frame.title else ""
    level = f"level {frame.level}" if frame.level else ""
    texts = (name, level, frame.title) if name else (frame.title, level)
    return " · ".join(text for text in texts if text)


def pace(frame: Frame) -> str:
    """The phase of the tempo and what the breath does: `Lift · breathe out`."""
    return pace_of(frame.phase, frame.breath)


def pace_of(phase: str | None, breath: str | None) -> str:
    """A phase by its name and its breath, each where there is one."""
    words = [phase or "", _BREATHS.get(breath or "", breath or "")]
    return " · ".join(word for word in words if word)


def coming(frame: Frame) -> tuple[str, str]:
    """What follows and its side: `Next: Hurdler`, ` · LEFT`; `Then:` while something else is yet to begin."""
    if frame.coming is None or over(frame):
        return "", ""
    side = f" · {side_word(frame.coming.side)}" if frame.coming.side else ""
    return f"{'Next' if working(frame) else 'Then'}: {_named(frame.coming)}", side


def soon(frame: Frame) -> bool:
    """Whether what follows is what one needs to know now: in the last seconds of the work."""
    near = min(_SOON, frame.set_duration // 2)
    on = working(frame) and frame.state is State.PLAYING and frame.coming is not None
    return on and frame.set_remaining <= near


def following(frame: Frame) -> tuple[str, str]:
    """What follows and its side in few words: `Hurdler`, `LEFT`; of the same exercise the side alone."""
    if frame.coming is None:
        return "", ""
    side = side_word(frame.coming.side)
    if side and frame.coming.name == frame.name and frame.coming.side is not frame.side and frame.side:
        return "", f"{side} SIDE"
    return _named(frame.coming), side


def _named(following: Coming) -> str:
    if following.kind is SegmentKind.REST:
        return "Rest"
    return "the end" if following.name is None else following.name


def place(frame: Frame) -> str:
    """Which step of how many: `3/7`."""
    if not frame.steps:
        return ""
    number = frame.step or (frame.steps if over(frame) else 0)
    return f"{number:>{len(str(frame.steps))}}/{frame.steps}"


def routine_left(frame: Frame) -> str:
    """The time that the routine still takes, in a field of one width."""
    return f"{clock(frame.total - frame.shown).rjust(len(clock(frame.total)))} left"


def sound(view: View) -> str:
    """What the ear gets, where that is not everything."""
    if view.silent:
        return "no sound"
    if view.muted:
        return "muted"
    return "" if view.voiced else "voice off"
