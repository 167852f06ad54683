"""What is asked after a session: keys and the time in, an answer out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.asking import PATIENCE, Feel, Felt, MakeUp
from stretchtimer.history.kept import NOTE_MOST, Kind
from stretchtimer.making_up import Owed
from stretchtimer.model import Side

NOW = 5_000
NAMED = ("enter", "tab", "escape", "backspace", "space", "up", "down", "left", "right", "home", "alt-x", "f1")


def answered(*keys: str) -> Feel:
    """The question after these keys; a word of more letters that is no key's name is typed."""
    question = Feel(NOW)
    for key in keys:
        for one in (key,) if key in NAMED or key.startswith("ctrl-") else key:
            question.press("space" if one == " " else one, NOW)
    return question


def felt(value: int, kind: Kind = Kind.STIFFNESS, note: str = "") -> Felt:
    return Felt(value=value, kind=kind, note=note)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("3",), felt(3)),
        (("0",), felt(0)),
        (("1",), felt(1)),
        (("1", "0"), felt(10)),
        (("1", "2"), felt(2)),
        (("1", "0", "0"), felt(0)),
        (("3", "0"), felt(0)),
        (("right",), felt(5)),
        (("right", "right", "up"), felt(7)),
        (("9", "right", "right", "right"), felt(10)),
        (("1", "left", "left", "down"), felt(0)),
        (("p", "4"), felt(4, Kind.PAIN)),
        (("P", "s", "4"), felt(4)),
        (("tab", "4"), felt(4, Kind.PAIN)),
        (("4", "tab"), felt(4, Kind.PAIN)),
        (("4", "tab", "tab"), felt(4)),
        (("n", "space", "x", "6"), felt(6)),
        (("3", "left hip"), felt(3, note="left hip")),
        (("3", "p"), felt(3, note="p")),
        (("3", "space", "L4 10 times "), felt(3, note="L4 10 times")),
        (("3", "hips", "tab"), felt(3, Kind.PAIN, "hips")),
        (("3", "hips", "backspace", "backspace"), felt(3, note="hi")),
        (("3", "backspace", "hi"), felt(3, note="hi")),
        (("3", "hips", "left", "up", "f1", "alt-x", "ctrl-e"), felt(3, note="hips")),
        (("3", "hips", "escape"), felt(3)),
        (("3", "hips", "escape", "escape"), None),
        (("enter",), None),
    ],
    ids=str,
)
def test_what_keys_answer(keys: tuple[str, ...], answer: Felt | None) -> None:
    """One key is an answer; 1 and 0 are ten; what is typed after the number is a line about it."""
    assert answered(*keys).felt == answer


@pytest.mark.parametrize("keys", [("enter",), ("q",), ("escape",), ("3", "enter"), ("3", "hips", "enter")])
def test_what_ends_it(keys: tuple[str, ...]) -> None:
    """Enter at any time; before a number also q and Esc."""
    assert answered(*keys).done
    assert not answered(*keys[:-1]).done


def test_q_is_a_letter_of_the_line() -> None:
    """Who types "quite stiff" is not thrown out."""
    question = answered("3", "quite stiff")
    assert (question.done, question.felt) == (False, felt(3, note="quite stiff"))


def test_it_waits_30_seconds_for_a_key() -> None:
    """Nobody there: it is given up to the ms. Each key gives as long again, and what was answered stays."""
    question = Feel(NOW)
    question.look(NOW + PATIENCE - 1)
    assert not question.done
    question.press("7", NOW + PATIENCE - 1)
    question.look(NOW + PATIENCE)
    assert not question.done
    question.look(NOW + 2 * PATIENCE - 1)
    assert (question.done, question.felt) == (True, felt(7))


def test_backspace_takes_a_letter_with_its_marks() -> None:
    """What looks like one letter goes with one key."""
    question = Feel(NOW)
    for key in ("2", "e", "\u0301", "backspace"):
        question.press(key, NOW)
    assert question.felt == felt(2)


keys = st.sampled_from(NAMED) | st.characters() | st.sampled_from(["\x1b", "\u202e", "\u0301", "体", "👍"])


@given(st.lists(keys, max_size=60), st.text(max_size=300))
def test_whatever_is_typed_the_answer_can_be_kept(pressed: list[str], typed: str) -> None:
    """A number from 0 to 10, and a line of bounded length without anything that a terminal obeys."""
    question = answered("5")
    for key in (*pressed, *typed):
        question.press(key, NOW)
    shown, given = question.shown, question.felt
    assert shown.value is None or 0 <= shown.value <= 10
    assert (given is None) == (shown.value is None)
    if given is not None:
        assert len(given.note) <= NOTE_MOST
        assert not {unicodedata.category(one) for one in given.note} & {"Cc", "Cs", "Zl", "Zp", "Cf"}


def owed(short: int, side: Side = Side.RIGHT, name: str = "Hurdler") -> Owed:
    return Owed(block=1, name=name, side=side, short=short)


@pytest.mark.parametrize(
    ("key", "wanted"), [("enter", True), ("y", True), ("Y", True), ("n", False), ("space", False)]
)
def test_enter_or_y_adds_a_side(key: str, wanted: bool) -> None:
    """Any other key leaves it; one key is all it takes."""
    question = MakeUp([owed(15_000)], NOW)
    question.press(key, NOW)
    assert (question.done, question.wanted) == (True, wanted)


def test_a_side_is_not_added_by_itself() -> None:
    """Who has gone finds nothing played on."""
    question = MakeUp([owed(15_000)], NOW)
    question.look(NOW + PATIENCE)
    assert (question.done, question.wanted) == (True, False)


def test_what_is_short_is_told_in_words() -> None:
    """Which side of what, and by how much; several together."""
    one = MakeUp([owed(14_600)], NOW).shown
    assert (one.headline, one.side) == ("RIGHT + 15 S", Side.RIGHT)
    assert one.lines == ("Right hurdler is 15 s short.", "Add it?")
    two = MakeUp([owed(15_000), owed(110_000, Side.LEFT, "Psoas")], NOW).shown
    assert (two.headline, two.side) == ("+ 2:05", None)
    assert two.lines == ("Right hurdler is 15 s short.", "Left psoas is 1:50 short.", "Add them?")
