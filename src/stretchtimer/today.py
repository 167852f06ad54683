"""What to play now, and why: a pure function of the listing, the history and the time of day.

It knows no file, no clock and no screen. Whatever is preferred says so in words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.offers import Begin, Offer, Offers
from stretchtimer.past import ago
from stretchtimer.progress import progress, rhythm_words, why
from stretchtimer.text import uncapitalised
from stretchtimer.units import MINUTE, SECOND, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from stretchtimer.catalogue import Row
    from stretchtimer.history.kept import Kept
    from stretchtimer.model import Series
    from stretchtimer.past import Past
    from stretchtimer.progress import Progress
    from stretchtimer.units import Millis

FIRST = "hip-unlock"
"""What somebody new is offered."""
_WELCOME = "New here? Lay out a mat and press Enter: you are told what to do, and q ends it at any time."
_UNDER_WAY = 21
"""Days without a session after which a series is no longer under way."""
LATELY = 60
"""Days that tell what somebody usually does: of what was before, the last time of each routine is enough."""
_ENOUGH = 3
"""Sessions that make a habit."""
_SHORT: Millis = 6 * MINUTE
"""Short enough for a morning of which no habit is known."""
_LONG: Millis = 10 * MINUTE
_LONGEST_WAIT = 10
_BARELY: Millis = 10 * SECOND
"""Work that lasted less is nothing to go on with."""


class Part(Enum):
    """A part of the day; the value is what it is called."""

    MORNING = "morning"
    MIDDAY = "middle of the day"
    EVENING = "evening"


def part_of(time: datetime) -> Part:
    """The part of the day; before four it is still the evening."""
    if 4 <= time.hour < 11:
        return Part.MORNING
    return Part.MIDDAY if 11 <= time.hour < 17 else Part.EVENING


class _Reason(NamedTuple):
    points: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a choice is made from; `past` are the sessions that count, `since` has days by routine."""

    rows: dict[str, Row]
    past: Sequence[Past]
    lately: Sequence[Past]
    since: dict[str, int]
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()


def _known(rows: dict[str, Row], past: Sequence[Past], now: datetime) -> _Known:
    today = now.date()
    days = [max((today - one.day).days, 0) for one in past]
    since: dict[str, int] = {}
    for one, ago_days in zip(past, days, strict=True):
        since[one.routine] = min(ago_days, since.get(one.routine, ago_days))
    lately = [one for one, ago_days in zip(past, days, strict=True) if ago_days <= LATELY]
    return _Known(rows=rows, past=past, lately=lately, since=since, now=now)


def series_of(row: Row) -> Series:
    """A series of a listing, without its texts."""
    from stretchtimer.model import Series, Stage  # late: who has begun no series does not wait for it

    stages = (Stage(routine=one, sessions=n) for one, n in zip(row.stages, row.sessions, strict=True))
    return Series(id=row.id, name=row.name, stages=tuple(stages), per_week=row.per_week)


def begun(rows: Iterable[Row], past: Sequence[Past], today: date) -> dict[str, Progress]:
    """How far somebody is in each series that was begun, by its id."""
    named = {one.series for one in past if one.series}
    known = {
        row.id: progress(series_of(row), past, today) for row in rows if row.sessions and row.id in named
    }
    return {name: one for name, one in known.items() if one.begun}


def offers(
    rows: Iterable[Row], history: Sequence[Past], now: datetime, unfinished: Iterable[Kept] = ()
) -> Offers:
    """What can be begun, the best first. `unfinished` are sessions to go on with, the newest first."""
    sound = {row.id: row for row in rows if row.problem is None}
    past = [one for one in history if one.counts]
    known = _known(sound, past, now)
    far = begun(sound.values(), history, known.today)
    going = sorted(name for name, one in far.items() if not one.finished and _since(one) <= _UNDER_WAY)
    ranked = [*_going_on(known, unfinished)]
    ranked += _series(known, far, [name for name in going if not far[name].rhythm.rests])
    stages = {stage for name in going for stage in sound[name].stages}
    usual = _usual(known)
    scored = [_scored(known, row, usual, stages) for row in sound.values() if row.duration_ms is not None]
    others = [name for name, row in sound.items() if row.sessions and name not in going]
    resting = [name for name in going if far[name].rhythm.rests]
    scored += [(_points(far, name), offer) for name in others for offer in _series(known, far, [name])]
    scored += [(0.0, offer) for offer in _series(known, far, resting)]
    ranked += [offer for _, offer in sorted(scored, key=lambda one: (-one[0], one[1].target))]
    return Offers(offers=tuple(ranked), word=_word(known, far, resting))


def _word(known: _Known, far: dict[str, Progress], resting: Iterable[str]) -> str:
    if not known.past:
        return _WELCOME
    names = (f"{known.rows[name].name} rests today: {rhythm_words(far[name].rhythm)}" for name in resting)
    return " ".join(names)


