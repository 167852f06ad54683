"""Where somebody stands: what the history says of a series, for the commands that lead through one."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.places import history_file
from stretchtimer.progress import Progress, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stretchtimer.catalogue import Row
    from stretchtimer.history.kept import Kept
    from stretchtimer.model import Series
    from stretchtimer.past import Past


def standing(series: Series, environ: Mapping[str, str]) -> tuple[Progress, str]:
    """How far it is today, and a line where the history cannot tell: then it is at its beginning."""
    past, trouble = past_sessions(environ, series=series.id)
    return progress(series, past, datetime.now().astimezone().date()), trouble


def standings(rows: Iterable[Row], environ: Mapping[str, str]) -> dict[str, Progress]:
    """How far somebody is in each series of a listing that was begun, by id; none where nobody can say."""
    past, _ = past_sessions(environ)
    if not past:
        return {}
    from stretchtimer.today import begun  # late: nothing was played, and nothing is begun

    return begun(rows, past, datetime.now().astimezone().date())


def past_sessions(environ: Mapping[str, str], *, series: str | None = None) -> tuple[list[Past], str]:
    """What was played, of one series or of all; and a line where the history cannot be read."""
    path = history_file(environ)
    if not os.path.lexists(path):
        return [], ""
    from stretchtimer.history.store import History  # late: who has no history does not wait for SQLite

    try:
        return History(path).past(series=series), ""
    except StretchError as error:
        return [], error.message


def unfinished_sessions(environ: Mapping[str, str], now: datetime) -> list[Kept]:
    """The sessions of the last hours that can be gone on with; none where the history cannot be read."""
    path = history_file(environ)
    if not os.path.lexists(path):
        return []
    from stretchtimer.history.store import History  # late: as above

    try:
        return History(path).unfinished(now=now)
    except StretchError:
        return []
