"""What a session's keeper gets to see of the player: the account of a moment.

It knows no file and no thread; what becomes of an account is the keeper's matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stretchtimer.changes import Change
    from stretchtimer.frame import State
    from stretchtimer.played import Key
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis


class Playing(Protocol):
    """A player, or the account of one."""

    @property
    def timeline(self) -> Timeline: ...

    @property
    def state(self) -> State: ...

    @property
    def position(self) -> Millis:
        """The position at the last look."""
        ...

    @property
    def played(self) -> Mapping[Key, Millis]:
        """What was really played, in ms."""
        ...

    @property
    def changes(self) -> Sequence[Change]:
        """What the user has changed of the timeline that it began with."""
        ...

    @property
    def hurt(self) -> frozenset[int]:
        """The blocks that were left because they hurt."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a player goes on with: what was `played`, and a `position` on what `changes` made of the timeline.

    `hurt` are the blocks that were left because they hurt; `heard` says that the cues at the very position
    have been heard.
    """

    position: Millis
    played: Mapping[Key, Millis] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    hurt: frozenset[int] = frozenset()
    heard: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A player at one moment. It does not change when the player goes on."""

    timeline: Timeline
    state: State
    position: Millis
    played: Mapping[Key, Millis]
    changes: Sequence[Change] = ()
    hurt: frozenset[int] = frozenset()

    @classmethod
    def of(cls, playing: Playing) -> Account:
        """The account of this moment: quick, for the loop waits for it."""
        return cls(
            timeline=playing.timeline,
            state=playing.state,
            position=playing.position,
            played=dict(playing.played),
            changes=tuple(playing.changes),
            hurt=playing.hurt,
        )


class Keeper(Protocol):
    """Whoever keeps a session. It returns at once, and does not raise."""

    def look(self, playing: Playing, now: Millis) -> None:
        """The loop has come round, at `now` ms of the host's clock."""
        ...
