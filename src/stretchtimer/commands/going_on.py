"""How an unfinished session is gone on with from the first screen."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.model import Series
from stretchtimer.units import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.history.kept import Kept
    from stretchtimer.library import Library

_TIMES = ("transition", "switch", "prepare")


def going_on(kept: Kept, library: Library) -> list[str]:
    """What `play` is told to go on with a session: the same options, from the step where it stood."""
    place, origin = kept.session.place, kept.origin
    words = [*(["--from", str(place.step)] if place else []), *_options(kept)]
    if _is_stage(kept, library):
        return [*words, "--stage", str(origin.stage), "--", str(origin.series)]
    return [*words, "--", _routine(kept, library)]


def _is_stage(kept: Kept, library: Library) -> bool:
    """Whether its series still has the routine in its place: another one has other steps."""
    name, stage = kept.origin.series, kept.origin.stage
    if name not in library.routine_files or name is None or not stage:
        return False
    with suppress(StretchError):  # a series that is broken leads nowhere
        series = library.open(name).use()
        stages = series.stages if isinstance(series, Series) else ()
        return stages[stage - 1 : stage] != () and stages[stage - 1].routine == kept.session.routine
    return False


def _options(kept: Kept) -> Iterator[str]:
    options = kept.origin.options
    # What exercises were done at, not what was asked for: a routine without levels refuses one.
    level = max((block.level for block in kept.session.blocks if block.level), default=None)
    if level and options.get("level"):
        yield from ("--level", str(level))
    if options.get("first") in ("left", "right"):
        yield from ("--first", options["first"])
    for name in _TIMES:
        if isinstance(options.get(name), int):
            yield from (f"--{name}", exact(options[name]))
    for word in options.get("avoid", ()):
        yield from ("--avoid", str(word))


def _routine(kept: Kept, library: Library) -> str:
    """The routine by its id where that leads to the same file, else by the file."""
    name, path = kept.session.routine, kept.origin.path
    found = library.routine_files.get(name)
    return name if path is None or (found and os.path.realpath(found.path) == path) else path
