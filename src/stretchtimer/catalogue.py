"""What a listing says of every file, kept from one listing to the next.

It knows that reading a thousand files takes longer than a person wants to wait; nothing else is kept.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from stretchtimer import __version__
from stretchtimer.errors import InvalidFile, StretchError
from stretchtimer.places import cache_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stretchtimer.library import Found, Library
    from stretchtimer.model import Routine, Series
    from stretchtimer.routinefile import Reading


class Row(NamedTuple):
    """One file of a listing. `duration_ms` is None for a series; `problem` is the first of a broken file.

    `sessions` has how many each of the `stages` takes, `per_week` is their goal.
    """

    id: str
    kind: str  # routine | series | broken
    name: str
    origin: str
    path: str
    duration_ms: int | None = None
    summary: str = ""
    focus: tuple[str, ...] = ()
    difficulty: str | None = None
    equipment: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    problem: str | None = None
    sessions: tuple[int, ...] = ()
    per_week: int | None = None


def cache_file(environ: Mapping[str, str]) -> str:
    """Where the listing is kept: the platform's folder for what may be deleted, or `STRETCH_CACHE`."""
    return os.path.join(cache_folder(environ), "listing")


class _Said(NamedTuple):
    """What a file says: its row without what is seen from outside, which is found anew each time."""

    kind: str
    name: str
    duration_ms: int | None = None
    summary: str = ""
    focus: Sequence[str] = ()
    difficulty: str | None = None
    equipment: Sequence[str] = ()
    stages: Sequence[str] = ()
    problem: str | None = None
    sessions: Sequence[int] = ()
    per_week: int | None = None


class _Kept(NamedTuple):
    """What is kept of a file: what it says, and what must not have changed for that to be used again."""

    stamp: list[int] | None
    """The file's, None where it could not be read: that may be otherwise the next time."""
    routines: int | None
    """The routines there were, None where that makes no difference."""
    said: _Said

    def holds(self, found: Found, routines: int) -> bool:
        """Whether it is still true."""
        return self.stamp == list(found.stamp) and self.routines in (None, routines)


def rows(library: Library, cache: str) -> tuple[Row, ...]:
    """A row for every routine and series, by id. Files that did not change are not read again."""
    # A routine's length depends on its exercises, so a change of any of them reads all anew.
    exercises = _digest([__version__, sorted((f.path, *f.stamp) for f in library.exercise_files.values())])
    # Whether a series is sound depends on which routines there are, and that none of them is a series.
    routines = _digest(sorted((f.id, *f.stamp) for f in library.routine_files.values()))
    kept = _load(cache, exercises)
    changed = len(kept) != len(library.routine_files)
    made: dict[str, _Kept] = {}
    for found in library.routine_files.values():
        entry = kept.get(found.path)
        if entry is None or not entry.holds(found, routines):
            entry, changed = _entry(library, found, routines), True
        made[found.path] = entry
    if changed:
        _save(cache, exercises, made)
    return tuple(_row(found, made[found.path].said) for found in library.routine_files.values())


def _row(found: Found, said: _Said) -> Row:
    kind, name, duration_ms, summary, focus, difficulty, equipment, stages, problem, sessions, goal = said
    return Row(
        *(found.id, kind, name, found.origin, found.path, duration_ms, summary),
        *(tuple(focus), difficulty, tuple(equipment), tuple(stages), problem, tuple(sessions), goal),
    )


def _entry(library: Library, found: Found, routines: int) -> _Kept:
    stamp: list[int] | None = list(found.stamp)
    try:
        said = _said(library.playable(found.path, found.id), found)
    except StretchError as error:  # it cannot be read, which may be otherwise the next time
        said, stamp = _broken(found, error.message), None
    return _Kept(stamp, None if said.kind == "routine" else routines, said)


def _said(reading: Reading[Routine | Series], found: Found) -> _Said:
    from stretchtimer.compiler import compile_routine  # late: a listing from its cache compiles nothing
    from stretchtimer.model import Series

    try:
        value = reading.use()
        if isinstance(value, Series):
            stages = tuple(stage.routine for stage in value.stages)
            sessions, goal = tuple(stage.sessions for stage in value.stages), value.per_week
            return _Said(
                "series", value.name, summary=value.summary, stages=stages, sessions=sessions, per_week=goal
            )
        duration = compile_routine(value).timeline.duration
    except InvalidFile as error:
        first = error.problems[0]
        return _broken(found, f"{first.line}:{first.column}: {first.message}")
    except StretchError as error:
        return _broken(found, error.message)
    return _Said(
        kind="routine",
        name=value.name,
        duration_ms=duration,
        summary=value.summary,
        focus=value.focus,
        difficulty=value.difficulty.value if value.difficulty else None,
        equipment=value.equipment,
    )


def _broken(found: Found, problem: str) -> _Said:
    return _Said("broken", found.id, problem=problem)


def _digest(stamp: list[Any]) -> int:
    # A checksum is enough: it guards against change, not against malice.
    return zlib.crc32(json.dumps(stamp).encode())


def _head(key: int, body: bytes) -> bytes:
    """The cache's first line: its format, what it was made from, and a checksum of the rest."""
    return f"stretch listing 3 {key} {zlib.crc32(body)}".encode()


def _load(cache: str, key: int) -> dict[str, _Kept]:
    """The kept entries by path; none where the cache is missing, damaged or of other exercises."""
    try:
        with open(cache, "rb") as file:
            head, _, body = file.read().partition(b"\n")
    except OSError:
        return {}
    if head != _head(key, body):
        return {}
    files = json.loads(body).items()
    return {path: _Kept(stamp, routines, _Said(*said)) for path, (stamp, routines, said) in files}


def _save(cache: str, key: int, files: dict[str, _Kept]) -> None:
    """Keep the entries; a folder that cannot be written costs time at the next listing and nothing else."""
    if cache.startswith("~"):
        return  # there is no home folder
    new = f"{cache}.{os.getpid()}"
    body = json.dumps(files).encode()
    try:
        os.makedirs(os.path.dirname(cache), exist_ok=True)
        with open(new, "wb") as file:
            file.write(_head(key, body) + b"\n" + body)
        os.replace(new, cache)
    except OSError:
        with suppress(OSError):
            os.unlink(new)
