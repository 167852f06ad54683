"""What is said for a text: times, counts, signs and sides in words, and nothing that an engine obeys."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.sound.voice.speakable import speakable

_ROUTINES = Path(__file__).parents[1] / "routines"

_TABLE = {
    "22.5s": "twenty-two and a half seconds",
    "22.5 s": "twenty-two and a half seconds",
    "0.5s": "half a second",
    "1:30": "one minute thirty seconds",
    "0:45": "forty-five seconds",
    "45s": "forty-five seconds",
    "1s": "one second",
    "10m": "ten minutes",
    "1m30s": "one minute thirty seconds",
    "1h": "one hour",
    "2-3 breaths": "two to three breaths",
    "30\u201345s": "thirty to forty-five seconds",
    "90\u00b0": "ninety degrees",
    "3x": "three times",
    "3\u00d7": "three times",
    "8/10": "eight of ten",
    "in & out": "in and out",
    "50%": "fifty percent",
    "+10 s": "plus ten seconds",
    "2nd": "second",
    "21st": "twenty-first",
    "12th": "twelfth",
    "1,000 reps": "one thousand reps",
    "2\u00bd turns": "two and a half turns",
    "3": "three",
    "3, left": "three, left",
    "3...2...1": "three, two, one",
    "C-curve": "C-curve",
    "TRX row": "TRX row",
    "T-spine": "T-spine",
    "L5/S1": "L5 S1",
    "Next: hurdler, left side.": "Next: hurdler, left side.",
    "hip \u2014 unlock (easy)": "hip, unlock, easy",
    "\u2018don\u2019t\u2019": "don't",
    "<speak>hi</speak>": "hi",
    "--help": "help",
    "[[f00]]": "f00",
    "\x1b[31mred\u202e": "red",
    "\U0001f600 hi": "hi",
    "\U0001f600": "",
    "...": "",
    "\u5de6\u5074\u306b": "\u5de6\u5074\u306b",
}


@pytest.mark.parametrize(("shown", "said"), _TABLE.items())
def test_a_text_is_said_as_it_is_meant(shown: str, said: str) -> None:
    """Numbers with their units in words; names, sides and other scripts as they are."""
    assert speakable(shown) == said


@given(st.one_of(st.text(), st.text(alphabet="0123456789:.,-/ smhx%+&'\u2013\u00b0\u00bd()a#")))
def test_what_is_said_is_said_the_same_again(text: str) -> None:
    """Its own result it leaves as it is."""
    said = speakable(text)
    assert speakable(said) == said


@given(st.text())
def test_nothing_is_left_that_an_engine_or_a_terminal_obeys(text: str) -> None:
    """No markup, no control, no option, no phonemes in brackets."""
    said = speakable(text)
    assert not set(said) & set("<>[]{}|\\\x00\x1b\n\u202e")
    assert not said.startswith("-")


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def test_the_shipped_texts_lose_no_word() -> None:
    """Every word of every shipped routine is said, in its order."""
    files = sorted(_ROUTINES.rglob("*.yaml"))
    assert files
    for file in files:
        for text in _texts(yaml.safe_load(file.read_text(encoding="utf-8"))):
            words = [word.strip(".,:;!?()[]{}'\"") for word in text.split()]
            plain = [word for word in words if word.isalpha()]
            left = iter(speakable(text).replace(",", " ").replace(".", " ").replace(":", " ").split())
            assert all(any(word == one.strip("!?;'") for one in left) for word in plain), text
