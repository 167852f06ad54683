"""The options of how a session is played, which `play` and `resume` share."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import is_light, looking, setting, speaking
from stretchtimer.errors import StretchError
from stretchtimer.settings import DisplayName

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.playing import Manner

_DISPLAYS = click.Choice([name.value for name in DisplayName])
_OPTIONS = (
    setting("--display", type=_DISPLAYS, help="live on a terminal, plain lines, or jsonl for programs."),
    setting("--mute/--no-mute", help="Begin without sound; the key m changes it."),
    setting("--volume", type=click.IntRange(0, 100), metavar="0-100", help="How loud."),
    speaking,
    looking,
    setting("--ask/--no-ask", default=True, help="Ask afterwards how it feels; offer a side that is short."),
    setting("--awake/--no-awake", default=True, help="Keep the display from falling asleep meanwhile."),
)


def performing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of display, sound and look; `manner_of` takes them up."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def manner_of(
    *,
    speed: float,
    display: str | None,
    mute: bool,
    volume: int | None,
    voice: bool,
    voice_engine: str | None,
    figure: bool,
    still: bool,
    theme: str,
    ask: bool,
    awake: bool,
) -> Manner:
    """How a session is to be played. Raises StretchError where a display was asked for that cannot be had."""
    # late: help and completion play nothing
    from stretchtimer.places import cache_folder
    from stretchtimer.playing import Manner

    source = click.get_current_context().get_parameter_source("display")
    asked = source is click.core.ParameterSource.COMMANDLINE
    return Manner(
        display=_display(DisplayName(display) if display else None, asked=asked),
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
