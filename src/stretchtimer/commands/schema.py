"""`stretch schema`: the files' JSON Schema, for editors."""

from __future__ import annotations

import click

from stretchtimer.commands.output import say_json


@click.command("schema")
@click.argument("kind", default="routine", type=click.Choice(["routine", "exercise", "series"]))
def schema_command(kind: str) -> None:
    """Print the JSON Schema of routine, exercise or series files, for an editor to check them as you type."""
    from stretchtimer.routinefile.schema import schema  # late: help needs no format

    say_json(schema(kind))
