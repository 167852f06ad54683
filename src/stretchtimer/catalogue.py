"""What a listing says of every file, kept from one listing to the next.

It knows that reading a thousand files takes longer than a person wants to wait; nothing else is kept.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stretchtimer import __version__
from stretchtimer.errors import StretchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.library import Found, Library


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a listing. `duration_ms` is None for a series; `problem` is the first of a broken file."""

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


def cache_file(environ: Mapping[str, str]) -> Path:
    """Where the listing is kept: the platform's cache folder, safe to delete; `STRETCH_CACHE` names another."""
    if named := environ.get("STRETCH_CACHE"):
        return Path(named).expanduser() / "listing.json"
    import platformdirs  # late: only what lists files needs it

    return Path(platformdirs.user_cache_dir("stretchtimer", appauthor=False)) / "listing.json"


def rows(library: Library, cache: Path) -> tuple[Row, ...]:
    """A row for every routine and series, by id. Files that did not change are not read again."""
    # A routine's length depends on its exercises, so a change of any of them reads all anew.
    exercises = _digest([__version__, sorted((f.path, *f.stamp) for f in library.exercise_files.values())])
    # Whether a series is sound depends on which routines there are.
    routines = _digest(sorted(library.routine_files))
    kept = _load(cache, exercises)
    made: dict[str, Any] = {}
    for found in library.routine_files.values():
        entry = kept.get(found.path)
        if entry is None or entry["stamp"] != list(found.stamp) or entry["routines"] not in (None, routines):
            row = _row(library, found)
            entry = {
                "stamp": list(found.stamp),
                "routines": None if row.kind == "routine" else routines,
                "row": asdict(row),
            }
        made[found.path] = entry
    if any(kept.get(path) is not entry for path, entry in made.items()) or len(made) != len(kept):
        _save(cache, exercises, made)
    return tuple(_from_json(made[found.path]["row"]) for found in library.routine_files.values())


def _row(library: Library, found: Found) -> Row:
    from stretchtimer.compiler import compile_routine  # late: a listing from its cache compiles nothing
    from stretchtimer.model import Series

    try:
        value = library.playable(found.path, found.id).use()
        if isinstance(value, Series):
            stages = tuple(stage.routine for stage in value.stages)
            return Row(
                found.id, "series", value.name, found.origin, found.path, summary=value.summary, stages=stages
            )
        duration = compile_routine(value).timeline.duration
    except StretchError as error:
        problems = getattr(error, "problems", ())
        first = problems[0] if problems else None
        problem = f"{first.line}:{first.column}: {first.message}" if first else error.message
        return Row(found.id, "broken", found.id, found.origin, found.path, problem=problem)
    return Row(
        id=found.id,
        kind="routine",
        name=value.name,
        origin=found.origin,
        path=found.path,
        duration_ms=duration,
        summary=value.summary,
        focus=value.focus,
        difficulty=value.difficulty.value if value.difficulty else None,
        equipment=value.equipment,
    )


def _from_json(row: dict[str, Any]) -> Row:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Row(**values)


def _digest(stamp: list[Any]) -> int:
    # A checksum is enough: it guards against change, not against malice.
    return zlib.crc32(json.dumps(stamp).encode())


def _load(cache: Path, key: int) -> dict[str, Any]:
    """The kept entries by path; none where the cache is missing, damaged or of other exercises."""
    try:
        content = json.loads(cache.read_bytes())
        files = content["files"] if content["key"] == key else {}
        return files if all({"stamp", "routines", "row"} <= entry.keys() for entry in files.values()) else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _save(cache: Path, key: int, files: dict[str, Any]) -> None:
    """Keep the entries; a folder that cannot be written costs time at the next listing and nothing else."""
    new = cache.with_name(f"{cache.name}.{os.getpid()}")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps({"key": key, "files": files}), encoding="utf-8")
        new.replace(cache)
    except OSError:
        new.unlink(missing_ok=True) if os.access(cache.parent, os.W_OK) else None
