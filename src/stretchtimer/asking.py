"""What is asked after a session: how it feels, and whether a side that is short is to be added.

It is told keys and the time, and knows no terminal: each question is a `ports.Question`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.frame import Ask
from stretchtimer.history.kept import NOTE_MOST, Kind
from stretchtimer.text import uncapitalised, unsafe_character
from stretchtimer.units import SECOND, ceil_seconds, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchtimer.making_up import Owed
    from stretchtimer.units import Millis

PATIENCE: Millis = 30 * SECOND
"""How long a question waits for a key; each key gives it as long again."""
MOST = 10
_MIDDLE = 5
_KINDS = {"s": Kind.STIFFNESS, "p": Kind.PAIN}
_STEPS = {"right": 1, "up": 1, "left": -1, "down": -1, "+": 1, "-": -1}
_LONG: Millis = 100 * SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """An answer: from 0 (not at all) to 10, what of, and a line about it."""

    value: int
    kind: Kind
    note: str = ""


class _Patient:
    """A question that is given up when no key comes for a while."""

    def __init__(self, now: Millis) -> None:
        self.done = False
        self.until = now + PATIENCE

    def look(self, now: Millis) -> None:
        """Time has passed."""
        self.done = self.done or now >= self.until

    def wake(self, now: Millis) -> None:
        """Somebody is back: it waits anew."""
        self.until = now + PATIENCE


class Feel(_Patient):
    """How it feels: a number by one key, then a line of text if one likes; Enter ends both.

    The number counts from the moment that it is chosen: whoever walks away has answered.
    """

    def __init__(self, now: Millis) -> None:
        super().__init__(now)
        self._kind: Kind = Kind.STIFFNESS
        self._value: int | None = None
        self._note = ""

    @property
    def felt(self) -> Felt | None:
        """The answer so far; None where there is none."""
        if self._value is None:
            return None
        return Felt(value=self._value, kind=self._kind, note=self._note.strip())

    @property
    def shown(self) -> Ask:
        """What the screen shows of it."""
        other = next(kind for kind in Kind if kind is not self._kind)
        chosen = self._value is not None
        number = "" if self._value is None else f" {self._value}"
        keys = ("0-9", "Enter: skip", f"Tab: {other.value}", "1 then 0: 10")
        return Ask(
            headline=f"{self._kind.value.upper()}{number}",
            widest=f"{Kind.STIFFNESS.value.upper()} {MOST}",
            lines=("How does it feel?",),
            scale=True,
            value=self._value,
            note=self._note if chosen else None,
            hints=("Enter: done", f"Tab: {other.value}", "Esc: back") if chosen else keys,
        )

    def press(self, key: str, now: Millis) -> None:
        """A key, by its name; one without a meaning here does nothing."""
        self.wake(now)
        if key == "enter":
            self.done = True
        elif key == "tab":
            self._kind = next(kind for kind in Kind if kind is not self._kind)
        elif key == "escape":
            self._go_back()
        elif self._value is None and key.lower() == "q":
            self.done = True
        elif self._note:
            self._type(key)
        elif len(key) == 1 and key in "0123456789":
            self._value = MOST if (self._value, key) == (1, "0") else int(key)
        elif key in _STEPS:
            value = _MIDDLE if self._value is None else self._value + _STEPS[key]
            self._value = min(max(value, 0), MOST)
        elif self._value is None:
            self._kind = _KINDS.get(key.lower(), self._kind)
        else:
            self._type(key)

    def _go_back(self) -> None:
        """Undo the last thing: the line, then the number, then the question itself."""
        if self._note:
            self._note = ""
        elif self._value is not None:
            self._value = None
        else:
            self.done = True

    def _type(self, key: str) -> None:
        if key == "backspace":
            self._note = _without_last(self._note)
            return
        character = " " if key == "space" else key
        if len(character) != 1 or unsafe_character(character) or not (character.isprintable()):
            return
        if len(self._note) < NOTE_MOST and (self._note or character != " "):
            self._note += character


class MakeUp(_Patient):
    """Whether what a side is short of is to be added: Enter or y does, any other key leaves it."""

    def __init__(self, owed: Sequence[Owed], now: Millis) -> None:
        super().__init__(now)
        self._owed = owed
        self.wanted = False

    @property
    def shown(self) -> Ask:
        """What the screen shows of it."""
        one = self._owed[0] if len(self._owed) == 1 else None
        total = sum(owed.short for owed in self._owed)
        it = "it" if one else "them"
        lines = [f"{_sided(owed)} is {_words(owed.short)} short." for owed in self._owed]
        headline = f"{f'{one.side.value} ' if one else ''}+ {_words(total)}".upper()
        return Ask(
            headline=headline,
            widest=headline,
            side=one.side if one else None,
            lines=(*lines, f"Add {it}?"),
            hints=(f"Enter or y: add {it}", f"any other key: leave {it}"),
        )

    def press(self, key: str, now: Millis) -> None:  # noqa: ARG002 - a Question's
        """A key, by its name."""
        self.wanted, self.done = key.lower() in ("enter", "y"), True


def _sided(owed: Owed) -> str:
    return f"{owed.side.value.capitalize()} {uncapitalised(owed.name)}"


def _words(ms: Millis) -> str:
    return f"{ceil_seconds(ms)} s" if ms < _LONG else clock(ms)


def _without_last(text: str) -> str:
    """The text without its last letter, and what stands on it."""
    while text and unicodedata.combining(text[-1]):
        text = text[:-1]
    return text[:-1]
