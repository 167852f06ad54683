"""Nodes + the description of a format -> values, collecting every problem on the way.

It knows kinds and records in general; what a routine's keys mean together stands in `build`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stretchtimer.errors import Problem, Severity
from stretchtimer.routinefile.format import EXERCISE_STEP, REPEAT, REST
from stretchtimer.routinefile.kinds import AnyStep, Free, ListOf, Record, Refused, Scalar
from stretchtimer.routinefile.nodes import Node, Shape
from stretchtimer.routinefile.spelling import ELSEWHERE, meant
from stretchtimer.text import one_line, quoted, safe

if TYPE_CHECKING:
    from stretchtimer.routinefile.kinds import Field, Kind


class Invalid:
    """The one value of something that could not be read; its problem is already noted."""


INVALID: Final = Invalid()


class Values:
    """A record's values by attribute, with the nodes they were read from.

    `read` has those that could be read, `keys` the key nodes of all that are written, `meant` the keys
    that misspelt ones were meant to be; `valid` says that nothing is wrong with any of them.
    """

    __slots__ = ("keys", "meant", "node", "read", "record", "valid", "values")

    def __init__(self, record: Record, node: Node) -> None:
        self.record, self.node = record, node
        self.read: dict[str, Any] = {}
        self.keys: dict[str, Node] = {}
        self.values: dict[str, Node] = {}
        self.meant: set[str] = set()
        self.valid = True

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default where the key is not in the file."""
        return self.read.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.read

    def written(self, *names: str) -> bool:
        """Whether one of these keys is in the file, rightly spelt or not."""
        return any(name in self.keys or name in self.meant for name in names)

    def at(self, name: str) -> Node:
        """The node of a value, or of the record where the key is not in the file."""
        return self.values.get(name, self.node)


