"""Where routine and exercise files are found, and what they say: a path, the user's folders, the shipped ones.

It knows folders and reading, not commands: what a listing needs of many files stands in `catalogue`.
"""

from __future__ import annotations

import difflib
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stretchtimer.model import Exercise, Routine, Series
    from stretchtimer.routinefile import Reading

SUFFIXES = (".yaml", ".yml")
_LIMIT = 1024 * 1024 + 1
_HERE = Path(__file__).resolve().parent


def bundled() -> Path:
    """The shipped routines: beside the code in a wheel, at the top of the checkout when installed editable."""
    inside = _HERE / "routines"
    return inside if inside.is_dir() else _HERE.parents[1] / "routines"


def user_folder(environ: Mapping[str, str]) -> Path:
    """The folder for routines of one's own, in the platform's place for settings."""
    return config_folder(environ) / "routines"


def config_folder(environ: Mapping[str, str]) -> Path:
    """The platform's folder for settings; `STRETCH_CONFIG` names another."""
    if named := environ.get("STRETCH_CONFIG"):
        return Path(named).expanduser()
    import platformdirs  # late: costs as much as all of this module

    return Path(platformdirs.user_config_dir("stretchtimer", appauthor=False))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of routines; `origin` says whose: given (by STRETCH_PATH), own or shipped."""

    path: Path
    origin: str


def folders(environ: Mapping[str, str]) -> Iterator[Folder]:
    """The folders that are searched, the first wins."""
    for entry in environ.get("STRETCH_PATH", "").split(os.pathsep):
        if entry:
            yield Folder(Path(entry).expanduser(), "given")
    yield Folder(user_folder(environ), "own")
    yield Folder(bundled(), "shipped")


@dataclass(frozen=True, slots=True)
class Found:
    """A file in a folder: `stamp` (mtime in ns, size) tells whether it changed."""

    id: str
    path: str
    origin: str
    stamp: tuple[int, int]


def scan(folder: Path, origin: str) -> Iterator[Found]:
    """The YAML files of a folder by name; nothing where it cannot be read. A pipe or a device is no file."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(
                (entry for entry in entries if entry.name.endswith(SUFFIXES)), key=lambda e: e.name
            )
    except OSError:
        return
    for entry in found:
        stem = entry.name.rpartition(".")[0]
        try:
            status = entry.stat()
        except OSError:  # a dangling link
            continue
        if stem and not stem.startswith(".") and stat.S_ISREG(status.st_mode):
            yield Found(stem, entry.path, origin, (status.st_mtime_ns, status.st_size))


def read_bytes(path: str | Path) -> bytes:
    """A file's bytes, no more than are too many. Raises StretchError with the reason where it has none."""
    name = safe(str(path))
    try:
        # Without O_NONBLOCK a named pipe would wait for its writer for ever.
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(fd, "rb") as file:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise StretchError(f"{name} is not a file with text", "give the path of a .yaml file")
            return file.read(_LIMIT)
    except IsADirectoryError:
        raise StretchError(f"{name} is a folder", "give the path of a file in it") from None
    except FileNotFoundError:
        raise StretchError(f"there is no file {name}", "`stretch list` shows what can be played") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StretchError(f"{name} cannot be read: {reason}") from None


@dataclass
class Library:
    """The files that can be found, and readers for them. Nothing is read before it is asked for."""

    folders: tuple[Folder, ...]
    _exercises: dict[str, Reading[Exercise]] = field(default_factory=dict)

    @cached_property
    def routine_files(self) -> dict[str, Found]:
        """Routine and series files by id; the first folder wins."""
        return _first(found for folder in self.folders for found in scan(folder.path, folder.origin))

    @cached_property
    def exercise_files(self) -> dict[str, Found]:
        """Exercise files by id; the first folder wins."""
        return _first(found for one in self.folders for found in scan(one.path / "exercises", one.origin))

    @property
    def missing(self) -> tuple[Path, ...]:
        """Folders that the user named and that are not there."""
        return tuple(one.path for one in self.folders if one.origin == "given" and not one.path.is_dir())

    def beside(self, path: Path) -> Library:
        """The library as a file of that path sees it: the exercises beside it win."""
        return Library((Folder(path.parent, "beside"), *self.folders))

    def find(self, exercise_id: str) -> Exercise | None:
        """The exercise of an id, None where there is none. Raises InvalidFile where its file is wrong."""
        found = self.exercise_files.get(exercise_id)
        return self.exercise(found).use() if found else None

    def ids(self) -> Iterable[str]:
        """The ids of all exercises."""
        return self.exercise_files

    def exercise(self, found: Found) -> Reading[Exercise]:
        """What an exercise file says; read once."""
        if found.path not in self._exercises:
            from stretchtimer.routinefile import read_exercise  # late: a listing from its cache reads none

            reading = read_exercise(read_bytes(found.path), shown(found.path), found.id)
            self._exercises[found.path] = reading
        return self._exercises[found.path]

    def playable(self, path: str | Path, file_id: str) -> Reading[Routine | Series]:
        """What a routine or series file says."""
        from stretchtimer.routinefile import read_playable  # late: see exercise

        data = read_bytes(path)
        return read_playable(
            data, shown(path), file_id, exercises=self, routine_ids=lambda: self.routine_files.keys()
        )

    def open(self, target: str) -> Reading[Routine | Series]:
        """The file that a user names by path or by id. Raises StretchError where there is none."""
        if is_path(target):
            path = Path(target)
            return self.beside(path).playable(path, path.stem)
        found = self.routine_files.get(target)
        if found is None:
            raise self.unknown(target)
        return self.playable(found.path, found.id)

    def unknown(self, target: str) -> StretchError:
        """The error for an id that no routine has, with what was probably meant."""
        name = safe(target)
        if target in self.exercise_files:
            return StretchError(
                f"{name} is an exercise, not a routine", f"see it with `stretch exercises {name}`"
            )
        close = difflib.get_close_matches(target.lower(), list(self.routine_files), 3, 0.5)
        hint = (
            f"did you mean {' or '.join(map(safe, close))}?"
            if close
            else "`stretch list` shows what there is"
        )
        return StretchError(f"there is no routine {name!r}", hint)


def is_path(target: str) -> bool:
    """Whether a user means a file by its path and not a routine by its id."""
    separators = {os.sep, os.altsep or os.sep}
    return target.endswith(SUFFIXES) or any(separator in target for separator in separators)


def shown(path: str | Path) -> str:
    """A path as messages show it: from the current folder where it lies below it."""
    try:
        return os.path.relpath(path) if Path(path).resolve().is_relative_to(Path.cwd()) else str(path)
    except (OSError, ValueError):  # no current folder, another drive
        return str(path)


def _first(found: Iterable[Found]) -> dict[str, Found]:
    files: dict[str, Found] = {}
    for one in found:
        files.setdefault(one.id, one)
    return files
