"""What `export` asks for a calendar, and for nothing else: when, how often, in which zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Duration, Setting
from stretchtimer.commands.playline import play_line
from stretchtimer.commands.times import At, Date, Days, Zone, weekly_of
from stretchtimer.units import exact
from stretchtimer.weekly import AT_FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stretchtimer.exports.order import Appointment

CALENDAR = ".ics"
_DATING = (
    click.option("--at", type=At(), help=f"For .ics: the time of the day, {AT_FORMS}."),
    click.option("--days", type=Days(), help="For .ics: mon-fri, or mon,wed,fri; daily if left out."),
    click.option(
        "--alarm", type=Duration(), help="For .ics: remind so long before; else at the time itself."
    ),
    click.option("--timezone", type=Zone(), help="For .ics: as Europe/Berlin; the machine's if left out."),
    click.option("--starting", type=Date(), help="For .ics: not before this day; else from now on."),
    click.option("--until", type=Date(), help="For .ics: not after this day; else for good."),
)
_OURS = ("at", "days", "alarm", "timezone", "starting", "until")
_SOUNDS = ("chapters", "volume", "voice", "voice_engine")


def dating(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of an event in a calendar; `appointment_of` takes them up."""
    for option in reversed(_DATING):
        command = option(command)
    return command


def appointment_of(path: Path, target: str, values: dict[str, Any]) -> Appointment | None:
    """When it takes place, None where a file of sound is written.

    Raises UsageError for an option that is not for such a file, StretchError where there is no such zone.
    """
    context = click.get_current_context()
    if path.suffix.lower() != CALENDAR:
        _refuse(_OURS, f"is for a calendar: name a file that ends in {CALENDAR}, as in --to hip.ics")
        return None
    _refuse(_SOUNDS, f"is for sound, and {CALENDAR} is a calendar: leave it out")
    if values["at"] is None:
        raise click.UsageError("a calendar needs a time: add --at 17:30 --days mon-fri", context)
    if values["until"] and values["starting"] and values["until"] < values["starting"]:
        raise click.UsageError("--until is before --starting", context)
    # late: sound needs none of it
    from datetime import UTC, datetime

    from stretchtimer.exports.order import Appointment
    from stretchtimer.exports.zones import local_zone, zone_named
    from stretchtimer.model import Series

    app = current()
    playable = app.library.open(target).use()
    return Appointment(
        weekly=weekly_of(values["at"], values["days"]),
        zone=local_zone(app.environ) if values["timezone"] is None else zone_named(values["timezone"]),
        now=datetime.now(UTC),
        command=play_line(target, _typed_options()),
        alarm=values["alarm"] or 0,
        starting=values["starting"],
        until=values["until"],
        series=playable if isinstance(playable, Series) else None,
    )


def typed(option: str) -> bool:
    """Whether an option stands on the command line itself."""
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE


def _refuse(options: tuple[str, ...], why: str) -> None:
    for option in options:
        if typed(option):
            raise click.UsageError(f"--{option.replace('_', '-')} {why}", click.get_current_context())


def _typed_options() -> Iterator[str]:
    """The options that shape the session, so that the event starts the very one that it describes."""
    context = click.get_current_context()
    for option in context.command.params:
        if not isinstance(option, Setting) or not option.name or not typed(option.name):
            continue
        value = context.params[option.name]
        if isinstance(option.type, Duration):
            value = exact(value)
        elif isinstance(value, tuple):  # several words, each of which may be several
            value = ",".join(word for words in value for word in words)
        yield f"--{option.key}={value}"
