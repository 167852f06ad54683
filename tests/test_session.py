"""The record of what was played."""

from __future__ import annotations

from fakes import Deck, counted, hold, levels, tempo, timeline
from stretchtimer.model import Side
from stretchtimer.ports import Command
from stretchtimer.session import summarise

LINE = timeline(
    hold("30s", sides="each"),
    counted(2, "Kick", sides="alternate", levels=levels((), tempo((6000, None)))),
    prepare=10_000,
    switch=3000,
    transition=5000,
)


def test_a_session_played_to_the_end():
    """Everything as planned: played is the whole with prepare, work the exercises alone."""
    deck = Deck(LINE).to(100_000)
    session = summarise(deck.player, LINE)
    assert (session.routine, session.name, session.completed) == ("small", "Small", True)
    assert (session.planned, session.played, session.work) == (94_000, 94_000, 76_000)
    assert [(b.number, b.exercise, b.side, b.planned, b.played) for b in session.blocks] == [
        (1, "Bend", Side.LEFT, 30_000, 30_000),
        (2, "Bend", Side.RIGHT, 30_000, 30_000),
        (3, "Kick", None, 16_000, 16_000),
    ]
    assert session.done_blocks == 3
    assert not any(block.skipped for block in session.blocks)


def test_what_was_skipped_is_known_by_its_time():
    """A block without a millisecond played was skipped; what was cut short has its time."""
    deck = Deck(LINE).to(20_000)
    deck.press(Command.NEXT, Command.NEXT, Command.NEXT)
    deck.to(21_000)
    deck.press(Command.END)
    session = summarise(deck.player, LINE)
    assert [block.played for block in session.blocks] == [10_000, 0, 0]
    assert [block.skipped for block in session.blocks] == [False, True, True]
    assert (session.completed, session.done_blocks, session.played) == (False, 1, 21_000)


def test_planned_is_what_the_file_says_and_played_what_happened():
    """Longer, and redone: played may be more than planned; pauses are in neither."""
    deck = Deck(LINE).to(30_000)
    deck.press(Command.REDO, Command.LONGER, Command.PAUSE)
    deck.to(90_000)
    deck.press(Command.PAUSE)
    deck.to(93_000 + 40_000)
    session = summarise(deck.player, LINE)
    assert (session.blocks[0].planned, session.blocks[0].played) == (30_000, 60_000)
    assert session.played == 70_000


def test_the_level_is_the_one_it_was_played_at():
    """The last level asked for is kept; without levels there is none."""
    deck = Deck(LINE).to(80_000)
    deck.press(Command.HARDER)
    deck.to(200_000)
    assert [block.level for block in summarise(deck.player, LINE).blocks] == [None, None, 2]


def test_a_session_that_was_left_at_once():
    """Nothing played is a record too."""
    deck = Deck(LINE)
    deck.press(Command.END)
    session = summarise(deck.player, LINE)
    assert (session.played, session.work, session.completed, session.done_blocks) == (0, 0, False, 0)
