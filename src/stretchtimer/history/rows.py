"""Sessions to rows and back.

It knows the tables and no file. What makes no sense in a row is a ValueError, whoever wrote it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin
from stretchtimer.model import Side
from stretchtimer.session import Place, PlayedBlock, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import Enum

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "text?": (str, type(None)),
    "whole": (int,),
    "whole?": (int, type(None)),
    "real": (float,),
}


def _columns(words: str) -> dict[str, tuple[type, ...]]:
    pairs = (word.split(":") for word in words.split())
    return {name: _TYPES[kind] for name, kind in pairs}


SESSION = _columns(
    "uid:text revision:whole routine:text name:text path:text? digest:text? options:text series:text?"
    " stage:whole? rate:real started_at:text utc_offset:whole touched_at:text ended_at:text? ending:text"
    " process:text asked:whole planned_ms:whole played_ms:whole work_ms:whole at_block:whole?"
    " at_step:whole? at_exercise:text? at_exercise_id:text? at_side:text? at_elapsed_ms:whole?"
)
"""The columns of a session and their types, in the order of `session_row`. SQLite itself enforces none."""
BLOCK = _columns(
    "number:whole step:whole round:whole exercise:text exercise_id:text? side:text? level:whole?"
    " planned_ms:whole played_ms:whole left_ms:whole right_ms:whole extended_ms:whole passed:whole hurt:whole"
)
FEELING = _columns("noted_at:text feeling:whole? kind:text? note:text")


def proven(row: Mapping[str, Any], columns: Mapping[str, tuple[type, ...]]) -> Mapping[str, Any]:
    """The row itself. Raises ValueError where a value is not of its column's type."""
    for name, types in columns.items():
        if type(row[name]) not in types:
            raise ValueError(f"{name} is {row[name]!r}")
    return row


def session_row(kept: Kept) -> tuple[Any, ...]:
    """The values of a session's row."""
    session, origin, place = kept.session, kept.origin, kept.session.place
    offset = kept.started.utcoffset() or timedelta()
    at = (place.block, place.step, place.exercise, place.exercise_id) if place else (None,) * 4
    return (
        *(kept.uid, kept.revision, session.routine, session.name, origin.path, origin.digest),
        json.dumps(dict(origin.options), sort_keys=True),
        *(origin.series, origin.stage, float(origin.rate)),
        *(utc(kept.started), round(offset.total_seconds()), utc(kept.touched)),
        *(utc(kept.ended) if kept.ended else None, kept.ending.value, kept.process, int(kept.asked)),
        *(session.planned, session.played, session.work, *at),
        *(_value(place.side) if place else None, place.elapsed if place else None),
    )


def block_row(block: PlayedBlock) -> tuple[Any, ...]:
    """The values of a block's row."""
    return (
        *(block.number, block.step, block.round, block.exercise, block.exercise_id),
        *(_value(block.side), block.level, block.planned, block.played, block.left, block.right),
        *(block.extended, int(block.passed), int(block.hurt)),
    )


def feeling_row(feeling: Feeling) -> tuple[Any, ...]:
    """The values of a feeling's row."""
    return utc(feeling.noted), feeling.feeling, _value(feeling.kind), feeling.note


def kept_of(
    row: Mapping[str, Any], blocks: Iterable[Mapping[str, Any]], feelings: Iterable[Mapping[str, Any]]
) -> Kept:
    """The session of a row. Raises ValueError where it makes none."""
    row = proven(row, SESSION)
    ending = Ending(row["ending"])
    zone = timezone(timedelta(seconds=row["utc_offset"])) if row["utc_offset"] else UTC
    options = json.loads(row["options"])
    if not isinstance(options, dict):
        raise ValueError(row["options"])  # noqa: TRY004 - whatever is wrong with a row is one kind of error
    return Kept(
        uid=row["uid"],
        revision=row["revision"],
        session=Session(
            routine=row["routine"],
            name=row["name"],
            completed=ending is Ending.FINISHED,
            planned=row["planned_ms"],
            played=row["played_ms"],
            work=row["work_ms"],
            place=_place_of(row),
            blocks=tuple(map(_block_of, blocks)),
        ),
        origin=Origin(
            path=row["path"],
            digest=row["digest"],
            options=options,
            series=row["series"],
            stage=row["stage"],
            rate=row["rate"],
        ),
        started=datetime.fromisoformat(row["started_at"]).astimezone(zone),
        touched=datetime.fromisoformat(row["touched_at"]).astimezone(zone),
        ended=datetime.fromisoformat(row["ended_at"]).astimezone(zone) if row["ended_at"] else None,
        ending=ending,
        process=row["process"],
        asked=bool(row["asked"]),
        feelings=tuple(sorted(map(_feeling_of, feelings), key=in_time)),
    )


def in_time(feeling: Feeling) -> tuple[Any, ...]:
    """What feelings are sorted by: their time; of one time, so that all machines agree."""
    return feeling.noted, feeling.note, _value(feeling.kind) or "", str(feeling.feeling)


def utc(time: datetime) -> str:
    """A time as it is kept: it sorts as text."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"


def _place_of(row: Mapping[str, Any]) -> Place | None:
    if row["at_block"] is None:
        return None
    if None in (row["at_step"], row["at_exercise"], row["at_elapsed_ms"]):
        raise ValueError("a place without a step, an exercise or a time")
    return Place(
        block=row["at_block"],
        step=row["at_step"],
        exercise=row["at_exercise"],
        exercise_id=row["at_exercise_id"],
        side=_side(row["at_side"]),
        elapsed=row["at_elapsed_ms"],
    )


def _block_of(row: Mapping[str, Any]) -> PlayedBlock:
    row = proven(row, BLOCK)
    return PlayedBlock(
        number=row["number"],
        step=row["step"],
        round=row["round"],
        exercise=row["exercise"],
        exercise_id=row["exercise_id"],
        side=_side(row["side"]),
        level=row["level"],
        planned=row["planned_ms"],
        played=row["played_ms"],
        left=row["left_ms"],
        right=row["right_ms"],
        extended=row["extended_ms"],
        passed=bool(row["passed"]),
        hurt=bool(row["hurt"]),
    )


def _feeling_of(row: Mapping[str, Any]) -> Feeling:
    row = proven(row, FEELING)
    return Feeling(
        noted=datetime.fromisoformat(row["noted_at"]),
        feeling=row["feeling"],
        kind=Kind(row["kind"]) if row["kind"] else None,
        note=row["note"],
    )


def _side(value: str | None) -> Side | None:
    return Side(value) if value else None


def _value(member: Enum | None) -> Any:
    return member.value if member else None
