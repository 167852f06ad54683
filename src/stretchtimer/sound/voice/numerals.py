"""Numbers as English words: 22 -> twenty-two, 2.5 -> two and a half, 2 -> second.

It knows no sentence and no unit.
"""

from __future__ import annotations

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_DECIMALS = {"5": " and a half", "25": " and a quarter", "75": " and three quarters"}
_MOST = 999_999


def cardinal(number: int) -> str:
    """A whole number; its digits one by one where it is too long to be a quantity."""
    if number > _MOST:
        return " ".join(_ONES[int(digit)] for digit in str(number))
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return f"{cardinal(thousands)} thousand{_more(rest)}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred{_more(rest)}"
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _more(rest: int) -> str:
    if not rest:
        return ""
    return f" and {cardinal(rest)}" if rest < 100 else f" {cardinal(rest)}"


def ordinal(number: int) -> str:
    """A place in a row: `twenty-first`."""
    words = cardinal(number)
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    if last in _ORDINALS:
        return words[:start] + _ORDINALS[last]
    return f"{words[:-1]}ieth" if last.endswith("y") else f"{words}th"


def spelled(figures: str) -> str:
    """A number as it is written, `1,000` or `22.5`, in words."""
    whole, _, part = figures.replace(",", "").partition(".")
    number = int(whole or 0)
    part = part.rstrip("0")
    if not part:
        return cardinal(number)
    if part in _DECIMALS:
        fraction = _DECIMALS[part]
        return (
            cardinal(number) + fraction if number else fraction.removeprefix(" and ").replace("a ", "one ", 1)
        )
    return f"{cardinal(number)} point {' '.join(_ONES[int(digit)] for digit in part)}"
