"""A timeline, a series, an exercise and a session as lines of text."""

from __future__ import annotations

from fakes import Deck, counted, exercise, group, hold, levels, rest, routine, tempo, timeline
from stretchtimer.compiler import compile_routine
from stretchtimer.model import Difficulty, Series, Side, Sides, Stage
from stretchtimer.ports import Command
from stretchtimer.session import summarise
from stretchtimer.timetable import exercise_lines, series_lines, session_lines, timeline_lines

ESCAPE = "\x1b[31mred\x07"
FOOT = (
    "\nThe numbers of reps and countdowns are said as well. Times of words are those at 150 words a minute."
)


def lines(*steps, **fields):
    made = routine(*steps, **fields)
    return list(timeline_lines(made, compile_routine(made).timeline))


def test_a_timetable_shows_totals_both_sides_and_every_part_with_its_time():
    """What show prints: the head with the totals, then each block and pause where it begins."""
    shown = lines(
        hold("45s", "Hurdler", sides="split", instructions=("Reach to your {side} foot.",)),
        rest("9s"),
        counted(2, "Kick", sides="alternate"),
        prepare=10_000, switch=3000, summary="A little.", difficulty=Difficulty.BEGINNER, equipment=("mat",),
        credit="Ann", caution="Stop at pain.", closing="Stand up.",
    )  # fmt: skip
    assert shown == [
        "Small (small)",
        "A little.",
        "1:13 in all, 1:01 of work, 30.5s on the left, 30.5s on the right, beginner, mat",
        "Ann",
        "Caution: Stop at pain.",
        "",
        "      0s  get ready 10s",
        "            at 1s: Small. First: hurdler, left side.",
        "            at 4s: Stop at pain.",
        "     10s  1. Hurdler, left 22.5s",
        "            Reach to your left foot.",
        "   32.5s  switch sides 3s",
        "            at 33s: Switch. Right side.",
        "   35.5s  1. Hurdler, right 22.5s",
        "     58s  rest 9s",
        "            at 59s: Rest.",
        "            at 1:00: Next: kick, left side first.",
        "    1:07  2. Kick, alternating, 4 reps 16s",
        "    1:23  end",
        "            at 1:25: Stand up.",
        FOOT,
    ]


def test_what_is_said_stands_with_its_time_in_the_session():
    """Under the part that it belongs to, on each side; what belongs to a set under the whole set."""
    shown = lines(
        hold("20s", sides="each", cues=[("-8s", "Let the {side} arm go.")]),
        counted(3, cues=[("5s", "Slowly.")]),
        hold("40s", "Sit"),
    )
    assert [line.strip() for line in shown if line.startswith(f"{'':>12}at ")] == [
        "at 1s: Bend, left side.",
        "at 12s: Let the left arm go.",
        "at 21s: Switch. Right side.", "at 32s: Next: lift.", "at 33s: Let the right arm go.",
        "at 45s: Slowly.", "at 46s: Next: sit.", "at 1:12: Halfway.", "at 1:34: Finished.",
    ]  # fmt: skip


def test_what_finds_no_time_is_marked():
    """A line that is said in short, and one that is not said."""
    shown = lines(
        hold("3s", "Half split to hip flexor", sides="each", cues=[("1s", "And far too much for it.")]),
        hold("20s", "Reclined pigeon sway"),
    )
    assert [line.strip() for line in shown if "no time" in line] == [
        "at 1s: And far too much for it. (not said: no time)",
        "at 4s: And far too much for it. (not said: no time)",
        "at 5s: Reclined pigeon sway. (in short: no time)",
    ]


def test_instructions_are_shown_once_for_a_step():
    """For its first side, in its first round, with the level's name and the cautions."""
    step = hold(
        "20s", sides="each", instructions=("Go {side}.",), levels=levels((), ()), level=2, cautions=("neck",)
    )
    shown = lines(group(2, step))
    assert [line.strip() for line in shown if line.startswith(" " * 12) and " at " not in line] == [
        "Level 2: Form 2", "Go left.", "Caution, neck: Mind the neck.",
    ]  # fmt: skip


