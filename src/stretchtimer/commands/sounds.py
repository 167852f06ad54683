"""`stretch sounds`: hear each sound by name, and see which output makes it."""

from __future__ import annotations

import sys
import time

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Configured, setting
from stretchtimer.commands.output import put
from stretchtimer.errors import StretchError
from stretchtimer.text import safe

_MEANS = {
    "start": "an exercise begins",
    "switch": "change to the other side",
    "rest": "a rest begins",
    "count": "three, two, one; and each rep",
    "finish": "the end",
}
_BETWEEN_BELLS = 0.6  # s: a terminal makes one ring of several that come together
_PATIENCE = 8.0  # s: a sound server may be asleep


@click.command("sounds", cls=Configured)
@click.argument("name", required=False, type=click.Choice(list(_MEANS)))
@setting("--volume", type=click.IntRange(0, 100), metavar="0-100", help="How loud.")
def sounds_command(name: str | None, volume: int | None) -> None:
    """Hear each sound, or one by name, and see which output is in use and why no better one."""
    # late: help and completion make no sound
    from stretchtimer.sound.chimes import Chime
    from stretchtimer.sound.ladder import describe
    from stretchtimer.sound.outputs import Rung, chosen_rung
    from stretchtimer.sound.samples import DEFAULT_VOLUME
    from stretchtimer.sound.speaker import Speaker

    speaker = Speaker(
        volume=DEFAULT_VOLUME if volume is None else volume,
        ring=_ring if sys.stdout is not None and sys.stdout.isatty() else None,
        only=chosen_rung(current().environ),
    )
    speaker.open()
    try:
        report = speaker.report(_PATIENCE)
        for line in describe(report):
            put(safe(line))
        if report.in_use is Rung.NONE:
            raise StretchError("no sound can be made here", "what was tried stands above")
        for chime in Chime:
            if name in (None, chime.value):
                put(f"{chime.value:<7} {_MEANS[chime.value]}")
                speaker.play(chime)
                speaker.drain(_PATIENCE)
                if report.in_use is Rung.BELL:
                    time.sleep(_BETWEEN_BELLS)
    except KeyboardInterrupt:
        speaker.mute(muted=True)  # who has heard enough wants no last sound either
        raise
    finally:
        speaker.close()


def _ring() -> None:
    click.echo("\a", nl=False, file=sys.stdout)
