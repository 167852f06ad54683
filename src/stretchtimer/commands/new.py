"""`stretch new`: a routine of one's own, from the template or from another routine."""

from __future__ import annotations

import re

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.errors import StretchError
from stretchtimer.library import is_path, read_bytes, shown, user_folder
from stretchtimer.text import safe

TEMPLATE = """\
# A routine for stretch. What else it can say: `stretch schema`, and FORMAT.md beside the shipped routines.
name: {name}
summary: What it is for, in one sentence.
focus: [hips]
difficulty: beginner
equipment: [mat]
caution: Stop at pain or discomfort.
transition: 5s            # between two steps
switch: 3s                # to change sides
closing: Well done. Stand up slowly.
steps:
  - exercise: wide-leg-bend     # `stretch exercises` lists what there is
    duration: 30s
  - exercise: kneeling-psoas
    duration: 1:00
    sides: split                # 30 s on the left, 30 s on the right
  - name: Chair twist           # an exercise of your own
    duration: 20s
    sides: each                 # 20 s on each side
    instructions:
      - Sit tall on the edge of a chair.
      - Turn toward your {{side}} side, {{other}} hand on the {{side}} knee.
"""
_ID = re.compile(r"[\w][\w-]{0,60}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # no file names on Windows


@click.command("new")
@click.argument("routine_id", metavar="ID")
@click.option("--from", "origin", metavar="ID|FILE", type=Playable(), help="Begin with a copy of this one.")
def new_command(routine_id: str, origin: str | None) -> None:
    """Start a routine of your own: the file ID.yaml in your folder of routines."""
    library, folder = current().library, user_folder(current().environ)
    name = routine_id.removesuffix(".yaml")
    if not _ID.fullmatch(name) or _RESERVED.fullmatch(name):
        raise StretchError(
            f"{safe(routine_id)!r} cannot be an id", "use letters, digits and dashes: evening-hips"
        )
    path = folder / f"{name}.yaml"
    if origin is None:
        title = name.replace("-", " ").replace("_", " ").capitalize()
        content = TEMPLATE.format(name=f'"{title}"' if title.isdigit() else title).encode()
    else:
        content = _copy_of(origin)
    shipped = name in library.routine_files
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:  # what a user made is never written over
            file.write(content)
    except FileExistsError:
        raise StretchError(
            f"{shown(path)} is there already", f"change it with `stretch edit {name}`"
        ) from None
    except OSError as error:
        raise StretchError(f"{shown(path)} cannot be written: {error.strerror}") from None
    click.echo(f"Made {safe(shown(path))}")
    if shipped:
        click.echo(f"It now stands before the other routine called {safe(name)}.")
    click.echo(f"Change it:  stretch edit {safe(name)}\nPlay it:    stretch play {safe(name)}")


def _copy_of(origin: str) -> bytes:
    library = current().library
    if is_path(origin):
        return read_bytes(origin)
    found = library.routine_files.get(origin)
    if found is None:
        raise library.unknown(origin)
    return read_bytes(found.path)
