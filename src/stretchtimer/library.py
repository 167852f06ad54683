"""Where routine and exercise files are found: by a path, in the user's folders, among the shipped ones.

It knows folders and reading, not commands: what a listing needs of many files stands in `catalogue`.
Paths are plain strings: completion and the first frame would wait 5 ms for pathlib.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.errors import StretchError
from stretchtimer.places import settings_place
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from stretchtimer.model import Exercise, Routine, Series
    from stretchtimer.routinefile import Reading

SUFFIXES = (".yaml", ".yml")
_LIMIT = 1024 * 1024 + 1
_HERE = os.path.dirname(os.path.realpath(__file__))


def bundled() -> str:
    """The shipped routines: beside the code in a wheel, at the top of an editable checkout."""
    inside, checkout = os.path.join(_HERE, "routines"), os.path.dirname(os.path.dirname(_HERE))
    return inside if os.path.isdir(inside) else os.path.join(checkout, "routines")


def user_folder(environ: Mapping[str, str]) -> str:
    """The folder for routines of one's own, in the platform's place for settings."""
    return os.path.join(config_folder(environ), "routines")


def config_folder(environ: Mapping[str, str]) -> str:
    """The platform's folder for settings; `STRETCH_CONFIG` names another."""
    if named := environ.get("STRETCH_CONFIG"):
        return expanded(named)
    return settings_place(environ)


def expanded(path: str) -> str:
    """A path with its `~` replaced; one that leads nowhere stays as it is, and is then found missing."""
    return os.path.expanduser(path)


class Folder(NamedTuple):
    """A folder of routines; `origin` says whose: given (by STRETCH_PATH), own or shipped."""

    path: str
    origin: str


def folders(environ: Mapping[str, str]) -> Iterator[Folder]:
    """The folders that are searched, the first wins."""
    for entry in environ.get("STRETCH_PATH", "").split(os.pathsep):
        if entry:
            yield Folder(expanded(entry), "given")
    yield Folder(user_folder(environ), "own")
    yield Folder(bundled(), "shipped")


class Found(NamedTuple):
    """A file in a folder: `stamp` (mtime and ctime in ns, size) tells whether it changed."""

    id: str
    path: str
    origin: str
    stamp: tuple[int, int, int]


def scan(folder: str, origin: str) -> Iterator[Found]:
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
            # An mtime can be set back (`cp -p`, an archive); a ctime cannot.
            stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            yield Found(stem, entry.path, origin, stamp)


def read_bytes(path: str | PathLike[str]) -> bytes:
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
        places = ((os.path.join(one.path, "exercises"), one.origin) for one in self.folders)
        return _first(found for path, origin in places for found in scan(path, origin))

    @property
    def missing(self) -> tuple[str, ...]:
        """Folders that the user named and that are not there."""
        given = (one.path for one in self.folders if one.origin == "given")
        return tuple(path for path in given if not os.path.isdir(path))

    def beside(self, path: str) -> Library:
        """The library as a file of that path sees it: the exercises beside it win."""
        return Library((Folder(os.path.dirname(path) or ".", "beside"), *self.folders))

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

    def playable(self, path: str | PathLike[str], file_id: str) -> Reading[Routine | Series]:
        """What a routine or series file says."""
        from stretchtimer.routinefile import read_playable  # late: see exercise

        data = read_bytes(path)
        return read_playable(
            data,
            shown(path),
            file_id,
            exercises=self,
            routine_ids=self.routine_files.keys,
            is_series=self._is_series,
        )

    def _is_series(self, routine_id: str) -> bool:
        from stretchtimer.routinefile import looks_like_series  # late: only a series asks

        return looks_like_series(read_bytes(self.routine_files[routine_id].path))

    def open(self, target: str) -> Reading[Routine | Series]:
        """The file that a user names by path or by id. Raises StretchError where there is none."""
        if is_path(target):
            reading = self.beside(target).playable(target, stem(target))
            if reading.value is None:
                _refuse_exercise(target)
            return reading
        found = self.routine_files.get(target)
        if found is None:
            raise self.unknown(target)
        return self.playable(found.path, found.id)

    def unknown(self, target: str) -> StretchError:
        """The error for an id that no routine has, with what was probably meant."""
        name = safe(target)
        if target in self.exercise_files:
            hint = f"see it with `stretch exercises {shell_word(target)}`"
            return StretchError(f"{name} is an exercise, not a routine", hint)
        from difflib import get_close_matches  # late: only for a mistake

        close = get_close_matches(target.lower(), list(self.routine_files), 3, 0.5)
        hint = (
            f"did you mean {' or '.join(map(safe, close))}?"
            if close
            else "`stretch list` shows what there is"
        )
        return StretchError(f"there is no routine {name!r}", hint)


def _refuse_exercise(path: str) -> None:
    """Raise StretchError where a file is an exercise: what a routine wants of it would only mislead."""
    from stretchtimer.routinefile import looks_like_exercise  # late: only for a mistake

    if looks_like_exercise(read_bytes(path)):
        message = f"{safe(shown(path))} is an exercise, not a routine"
        raise StretchError(message, f"name it in a step of a routine: `exercise: {safe(stem(path))}`")


def is_path(target: str) -> bool:
    """Whether a user means a file by its path and not a routine by its id."""
    separators = {os.sep, os.altsep or os.sep}
    return target.endswith(SUFFIXES) or any(separator in target for separator in separators)


def stem(path: str) -> str:
    """A file's name without its suffix."""
    return os.path.splitext(os.path.basename(path))[0]


def shown(path: str | PathLike[str]) -> str:
    """A path as messages show it: from the current folder where it lies below it."""
    try:
        here, there = os.path.realpath(os.curdir), os.path.realpath(path)
        return os.path.relpath(path) if os.path.commonpath((here, there)) == here else str(path)
    except (OSError, ValueError):  # no current folder, another drive
        return str(path)


def _first(found: Iterable[Found]) -> dict[str, Found]:
    files: dict[str, Found] = {}
    for one in found:
        files.setdefault(one.id, one)
    return files
