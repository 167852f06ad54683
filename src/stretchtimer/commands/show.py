"""`stretch show`: a routine's timeline, with what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Configured, Playable, shaping

if TYPE_CHECKING:
    from stretchtimer.model import Series


@click.command("show", cls=Configured)
@click.argument("target", metavar="ID|FILE", type=Playable())
@shaping
@click.option("--json", "as_json", is_flag=True, help="Print JSON: every segment and every cue.")
def show_command(target: str, *, as_json: bool, **shape: Any) -> None:
    """Show a routine's timeline: times, sides, instructions, cues."""
    # late: help does not read files
    from stretchtimer.commands.opening import open_routine
    from stretchtimer.jsonform import series_data, timeline_data
    from stretchtimer.model import Series
    from stretchtimer.timetable import series_lines, timeline_lines

    library = current().library
    value = library.open(target).use()
    if isinstance(value, Series):
        _print(series_data(value) if as_json else series_lines(value))
        return
    opened = open_routine(library, target, shape)
    for note in opened.notes:
        click.echo(note, err=True)
    timeline = opened.compiled.timeline
    _print(timeline_data(timeline) if as_json else timeline_lines(opened.routine, timeline))


def _print(content: Any) -> None:
    if isinstance(content, dict):
        import json  # late: only for --json

        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    for line in content:
        click.echo(line)
