"""How a session that is played gets into the history, and what it came from."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from stretchtimer.commands.opening import Opened
    from stretchtimer.compiler import Options
    from stretchtimer.history.hurts import Hurts
    from stretchtimer.history.recording import Recording


def recorder(
    opened: Opened, rate: float, environ: Mapping[str, str]
) -> Callable[[Callable[[], datetime]], Recording]:
    """What begins to keep a session of this routine, once it is given what tells the time of day."""

    def begin(wall: Callable[[], datetime]) -> Recording:
        # late: nothing of this is needed for the first frame
        from stretchtimer.history.kept import Origin, new_uid
        from stretchtimer.history.recording import Recording
        from stretchtimer.places import history_file

        origin = Origin(
            path=_absolute(opened.path),
            options=_given(opened.options),
            series=opened.series,
            stage=opened.stage,
            rate=rate,
        )
        line = opened.compiled.timeline
        return Recording(uid=new_uid(), path=history_file(environ), origin=origin, planned=line, wall=wall)

    return begin


def rememberer(opened: Opened, environ: Mapping[str, str]) -> Callable[[], Hurts]:
    """What begins to look up which exercises of this routine hurt last time."""

    def begin() -> Hurts:
        # late: as above
        from stretchtimer.history.hurts import Hurts
        from stretchtimer.places import history_file
        from stretchtimer.sparing import known_as

        steps = opened.compiled.timeline.steps
        return Hurts(history_file(environ), {known_as(step.exercise) for step in steps})

    return begin


def _given(options: Options) -> dict[str, Any]:
    """The options that shaped the session, by their names; times in ms."""
    everything = {
        "level": options.level,
        "first": options.first.value if options.first else None,
        "from": options.start,
        "fit": options.fit,
        "transition": options.transition,
        "switch": options.switch,
        "prepare": options.prepare,
        "avoid": list(options.avoid) or None,
    }
    return {name: value for name, value in everything.items() if value is not None}


def _absolute(path: str) -> str:
    with suppress(OSError):  # the current folder may have gone
        return os.path.realpath(path)
    return path
