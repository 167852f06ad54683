"""What can go wrong on purpose: the error tree, and the Problem that a file is answered with.

It knows no terminal, no click and no YAML; whoever shows an error decides how.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(Enum):
    """How bad a Problem is: an error keeps a file from being played, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place of a file.

    `line` and `column` count from 1, in characters. `source` is the file's own line, `hint` says
    what to write instead.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    source: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Line and column, to sort by."""
        return self.line, self.column


class StretchError(Exception):
    """An expected error: `message` says what is wrong, `hint` what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidFile(StretchError):
    """A file that cannot be used, with all its problems in the order of their places."""

    def __init__(self, path: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__(f"{path} cannot be used: {counted(len(self.problems), 'problem')}")


def counted(number: int, noun: str) -> str:
    """`1 problem`, `2 problems`: a number with its noun, for messages."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
