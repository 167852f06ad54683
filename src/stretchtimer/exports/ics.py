"""A routine as an event of a calendar (.ics, RFC 5545): on some days of the week, with an alarm.

It knows no calendar program, and plays nothing: the event says what to type.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from stretchtimer import __version__
from stretchtimer.errors import StretchError
from stretchtimer.exports.contentlines import content, text_value
from stretchtimer.exports.order import Part
from stretchtimer.exports.zones import describe
from stretchtimer.timetable import block_line, series_lines
from stretchtimer.units import ceil_seconds, exact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from stretchtimer.exports.order import Appointment, Order, Teller
    from stretchtimer.units import Millis

_DAY = timedelta(days=1)
_MOST = 100
"""So many steps are described; a calendar shows a few lines."""


def plan(order: Order) -> tuple[Part, ...]:
    """One file with one event. Raises StretchError where it would never take place."""
    appointment = order.appointment
    if appointment is None:
        raise StretchError("an event of a calendar needs its time", "add it: --at 17:30 --days mon-fri")
    first = _first(appointment)
    if appointment.until is not None and appointment.until < first.date():
        raise StretchError(
            f"there is none of these days until {appointment.until}",
            f"the first is {first:%Y-%m-%d}: name a later day with --until",
        )
    return (Part(order.target, partial(_write, order, appointment, first)),)


def _write(order: Order, appointment: Appointment, first: datetime, draft: Path, tell: Teller) -> str:  # noqa: ARG001 - it takes no time
    draft.write_bytes(content(_calendar(order, appointment, first)))
    weekly = appointment.weekly
    when = f"{weekly.days_text} at {weekly.at_text}, {appointment.zone.key}, from {first:%Y-%m-%d}"
    return f"{when} until {appointment.until}" if appointment.until else when


def _first(appointment: Appointment) -> datetime:
    """The first time of the event, aware: one that is still to come, or on or after the day asked for."""
    day = appointment.starting or appointment.now.astimezone(appointment.zone).date()
    passed = None if appointment.starting else appointment.now
    while True:
        at = _at(appointment, day)
        if appointment.weekly.falls_on(day) and (passed is None or at.astimezone(UTC) > passed):
            return at
        day += _DAY


def _at(appointment: Appointment, day: date) -> datetime:
    clock = time(appointment.weekly.hour, appointment.weekly.minute)
    return datetime.combine(day, clock, appointment.zone)


def _calendar(order: Order, appointment: Appointment, first: datetime) -> Iterator[str]:
    series = appointment.series
    name = series.name if series else order.timeline.name
    identity = series.id if series else order.timeline.id
    weekly = appointment.weekly
    by_day = ",".join(day.value[:2].upper() for day in weekly.days)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//stretchtimer//stretch {__version__}//EN"
    yield "CALSCALE:GREGORIAN"
    yield from describe(appointment.zone, first)
    yield "BEGIN:VEVENT"
    # The same routine at the same time is the same event: read in again it takes the place of the old one.
    unique = uuid5(NAMESPACE_URL, f"stretchtimer:{identity!a}:{weekly.at_text}:{by_day}")
    yield f"UID:{unique}@stretchtimer"
    yield f"DTSTAMP:{_utc(appointment.now)}"
    yield f"DTSTART;TZID={appointment.zone.key}:{first:%Y%m%dT%H%M%S}"
    yield f"DURATION:{_duration(order.timeline.duration)}"
    yield f"RRULE:FREQ=WEEKLY;BYDAY={by_day}{_until(appointment)}"
    yield f"SUMMARY:{text_value(name)}"
    yield f"DESCRIPTION:{text_value(*_description(order, appointment))}"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:{'-' if appointment.alarm else ''}{_duration(appointment.alarm)}"
    yield f"DESCRIPTION:{text_value(f'{name}: {appointment.command}')}"
    yield "END:VALARM"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _description(order: Order, appointment: Appointment) -> Iterator[str]:
    yield f"Start it with: {appointment.command}"
    yield ""
    if appointment.series is not None:
        yield from series_lines(appointment.series)
        return
    yield f"{exact(order.timeline.duration)} in all"
    if order.routine.summary:
        yield order.routine.summary
    if order.routine.caution:
        yield f"Caution: {order.routine.caution}"
    yield ""
    blocks = list(order.timeline.blocks.values())
    for block in blocks[:_MOST]:
        yield block_line(order.timeline, block)
    if len(blocks) > _MOST:
        yield f"and {len(blocks) - _MOST} more"


def _until(appointment: Appointment) -> str:
    """The end of the rule, in UTC as the format wants it: the time itself on the last day counts."""
    return f";UNTIL={_utc(_at(appointment, appointment.until))}" if appointment.until else ""


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _duration(ms: Millis) -> str:
    """Whole seconds, rounded up."""
    hours, rest = divmod(ceil_seconds(ms), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")
