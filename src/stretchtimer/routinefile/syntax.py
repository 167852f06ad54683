"""A YAML parser's complaint -> what a person did and what to write instead.

It knows both parsers' wordings (libyaml's and the pure one's) only by what they have in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.routinefile.hints import in_quotes
from stretchtimer.routinefile.nodes import NotYaml, lines_of
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import yaml

    from stretchtimer.routinefile.nodes import Node

_KEY = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
# What stands before a value: blanks, dashes, a key with its colon. A sentence begins with a capital.
_LEAD = re.compile(r"[ ]*(?:-[ ]+)*(?:[a-z][\w-]*:[ ]+)?")
_CLOSERS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where a parser stopped; places count from 0. `start` is where what it was reading begins."""

    words: str
    lines: Sequence[str]
    line: int
    column: int
    start: tuple[int, int] | None
    before: Node | None
    inside: Sequence[Node]

    @property
    def here(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.here[self.column : self.column + 1]

    @property
    def passed(self) -> str:
        """The line up to the place, without its last blanks."""
        return self.here[: self.column].rstrip()

    def say(self, message: str, hint: str, *, line: int | None = None, column: int | None = None) -> NotYaml:
        """The problem at this place, or at another."""
        line, column = self.line if line is None else line, self.column if column is None else column
        return NotYaml(line + 1, column + 1, message, hint)


def explain(
    error: yaml.MarkedYAMLError, text: str, *, before: Node | None, inside: Sequence[Node]
) -> NotYaml:
    """The parser's error, in our words, at the place to mend.

    `before` is the scalar that was read last, `inside` are the lists and mappings still open.
    """
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    scene = _Scene(
        words=f"{error.context or ''}: {error.problem or ''}",
        lines=lines_of(text),
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        start=(start.line, start.column) if start else None,
        before=before,
        inside=inside,
    )
    first = scene.here.lstrip(" ")[:1]
    if first and not first.isprintable():
        message = f"an invisible character (U+{ord(first):04X}) stands in the indentation"
        return scene.say(message, "write a blank", column=scene.here.index(first))
    for pattern, tell in _CAUSES:
        if re.search(pattern, scene.words) and (told := tell(scene)):
            return told
    return scene.say("this cannot be read as YAML", "is a quote, a bracket or a blank missing here?")


def _value(line: str) -> tuple[int, str]:
    """Where the value of a line begins, and the value; without its comment."""
    match = _LEAD.match(line)
    start = match.end() if match else 0
    return start, re.sub(r"\s#.*", "", line[start:])


def _cannot_start(scene: _Scene, line: int, column: int) -> NotYaml:
    rest = scene.lines[line][column:]
    flow = re.match(r"[^,\]}]*", rest) if scene.inside and scene.inside[-1].style else None
    text = flow[0] if flow else re.sub(r"\s#.*", "", rest)
    return scene.say(f"a text cannot start with {rest[:1]}", in_quotes(text), line=line, column=column)


def _bad_start(scene: _Scene) -> NotYaml:
    return _cannot_start(scene, scene.line, scene.column)


def _at_start(scene: _Scene) -> NotYaml | None:
    return _cannot_start(scene, *scene.start) if scene.start else None


def _bad_escape(scene: _Scene) -> NotYaml:
    column = max(scene.here.rfind("\\", 0, scene.column + 1), 0)
    hint = "write \\\\ for a backslash, or use 'single quotes'"
    if "invalid Unicode" in scene.words:
        return scene.say("this escape is no character", "write the character itself", column=column)
    return scene.say("an unknown escape in a text in double quotes", hint, column=column)


def _open_quote(scene: _Scene) -> NotYaml | None:
    if scene.start is None:
        return None
    line, column = scene.start
    quote = scene.lines[line][column]
    message = "a quote that opens here is never closed"
    return scene.say(message, f"close it with another {quote}", line=line, column=column)


def _second_colon(scene: _Scene) -> NotYaml:
    own, above = scene.here[: scene.column], scene.lines[scene.line - 1] if scene.line else ""
    if not re.fullmatch(rf"[ ]*(?:-[ ]+)*{_KEY}[ ]*", own) or not above.strip():
        start, text = _value(scene.here)
        if start > scene.column:
            return scene.say("this is too long for a key", "a key is a word, such as `name`", column=0)
        return scene.say("a second ':' stands in this line", in_quotes(text))
    indent = len(own) - len(own.lstrip())
    if indent <= len(above) - len(above.lstrip(" -")):  # the line above is no key, and goes on here
        return _missing_colon(scene, scene.line - 1)
    message = "this line is indented deeper than the one above it, which has a value already"
    return scene.say(message, "indent it as far as its neighbours", column=indent)


def _missing_colon(scene: _Scene, line: int) -> NotYaml:
    """The line should hold a key and does not."""
    text = scene.lines[line]
    if tight := re.match(rf"[ ]*(?:-[ ]+)*({_KEY}):(?=\S)", text):
        hint = f"write `{safe(tight[1])}: {safe(text[tight.end() :])[:40]}`"
        return scene.say("a blank is missing behind the ':'", hint, line=line, column=tight.end())
    above = scene.lines[line - 1] if line else ""
    column = len(text) - len(text.lstrip(" -"))
    if re.search(r"[:-] +[>|][+-]?\d?\s*$", above):
        message = "the text after > or | is not indented"
        return scene.say(message, "indent each of its lines by two blanks", line=line, column=column)
    hint = "write `key: value`; a text of several lines starts with `>`"
    return scene.say("a key without its ':'", hint, line=line, column=column)


def _no_colon(scene: _Scene) -> NotYaml:
    return _missing_colon(scene, scene.start[0] if scene.start else scene.line)


def _in_brackets(scene: _Scene) -> NotYaml | None:
    braced = scene.character == "{" or (scene.passed.endswith("}") and scene.character != "]")
    if braced and (opening := re.search(r"[\[,:]\s*([^\[\],:]*\{\w*\}[^\],]*)", scene.here)):
        message = "a text with a brace in it wants quotes between brackets"
        text = re.sub(r"\}?\s*$", "", opening[1]) if opening[1].count("}") > 1 else opening[1]
        return scene.say(message, in_quotes(text), column=opening.start(1))
    opened = next((node for node in reversed(scene.inside) if node.style), None)
    if opened is None:
        return None
    line, column = opened.line - 1, opened.column - 1
    close = _CLOSERS.get(scene.lines[line][column], "]")
    if scene.line == line and scene.character in "]}" and scene.character:
        return scene.say(f"{scene.character} closes what another bracket opened", f"write {close}")
    if scene.line == line and scene.character == ",":
        return scene.say("nothing stands before this comma", "delete it, or write what belongs there")
    if scene.line == line and scene.character:
        hint = 'put a comma before it, or quotes around a text: {at: 10s, say: "so: like this"}'
        return scene.say("a comma is missing before this", hint)
    hint = f"close it with {close}, and put a comma between any two parts"
    return scene.say("a bracket that opens here is never closed", hint, line=line, column=column)


def _behind_quote(scene: _Scene) -> NotYaml | None:
    """A text in quotes has ended, and something follows."""
    quoted = scene.before
    if quoted is None or quoted.style not in ("'", '"') or not scene.passed.endswith(quoted.style):
        return None
    if scene.inside and scene.inside[-1].style and re.match(rf"[:,]|{_KEY}:", scene.here[scene.column :]):
        return None  # a comma is missing
    line, column = quoted.line - 1, quoted.column - 1
    if line == scene.line:
        if quoted.style == "'" and not scene.here[: scene.column].endswith(" "):
            hint = "write '' for an apostrophe between single quotes, or use double quotes"
        else:
            hint = in_quotes(scene.here[column:]).replace("text", "whole text", 1)
        return scene.say("text stands behind a closing quote", hint)
    message = f"a quote that opens here is closed only on line {scene.line + 1}"
    return scene.say(message, f"close it on this line with another {quoted.style}", line=line, column=column)


def _in_block(scene: _Scene) -> NotYaml:
    if told := _behind_quote(scene):
        return told
    start, text = _value(scene.here)
    if text[:1] in ("[", "{") and scene.column > start and scene.passed[-1:] in ("]", "}"):
        if scene.character in ("]", "}"):
            return scene.say("a bracket closes here that was never opened", "delete it")
        return scene.say(f"a text cannot start with {text[0]}", in_quotes(text), column=start)
    if scene.character == ":":
        return scene.say("a key is missing before the ':'", "write `key: value`")
    if scene.character in ("]", "}", ","):
        return scene.say(f"a text cannot start with {scene.character}", in_quotes(scene.here[scene.column :]))
    hint = "indent it as far as its neighbours"
    return scene.say("this line does not fit the indentation above it", hint)


def _list_in_line(scene: _Scene) -> NotYaml:
    hint = "write it on the next line, or [one, two]; a text that starts so wants quotes"
    return scene.say(f"a list or key cannot begin behind a key ({scene.character})", hint)


def _after_end(scene: _Scene) -> NotYaml:
    return scene.say("the file has ended before this, with ...", "delete the line with the dots")


def _tight_colon(scene: _Scene) -> NotYaml:
    hint = "put a blank behind it, or the text in quotes"
    return scene.say("a ':' stands here without a blank behind it", hint)


# Words that both parsers use -> what tells the cause; the first that knows it is heard.
_CAUSES: tuple[tuple[str, Callable[[_Scene], NotYaml | None]], ...] = (
    (r"cannot start any token", _bad_start),
    (r"expected '?<document start>", _after_end),
    (r"unexpected ':'", _tight_colon),
    (r"scanning an? (alias|anchor)|(scanning|parsing) a (tag|node)|block scalar", _at_start),
    (r"escape|hexdecimal|hexadecimal", _bad_escape),
    (r"quoted scalar", _open_quote),
    (r"mapping values are not allowed", _second_colon),
    (r"(sequence entries|mapping keys) are not allowed", _list_in_line),
    (r"flow", _behind_quote),
    (r"flow", _in_brackets),
    (r"simple key", _no_colon),
    (r"block (mapping|collection|node|sequence)", _in_block),
)
