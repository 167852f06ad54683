"""How a session that is played gets into the history, what it came from, and the way back."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stretchtimer.errors import StretchError
from stretchtimer.model import Side
from stretchtimer.plan import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from stretchtimer.commands.opening import Opened
    from stretchtimer.history.hurts import Hurts
    from stretchtimer.history.kept import Kept, Origin
    from stretchtimer.history.recording import Recording
    from stretchtimer.session import Past


class Recorder:
    """Called with what tells the time of day it begins to keep a session of this routine.

    `before` is the record that goes on, where there is one; `past` is what the player does not know of it.
    """

    def __init__(
        self,
        opened: Opened,
        rate: float,
        environ: Mapping[str, str],
        *,
        before: Kept | None = None,
        past: Past | None = None,
    ) -> None:
        self._opened, self._rate, self._environ = opened, rate, environ
        self._before, self._past = before, past
        self._recording: Recording | None = None

    def __call__(self, wall: Callable[[], datetime]) -> Recording:
        # late: nothing of this is needed for the first frame
        from stretchtimer.history.kept import new_uid
        from stretchtimer.history.recording import Recording
        from stretchtimer.places import history_file

        self._recording = Recording(
            uid=self._before.uid if self._before else new_uid(),
            path=history_file(self._environ),
            origin=self._origin(),
            planned=self._opened.compiled.timeline,
            wall=wall,
            before=self._before,
            past=self._past,
        )
        return self._recording

    def way_back(self) -> str:
        """The command that goes on with the session that has been played; empty where there is none."""
        if self._rate > 1 or self._recording is None or not self._recording.is_kept:
            return ""
        # late: only for what was broken off
        from stretchtimer.commands.comebacks import way_back
        from stretchtimer.history.store import History
        from stretchtimer.places import history_file

        try:
            return way_back(History(history_file(self._environ)), self._recording.uid)
        except StretchError:
            return ""

    def _origin(self) -> Origin:
        from stretchtimer.history.kept import Origin  # late: see __call__

        opened = self._opened
        path, options = _absolute(opened.path), given(opened.options)
        if self._before is not None:
            return replace(self._before.origin, path=path, digest=None, options=options)
        series, stage = opened.series, opened.stage
        return Origin(path=path, options=options, series=series, stage=stage, rate=self._rate)


def rememberer(opened: Opened, environ: Mapping[str, str]) -> Callable[[], Hurts]:
    """What begins to look up which exercises of this routine hurt last time."""

    def begin() -> Hurts:
        # late: nothing of this is needed for the first frame
        from stretchtimer.history.hurts import Hurts
        from stretchtimer.places import history_file
        from stretchtimer.sparing import known_as

        steps = opened.compiled.timeline.steps
        return Hurts(history_file(environ), {known_as(step.exercise) for step in steps})

    return begin


def given(options: Options) -> dict[str, Any]:
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


def taken(kept: Mapping[str, Any]) -> Options:
    """The options from their names. Raises StretchError where nobody could have given such."""
    same = {name: kept.get(name) for name in ("level", "fit", "transition", "switch", "prepare")}
    first, start, avoid = kept.get("first"), kept.get("from"), kept.get("avoid", [])
    if (
        not all(value is None or (type(value) is int and value >= 0) for value in same.values())
        or first not in (None, "left", "right")
        or not isinstance(start, str | None)
        or not (isinstance(avoid, list) and all(isinstance(word, str) for word in avoid))
    ):
        hint = "`stretch play ID --from STEP` begins at a step"
        raise StretchError("the options that the session was played with make no sense", hint)
    # A level that is no longer there is the nearest one.
    return Options(
        first=Side(first) if first else None, start=start, avoid=tuple(avoid), level_asked=False, **same
    )


def _absolute(path: str) -> str:
    with suppress(OSError):  # the current folder may have gone
        return os.path.realpath(path)
    return path
