"""Two histories into one: of each session the version that knows more, and every feeling of both.

It knows no file. Which way round they are merged, and how often, makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stretchtimer.history.kept import Ending
from stretchtimer.history.rows import block_row, in_time, session_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stretchtimer.history.kept import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge came to: the sessions to write, and how many were new, changed, and known already."""

    changed: tuple[Kept, ...]
    added: int
    updated: int
    same: int


def merged(known: Mapping[str, Kept], others: Iterable[Kept]) -> Merged:
    """What has to be written so that `known` (by uid) has what `others` have."""
    now = dict(known)
    given: set[str] = set()
    for other in others:
        mine = now.get(other.uid)
        now[other.uid] = joined(mine, other) if mine else other
        given.add(other.uid)
    # A feeling more is a change as well.
    changed = [now[uid] for uid in given if now[uid] != known.get(uid)]
    added = sum(kept.uid not in known for kept in changed)
    return Merged(
        changed=tuple(sorted(changed, key=lambda kept: (kept.started, kept.uid))),
        added=added,
        updated=len(changed) - added,
        same=len(given) - len(changed),
    )


def joined(one: Kept, other: Kept) -> Kept:
    """One session out of two versions of it."""
    better = max(one, other, key=_knowledge)
    feelings = tuple(sorted({*one.feelings, *other.feelings}, key=in_time))
    return replace(better, asked=one.asked or other.asked, feelings=feelings)


def _knowledge(kept: Kept) -> tuple[Any, ...]:
    """What tells which version knows more; to the last detail, so that all machines agree."""
    session = kept.session
    ended = kept.ending is not Ending.OPEN
    detail = repr((session_row(replace(kept, asked=False)), [block_row(block) for block in session.blocks]))
    return kept.revision, ended, kept.touched, session.played, detail
