"""What to write instead: examples of keys and values, and texts in quotes.

It knows the kinds of value, and nothing of files or places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stretchtimer.routinefile.format import EXERCISE, EXERCISE_STEP, ROUTINE
from stretchtimer.routinefile.kinds import LINE, NAME, TEXT, AnyStep, ListOf, Scalar
from stretchtimer.routinefile.nodes import Shape
from stretchtimer.routinefile.spelling import ELSEWHERE, meant
from stretchtimer.text import one_line, safe
from stretchtimer.units import parse_duration

if TYPE_CHECKING:
    from stretchtimer.routinefile.kinds import Kind, Record
    from stretchtimer.routinefile.nodes import Node

_MOST = 60


def example(key: str, kind: Kind, *, item: bool = False) -> str:
    """A key with a value that could stand there; or the value alone, as an item of the key's list."""
    if isinstance(kind, Scalar):
        return f"`- {kind.example}`" if item else f"`{key}: {kind.example}`"
    if isinstance(kind, ListOf) and isinstance(kind.item, Scalar):
        return f"`{key}: [{_in_a_list(kind.item.example, kind.item)}]`"
    if isinstance(kind, ListOf) and isinstance(kind.item, AnyStep):
        return f"`{key}:`, below it `- exercise: hip-hinge` and `duration: 30s`"
    return f"`{key}:` and what belongs to it on the lines below"


def in_quotes(text: str) -> str:
    """The hint to put a text in quotes, with the text, in the quotes that fit it."""
    cut = _cut(text)
    quoted = f'"{cut}"' if not re.search(r'["\\]', cut) else "'" + cut.replace("'", "''") + "'"
    return f"put the text in quotes: {quoted}"


def as_list(key: str, node: Node, kind: ListOf) -> str:
    """How to make a list of what stands there."""
    if not node.text:
        return "write a `- ` before each part"
    if len(node.text) > _MOST:
        return f"write it below `{key}:` on a line of its own, behind a `- `"
    return f"write `{key}: [{_in_a_list(node.text, kind.item)}]`"


def as_text(node: Node, kind: Scalar) -> str:
    """How to write the text that YAML took for a mapping or a list: it wants quotes. Empty if it is none."""
    if kind not in (TEXT, LINE, NAME) or not node.items:
        return ""
    first = node.items[0]
    if node.shape is Shape.LIST:
        words = ", ".join(item.text for item in node.items)
        return in_quotes(f"[{words}]") if node.style and words else ""
    value = node.items[1]
    if value.empty and node.style:
        return in_quotes(f"{{{first.text}}}")
    return in_quotes(f"{first.text}: {value.text}") if len(node.items) == 2 else ""


def as_step(node: Node) -> str:
    """How to write a step of what stands in its place."""
    text = one_line(node.text)
    if tight := re.fullmatch(r"([a-z]+):(\S.*)", text):
        return f"write a blank behind the ':': `{tight[1]}: {_cut(tight[2])}`"
    try:
        parse_duration(text)
    except ValueError:
        shown = _cut(text) if text else "hip-hinge"
        return f"write `- exercise: {shown}` and below it `duration: 30s`"
    return f"write `duration: {_cut(text)}` below the exercise that it belongs to"


def unknown_key(record: Record, name: Node, value: Node, node: Node) -> tuple[str, set[str]]:
    """What to write for a key that a record does not have, and the keys that it may stand for."""
    word, known = name.text.strip().lower(), [field.key for field in record.fields]
    if elsewhere := ELSEWHERE.get((record.noun, word)):
        return elsewhere, set()
    if record in (ROUTINE, EXERCISE) and word in {field.key for field in EXERCISE_STEP.fields}:
        indented = f"a step has {word!r}: indent it as far as the step's other keys"
        return indented if record is ROUTINE else "a step says that, where a routine uses the exercise", set()
    if record is EXERCISE_STEP:
        known += [key for key in ("rest", "repeat", "steps") if key not in known]
    if close := meant(word, known):
        return _close(close, node)
    if node.style and value.empty:
        return "a comma ends a text here: put a text with a comma in quotes", set()
    if record is EXERCISE_STEP and len(node.items) == 2 and value.text:
        hint = f"write `- exercise: {_cut(name.text)}` and below it `duration: {_cut(value.text)}`"
        return hint, {"exercise", "duration"}
    return f"{record.noun} knows {', '.join(known)}", set()


def _close(key: str, node: Node) -> tuple[str, set[str]]:
    if key in {name.text for name, _ in node.pairs}:
        return f"{key!r} is there already: keep one of them", {key}
    excused = {"exercise", "duration"} if key in ("rest", "repeat", "steps") else set()
    return f"did you mean {key!r}?", {key, *excused}


def _cut(text: str) -> str:
    shown = safe(one_line(text))
    return shown if len(shown) <= _MOST else f"{shown[: _MOST - 1]}…"


def _in_a_list(text: str, kind: Kind) -> str:
    """A text as it stands between [ and ]: in quotes where it holds what means something there.

    A comma parts names, and belongs to a sentence.
    """
    shown = _cut(text)
    special = ":#[]{}\"'&*!|>%@`" + ("," if kind is LINE else "")
    return f'"{shown}"' if set(shown) & set(special) else shown
