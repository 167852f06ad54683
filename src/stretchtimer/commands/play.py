"""`stretch play`: what everything else is for."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import (
    Configured,
    Playable,
    Speed,
    is_light,
    looking,
    setting,
    shaping,
    speaking,
)
from stretchtimer.commands.output import note, say
from stretchtimer.errors import StretchError
from stretchtimer.settings import DisplayName
from stretchtimer.text import safe

_DISPLAYS = click.Choice([name.value for name in DisplayName])


@click.command("play", cls=Configured)
@click.argument("target", metavar="ID|FILE", type=Playable())
@shaping
@setting("--display", type=_DISPLAYS, help="live on a terminal, plain lines, or jsonl for programs.")
@setting("--speed", type=Speed(), default=1.0, help="Play so many times faster; above 10 without sound.")
@setting("--mute/--no-mute", help="Begin without sound; the key m changes it.")
@setting("--volume", type=click.IntRange(0, 100), metavar="0-100", help="How loud.")
@speaking
@looking
@setting("--ask/--no-ask", default=True, help="Ask afterwards how it feels, and offer a side that is short.")
@setting("--awake/--no-awake", default=True, help="Keep the display from falling asleep meanwhile.")
def play_command(
    target: str,
    *,
    display: str | None,
    speed: float,
    mute: bool,
    volume: int | None,
    voice: bool,
    voice_engine: str | None,
    figure: bool,
    still: bool,
    theme: str,
    ask: bool,
    awake: bool,
    **shape: Any,
) -> int:
    """Play a routine: the session begins at once. Press ? in it for the keys."""
    # late: help and completion play nothing
    from stretchtimer.commands.opening import open_routine
    from stretchtimer.commands.recorder import recorder, rememberer
    from stretchtimer.places import cache_folder
    from stretchtimer.playing import Manner, play

    source = click.get_current_context().get_parameter_source("display")
    asked = source is click.core.ParameterSource.COMMANDLINE
    chosen = _display(DisplayName(display) if display else None, asked=asked)
    opened = open_routine(current().library, target, shape)
    for line in opened.notes:
        note(safe(line))
    manner = Manner(
        display=chosen,
        speed=speed,
        muted=mute,
        volume=volume,
        voiced=voice,
        engine=voice_engine,
        cache=cache_folder(current().environ),
        figures=figure,
        still=still,
        light=is_light(theme, current().environ),
        awake=awake,
        ask=ask,
    )
    record = recorder(opened, speed, current().environ)
    session, code = play(
        opened.compiled.timeline,
        manner,
        current().environ,
        record=record,
        remember=rememberer(opened, current().environ),
        tell=note,
    )
    if chosen is not DisplayName.JSONL:
        from stretchtimer.timetable import session_lines  # late: only what is left after a session

        with suppress(OSError):  # the terminal may have gone, which ended the session
            say(session_lines(session))
    return code


def _display(wanted: DisplayName | None, *, asked: bool) -> DisplayName:
    """The display to use: live where it can be had, unless something else is wanted."""
    from stretchtimer.terminal import is_capable  # late: help needs no terminal

    if wanted in (DisplayName.PLAIN, DisplayName.JSONL):
        return wanted
    if is_capable():
        return DisplayName.LIVE
    if wanted is DisplayName.LIVE and asked:
        term = os.environ.get("TERM", "")
        reason = (
            f"TERM is {term!r}" if sys.stdout is not None and sys.stdout.isatty() else "the output is not one"
        )
        raise StretchError(f"the live display needs a terminal, and {reason}", "use --display plain")
    return DisplayName.PLAIN
