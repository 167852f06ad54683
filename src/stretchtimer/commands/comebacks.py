"""The sessions that can be gone on with, and why there is none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stretchtimer.app import current
from stretchtimer.commands.opening import target_of
from stretchtimer.errors import StretchError
from stretchtimer.history.kept import Ending
from stretchtimer.library import is_path, stem
from stretchtimer.played import PASSED
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe

if TYPE_CHECKING:
    from stretchtimer.history.kept import Kept
    from stretchtimer.history.store import History
    from stretchtimer.library import Library

_LOOKED_AT = 50
_LISTED = "`stretch list` shows what can be played"


def waiting(history: History, routine: str | None = None) -> list[Kept]:
    """The unfinished sessions of the last 12 hours, the one that was left last first; no rehearsals.

    One that was left before any work stands behind those with some.

    Raises StretchError where the history cannot be read.
    """
    found = [kept for kept in history.unfinished() if not kept.rehearsal and _is_of(kept, routine)]
    return sorted(found, key=lambda kept: (kept.session.work >= PASSED, kept.touched), reverse=True)


def way_back(history: History, uid: str) -> str:
    """The command that goes on with this session and no other; empty where there is none.

    Raises StretchError where the history cannot be read.
    """
    found = waiting(history)
    mine = next((kept for kept in found if kept.uid == uid), None)
    if mine is None:
        return ""
    if found[0] is mine:
        return "stretch resume"
    routine = mine.session.routine
    first = next(kept for kept in found if _is_of(kept, routine))
    return f"stretch resume {shell_word(routine)}" if first is mine else ""


def nothing(history: History, routine: str | None = None) -> StretchError:
    """Why there is nothing to go on with, and what to do instead."""
    for kept in history.sessions(limit=_LOOKED_AT):
        place, name = kept.session.place, safe(kept.session.name)
        if not _is_of(kept, routine) or place is None or kept.ending is Ending.FINISHED:
            continue
        target = target_of(current().library, kept.origin.path, kept.session.routine)
        again = f"stretch play {shell_word(target or '')} --from {place.step}"
        anew = f"`{again}` begins at {safe(place.exercise)}" if target else _LISTED
        if kept.ending is Ending.OPEN:
            return StretchError(
                f"{name} is being played at this moment", "it can be gone on with once it ends"
            )
        if kept.rehearsal:
            return StretchError(f"{name} was only rehearsed, {kept.origin.rate:g} times as fast", anew)
        when = f"{kept.touched:%Y-%m-%d %H:%M}"
        return StretchError(f"{name} was broken off more than 12 hours ago, at {when}", anew)
    if routine is None:
        return StretchError("there is no session to go on with", "`stretch play hip-unlock` begins one")
    return _nothing_of(history, routine)


def _nothing_of(history: History, routine: str) -> StretchError:
    """Why there is nothing of this routine to go on with: it may never have been played, nor be there."""
    library = current().library
    target: str | None = routine
    if not _is_there(routine, library):
        name = stem(routine) if is_path(routine) else routine
        played = [kept for kept in history.sessions(limit=_LOOKED_AT) if _is_of(kept, routine)]
        played = played or history.sessions(routine=name, limit=1)
        if not played:
            nowhere = StretchError(f"there is no file {safe(routine)}", _LISTED)
            return nowhere if is_path(routine) else library.unknown(routine)
        target = target_of(library, played[0].origin.path, played[0].session.routine)
    anew = f"`stretch play {shell_word(target)}` begins one" if target else _LISTED
    return StretchError(f"there is no session of {safe(routine)} to go on with", anew)


def _is_there(target: str, library: Library) -> bool:
    return os.access(target, os.F_OK) if is_path(target) else target in library.routine_files


def _is_of(kept: Kept, target: str | None) -> bool:
    """Whether it is a session of a routine, or one that a series led to."""
    if target is None:
        return True
    name = stem(target) if is_path(target) else target
    return name in (kept.session.routine, kept.origin.series)
