"""A reminder: what it is for, when it comes, what it says; and the mark by which its files are known again.

It knows no scheduler. Names from files leave here without anything that a file of one line could not hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.text import safe
from stretchtimer.weekly import Weekly, parse_at, parse_days

if TYPE_CHECKING:
    from pathlib import Path

_MARK = "stretch-remind: "
_MARKED = re.compile(re.escape(_MARK) + r"(\{[^\n]*\})")
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")  # neither XML nor systemd takes them
_LONGEST = 200  # characters of a text: a notification shows a few lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """`target` is an id, or a file's whole path; `name` is the routine's, `command` what starts it."""

    target: str
    name: str
    command: str
    weekly: Weekly

    @property
    def title(self) -> str:
        return f"Time to stretch: {_plain(self.name)}"

    @property
    def body(self) -> str:
        return f"Start it with: {_plain(self.command)}"

    @property
    def mark(self) -> str:
        """One line in ASCII that stands in each of its files, in a comment of whatever kind."""
        told = {"of": self.target, "at": self.weekly.at_text, "days": self.weekly.days_text}
        text = json.dumps(told)
        # A comment in XML ends with two dashes, and & begins what it has instead of < and >.
        for character in "&<>":
            text = text.replace(character, f"\\u{ord(character):04x}")
        return _MARK + text.replace("--", "-\\u002d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reminder that is installed, as its file says."""

    target: str
    weekly: Weekly
    path: Path


def slug_of(target: str) -> str:
    """A name for files and schedulers: the id where that is a plain one, else one like it and its own."""
    stem = os.path.splitext(os.path.basename(target))[0]  # noqa: PTH119, PTH122 - a target is text
    plain = re.sub("[^a-z0-9]+", "-", stem.lower())[:40].strip("-")
    if plain == target:
        return plain
    digest = hashlib.sha256(target.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest


def kept(path: Path, text: str) -> Kept | None:
    """The reminder that a file belongs to; None for a file that is not ours."""
    match = _MARKED.search(text)
    try:
        told = json.loads(match[1]) if match else {}
        hour, minute = parse_at(told["at"])
        weekly = Weekly(hour=hour, minute=minute, days=parse_days(told["days"]))
        return Kept(target=str(told["of"]), weekly=weekly, path=path)
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # it looks like one, and is not
        return None


def _plain(text: str) -> str:
    text = _NO_CHARACTERS.sub("\ufffd", safe(text))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
