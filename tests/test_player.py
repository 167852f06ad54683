"""The player, told the time: what is heard and where it stands, in every state and with every key."""

from __future__ import annotations

import pytest

from fakes import Deck, counted, cues, group, hold, levels, rest, shape, tempo, timeline
from stretchtimer.frame import State
from stretchtimer.model import Side
from stretchtimer.player import Player
from stretchtimer.ports import Command
from stretchtimer.timeline import SegmentKind

PAUSE, NEXT, BACK, REDO = Command.PAUSE, Command.NEXT, Command.BACK, Command.REDO
LONGER, SHORTER, EASIER, HARDER = Command.LONGER, Command.SHORTER, Command.EASIER, Command.HARDER
END, SUSPEND = Command.END, Command.SUSPEND
KEYS = (PAUSE, NEXT, BACK, REDO, LONGER, SHORTER, EASIER, HARDER)

STEPS = (
    hold("30s", "Bend", sides="each", adjustments=("Bend the {side} knee.",)),
    counted(3, "Kick", sides="alternate", levels=levels((), tempo((6000, "out")), ()), level=1),
    hold("50s", "Sit"),
)


def deck(*steps, rate=1.0, **fields):
    """A player of the usual three steps, or of these, at its start."""
    times = {"prepare": 10_000, "transition": 5000, "switch": 3000} | fields
    return Deck(timeline(*(steps or STEPS), **times), rate=rate)


# Where the usual three steps are at:
#   0 prepare  10 Bend left  40 switch  43 Bend right  73 transition  78 Kick (6 reps)  102 transition
#   107 Sit  157 end


def texts(heard, *kinds):
    return [text for _, kind, text in heard if kind in kinds]


