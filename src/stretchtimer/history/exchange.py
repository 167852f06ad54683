"""The history as JSON, to take along or to bring together: nothing is lost, and nothing is doubled.

It knows no files. Whatever is wrong with a text is a StretchError that names the place.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from stretchtimer.errors import StretchError
from stretchtimer.history.kept import Ending, Kind
from stretchtimer.history.rows import (
    BLOCK,
    FEELING,
    SESSION,
    block_row,
    feeling_row,
    kept_of,
    session_row,
    utc,
)
from stretchtimer.model import Side
from stretchtimer.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stretchtimer.history.kept import Kept
    from stretchtimer.history.rows import Row

FORMAT = "stretchtimer history"
VERSION = 1
_LARGEST = 2**53  # what other readers of JSON keep exactly
_LONGEST_MS = 2**40  # 34 years: SQLite has to add up those of thousands of blocks
_MOST_BLOCKS = 5000  # a routine has no more segments
_LONGEST = 10_000
_BELOW_NOTHING = ("extended_ms", "at_elapsed_ms")
_FLAGS = ("asked", "passed", "hurt")
_UID = re.compile("[0-9a-f]{32}")
_WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "side": ("a side", tuple(side.value for side in Side)),
    "at_side": ("a side", tuple(side.value for side in Side)),
    "kind": ("a kind of feeling", tuple(kind.value for kind in Kind)),
    "ending": ("a way to end", tuple(one.value for one in Ending if one is not Ending.BROKEN_OFF)),
}
_NEEDED_TOGETHER = ("at_block", "at_step", "at_exercise", "at_elapsed_ms")


def as_data(kept: Kept) -> dict[str, Any]:
    """A session for JSON: its columns, times of day as they were there, and what belongs to it."""
    row = dict(zip(SESSION, session_row(kept), strict=True))
    del row["utc_offset"]
    times = {"started_at": kept.started, "touched_at": kept.touched, "ended_at": kept.ended}
    return {
        **row,
        "options": dict(kept.origin.options),
        **{name: time.isoformat(timespec="milliseconds") if time else None for name, time in times.items()},
        "asked": kept.asked,
        "blocks": [_flagged(zip(BLOCK, block_row(block), strict=True)) for block in kept.session.blocks],
        "feelings": [dict(zip(FEELING, feeling_row(one), strict=True)) for one in kept.feelings],
    }


def exported(history: Iterable[Kept]) -> Iterator[str]:
    """The lines of an export, each session on one."""
    yield f'{{"format": {json.dumps(FORMAT)}, "version": {VERSION}, "sessions": ['
    comma = ""
    for kept in history:
        yield f"{comma}{json.dumps(as_data(kept))}"
        comma = ","
    yield "]}"


def imported(text: bytes) -> list[Kept]:
    """The sessions of an export. Raises StretchError where it is none, or where anything in it is wrong."""
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise StretchError(
            f"this is no JSON: {error}", "give it what `stretch history export` wrote"
        ) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise StretchError("this is no export of a history", "give it what `stretch history export` wrote")
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise StretchError(
            f"this export is of version {version}, written by a newer stretch", "update stretch"
        )
    if version != VERSION or type(version) is not int:
        raise _wrong("version", f"is not {VERSION}")
    sessions = content.get("sessions")
    if not isinstance(sessions, list):
        raise _wrong("sessions", "is no list")
    return [_kept(data, f"sessions[{number}]") for number, data in enumerate(sessions)]


def _kept(data: Any, place: str) -> Kept:
    names = (*(name for name in SESSION if name != "utc_offset"), "blocks", "feelings")
    given = _keys(data, names, place)
    row = {name: _value(given[name], name, SESSION[name], place) for name in names[:-2] if name != "options"}
    row["options"] = _options(given["options"], f"{place}.options")
    if not _UID.fullmatch(row["uid"]):
        raise _wrong(f"{place}.uid", "is not 32 hexadecimal digits")
    if len({row[name] is None for name in _NEEDED_TOGETHER}) > 1:
        raise _wrong(f"{place}.at_block", f"needs {', '.join(_NEEDED_TOGETHER[1:])} with it, or none of them")
    started = datetime.fromisoformat(row["started_at"])
    row["utc_offset"] = round((started.utcoffset() or timedelta()).total_seconds())
    for name in ("started_at", "touched_at", "ended_at"):
        row[name] = utc(datetime.fromisoformat(row[name])) if row[name] else None
    blocks = [_row(one, BLOCK, at) for at, one in _items(given["blocks"], f"{place}.blocks")]
    if len({number for number, *_ in blocks}) < len(blocks):
        raise _wrong(f"{place}.blocks", "has a number twice")
    feelings = [_row(one, FEELING, at) for at, one in _items(given["feelings"], f"{place}.feelings")]
    return kept_of([row[name] for name in SESSION], sorted(blocks, key=itemgetter(0)), feelings)


def _row(data: Any, columns: Mapping[str, tuple[type, ...]], place: str) -> Row:
    given = _keys(data, tuple(columns), place)
    return [_value(given[name], name, types, place) for name, types in columns.items()]


def _keys(data: Any, names: Iterable[str], place: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(place, "is no object")
    for name in names:
        if name not in data:
            raise _wrong(place, f"has no {quoted(name)}")
    for name in data:
        if name not in names:
            raise _wrong(place, f"has {quoted(name)}, which no session has")
    return data


def _items(data: Any, place: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(data, list):
        raise _wrong(place, "is no list")
    if len(data) > _MOST_BLOCKS:
        raise _wrong(place, f"has more than {_MOST_BLOCKS}")
    for number, item in enumerate(data):
        yield f"{place}[{number}]", item


def _value(value: Any, name: str, types: tuple[type, ...], place: str) -> Any:
    """One value as its column has it."""
    place = f"{place}.{name}"
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise _wrong(place, "is neither true nor false")
        return int(value)
    if float in types and type(value) is int:
        value = float(value)
    if type(value) not in types:
        raise _wrong(place, f"is {quoted(json.dumps(value))}")
    if isinstance(value, str):
        return _text(value, name, place)
    if name == "rate" and not 0.1 <= value <= 1000:
        raise _wrong(place, "is not from 0.1 to 1000")
    if name == "feeling" and value is not None and not 0 <= value <= 10:
        raise _wrong(place, "is not from 0 to 10")
    largest = _LONGEST_MS if name.endswith("_ms") else _LARGEST
    if isinstance(value, int) and not (-largest if name in _BELOW_NOTHING else 0) <= value <= largest:
        raise _wrong(place, "is too large" if value > 0 else "is less than 0")
    return value


def _text(value: str, name: str, place: str) -> str:
    if len(value) > _LONGEST:
        raise _wrong(place, f"has more than {_LONGEST} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise _wrong(place, "has half of a character")
    if name in _WORDS and value not in _WORDS[name][1]:
        what, known = _WORDS[name]
        raise _wrong(place, f"is not {what}: {quoted(value)}", f"write {', '.join(known)}")
    if name.endswith("_at"):
        _check_time(value, place)
    return value


def _check_time(value: str, place: str) -> None:
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise _wrong(
            place, f"is no time: {quoted(value)}", "write it like 2026-11-21T17:36:02.000+01:00"
        ) from None
    # Years in which every time zone can say the time.
    if time.utcoffset() is None or not 1970 <= time.year < 3000:
        raise _wrong(place, "has no time zone" if time.utcoffset() is None else "is not from 1970 to 2999")


def _options(value: Any, place: str) -> str:
    if not isinstance(value, dict):
        raise _wrong(place, "is no object")
    try:
        return _text(json.dumps(value, sort_keys=True), "options", place)
    except RecursionError:
        raise _wrong(place, "is nested too deeply") from None


def _flagged(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: bool(value) if name in _FLAGS else value for name, value in pairs}


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _wrong(place: str, message: str, hint: str = "") -> StretchError:
    return StretchError(f"{place} {message}", hint or "nothing was imported")