def _going_on(known: _Known, unfinished: Iterable[Kept]) -> Iterator[Offer]:
    """The newest that is worth it, unless its routine was played since."""
    for kept in unfinished:
        session, place = kept.session, kept.session.place
        again = (past for past in known.past if past.routine == session.routine)
        if place is None or kept.rehearsal or session.work < _BARELY:
            continue
        if any(past.started >= kept.started for past in again):
            continue
        side = f", {place.side.value}" if place.side else ""
        yield Offer(
            begin=Begin.GO_ON,
            target=kept.uid,
            name=f"Go on: {session.name}",
            duration=max(session.planned - session.played, 0),
            about=_about(known, session.routine),
            why=f"It broke off at {uncapitalised(place.exercise)}{side}, {clock(session.played)} of it done.",
            last=ago(max((known.today - kept.started.date()).days, 0)),
        )
        return


def _series(known: _Known, far: dict[str, Progress], names: Iterable[str]) -> Iterator[Offer]:
    """The next session of each series, the one that has waited longest first."""
    for name in sorted(names, key=lambda name: (-_since(far[name]) if name in far else 0, name)):
        row = known.rows[name]
        series = series_of(row)
        at = far[name] if name in far else progress(series, (), known.today)
        stage = known.rows.get(row.stages[at.stage - 1])
        if stage is None or stage.duration_ms is None:
            continue  # its file is broken, or gone
        reason = f"{why(series, at, stage.name)} {rhythm_words(at.rhythm)}".rstrip()
        yield Offer(
            begin=Begin.SERIES,
            target=name,
            name=f"{row.name}: {uncapitalised(stage.name)}",
            duration=stage.duration_ms,
            about=", ".join(stage.focus),
            why=reason if at.begun else f"A series of {len(row.stages)} stages. {reason}",
            last=ago(_since(at)) if at.begun else "",
        )


def _since(at: Progress) -> int:
    return at.rhythm.since or 0


def _points(far: dict[str, Progress], name: str) -> float:
    """How much a series that is not under way is worth: one that was left, or is done, before a new one."""
    return 4.0 if name in far and _since(far[name]) else 2.0


def _usual(known: _Known) -> Millis | None:
    """How long sessions of this part of the day usually are; None where that is not known."""
    part = part_of(known.now)
    lengths = sorted(past.planned for past in known.lately if part_of(past.started) is part)
    if len(lengths) >= _ENOUGH:
        return lengths[(len(lengths) - 1) // 2]
    return _SHORT if part is Part.MORNING else None


def _scored(known: _Known, row: Row, usual: Millis | None, stages: set[str]) -> tuple[float, Offer]:
    """A routine, and how much there is to be said for it."""
    since = known.since.get(row.id)
    reasons = list(_reasons(known, row, since, usual))
    if row.id in stages:
        reasons.append(_Reason(-6, ""))  # its series comes to it
    best = max(reasons, key=lambda reason: (bool(reason.words), abs(reason.points)))
    offer = Offer(
        begin=Begin.ROUTINE,
        target=row.id,
        name=row.name,
        duration=row.duration_ms or 0,
        about=", ".join(row.focus),
        why=best.words,
        last="" if since is None else ago(since),
    )
    return sum(reason.points for reason in reasons), offer


def _reasons(known: _Known, row: Row, since: int | None, usual: Millis | None) -> Iterator[_Reason]:
    """What is to be said for a routine and against it, the plainest first."""
    part = part_of(known.now)
    if not known.past and row.id == FIRST:
        yield _Reason(100, "A good one to begin with: for beginners, and for a back that sits a lot.")
    if since is None:
        harder = {"intermediate": 2, "advanced": 4}.get(row.difficulty or "", 0)
        # Something new is easier tried if it is short and needs a mat and nothing else.
        asks = max(len(row.equipment) - 1, 0) + 2 * ((row.duration_ms or 0) > _LONG)
        yield _Reason(5 - harder - asks, "You have not played it yet.")
    elif since == 0:
        yield _Reason(-20, "You have played it today.")
    else:
        yield _Reason(min(since, _LONGEST_WAIT), f"The last time was {ago(since)}.")
    parts = Counter(part_of(past.started) for past in known.lately if past.routine == row.id)
    if parts.total() >= _ENOUGH and parts[part] * 2 > parts.total():
        yield _Reason(6, f"You often play it in the {part.value}{_waited(since)}.")
    if usual is not None and (row.duration_ms or 0) > usual * 5 // 4:
        yield _Reason(-8, "It is longer than what you usually play at this time.")
    elif usual is not None:
        fits = "Short enough for a morning" if part is Part.MORNING else f"It fits your {part.value}s"
        words = fits if part is not Part.MIDDAY else "It fits what you usually play at this time"
        yield _Reason(4, f"{words}{_waited(since)}.")


def _waited(since: int | None) -> str:
    return f"; the last time was {ago(since)}" if since else ""


def _about(known: _Known, routine: str) -> str:
    row = known.rows.get(routine)
    return ", ".join(row.focus) if row else ""
