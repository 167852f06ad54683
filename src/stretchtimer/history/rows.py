"""Sessions to rows and back.

It knows the tables and no file. What makes no sense in a row is a ValueError, whoever wrote it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin
from stretchtimer.model import Side
from stretchtimer.session import Place, PlayedBlock, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import Enum

Row: TypeAlias = "Sequence[Any]"
"""The values of a row's columns, in their order."""
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
SUMS = ("left_ms", "right_ms")
"""What a session's row has besides: sums of its blocks, for who looks at no blocks. See `sums`."""
BLOCK = _columns(
    "number:whole step:whole round:whole exercise:text exercise_id:text? side:text? level:whole?"
    " planned_ms:whole played_ms:whole left_ms:whole right_ms:whole extended_ms:whole passed:whole hurt:whole"
)
FEELING = _columns("noted_at:text feeling:whole? kind:text? note:text")


def prove(row: Row, columns: Mapping[str, tuple[type, ...]]) -> None:
    """Raise ValueError where a value is not of its column's type."""
    for value, (name, types) in zip(row, columns.items(), strict=True):
        if type(value) not in types:
            raise ValueError(f"{name} is {value!r}")


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


def sums(kept: Kept) -> tuple[int, ...]:
    """The values of SUMS."""
    blocks = kept.session.blocks
    return sum(block.left for block in blocks), sum(block.right for block in blocks)


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


def kept_of(row: Row, blocks: Iterable[Row], feelings: Iterable[Row]) -> Kept:
    """The session of a row, whose types are proven. Raises ValueError where it makes none."""
    uid, revision, routine, name, path, digest, options, series, stage, rate, *row = row
    started, offset, touched, ended, ending, process, asked, planned, played, work, *place = row
    zone, how, given = _zone(offset), Ending(ending), json.loads(options) if options != "{}" else {}
    if not isinstance(given, dict):
        raise ValueError(options)  # noqa: TRY004 - whatever is wrong with a row is one kind of error
    return Kept(
        uid=uid,
        revision=revision,
        session=Session(
            routine=routine,
            name=name,
            completed=how is Ending.FINISHED,
            planned=planned,
            played=played,
            work=work,
            place=_place_of(place),
            blocks=tuple(map(_block_of, blocks)),
        ),
        origin=Origin(path=path, digest=digest, options=given, series=series, stage=stage, rate=rate),
        started=datetime.fromisoformat(started).astimezone(zone),
        touched=datetime.fromisoformat(touched).astimezone(zone),
        ended=datetime.fromisoformat(ended).astimezone(zone) if ended else None,
        ending=how,
        process=process,
        asked=bool(asked),
        feelings=tuple(sorted(map(_feeling_of, feelings), key=in_time)),
    )


def in_time(feeling: Feeling) -> tuple[Any, ...]:
    """What feelings are sorted by: their time; of one time, so that all machines agree."""
    return feeling.noted, feeling.note, _value(feeling.kind) or "", str(feeling.feeling)


def utc(time: datetime) -> str:
    """A time as it is kept: it sorts as text."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset)) if offset else UTC


def _place_of(row: Row) -> Place | None:
    block, step, exercise, exercise_id, side, elapsed = row
    if block is None:
        return None
    if step is None or exercise is None or elapsed is None:
        raise ValueError("a place without a step, an exercise or a time")
    return Place(
        block=block,
        step=step,
        exercise=exercise,
        exercise_id=exercise_id,
        side=_side(side),
        elapsed=elapsed,
    )


def _block_of(row: Row) -> PlayedBlock:
    number, step, times, exercise, exercise_id, side, level, planned, played, left, right, *row = row
    extended, passed, hurt = row
    return PlayedBlock(
        number=number,
        step=step,
        round=times,
        exercise=exercise,
        exercise_id=exercise_id,
        side=_side(side),
        level=level,
        planned=planned,
        played=played,
        left=left,
        right=right,
        extended=extended,
        passed=bool(passed),
        hurt=bool(hurt),
    )


def _feeling_of(row: Row) -> Feeling:
    noted, feeling, kind, note = row
    return Feeling(
        noted=datetime.fromisoformat(noted), feeling=feeling, kind=Kind(kind) if kind else None, note=note
    )


def _side(value: str | None) -> Side | None:
    return Side(value) if value else None


def _value(member: Enum | None) -> Any:
    return member.value if member else None
