"""Time zones: the machine's own, one by its name, and one as a calendar file describes it (VTIMEZONE).

It knows no event; a zone is described from a moment on, for calendars that do not know it by its name.
"""

from __future__ import annotations

import calendar
import warnings
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stretchtimer.errors import StretchError
from stretchtimer.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_YEARS = 30
"""A rule that holds for so long is the zone's rule; one that does not is written as its single changes."""
_LOOK = timedelta(days=7)
"""No zone changes and changes back within a week."""
_SECOND = timedelta(seconds=1)
_NONE = timedelta()
_BY_NAME = "name it with --timezone, as in --timezone Europe/Berlin"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def local_zone(environ: Mapping[str, str]) -> ZoneInfo:
    """The zone that this machine keeps. Raises StretchError where that cannot be found out."""
    asked = environ.get("TZ", "").removeprefix(":")
    # tzlocal passes over a TZ that is no name (`CET-1CEST`), and answers with another zone.
    if asked and not asked.startswith("/"):
        try:
            return zone_named(asked)
        except StretchError as error:
            raise StretchError(f"TZ is {quoted(asked)}, which is no name of a time zone", _BY_NAME) from error
    import tzlocal  # late: it takes as long as the rest, and whoever names a zone needs it not

    try:
        with warnings.catch_warnings(action="ignore"):  # what it is not sure of shows in the answer
            name = tzlocal.get_localzone_name()
    except (zoneinfo.ZoneInfoNotFoundError, LookupError, OSError, ValueError):
        name = None
    if not name:
        raise StretchError("the time zone of this machine cannot be found out", _BY_NAME)
    return zone_named(name)


def zone_named(name: str) -> ZoneInfo:
    """A zone by its name in the IANA database. Raises StretchError where there is none."""
    known = zoneinfo.available_timezones()
    # Also what the folder of zones has besides, or a disk finds that cares for no case, is no name.
    if name in known and name not in ("localtime", "posixrules", "Factory"):
        return ZoneInfo(name)
    if not known:
        raise StretchError("this machine has no time zones", "pip install tzdata")
    from difflib import get_close_matches  # late: only for a mistake

    by_case = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), by_case, 1, 0.6)
    hint = f"did you mean {by_case[close[0]]}?" if close else "write it like Europe/Berlin or UTC"
    raise StretchError(f"there is no time zone {quoted(name)}", hint)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a change changes: the time's offsets, and its name from then on."""

    before: timedelta
    after: timedelta
    name: str
    saving: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """The day of the year that changes fall on: `nth` weekday of a month, -1 the last."""

    month: int
    weekday: int
    nth: int


def describe(zone: ZoneInfo, since: datetime) -> Iterator[str]:
    """The lines of a VTIMEZONE that is right from `since` on, an aware time."""
    begin = datetime(since.year - 1, 1, 1, tzinfo=UTC)
    changes: dict[_Kind, list[datetime]] = {}
    earliest = None
    for at in _changes(zone, begin, begin.replace(year=begin.year + _YEARS)):
        kind = _kind(zone, at)
        changes.setdefault(kind, []).append((at + kind.before).replace(tzinfo=None))
        earliest = earliest or at
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone.key}"
    if earliest is None or earliest > since:
        offset = _offset(zone, begin)
        first = _Kind(offset, offset, begin.astimezone(zone).tzname() or zone.key, saving=False)
        yield from _observance(first, [(begin + offset).replace(tzinfo=None)], None)
    for kind, onsets in changes.items():
        yield from _observance(kind, onsets, _rule(onsets))
    yield "END:VTIMEZONE"


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Every change of offset or name between two moments in UTC, to the second."""
    at = begin
    while at < end:
        after = at + _LOOK
        if _state(zone, after) != _state(zone, at):
            low, high = at, after
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _state(zone, middle) == _state(zone, at) else (low, middle)
            yield high
        at = after


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str | None]:
    there = at.astimezone(zone)
    return there.utcoffset() or _NONE, there.tzname()


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or _NONE


def _kind(zone: ZoneInfo, at: datetime) -> _Kind:
    before, after = (at - _SECOND).astimezone(zone), at.astimezone(zone)
    offsets = _offset(zone, at - _SECOND), _offset(zone, at)
    # Dublin and Casablanca save time in winter by their law; calendars reckon with the one that is ahead.
    saving = bool(before.dst() or after.dst()) and offsets[1] > offsets[0]
    return _Kind(*offsets, after.tzname() or zone.key, saving)


def _rule(onsets: list[datetime]) -> _Rule | None:
    """The rule by which a change comes, once in every year to the end of those looked at; or None."""
    years = [onset.year for onset in onsets]
    first = onsets[0]
    if years != list(range(first.year, first.year + len(onsets))) or len(onsets) < _YEARS - 1:
        return None
    same = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    nths = {(onset.day - 1) // 7 + 1 for onset in onsets}
    if all(onset.day + 7 > calendar.monthrange(onset.year, onset.month)[1] for onset in onsets):
        nths = {-1}
    if len(same) > 1 or len(nths) > 1:
        return None
    return _Rule(first.month, first.weekday(), nths.pop())


def _observance(kind: _Kind, onsets: list[datetime], rule: _Rule | None) -> Iterator[str]:
    section = "DAYLIGHT" if kind.saving else "STANDARD"
    yield f"BEGIN:{section}"
    yield f"DTSTART:{onsets[0]:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_utc_offset(kind.before)}"
    yield f"TZOFFSETTO:{_utc_offset(kind.after)}"
    yield f"TZNAME:{kind.name}"
    if rule is not None:
        yield f"RRULE:FREQ=YEARLY;BYMONTH={rule.month};BYDAY={rule.nth}{_WEEKDAYS[rule.weekday]}"
    else:
        yield from (f"RDATE:{onset:%Y%m%dT%H%M%S}" for onset in onsets[1:])
    yield f"END:{section}"


def _utc_offset(offset: timedelta) -> str:
    sign, seconds = ("-", -offset) if offset < _NONE else ("+", offset)
    whole = int(seconds.total_seconds())
    tail = f"{whole % 60:02}" if whole % 60 else ""
    return f"{sign}{whole // 3600:02}{whole // 60 % 60:02}{tail}"
