"""The record of what was played."""

from __future__ import annotations

from fakes import Deck, counted, group, hold, levels, tempo, timeline
from stretchtimer.model import Side
from stretchtimer.ports import Command
from stretchtimer.session import Place, summarise

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


def test_a_block_knows_its_round_and_its_sides():
    """A step that comes twice has rounds; an alternating set has both sides, by the ms."""
    line = timeline(group(2, hold("10s", sides="each"), counted(1, "Kick", id="kick", sides="alternate")))
    deck = Deck(line).to(25_000)
    session = summarise(deck.player, line)
    assert [(b.step, b.round, b.side) for b in session.blocks] == [
        (1, 1, Side.LEFT),
        (1, 1, Side.RIGHT),
        (2, 1, None),
        (1, 2, Side.LEFT),
        (1, 2, Side.RIGHT),
        (2, 2, None),
    ]
    kick = session.blocks[2]
    assert (kick.exercise_id, kick.left, kick.right, kick.played) == ("kick", 4000, 1000, 5000)
    place = Place(block=3, step=2, exercise="Kick", exercise_id="kick", side=Side.RIGHT, elapsed=5000)
    assert session.place == place


def test_what_was_missed_of_a_block():
    """Only what play has come past can be missed: what was shortened is not, nor what is still to come."""
    deck = Deck(LINE).to(20_000)
    deck.press(Command.SHORTER, Command.NEXT)
    blocks = summarise(deck.player, LINE).blocks
    assert [(b.planned, b.extended, b.played, b.missed, b.passed) for b in blocks] == [
        (30_000, -10_000, 10_000, 10_000, True),
        (30_000, -10_000, 0, 0, False),
        (16_000, 0, 0, 0, False),
    ]


def test_the_place_in_a_lead_in_is_what_it_leads_to():
    """In prepare the first block is still to come; at the end there is no place."""
    deck = Deck(LINE).to(4000)
    begun = summarise(deck.player, LINE).place
    assert begun == Place(block=1, step=1, exercise="Bend", exercise_id=None, side=Side.LEFT, elapsed=-6000)
    assert summarise(deck.to(100_000).player, LINE).place is None


def test_a_session_that_was_left_at_once():
    """Nothing played is a record too."""
    deck = Deck(LINE)
    deck.press(Command.END)
    session = summarise(deck.player, LINE)
    assert (session.played, session.work, session.completed, session.done_blocks) == (0, 0, False, 0)
