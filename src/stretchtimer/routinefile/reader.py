"""Nodes + the description of a format -> values, collecting every problem on the way.

It knows kinds and records in general; what a routine's keys mean together stands in `build`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stretchtimer.errors import Problem, Severity
from stretchtimer.routinefile.format import EXERCISE_STEP, REPEAT, REST
from stretchtimer.routinefile.hints import as_list, as_step, as_text, example, unknown_key
from stretchtimer.routinefile.kinds import AnyStep, Free, ListOf, Record, Refused, Scalar
from stretchtimer.routinefile.nodes import Node, Shape, lines_of
from stretchtimer.routinefile.values import Values
from stretchtimer.text import quoted, unsafe_character

if TYPE_CHECKING:
    from stretchtimer.routinefile.kinds import Field, Kind


MOST_PROBLEMS = 100


class TooMany(Exception):
    """So much is wrong with a file that the rest is better looked at later."""


class Invalid:
    """The one value of something that could not be read; its problem is already noted."""


INVALID: Final = Invalid()


class Reader:
    """Reads the nodes of one file; `problems` holds all that is wrong with it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._lines = lines_of(text)

    def error(self, node: Node, message: str, hint: str = "") -> Invalid:
        """Note an error at a node; what it stands in cannot be read."""
        self.problem(node.line, node.column, message, hint=hint)
        return INVALID

    def warn(self, node: Node, message: str, hint: str = "", part: str = "") -> None:
        """Note something legal that is probably not meant; `part` is what in the node's text it is about."""
        column = node.column + self._before(node, part)
        self.problem(node.line, column, message, hint=hint, severity=Severity.WARNING)

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def problem(
        self, line: int, column: int, message: str, *, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a problem at a place that has no node."""
        source = self._lines[line - 1] if line <= len(self._lines) else ""
        self.note(Problem(self.path, line, column, message, hint, severity, source))

    def note(self, problem: Problem) -> None:
        """Note a problem; raises TooMany at one that nobody would read."""
        if len(self.problems) == MOST_PROBLEMS:
            last = max(problem.place for problem in self.problems)
            message = f"and more: only the first {MOST_PROBLEMS} problems are told"
            self.problems.append(Problem(self.path, *last, message, "mend these, and check again"))
            raise TooMany
        self.problems.append(problem)

    def read(self, kind: Kind, node: Node, key: str, *, item: bool = False) -> Any:
        """The value of a node, or INVALID; `key` is what messages call it. An item is one of its list."""
        if isinstance(kind, Free):
            return self._free(node)
        if node.empty:
            return self._nothing(kind, node, key, item=item)
        if isinstance(kind, Scalar):
            return self._scalar(kind, node, key, item=item)
        if isinstance(kind, ListOf):
            return self._list(kind, node, key)
        if isinstance(kind, AnyStep):
            return self._step(node)
        return self.record(kind, node)

    def _free(self, node: Node) -> Any:
        """Plain data, in which no key comes twice and nothing can drive a terminal."""
        before = len(self.problems)
        seen: dict[str, int] = {}
        for name, _ in node.pairs if node.shape is Shape.MAPPING else ():
            if name.shape is not Shape.SCALAR:
                self._no_key(name)
            elif name.text in seen:
                self._twice(name, seen[name.text])
            seen.setdefault(name.text, name.line)
        for part in node.items:
            self._free(part)
        if node.shape is Shape.SCALAR and (bad := unsafe_character(node.text.replace("\n", " "))):
            self.error(node, f"the text holds a control character (U+{ord(bad):04X})", "delete it")
        return plain_data(node) if len(self.problems) == before else INVALID

    def _no_key(self, name: Node) -> None:
        self.error(name, "a key is a plain word", "write `key: value`")

    def _twice(self, name: Node, line: int) -> None:
        self.error(name, f"{quoted(name.text)} is given twice, first on line {line}", "keep one of them")

    def _nothing(self, kind: Kind, node: Node, key: str, *, item: bool) -> Invalid:
        if isinstance(kind, AnyStep):
            hint = "write `- exercise: hip-hinge`, or delete it"
            return self.error(node, "an empty step stands here", hint)
        if item:
            hint = "write something behind the -, or delete it"
            return self.error(node, f"an empty part of {quoted(key)} stands here", hint)
        return self.error(node, f"{quoted(key)} has no value", f"write {example(key, kind)}")

    def _scalar(self, kind: Scalar, node: Node, key: str, *, item: bool) -> Any:
        if node.shape is not Shape.SCALAR:
            message = f"{quoted(key)} wants {kind.noun}, and {node.shape.value} stands here"
            return self.error(node, message, as_text(node, kind) or f"write {example(key, kind, item=item)}")
        try:
            return kind.read(node.text)
        except Refused as refused:
            column = node.column + self._before(node, refused.part)
            self.problem(node.line, column, refused.message, hint=refused.hint)
            return INVALID

    def _before(self, node: Node, part: str) -> int:
        """How many characters of a text's first line stand before a part of it; 0 where it is not there."""
        line = self._lines[node.line - 1][node.column - 1 :]
        return max(line.find(part), 0) if part else 0

    def _list(self, kind: ListOf, node: Node, key: str) -> Any:
        if node.shape is not Shape.LIST:
            message = f"{quoted(key)} wants a list, and {node.shape.value} stands here"
            return self.error(node, message, as_list(key, node, kind))
        if len(node.items) < kind.least:
            return self.error(node, f"{quoted(key)} is an empty list", "write at least one")
        values = [self.read(kind.item, item, key, item=True) for item in node.items]
        if isinstance(kind.item, AnyStep):  # the steps that can be read are looked at further
            return tuple(value for value in values if value is not INVALID)
        return INVALID if any(value is INVALID for value in values) else tuple(values)

    def _step(self, node: Node) -> Any:
        if node.shape is not Shape.SCALAR and not node.items:
            return self._nothing(AnyStep(), node, "step", item=True)
        if node.shape is not Shape.MAPPING:
            message = f"a step is a mapping, and {node.shape.value} stands here"
            return self.error(node, message, as_step(node))
        keys = {key.text: key for key, _ in node.pairs if key.shape is Shape.SCALAR}
        others = sorted(keys.keys() & {field.key for field in EXERCISE_STEP.fields})
        if "repeat" in keys and "steps" not in keys and others:
            hint = "write `- repeat: 3`, below it `steps:`, and this step below that"
            return self.error(keys["repeat"], "'repeat' begins a group, and this is a step", hint)
        grouped = "repeat" in keys or ("steps" in keys and "exercise" not in keys)
        if grouped or "rest" not in keys:
            return self.record(REPEAT if grouped else EXERCISE_STEP, node)
        if others:
            message = f"a rest is a step of its own, and this step has {quoted(others[0])} as well"
            return self.error(keys["rest"], message, "write `- rest: ...` as the next step")
        return self.record(REST, node)

    def record(self, record: Record, node: Node) -> Any:
        """What a record makes of its keys, INVALID where one is wrong; its Values where it makes nothing."""
        if node.shape is not Shape.MAPPING:
            needed = [example(field.key, field.kind) for field in record.fields if field.required]
            message = f"{record.noun} is a mapping of keys to values, and {node.shape.value} stands here"
            return self.error(node, message, f"write {' and '.join(needed)}")
        fields = {field.key: field for field in record.fields}
        values = Values(record, node)
        for name, value in node.pairs:
            field = fields.get(name.text) if name.shape is Shape.SCALAR else None
            if field is None:
                self._unknown(values, name, value)
                values.valid = False
            elif field.key in values.keys:
                self._twice(name, values.keys[field.key].line)
                values.valid = False
            else:
                values.valid &= self._enter(values, field, name, value)
        for field in record.fields:
            if field.required and not values.written(field.key):
                hint = f"write {example(field.key, field.kind)}"
                self.error(node, f"{record.noun} needs {quoted(field.key)}", hint)
                values.valid = False
        if record.make is None:
            return values
        return record.make(**values.read) if values.valid else INVALID

    def _enter(self, values: Values, field: Field, name: Node, value: Node) -> bool:
        values.keys[field.key] = name
        values.values[field.attribute] = value
        read = self.read(field.kind, value, field.key)
        if read is INVALID:
            return False
        values.read[field.attribute] = read
        return True

    def _unknown(self, values: Values, name: Node, value: Node) -> None:
        """Note an unknown key, and which keys need not be missed because of it."""
        if name.shape is not Shape.SCALAR:
            self._no_key(name)
        elif name.text == "<<":
            values.meant |= {"exercise", "name", "duration"}
            self.error(name, "merging (<<) is not used here", "write the values out")
        elif (
            name.plain and (at := next((n for n, c in enumerate(name.text) if not c.isprintable()), -1)) >= 0
        ):
            message = f"an invisible character (U+{ord(name.text[at]):04X}) stands here"
            column = name.column + self._before(name, name.text[at])
            self.problem(name.line, column, message, hint="delete it, or write a blank")
            values.meant.add("".join(c for c in name.text if c.isprintable()))
        else:
            hint, meant = unknown_key(values.record, name, value, values.node)
            values.meant |= meant
            self.error(name, f"{quoted(name.text)} is not a key of {values.record.noun}", hint)


def plain_data(node: Node) -> Any:
    """A node as texts, lists and dicts; a key given twice keeps its last value."""
    if node.shape is Shape.SCALAR:
        return node.text
    if node.shape is Shape.LIST:
        return [plain_data(item) for item in node.items]
    return {key.text: plain_data(value) for key, value in node.pairs}
