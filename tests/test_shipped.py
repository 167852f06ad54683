"""The routines that come along: they last what they promise and say what they must."""

from __future__ import annotations

import pytest

from fakes import Scenario, cues, side_work
from stretchtimer.compiler import Options, compile_routine
from stretchtimer.frame import State
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.model import Routine, Series, Side, Sides
from stretchtimer.plan import exercise_steps
from stretchtimer.timeline import SegmentKind

LIBRARY = Library((Folder(bundled(), "shipped"),))
ROUTINES = (
    "hip-back-coordination", "hip-unlock", "neutral-spine", "neutral-spine-ball", "seven-minute-pilates",
    "single-leg-kick",
)  # fmt: skip


def shipped(name):
    return LIBRARY.open(name).use()


def line_of(name, **options):
    return compile_routine(shipped(name), Options(**options)).timeline


def work(line):
    """Exercise, ms and side of each work segment."""
    return [
        (line.step(s.step).exercise.id, s.duration, s.side and s.side.value)
        for s in line.segments
        if s.kind is SegmentKind.WORK
    ]


def both(name, ms):
    return [(name, ms, "left"), (name, ms, "right")]


def test_every_shipped_file_reads_without_a_problem():
    """Neither an error nor a warning in any file."""
    assert set(LIBRARY.routine_files) == {*ROUTINES, "back-relief"}
    for name, found in LIBRARY.routine_files.items():
        assert LIBRARY.playable(found.path, name).problems == ()
    for found in LIBRARY.exercise_files.values():
        assert LIBRARY.exercise(found).problems == ()


@pytest.mark.parametrize("name", ROUTINES)
def test_every_routine_plays_to_its_end_and_says_all_it_has_to(name):
    """Through the real loop: each cue once, at its millisecond; both sides have the same work."""
    line = line_of(name)
    session = Scenario(line).run()
    assert session.heard == cues(line)
    assert session.player.state is State.FINISHED
    totals = side_work(line)
    assert all(ms == totals[step, side.other] for (step, side), ms in totals.items())


@pytest.mark.parametrize("name", ROUTINES)
def test_every_routine_has_the_safety_line(name):
    """Stop at pain; pregnant, postpartum, injured: ask a doctor or trainer first. It is heard."""
    caution = shipped(name).caution
    for word in ("Stop", "pain", "discomfort", "pregnant", "postpartum", "injury", "doctor", "trainer"):
        assert word in caution
    assert cues(line_of(name), "say")[0][2] == "Stop as soon as you feel pain or discomfort."


def test_hip_unlock_is_six_minutes_exactly():
    """5:30 of work and six transitions of 5 s; the durations are totals over both sides."""
    line = line_of("hip-unlock")
    assert (line.duration, line.work, line.prepare) == (360_000, 330_000, 10_000)
    assert [s.duration for s in line.segments if s.kind is SegmentKind.TRANSITION] == [5000] * 6
    assert SegmentKind.SWITCH not in {segment.kind for segment in line.segments}
    assert work(line) == [
        ("wide-leg-bend", 30_000, None),
        *both("kneeling-psoas", 30_000),
        *both("leaning-figure-four", 30_000),
        *both("hurdler", 22_500),
        *both("quad-stretch", 22_500),
        *both("elbow-side-plank", 15_000),
        *both("figure-four-twist", 30_000),
    ]
    assert line.closing.startswith("Stand")
    assert {step.exercise.difficulty.value for step in line.steps} == {"beginner"}


def test_seven_minute_pilates_is_seven_minutes_exactly():
    """Seven times a minute and nothing between; what comes is said before the work ends."""
    line = line_of("seven-minute-pilates")
    assert (line.duration, line.work) == (420_000, 420_000)
    assert {s.kind for s in line.segments} == {SegmentKind.PREPARE, SegmentKind.WORK, SegmentKind.FINISH}
    assert work(line) == [
        *both("hip-hinge", 30_000),
        ("arm-reaches", 60_000, None),
        *both("half-split-to-hip-flexor", 30_000),
        *both("reclined-pigeon-sway", 30_000),
        ("spine-rolls", 60_000, None),
        ("puppy-stretch", 60_000, None),
        ("back-extension", 60_000, None),
    ]
    assert [at for at, _, _ in cues(line, "next")] == [10_000 + n * 60_000 - 8000 for n in range(1, 7)]
    assert [at for at, _, _ in cues(line, "switch")] == [40_000, 160_000, 220_000]
    assert "Katy Bath" in shipped("seven-minute-pilates").credit


def test_single_leg_kick_is_ten_kicks_a_side_in_turns():
    """Twenty reps, left and right in turns, ten of each, at level 2 of four."""
    line = line_of("single-leg-kick")
    reps = [s for s in line.segments if s.rep]
    assert [s.rep for s in reps] == list(range(1, 21))
    assert [s.side for s in reps] == [Side.LEFT, Side.RIGHT] * 10
    assert [step.level for step in line.steps] == [2]
    assert "Sharon Spaziani" in shipped("single-leg-kick").credit


