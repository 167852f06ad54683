"""What keeps a session while it is played: it follows the player and has every change written.

It knows the player's account and the history, and no screen or sound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchtimer.account import Account
from stretchtimer.frame import State
from stretchtimer.history.kept import Ending, Feeling, Kept, whole_ms
from stretchtimer.history.writer import Writer
from stretchtimer.text import safe
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stretchtimer.account import Playing
    from stretchtimer.history.kept import Origin
    from stretchtimer.history.store import History
    from stretchtimer.session import Past
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

OFTEN: Millis = 15 * SECOND
"""How often a session is written while nothing changes: so much of a long hold is lost at most."""
_SOON = 2.0
"""Seconds that nobody wonders at."""
TAKES_LONG = "The history takes long to be written. Ctrl-C ends the waiting."
PATIENCE = 6.0
"""Seconds that the end waits for the last words to be written: more than another writer is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """What is to be written: how far the session was, and when by the wall clock."""

    account: Account
    wall: datetime
    ending: Ending
    asked: bool
    feelings: tuple[Feeling, ...]


class Recording:
    """Keeps one session: an `account.Keeper`.

    `planned` is the timeline it began with; `wall` tells the time of day. Nothing here waits for a disk
    but `finish`. A session that is gone on with stays one: `before` is what is kept of it, `past` what
    its player does not know.
    """

    def __init__(
        self,
        *,
        uid: str,
        path: str,
        origin: Origin,
        planned: Timeline,
        wall: Callable[[], datetime],
        before: Kept | None = None,
        past: Past | None = None,
    ) -> None:
        self.uid = uid
        self._path, self._origin, self._planned = path, origin, planned
        self._wall, self._past = wall, past
        self._started = before.started if before else whole_ms(wall())
        self.is_kept = False
        """Whether, after `finish`, the history has it to the end."""
        self._seen: tuple[object, ...] = ()
        self._next: Millis = 0
        self._timeline = planned  # kept, so that no other one gets its identity
        self._ending: Ending | None = None
        self._last: tuple[object, ...] = ()
        self.asked = before is not None and before.asked
        """Whether it was asked how the session feels."""
        self._feelings: tuple[Feeling, ...] = ()  # those that were noted now
        self._earlier = before.feelings if before else ()
        # -- only the writer's thread has these
        self._history: History | None = None
        self._before = before
        self._is_there = False  # written, at least once
        self._notes: list[str] = []
        self._writer: Writer[_Moment] = Writer(self._write)

    def look(self, playing: Playing, now: Millis) -> None:
        """Have it written if a block, a state or the plan has changed, and every `OFTEN` ms."""
        timeline = playing.timeline
        block = timeline.block_ahead(timeline.index_at(playing.position))
        # By identity: a timeline is changed by being replaced, and comparing two of them takes ms.
        seen = (id(timeline), playing.state, block.number if block else None)
        if seen == self._seen and now < self._next:
            return
        self._seen, self._next, self._timeline = seen, now + OFTEN, timeline
        self._give(playing, self._ending or Ending.OPEN)

    def end(self, playing: Playing, code: int | None) -> None:
        """The session is over, with this exit code or none, by a bug. Only the first word counts.

        What is played after it is kept as well. Returns at once.
        """
        if self._ending is not None:
            if (playing.position, id(playing.timeline)) != self._last:
                self._give(playing, self._ending)
            return
        if playing.state is State.FINISHED:
            ending = Ending.FINISHED
        elif code is None:
            ending = Ending.CRASHED
        else:
            ending = Ending.SIGNAL if code else Ending.STOPPED
        self._ending = ending
        self._give(playing, ending)

    def felt(self, playing: Playing, feeling: Feeling | None) -> None:
        """It was asked how it feels, and this is the answer, if there was one. Returns at once."""
        self.asked, self._feelings = True, (feeling,) if feeling else ()
        self._give(playing, self._ending or Ending.OPEN)

    def finish(self, tell: Callable[[str], None] = lambda _: None) -> list[str]:
        """Wait until all is written, 6 s at most; what there is to say, such as what is not kept.

        `tell` gets a line where the waiting is long enough to wonder at.
        """
        self._writer.close()
        done = self._writer.wait(_SOON)
        if not done:
            tell(TAKES_LONG)
            done = self._writer.wait(PATIENCE - _SOON)
        failure = self._writer.failure
        self.is_kept = done and failure is None and self._is_there
        if done and failure is None:
            return self._notes
        # late: only where something is wrong
        from stretchtimer.history.listing import in_words
        from stretchtimer.history.reasons import reason

        why = reason(failure) if failure else "it takes too long"
        place = f" in {safe(self._path)}" if self._path else ""
        what = "The end of this session" if self._is_there else "This session"
        noted = "".join(f" You noted: {in_words(one)}." for one in self._feelings)
        return [*self._notes, f"{what} is not kept{place}: {why}.{noted}"]

    def _give(self, playing: Playing, ending: Ending) -> None:
        self._last = playing.position, id(playing.timeline)
        moment = _Moment(
            account=Account.of(playing),
            wall=whole_ms(self._wall()),
            ending=ending,
            asked=self.asked,
            feelings=self._feelings,
        )
        self._writer.give(moment)

    # -- in the writer's thread ------------------------------------------------------------------------

    def _write(self, moment: _Moment) -> None:
        # late: behind the first frame, and beside the sound
        from stretchtimer.history.process import mark
        from stretchtimer.history.store import History
        from stretchtimer.session import summarise, with_past

        first = self._history is None
        if self._history is None:
            self._history = History(self._path, tell=self._notes.append)
            self._origin = replace(self._origin, digest=digest_of(self._origin.path))
        before = self._before
        session = summarise(moment.account, self._planned)
        kept = Kept(
            uid=self.uid,
            session=with_past(session, self._past) if self._past else session,
            origin=_with_changes(self._origin, moment.account),
            started=self._started,
            touched=moment.wall,
            ended=None if moment.ending is Ending.OPEN else moment.wall,
            ending=moment.ending,
            revision=before.revision + 1 if before else 1,
            process=before.process if before and self._is_there else mark(),
            asked=moment.asked,
            feelings=(*self._earlier, *moment.feelings),
        )
        # What is gone on with may have fewer blocks than it had: the first time it is written as a whole.
        self._history.save(kept, before if self._is_there else None, check=first)
        self._before, self._is_there = kept, True


def _with_changes(origin: Origin, account: Account) -> Origin:
    """What keys have changed of the timeline shapes the session as an option does."""
    if not account.changes:
        return origin
    from stretchtimer.changes import MOST, written  # late: only for changes, and in the writer's thread

    kept = written(account.changes) if len(account.changes) <= MOST else "too many"
    return replace(origin, options={**origin.options, "changes": kept})


def digest_of(path: str | None) -> str | None:
    """What tells whether a file is still the same; None where it cannot be read."""
    import hashlib  # late: loads a library of 5 ms
    from pathlib import Path

    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path and Path(path).is_file() else None
    except OSError:
        return None
