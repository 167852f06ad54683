"""Where a session goes on when its routine has changed since, and what is said of that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakes import START, Deck, counted, group, hold, levels, rest, tempo, timeline
from stretchtimer.account import Account
from stretchtimer.balance import owed
from stretchtimer.changes import Change, read, written
from stretchtimer.comeback import comeback
from stretchtimer.errors import StretchError
from stretchtimer.making_up import LEAD
from stretchtimer.model import Side
from stretchtimer.plan import Options
from stretchtimer.ports import Command
from stretchtimer.session import summarise, with_past

BEND = hold("20s", "Bend")
TURN = hold("30s", "Turn", sides="each")
LIFT = counted(5, "Lift", id="lift")
BEFORE = timeline(BEND, TURN, LIFT, prepare=10_000, transition=5000)
# 10 Bend, 35 Turn left, 65 Turn right, 100 Lift, 120 end


def broken_off(at, line=BEFORE):
    """The record of a session that was broken off so many ms after its start."""
    return summarise(Deck(line).to(at).player, line)


def back(session, *steps, changes=(), options=None, **fields):
    """How a session goes on with a routine of these steps: where, and what is said."""
    times = {"prepare": 10_000, "transition": 5000} | fields
    line = timeline(*steps, options=options, **times)
    found = comeback(session, line, changes)
    index = line.index_at(found.begun.position)
    segment = line.segments[index]
    into = found.begun.position - line.starts[index]
    return found, (segment.step, segment.side and segment.side.value, into)


def whole(session, found, line):
    """The record at the end of a session that went on."""
    deck = Deck(line, begun=found.begun).to(10**6)
    return with_past(summarise(deck.player, line), found.past)


@pytest.mark.parametrize(
    ("steps", "place", "said"),
    [
        ((TURN, LIFT), (1, "right", 0), "Bend is gone"),
        ((hold("5s", "Sit"), BEND, TURN, LIFT), (3, "right", 0), "step 1 (Sit) is new"),
        ((BEND, hold("40s", "Turn", sides="each"), LIFT), (2, "right", 0), "step 2 (Turn) is now 40s a side"),
        ((BEND, hold("8s", "Turn", sides="each"), LIFT), (2, "right", 0), "step 2 (Turn) is now 8s a side"),
        ((hold("25s", "Bend"), TURN, LIFT), (2, "right", 0), "step 1 (Bend) is now 25s"),
        ((BEND, TURN, counted(9, "Lift", id="lift")), (2, "right", 0), "step 3 (Lift) is now 9 reps"),
        (
            (BEND, hold("30s", "Turn", sides="each", first=Side.RIGHT), LIFT),
            (2, "right", 0),
            "step 2 (Turn) now begins with the right side",
        ),
        ((TURN, BEND, LIFT), (1, "right", 0), "its steps come in another order"),
        ((BEND, group(2, TURN), LIFT), (2, "right", 0), "step 2 (Turn) now comes 2 times"),
    ],
)
def test_a_changed_routine_goes_on_at_the_start_of_the_side_at_hand(steps, place, said):
    """On the side that was being done, 12 s into it; what has changed is said in words."""
    found, there = back(broken_off(77_000), *steps)
    assert there == place
    assert len(found.notes) == 1
    assert said in found.notes[0]


def test_the_side_that_was_not_done_is_never_left_out():
    """Broken off on the left, which now comes last: the right side comes first."""
    _, there = back(broken_off(40_000), BEND, hold("30s", "Turn", sides="each", first=Side.RIGHT), LIFT)
    assert there == (2, "right", 0)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((BEND, LIFT), "Turn is no longer in it"),
        ((BEND, hold("30s", "Twist", sides="each"), LIFT), "Turn is no longer in it"),
        ((BEND, hold("30s", "Turn"), LIFT), "Turn is no longer done on the right side"),
    ],
)
def test_what_cannot_be_found_is_explained(steps, said):
    """With what to type instead."""
    with pytest.raises(StretchError) as error:
        back(broken_off(77_000), *steps)
    assert said in error.value.message
    assert "stretch play small --from STEP" in (error.value.hint or "")


def test_an_exercise_of_a_file_may_get_another_name():
    """Its id tells that it is the same."""
    found, there = back(broken_off(105_000), BEND, TURN, counted(5, "Raise", id="lift"))
    assert there == (3, None, 1000)  # the second rep
    assert found.notes == ()


def test_other_words_and_pauses_change_nothing():
    """What is done and how long is the same: it goes on to the ms, however long the changes between are."""
    found, there = back(broken_off(77_000), BEND, TURN, LIFT, prepare=3000, transition=0)
    assert (found.notes, there) == ((), (2, "right", 12_000))
    _, there = back(broken_off(32_000), BEND, TURN, LIFT, prepare=3000, transition=1000)
    assert there == (None, None, 0)  # the start of the shorter change


def test_a_level_that_is_gone():
    """The nearest one is done, from its start, and that is said."""
    three, two = levels((), (), tempo((6000, None))), levels((), ())
    line = timeline(counted(4, "Kick", levels=three), prepare=0, options=Options(level=3))
    found, there = back(
        broken_off(9000, line),
        counted(4, "Kick", levels=two),
        prepare=0,
        transition=0,
        options=Options(level=3, level_asked=False),
    )
    assert there == (1, None, 0)
    assert "step 1 (Kick) is now at level 2" in found.notes[0]


def test_what_was_changed_with_keys_is_said_to_be_gone():
    """Lengths and levels belong to the routine that they were asked for in."""
    deck = Deck(BEFORE).to(77_000)
    deck.press(Command.LONGER)
    found, there = back(
        summarise(deck.player, BEFORE), hold("25s", "Bend"), TURN, LIFT, changes=deck.player.changes
    )
    assert there == (2, "right", 0)
    assert found.notes[-1] == "What you had changed of it with keys is as the file has it."
    assert found.begun.changes == ()


def test_changes_that_are_not_known():
    """The routine is the same, and not what was made of it: the side at hand begins anew."""
    deck = Deck(BEFORE).to(77_000)
    deck.press(Command.LONGER)
    found, there = back(summarise(deck.player, BEFORE), BEND, TURN, LIFT, changes=None)
    assert there == (2, "right", 0)
    assert found.notes == ("What you had changed of it with keys is as the file has it.",)


def test_nothing_that_was_played_is_lost_with_its_step():
    """Of a step that is gone the record keeps what was done; of one that has moved it moves along."""
    session = broken_off(77_000)
    line = timeline(TURN, LIFT, prepare=10_000, transition=5000)
    found = comeback(session, line, ())
    record = whole(session, found, line)
    assert [(b.number, b.exercise, b.side, b.played) for b in record.blocks] == [
        (1, "Turn", Side.LEFT, 30_000),
        (2, "Turn", Side.RIGHT, 42_000),
        (3, "Lift", None, 20_000),
        (4, "Bend", None, 20_000),
    ]
    assert record.work == 112_000
    assert record.played == 77_000 + 30_000 + 5000 + 20_000
    assert record.completed
    # And once more, broken off again: what is gone does not stand in the way.
    deck = Deck(line, begun=found.begun).to(10_000)
    again = with_past(summarise(deck.player, line), found.past)
    later = comeback(again, line, (), same_file=True)
    assert later.notes == ()
    assert later.begun.position == deck.player.position
    assert whole(again, later, line).blocks[3].exercise == "Bend"
    assert whole(again, later, line).work == 112_000


def test_a_last_step_that_is_gone():
    """Who was before it is told so, and goes on at the start of the side; who was in it cannot go on."""
    found, there = back(broken_off(77_000), BEND, TURN)
    assert there == (2, "right", 0)
    assert found.notes == ("The routine has changed since: Lift is gone.",)
    with pytest.raises(StretchError, match="cannot be gone on with: Lift is no longer in it"):
        back(broken_off(105_000), BEND, TURN)


@pytest.mark.parametrize("number", [0, 99])
@pytest.mark.parametrize("same_file", [True, False])
def test_a_place_that_there_is_not(number, same_file):
    """As a record from elsewhere may have it: it cannot be gone on with, whatever the file."""
    session = broken_off(77_000)
    nowhere = replace(session, place=replace(session.place, block=number))
    with pytest.raises(StretchError, match="cannot be gone on with"):
        comeback(nowhere, BEFORE, (), same_file=same_file)


def test_a_step_gone_on_with_has_its_chime():
    """At the start of a step its cue is still to be heard; where it was heard it is not heard again."""
    changed = timeline(hold("25s", "Bend"), TURN, LIFT, prepare=10_000, transition=5000)
    heard = Deck(changed, begun=comeback(broken_off(77_000), changed, ()).begun).to(3000).heard
    assert heard[0] == (0, "say", "Going on: turn, right side.")
    assert heard[-1][:2] == (3000, "start")
    same = Deck(BEFORE, begun=comeback(broken_off(65_000), BEFORE, ()).begun).to(3500).heard
    assert [kind for _, kind, _ in same] == ["say", "count", "count", "count"]


def test_at_the_end_there_is_nothing_left():
    """In a rest after the last exercise nothing is to be gone on with."""
    line = timeline(BEND, rest("10s"), prepare=0)
    with pytest.raises(StretchError, match="was at its end"):
        comeback(broken_off(25_000, line), line, ())


def test_a_mark_of_what_hurt_stays():
    """The player that goes on knows of it, and the record of the whole has it."""
    session = summarise(Account.of(Deck(BEFORE).to(77_000).player), BEFORE)
    hurt = replace(session, blocks=[replace(one, hurt=one.number == 2) for one in session.blocks])
    found = comeback(hurt, BEFORE, ())
    assert [block.hurt for block in whole(hurt, found, BEFORE).blocks] == [False, True, False, False]


SORE = timeline(
    hold("20s", "Bend", adjustments=("Bend the knees.",)),
    counted(2, "Kick", sides="each", level=2, levels=levels((), tempo((6000, None)))),
    hold("30s", "Sit"),
    prepare=10_000,
    transition=5000,
    switch=3000,
)
"""10 Bend, 35 Kick left, 50 right; a rest after it comes behind that."""


def gone_on(deck, line):
    """A deck that goes on with what is kept of another."""
    changes = read(written(deck.player.changes))
    found = comeback(summarise(deck.player, line), line, changes)
    assert found.notes == ()
    return Deck(line, begun=found.begun)


@pytest.mark.parametrize("at", [36_000, 40_000])
def test_a_rest_after_a_pain_goes_on_and_what_it_offers_too(at):
    """Broken off in it, it goes on in the same ms; e goes back from there, at the easier level."""
    deck = Deck(SORE).to(at)
    deck.press(Command.HURTS)
    deck.to(at + 4000)
    later = gone_on(deck, SORE)
    assert later.player.timeline == deck.player.timeline
    assert (later.player.position, later.player.hurt) == (deck.player.position, {2})
    assert later.player.frame().note == "Press e for: level 1, Form 1."
    later.to(3000).press(Command.EASIER)
    assert later.place == ("transition", "Kick", "left", 5000)
    record = summarise(later.to(10**6).player, SORE)
    assert [block.hurt for block in record.blocks] == [False, True, False, False]
    assert [block.level for block in record.blocks] == [None, 1, 1, None]


def test_what_is_done_in_its_easier_way_is_done_so_when_it_goes_on():
    """The level that e gave in the rest, and the adjustment: without the rest, and shown again."""
    deck = Deck(SORE).to(12_000)
    deck.press(Command.HURTS)
    deck.to(15_000).press(Command.EASIER)
    deck.to(27_000)
    assert deck.player.frame().picture.adjustment == 1
    later = gone_on(deck, SORE)
    assert later.player.frame().picture == deck.player.frame().picture
    assert later.player.timeline == deck.player.timeline
    deck.press(Command.NEXT)
    deck.to(36_500 + 1000).press(Command.HURTS, Command.EASIER)
    later = gone_on(deck, SORE)
    assert later.player.timeline == deck.player.timeline
    assert later.player.hurt == {1, 2}


def test_what_hurt_is_not_offered_as_short():
    """Not by who goes on either, whatever has become of the file since."""
    line = timeline(hold("30s", "Turn", sides="each"), hold("30s", "Sit"), prepare=10_000)
    deck = Deck(line).to(50_000)
    deck.press(Command.HURTS)
    session = summarise(deck.to(80_000).player, line)
    assert session.place.exercise == "Sit"
    for now in (line, timeline(hold("30s", "Turn", sides="each"), hold("20s", "Sit"), prepare=10_000)):
        found = comeback(session, now, () if now is not line else deck.player.changes)
        record = summarise(Deck(now, begun=found.begun).to(10**6).player, now)
        assert owed(record) == ()
        assert [block.hurt for block in record.blocks] == [False, True, False]


def test_what_is_made_up_is_not_gone_on_with():
    """The session was at its end; that is said, and what was played of it is in its record."""
    line = timeline(hold("30s", "Turn", sides="each"), prepare=0)
    deck = Deck(line).to(40_000)
    deck.press(Command.NEXT)
    deck.to(70_000)
    deck.player.make_up(owed(summarise(deck.player, line)), START + deck.now)
    deck.to(deck.now + 15_000).press(Command.LONGER, Command.END)
    session = summarise(deck.player, line)
    assert [block.played for block in session.blocks] == [30_000, 10_000 + 15_000 - LEAD]
    with pytest.raises(StretchError, match="was at its end"):
        comeback(session, line, read(written(deck.player.changes)))


def test_changes_in_words():
    """A change is a word and a position; nothing else is taken for one."""
    made = (
        Change(Command.LONGER, 0),
        Change(Command.EASIER, 12_345),
        Change(Command.HURTS, 13_000),
        Change(Command.REDO, 7),
    )
    assert written(made) == ["longer 0", "easier 12345", "hurts 13000", "redo 7"]
    assert read(written(made)) == made
    for wrong in ("longer 1", None, ["longer"], ["longer -1"], ["quit 1"], [5], ["longer 1e3"], ["x"] * 401):
        with pytest.raises(ValueError, match=r"change"):
            read(wrong)
