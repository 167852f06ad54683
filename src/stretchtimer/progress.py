"""How far somebody is in a series: which stage is next, and which day fits best.

A pure function of file and history: it knows no clock, and asks nobody. FORMAT.md has its rules in words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from stretchtimer.past import ago
from stretchtimer.text import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from stretchtimer.model import Series, Stage
    from stretchtimer.past import Past

_WEEK = 7
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How it goes on `today`: sessions `this_week` (from Monday) of a `goal`, and days since the last.

    `best` is the day that fits best for the next one; None where there is no goal, or nothing to rest from.
    """

    today: date
    goal: int | None
    this_week: int = 0
    since: int | None = None
    best: date | None = None

    @property
    def rests(self) -> bool:
        """Whether today is better left for rest."""
        return self.best is not None and self.best > self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The next stage, counted from 1, and which session of its `sessions` comes: more where it goes on.

    `done` has the sessions of each stage that count. `finished`: the last stage has had all of its own.
    """

    stage: int
    session: int
    sessions: int
    done: tuple[int, ...]
    finished: bool
    rhythm: Rhythm

    @property
    def begun(self) -> bool:
        """Whether any session of it has counted."""
        return self.rhythm.since is not None


def progress(series: Series, history: Iterable[Past], today: date) -> Progress:
    """How far a history is in a series. Sessions of others in it, and their order, make no difference.

    It goes on from the stage that was played last; a stage that has had its sessions gives way to the next.
    """
    counted = sorted(past for past in history if past.series == series.id and past.counts)
    stages = [number for past in counted if (number := _stage_of(past, series.stages))]
    had = Counter(stages)
    at = stages[-1] if stages else 1
    while at < len(series.stages) and had[at] >= series.stages[at - 1].sessions:
        at += 1
    sessions = series.stages[at - 1].sessions
    return Progress(
        stage=at,
        session=had[at] + 1,
        sessions=sessions,
        done=tuple(had[number] for number in range(1, len(series.stages) + 1)),
        finished=had[at] >= sessions,
        rhythm=_rhythm(series.per_week, [past.day for past in counted], today),
    )


def at_stage(series: Series, known: Progress, stage: int) -> Progress:
    """The same, where somebody has asked for that stage."""
    done = known.done[stage - 1]
    return replace(known, stage=stage, session=done + 1, sessions=series.stages[stage - 1].sessions)


def why(series: Series, known: Progress, name: str) -> str:
    """Why this stage, whose routine has that name, in a sentence."""
    name = uncapitalised(name)
    if known.session > known.sessions:
        if known.finished and known.stage == len(series.stages):
            return f"All stages are done: {name} goes on, with session {known.session} of it."
        return f"Session {known.session} of {name}; the series asks for {known.sessions}."
    before = known.stage - 1
    moved = known.session == 1 and before and known.done[before - 1] >= series.stages[before - 1].sessions
    reason = f": stage {before} is done" if moved else ""
    return f"Session {known.session} of {known.sessions} of {name}{reason}."


def where(known: Progress) -> str:
    """The place in a series, in few words."""
    session = f"session {known.session}"
    return f"stage {known.stage}, {session}{'' if known.finished else f' of {known.sessions}'}"


def rhythm_words(rhythm: Rhythm) -> str:
    """How the week stands, in a sentence: a goal, and no reproach."""
    if rhythm.goal is None:
        return "" if rhythm.since is None else f"The last one was {ago(rhythm.since)}."
    if rhythm.since is None:
        return f"The goal is {rhythm.goal} a week."
    week = f"{rhythm.this_week} of {rhythm.goal} this week"
    if rhythm.best is None or not rhythm.rests:
        return f"{week}, the last one {ago(rhythm.since)}."
    return f"{week}, the last one {ago(rhythm.since)}; the next fits best {_on(rhythm.best, rhythm.today)}."


def as_data(known: Progress) -> dict[str, Any]:
    """The same for JSON; `best_on` is a date."""
    rhythm = known.rhythm
    return {
        "stage": known.stage,
        "session": known.session,
        "sessions": known.sessions,
        "done": list(known.done),
        "finished": known.finished,
        "this_week": rhythm.this_week,
        "days_since": rhythm.since,
        "rest_day": rhythm.rests,
        "best_on": rhythm.best.isoformat() if rhythm.best else None,
    }


def _stage_of(past: Past, stages: Sequence[Stage]) -> int:
    """The stage a session belongs to in the file of today; 0 where its routine is no stage any more."""
    same = [number for number, stage in enumerate(stages, 1) if stage.routine == past.routine]
    # A file that was changed may have moved it; a routine may be a stage more than once.
    return min(same, key=lambda number: abs(number - past.stage), default=0)


def _rhythm(goal: int | None, days: Sequence[date], today: date) -> Rhythm:
    had = Counter(min(day, today) for day in days)  # a clock that was set back is no reason to wait
    if not had:
        return Rhythm(today=today, goal=goal)
    last = max(had)
    best = _best(goal, had, last, today) if goal else None
    return Rhythm(
        today=today, goal=goal, this_week=_in_week(had, today), since=(today - last).days, best=best
    )


def _best(goal: int, had: Counter[date], last: date, today: date) -> date:
    """The day for the next session: as far from the last one as the goal has days for each."""
    if goal >= _WEEK:
        a_day = -(-goal // _WEEK)
        best = today + timedelta(days=had[today] >= a_day)
    else:
        best = max(last + timedelta(days=_WEEK // goal), today)
    if _in_week(had, best) >= goal:
        best += timedelta(days=_WEEK - best.weekday())
    return best


def _in_week(had: Counter[date], day: date) -> int:
    """The sessions of the week that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return sum(number for one, number in had.items() if 0 <= (one - monday).days < _WEEK)


def _on(day: date, today: date) -> str:
    days = (day - today).days
    if days == 1:
        return "tomorrow"
    return f"on {_DAYS[day.weekday()]}" if days < _WEEK else f"in {days} days"
