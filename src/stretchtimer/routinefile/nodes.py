"""YAML text -> nodes with their places, built from the parser's events.

It knows no routine. Events and not `compose`: the C loader's recursion crashes the process on some
30,000 brackets, and resolved values are wrong for us (`1:30` is 90, `0:30` a string, `no` is False).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import CollectionStartEvent, Event, ScalarEvent

    _Written: TypeAlias = ScalarEvent | CollectionStartEvent

MAX_BYTES = 1024 * 1024
MAX_NODES = 20_000
MAX_DEPTH = 100

# Looked for before parsing: for these libyaml reports a byte offset, the pure parser a character's. The
# second row YAML 1.1 takes for line ends and nothing, where no editor does: places would be wrong.
# What is forbidden and not what is allowed: a set of nearly everything takes `re` 6 ms to compile.
_NOT_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\ufeff]")
# A tab before the text of a line, or a directive. What follows the text libyaml takes for a blank.
_TAB = re.compile(r"(?:\A|(?<=[\r\n]))(?:[ ]|[-?:](?=[ \t]))*(?P<tab>\t)[ \t]*(?=[^\s#])")
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))%")
_VERSION = re.compile(r"(?:[ ]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*%YAML 1\.[12] *(?:\r\n|\r|\n)---")
_LINE_END = re.compile(r"\r\n|\r|\n")
# Escapes in double quotes that libyaml refuses, and at which the pure parser falls over or goes on.
_NO_CHARACTER = re.compile(
    r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}|\\U(?!0010|000[0-9a-fA-F])[0-9a-fA-F]{8}"
)
_QUESTION = re.compile(r"(?<=[^\s\[{,:?-])[ ?]*\?")
_NO_MARK = "\uf8ff"  # of the private use area: it means nothing, and stands for a question mark
_NOTHING = ("", "~", "null", "Null", "NULL")


class Shape(Enum):
    """The three shapes a YAML node can have; the value is its name in a message."""

    SCALAR = "a text"
    LIST = "a list"
    MAPPING = "a mapping of keys to values"


@dataclass(slots=True)
class Node:
    """A piece of a YAML file where it stands; `line` and `column` count from 1.

    `text` is a scalar's own text, unresolved. `style` is how it is written: a quote, `>`, `|`, of a list
    or mapping `[`, or nothing. `items` are a list's nodes, or a mapping's keys and values in turn.
    """

    shape: Shape
    line: int
    column: int
    text: str = ""
    style: str = ""
    items: list[Node] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Written without quotes or brackets."""
        return not self.style

    @property
    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """A mapping's keys with their values."""
        return zip(self.items[::2], self.items[1::2], strict=True)

    @property
    def empty(self) -> bool:
        """Nothing written: `name:` with no value, or `~`."""
        return self.shape is Shape.SCALAR and self.plain and self.text in _NOTHING


class NotYaml(Exception):
    """The text cannot be read as one YAML document of a sensible size.

    `whole` says that no one line is at fault.
    """

    def __init__(self, line: int, column: int, message: str, hint: str = "", *, whole: bool = False) -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint, self.whole = line, column, message, hint, whole


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them, without their ends."""
    return _LINE_END.split(text)


def _at(text: str, index: int, message: str, hint: str) -> NotYaml:
    before = lines_of(text[:index])
    return NotYaml(len(before), len(before[-1]) + 1, message, hint)


def decode(data: bytes) -> str:
    """A file's bytes as text. Raises NotYaml where they are too many or not UTF-8."""
    if len(data) > MAX_BYTES:
        hint = "a routine of a hundred steps has some 10 KiB"
        raise NotYaml(1, 1, "the file is larger than 1 MiB", hint, whole=True)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotYaml(1, 1, "the file is UTF-16 text", "save it as UTF-8", whole=True)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().removeprefix("\ufeff")
        message = f"the file is not UTF-8 text (byte 0x{data[error.start]:02x})"
        raise _at(before, len(before), message, "save it as UTF-8") from None


