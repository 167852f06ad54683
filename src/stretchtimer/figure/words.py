"""The words of a pose, `60/20 -80` or `floor 30 10`, -> numbers and targets, or what is wrong with them.

It knows one value at a time; which setting may have which stands in `notation`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stretchtimer.figure.body import BONE_ENDS, RADIUS, other, sign
from stretchtimer.figure.pose import PIN, Target
from stretchtimer.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.figure.pose import Angle

_NUMBER = re.compile(r"[+-]?(?:\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})")
_TOO_FAR = 360.0
_FARTHEST = 150.0
"""From a joint to a target, in units of which a body has 100."""
JOINTS = tuple(RADIUS)
BONES = tuple(BONE_ENDS)


class Wrong(ValueError):
    """A value that does not fit; `part` is what in its text is at fault, where that is not all of it."""

    def __init__(self, message: str, hint: str = "", part: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.part = message, hint, part


def meant(word: str, known: Iterable[str]) -> str:
    """A hint at the word that was probably meant, else all that there are."""
    from difflib import get_close_matches  # late: only for a mistake

    words = list(known)
    if close := get_close_matches(word.strip().lower(), words, 1, 0.6):
        return f"did you mean {close[0]}?"
    # What there is on both sides stands once: a list of twice the length is not read.
    shown = [one for one in words if not (one.endswith("_l") and other(one) in words)]
    if len(shown) == 1:
        return f"there is only {shown[0]}"
    if not 1 < len(shown) <= 24:
        return ""
    left = "; _l is the left one" if len(shown) < len(words) else ""
    return f"write {', '.join(shown[:-1])} or {shown[-1]}{left}"


def number(word: str, *, most: float = _TOO_FAR) -> float:
    """A number of a sensible size."""
    if not _NUMBER.fullmatch(word):
        raise Wrong(f"{quoted(word)} is not a number", "write it like 30, -4.5 or 0", word)
    value = float(word)
    if abs(value) > most:
        raise Wrong(f"{quoted(word)} is too large", f"write a number from -{most:g} to {most:g}", word)
    return value


def angle(word: str) -> Angle:
    """`60` or `60/20`: an angle, and how far it leans out of the body's plane."""
    ahead, slash, out = word.partition("/")
    if slash and not out:
        raise Wrong(f"{quoted(word)} is not an angle", "write it like 60 or 60/20", word)
    try:
        return number(ahead), number(out) if slash else 0.0
    except Wrong as wrong:
        hint = "0 is forward, 90 up, 180 back, -90 down; /20 leans it out by 20"
        raise Wrong(
            f"{quoted(word)} is not an angle", wrong.hint if "large" in str(wrong) else hint, word
        ) from None


def angles(text: str, *, most: int) -> tuple[Angle, ...]:
    """One angle or several, parted by blanks."""
    # Each word first: `left 20` is no angle too many, it has a word that is none.
    found = tuple(angle(word) for word in text.split())
    if not 1 <= len(found) <= most:
        wanted = {1: "one angle", 2: "one angle or two"}.get(most, f"1 to {most} angles")
        raise Wrong(
            f"{quoted(text)} are {len(found)} angles" if found else "an angle is missing", f"write {wanted}"
        )
    return found


def target(text: str, *, limb: str) -> Target:
    """`floor 30`, `knee_l 0 2 0` or `thigh_l .8 0 3 0`, for the limb `arm_r` and so on.

    A spot on the floor comes back as written: forward, height, out; `spot` binds it to the body.
    """
    word, *rest = text.split() or [""]
    name = word.removesuffix("_same") + limb[-2:] if word.endswith("_same") else word
    if word.endswith("_other"):
        name = word.removesuffix("_other") + other(limb)[-2:]
    numbers = [number(one, most=_FARTHEST) for one in rest]
    if name == PIN:
        if not 1 <= len(numbers) <= 3:
            raise Wrong(
                "a spot on the floor has 1 to 3 numbers", "write floor FORWARD [OUT] [HEIGHT]: floor 30 8"
            )
        out = numbers[1] if len(numbers) > 1 else None
        return Target(PIN, out, (numbers[0], numbers[2] if len(numbers) > 2 else 0.0, 0.0))
    if name in BONES:
        if not numbers or not 0 <= numbers[0] <= 1:
            raise Wrong(
                f"{word} wants a place along it, from 0 to 1", f"write it like {word} .5, its middle", word
            )
        along: float | None = numbers.pop(0)
    elif name in JOINTS:
        along = None
    else:
        raise Wrong(f"{quoted(word)} is no part of the body", meant(name, (PIN, *JOINTS, *BONES)), word)
    if len(numbers) > 3:
        raise Wrong("too many numbers stand here", "write at most three: forward, up and out", rest[-1])
    dx, dy, dz = (*numbers, 0.0, 0.0, 0.0)[:3]
    return Target(name, along, (dx, dy, dz))


def spot(written: Target, limb: str, *, ahead: float, middle: float, root: float) -> Target:
    """A spot on the floor bound to where the body is: its pelvis and middle, and the limb's root."""
    x, high, _ = written.by
    out = root if written.along is None else middle + sign(limb) * written.along
    return Target(PIN, None, (ahead + x, high, out))
