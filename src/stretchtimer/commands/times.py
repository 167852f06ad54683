"""The kinds of value that say when: times, days, dates and zones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.weekly import AT_FORMS, DAYS_FORMS, Weekly, parse_at, parse_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

    from stretchtimer.weekly import Day

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # generic for type checkers only: older versions cannot be subscripted

_OFTEN = ("daily", "weekdays", "weekends", "mon-fri", "mon,wed,fri", "tue,thu")
_YEARS = range(2000, 2101)


class At(_ParamType):
    """A time of the day, as hour and minute."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        try:
            return value if isinstance(value, tuple) else parse_at(value)
        except ValueError:
            self.fail(f"{value!r} is not a time of the day; write it like {AT_FORMS}.", param, ctx)


class Days(_ParamType):
    """Days of the week."""

    name = "days"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Day, ...]:
        try:
            return value if isinstance(value, tuple) else parse_days(value)
        except ValueError as error:
            self.fail(f"{str(error)!r} is no day of the week; write {DAYS_FORMS}.", param, ctx)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        return _completed(_OFTEN, incomplete)


class Date(_ParamType):
    """A day of the calendar."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it like 2030-01-31.", param, ctx)
        if found.year not in _YEARS:
            self.fail(f"{value!r} is out of range; from {_YEARS[0]} to {_YEARS[-1]}.", param, ctx)
        return found


class Zone(_ParamType):
    """The name of a time zone; whether there is one is seen when it is looked up."""

    name = "name"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click's signature
        ctx: click.Context | None,  # noqa: ARG002
    ) -> str:
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        from zoneinfo import available_timezones  # late: only for completion

        return _completed(sorted(available_timezones()), incomplete)


def _completed(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # late: only for completion

    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def weekly_of(at: tuple[int, int], days: tuple[Day, ...] | None) -> Weekly:
    """What --at and --days say; every day where none is named."""
    return Weekly(hour=at[0], minute=at[1], days=days or parse_days("daily"))