def parse(text: str) -> Node:
    """The one document in `text` as a tree of nodes. Raises NotYaml at the first thing that is not YAML."""
    import yaml  # late: costs as much as the rest of a listing that is answered from its cache

    _look_over(text)
    tree = _Tree(text)
    # PyYAML without libyaml (musl, a Python newer than its wheels) has the pure parser only, which knows
    # neither the tabs that are left, behind a text, nor a question mark in a text between brackets.
    loader, plain = getattr(yaml, "CSafeLoader", None), text.replace("\t", " ")
    if loader is None and _NO_MARK not in text:
        plain = _QUESTION.sub(lambda match: match[0].replace("?", _NO_MARK), plain)
    try:
        tree.build(yaml.parse(plain, loader or yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        from stretchtimer.routinefile.syntax import explain  # late: only for a broken file

        raise explain(error, text, before=tree.last, inside=tree.stack) from None
    except (ValueError, OverflowError):  # the pure parser's chr() of an escape
        raise _no_character(text, 0) from None
    if tree.root is None or (tree.root.empty and not tree.root.text):
        message = "the file holds only comments" if "#" in text else "the file is empty"
        raise NotYaml(1, 1, message, "see `stretch new` for a routine to start from", whole=True)
    return tree.root


def _look_over(text: str) -> None:
    """Refuse what the parsers disagree about, or place where no editor would look."""
    if bad := _NOT_YAML.search(text):
        code = f"U+{ord(bad[0]):04X}"
        if "\x00" in text:
            raise _at(
                text, bad.start(), f"a control character ({code}) stands here", "this is not a text file"
            )
        what = "a control character" if bad[0] < "\xa0" else "an invisible character"
        raise _at(text, bad.start(), f"{what} ({code}) stands here", "delete it; it has no use here")
    if "\t" in text and (tab := _TAB.search(text)):
        raise _at(text, tab.start("tab"), "a tab stands in the indentation", "use blanks")
    if "%" in text:
        version = _VERSION.match(text)  # what all files of one's own may begin with
        if directive := _DIRECTIVE.search(text, version.end() if version else 0):
            message = "a line that starts with % is a YAML directive, and none is used here"
            raise _at(text, directive.start(), message, "delete the line, or put the text in quotes")


def _no_character(text: str, start: int) -> NotYaml:
    bad = _NO_CHARACTER.search(text, start)
    return _at(
        text, bad.start() if bad else start, "this escape is no character", "write the character itself"
    )


class _Tree:
    """Nodes as the events build them. `stack` are those still open, `last` is the latest scalar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.root: Node | None = None
        self.last: Node | None = None
        self.stack: list[Node] = []
        self._count = self._documents = 0

    def build(self, parsed: Iterator[object]) -> None:
        """Take all events. Raises NotYaml where they tell of more than this format uses."""
        from yaml import events as kinds  # late: see parse

        for event in parsed:
            if isinstance(event, kinds.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, kinds.MappingStartEvent):
                self._open(event, Shape.MAPPING)
            elif isinstance(event, kinds.SequenceStartEvent):
                self._open(event, Shape.LIST)
            elif isinstance(event, kinds.CollectionEndEvent):
                self.stack.pop()
            elif isinstance(event, kinds.AliasEvent):
                message = f"aliases (*{event.anchor}) are not used here"
                hint = "write the values out; a text that starts with * wants quotes"
                raise NotYaml(*_place(event), message, hint)
            elif isinstance(event, kinds.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    hint = "a file holds one routine: delete the line, or make a second file"
                    raise NotYaml(*_place(event), "a second document starts here (---)", hint)

    def _scalar(self, event: ScalarEvent) -> None:
        line, column = _place(event)
        style, index = event.style or "", event.start_mark.index if event.start_mark else 0
        if style == '"' and any("\ud800" <= character <= "\udfff" for character in event.value):
            raise _no_character(self._text, index)
        if not style and not event.value:  # the parsers differ in the blanks before nothing
            while column > 1 and self._text[index - 1] in " \t":
                column, index = column - 1, index - 1
        self.last = Node(Shape.SCALAR, line, column, event.value.replace(_NO_MARK, "?"), style)
        self._add(event, self.last)

    def _open(self, event: CollectionStartEvent, shape: Shape) -> None:
        line, column = _place(event)
        node = Node(shape, line, column, style="[" if event.flow_style else "")
        self._add(event, node)
        self.stack.append(node)
        if len(self.stack) > MAX_DEPTH:
            raise NotYaml(line, column, f"nested more than {MAX_DEPTH} deep", "is a bracket left open?")

    def _add(self, event: _Written, node: Node) -> None:
        if event.tag is not None:
            raise NotYaml(
                *_place(event), f"tags ({_tag(event.tag)}) are not used here", _UNMARKED.format("!")
            )
        if event.anchor is not None:
            hint = _UNMARKED.format("&")
            raise NotYaml(*_place(event), f"anchors (&{event.anchor}) are not used here", hint)
        self._count += 1
        if self._count > MAX_NODES:
            message = f"more than {MAX_NODES:,} values in one file"
            raise NotYaml(node.line, node.column, message, "split it into several")
        if self.stack:
            self.stack[-1].items.append(node)
        else:
            self.root = node


_UNMARKED = "delete it; a text that starts with {} wants quotes"


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _tag(tag: str) -> str:
    """A tag as it is written: `!!str` and not where that leads to."""
    return tag.replace("tag:yaml.org,2002:", "!!", 1)
