"""Where somebody stands: what the history says of a series, for the commands that lead through one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from stretchtimer.errors import StretchError
from stretchtimer.places import history_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from stretchtimer.catalogue import Row
    from stretchtimer.history.kept import Kept
    from stretchtimer.history.store import History
    from stretchtimer.model import Series
    from stretchtimer.past import Past
    from stretchtimer.progress import Progress

    T = TypeVar("T")


def standing(series: Series, environ: Mapping[str, str]) -> tuple[Progress, str]:
    """How far it is today, and a line where the history cannot tell: then it is at its beginning."""
    # late: only a series that is opened asks
    from datetime import datetime

    from stretchtimer.progress import progress

    past, trouble = _read(environ, lambda history: history.past(series=series.id))
    return progress(series, past, datetime.now().astimezone().date()), trouble


def standings(rows: Iterable[Row], environ: Mapping[str, str]) -> dict[str, Progress]:
    """How far somebody is in each series of a listing that was begun, by id; none where nobody can say."""
    if not os.path.lexists(history_file(environ)):
        return {}
    # late: who has played nothing does not wait for it
    from datetime import datetime

    from stretchtimer.today import begun

    now = datetime.now().astimezone()
    past, _ = past_sessions(environ, now)
    return begun(rows, past, now.date())


def past_sessions(environ: Mapping[str, str], since: datetime) -> tuple[list[Past], str]:
    """What was played since then, and in any series; and a line where the history cannot be read."""
    return _read(environ, lambda history: history.past(since=since))


def unfinished_sessions(environ: Mapping[str, str], now: datetime) -> list[Kept]:
    """The sessions of the last hours that can be gone on with; none where the history cannot be read."""
    return _read(environ, lambda history: history.unfinished(now=now))[0]


def _read(environ: Mapping[str, str], look: Callable[[History], list[T]]) -> tuple[list[T], str]:
    path = history_file(environ)
    if not os.path.lexists(path):
        return [], ""
    from stretchtimer.history.store import History  # late: who has no history does not wait for SQLite

    try:
        return look(History(path)), ""
    except StretchError as error:
        return [], error.message
