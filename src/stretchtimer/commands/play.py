"""`stretch play`: what everything else is for."""

from __future__ import annotations

from typing import Any

import click

from stretchtimer.app import current
from stretchtimer.commands.manners import manner_of, performing
from stretchtimer.commands.options import Configured, Playable, Speed, setting, shaping
from stretchtimer.commands.output import note
from stretchtimer.settings import DisplayName
from stretchtimer.text import safe

_SHAPES = ("stage", "level", "first", "start", "fit", "transition", "switch", "prepare", "avoid")


@click.command("play", cls=Configured)
@click.argument("target", metavar="ID|FILE", type=Playable())
@click.option("--stage", type=click.IntRange(1), metavar="N", help="Play that stage of a series.")
@shaping
@setting("--speed", type=Speed(), default=1.0, help="Play so many times faster; above 10 without sound.")
@performing
def play_command(target: str, *, speed: float, **options: Any) -> int:
    """Play a routine: the session begins at once. Press ? in it for the keys."""
    # late: help and completion play nothing
    from stretchtimer.commands.mention import Mention
    from stretchtimer.commands.opening import open_routine
    from stretchtimer.commands.perform import perform
    from stretchtimer.commands.recorder import Recorder

    shape = {name: options.pop(name) for name in _SHAPES}
    manner = manner_of(speed=speed, **options)
    opened = open_routine(current().library, target, shape)
    for line in opened.notes:
        note(safe(line))
    mention = Mention(opened.routine.id, current().environ)
    if manner.display is not DisplayName.LIVE and (line := mention.wait()):
        note(line)
    record = Recorder(opened, speed, current().environ)
    # On the live screen it is said there, and looked up once that stands.
    return perform(opened, manner, record, tellers=(mention,) if manner.display is DisplayName.LIVE else ())
