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
    text, short = f"Next: {announced}.", sentence(announced)
    return Cue(kind=CueKind.NEXT, offset=offset, text=text, short=short, priority=Priority.NAME, block=block)


def going_on(announced: str, block: int) -> Cue:
    """Where a session that was broken off goes on."""
    text, short = f"Going on: {announced}.", sentence(announced)
    return Cue(kind=CueKind.SAY, text=text, short=short, priority=Priority.NAME, block=block)


def early_next(lasts: Millis) -> Millis:
    """How long before the end of work of `lasts` ms the next exercise is named."""
    return min(EARLY_NEXT, lasts // 2)


def prepare(title: str, announced: str, block: int, caution: str) -> Iterator[Cue]:
    """The routine's name and its first exercise, then the caution's first sentence."""
    short = sentence(announced)
    # A routine of one exercise has its name: twice in a row it would be taken for a mistake.
    alone = announced.casefold().startswith(title.casefold())
    text = short if alone else f"{sentence(title)} First: {announced}."
    yield Cue(kind=CueKind.PREPARE, text=text, short=short, priority=Priority.NAME, block=block)
    if caution:
        first = sentence(caution.split(". ", 1)[0])
        yield Cue(kind=CueKind.SAY, text=first, priority=Priority.CAUTION)


def switch(announced: str, side: Side, block: int) -> Cue:
    """Never only "switch": the side goes with it."""
    short = f"{side.value.capitalize()} side."
    text, name = f"Switch. {short}", sentence(announced)
    kind, priority = CueKind.SWITCH, Priority.NAME
    return Cue(kind=kind, text=text, short=short, priority=priority, block=block, name=name)


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
    if not (alternates and side):
        return Cue(kind=CueKind.REP, text=str(number), priority=Priority.COUNT)
    short = f"{side.value.capitalize()}."
    return Cue(kind=CueKind.REP, text=f"{number}, {side.value}", short=short, priority=Priority.COUNT)


def breath(phases: tuple[Phase, ...], duration: Millis) -> Iterator[Cue]:
    """Where the breath turns, again and again while a whole phase still fits into the segment."""
    turns = tuple(_turns(phases))
    if not turns:
        return
    for begin in range(0, duration, sum(phase.time for phase in phases)):
        for at, times, word in turns:
            if begin + at + times[0] <= duration:
                offset, priority = begin + at, Priority.TIP
                yield Cue(kind=CueKind.BREATH, offset=offset, text=word, priority=priority, phases=times)


def _turns(phases: tuple[Phase, ...]) -> Iterator[tuple[Millis, tuple[Millis, ...], str]]:
    """Each breath of a tempo: where it begins, how long its phases last, and its word."""
    at = 0
    # Two phases of one breath, a kick and a second kick, are one long breath to the ear.
    for breathing, together in groupby(phases, key=lambda phase: phase.breath):
        times = tuple(phase.time for phase in together)
        if breathing is not None and sum(times) >= LEAST_BREATH:
            yield at, times, BREATH_WORDS[breathing]
        at += sum(times)


def authored(at: Millis, say: str) -> Cue:
    """A line of the author's; which `{side}` is meant only its place can tell."""
    return Cue(kind=CueKind.SAY, offset=at, text=say, priority=Priority.TIP)


def finish(closing: str) -> Cue:
    """The end, which says that it is one."""
    return Cue(kind=CueKind.FINISH, text=closing or "Finished.", priority=Priority.NAME)