# -- undisturbed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.1, 1, 3.7, 200, 1000])
def test_every_cue_comes_once_in_order_at_the_first_millisecond_that_reaches_it(rate):
    """Whatever the rate, what is heard is the schedule; the clock shows the first ms at its place."""
    line = timeline(*STEPS, prepare=10_000, transition=5000, switch=3000)
    played = Deck(line, rate=rate).to(round(line.total / rate) + 1)
    assert [heard[1:] for heard in played.heard] == [cue[1:] for cue in cues(line)]
    thousandths = round(rate * 1000)
    assert [at for at, _, _ in played.heard] == [-(-at * 1000 // thousandths) for at, _, _ in cues(line)]
    assert played.state is State.FINISHED


def test_late_looks_bring_everything_that_became_due_in_order():
    """A look 5 s late is no sleep: what became due is heard then, once."""
    played = deck()
    for now in range(5000, 160_001, 5000):
        played.look(now)
    assert [heard[1:] for heard in played.heard] == [cue[1:] for cue in cues(played.player.timeline)]


def test_looking_twice_at_the_same_time_brings_nothing_twice():
    """A look without time passing is free."""
    played = deck().to(10_000)
    assert played.look(10_000) == []
    assert played.look(10_000) == []


def test_the_end_is_said_once_and_then_there_is_silence():
    """At the end the player is done, and neither time nor keys bring anything more."""
    played = deck(hold("10s"), prepare=0).to(10_000)
    assert played.heard[-1] == (10_000, "finish", "Finished.")
    assert (played.state, played.player.done, played.player.next_due()) == (State.FINISHED, True, None)
    assert played.look(11_000) == []
    assert played.press(*KEYS, SUSPEND, END) == []
    assert (played.state, played.player.position) == (State.FINISHED, 10_000)


# -- pause and resume ------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 1, 5000, 10_000, 27_345, 40_000, 41_500, 75_000, 80_000, 156_999])
def test_a_pause_is_resumed_at_the_very_same_position_after_a_countdown_of_3_seconds(at):
    """Anywhere, t = 0 included: three ticks, one a second, then time goes on from the same millisecond."""
    played = deck().to(at)
    played.press(PAUSE)
    assert (played.state, played.player.next_due()) == (State.PAUSED, None)
    played.to(at + 60_000)
    assert played.player.position == at
    played.heard.clear()
    played.press(PAUSE)
    assert played.state is State.REENTRY
    played.to(at + 62_999)
    assert (played.state, played.player.position) == (State.REENTRY, at)
    assert played.heard == [(at + 60_000 + n * 1000, "count", str(3 - n)) for n in range(3)]
    played.to(at + 63_000)
    assert (played.state, played.player.position) == (State.PLAYING, at)
    played.to(at + 63_001)
    assert played.player.position == at + 1


@pytest.mark.parametrize("at", [0, 10_000, 12_345, 40_000, 154_000])
def test_a_pause_loses_and_doubles_nothing(at):
    """What is heard with a pause is the schedule, and the ticks of the countdown back."""
    played = deck().to(at)
    played.press(PAUSE)
    before = len(played.heard)
    played.to(at + 7000)
    played.press(PAUSE)
    played.to(200_000)
    assert [heard[1:] for heard in played.heard[:before] + played.heard[before + 3 :]] == [
        cue[1:] for cue in cues(played.player.timeline)
    ]


def test_a_pause_during_the_countdown_back_stays_at_the_position():
    """Space in the countdown pauses again, and the next resume counts from 3 anew."""
    played = deck().to(20_000)
    played.press(PAUSE)
    played.press(PAUSE)
    played.to(21_500)
    played.press(PAUSE)
    assert (played.state, played.player.position) == (State.PAUSED, 20_000)
    played.to(30_000)
    played.heard.clear()
    played.press(PAUSE)
    played.to(33_000)
    assert texts(played.heard, "count") == ["3", "2", "1"]
    assert (played.state, played.player.position) == (State.PLAYING, 20_000)


def test_a_late_look_loses_no_tick_of_the_countdown_back():
    """Ticks that became due together are heard together, as every cue is."""
    played = deck().to(20_000)
    played.press(PAUSE, PAUSE)
    assert texts(played.look(24_000), "count") == ["2", "1"]
    assert (played.state, played.player.position) == (State.PLAYING, 21_000)


def test_the_countdown_back_shows_what_is_left_of_it():
    """The frame counts 3 s down while the position stands."""
    played = deck().to(20_000)
    played.press(PAUSE, PAUSE)
    assert (played.player.frame().remaining, played.player.frame().set_remaining) == (3000, 20_000)
    played.look(21_200)
    frame = played.player.frame()
    assert (frame.remaining, frame.position, frame.state) == (1800, 20_000, State.REENTRY)


# -- silence, sleep, clocks ------------------------------------------------------------------------


def test_more_than_5_seconds_of_silence_were_a_sleep():
    """Paused at the last seen position, without a burst of stale cues; exactly 5 s is no sleep yet."""
    played = deck().to(20_000)
    assert played.look(25_000) == []
    assert (played.state, played.player.position) == (State.PLAYING, 25_000)
    assert played.look(30_001) == []
    assert (played.state, played.player.position) == (State.PAUSED, 25_000)
    assert played.player.frame().slept


def test_a_pause_by_key_is_no_sleep():
    """The frame says that the clock stood still only where it did."""
    played = deck().to(20_000)
    played.press(PAUSE)
    assert not played.player.frame().slept
    played.press(PAUSE)
    played.look(40_000)  # asleep in the countdown back
    assert (played.state, played.player.position) == (State.PAUSED, 20_000)
    assert played.player.frame().slept
    played.press(PAUSE)
    assert not played.player.frame().slept


def test_after_a_sleep_the_countdown_back_leads_to_the_same_position():
    """Nothing that the sleep covered is played or counted."""
    played = deck().to(20_000)
    played.look(3_620_000)
    played.press(PAUSE)
    played.to(3_623_000)
    assert (played.state, played.player.position) == (State.PLAYING, 20_000)
    assert sum(played.player.played.values()) == 20_000


def test_the_key_that_ends_a_sleep_does_its_work():
    """A key that comes with the first look after a sleep finds the player paused; END ends, NEXT goes on."""
    played = deck().to(20_000)
    played.now = 100_000
    played.press(NEXT)
    assert (played.state, played.place[:3]) == (State.PAUSED, ("switch", "Bend", "right"))
    played = deck().to(20_000)
    played.now = 100_000
    played.press(END)
    assert played.state is State.STOPPED


def test_space_that_ends_a_sleep_does_not_end_the_pause():
    """Whoever wakes the machine with space saw a playing clock and wanted it paused: so it is."""
    played = deck().to(20_000)
    played.now = 100_000
    played.press(PAUSE)
    assert (played.state, played.player.position) == (State.PAUSED, 20_000)
    played.press(PAUSE)
    assert played.state is State.REENTRY


def test_a_clock_set_back_passes_no_time_and_repeats_nothing():
    """From the new time on it runs as before."""
    played = deck().to(20_000)
    played.heard.clear()
    assert played.look(-3_600_000) == []
    assert (played.state, played.player.position) == (State.PLAYING, 20_000)
    played.to(-3_600_000 + 1500)
    assert played.player.position == 21_500
    played.to(-3_600_000 + 20_000)
    assert played.player.position == 40_000
    assert played.heard[-1] == (-3_580_000, "switch", "Switch. Right side.")


def test_a_clock_set_back_in_the_countdown_back():
    """The countdown neither restarts nor ends."""
    played = deck().to(20_000)
    played.press(PAUSE, PAUSE)
    played.look(21_000)
    played.look(15_000)
    assert played.player.frame().remaining == 2000
    played.to(17_000)
    assert (played.state, played.player.position) == (State.PLAYING, 20_000)


def test_suspend_pauses_where_the_player_was_last_seen():
    """Back from Ctrl-Z: however long it took, short or long, the position is the one last seen."""
    for away in (100, 4999, 3_600_000):
        played = deck().to(20_000)
        played.now += away
        assert played.press(SUSPEND) == []
        assert (played.state, played.player.position) == (State.PAUSED, 20_000)
        assert not played.player.frame().slept


def test_suspend_where_nothing_runs_changes_nothing():
    """Paused stays paused, done stays done; the countdown back becomes a pause."""
    played = deck().to(20_000)
    played.press(PAUSE)
    played.press(SUSPEND)
    assert played.state is State.PAUSED
    played.press(PAUSE, SUSPEND)
    assert (played.state, played.player.position) == (State.PAUSED, 20_000)
    played.press(END, SUSPEND)
    assert played.state is State.STOPPED


def test_keys_before_the_first_look_do_not_fail():
    """The first thing that happens may be a key; it starts the play."""
    for command in Command:
        player = Player(timeline(*STEPS, prepare=10_000))
        player.frame()
        assert player.next_due() is None
        player.handle(command, 5)
        player.frame()
        assert player.position in ((70_000,) if command is Command.HURTS else (0, 10_000))


# -- next, back, redo ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "lands", "heard"),
    [
        (5000, ("work", "Bend", "left", 30_000), [("start", None)]),
        (20_000, ("switch", "Bend", "right", 3000), [("switch", "Switch. Right side.")]),
        (41_000, ("work", "Bend", "right", 30_000), [("start", None)]),
        (50_000, ("transition", "Kick", "left", 5000), [("next", "Next: kick, left side first.")]),
        (75_000, ("work", "Kick", "left", 4000), [("start", None), ("rep", "1, left")]),
        (90_000, ("transition", "Sit", None, 5000), [("next", "Next: sit.")]),
        (104_000, ("work", "Sit", None, 50_000), [("start", None)]),
    ],
)
def test_next_leads_on_and_what_comes_is_announced_once(at, lands, heard):
    """From a lead-in to its work, from work to what leads on; what was announced is not announced again."""
    played = deck().to(at)
    assert [cue[1:] for cue in played.press(NEXT)] == heard
    assert played.place == lands
    assert played.state is State.PLAYING


def test_next_through_everything_announces_everything_once():
    """Skipping never repeats or loses an announcement."""
    played = deck().to(500)
    said = [heard for heard in played.heard if heard[1] == "prepare"]
    while not played.player.done:
        said += [heard for heard in played.press(NEXT) if heard[2] and heard[1] != "rep"]
    assert [text for _, _, text in said] == [
        "Small. First: bend, left side.", "Switch. Right side.", "Next: kick, left side first.", "Next: sit.",
        "Finished.",
    ]  # fmt: skip


def test_next_in_the_last_block_finishes():
    """There the end is what comes: its line is said, the state is finished."""
    played = deck().to(120_000)
    assert played.press(NEXT) == [(120_000, "finish", "Finished.")]
    assert played.state is State.FINISHED


def test_next_in_the_last_8_seconds_says_no_name_again():
    """Without a transition the name was said before the work's end: after a skip there is only the tone."""
    played = deck(hold("30s"), hold("30s", "Turn"), hold("30s", "Sit"), transition=0, prepare=0).to(25_000)
    assert played.heard[-1][1:] == ("next", "Next: turn.")
    assert played.press(NEXT) == [(25_000, "start", None)]


def test_next_before_the_announcement_says_the_name_at_the_start():
    """Without a transition an early skip loses the announcement, so the start says the name."""
    played = deck(hold("30s"), hold("30s", "Turn"), hold("30s", "Sit"), transition=0, prepare=0).to(20_000)
    assert played.press(NEXT) == [(20_000, "start", "Turn.")]
    assert played.press(NEXT) == [(20_000, "start", "Sit.")]


def test_next_from_the_first_side_without_switch_time_says_switch():
    """The change of sides is heard when it happens, skipped to or not."""
    played = deck(hold("30s", sides="each"), switch=0).to(20_000)
    assert played.press(NEXT) == [(20_000, "switch", "Switch. Right side.")]
    assert played.place == ("work", "Bend", "right", 30_000)


def test_next_into_a_rest_announces_what_follows_it():
    """A rest says itself and what comes after it; skipping it leads to the work."""
    played = deck(hold("30s"), rest("20s"), hold("30s", "Turn")).to(12_000)
    assert [heard[1:] for heard in played.press(NEXT)] == [("rest", "Rest."), ("next", "Next: turn.")]
    assert [heard[1:] for heard in played.press(NEXT)] == [("start", None)]


@pytest.mark.parametrize(
    ("at", "lands", "heard"),
    [
        (13_001, ("work", "Bend", "left", 30_000), [("start", None)]),
        (41_000, ("work", "Bend", "left", 30_000), [("start", "Bend, left side.")]),
        (44_000, ("work", "Bend", "left", 30_000), [("start", "Bend, left side.")]),
        (60_000, ("work", "Bend", "right", 30_000), [("start", None)]),
        (75_000, ("work", "Bend", "right", 30_000), [("start", "Bend, right side.")]),
        (80_000, ("work", "Bend", "right", 30_000), [("start", "Bend, right side.")]),
        (95_000, ("work", "Kick", "left", 4000), [("start", None), ("rep", "1, left")]),
        (108_000, ("work", "Kick", "left", 4000), [("start", "Kick, left side first."), ("rep", "1, left")]),
    ],
)
def test_back_names_the_block_it_goes_to_unless_it_was_named_last(at, lands, heard):
    """Back in the first 3 s goes to the block before, whose side is said; later it restarts with a tone."""
    played = deck().to(at)
    assert [cue[1:] for cue in played.press(BACK)] == heard
    assert played.place == lands


@pytest.mark.parametrize("key", [BACK, REDO])
def test_back_to_a_lead_in_says_again_what_comes(key):
    """Who goes back in prepare or redoes a lead-in wants to hear it."""
    played = deck(caution="Stop at pain.").to(5000)
    assert [cue[1:] for cue in played.press(key)] == [
        ("prepare", "Small. First: bend, left side."), ("say", "Stop at pain."),
    ]  # fmt: skip
    assert played.player.position == 0


@pytest.mark.parametrize(
    ("at", "heard"),
    [(42_000, "Switch. Right side."), (75_000, "Next: kick, left side first.")],
)
def test_redo_of_a_lead_in_says_it_again(at, heard):
    """The lead-in begins anew, with its words; the start after it is a tone as before."""
    played = deck().to(at)
    assert texts(played.press(REDO), "switch", "next") == [heard]
    assert texts(played.press(NEXT), "start") == [None]


@pytest.mark.parametrize("switch", [0, 3000])
def test_redo_of_the_second_side_is_no_switch(switch):
    """Who redoes the right side is on it already: a start is heard, and never "switch" again."""
    played = deck(hold("30s", sides="each"), switch=switch).to(60_000)
    assert played.place[2] == "right"
    assert [heard[1:] for heard in played.press(REDO)] == [("start", None)]
    assert played.place == ("work", "Bend", "right", 30_000)


def test_back_to_a_second_side_without_switch_time_says_its_name():
    """From the next exercise back to the right side of the one before: its name and side, no "switch"."""
    played = deck(hold("30s", sides="each"), hold("30s", "Turn"), switch=0, transition=0, prepare=0).to(
        61_000
    )
    assert [heard[1:] for heard in played.press(BACK)] == [("start", "Bend, right side.")]


def test_back_to_the_first_side_hears_the_switch_again():
    """Played again from the left side on, the change of sides is called again."""
    played = deck(hold("30s", sides="each"), switch=0, prepare=0).to(31_000)
    played.press(BACK)
    played.heard.clear()
    played.to(61_000)
    assert texts(played.heard, "switch") == ["Switch. Right side."]


def test_redo_in_a_counted_set_begins_at_its_first_rep():
    """The side is the whole set."""
    played = deck(counted(5, sides="each"), prepare=0).to(9000)
    assert [heard[1:] for heard in played.press(REDO)] == [("start", None), ("rep", "1")]
    assert (played.player.frame().rep, played.place[3]) == (1, 4000)


@pytest.mark.parametrize("key", [NEXT, BACK, REDO])
def test_a_jump_while_paused_is_silent_until_the_play_goes_on(key):
    """Nothing is heard of a place before it is played; then nothing of it is lost."""
    played = deck().to(20_000)
    played.press(PAUSE)
    assert played.press(key) == []
    assert played.state is State.PAUSED
    place = played.player.position
    first = [cue[1:] for cue in cues(played.player.timeline) if cue[0] == place]
    played.heard.clear()
    played.press(PAUSE)
    played.to(played.now + 3000)
    assert [heard[1:] for heard in played.heard] == [("count", "3"), ("count", "2"), ("count", "1"), *first]


def test_skipping_twice_while_paused_loses_no_name():
    """Past an announcement that nobody heard the start says the name."""
    played = deck().to(50_000)
    played.press(PAUSE, NEXT, NEXT)
    assert played.place == ("work", "Kick", "left", 4000)
    played.press(PAUSE)
    played.to(53_000)
    assert texts(played.heard, "start")[-1] == "Kick, left side first."


def test_a_jump_during_the_countdown_back_keeps_the_countdown():
    """The time to get back into position goes on; the new place begins when it is over."""
    played = deck().to(20_000)
    played.press(PAUSE, PAUSE)
    played.to(21_000)
    assert played.press(NEXT) == []
    assert played.player.frame().remaining == 2000
    assert played.place == ("switch", "Bend", "right", 3000)
    played.heard.clear()
    played.to(23_000)
    assert [heard[1:] for heard in played.heard] == [("count", "1"), ("switch", "Switch. Right side.")]
    assert (played.state, played.player.position) == (State.PLAYING, 40_000)


def test_next_in_the_last_block_while_paused_can_be_taken_back():
    """Paused at the end is not finished yet: back returns, resume ends with the closing line."""
    played = deck().to(120_000)
    played.press(PAUSE, NEXT)
    assert (played.state, played.player.position) == (State.PAUSED, 157_000)
    played.press(BACK)
    assert played.place == ("work", "Sit", None, 50_000)
    played.press(NEXT, PAUSE)
    played.to(123_000)
    assert played.heard[-1][1:] == ("finish", "Finished.")
    assert played.state is State.FINISHED


# -- longer and shorter ----------------------------------------------------------------------------


@pytest.mark.parametrize("at", [5000, 10_000, 20_000])
def test_longer_on_the_first_side_or_before_it_is_longer_on_both(at):
    """10 s more for this side and its partner still to come; the position stays."""
    played = deck().to(at)
    played.press(LONGER)
    assert [ms for kind, ms, _ in shape(played.player.timeline) if kind in "12"] == [40_000, 40_000]
    assert played.player.position == at


@pytest.mark.parametrize("at", [41_000, 50_000])
def test_longer_on_the_second_side_or_in_the_switch_is_longer_on_that_alone(at):
    """What is over stays as it was."""
    played = deck().to(at)
    played.press(LONGER)
    assert [ms for kind, ms, _ in shape(played.player.timeline) if kind in "12"] == [30_000, 40_000]


def test_longer_in_a_transition_is_for_what_it_leads_to():
    """The pause itself keeps its length: the exercise that was just announced gets a pair of reps more."""
    played = deck().to(75_000)
    played.press(LONGER)
    assert played.player.frame().reps == 8
    assert played.place[3] == 3000


def test_the_countdown_moves_with_longer_and_is_heard_again():
    """With 2 s left, after "3" and "2": 10 s more, and the countdown comes at the new end."""
    played = deck(hold("30s"), prepare=0).to(28_000)
    assert texts(played.heard, "count") == ["3", "2"]
    played.press(LONGER)
    played.heard.clear()
    played.to(39_999)
    assert played.heard == [(37_000, "count", "3"), (38_000, "count", "2"), (39_000, "count", "1")]


def test_shorter_with_4_seconds_left_leaves_3_and_counts_them_all():
    """Shorter never cuts a countdown: 3, 2, 1 are heard, the first at once."""
    played = deck(hold("30s"), prepare=0).to(26_000)
    assert played.press(SHORTER) == [(26_000, "count", "3")]
    assert played.place[3] == 3000
    played.heard.clear()
    played.to(29_000)
    assert played.heard == [(27_000, "count", "2"), (28_000, "count", "1"), (29_000, "finish", "Finished.")]


def test_shorter_in_the_last_3_seconds_does_nothing_and_says_so():
    """The frame has a note, the timeline stays, nothing is heard twice."""
    played = deck(hold("30s"), prepare=0).to(27_000)
    before = played.player.timeline
    assert played.press(SHORTER) == []
    assert played.player.timeline is before
    assert played.player.frame().note == "It gets no shorter than this."


def test_shorter_past_the_announcement_announces_at_once():
    """Where the end comes nearer than the announcement before it, that is made up for, once."""
    played = deck(hold("30s"), hold("30s", "Turn"), transition=0, prepare=0).to(21_000)
    assert played.press(SHORTER) == [(21_000, "next", "Next: turn."), (21_000, "count", "3")]
    played.heard.clear()
    played.to(25_000)
    assert [heard[1:] for heard in played.heard] == [("count", "2"), ("count", "1"), ("start", None)]


def test_longer_after_the_announcement_does_not_repeat_it():
    """What comes next is known: nobody says it again at the new place."""
    played = deck(hold("30s"), hold("30s", "Turn"), transition=0, prepare=0).to(25_000)
    played.press(LONGER)
    played.heard.clear()
    played.to(40_000)
    assert texts(played.heard, "next") == []
    assert texts(played.heard, "start") == [None]


def test_a_cue_of_this_millisecond_is_not_heard_again_after_a_change():
    """At the start of a side its tone has been heard; a change at the same moment does not sound it again."""
    played = deck(hold("30s", tempo=tempo((4000, "in"))), prepare=0)
    assert [heard[1] for heard in played.heard] == ["start", "breath"]
    assert played.press(LONGER, SHORTER, LONGER) == []
    played.heard.clear()
    played.to(3999)
    assert played.heard == []


def test_a_change_while_paused_loses_nothing_that_is_still_to_be_heard():
    """After a jump while paused a change keeps the announcement for when the play goes on."""
    played = deck().to(20_000)
    played.press(PAUSE, NEXT, LONGER, SHORTER, LONGER)
    played.heard.clear()
    played.press(PAUSE)
    played.to(23_000)
    assert [heard[1:] for heard in played.heard] == [
        ("count", "3"), ("count", "2"), ("count", "1"), ("switch", "Switch. Right side."),
    ]  # fmt: skip


def test_a_countdown_that_a_change_brings_to_a_paused_position_is_heard_on_going_on():
    """Shorter while paused with 4 s left: the "3" is heard when the play goes on."""
    played = deck(hold("30s"), prepare=0).to(26_000)
    played.press(PAUSE)
    assert played.press(SHORTER) == []
    played.press(PAUSE)
    played.heard.clear()
    played.to(30_000)
    assert [heard[1:] for heard in played.heard] == [
        ("count", "2"),
        ("count", "1"),
        ("count", "3"),
        ("count", "2"),
    ]


def test_longer_and_shorter_are_shown():
    """A note says what the side is now, until the next block."""
    played = deck().to(20_000)
    played.press(LONGER)
    assert played.player.frame().note == "Now 40s a side."
    played.press(SHORTER, SHORTER)
    assert played.player.frame().note == "Now 20s a side."
    played.press(NEXT)
    assert played.player.frame().note == ""


def test_reps_instead_of_seconds_in_a_counted_set():
    """In a set of reps longer is a rep more; where it alternates a pair."""
    played = deck().to(80_000)
    played.press(LONGER)
    assert (played.player.frame().reps, played.player.frame().note) == (8, "Now 8 reps.")
    played.press(SHORTER, SHORTER)
    assert played.player.frame().reps == 4
    each = deck(counted(3, sides="each"), prepare=0).to(1000)
    each.press(LONGER)
    assert each.player.frame().note == "Now 4 reps a side."


def test_after_the_last_block_nothing_gets_longer():
    """In a rest at the end there is nothing to make longer, easier or harder."""
    played = deck(hold("20s"), rest("20s"), prepare=0).to(25_000)
    before = played.player.timeline
    assert played.press(LONGER, SHORTER, EASIER, HARDER) == []
    assert played.player.timeline is before


@pytest.mark.parametrize("key", [LONGER, SHORTER])
def test_a_rest_changes_what_comes_after_it(key):
    """An authored rest keeps its length; the exercise that it leads to changes."""
    played = deck(hold("20s"), rest("20s"), hold("30s", "Turn"), prepare=0).to(25_000)
    played.press(key)
    assert [ms for _, ms, _ in shape(played.player.timeline)] == [
        20_000, 20_000, 40_000 if key is LONGER else 20_000, 0,
    ]  # fmt: skip


# -- easier and harder -----------------------------------------------------------------------------


def test_harder_takes_the_next_level_says_and_shows_it():
    """The level's name is heard and noted; the reps to come take its tempo."""
    played = deck().to(79_000)
    assert played.press(HARDER) == [(79_000, "say", "Level 2: Form 2.")]
    frame = played.player.frame()
    assert (frame.note, frame.level) == ("Level 2: Form 2.", "2 of 3: Form 2")
    assert [s.duration for s in played.player.timeline.segments if s.rep] == [4000] + [6000] * 5
    assert played.press(EASIER) == [(79_000, "say", "Level 1: Form 1.")]


def test_where_there_is_no_such_level_the_adjustments_come_in_turn():
    """Without levels both keys show the next adjustment, the side filled in."""
    played = deck().to(20_000)
    assert played.press(EASIER) == [(20_000, "say", "Another way: Bend the left knee.")]
    assert played.player.frame().note == "Another way: Bend the left knee."
    played.to(50_000)
    assert played.press(HARDER) == [(50_000, "say", "Another way: Bend the right knee.")]
    three = deck(hold("30s", adjustments=("One.", "Two.", "Three.")), prepare=0)
    assert texts(three.press(EASIER, HARDER, EASIER, EASIER), "say") == [
        f"Another way: {line}" for line in ("One.", "Two.", "Three.", "One.")
    ]
    nothing = deck().to(120_000)
    assert nothing.press(EASIER) == [(120_000, "say", "There is no other way of doing this.")]


def test_beyond_the_levels_nothing_else_is_offered():
    """Who finds the easiest too hard must not be shown an adjustment that may be harder still."""
    played = deck().to(79_000)
    assert texts(played.press(EASIER), "say") == ["This is the easiest level."]
    assert texts(played.press(HARDER, HARDER, HARDER), "say")[-1] == "This is the hardest level."


def test_a_level_asked_for_before_the_exercise_is_that_of_all_its_reps():
    """In the transition to it the whole set changes."""
    played = deck().to(75_000)
    played.press(HARDER)
    assert {s.duration for s in played.player.timeline.segments if s.rep} == {6000}


def test_a_level_asked_for_while_paused_is_said_at_once():
    """The answer to a key is heard when the key is pressed."""
    played = deck().to(79_000)
    played.press(PAUSE)
    assert texts(played.press(HARDER), "say") == ["Level 2: Form 2."]


def test_redo_after_harder_is_at_the_new_level_from_the_first_rep():
    """What is played again is played as it is now."""
    played = deck().to(91_000)
    played.press(HARDER, REDO)
    assert played.place == ("work", "Kick", "left", 6000)
    assert {s.duration for s in played.player.timeline.segments if s.rep} == {6000}
    played.heard.clear()
    played.to(91_000 + 6 * 6000)
    assert texts(played.heard, "rep") == ["2, right", "3, left", "4, right", "5, left", "6, right"]


def test_another_level_in_an_alternating_set_keeps_sides_and_numbers():
    """The side still flips with every rep, and the numbers go on."""
    played = deck().to(83_000)
    played.press(HARDER)
    played.heard.clear()
    played.to(83_000 + 30_000)
    assert texts(played.heard, "rep") == ["3, left", "4, right", "5, left", "6, right"]


# -- the end ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["playing", "paused", "re-entry"])
def test_end_ends_at_once_from_every_state(state):
    """Q stops where it is, silently; the position stays."""
    played = deck().to(20_000)
    played.press(*{"playing": (), "paused": (PAUSE,), "re-entry": (PAUSE, PAUSE)}[state])
    assert played.state.value == state
    assert played.press(END) == []
    assert (played.state, played.player.done, played.player.position) == (State.STOPPED, True, 20_000)
    assert played.press(*KEYS) == []
    assert played.look(60_000) == []
    assert played.player.next_due() is None


def test_what_was_due_before_a_key_is_heard_before_it():
    """A key finds the time passed up to it, and its cues heard."""
    played = deck().to(39_000)
    played.now = 40_500
    assert [heard[1] for heard in played.press(END)] == ["switch"]
    assert played.player.position == 40_500


PLACES = {
    "prepare": 5000, "left": 20_000, "switch": 41_000, "right": 50_000, "transition": 75_000, "rep": 84_500,
    "unsided": 120_000, "rest": 160_000,
}  # fmt: skip


@pytest.mark.parametrize("key", [*KEYS, SUSPEND])
@pytest.mark.parametrize("state", [State.PLAYING, State.PAUSED, State.REENTRY])
@pytest.mark.parametrize("place", PLACES)
def test_every_key_in_every_state_everywhere(place, state, key):
    """Only space, Ctrl-Z and the end change the state; only jumps move the position; the play can go on."""
    played = deck(*STEPS, rest("20s"), hold("20s", "Lie")).to(PLACES[place])
    played.press(*{State.PLAYING: (), State.PAUSED: (PAUSE,), State.REENTRY: (PAUSE, PAUSE)}[state])
    before = played.player.position
    played.press(key)
    resumed = {State.PLAYING: State.PAUSED, State.PAUSED: State.REENTRY, State.REENTRY: State.PAUSED}
    wanted = {PAUSE: resumed[state], SUSPEND: State.PAUSED}.get(key, state)
    assert played.state is wanted
    if key in (NEXT, BACK, REDO):
        assert played.player.position in played.player.timeline.starts
        assert (played.player.position > before) == (key is NEXT)
    else:
        assert played.player.position == before
    frame = played.player.frame()
    assert (frame.state, frame.position) == (wanted, played.player.position)
    if played.state is State.PAUSED:
        played.press(PAUSE)
    played.to(played.now + 400_000)
    assert played.state is State.FINISHED


# -- the account -----------------------------------------------------------------------------------


def test_played_time_is_counted_for_each_block_and_kind():
    """What really happened, without pauses; skipped time is not there, repeated time is there twice."""
    played = deck().to(20_000)
    played.press(REDO)
    played.to(25_000)
    played.press(PAUSE)
    played.to(60_000)
    played.press(PAUSE)
    played.to(68_000)  # 5 s after the countdown back
    played.press(NEXT, NEXT)
    played.to(70_000)
    assert played.player.played == {
        (None, SegmentKind.PREPARE, None): 10_000,
        (1, SegmentKind.WORK, Side.LEFT): 20_000,
        (2, SegmentKind.WORK, Side.RIGHT): 2000,
    }


def test_the_next_look_is_never_over_and_never_too_late():
    """next_due is when the seconds or the breath change or a cue comes, whichever is first."""
    played = deck(hold(12_300, tempo=tempo((2500, "in"), (3500, "out"))), prepare=0)
    seen = []
    while (due := played.player.next_due()) is not None:
        played.look(due - 7_654_321)
        seen.append(played.now)
    seconds = [300 + n * 1000 for n in range(13)]
    phases = [2500, 6000, 8500, 12_000]
    assert seen == sorted(seconds + phases)


def test_a_name_with_every_cue_is_that_of_what_it_speaks_of():
    """A sounding's name is the exercise that goes on, or the one that it announces."""
    line = timeline(hold("30s"), hold("30s", "Turn"), group(1, rest("9s")), prepare=5000)
    player, named = Player(line), {}
    for now in range(0, 75_000, 1000):
        for sounding in player.advance(now):
            named.setdefault(sounding.cue.kind.value, sounding.name)
    assert named == {
        "prepare": "Bend",
        "start": "Bend",
        "count": "Bend",
        "next": "Turn",
        "rest": None,
        "finish": None,
    }


def test_what_begins_says_how_long_it_lasts():
    """A start tells the length of its work, of a counted set as a whole; a rest its own."""
    player = Player(timeline(counted(3), rest("9s"), hold("30s"), prepare=2000))
    lasts = [
        (sounding.cue.kind.value, sounding.duration)
        for now in range(0, 54_000, 1000)
        for sounding in player.advance(now)
        if sounding.duration is not None
    ]
    assert lasts == [("prepare", 2000), ("start", 12_000), ("rest", 9000), ("start", 30_000)]
