"""What to play now, and why: a pure function of the listing, the history and the time of day.

It knows no file, no clock and no screen. Whatever is preferred says so in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.errors import counted
from stretchtimer.habit import Known, Reason, known_of, reasons, usual
from stretchtimer.offers import Begin, Offer, Offers
from stretchtimer.past import ago
from stretchtimer.progress import progress, rhythm_words, why
from stretchtimer.text import uncapitalised
from stretchtimer.units import SECOND, elapsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from stretchtimer.catalogue import Row
    from stretchtimer.history.kept import Kept
    from stretchtimer.model import Series
    from stretchtimer.past import Past
    from stretchtimer.progress import Progress
    from stretchtimer.units import Millis

_WELCOME = "New here? Lay out a mat and press Enter: you are told what to do, and q ends it at any time."
_UNDER_WAY = 21
"""Days without a session after which a series is no longer under way."""
_BARELY: Millis = 10 * SECOND
"""Work that lasted less is nothing to go on with."""


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
    known = known_of(sound, past, now)
    far = begun(sound.values(), history, known.today)
    going = sorted(name for name, one in far.items() if not one.finished and _since(one) <= _UNDER_WAY)
    ranked = [*_going_on(known, unfinished)]
    ranked += _series(known, far, [name for name in going if not far[name].rhythm.rests])
    stages = {stage for name in going for stage in sound[name].stages}
    length = usual(known)
    scored = [_scored(known, row, length, stages) for row in sound.values() if row.duration_ms is not None]
    others = [name for name, row in sound.items() if row.sessions and name not in going]
    resting = [name for name in going if far[name].rhythm.rests]
    scored += [(_points(far, name), offer) for name in others for offer in _series(known, far, [name])]
    scored += [(0.0, offer) for offer in _series(known, far, resting)]
    ranked += [offer for _, offer in sorted(scored, key=lambda one: (-one[0], one[1].target))]
    return Offers(offers=tuple(ranked), word=_word(known, far, resting))


def _word(known: Known, far: dict[str, Progress], resting: Iterable[str]) -> str:
    if not known.past:
        return _WELCOME
    names = (f"{known.rows[name].name} rests today: {rhythm_words(far[name].rhythm)}" for name in resting)
    return " ".join(names)


def _going_on(known: Known, unfinished: Iterable[Kept]) -> Iterator[Offer]:
    """The newest that is worth it, unless its routine was played since."""
    for kept in unfinished:
        session, place = kept.session, kept.session.place
        again = (past for past in known.past if past.routine == session.routine)
        if place is None or kept.rehearsal or session.work < _BARELY:
            continue
        # It may count itself.
        if any(past.started > kept.started for past in again):
            continue
        side = f", {place.side.value}" if place.side else ""
        done = elapsed(session.played)
        yield Offer(
            begin=Begin.GO_ON,
            target=kept.uid,
            name=f"Go on: {session.name}",
            duration=max(session.planned - session.played, 0),
            about=_about(known, session.routine),
            why=f"It broke off at {uncapitalised(place.exercise)}{side}, {done} of it done.",
            last=ago(max((known.today - kept.started.date()).days, 0)),
        )
        return


def _series(known: Known, far: dict[str, Progress], names: Iterable[str]) -> Iterator[Offer]:
    """The next session of each series, the one that has waited longest first."""
    for name in sorted(names, key=lambda name: (-_since(far[name]) if name in far else 0, name)):
        row, at = known.rows[name], far.get(name)
        stage = known.rows.get(row.stages[at.stage - 1 if at else 0])
        if stage is None or stage.duration_ms is None:
            continue  # its file is broken, or gone
        yield Offer(
            begin=Begin.SERIES,
            target=name,
            name=f"{row.name}: {uncapitalised(stage.name)}",
            duration=stage.duration_ms,
            about=", ".join(stage.focus),
            why=_next(row, at, stage.name) if at else _whole(row, stage.name),
            last=ago(_since(at)) if at else "",
        )


def _next(row: Row, at: Progress, name: str) -> str:
    return f"{why(series_of(row), at, name)} {rhythm_words(at.rhythm)}".rstrip()


def _whole(row: Row, name: str) -> str:
    """A series that nobody has begun, in a sentence."""
    week = f", {counted(row.per_week, 'session')} a week" if row.per_week else ""
    stages = counted(len(row.stages), "stage")
    return f"A series of {stages} in {sum(row.sessions)} sessions{week}; {uncapitalised(name)} comes first."


def _since(at: Progress) -> int:
    return at.rhythm.since or 0


def _points(far: dict[str, Progress], name: str) -> float:
    """How much a series that is not under way is worth: one that was left, or is done, before a new one."""
    return 4.0 if name in far and _since(far[name]) else 2.0


def _scored(known: Known, row: Row, length: Millis | None, stages: set[str]) -> tuple[float, Offer]:
    """A routine, and how much there is to be said for it."""
    since = known.since.get(row.id)
    found = list(reasons(known, row, length))
    if row.id in stages:
        found.append(Reason(-6, ""))  # its series comes to it
    best = max(found, key=lambda reason: (bool(reason.words), abs(reason.points)))
    offer = Offer(
        begin=Begin.ROUTINE,
        target=row.id,
        name=row.name,
        duration=row.duration_ms or 0,
        about=", ".join(row.focus),
        why=best.words,
        last="" if since is None else ago(since),
    )
    return sum(reason.points for reason in found), offer


def _about(known: Known, routine: str) -> str:
    row = known.rows.get(routine)
    return ", ".join(row.focus) if row else ""