def test_no_control_character_gets_through():
    """What comes from a file is shown, not obeyed, wherever it stands."""
    shown = lines(
        hold("20s", ESCAPE, instructions=(ESCAPE,), cautions=(ESCAPE,), cues=[("1s", ESCAPE)]),
        name=ESCAPE, summary=ESCAPE, credit=ESCAPE, caution=ESCAPE, closing=ESCAPE, equipment=(ESCAPE,),
    )  # fmt: skip
    moves = exercise(
        ESCAPE, id=ESCAPE, summary=ESCAPE, instructions=(ESCAPE,), tips=(ESCAPE,), adjustments=(ESCAPE,),
        cautions=(ESCAPE,), targets=(ESCAPE,), equipment=(ESCAPE,),
    )  # fmt: skip
    series = Series(
        id="a", name=ESCAPE, summary=ESCAPE, stages=(Stage(routine=ESCAPE, sessions=1, note=ESCAPE),)
    )
    for line in (*shown, *exercise_lines(moves, None), *series_lines(series)):
        assert "\x1b" not in line
        assert "\x07" not in line


def test_a_series_shows_its_stages():
    """Which routine, how often, at which level, with its note."""
    stages = (Stage(routine="a", sessions=6, note="Slow."), Stage(routine="b", sessions=4, level=2))
    assert list(series_lines(Series(id="back", name="Back", per_week=3, stages=stages))) == [
        "Back (back)", "3 sessions a week", "", "1. a, 6 sessions", "   Slow.", "2. b, 4 sessions, level 2",
    ]  # fmt: skip


def test_an_exercise_shows_all_that_its_file_says():
    """For one side, with levels, tempo, breath and cautions."""
    moves = exercise(
        "Kick", id="kick", sides=Sides.ALTERNATE, instructions=("Kick {side}.",), tips=("Slow.",),
        adjustments=("Less.",), levels=levels((), tempo((2000, "hold"))),
        tempo=tempo((1500, "out"), (3000, None)), cautions=("back",), targets=("back",),
    )  # fmt: skip
    assert list(exercise_lines(moves, Side.RIGHT)) == [
        "Kick (kick)", "sides: alternate, back", "\nInstructions", "  Kick right.", "\nTips", "  Slow.",
        "\nAdjustments", "  Less.", "\nLevel 1: Form 1", "\nLevel 2: Form 2", "      2s  phase 1, hold",
        "\nTempo",
        "    1.5s  phase 1, breathe out", "      3s  phase 2", "\nCautions", "  back: Mind the back.",
    ]  # fmt: skip


def test_a_session_says_what_was_left_out_on_the_way():
    """What lies behind the last exercise that was done was not left out but not reached."""
    line = timeline(hold("20s", sides="each"), hold("20s", "Turn"), hold("20s", "Sit"))
    deck = Deck(line).to(5000)
    deck.press(Command.NEXT, Command.NEXT)
    deck.to(10_000)
    deck.press(Command.END)
    assert list(session_lines(summarise(deck.player, line))) == [
        "Small: ended early. 0:10 of work in 0:10.", "Left out: Bend right.",
    ]  # fmt: skip
    whole = Deck(line).to(100_000)
    assert list(session_lines(summarise(whole.player, line))) == ["Small: done. 1:20 of work in 1:20."]


def test_a_session_skipped_to_its_end_names_all_that_was_left_out():
    """Who presses `n` up to the end passes through each exercise for a moment: that is not doing it."""
    line = timeline(hold("20s"), hold("20s", "Turn"), hold("20s", "Sit"))
    deck = Deck(line).to(5000)
    deck.press(Command.NEXT)
    deck.to(5200)
    deck.press(Command.NEXT)
    deck.to(5400)
    deck.press(Command.NEXT)
    assert list(session_lines(summarise(deck.player, line))) == [
        "Small: done. 0:05 of work in 0:05.", "Left out: Turn, Sit.",
    ]  # fmt: skip
