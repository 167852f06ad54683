"""`stretch`: puts the commands together and turns errors into messages and exit codes.

It imports click and nothing else of weight: what a command needs is imported by that command.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

import click

from stretchtimer import __version__
from stretchtimer.errors import InvalidFile, StretchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

# Name -> the one line that help shows, so that help loads no command.
COMMANDS = {
    "play": "Play a routine.",
    "resume": "Go on with a session that was broken off.",
    "list": "List what can be played.",
    "show": "Show a routine's timeline.",
    "history": "Show the sessions that were played.",
    "stats": "Show what the sessions come to.",
    "log": "Note how a session felt.",
    "check": "Check routine, exercise and series files.",
    "new": "Start a routine of your own.",
    "edit": "Edit a routine of your own, and check it.",
    "exercises": "List the exercises, or show one.",
    "schema": "Print the JSON Schema of the files.",
    "export": "Write a session as a file of sound, or for a calendar.",
    "remind": "Have the desktop remind you.",
    "sounds": "Hear each sound, and see how it is made.",
}


class _NobodyReads(Exception):
    """The reader of the output has gone: click would end with 1 for it, and nothing went wrong."""


class Commands(click.Group):
    """Commands are modules that are loaded when they are used."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except BrokenPipeError as error:  # help is printed while the words are read
            raise _NobodyReads from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NobodyReads from error
        except EOFError as error:  # click would end without a word, as if it were the end of an input
            message = f"a file that Python has compiled of stretch is cut off, as by a full disk: {error}"
            raise StretchError(message, "make room, then delete its __pycache__ folders") from error

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"stretchtimer.commands.{cmd_name}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(_no_command(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # late: only for completion

        fitting = [name for name in COMMANDS if name.startswith(incomplete)]
        # Not Group's: it loads every command to ask for its help.
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=COMMANDS[name]) for name in fitting] + options

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _no_command(word: str) -> str:
    # late: only for a mistake
    from difflib import get_close_matches

    from stretchtimer.shellwords import shell_word
    from stretchtimer.text import safe

    close = get_close_matches(word, COMMANDS, 1, 0.6)
    hint = f"Did you mean 'stretch {close[0]}'?" if close else f"To play it: stretch play {shell_word(word)}"
    return f"There is no command {safe(word)!r}. {hint}"


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="stretch", message="%(prog)s %(version)s")
@click.pass_context
def stretch(ctx: click.Context) -> int:
    """Guided stretch and Pilates routines, timed, in the terminal.

    Without a command, `stretch` shows what to play now, and why.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from stretchtimer.commands.overview import overview  # late: like every command

    return overview()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `stretch`: 0 done, 1 an expected error, 2 wrong usage, 3 a bug, 130 Ctrl-C, 143 SIGTERM."""
    _make_streams_safe()
    code = 1
    try:
        result = stretch.main(arguments, prog_name="stretch", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except click.ClickException as error:
        _show_usage(error)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except StretchError as error:
        _show(error)
    except _NobodyReads:
        code = _lost_output(BrokenPipeError(errno.EPIPE, "")) or 0
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a message
        code = _report_bug(error) if (lost := _lost_output(error)) is None else lost
    sys.exit(_flush(code))


def _make_streams_safe() -> None:
    """Give a closed stream nowhere to go, and an output that cannot say a character `?` to say."""
    # A closed descriptor would be the number of the next file that is opened, and be written to as if
    # it were the terminal. The least free number is taken first, so each finds its place.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - kept
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _tell(line: str) -> None:
    with suppress(OSError):  # there is nobody left to be told
        click.echo(line, err=True)


def _show_usage(error: click.ClickException) -> None:
    from stretchtimer.text import safe  # late: only for a mistake

    told = StringIO()
    error.show(told)
    for line in told.getvalue().rstrip("\n").split("\n"):
        _tell(safe(line))  # it may name a file


def _show(error: StretchError) -> None:
    # late: only for a mistake
    from stretchtimer.report import problem_text
    from stretchtimer.text import safe

    if isinstance(error, InvalidFile):
        for problem in error.problems:
            _tell(problem_text(problem))
    _tell(f"Error: {safe(error.message)}")
    if error.hint:
        _tell(f"  {safe(error.hint)}")


def _flush(code: int) -> int:
    """Write what is left to write; the exit code, a worse one where that fails and all was well."""
    try:
        sys.stdout.flush()
    except OSError as error:
        lost = _lost_output(error)
        return code or lost or 0
    return code


def _lost_output(error: Exception) -> int | None:
    """The exit code where standard output takes no more, None where that is not what `error` is about."""
    if not isinstance(error, OSError) or error.filename is not None:
        return None
    if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF):
        return None
    # What is still to be written goes nowhere: it would fail again at the exit, with a message of Python's.
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    if isinstance(error, BrokenPipeError):  # the reader has what it wants: `stretch list | head`
        return 0
    _tell(f"Error: the output takes no more: {error.strerror}")
    return 1


def _report_bug(error: Exception) -> int:
    from stretchtimer.report import keep_traceback  # late: only for a bug

    _tell(f"This is a bug in stretch {__version__}, and not your mistake: {type(error).__name__}")
    _tell(keep_traceback(error))
    return 3
