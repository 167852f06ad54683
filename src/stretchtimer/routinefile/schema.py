"""The description of the format -> a JSON Schema for editors.

It knows the kinds; the keys come from `format`. What depends on other files (ids) or on several keys'
values at once (a cue outside its side) only the reader can tell.
"""

from __future__ import annotations

from typing import Any

from stretchtimer.routinefile.format import EXERCISE_STEP, KINDS, REPEAT, REST
from stretchtimer.routinefile.kinds import AnyStep, Free, Kind, ListOf, Record, Scalar

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_STEP = {"$ref": "#/$defs/step"}


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a `routine`, an `exercise` or a `series` file."""
    made = {"$schema": DIALECT, "title": f"stretchtimer {kind}, format 1", **_of(KINDS[kind])}
    return made | {"$defs": {"step": _step()}} if kind == "routine" else made


def _of(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, Scalar):
        return _number(kind.schema) if kind.schema.get("type") == "integer" else dict(kind.schema)
    if isinstance(kind, ListOf):
        listed: dict[str, Any] = {"type": "array", "items": _of(kind.item)}
        return listed | {"minItems": kind.least} if kind.least else listed
    if isinstance(kind, AnyStep):
        return _STEP
    if isinstance(kind, Free):
        return {}
    return _record(kind)


def _number(bare: dict[str, Any]) -> dict[str, Any]:
    # In quotes it is a text to an editor; how large it is then, only the reader sees.
    first = "[1-9]" if bare["minimum"] else "[0-9]"
    return {"anyOf": [bare, {"type": "string", "pattern": rf"^\s*\+?0*{first}[0-9]*\s*$"}]}


def _record(record: Record) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "description": record.doc,
        "additionalProperties": False,
        "properties": {field.key: {"description": field.doc, **_of(field.kind)} for field in record.fields},
    }
    if required := [field.key for field in record.fields if field.required]:
        made["required"] = required
    return made


def _step() -> dict[str, Any]:
    exercise = _record(EXERCISE_STEP)
    exercise["anyOf"] = [{"required": ["exercise"]}, {"required": ["name"]}]
    exercise["oneOf"] = [{"required": ["duration"]}, {"required": ["reps"]}]
    exercise["not"] = {"required": ["reps", "sides"], "properties": {"sides": {"const": "split"}}}
    return {"anyOf": [exercise, _record(REST), _record(REPEAT)]}
