"""A routine unfolded: --level, --first, --from and --avoid."""

from __future__ import annotations

import pytest

from fakes import counted, cues, group, hold, levels, rest, routine, shape, side_work, tempo, timeline
from stretchtimer.compiler import Options
from stretchtimer.errors import StretchError
from stretchtimer.model import Side
from stretchtimer.plan import Dose, unfold


def names(*steps, options):
    return [
        entry.exercise.name if isinstance(entry, Dose) else "rest"
        for entry in unfold(routine(*steps), options)
    ]


def test_first_turns_every_step_round():
    """--first sets the side that comes first everywhere, whatever the steps say."""
    steps = (hold("20s", sides="each"), counted(1, "Kick", sides="alternate", first=Side.RIGHT))
    for side in Side:
        line = timeline(*steps, options=Options(first=side))
        assert [s.side for s in line.segments[:-1]] == [side, side.other] * 2
    assert [s.side and s.side.value for s in timeline(*steps).segments[:-1]] == [
        "left",
        "right",
        "right",
        "left",
    ]


def test_level_is_that_of_every_exercise_that_has_it():
    """--level sets the level of all that have levels, at most their hardest; the others stay as they are."""
    three, two = levels((), (), ()), levels((), ())
    line = timeline(
        hold("20s", levels=three, level=1),
        hold("20s", "Turn", levels=two),
        hold("20s", "Sit"),
        options=Options(level=3),
    )
    assert [step.level for step in line.steps] == [3, 2, None]


def test_without_the_option_the_level_is_the_steps_own():
    """A step's level stands; a step without one is played as the exercise stands."""
    line = timeline(hold("20s", levels=levels((), ()), level=2), hold("20s", "Turn", levels=levels((), ())))
    assert [step.level for step in line.steps] == [2, None]


def test_a_level_that_nothing_has_is_refused():
    """--level beyond every exercise is an error that says what there is, so is any where there are none."""
    with pytest.raises(StretchError, match="no level 4") as refused:
        timeline(hold("20s"), hold("20s", "Turn", levels=levels((), ())), options=Options(level=4))
    assert refused.value.hint == "Turn has 2"
    with pytest.raises(StretchError, match="no exercise of Small has levels"):
        timeline(hold("20s"), options=Options(level=1))


def test_a_level_that_nobody_typed_is_no_error():
    """A level from the settings plays what has no such level as it is."""
    asked = Options(level=4, level_asked=False)
    assert timeline(hold("20s"), options=asked).steps[0].level is None
    assert timeline(hold("20s", levels=levels((), ())), options=asked).steps[0].level == 2


def test_a_level_for_rests_alone_is_an_error_and_no_crash():
    """A routine of rests has nothing to play, with every option."""
    for options in (
        Options(),
        Options(level=2),
        Options(avoid=("neck",)),
        Options(start="1"),
        Options(fit=60_000),
    ):
        with pytest.raises(StretchError):
            timeline(rest(), options=options)


def test_a_level_with_its_own_tempo_changes_the_length_of_the_reps():
    """--level takes the level's tempo."""
    step = counted(3, levels=levels((), tempo((6000, None))))
    assert timeline(step, options=Options(level=1)).work == 12_000
    assert timeline(step, options=Options(level=2)).work == 18_000


@pytest.mark.parametrize("start", ["2", "side-bend", "Side bend", " SIDE BEND "])
def test_from_begins_at_a_step_by_number_id_or_name(start):
    """--from takes the number of a step as it stands in the file, an exercise's id, or its name."""
    steps = (hold("20s"), rest(), hold("20s", "Side bend", id="side-bend"), hold("20s", "Sit"))
    line = timeline(*steps, transition=5000, prepare=5000, options=Options(start=start))
    assert [kind for kind, _, _ in shape(line)] == ["prepare", "1", "transition", "2", "finish"]
    assert cues(line)[0] == (0, "prepare", "Small. First: side bend.")
    assert [step.number for step in line.steps] == [2, 3]


