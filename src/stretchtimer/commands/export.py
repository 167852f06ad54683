"""`stretch export`: a routine as a file, to take along."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.dated import appointment_of, dating, typed
from stretchtimer.commands.options import Configured, Playable, shaping, speaking
from stretchtimer.commands.output import note
from stretchtimer.errors import StretchError
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@click.command("export", cls=Configured)
@click.argument("target", metavar="ID|FILE", type=Playable())
@click.option("--to", required=True, metavar="FILE", help="What to write: .wav, .flac, .ogg, .mp3 or .ics.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option(
    "--chapters",
    type=click.Choice(["cue", "vtt", "none"]),
    help="The file of chapters beside it; a cue sheet, where nothing is said.",
)
# Not a setting: how loud one plays is for one's own loudspeaker, and a file has its player's knob.
@click.option(
    "--volume", type=click.IntRange(0, 100), default=100, metavar="0-100", help="How loud; 100 is full."
)
@dating
@shaping
@speaking
def export_command(
    target: str,
    *,
    to: str,
    force: bool,
    chapters: str | None,
    volume: int,
    voice: bool,
    voice_engine: str | None,
    **rest: Any,
) -> None:
    """Write a whole guided session as one file of sound, or as an event of a calendar.

    Sound has its chapters beside it. Without a voice it has tones alone; where --voice or --voice-engine is
    given it fails instead. A calendar (.ics) needs --at: the event comes back every week, and reminds you.
    """
    # late: help and completion write nothing
    from stretchtimer.commands.opening import open_routine
    from stretchtimer.exports import plan
    from stretchtimer.exports.files import check, make
    from stretchtimer.exports.order import Chapters, Hearing, Order
    from stretchtimer.places import cache_folder

    if to == "-":
        raise StretchError("an export is not written to standard output", "name a file: --to session.wav")
    path = Path(to)
    appointment = appointment_of(path, target, rest)
    opened = open_routine(current().library, target, rest)
    for line in opened.notes:
        note(safe(line))
    hearing = Hearing(
        volume=volume,
        voiced=voice,
        insisted=typed("voice") or typed("voice_engine"),
        engine=voice_engine,
        cache=cache_folder(current().environ),
        chapters=Chapters(chapters) if chapters else None,
    )
    order = Order(
        routine=opened.routine,
        timeline=opened.compiled.timeline,
        target=path,
        hearing=hearing,
        appointment=appointment,
    )
    parts = plan(order)
    check(parts, force=force)
    written: list[str] = []
    with _ended_by_signals():
        for part in parts:
            try:
                told = make(part, _Bars(), force=force, beside=bool(written))
            except StretchError:
                if written:
                    note(safe(f"Written: {', '.join(written)}; not what goes with it."))
                raise
            written.append(f"{part.path} ({told})")
    note(safe(f"Written: {', '.join(written)}."))


class _Bars:
    """Tells on standard error how far it is, where that is a terminal."""

    @contextmanager
    def phase(self, label: str, length: int) -> Iterator[Callable[[int], None]]:
        """A bar for one phase."""
        hidden = not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
        with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
            yield bar.update

    def note(self, text: str) -> None:
        """A line beside it."""
        note(safe(text))


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A signal that ends the program leaves no draft behind."""

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, end) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
