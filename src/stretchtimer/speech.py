"""Which lines are spoken, and when: laid out ahead so that no two overlap and a lesser one gives way.

It knows how long each text takes to say only by asking, and neither voices nor devices. Times are ms of
the clock that the cues come with.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.ports import Line
from stretchtimer.timeline import CueKind, Priority, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from stretchtimer.ports import Due
    from stretchtimer.units import Millis

    LengthOf = Callable[[str], Millis]
    """How long a text takes to say, in ms; 0 for one that cannot be spoken."""

GAP: Millis = 150
"""The least silence between two lines."""
PRIMER: Millis = 1000
"""How long before the first word a device is woken: some swallow what comes in their first second."""
_UNHURRIED: Millis = 5000  # a preparation of this length has time for that
_EVER: Millis = 10**12
_TURNS = 3
"""After so many breaths the tones are known: a word that found no room until then is not needed."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A line begins so long `after` its cue, `slack` later at most, and may outlast its segment by `over`."""

    after: Millis
    slack: Millis = _EVER
    over: Millis = 0


# A line begins a little after its sound, so that both are heard. What names a side may run into the work
# that it names; a number belongs to its second, or it is not said.
_PLACES = {
    CueKind.PREPARE: _Place(PRIMER, over=9000),  # the caution goes before it where time is short
    CueKind.NEXT: _Place(400, over=3000),
    CueKind.START: _Place(350, over=3000),
    CueKind.SWITCH: _Place(450, over=3000),
    CueKind.REST: _Place(500),
    CueKind.HALF: _Place(0, 2000),
    CueKind.REP: _Place(60, 240),
    CueKind.COUNT: _Place(60, 40),
    CueKind.BREATH: _Place(0, 1200),  # behind a rep's number and side; no later than half the breath
    CueKind.SAY: _Place(0, 6000),
    CueKind.HURT: _Place(0),
    CueKind.FINISH: _Place(1200, over=_EVER),
}
_CAUTION = _Place(PRIMER, over=6000)


@dataclass(frozen=True, slots=True)
class Speech:
    """The lines in the order they are spoken, and the cues whose words found no room."""

    lines: tuple[Line, ...]
    dropped: tuple[Due, ...] = ()


def lay(
    dues: Iterable[Due],
    length_of: LengthOf,
    *,
    now: Millis | None = None,
    fixed: Iterable[Line] = (),
) -> Speech:
    """Lay out what is said of `dues`, which come in their order. Nothing begins before `now`.

    `fixed` are lines that have begun: they stay, and their cues are not laid out again.
    """
    table = _Table(fixed)
    begun = {(line.due.clock, line.due.sounding.cue) for line in table.fixed}
    worded = [due for due in dues if due.sounding.cue.text and (due.clock, due.sounding.cue) not in begun]
    titles = {due.clock: due for due in worded if due.sounding.cue.kind is CueKind.PREPARE}
    dropped = []
    words = _Breaths(line.due for line in table.fixed)
    named: Millis | None = now  # a name comes after those before it, however short it is
    missing = 0  # the number of the countdown at hand that is not said
    for due in sorted(worded, key=_rank):
        cue = due.sounding.cue
        if cue.kind is CueKind.BREATH and not words.wanted(due):
            continue
        title = titles.get(due.clock) if cue.priority is Priority.CAUTION else None
        is_name = cue.priority is Priority.NAME
        line = _placed(due, table, length_of, now=named if is_name else now, after=title)
        named = line.at if is_name and line is not None else named
        if cue.kind is CueKind.COUNT:
            # "3, 1" would be taken for a mistake: before one that is missing none is said.
            line = None if missing and cue.text == str(missing + 1) else line
            missing = int(cue.text or 0) if line is None else 0
        if line is not None:
            table.add(line)
            words.said(due)
        elif cue.kind is not CueKind.BREATH and length_of(cue.text or ""):
            dropped.append(due)
    return Speech(tuple(table.lines()), tuple(sorted(dropped, key=lambda due: due.clock)))


def texts(dues: Iterable[Due]) -> Iterator[str]:
    """All that may have to be said, in the order of playing; each once."""
    seen: set[str] = set()
    for due in dues:
        for text in (due.sounding.cue.text, due.sounding.cue.short):
            if text and due.sounding.cue.text and text not in seen:
                seen.add(text)
                yield text