def test_a_kick_kicks_twice_on_one_breath():
    """Two kicks toward the buttock in every rep, heard as one breath out."""
    line = line_of("single-leg-kick")
    phases = [phase.name for phase in line.segments[1].phases]
    assert [name.startswith("kick") for name in phases] == [True, True, False]
    assert [text for _, _, text in cues(line, "breath")][:2] == ["Breathe out", "Breathe in"]
    assert len(cues(line, "breath")) == 40


def test_the_levels_of_the_kick_are_in_order():
    """Elbows forward, as described, the leg lengthens as it lowers, the thigh lifts."""
    exercise = line_of("single-leg-kick").steps[0].exercise
    told = [" ".join((level.name, *level.instructions)).lower() for level in exercise.levels]
    assert len(told) == 4
    for words, level in zip(
        ("elbows in front", "elbows under", "lengthen the leg", "thigh"), told, strict=True
    ):
        assert words in level
    for level in (1, 2, 3, 4):
        line = line_of("single-leg-kick", level=level)
        assert line.steps[0].level == level
        assert sum(s.duration for s in line.segments if s.side is Side.LEFT) == line.work / 2


def test_the_breath_leads_all_of_hip_back_coordination():
    """Breath is a cue, not a footnote: every exercise has both directions, and both are heard."""
    line = line_of("hip-back-coordination")
    for step in line.steps:
        indices = [i for i, s in enumerate(line.segments) if s.step == step.number]
        heard = {c.cue.text for c in line.schedule if c.index in indices and c.cue.kind.value == "breath"}
        assert {"Breathe in", "Breathe out"} <= heard, step.exercise.name
    assert [step.exercise.id for step in line.steps] == [
        "bridge", "arm-reaches", "leg-pivot", "side-lying-leg-lift", "kneeling-rotation",
        "daily-life-sequence", "standing-spiral",
    ]  # fmt: skip
    sides = {step.exercise.id: step.sides for step in exercise_steps(shipped("hip-back-coordination").steps)}
    assert sides["leg-pivot"] is sides["kneeling-rotation"] is sides["standing-spiral"] is Sides.EACH


def test_the_leg_lift_pauses_at_the_top():
    """The pause has time of its own in the tempo, at every level."""
    exercise = next(
        step.exercise
        for step in line_of("hip-back-coordination").steps
        if step.exercise.id == "side-lying-leg-lift"
    )
    for level in (None, *range(1, len(exercise.levels) + 1)):
        names = " ".join(phase.name for phase in exercise.tempo_at(level))
        assert "pause" in names or "hold" in names


def test_the_neck_lift_can_be_left_out_by_the_name_of_its_caution():
    """--avoid neck leaves out the fifth movement, and only that."""
    assert [step.exercise.id for step in line_of("neutral-spine").steps] == [
        "basic-starting-position", "knee-lifts", "double-knee-lift", "leg-extensions",
        "neck-lift-and-knee-stretch",
    ]  # fmt: skip
    assert [step.number for step in line_of("neutral-spine", avoid=("neck",)).steps] == [1, 2, 3, 4]
    assert compile_routine(shipped("neutral-spine"), Options(avoid=("neck",))).notes == (
        "left out for neck: Neck lift and knee stretch",
    )


def test_the_ball_variation_is_the_first_four_again():
    """With mat and soft ball, and without the neck lift."""
    line = line_of("neutral-spine-ball")
    assert [step.exercise.id for step in line.steps] == [
        step.exercise.id for step in line_of("neutral-spine").steps[:4]
    ]  # fmt: skip
    assert shipped("neutral-spine-ball").equipment == ("mat", "soft ball")


def test_the_series_leads_through_the_three_routines():
    """neutral-spine, then hip-back-coordination, then single-leg-kick."""
    series = shipped("back-relief")
    assert isinstance(series, Series)
    assert [stage.routine for stage in series.stages] == [
        "neutral-spine",
        "hip-back-coordination",
        "single-leg-kick",
    ]


@pytest.mark.parametrize("name", ROUTINES)
def test_every_routine_can_be_fitted_and_turned_round(name):
    """A quarter longer is exact or as near as whole reps come; the right side first is as long."""
    routine = shipped(name)
    assert isinstance(routine, Routine)
    plain = line_of(name)
    target = plain.duration * 5 // 4
    fitted = line_of(name, fit=target)
    assert fitted.duration <= target
    if any(step.duration for step in exercise_steps(routine.steps)):
        assert fitted.duration == target
    turned = line_of(name, first=Side.RIGHT)
    assert (turned.duration, turned.work) == (plain.duration, plain.work)
