"""YAML text -> nodes with their places, built from the parser's events.

It knows no routine. Events and not `compose`: the C loader's recursion crashes the process on some
30,000 brackets, and resolved values are wrong for us (`1:30` is 90, `0:30` a string, `no` is False).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1024 * 1024
MAX_NODES = 20_000
MAX_DEPTH = 100

# Looked for before parsing: for these libyaml reports a byte offset, the pure parser a character's.
# What is forbidden and not what is allowed: a set of nearly everything takes `re` 6 ms to compile.
_NOT_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Shape(Enum):
    """The three shapes a YAML node can have; the value is its name in a message."""

    SCALAR = "a text"
    LIST = "a list"
    MAPPING = "a mapping of keys to values"


@dataclass(slots=True)
class Node:
    """A piece of a YAML file where it stands; `line` and `column` count from 1.

    `text` is a scalar's own text, unresolved; `plain` says that it had no quotes. `items` are a
    list's nodes, or a mapping's keys and values in turn.
    """

    shape: Shape
    line: int
    column: int
    text: str = ""
    plain: bool = True
    items: list[Node] = field(default_factory=list)

    @property
    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """A mapping's keys with their values."""
        return zip(self.items[::2], self.items[1::2], strict=True)

    @property
    def empty(self) -> bool:
        """Nothing written: `name:` with no value, or `~`."""
        return self.shape is Shape.SCALAR and self.plain and self.text in ("", "~", "null")


class NotYaml(Exception):
    """The text cannot be read as one YAML document of a sensible size."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint


def decode(data: bytes) -> str:
    """A file's bytes as text. Raises NotYaml where they are too many or not UTF-8."""
    if len(data) > MAX_BYTES:
        raise NotYaml(1, 1, "the file is larger than 1 MiB", "a routine of a hundred steps has some 10 KiB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotYaml(1, 1, "the file is UTF-16 text", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        byte = data[error.start]
        message = f"the file is not UTF-8 text (byte 0x{byte:02x})"
        raise NotYaml(before.count(b"\n") + 1, column, message, "save it as UTF-8") from None


def parse(text: str) -> Node:
    """The one document in `text` as a tree of nodes. Raises NotYaml at the first thing that is not YAML."""
    import yaml  # late: costs as much as the rest of a listing that is answered from its cache

    if bad := _NOT_YAML.search(text):
        before = text[: bad.start()]
        message = f"a control character (U+{ord(bad[0]):04X}) stands here"
        hint = (
            "is this a text file? delete the character" if "\x00" not in text else "this is not a text file"
        )
        raise NotYaml(before.count("\n") + 1, bad.start() - before.rfind("\n"), message, hint)
    # PyYAML without libyaml (musl, a Python newer than its wheels) has the pure parser only.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = _build(yaml.parse(text, loader))
    except yaml.MarkedYAMLError as error:
        from stretchtimer.routinefile.syntax import explain  # late: only for a broken file

        raise explain(error, text) from None
    except (ValueError, OverflowError):  # the pure parser falls over "\U99999999"
        raise NotYaml(1, 1, "an escape in double quotes is no character", "write the character") from None
    if root is None:
        raise NotYaml(1, 1, "the file is empty", "see `stretch new` for a routine to start from")
    return root


def _build(events: Iterator[object]) -> Node | None:  # noqa: C901, PLR0912 - a branch for each event
    from yaml import events as kinds  # late: see parse

    root: Node | None = None
    stack: list[Node] = []
    count = documents = 0
    for event in events:
        mark = getattr(event, "start_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, kinds.ScalarEvent):
            node = Node(Shape.SCALAR, line, column, text=event.value, plain=not event.style)
        elif isinstance(event, kinds.MappingStartEvent):
            node = Node(Shape.MAPPING, line, column)
        elif isinstance(event, kinds.SequenceStartEvent):
            node = Node(Shape.LIST, line, column)
        elif isinstance(event, (kinds.MappingEndEvent, kinds.SequenceEndEvent)):
            stack.pop()
            continue
        elif isinstance(event, kinds.AliasEvent):
            raise NotYaml(
                line, column, f"aliases (*{event.anchor}) are not used here", "write the values out"
            )
        elif isinstance(event, kinds.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise NotYaml(line, column, "a second document starts here (---)", "one file, one routine")
            continue
        else:
            continue
        if event.tag is not None:
            raise NotYaml(line, column, f"tags ({event.tag}) are not used here", "write the plain value")
        if event.anchor is not None:
            raise NotYaml(
                line, column, f"anchors (&{event.anchor}) are not used here", "write the plain value"
            )
        count += 1
        if count > MAX_NODES:
            raise NotYaml(
                line, column, f"more than {MAX_NODES:,} values in one file", "split it into several"
            )
        if stack:
            stack[-1].items.append(node)
        else:
            root = node
        if node.shape is not Shape.SCALAR:
            stack.append(node)
            if len(stack) > MAX_DEPTH:
                raise NotYaml(line, column, f"nested more than {MAX_DEPTH} deep", "is a bracket left open?")
    return root
