"""The course: what is to be heard from a moment on, told ahead as it is then heard."""

from __future__ import annotations

from fakes import START, Deck, counted, hold, timeline
from stretchtimer.course import Course
from stretchtimer.ports import Command
from stretchtimer.timeline import CueKind

LINE = timeline(hold("20s"), hold("20s", "Turn", sides="each"), counted(2), prepare=5000, transition=4000)


def told(deck, *kinds):
    """What is ahead: ms since the start, kind, text."""
    return [
        (due.clock - START, due.sounding.cue.kind.value, due.sounding.cue.text)
        for due in deck.player.course.upcoming()
        if not kinds or due.sounding.cue.kind.value in kinds
    ]


def test_a_course_tells_every_cue_with_its_time():
    """From the start it is the whole schedule, as it is then heard."""
    deck = Deck(LINE)
    ahead = told(deck)
    assert ahead == deck.to(200_000).heard


def test_twice_as_fast_comes_in_half_the_time():
    """The clock of a rate: the first ms at which a position is reached."""
    course = Course(timeline=LINE, anchor=(1000, 500, 3000))
    assert [course.clock_at(position) for position in (500, 501, 502, 503, 3500)] == [
        1000, 1001, 1001, 1001, 2000,
    ]  # fmt: skip
    assert Course(timeline=LINE, anchor=(0, 0, 2000)).clock_at(5000) == 2500


def test_what_a_cue_belongs_to_ends_with_its_segment_and_a_line_of_a_set_with_the_set():
    """Until then it may be said."""
    line = timeline(hold("20s"), counted(3, cues=[("1s", "Slowly.")]), transition=4000)
    until = {
        (due.sounding.cue.kind, due.sounding.cue.text): due.until for due in Course(timeline=line).upcoming()
    }
    assert until[CueKind.START, None] in (20_000, 36_000)
    assert until[CueKind.NEXT, "Next: lift."] == 24_000
    assert until[CueKind.SAY, "Slowly."] == 36_000
    assert until[CueKind.REP, "2"] == 32_000


def test_a_paused_player_has_nothing_ahead():
    """Nor one that is done or has not begun."""
    assert list(Course(timeline=LINE, running=False).upcoming()) == []
    deck = Deck(LINE).to(8000)
    deck.press(Command.PAUSE)
    assert told(deck) == []
    deck.press(Command.END)
    assert told(deck) == []


def test_back_from_a_pause_three_ticks_lead_into_the_same_position():
    """Then comes what was ahead before, as much later as the pause lasted."""
    deck = Deck(LINE).to(8000)
    before = [(at, kind, text) for at, kind, text in told(deck) if at > 8000]
    deck.press(Command.PAUSE)
    deck.to(11_000)
    deck.press(Command.PAUSE)
    ahead = told(deck)
    assert ahead[:3] == [(11_000, "count", "3"), (12_000, "count", "2"), (13_000, "count", "1")]
    assert ahead[3:] == [(at + 6000, kind, text) for at, kind, text in before]


def test_a_jump_takes_back_what_it_skips_and_tells_from_where_it_leads():
    """On to the change before the next exercise: it is named there, at the moment of the key."""
    deck = Deck(LINE).to(8000)
    deck.press(Command.NEXT)
    assert told(deck)[0] == (8000, "next", "Next: turn, left side.")
    assert told(deck, "start")[0] == (12_000, "start", None)


def test_a_course_goes_on_only_in_the_same_time():
    """A longer hold goes on without a seam; a jump, a pause and a resume do not."""
    deck = Deck(LINE).to(8000)
    course = deck.player.course
    deck.press(Command.LONGER)
    longer = deck.player.course
    assert longer is not course
    assert longer.goes_on_from(course)
    deck.press(Command.PAUSE)
    paused = deck.player.course
    assert not paused.goes_on_from(longer)
    deck.press(Command.PAUSE)
    resumed = deck.player.course
    assert not resumed.goes_on_from(paused)
    assert not resumed.goes_on_from(longer)
    deck.to(20_000)
    deck.press(Command.NEXT)
    assert not deck.player.course.goes_on_from(resumed)


def test_a_second_of_the_countdown_back_is_one_of_the_session():
    """At twice the speed each tick has half a second for its word, and not the next one's time too."""
    course = Course(timeline=LINE, anchor=(0, 2000, 2000), position=5000, ticks=3)
    dues = list(course.upcoming())[:3]
    assert [(due.clock, due.until) for due in dues] == [(0, 500), (500, 1000), (1000, 1500)]