def test_numbers_count_exercises_and_not_rests_or_rounds():
    """A step keeps its number in every round, and rests have none."""
    steps = (
        hold("20s"),
        rest(),
        group(2, hold("20s", "Turn"), group(2, hold("20s", "Sit"))),
        hold("20s", "Lie"),
    )
    entries = unfold(routine(*steps), Options())
    assert [entry.step for entry in entries if isinstance(entry, Dose)] == [1, 2, 3, 3, 2, 3, 3, 4]


def test_from_a_step_within_a_group_begins_in_its_first_round():
    """--from a step of a group plays the rest of the first round and all others."""
    assert names(group(2, hold("20s"), hold("20s", "Turn"), rest=5000), options=Options(start="2")) == [
        "Turn", "rest", "Bend", "Turn",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["9", "nothing", ""])
def test_from_an_unknown_step_says_which_there_are(start):
    """--from a step that is not there is refused with the steps there are."""
    with pytest.raises(StretchError, match="has no step") as refused:
        timeline(hold("20s"), hold("20s", "Turn", id="turn"), options=Options(start=start))
    assert refused.value.hint == "its steps are 1 Bend, 2 turn"


def test_avoid_leaves_out_what_carries_the_caution():
    """--avoid leaves out the exercises with that caution, in any case of letters; the numbers stay."""
    steps = (hold("20s"), hold("20s", "Curl", cautions=("Neck",)), hold("20s", "Sit", cautions=("knees",)))
    assert names(*steps, options=Options(avoid=("neck",))) == ["Bend", "Sit"]
    assert names(*steps, options=Options(avoid=("NECK", "knees"))) == ["Bend"]
    line = timeline(*steps, transition=5000, options=Options(avoid=("neck",)))
    assert [step.number for step in line.steps] == [1, 3]
    assert [kind for kind, _, _ in shape(line)] == ["1", "transition", "2", "finish"]


def test_avoid_everything_is_an_error():
    """Where nothing is left there is nothing to play."""
    with pytest.raises(StretchError, match="no exercise left without those for neck"):
        timeline(hold("20s", cautions=("neck",)), options=Options(avoid=("neck",)))


def test_of_the_rests_around_what_is_left_out_the_longest_stays():
    """--avoid leaves no two rests side by side where an exercise stood, and none at either end."""
    curl = hold("20s", "Curl", cautions=("neck",))
    avoid = Options(avoid=("neck",))
    entries = unfold(routine(hold("20s"), rest(5000), curl, rest(9000), hold("20s", "Sit")), avoid)
    assert [getattr(entry, "duration", "work") for entry in entries] == ["work", 9000, "work"]
    assert names(curl, rest(), hold("20s"), rest(), curl, options=avoid) == ["Bend"]
    assert names(rest(), curl, rest(), hold("20s"), options=avoid) == ["Bend"]


def test_rests_elsewhere_stay_as_the_author_wrote_them():
    """--avoid touches only the rests beside what it leaves out."""
    curl = hold("20s", "Curl", cautions=("neck",))
    steps = (rest(), hold("20s"), rest(), rest(), hold("20s", "Sit"), curl)
    assert names(*steps, options=Options(avoid=("neck",))) == ["rest", "Bend", "rest", "rest", "Sit"]
    assert names(*steps[:-1], rest(), options=Options(avoid=("neck",)))[-1] == "rest"


def test_avoid_and_from_together():
    """--from a step that --avoid left out is refused; one behind it begins there."""
    steps = (hold("20s", "Curl", cautions=("neck",)), hold("20s"), hold("20s", "Sit"))
    assert names(*steps, options=Options(avoid=("neck",), start="3")) == ["Sit"]
    with pytest.raises(StretchError, match="has no step '1'"):
        names(*steps, options=Options(avoid=("neck",), start="1"))


def test_both_sides_work_the_same_whatever_the_options():
    """Left and right have the same work, by time and by reps."""
    steps = (
        hold("45s", sides="split"),
        hold("20s", "Turn", sides="each"),
        counted(3, "Kick", sides="alternate"),
    )
    work = side_work(timeline(*steps, options=Options(first=Side.RIGHT)))
    for step in (1, 2, 3):
        assert work[step, Side.LEFT] == work[step, Side.RIGHT]
