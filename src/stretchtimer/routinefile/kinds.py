"""The kinds of value a key can have: how each is read, refused and put into the schema.

It knows scalars, lists and records in general; which keys there are stands in `format`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from stretchtimer.routinefile.spelling import meant, meant_duration
from stretchtimer.text import one_line, quoted, unsafe_character
from stretchtimer.units import DAY, DURATION_FORMS, DURATION_PATTERN, parse_duration, parse_offset

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

    from stretchtimer.units import Millis

TEXT_LIMIT = 1_000
NAME_LIMIT = 80


class Refused(ValueError):
    """A value that does not fit: what is wrong with it, and what to write instead.

    `part` is what in the text is at fault, where that is not all of it.
    """

    def __init__(self, message: str, hint: str = "", part: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.part = message, hint, part


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: `noun` names it in messages, `read` turns its text into the value or is Refused."""

    noun: str
    read: Callable[[str], Any]
    schema: dict[str, Any]
    example: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind; `least` says how many there must be."""

    item: Kind
    least: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record. `name` is the attribute it becomes, where that cannot be the key itself."""

    key: str
    kind: Kind
    doc: str
    required: bool = False
    name: str = ""

    @property
    def attribute(self) -> str:
        return self.name or self.key


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys. `make` builds the value; None leaves that to `build`."""

    noun: str
    doc: str
    fields: tuple[Field, ...]
    make: Callable[..., Any] | None = None


class AnyStep:
    """One of the three kinds of step; which one is seen by its keys."""


class Free:
    """Any value at all, kept as plain data: a block that another part of the program reads."""


Kind: TypeAlias = Scalar | ListOf | Record | AnyStep | Free


def _checked(text: str, limit: int) -> str:
    if (bad := unsafe_character(text.replace("\n", " ").replace("\t", " "))) is not None:
        code = f"U+{ord(bad):04X}"
        if bad < "\xa0":
            message = f"the text holds a control character ({code})"
            raise Refused(message, "delete it; colours and other effects are not used here", bad)
        raise Refused(f"the text holds a character that cannot be seen ({code})", "delete it", bad)
    folded = one_line(text)
    if not folded:
        raise Refused("the text is empty", "write something, or leave the key out")
    if len(folded) > limit:
        raise Refused(
            f"the text has {len(folded):,} characters, at most {limit:,} are read", "make it shorter"
        )
    return folded


def _read_line(text: str) -> str:
    """A text in which {side} and {other} stand for the words."""
    line = _checked(text, TEXT_LIMIT)
    for word in re.findall(r"\{([^{}]*)\}", line):
        if word not in ("side", "other"):
            close = meant(word.strip().lower(), ("side", "other"))
            hint = f"did you mean {{{close}}}?" if close else "only {side} and {other} stand for something"
            raise Refused(f"{quoted(f'{{{word}}}')[1:-1]} is not known in a text", hint, f"{{{word}}}")
    return line


def _read_identifier(text: str) -> str:
    identifier = _checked(text, NAME_LIMIT)
    if "/" in identifier or "\\" in identifier or identifier.startswith("."):
        raise Refused(
            f"{quoted(identifier)} is not an id",
            "an id is a file's name without .yaml and without its folder",
        )
    return identifier.removesuffix(".yaml")


def _read_duration(text: str, *, least: Millis) -> Millis:
    stripped = text.strip()
    try:
        ms = parse_duration(stripped.removeprefix("-"))
    except ValueError:
        close = meant_duration(text)
        hint = f"did you mean {close}?" if close else f"write it like {DURATION_FORMS}"
        raise Refused(f"{quoted(text)} is not a duration", hint) from None
    if stripped.startswith("-") or ms < least:
        wanted = "longer than 0" if least else "0 or longer"
        raise Refused(f"a duration is {wanted}, not {quoted(text)}", f"write it like {DURATION_FORMS}")
    if ms > DAY:
        raise Refused(f"{quoted(text)} is longer than a day", "write a time of 24h or less")
    return ms


def _read_offset(text: str) -> Millis:
    try:
        ms = parse_offset(text)
    except ValueError:
        hint = "write 10s for ten seconds into the side, -8s for eight seconds before its end"
        raise Refused(f"{quoted(text)} is not a place in time", hint) from None
    if abs(ms) > DAY:
        raise Refused(f"{quoted(text)} is longer than a day", "a cue stands within its side")
    if text.strip().startswith("-") and ms == 0:
        raise Refused("-0 is not a place in time", "write 0s for the start of the side")
    return ms


def _read_whole(text: str, *, least: int, most: int) -> int:
    stripped = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", stripped):
        raise Refused(f"{quoted(text)} is not a whole number", f"write a number from {least} to {most:,}")
    number = int(stripped)
    if not least <= number <= most:
        raise Refused(f"{number:,} is out of range", f"write a number from {least} to {most:,}")
    return number


def whole(least: int, most: int) -> Scalar:
    """A whole number from `least` to `most`."""
    return Scalar(
        noun="a whole number",
        read=lambda text: _read_whole(text, least=least, most=most),
        schema={"type": "integer", "minimum": least, "maximum": most},
        example=str(max(least, min(10, most))),
    )


def choice(noun: str, options: type[Enum]) -> Scalar:
    """One of an Enum's values, read from the word that stands in the file."""
    words = [str(option.value) for option in options]

    def read(text: str) -> Enum:
        if text.strip() in words:
            return options(text.strip())
        import difflib  # late: only for a mistake

        close = difflib.get_close_matches(text.strip().lower(), words, 1)
        hint = f"did you mean {close[0]}?" if close else f"write {', '.join(words[:-1])} or {words[-1]}"
        raise Refused(f"{quoted(text)} is not {noun}", hint)

    return Scalar(noun=noun, read=read, schema={"enum": words}, example=words[0])


