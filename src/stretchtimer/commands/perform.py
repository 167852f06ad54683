"""A session from an opened routine to the last line that stays of it; what `play` and `resume` share."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.app import current
from stretchtimer.commands.output import note, say
from stretchtimer.commands.recorder import rememberer
from stretchtimer.playing import play
from stretchtimer.settings import DisplayName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchtimer.account import Begun
    from stretchtimer.commands.opening import Opened
    from stretchtimer.commands.recorder import Recorder
    from stretchtimer.playing import Manner
    from stretchtimer.ports import LateTeller


def perform(
    opened: Opened,
    manner: Manner,
    record: Recorder,
    *,
    begun: Begun | None = None,
    tellers: Sequence[LateTeller] = (),
) -> int:
    """Play it, and say how it went; the exit code."""
    timeline, environ = opened.compiled.timeline, current().environ
    # Elsewhere it stands above the session, where it is read.
    notice = opened.reason if manner.display is DisplayName.LIVE else ""
    session, code = play(
        timeline,
        manner,
        environ,
        record=record,
        begun=begun,
        remember=rememberer(opened, environ),
        tellers=tellers,
        tell=note,
        notice=notice,
    )
    if manner.display is DisplayName.JSONL:
        return code
    from stretchtimer.timetable import session_lines  # late: only what is left after a session

    with suppress(OSError):  # the terminal may have gone, which ended the session
        say(session_lines(session))
        if session.place is not None and (command := record.way_back()):
            say([f"`{command}` goes on from here."])
    return code
