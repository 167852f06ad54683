"""`stretch new`: a routine of one's own, from the template or from another routine."""

from __future__ import annotations

import re
from pathlib import Path

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.commands.output import put
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
_YAML_WORDS = ("null", "yes", "no", "true", "false", "on", "off", "y", "n")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # no file names on Windows


@click.command("new")
@click.argument("routine_id", metavar="ID")
@click.option("--from", "origin", metavar="ID|FILE", type=Playable(), help="Begin with a copy of this one.")
def new_command(routine_id: str, origin: str | None) -> None:
    """Start a routine of your own: the file ID.yaml in your folder of routines."""
    library, folder = current().library, Path(user_folder(current().environ))
    name = routine_id.removesuffix(".yaml")
    if not _ID.fullmatch(name) or _RESERVED.fullmatch(name):
        raise StretchError(
            f"{safe(routine_id)!r} cannot be an id", "use letters, digits and dashes: evening-hips"
        )
    path = folder / f"{name}.yaml"
    content = TEMPLATE.format(name=_title(name)).encode() if origin is None else _copy_of(origin)
    other = library.routine_files.get(name)
    if (twin := folder / f"{name}.yml").exists():  # of the two only one would ever be played
        raise _there_already(twin, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StretchError(f"{shown(folder)} cannot be made: {error.strerror}") from None
    _write(path, content, name)
    put(f"Made {safe(shown(path))}")
    if other is not None:
        order = "It is played in place of" if other.origin == "shipped" else "Played in its place is"
        put(f"{order} the other routine of that name, {safe(shown(other.path))}.")
    put(f"Change it:  stretch edit {safe(name)}\nPlay it:    stretch play {safe(name)}")


def _title(name: str) -> str:
    """The name to begin with, as YAML."""
    words = name.replace("-", " ").replace("_", " ").strip().capitalize() or name
    # In quotes what another reader of YAML would take for a number or for nothing.
    return words if words[0].isalpha() and words.lower() not in _YAML_WORDS else f'"{words}"'


def _there_already(path: str | Path, name: str) -> StretchError:
    return StretchError(f"{shown(path)} is there already", f"change it with `stretch edit {name}`")


def _write(path: Path, content: bytes, name: str) -> None:
    try:
        file = path.open("xb")  # what a user made is never written over
    except FileExistsError:
        raise _there_already(path, name) from None
    except OSError as error:
        raise StretchError(f"{shown(path)} cannot be written: {error.strerror}") from None
    try:
        with file:
            file.write(content)
    except OSError as error:  # a full disk: half a routine is of no use
        path.unlink(missing_ok=True)
        raise StretchError(f"{shown(path)} cannot be written: {error.strerror}") from None


def _copy_of(origin: str) -> bytes:
    library = current().library
    if is_path(origin):
        return read_bytes(origin)
    found = library.routine_files.get(origin)
    if found is None:
        raise library.unknown(origin)
    return read_bytes(found.path)
