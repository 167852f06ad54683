"""Which cues a segment carries, and what they say.

It knows one segment at a time and what it leads to; the order of segments is the compiler's.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stretchtimer.model import Breath
from stretchtimer.text import uncapitalised
from stretchtimer.timeline import Cue, CueKind, Priority
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.model import Phase, Side
    from stretchtimer.units import Millis

COUNTED_WORK: Millis = 10 * SECOND
"""Timed work of this length and more is counted down."""
HALFWAY_WORK: Millis = 40 * SECOND
"""Unsided work of this length and more hears its middle."""
SHORT_TRANSITION: Millis = 3 * SECOND
"""A transition under this is too short to say in it what comes; it is said before."""
EARLY_NEXT: Millis = 8 * SECOND
"""How long before the end of the work that is."""
OF_THE_LENGTH = (CueKind.BREATH, CueKind.HALF, CueKind.COUNT)
"""The kinds that `of_hold` makes anew when a hold gets another length."""

LEAST_BREATH: Millis = 500
"""A shorter breath is none that one can take, and a day of them would be millions of cues."""

BREATH_WORDS = {Breath.IN: "Breathe in", Breath.OUT: "Breathe out", Breath.HOLD: "Hold"}


def announcement(name: str, side: Side | None, *, alternates: bool) -> str:
    """An exercise as it is named inside a sentence, the side last: `hurdler, left side`."""
    if side is None:
        return uncapitalised(name)
    return f"{uncapitalised(name)}, {side.value} side{' first' if alternates else ''}"


def countdown(duration: Millis) -> tuple[Cue, ...]:
    """3, 2, 1 before the end; what would fall within the first second is left out."""
    return tuple(
        Cue(kind=CueKind.COUNT, offset=-left * SECOND, text=str(left), priority=Priority.COUNT)
        for left in (3, 2, 1)
        if duration - left * SECOND >= SECOND
    )


def of_hold(duration: Millis, phases: tuple[Phase, ...], *, sided: bool) -> Iterator[Cue]:
    """What follows from a hold's length alone: breath, middle and countdown."""
    yield from breath(phases, duration)
    if not sided and duration >= HALFWAY_WORK:
        yield half(duration)
    if duration >= COUNTED_WORK:
        yield from countdown(duration)


def next_up(announced: str, block: int, *, offset: Millis = 0) -> Cue:
    """What comes next, its side last."""
    return Cue(
        kind=CueKind.NEXT, offset=offset, text=f"Next: {announced}.", priority=Priority.NAME, block=block
    )


def early_next(lasts: Millis) -> Millis:
    """How long before the end of work of `lasts` ms the next exercise is named."""
    return min(EARLY_NEXT, lasts // 2)


def prepare(title: str, announced: str, block: int, caution: str) -> Iterator[Cue]:
    """The routine's name and its first exercise, then the caution's first sentence."""
    text = f"{sentence(title)} First: {announced}."
    yield Cue(kind=CueKind.PREPARE, text=text, priority=Priority.NAME, block=block)
    if caution:
        short = sentence(caution.split(". ", 1)[0])
        yield Cue(kind=CueKind.SAY, text=short, priority=Priority.CAUTION)


def switch(announced: str, side: Side, block: int) -> Cue:
    """Never only "switch": the side goes with it."""
    text = f"Switch. {side.value.capitalize()} side."
    name = sentence(announced)
    return Cue(kind=CueKind.SWITCH, text=text, priority=Priority.NAME, block=block, name=name)


def start(announced: str, block: int, *, said: bool) -> Cue:
    """The tone that starts a block; with its name where that was not `said` before."""
    name = sentence(announced)
    text = None if said else name
    return Cue(kind=CueKind.START, text=text, priority=Priority.NAME, block=block, name=name)


def rest() -> Cue:
    """A rest that the author wrote."""
    return Cue(kind=CueKind.REST, text="Rest.", priority=Priority.NAME)


def sentence(words: str) -> str:
    """Words as a sentence of their own: a capital first, and one full stop where no mark ends them."""
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?', '…')) else '.'}"


def half(duration: Millis) -> Cue:
    """The middle of a long hold."""
    return Cue(kind=CueKind.HALF, offset=duration // 2, text="Halfway.", priority=Priority.HALF)


def rep(number: int, side: Side | None, *, alternates: bool) -> Cue:
    """A rep's number; the side where it alternates."""
    text = f"{number}, {side.value}" if alternates and side else str(number)
    return Cue(kind=CueKind.REP, text=text, priority=Priority.COUNT)


def breath(phases: tuple[Phase, ...], duration: Millis) -> Iterator[Cue]:
    """Where the breath turns, again and again while a whole phase still fits into the segment."""
    turns = tuple(_turns(phases))
    if not turns:
        return
    for begin in range(0, duration, sum(phase.time for phase in phases)):
        for at, lasts, word in turns:
            if begin + at + lasts <= duration:
                yield Cue(kind=CueKind.BREATH, offset=begin + at, text=word, priority=Priority.TIP)


def _turns(phases: tuple[Phase, ...]) -> Iterator[tuple[Millis, Millis, str]]:
    """Each breath of a tempo: where it begins, how long its first phase lasts, and its word."""
    at = 0
    # Two phases of one breath, a kick and a second kick, are one long breath to the ear.
    for breathing, together in groupby(phases, key=lambda phase: phase.breath):
        times = [phase.time for phase in together]
        if breathing is not None and sum(times) >= LEAST_BREATH:
            yield at, times[0], BREATH_WORDS[breathing]
        at += sum(times)


def authored(at: Millis, say: str) -> Cue:
    """A line of the author's; which `{side}` is meant only its place can tell."""
    return Cue(kind=CueKind.SAY, offset=at, text=say, priority=Priority.TIP)


def finish(closing: str) -> Cue:
    """The end, which says that it is one."""
    return Cue(kind=CueKind.FINISH, text=closing or "Finished.", priority=Priority.NAME)
