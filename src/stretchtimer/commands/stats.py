"""`stretch stats`: what the sessions come to."""

from __future__ import annotations

import gc
import re
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.commands.output import note, put, say_json, terminal_columns
from stretchtimer.library import is_path, stem
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stretchtimer.summary.pen import Pen
    from stretchtimer.summary.sitting import Goal, Sitting

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # generic for type checkers only

_FORMS = "2026-01-31 for a day, 30d for so many days back, 8w for weeks, 1y for years"
_BACK = re.compile(r"([0-9]{1,4}) *([dwy])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "y": 365}
_FRESH = timedelta(weeks=8)
"""A series that was not played for so long sets no goal any more."""


class Since(_ParamType):
    """A day, or how far back it lies."""

    name = "date|30d"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        today, text = _today(), str(value).strip()
        try:
            if back := _BACK.fullmatch(text):
                return today - timedelta(days=int(back[1]) * _DAYS[back[2].lower()])
            day = date.fromisoformat(text)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no day; write {_FORMS}.", param, ctx)
        if day > today:
            self.fail(f"{value!r} has not come yet; write a day that is over.", param, ctx)
        return day


@click.command("stats")
@click.option(
    "--since", type=Since(), metavar="DATE|30d", help="Only from a day on: 2026-01-31, or 30d, 8w, 1y back."
)
@click.option("--routine", type=Playable(), metavar="ID", help="Only the sessions of one routine or series.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: every number, times in ms.")
def stats_command(since: date | None, routine: str | None, *, as_json: bool) -> None:
    """Show what your sessions come to: weeks, days, feelings, both sides, routines."""
    gc.disable()  # thousands of small tuples and no circles: looking for some takes a tenth of the time
    try:
        _show(since, routine, as_json=as_json)
    finally:
        gc.enable()


def _show(since: date | None, routine: str | None, *, as_json: bool) -> None:
    # late: help looks into no history
    from stretchtimer.history.tallies import look
    from stretchtimer.places import history_file
    from stretchtimer.summary.totals import add_up

    path, today = history_file(current().environ), _today()
    routine = stem(routine) if routine is not None and is_path(routine) else routine
    found = look(path, since=since, routine=routine)
    if not found.sittings:
        _say_why(path, since, routine)
        if not as_json:
            return
    goal = _goal(found.sittings, today)
    if goal is not None and routine not in (None, goal.series):
        goal = None  # what a series asks for is asked of all its sessions together
    summary = add_up(*found, today=today, goal=goal, since=since, routine=routine)
    if as_json:
        from stretchtimer.summary.data import summary_data  # late: only for --json

        say_json(summary_data(summary))
        return
    from stretchtimer.summary.page import page  # late: not for --json

    for line in page(summary, _pen(current().environ)):
        put(line)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _say_why(path: str, since: date | None, routine: str | None) -> None:
    """Why there is nothing to show, and what to do. Raises StretchError for a routine that there is not."""
    from stretchtimer.history.tallies import last_days  # late: as above

    known = last_days(path)
    if routine is not None and routine not in known:
        library = current().library
        if routine not in library.routine_files:
            raise library.unknown(routine)
        play = f"stretch play {shell_word(routine)}"
        note(f"No session of {safe(routine)} has been kept yet. `{play}` plays it.")
    elif not known:
        note("No session has been kept yet. `stretch play hip-unlock` plays one.")
    elif since is not None and (last := known[routine] if routine else max(known.values())) < since:
        note(f"Nothing since {since}; the last session was on {last}. Leave out --since to see all.")
    else:
        note("No session counts here: rehearsals are left out, and so is what ended as soon as it began.")


def _goal(sittings: Iterable[Sitting], today: date) -> Goal | None:
    """What the series that was played last asks for; None where there is none, or its file is gone."""
    led = [one for one in sittings if one.series is not None and today - one.day <= _FRESH]
    if not led:
        return None
    identifier = max(led, key=lambda one: one.started).series or ""
    from stretchtimer.summary.sitting import Goal  # late: as above

    # From the listing, which is kept: to read the file anew takes as long as to read the history.
    for row in current().rows():
        if row.id == identifier and row.per_week is not None:
            return Goal(series=identifier, name=row.name, per_week=row.per_week)
    return None


def _pen(environ: Mapping[str, str]) -> Pen:
    """What the output is written with: on a terminal its own width and colours."""
    from stretchtimer.summary.pen import USUAL, Pen, Tone  # late: not for --json

    columns = terminal_columns()
    if not columns or environ.get("TERM", "") in ("", "dumb", "unknown"):
        return Pen(columns=columns or USUAL, ascii=not _has_shades())
    from stretchtimer.screen.look import ColorDepth, Ink, escape, look_for  # late: only for a terminal

    look = look_for(environ, sys.stdout.encoding)
    inks = {Tone.HEADING: Ink.STRONG, Tone.QUIET: Ink.QUIET, Tone.LEFT: Ink.LEFT, Tone.RIGHT: Ink.RIGHT}
    codes = {tone: escape(ink, look.color) for tone, ink in inks.items()}
    # The terminal's own green: it is made to be read on its background, and stands for neither side.
    codes[Tone.DONE] = "" if look.color is ColorDepth.NONE else "\x1b[32m"

    def ink(text: str, tone: Tone) -> str:
        return f"{codes[tone]}{text}\x1b[0m" if codes[tone] else text

    return Pen(columns=columns, ascii=not _has_shades(), ink=ink)


def _has_shades() -> bool:
    try:
        "·░▒▓█…".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
