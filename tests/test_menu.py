"""The screen of `stretch` alone: what it shows at any size, and what its keys choose.

The golden screens stand in tests/golden/menu. After a change that is meant, write them anew with
`UPDATE_GOLDEN=1 pytest tests/test_menu.py` and read the difference.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fakes import FakeHost
from goldens import golden
from stretchtimer.choosing import choose
from stretchtimer.offers import Begin, Offer, Offers
from stretchtimer.ports import Signal
from stretchtimer.screen.look import ColorDepth, Look
from stretchtimer.screen.menu import compose
from test_live import Emulator

GOLDEN = Path(__file__).parent / "golden" / "menu"
SIZES = [(80, 24), (50, 14), (20, 5)]
LOOK = Look()


def offer(name, minutes=6, why="You have not played it yet.", last="", about="hips, lower back", **fields):
    usual = {"begin": Begin.ROUTINE, "target": name.lower()}
    return Offer(
        name=name, duration=minutes * 60_000, why=why, last=last, about=about, **{**usual, **fields}
    )  # fmt: skip


USUAL = Offers(
    offers=(
        offer(
            "Back relief: neutral spine",
            why="Session 3 of 6 of neutral spine. 1 of 3 this week, the last one 2 days ago.",
            last="2 days ago",
            about="lower back, core",
            begin=Begin.SERIES,
        ),
        offer(
            "Hip unlock",
            why="You often play it in the evening; the last time was yesterday.",
            last="yesterday",
        ),
        offer("Seven-minute Pilates", 7),
        offer("Single-leg kick", 2, about="lower back, hips, shoulders", last="12 days ago"),
        offer("Hip-back coordination", 12, about="hips, lower back, core"),
    )
)
NEW = Offers(
    offers=(offer("Hip unlock", why="A good one to begin with."), offer("Neutral spine")),
    word="New here? Lay out a mat and press Enter: you are told what to do, and q ends it at any time.",
)
GOING_ON = Offers(
    offers=(
        offer(
            "Go on: Hip unlock",
            4,
            why="It broke off at hurdler, left, 2:05 of it done.",
            last="today",
            begin=Begin.GO_ON,
        ),
        *USUAL.offers,
    ),
    word="Back relief rests today: 2 of 3 this week, the last one today; the next fits best on Thursday.",
)
SAMPLES = {"usual": USUAL, "new": NEW, "going-on": GOING_ON}


def plain(offers, chosen=0, size=(80, 24), look=LOOK, **more):
    return ["".join(text for text, _ in row) for row in compose(offers, chosen, size, look, **more)]


def check_golden(name, lines):
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    path = GOLDEN / f"{name}.txt"
    assert text == golden(path, text)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name, size):
    """A change of what a person sees is seen in a review."""
    check_golden(f"{name}-{size[0]}x{size[1]}", plain(SAMPLES[name], 0, size))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_golden_of_another_choice_and_of_the_keys(size):
    """The mark moves with the choice, and so does what stands above it; the keys stand in its place."""
    check_golden(f"third-{size[0]}x{size[1]}", plain(USUAL, 3, size))
    check_golden(f"keys-{size[0]}x{size[1]}", plain(USUAL, 3, size, keys=True))


def test_golden_of_an_ascii_terminal():
    """No line, dot or arrow that the encoding lacks."""
    lines = plain(replace(USUAL, word="Caf\u00e9 \u2013 \u4f53"), look=Look(ascii=True))
    assert all(line.isascii() for line in lines)
    check_golden("ascii-80x24", lines)


def test_without_colour_the_choice_is_seen():
    """A mark stands before it, and nothing else has one."""
    for size in SIZES:
        marked = [line for line in plain(USUAL, 2, size) if line.lstrip().startswith("> ")]
        assert len(marked) == 1
        assert "Seven" in marked[0]


texts = st.text(alphabet="abc DEF.-é体\x1b\n\u202e", max_size=60)
many = st.builds(
    lambda offers, word: Offers(offers=tuple(offers), word=word),
    st.lists(
        st.builds(
            Offer, begin=st.just(Begin.ROUTINE), target=texts, name=texts, about=texts, why=texts, last=texts,
            duration=st.integers(0, 10**8),
        ),
        min_size=1, max_size=30,
    ),
    texts,
)  # fmt: skip


@given(many, st.data(), st.tuples(st.integers(1, 130), st.integers(1, 40)), st.booleans(), st.booleans())
def test_at_any_size_nothing_goes_over_the_edge(offers, data, size, plain_only, keys):
    """Whatever a file is called: no row too many, none too wide, nothing that a terminal would obey."""
    chosen = data.draw(st.integers(0, len(offers.offers) - 1))
    lines = plain(offers, chosen, size, Look(ascii=plain_only), keys=keys)
    assert len(lines) == size[1]
    for line in lines:
        assert cell_len(line) <= size[0]
        assert not set(line) & set("\x1b\n\u202e")


# -- the keys --------------------------------------------------------------------------------------


def chosen(*keys, offers=USUAL, surface=None):
    """What these keys, pressed one after the other, lead to."""
    host = FakeHost([(n * 1000, key) for n, key in enumerate(keys)])
    got = choose(offers, host, surface or Emulator(), LOOK)
    assert not host._coming, "a key was not read"
    return got.name if isinstance(got, Offer) else got


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("", "Back relief: neutral spine"),
        ("down", "Hip unlock"),
        ("j j", "Seven-minute Pilates"),
        ("j J k", "Hip unlock"),
        ("up k", "Back relief: neutral spine"),
        ("end", "Hip-back coordination"),
        ("end down", "Hip-back coordination"),
        ("end home", "Back relief: neutral spine"),
        ("j x 7 space left", "Hip unlock"),
        ("? j ? j", "Hip unlock"),
        ("? enter j", "Hip unlock"),
        ("? escape j", "Hip unlock"),
        ("? q j", "Hip unlock"),
    ],
)
def test_enter_starts_what_is_chosen(keys, name):
    """Arrows and j/k choose and stop at the ends; other keys do nothing; the keys close before anything."""
    assert chosen(*keys.split(), "enter") == name


@pytest.mark.parametrize("keys", ["q", "escape", "Q", "j q", "? escape escape"])
def test_who_leaves_starts_nothing(keys):
    """`q` and Esc."""
    assert chosen(*keys.split()) is None


@pytest.mark.parametrize("signal", [Signal.INTERRUPT, Signal.TERMINATE, Signal.HANGUP])
def test_a_signal_ends_it(signal):
    """Whoever asks is told which."""
    assert chosen("j", signal) is signal


def test_back_from_a_stop_the_choice_is_as_it_was():
    """Ctrl-Z loses nothing."""
    assert chosen("j", Signal.RESUMED, "enter") == "Hip unlock"


@pytest.mark.parametrize("color", ColorDepth)
@pytest.mark.parametrize("size", [*SIZES, (1, 1)])
def test_the_terminal_shows_the_last_choice(size, color):
    """After any keys and a resize the terminal looks as if it had been drawn on an empty one."""
    terminal = Emulator(90, 30)
    steps = [(0, "j"), (1, "?"), (2, "?"), (3, None), (4, "end"), (5, "k"), (6, "q")]

    class Resizing(FakeHost):
        def wait(self, until):
            event = super().wait(until)
            if event is None:
                terminal.resize(*size)
            return event

    choose(GOING_ON, Resizing(steps), terminal, Look(color=color))
    wanted = [line.rstrip() for line in plain(GOING_ON, len(GOING_ON.offers) - 2, size)]
    assert [line.rstrip() for line in terminal.screen.display] == wanted


def test_nothing_is_sent_while_nothing_changes():
    """An hour of waiting writes nothing."""
    terminal = Emulator()
    choose(USUAL, FakeHost([(3_600_000, "q")]), terminal, LOOK)
    assert len(terminal.sent) == 1
