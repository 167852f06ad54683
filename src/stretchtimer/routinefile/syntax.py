"""A YAML parser's complaint -> what a person did and what to write instead.

It knows both parsers' wordings (libyaml's and the pure one's) only by what they have in common.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stretchtimer.routinefile.nodes import NotYaml

if TYPE_CHECKING:
    import yaml

# (words in the parser's context and problem, what is wrong, what to write)
_MEANINGS = (
    (
        r"quoted scalar.*(end of stream|document)",
        "a quote that opens here is never closed",
        "close it, {quote}",
    ),
    (
        r"unknown escape",
        "an unknown escape in a text in double quotes",
        "write \\\\ for a backslash, or use 'single quotes'",
    ),
    (
        r"mapping values are not allowed",
        "a second ':' stands in this line",
        'put the text in quotes: "so: like this"',
    ),
    (
        r"flow (sequence|mapping).*(expected|did not find)",
        "a bracket that opens here is not closed, or a comma is missing",
        "write it like [one, two] or {{at: 10s, say: hello}}",
    ),
    (
        r"block (mapping|sequence|collection)",
        "this line does not fit the indentation above it",
        "indent it as far as its neighbours",
    ),
    (
        r"simple key|expected ':'",
        "a key without its ':'",
        "write `key: value`; a text of several lines starts with `>`",
    ),
    (
        r"expected <?document start|document start",
        "the file should have ended before this",
        "indent it as far as its neighbours",
    ),
    (r"duplicate anchor|anchor", "anchors (&name) are not used here", "write the values out"),
    (r"directive", "a line that starts with % is a YAML directive, and none is used here", "delete the line"),
    (r"tag|URI", "tags (!name) are not used here", 'put the text in quotes: "!"'),
    (r"alias", "aliases (*name) are not used here", 'put the text in quotes: "*"'),
    (
        r"block scalar",
        "the text after > or | is not indented as it should be",
        "indent each of its lines by two blanks",
    ),
)
_STARTERS = {"@": "@", "`": "`", "%": "%"}


def explain(error: yaml.MarkedYAMLError, text: str) -> NotYaml:  # noqa: PLR0911 - an answer for each mistake
    """The parser's error, in our words, at the place to mend."""
    complaint = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    if "cannot start any token" in complaint:
        return _bad_start(line, column, here)
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return _tab(line, here)
    if braced := re.match(r"[\s-]*(?:[\w-]+:\s+)?(?=\{(?:side|other)\})", here):
        hint = 'put the sentence in quotes: "{side} knee up"'
        return NotYaml(line + 1, braced.end() + 1, "a text cannot start with {", hint)
    if quoted := re.match(
        r"""[\s-]*(?:[\w-]+:\s+)?(?P<whole>(["']).*?\2)(?=[^:,\]}\s]|\s+[^\s#:,\]}])""", here
    ):
        hint = "put the whole text in quotes of the other kind: '\"Soft\" knees'"
        return NotYaml(line + 1, quoted.end() + 1, "text stands behind a closing quote", hint)
    if "flow" in complaint and re.search(r"\{(?:side|other)\}", here):
        hint = 'inside [ ] and { } such a text wants quotes: ["Turn to your {side}"]'
        return NotYaml(line + 1, column + 1, "a text with { } stands here without quotes", hint)
    if "mapping values" in complaint and here.count(":") == 1:
        message = "this line begins further in than the one above it"
        return NotYaml(
            line + 1, len(here) - len(here.lstrip()) + 1, message, "let it begin below its neighbours"
        )
    # A quote or bracket left open is seen at the file's end, and mended where it opens.
    opening = error.context_mark
    if opening and re.search(r"quoted scalar|flow (sequence|mapping)", complaint):
        line, column = opening.line, opening.column
    for pattern, message, hint in _MEANINGS:
        if re.search(pattern, complaint):
            quote = "single or double"
            return NotYaml(line + 1, column + 1, message, hint.format(quote=quote))
    return NotYaml(line + 1, column + 1, f"this is not YAML: {error.problem or 'it cannot be read'}")


def _tab(line: int, here: str) -> NotYaml:
    return NotYaml(line + 1, here.index("\t") + 1, "a tab stands in the indentation", "use blanks")


def _bad_start(line: int, column: int, here: str) -> NotYaml:
    character = here[column : column + 1]
    if character == "\t" or "\t" in here[:column]:
        return _tab(line, here)
    return NotYaml(line + 1, column + 1, f"a text cannot start with {character}", "put it in quotes")
