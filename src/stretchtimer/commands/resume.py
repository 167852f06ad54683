"""`stretch resume`: a session that was broken off goes on where it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.manners import manner_of, performing
from stretchtimer.commands.options import Configured, Playable
from stretchtimer.commands.output import note, say, say_json
from stretchtimer.settings import DisplayName
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.history.kept import Kept
    from stretchtimer.history.store import History
    from stretchtimer.playing import Manner


@click.command("resume", cls=Configured)
@click.argument("routine", metavar="[ID]", required=False, type=Playable())
@click.option("--list", "listed", is_flag=True, help="Only list the sessions that could be gone on with.")
@click.option("--json", "as_json", is_flag=True, help="Print that list as JSON.")
@performing
def resume_command(routine: str | None, *, listed: bool, as_json: bool, **options: Any) -> int:
    """Go on with a session that was broken off.

    It is the last one of the past 12 hours, or the last one of the routine or series ID. It goes on at the
    same exercise, side and second, after a countdown, with the options that it was begun with.
    """
    if listed or as_json:
        return _list(routine, as_json=as_json)
    return resume(manner_of(speed=1.0, **options), routine)


def resume_chosen(options: Mapping[str, Any], kept: Kept) -> int:
    """Go on with the session that somebody has chosen, with the options of this command; the exit code."""
    manner = {name: value for name, value in options.items() if name not in ("routine", "listed", "as_json")}
    return resume(manner_of(speed=1.0, **manner), chosen=kept)


def resume(manner: Manner, routine: str | None = None, *, chosen: Kept | None = None) -> int:
    """Go on with the session of this routine, or of any, that was left last, or with that one; the exit code.

    Raises StretchError where there is none, or where it cannot be gone on with.
    """
    # late: help and completion play nothing
    from datetime import UTC, datetime

    from stretchtimer import changes
    from stretchtimer.comeback import comeback
    from stretchtimer.commands.comebacks import nothing, waiting
    from stretchtimer.commands.opening import reopen_routine, target_of
    from stretchtimer.commands.perform import perform
    from stretchtimer.commands.recorder import Recorder, taken
    from stretchtimer.history.process import mark
    from stretchtimer.history.recording import digest_of

    history = _history()
    found = [chosen] if chosen else waiting(history, routine)
    if not found:
        raise nothing(history, routine)
    kept = found[0]
    session, origin = kept.session, kept.origin
    opened = reopen_routine(current().library, origin.path, session.routine, taken(origin.options))
    try:
        made = changes.read(origin.options.get("changes", []))
    except ValueError:
        made = None
    same_file = origin.digest is not None and origin.digest == digest_of(opened.path)
    target = target_of(current().library, origin.path, session.routine) or ""
    back = comeback(session, opened.compiled.timeline, made, same_file=same_file, target=target)
    kept = history.take_up(kept, process=mark(), now=datetime.now(UTC))
    speed = origin.rate if 0.1 <= origin.rate <= 1 else 1.0
    record = Recorder(opened, speed, current().environ, before=kept, past=back.past)
    notes = back.notes
    if not notes and not same_file and origin.digest is not None:
        notes = ("The file has changed since; this place in it is the same.",)
    lines = [safe(line) for line in (*opened.notes, *notes)]
    for line in lines:
        note(line)
    # Above the live screen they are read when it is over.
    tellers = (_News(lines),) if manner.display is DisplayName.LIVE else ()
    return perform(opened, replace(manner, speed=speed), record, begun=back.begun, tellers=tellers)


class _News:
    """Lines for the screen, one after the other."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = list(lines)

    def open(self) -> None: ...

    def notice(self) -> str:
        return self._lines.pop(0) if self._lines else ""


def _list(routine: str | None, *, as_json: bool) -> int:
    # late: only for a list
    from stretchtimer.commands.comebacks import nothing, waiting
    from stretchtimer.history.exchange import as_data
    from stretchtimer.history.listing import lines

    history = _history()
    found = waiting(history, routine)
    if as_json:
        say_json([as_data(kept) for kept in found])
        return 0
    if not found:
        raise nothing(history, routine)
    say(lines(found))
    return 0


def _history() -> History:
    # late: help and completion look into no history
    from stretchtimer.history.store import History
    from stretchtimer.places import history_file

    return History(history_file(current().environ), tell=note)
