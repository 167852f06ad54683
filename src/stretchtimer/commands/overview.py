"""`stretch` alone: what can be played, and how."""

from __future__ import annotations

import click

from stretchtimer.app import current
from stretchtimer.commands.list import lines
from stretchtimer.text import safe


def overview() -> None:
    """Print what can be played, with the commands that one needs first."""
    rows = current().rows()
    click.echo("\n".join(lines(rows)))
    ids = [safe(row.id) for row in rows if row.problem is None]
    playable = "hip-unlock" if "hip-unlock" in ids else next(iter(ids), "ID")
    click.echo(f"\nPlay one:   stretch play {playable}")
    click.echo(f"See one:    stretch show {playable}")
    click.echo("More:       stretch --help")