def _rank(due: Due) -> tuple[int, Millis]:
    """Who is placed first: the greater, then the earlier. A countdown is placed from its end."""
    cue = due.sounding.cue
    return -cue.priority, -due.clock if cue.kind is CueKind.COUNT else due.clock


def _placed(
    due: Due, table: _Table, length_of: LengthOf, *, now: Millis | None, after: Due | None
) -> Line | None:
    """Where a line fits: whole within its segment, else in short, else running over; None if nowhere.

    `after` is a lesser line that is to be said before it, if that leaves time enough. What begins when its
    segment is over is said in short: "Next: hurdler" would be wrong then.
    """
    cue = due.sounding.cue
    place = _CAUTION if cue.priority is Priority.CAUTION else _PLACES[cue.kind]
    wish = due.clock + (0 if due.sounding.asked else _delay(due, place))
    begin = wish if now is None else max(wish, now)
    if after is not None:
        titles = filter(None, (after.sounding.cue.text, after.sounding.cue.short))
        room = due.until - begin - length_of(cue.text or "") - GAP
        begin += next((lasts + GAP for lasts in map(length_of, titles) if lasts <= room), 0)
    for until in (due.until, due.until + place.over):
        for text in filter(None, (cue.text, cue.short)):
            lasts = length_of(text)
            slack = _EVER if due.sounding.asked else place.slack
            latest = min(wish + slack, until - lasts)
            if cue.kind is CueKind.COUNT:
                latest = min(latest, due.clock + 1000 - lasts)
            if cue.kind is CueKind.BREATH:
                latest = min(latest, due.clock + sum(cue.phases) // 2)
            if cue.short and text is not cue.short:
                latest = min(latest, due.until)
            at = table.room(begin, latest, lasts) if lasts else None
            if at is not None:
                return Line(at=at, lasts=lasts, text=text, due=due)
    return None


def _delay(due: Due, place: _Place) -> Millis:
    """How long after its cue a line begins."""
    kind, segment = due.sounding.cue.kind, due.sounding.segment
    if segment.kind is SegmentKind.PREPARE and due.until - due.clock < _UNHURRIED:
        return min(place.after, 300)
    # Before a short transition what comes is said in the work, where no sound goes before it.
    if kind is CueKind.NEXT and segment.kind is SegmentKind.WORK:
        return 0
    return place.after


class _Breaths:
    """Which words of the breath have been said, by block: once is enough, the tones go on."""

    def __init__(self, begun: Iterable[Due]) -> None:
        self._said = {(due.sounding.segment.block, due.sounding.cue.text) for due in begun}
        self._tried: dict[tuple[int | None, str | None], int] = {}

    def wanted(self, due: Due) -> bool:
        key = due.sounding.segment.block, due.sounding.cue.text
        self._tried[key] = self._tried.get(key, 0) + 1
        return key not in self._said and self._tried[key] <= _TURNS

    def said(self, due: Due) -> None:
        self._said.add((due.sounding.segment.block, due.sounding.cue.text))


class _Table:
    """The lines that have their place, and the gaps between them."""

    def __init__(self, fixed: Iterable[Line]) -> None:
        self.fixed = tuple(fixed)
        self._busy: list[tuple[Millis, Millis]] = []
        self._lines: list[Line] = []
        for line in self.fixed:
            self.add(line)

    def add(self, line: Line) -> None:
        insort(self._busy, (line.at, line.at + line.lasts))
        self._lines.append(line)

    def room(self, begin: Millis, latest: Millis, lasts: Millis) -> Millis | None:
        """The first time from `begin` to `latest` at which so many ms are free."""
        # The line before may still go on; the others of those before have ended.
        index = max(bisect_left(self._busy, (begin, begin)) - 1, 0)
        for place in range(index, len(self._busy)):
            start, end = self._busy[place]
            if begin > latest or begin + lasts + GAP <= start:
                break
            begin = max(begin, end + GAP)
        return begin if begin <= latest else None

    def lines(self) -> list[Line]:
        return sorted(self._lines, key=lambda line: line.at)
