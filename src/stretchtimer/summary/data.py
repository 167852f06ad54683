"""A summary as plain data for `stretch stats --json`: every number that the page shows.

It knows no output. Times are whole ms, days ISO dates, weeks ISO weeks by name and by their Monday:

    today, since, routine    the day it is; what was asked for, else null
    goal                     {series, name, per_week}, or null
    sessions, finished, days, played_ms, work_ms, first, last
                             of all that is counted: `days` with a session, of which first and last
    this_week, weeks         {week, from, toward_goal, sessions, finished, played_ms, work_ms, left_ms,
                             right_ms, left_more_ms}; toward_goal are the sessions of the goal's series of
                             which most was played; `weeks` are the last 53, or those since `since`, and
                             every other that has a session, the oldest first; of a week that `since` cuts,
                             this one or not, what came from that day on
    calendar                 {date, sessions, finished, played_ms, work_ms} for each day with a session
    feelings                 {kind, notes: [{date, value}], median, older_median, newer_median, trend}, from 0
                             to 10; kind is stiffness, pain or null; trend is eased, same or grown; the last
                             three are null where there are too few notes to tell
    sides                    {left_ms, right_ms, left_more_ms, exercises: [{exercise, name, left_ms, right_ms,
                             left_more_ms}]}, the largest difference first; exercise is an id or null
    routines                 {id, name, sessions, finished, played_ms, work_ms, last}, the most played first

`played_ms` is without pauses, `work_ms` without what leads from one exercise to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stretchtimer.summary.balance import Balance
    from stretchtimer.summary.totals import Summary
    from stretchtimer.summary.trend import Trend
    from stretchtimer.summary.weeks import Tally, Week


def summary_data(summary: Summary) -> dict[str, Any]:
    """All of a summary."""
    days = list(summary.days)
    return {
        "today": summary.today.isoformat(),
        "since": summary.since.isoformat() if summary.since else None,
        "routine": summary.routine,
        "goal": summary.goal._asdict() if summary.goal else None,
        **_tally(summary.total),
        "days": len(days),
        "first": days[0].isoformat() if days else None,
        "last": days[-1].isoformat() if days else None,
        "this_week": _week(summary.this_week, summary),
        "weeks": [_week(week, summary) for week in summary.weeks],
        "calendar": [{"date": day.isoformat(), **_tally(one)} for day, one in summary.days.items()],
        "feelings": [_trend(trend) for trend in summary.trends],
        "sides": {
            **_sides(summary.both_sides),
            "exercises": [
                {"exercise": one.exercise_id, "name": one.exercise, **_sides(one)} for one in summary.balances
            ],
        },
        "routines": [
            {"id": one.id, "name": one.name, **_tally(one.tally), "last": one.last.isoformat()}
            for one in summary.routines
        ],
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "sessions": tally.sessions,
        "finished": tally.finished,
        "played_ms": tally.played,
        "work_ms": tally.work,
    }


def _week(week: Week, summary: Summary) -> dict[str, Any]:
    toward = summary.toward.get(week.monday, 0)
    return {
        "week": week.name,
        "from": week.monday.isoformat(),
        "toward_goal": toward,
        **_tally(week.tally),
        **_sides(week.sides),
    }


def _sides(balance: Balance) -> dict[str, int]:
    return {"left_ms": balance.left, "right_ms": balance.right, "left_more_ms": balance.left_more}


def _trend(trend: Trend) -> dict[str, Any]:
    older, newer = trend.halves or (None, None)
    return {
        "kind": trend.kind or None,
        "notes": [{"date": note.day.isoformat(), "value": note.value} for note in trend.notes],
        "median": trend.median,
        "older_median": older,
        "newer_median": newer,
        "trend": trend.direction.value if trend.direction else None,
    }
