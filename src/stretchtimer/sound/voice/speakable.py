"""What is given to an engine for a text on the screen, so that times, sides and signs are said right.

It knows no engine. Its own result it leaves as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from stretchtimer.sound.voice.numerals import ordinal, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PASSES = 10
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_ALONE = r"(?<![\w.,:])"  # nothing that it is a part of: not the 5 of L5, not the 3 of 1.3
_ENDS = r"(?![\w])(?![.,:][0-9])"
_TO = r"\s*[-\u2010-\u2015]\s*"  # every kind of dash
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), ("second", "seconds")),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), ("minute", "minutes")),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("hour", "hours")),
    "ms": ("millisecond", "milliseconds"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "km": ("kilometre", "kilometres"),
    "kg": ("kilogram", "kilograms"),
    "\u00b0": ("degree", "degrees"),
    "%": ("percent", "percent"),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MARKUP = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|</?[A-Za-z][^<>]*>")
_FRACTIONS = {"\u00bd": "a half", "\u00bc": "a quarter", "\u00be": "three quarters"}
_SIGNS = {"&": " and ", "+": " plus ", "%": " percent", "\u00b0": " degrees", "=": " is ", "@": " at "}


def speakable(text: str) -> str:
    """`text` as it is to be said; empty where it has nothing that can be."""
    for _ in range(_PASSES):
        said = _once(text)
        if said == text:
            break
        text = said
    return text


def _once(text: str) -> str:
    text = _MARKUP.sub(" ", text)
    text = "".join(map(_character, text))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = text.strip(" ,;:-'/")
    return text if any(character.isalnum() for character in text) else ""


def _character(character: str) -> str:
    """One character without what is no sound: controls, marks of direction, pictures, quotes, brackets."""
    if character.isascii() and (character.isalnum() or character in " .,;:!?'-/"):
        return character
    if character in _KEPT:
        return _KEPT[character]
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cs", "Co", "Cn", "Me") or "\ufe00" <= character <= "\ufe0f":
        return ""
    if kind in ("Ps", "Pe"):
        return ", "
    return " " if kind[0] in "CSZ" or kind in ("Pi", "Pf") else character


_KEPT = {
    **dict.fromkeys("\u2019\u02bc", "'"),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u2013\u2014\u2015\u2212", "\u2013"),  # dashes: their rule needs their kind
    **dict.fromkeys('"`*_\\~^|<>\u201c\u201d\u201e\u00ab\u00bb', " "),
    "\u2026": ".",
    "\u00d7": "\u00d7",
    "#": "#",
    "$": "$",
    **{sign: sign for sign in (*_SIGNS, *_FRACTIONS)},
    # Joiners are letters in Persian and in the scripts of India.
    "\u200c": "\u200c",
    "\u200d": "\u200d",
}


def _amount(figures: str, unit: str) -> str:
    one, many = _UNITS[unit]
    if figures == "0.5" and unit != "%":
        return f"half {'an' if one == 'hour' else 'a'} {one}"
    return f"{spelled(figures)} {one if figures == '1' else many}"


def _clock(match: re.Match[str]) -> str:
    """`1:30` and `1:02:03` as lengths of time."""
    fields = [int(field) for field in match[0].split(":")]
    return _length(zip(fields, ("h", "m", "s")[-len(fields) :], strict=True))


def _length(parts: Iterable[tuple[int, str]]) -> str:
    said = [_amount(str(number), unit) for number, unit in parts if number]
    return " ".join(said) or "zero seconds"


def _compound(match: re.Match[str]) -> str:
    """`1m30s`, `1h 5m`."""
    parts = re.findall(r"([0-9]+)\s*([hms])", match[0])
    return _length([(int(number), unit) for number, unit in parts])


def _range(match: re.Match[str]) -> str:
    unit = match[3]
    last = f"{_amount(match[2], unit)}" if unit else spelled(match[2])
    return f"{spelled(match[1])} to {last}"


def _rules() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """In their order: longer forms of a number before the number alone."""
    amount = rf"({_NUMBER})\s*({_UNIT})"
    rules: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
        (r"\.{2,}(?=[^\W_])", ", "),
        (r"(?<!\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\w)", ""),
        (rf"{_ALONE}[0-9]{{1,3}}:[0-5][0-9](?::[0-5][0-9])?{_ENDS}", _clock),
        (
            rf"{_ALONE}[0-9]+\s?h(?:\s?[0-9]+\s?m)?(?:\s?[0-9]+\s?s)?\b|{_ALONE}[0-9]+\s?m\s?[0-9]+\s?s\b",
            _compound,
        ),
        (rf"{_ALONE}({_NUMBER}){_TO}({_NUMBER})(?:\s*({_UNIT}))?{_ENDS}", _range),
        # With a blank `m` may be metres as well: that is left to the reader of the sentence.
        (rf"{_ALONE}({_NUMBER}) m{_ENDS}", lambda match: f"{spelled(match[1])} m"),
        (rf"{_ALONE}{amount}{_ENDS}", lambda match: _amount(match[1], match[2])),
        (
            rf"{_ALONE}([0-9]+)([\u00bd\u00bc\u00be])",
            lambda match: f"{spelled(match[1])} and {_FRACTIONS[match[2]]}",
        ),
        (r"[\u00bd\u00bc\u00be]", lambda match: f" {_FRACTIONS[match[0]]} "),
        (rf"{_ALONE}({_NUMBER})\s*[x\u00d7](?![^\W\d])\s*", lambda match: f"{spelled(match[1])} times "),
        (
            rf"{_ALONE}([0-9]+)\s*/\s*([0-9]+){_ENDS}",
            lambda match: f"{spelled(match[1])} of {spelled(match[2])}",
        ),
        (rf"{_ALONE}([0-9]+)(?:st|nd|rd|th)\b", lambda match: ordinal(int(match[1][:9]))),
        (rf"#\s*(?={_NUMBER})", "number "),
        (rf"(?<![\w.,])[-\u2013](?=(?:{_NUMBER})(?!\w))", "minus "),
        (rf"{_ALONE}({_NUMBER}){_ENDS}", lambda match: spelled(match[1])),
        (r"[&+%\u00b0=@]", lambda match: _SIGNS[match[0]] + (" " if match[0] in "%\u00b0" else "")),
        (r"[#$\u00d7]", " "),
        (r"\s*\u2013\s*|(?<!\w)-+|-+(?!\w)|--+", ", "),
        (r"(?<=[A-Za-z][0-9])/(?=[A-Za-z][0-9])", " "),
        (r"(?<=[^\W\d])\s*/\s*(?=[^\W\d])", " or "),
        (r"/", " "),
        (r"(?<!\w)'+|'+(?!\w)", " "),
        (r"\s+", " "),
        (r"(?:\s*[,;:])+\s*(?=[.!?])", ""),
        (r"([.!?])(?:\s*[.,;:!?])+", r"\1"),
        (r"\s*([,;:])(?:\s*[,;:])+", r"\1 "),
        (r"\s+(?=[.,;:!?])", ""),
        (r"\s+", " "),
    )
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rules)


_RULES = _rules()
