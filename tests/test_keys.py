"""Key names from bytes, in one piece and in any pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.terminal.keys import ESCAPE_DELAY, SEQUENCE_DELAY, Decoder, console_key, decode

_KEYS: dict[bytes, str] = {
    b" ": "space",
    b"q": "q",
    b"+": "+",
    b"N": "N",
    "é".encode(): "é",
    "好".encode(): "好",
    "🙂".encode(): "🙂",
    b"\r": "enter",
    b"\n": "enter",
    b"\t": "tab",
    b"\x7f": "backspace",
    b"\x08": "backspace",
    b"\x03": "ctrl-c",
    b"\x1b[A": "up",
    b"\x1b[B": "down",
    b"\x1b[C": "right",
    b"\x1b[D": "left",
    b"\x1bOA": "up",
    b"\x1bOD": "left",
    b"\x1b[1;5C": "right",
    b"\x1b[1;2D": "left",
    b"\x1bO5C": "right",
    b"\x1b[H": "home",
    b"\x1bOF": "end",
    b"\x1b[1~": "home",
    b"\x1b[8~": "end",
    b"\x1b[5~": "pageup",
    b"\x1b[6;3~": "pagedown",
    b"\x1b[3~": "delete",
    b"\x1b[Z": "backtab",
    b"\x1bOM": "enter",
    b"\x1bOk": "+",
    b"\x1bx": "alt-x",
    b"\x1b\r": "alt-enter",
    "\x1bé".encode(): "alt-é",
}
_NO_KEYS = (
    b"\x1b[<0;12;7M",  # mouse, SGR
    b"\x1b[<0;12;7m",
    b"\x1b[M !q",  # mouse, X10: three bytes of any kind
    b"\x1b[M\xe0\xff\x1b",
    b"\x1b[I",  # focus
    b"\x1b[O",
    b"\x1b[24;80R",  # answers
    b"\x1b[?62;22c",
    b"\x1b[>1;10;0c",
    b"\x1b[?1;2$y",
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]0;quit\x07",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_G\xff;OK\x1b\\",
    b"\x1b[15~",  # F5
    b"\x1bOP",  # F1
    b"\x1b[[A",  # F1 of the Linux console
    b"\x1b[97;5u",
    b"\x1b[200~quit now \x1b[A \x1b\x1b q\n\xff\x1b[201~",  # pasted
    b"\x1b[200~\x1b[201~",
    b"\x00",
    b"\x1c",
    "\x9b".encode(),
)
_units = st.sampled_from([(data, [name]) for data, name in _KEYS.items()] + [(data, []) for data in _NO_KEYS])


def _fed(data: bytes, cuts: list[int]) -> list[str]:
    """What a decoder makes of `data` that comes in pieces."""
    decoder, keys, at = Decoder(), [], 0
    for cut in [*sorted(cut % (len(data) + 1) for cut in cuts), len(data)]:
        keys += decoder.feed(data[at:cut])
        at = cut
    return keys + decoder.flush()


@pytest.mark.parametrize(("data", "name"), _KEYS.items())
def test_each_key_has_its_name(data: bytes, name: str) -> None:
    """A key is known at once, with nothing left over to wait for."""
    assert decode(data) == ([name], b"")


@pytest.mark.parametrize("data", _NO_KEYS)
def test_what_is_no_key_is_dropped_whole(data: bytes) -> None:
    """Reports, answers and pasted text give no key and leave nothing behind, and the next key counts."""
    assert decode(data) == ([], b"")
    assert decode(data + b"q") == (["q"], b"")


@given(st.lists(_units, max_size=12), st.lists(st.integers(0, 200), max_size=12))
def test_cutting_the_stream_changes_nothing(units: list[tuple[bytes, list[str]]], cuts: list[int]) -> None:
    """Sequences and characters cut anywhere give the same keys as in one piece, in their order."""
    data = b"".join(data for data, _ in units)
    assert _fed(data, cuts) == [name for _, names in units for name in names]


@given(st.text(), st.lists(st.integers(0, 400), max_size=12))
def test_no_printable_character_is_lost_or_invented(text: str, cuts: list[int]) -> None:
    """All that can be printed comes out as it is, whatever stands between."""
    typed = text.replace("\x1b", "")
    shown = [character for character in typed if character.isprintable() and character != "\ufffd"]
    keys = [" " if key == "space" else key for key in _fed(typed.encode(), cuts)]
    assert [key for key in keys if len(key) == 1] == shown


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_any_bytes_are_survived(data: bytes, cuts: list[int]) -> None:
    """No bytes raise, and after a flush nothing is left over: the next key is itself."""
    decoder = Decoder()
    at = 0
    for cut in [*sorted(cuts), len(data)]:
        decoder.feed(data[at:cut])
        at = max(at, cut)
    decoder.flush()
    assert decoder.patience is None
    assert decoder.feed(b"q") == ["q"]


def test_escape_alone_is_escape_after_its_delay() -> None:
    """A lone ESC may still become a sequence; it is the Esc key once 50 ms have gone by."""
    decoder = Decoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.patience == ESCAPE_DELAY == 50
    assert decoder.flush() == ["escape"]


def test_escape_twice_and_escape_before_an_arrow_are_keys_of_their_own() -> None:
    """ESC ESC is not Alt with something."""
    assert decode(b"\x1b\x1b", final=True) == (["escape", "escape"], b"")
    assert decode(b"\x1b\x1b[A") == (["escape", "up"], b"")


def test_a_sequence_that_has_begun_is_waited_for_longer() -> None:
    """A slow line may pause inside a sequence; its rest must not be taken for keys."""
    decoder = Decoder()
    assert decoder.feed(b"\x1b[1;") == []
    assert decoder.patience == SEQUENCE_DELAY
    assert decoder.feed(b"5C") == ["right"]
    assert decoder.patience is None


@pytest.mark.parametrize(
    "data", [b"\x1b[1;", b"\x1b]0;title", b"\x1bPq", b"\x1b[M a", b"\xe5\xa5", b"\x1b[200~all quit"]
)
def test_what_never_ends_is_dropped(data: bytes) -> None:
    """An unfinished sequence does not swallow the keyboard: flushed it is gone, without keys."""
    assert decode(data, final=True) == ([], b"")


@pytest.mark.parametrize(("data", "name"), [(b"\x1b[", "alt-["), (b"\x1bO", "alt-O"), (b"\x1bP", "alt-P")])
def test_a_bare_introducer_is_alt_with_that_character(data: bytes, name: str) -> None:
    """Alt with a character that may begin a sequence is a key once nothing followed."""
    assert decode(data) == ([], data)
    assert decode(data, final=True) == ([name], b"")


def test_a_malformed_sequence_is_dropped_and_the_next_key_counts() -> None:
    """A sequence broken off by something that cannot belong to it does not take that along."""
    assert decode(b"\x1b[12\x1b[A") == (["up"], b"")
    assert decode("\x1b[12é".encode()) == (["é"], b"")


def test_bytes_that_are_no_text_take_no_key_along() -> None:
    """A Latin-1 terminal's accents are dropped, the letter after them is not."""
    assert decode(b"\xe9q") == (["q"], b"")


@pytest.mark.parametrize("opening", [b"\x1b[200~", b"\x1b]0;", b"\x1b[1"])
def test_endless_sequences_are_kept_in_bounded_room(opening: bytes) -> None:
    """Megabytes of a paste that goes on and on neither pile up nor slow the decoder down."""
    rest = opening
    for _ in range(100):
        keys, rest = decode(rest + b"7" * 1000)
        assert keys == []
        assert len(rest) <= 32


@pytest.mark.parametrize(
    ("units", "name"),
    [
        *[
            ("q", "q"),
            (" ", "space"),
            ("\r", "enter"),
            ("\x1b", "escape"),
            ("\xe0K", "left"),
            ("\x00M", "right"),
        ],
        *[("\xe0\x86", None), ("\x00", None), ("\ud83d", None)],
    ],
)
def test_console_keys_have_the_same_names(units: str, name: str | None) -> None:
    """A Windows console's characters and scan codes are the same keys; halves of characters are none."""
    assert console_key(units[0], units[1:]) == name
