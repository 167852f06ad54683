"""`stretch`: puts the commands together and turns errors into messages and exit codes.

It imports click and nothing else of weight: what a command needs is imported by that command.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from stretchtimer import __version__
from stretchtimer.errors import InvalidFile, StretchError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Name -> the one line that help shows, so that help loads no command.
COMMANDS = {
    "play": "Play a routine.",
    "list": "List what can be played.",
    "show": "Show a routine's timeline.",
    "check": "Check routine, exercise and series files.",
    "new": "Start a routine of your own.",
    "edit": "Edit a routine of your own, and check it.",
    "exercises": "List the exercises, or show one.",
    "schema": "Print the JSON Schema of the files.",
    "sounds": "Hear each sound, and see how it is made.",
}


class Commands(click.Group):
    """Commands are modules that are loaded when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"stretchtimer.commands.{cmd_name}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(_no_command(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _no_command(word: str) -> str:
    from difflib import get_close_matches  # late: only for a mistake

    from stretchtimer.text import safe

    close = get_close_matches(word, COMMANDS, 1, 0.6)
    hint = f"Did you mean 'stretch {close[0]}'?" if close else f"To play it: stretch play {safe(word)}"
    return f"There is no command {safe(word)!r}. {hint}"


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="stretch", message="%(prog)s %(version)s")
@click.pass_context
def stretch(ctx: click.Context) -> None:
    """Guided stretch and Pilates routines, timed, in the terminal.

    Without a command, `stretch` shows what can be played.
    """
    if ctx.invoked_subcommand is None:
        from stretchtimer.commands.overview import overview  # late: like every command

        overview()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `stretch`: 0 done, 1 an expected error, 2 wrong usage, 3 a bug, 130 Ctrl-C, 143 SIGTERM."""
    _make_streams_safe()
    code = 1
    try:
        result = stretch.main(arguments, prog_name="stretch", standalone_mode=False)
        code = result if isinstance(result, int) else 0
        sys.stdout.flush() if sys.stdout else None
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except StretchError as error:
        _show(error)
    except BrokenPipeError:
        _forget_stdout()
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a message
        code = _report_bug(error)
    sys.exit(code)


def _make_streams_safe() -> None:
    """An output that cannot say a character says `?`, and does not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _show(error: StretchError) -> None:
    from stretchtimer.report import problem_text  # late: only for a mistake
    from stretchtimer.text import safe

    if isinstance(error, InvalidFile):
        for problem in error.problems:
            click.echo(problem_text(problem), err=True)
    click.echo(f"Error: {safe(error.message)}", err=True)
    if error.hint:
        click.echo(f"  {safe(error.hint)}", err=True)


def _forget_stdout() -> None:
    """The reader has gone (`stretch list | head`): what is left to write goes nowhere, without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _report_bug(error: Exception) -> int:
    from stretchtimer.report import keep_traceback  # late: only for a bug

    click.echo(
        f"This is a bug in stretch {__version__}, and not your mistake: {type(error).__name__}", err=True
    )
    click.echo(keep_traceback(error), err=True)
    return 3