class Reader:
    """Reads the nodes of one file; `problems` holds all that is wrong with it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._lines = text.split("\n")

    def error(self, node: Node, message: str, hint: str = "") -> Invalid:
        """Note an error at a node; what it stands in cannot be read."""
        self._note(node, message, hint, Severity.ERROR)
        return INVALID

    def warn(self, node: Node, message: str, hint: str = "") -> None:
        """Note something legal that is probably not meant."""
        self._note(node, message, hint, Severity.WARNING)

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def _note(self, node: Node, message: str, hint: str, severity: Severity) -> None:
        self.problem(node.line, node.column, message, hint=hint, severity=severity)

    def problem(
        self, line: int, column: int, message: str, *, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a problem at a place that has no node."""
        source = self._lines[line - 1].rstrip("\r") if line <= len(self._lines) else ""
        self.problems.append(Problem(self.path, line, column, message, hint, severity, source))

    def read(self, kind: Kind, node: Node, key: str) -> Any:
        """The value of a node, or INVALID; `key` is what messages call it."""
        if isinstance(kind, Free):
            return plain_data(node)
        if node.empty:
            return self._nothing(kind, node, key)
        if isinstance(kind, Scalar):
            return self._scalar(kind, node, key)
        if isinstance(kind, ListOf):
            return self._list(kind, node, key)
        if isinstance(kind, AnyStep):
            return self._step(node)
        return self.record(kind, node)

    def _nothing(self, kind: Kind, node: Node, key: str) -> Invalid:
        if isinstance(kind, AnyStep):
            return self.error(
                node, "an empty step stands here", "write `- exercise: hip-hinge`, or delete it"
            )
        return self.error(node, f"{quoted(key)} has no value", f"write {_example(key, kind)}")

    def _scalar(self, kind: Scalar, node: Node, key: str) -> Any:
        if node.shape is not Shape.SCALAR:
            message = f"{quoted(key)} wants {kind.noun}, and {node.shape.value} stands here"
            return self.error(node, message, _unbraced(node) or f"write {_example(key, kind)}")
        try:
            return kind.read(node.text)
        except Refused as refused:
            return self.error(node, refused.message, refused.hint)

    def _list(self, kind: ListOf, node: Node, key: str) -> Any:
        if node.shape is not Shape.LIST:
            hint = (
                f"write `{key}: [{_in_a_list(node.text)}]`" if node.text else "write a `- ` before each part"
            )
            return self.error(node, f"{quoted(key)} wants a list, and {node.shape.value} stands here", hint)
        if len(node.items) < kind.least:
            return self.error(node, f"{quoted(key)} is an empty list", "write at least one")
        values = [self.read(kind.item, item, key) for item in node.items]
        if isinstance(kind.item, AnyStep):  # the steps that can be read are looked at further
            return tuple(value for value in values if value is not INVALID)
        return INVALID if any(value is INVALID for value in values) else tuple(values)

    def _step(self, node: Node) -> Any:
        if node.shape is not Shape.MAPPING:
            word = safe(one_line(node.text))[:40] if node.shape is Shape.SCALAR else "hip-hinge"
            hint = f"write `- exercise: {word}` and below it `duration: 30s`"
            return self.error(node, f"a step is a mapping, and {node.shape.value} stands here", hint)
        keys = {key.text for key, _ in node.pairs if key.shape is Shape.SCALAR}
        if "repeat" in keys or ("steps" in keys and "exercise" not in keys):
            return self.record(REPEAT, node)
        if "rest" not in keys:
            return self.record(EXERCISE_STEP, node)
        if others := sorted(keys & {field.key for field in EXERCISE_STEP.fields}):
            place = next(key for key, _ in node.pairs if key.text == "rest")
            message = f"a rest is a step of its own, and this step has {quoted(others[0])} as well"
            return self.error(place, message, "write `- rest: ...` as the next step")
        return self.record(REST, node)

    def record(self, record: Record, node: Node) -> Any:
        """What a record makes of its keys, INVALID where one is wrong; its Values where it makes nothing."""
        if node.shape is not Shape.MAPPING:
            hint = "; ".join(_example(field.key, field.kind) for field in record.fields if field.required)
            message = f"{record.noun} is a mapping of keys to values, and {node.shape.value} stands here"
            return self.error(node, message, f"write {hint}")
        fields = {field.key: field for field in record.fields}
        values = Values(record, node)
        for name, value in node.pairs:
            field = fields.get(name.text) if name.shape is Shape.SCALAR else None
            if field is None:
                values.meant.add(self._unknown(record, name))
                values.valid = False
            elif field.key in values.keys:
                line = values.keys[field.key].line
                self.error(
                    name, f"{quoted(field.key)} is given twice, first on line {line}", "keep one of them"
                )
                values.valid = False
            else:
                values.valid &= self._enter(values, field, name, value)
        for field in record.fields:
            if field.required and not values.written(field.key):
                self.error(
                    node,
                    f"{record.noun} needs {quoted(field.key)}",
                    f"write {_example(field.key, field.kind)}",
                )
                values.valid = False
        if record.make is None:
            return values
        return record.make(**values.read) if values.valid else INVALID

    def _enter(self, values: Values, field: Field, name: Node, value: Node) -> bool:
        values.keys[field.key] = name
        read = self.read(field.kind, value, field.key)
        if read is INVALID:
            return False
        values.read[field.attribute] = read
        values.values[field.attribute] = value
        return True

    def _unknown(self, record: Record, name: Node) -> str:
        """Note an unknown key, and return the one that was probably meant."""
        if name.shape is not Shape.SCALAR:
            self.error(name, "a key is a plain word", "write `key: value`")
            return ""
        known = [field.key for field in record.fields]
        word = name.text.strip().lower()
        if word == "<<":
            self.error(name, "merging (<<) is not used here", "write the values out")
            return next((key for key in known if key in ("exercise", "name")), "")
        close = meant(word, known)
        hint = f"did you mean {quoted(close)}?" if close else f"{record.noun} knows {', '.join(known)}"
        hint = ELSEWHERE.get((record.noun, word), hint)
        self.error(name, f"{quoted(name.text)} is not a key of {record.noun}", hint)
        return close


def plain_data(node: Node) -> Any:
    """A node as texts, lists and dicts; a key given twice keeps its last value."""
    if node.shape is Shape.SCALAR:
        return node.text
    if node.shape is Shape.LIST:
        return [plain_data(item) for item in node.items]
    return {key.text: plain_data(value) for key, value in node.pairs}


def _in_a_list(text: str) -> str:
    """A text as it stands between [ and ]: in quotes where it holds what means something there."""
    shown = safe(one_line(text))
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    return f'"{shown}"' if set(shown) & set(",:#[]{}\"'&*!|>%@`") else shown


def _example(key: str, kind: Kind) -> str:
    """A key with a value that could stand there."""
    if isinstance(kind, Scalar):
        return f"`{key}: {kind.example}`"
    if isinstance(kind, ListOf) and isinstance(kind.item, Scalar):
        return f"`{key}: [{kind.item.example}]`"
    return f"`{key}:` and what belongs to it on the lines below"


def _unbraced(node: Node) -> str:
    """The hint for a sentence that YAML took for a mapping: its `: ` or its `{` wants quotes."""
    if node.shape is not Shape.MAPPING or len(node.items) < 2:
        return ""
    key, value = node.items[0], node.items[1]
    if key.text in ("side", "other") and value.empty:
        return f'put the text in quotes: "{{{key.text}}} ..."'
    sentence = safe(one_line(f"{key.text}: {value.text}"))[:60]
    return f'put the text in quotes: "{sentence}"'
