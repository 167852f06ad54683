"""`stretch history`: the sessions that were played."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.output import note, put, say, say_json
from stretchtimer.errors import StretchError, counted
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from stretchtimer.exports.order import Teller
    from stretchtimer.history.store import History

_USUAL = 20
_LARGEST = 256 * 1024 * 1024


@click.group("history", invoke_without_command=True, subcommand_metavar="[COMMAND]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every block.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for a spreadsheet.")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help=f"The last N sessions; {_USUAL} if not given."
)
@click.option("--all", "everything", is_flag=True, help="All sessions.")
@click.pass_context
def history_command(
    ctx: click.Context, *, as_json: bool, as_csv: bool, limit: int | None, everything: bool
) -> None:
    """Show the sessions that were played, the newest first."""
    if ctx.invoked_subcommand is not None:
        if as_json or as_csv or limit or everything:
            raise click.UsageError(
                f"the options are for `stretch history` alone, not for {ctx.invoked_subcommand}"
            )
        return
    if (as_json and as_csv) or (limit and everything):
        raise click.UsageError("--json or --csv, and --limit or --all: one of each")
    from stretchtimer.history.listing import csv_lines, lines  # late: help lists nothing

    most = None if everything else limit or _USUAL
    found = _history().sessions(limit=most, blocks=as_json)
    if as_json:
        from stretchtimer.history.exchange import as_data  # late: only for --json

        say_json([as_data(kept) for kept in found])
    elif as_csv:
        for line in csv_lines(found):
            put(line)
    else:
        say(lines(found))
        if not found:
            note("No session has been kept yet. `stretch play hip-unlock` plays one.")


@history_command.command("path")
def path_command() -> None:
    """Print where the history is kept."""
    path = _history().path
    if not path:
        raise StretchError("there is no home folder to keep a history in", "name a file with STRETCH_HISTORY")
    put(safe(path))


@history_command.command("export")
@click.argument("target", metavar="FILE|-")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def export_command(target: str, *, force: bool) -> None:
    """Write the whole history as JSON.

    `stretch history import` brings it back, here or on another machine.
    """
    # late: help writes nothing
    from stretchtimer.exports.files import check, make
    from stretchtimer.exports.order import Part
    from stretchtimer.history.exchange import exported

    if target == "-":
        for line in exported(_history().everything()):
            put(line)
        return

    def write(draft: Path, _: Teller) -> str:
        sessions = _history().everything()
        draft.write_text("\n".join((*exported(sessions), "")), encoding="utf-8")
        return counted(len(sessions), "session")

    part = Part(Path(target), write)
    check([part], force=force)
    told = make(part, _Silent(), force=force)
    note(safe(f"Written: {target} ({told})."))


@history_command.command("import")
@click.argument("source", metavar="FILE|-")
def import_command(source: str) -> None:
    """Take over the sessions of another history.

    FILE is an export, or a history.db that was set aside or comes from elsewhere.

    What is here already is not doubled; of a session that both have, the version that knows more stays.
    """
    from stretchtimer.history.takeover import sessions_of  # late: help reads nothing

    told = _history().merge(sessions_of(source, _content(source)))
    note(f"{counted(told.added, 'session')} added, {told.updated} updated, {told.same} known already.")


def _history() -> History:
    # late: help and completion look into no history
    from stretchtimer.history.store import History
    from stretchtimer.places import history_file

    return History(history_file(current().environ), tell=note)


def _content(source: str) -> bytes:
    try:
        if source == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StretchError(f"{safe(source)} cannot be read: {reason}") from None
    if len(data) > _LARGEST:
        raise StretchError(f"{safe(source)} is larger than any history", f"at most {_LARGEST >> 20} MiB")
    return data


class _Silent:
    """Nobody waits for an export of a history."""

    def phase(self, label: str, length: int) -> AbstractContextManager[Callable[[int], None]]:  # noqa: ARG002
        return nullcontext(lambda _: None)

    def note(self, text: str) -> None: ...
