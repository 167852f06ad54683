"""Both sides: which is short, and how it is played after all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import START, Deck, counted, group, hold, shape, timeline
from strategies import routines
from stretchtimer.balance import WORTH, owed
from stretchtimer.compiler import compile_routine
from stretchtimer.frame import State
from stretchtimer.making_up import LEAD, Owed
from stretchtimer.model import Side
from stretchtimer.ports import Command
from stretchtimer.session import summarise

LINE = timeline(hold("30s", "Hurdler", sides="each"), counted(3, "Kick", sides="each"), switch=3000)
"""Hurdler left to 30 s, right 33-63; Kick left 63-75, right 78-90."""


def at_the_end(*script: tuple[int, Command], line: object = LINE) -> Deck:
    deck = Deck(line)
    for at, command in script:
        deck.to(at)
        deck.press(command)
    return deck.to(1_000_000)


def short(deck: Deck, line: object = LINE) -> list[tuple[int, str, int]]:
    return [(one.block, one.side.value, one.short) for one in owed(summarise(deck.player, line))]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ([], []),
        ([(48_000, Command.NEXT)], [(2, "right", 15_000)]),
        ([(48_404, Command.NEXT)], [(2, "right", 15_000)]),  # as it is said and counted: whole seconds
        ([(58_001, Command.NEXT)], []),
        ([(58_000, Command.NEXT)], [(2, "right", 5000)]),
        ([(10_000, Command.NEXT)], [(1, "left", 20_000)]),
        ([(1000, Command.NEXT), (5000, Command.NEXT)], []),
        ([(40_000, Command.HURTS)], []),
        ([(20_000, Command.REDO)], []),
        ([(20_000, Command.REDO), (63_000, Command.NEXT)], [(2, "right", 20_000)]),
        ([(40_000, Command.SHORTER)], []),
        ([(10_000, Command.LONGER), (60_000, Command.NEXT)], [(2, "right", 23_000)]),
        ([(80_000, Command.NEXT)], [(4, "right", 10_000)]),
    ],
)
def test_what_is_short(script: list[tuple[int, Command]], found: list[tuple[int, str, int]]) -> None:
    """Cut short or skipped against its partner, by 5 s and more; not what hurt or was done twice."""
    assert short(at_the_end(*script)) == found


def test_nothing_is_owed_of_what_has_no_partner() -> None:
    """An exercise without sides, and an alternating set, have no side that could be short."""
    line = timeline(hold("30s"), counted(3, sides="alternate"))
    deck = at_the_end((10_000, Command.NEXT), (20_000, Command.NEXT), line=line)
    assert short(deck, line) == []


def test_each_round_is_a_pair_of_its_own() -> None:
    """The right side of the second round is not the partner of the first one's left."""
    line = timeline(group(2, hold("20s", sides="each")))
    deck = at_the_end((70_000, Command.NEXT), line=line)
    assert short(deck, line) == [(4, "right", 10_000)]


def test_it_is_played_behind_the_end() -> None:
    """The way into it and what was missing, on that side; both sides are even in the record then."""
    deck = at_the_end((48_000, Command.NEXT))
    before = len(deck.heard)
    told = deck.player.make_up(owed(summarise(deck.player, LINE)), START + deck.now)
    assert [one.cue.text for one in told] == ["Next: hurdler, right side."]
    assert deck.place == ("transition", "Hurdler", "right", LEAD)
    assert shape(deck.player.timeline)[-3:] == [
        ("transition", LEAD, None),
        ("5", 15_000, "right"),
        ("finish", 0, None),
    ]
    deck.to(deck.now + LEAD + 15_000)
    assert deck.state is State.FINISHED
    heard = [(kind, text) for _, kind, text in deck.heard[before:] if kind != "count"]
    assert heard == [("start", None), ("finish", "Finished.")]
    record = summarise(deck.player, LINE)
    assert [block.played for block in record.blocks] == [30_000, 30_000, 12_000, 12_000]
    assert short(deck) == []


def test_reps_are_made_up_in_whole_ones() -> None:
    """As many as come nearest, numbered from one."""
    deck = at_the_end((80_000, Command.NEXT))
    deck.player.make_up(owed(summarise(deck.player, LINE)), START + deck.now)
    made = [one for one in deck.player.timeline.segments if one.of is not None]
    assert [(one.rep, one.reps, one.side, one.of) for one in made] == [
        (number, len(made), Side.RIGHT, 4) for number in range(1, len(made) + 1)
    ]
    assert len(made) == 3
    deck.to(deck.now + LEAD + 12_000)
    assert deck.state is State.FINISHED


def test_who_stops_in_it_has_finished_the_session() -> None:
    """What is made up is more than the routine asked for: leaving it takes nothing back."""
    deck = at_the_end((48_000, Command.NEXT))
    deck.player.make_up(owed(summarise(deck.player, LINE)), START + deck.now)
    deck.to(deck.now + LEAD + 4000)
    deck.press(Command.END)
    record = summarise(deck.player, LINE)
    assert (record.completed, record.place) == (True, None)
    assert record.blocks[1].played == 15_000 + 4000


def test_before_the_end_nothing_is_made_up() -> None:
    """It is no way to play on after q."""
    deck = Deck(LINE).to(50_000)
    deck.press(Command.END)
    one = Owed(block=2, name="Hurdler", side=Side.RIGHT, short=9000)
    assert deck.player.make_up([one], START + deck.now) == []
    assert deck.state is State.STOPPED


@given(routines(), st.lists(st.integers(0, 60_000), max_size=8))
def test_whatever_was_skipped_made_up_is_even(routine, gaps) -> None:
    """What is owed is what is played then, to the ms for holds, and nothing of it is owed afterwards."""
    line = compile_routine(routine).timeline
    deck = Deck(line)
    for gap in gaps:
        deck.to(deck.now + gap)
        deck.press(Command.NEXT)
    for _ in range(200):
        if deck.player.done:
            break
        deck.to(deck.now + 60_000)
    before = summarise(deck.player, line)
    missing = owed(before)
    assert all(one.short >= WORTH for one in missing)
    deck.player.make_up(missing, START + deck.now)
    deck.to(deck.now + sum(one.short + LEAD + 30_000 for one in missing))
    assert deck.player.done
    after = summarise(deck.player, line)
    assert after.completed
    for one in missing:
        number, timed = one.block, line.segments[line.blocks[one.block].first].rep is None
        gained = after.blocks[number - 1].played - before.blocks[number - 1].played
        assert gained == one.short if timed else gained > 0
        assert not timed or number not in {left.block for left in owed(after)}


def test_who_leaves_what_is_made_up_because_it_hurts_has_finished_too() -> None:
    """The rest behind it, and a stop in that, are behind the end as well."""
    deck = at_the_end((48_000, Command.NEXT))
    deck.player.make_up(owed(summarise(deck.player, LINE)), START + deck.now)
    deck.to(deck.now + LEAD + 4000)
    deck.press(Command.HURTS, Command.END)
    record = summarise(deck.player, LINE)
    assert (record.completed, record.place, record.blocks[1].hurt) == (True, None, True)
    assert short(deck) == []
