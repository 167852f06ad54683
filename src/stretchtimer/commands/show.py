"""`stretch show`: a routine's timeline, with what it says."""

from __future__ import annotations

from typing import Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Configured, Playable, shaping
from stretchtimer.commands.output import note, say, say_json
from stretchtimer.text import safe


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
        from stretchtimer.commands.standing import standing  # late: only a series asks the history

        known, trouble = standing(value, current().environ)
        if trouble:
            note(f"Note: {trouble}; so the next stage is not known.")
        told = None if trouble else known
        say_json(series_data(value, told)) if as_json else say(series_lines(value, told))
        return
    opened = open_routine(library, target, shape)
    for line in opened.notes:
        note(safe(line))
    timeline = opened.compiled.timeline
    say_json(timeline_data(timeline)) if as_json else say(timeline_lines(opened.routine, timeline))
