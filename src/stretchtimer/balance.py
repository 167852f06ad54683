"""Both sides: which one came off worse in a session, and by how much.

It knows the record of a session, and neither player nor screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.making_up import Owed
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.session import PlayedBlock, Session
    from stretchtimer.units import Millis

WORTH: Millis = 5 * SECOND
"""A lesser difference is not worth getting down on the mat again for."""


def owed(session: Session) -> tuple[Owed, ...]:
    """What was skipped or cut short of one side and not of its partner, in the order of the routine.

    Nothing of an exercise that was left because it hurt, and nothing that was left out on both sides.
    """
    pairs: dict[tuple[int, int], list[PlayedBlock]] = {}
    for block in session.blocks:
        if block.side is not None:
            pairs.setdefault((block.step, block.round), []).append(block)
    return tuple(
        found for pair in pairs.values() if len(pair) > 1 and (found := _owed(pair[0], pair[1])) is not None
    )


def _owed(one: PlayedBlock, other: PlayedBlock) -> Owed | None:
    less, more = sorted((one, other), key=lambda block: block.played)
    if less.hurt or more.hurt or more.skipped or less.side is None:
        return None
    # Who did the other side twice over has cut nothing short here.
    short = min(more.played - less.played, less.missed)
    if short < WORTH:
        return None
    whole = -(-short // SECOND) * SECOND  # as it is said, and counted down
    return Owed(block=less.number, name=less.exercise, side=less.side, short=whole)