def _duration_schema(least: Millis, *, signed: bool = False) -> dict[str, Any]:
    pattern = DURATION_PATTERN.replace("^", "^[-+]?", 1) if signed else DURATION_PATTERN
    if least:  # a text of noughts alone is a duration, and too short
        pattern = "^(?=.*[1-9])" + pattern.removeprefix("^")
    number: dict[str, Any] = {"type": "number", "maximum": DAY // 1000}
    number |= {"minimum": -DAY // 1000} if signed else {"exclusiveMinimum": 0} if least else {"minimum": 0}
    return {"anyOf": [number, {"type": "string", "pattern": pattern}]}


# What `text.unsafe_character` lets pass, in JSON Schema's dialect; and something that can be seen in it.
_SHOWN = r"(?=[\s\S]*\S)[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]*$"
_ANY = rf"^{_SHOWN}"
_NO_OTHER_TEMPLATE = rf"^(?![\s\S]*\{{(?!(?:side|other)\}})[^{{}}]*\}}){_SHOWN}"
_NO_PATH = rf"^(?![\s\S]*[/\\])(?!\s*\.){_SHOWN}"


def _text_schema(limit: int, pattern: str = _ANY) -> dict[str, Any]:
    # A bare number or yes in a file is the author's text to us, and a number or boolean to an editor.
    texts = {"type": "string", "minLength": 1, "maxLength": limit, "pattern": pattern}
    return {"anyOf": [texts, {"type": ["number", "boolean"]}]}


TEXT = Scalar("a text", lambda text: _checked(text, TEXT_LIMIT), _text_schema(TEXT_LIMIT), "a few words")
LINE = Scalar("a text", _read_line, _text_schema(TEXT_LIMIT, _NO_OTHER_TEMPLATE), "Bend your {side} knee")
NAME = Scalar("a name", lambda text: _checked(text, NAME_LIMIT), _text_schema(NAME_LIMIT), "Hip hinge")
IDENTIFIER = Scalar("an id", _read_identifier, _text_schema(NAME_LIMIT, _NO_PATH), "hip-hinge")
DURATION = Scalar("a duration", lambda text: _read_duration(text, least=1), _duration_schema(1), "45s")
PAUSE = Scalar("a duration", lambda text: _read_duration(text, least=0), _duration_schema(0), "5s")
OFFSET = Scalar("a place in time", _read_offset, _duration_schema(0, signed=True), "10s")
