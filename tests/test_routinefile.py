"""What the keys of a file become, and that nothing whatever makes the reader fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.errors import InvalidFile, Severity
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.model import Difficulty, ExerciseStep, Repeat, Rest, Routine, Series, Side, Sides
from stretchtimer.routinefile import looks_like_exercise, read_exercise, read_playable

LIBRARY = Library((Folder(str(bundled()), "shipped"),))
SHIPPED = sorted(Path(bundled()).glob("*.yaml"))


def read(text: str | bytes) -> Routine | Series:
    data = text if isinstance(text, bytes) else text.encode()
    reading = read_playable(data, "a.yaml", "a", exercises=LIBRARY)
    assert reading.problems == ()
    return reading.use()


def only_step(text: str) -> ExerciseStep:
    value = read(f"name: A\nsteps:\n  - {text}\n")
    assert isinstance(value, Routine)
    step = value.steps[0]
    assert isinstance(step, ExerciseStep)
    return step


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_shipped_is_sound(path: Path) -> None:
    """No shipped file has a problem, or so much as a warning."""
    assert LIBRARY.playable(str(path), path.stem).problems == ()


def test_what_a_routine_leaves_out_is_the_default() -> None:
    """Ten seconds to prepare, five between steps, three to change sides."""
    routine = read("name: A\nsteps:\n  - {exercise: bridge, reps: 3}\n")
    assert isinstance(routine, Routine)
    assert (routine.prepare, routine.transition, routine.switch) == (10_000, 5_000, 3_000)
    assert (routine.id, routine.name, routine.closing) == ("a", "A", "")


def test_a_steps_own_keys_win_over_the_exercises() -> None:
    """What the step says replaces what the exercise file says, key by key."""
    step = only_step("{exercise: hurdler, duration: 30s, name: My hurdler, sides: each, tips: [Slowly.]}")
    shipped = LIBRARY.find("hurdler")
    assert shipped is not None
    assert (step.exercise.name, step.exercise.tips, step.sides) == ("My hurdler", ("Slowly.",), Sides.EACH)
    assert (step.exercise.id, step.exercise.instructions) == ("hurdler", shipped.instructions)


def test_a_step_uses_the_sides_of_its_exercise() -> None:
    """Where the step says nothing of sides, the exercise's usual way holds."""
    assert only_step("{exercise: hurdler, duration: 30s}").sides is Sides.SPLIT


def test_reps_of_an_exercise_that_is_usually_split_are_done_on_each_side() -> None:
    """Reps cannot be shared, so what would be split is counted on each side."""
    assert only_step("{exercise: hurdler, reps: 5}").sides is Sides.EACH


def test_the_dose_of_a_step_is_read_as_it_is_written() -> None:
    """Times become whole milliseconds, words their values."""
    step = only_step("{name: T, sides: each, duration: 22.5s, first: right, transition: 0:08, switch: 0}")
    assert (step.duration, step.reps, step.first) == (22_500, None, Side.RIGHT)
    assert (step.transition, step.switch, step.level) == (8_000, 0, None)


def test_groups_and_rests_stay_as_they_are_written() -> None:
    """A group keeps its rounds and its rest; unfolding is the compiler's."""
    routine = read(
        "name: A\nsteps:\n  - rest: 15s\n  - {repeat: 2, rest: 9s, steps: [{exercise: bridge, reps: 3}]}\n"
    )
    assert isinstance(routine, Routine)
    rest, group = routine.steps
    assert rest == Rest(15_000)
    assert isinstance(group, Repeat)
    assert (group.times, group.rest, len(group.steps)) == (2, 9_000, 1)


def test_a_file_with_stages_is_a_series() -> None:
    """Steps make a routine, stages a series."""
    series = read(
        "name: A\nper_week: 3\nstages:\n  - {routine: hip-unlock, sessions: 6, level: 2, note: Slowly.}\n"
    )
    assert isinstance(series, Series)
    assert (series.per_week, series.stages[0].sessions, series.stages[0].level) == (3, 6, 2)


def test_an_exercise_file_becomes_an_exercise() -> None:
    """The id is the file's, everything else the text's."""
    text = b"name: Lift\ndifficulty: advanced\ncautions: [{for: neck, say: No.}]\nfigure: {view: side}\n"
    exercise = read_exercise(text, "lift.yaml", "lift").use()
    assert (exercise.id, exercise.name, exercise.difficulty) == ("lift", "Lift", Difficulty.ADVANCED)
    assert (exercise.cautions[0].condition, exercise.figure) == ("neck", {"view": "side"})


def test_texts_are_as_written() -> None:
    """YAML's own meanings do not apply: `no` is a word, `1:30` and `010` are what stands there."""
    routine = read("name: no\nsummary: 010\nfocus: [1:30, yes]\nsteps:\n  - {name: on, duration: 010}\n")
    assert isinstance(routine, Routine)
    assert (routine.name, routine.summary, routine.focus) == ("no", "010", ("1:30", "yes"))
    step = routine.steps[0]
    assert isinstance(step, ExerciseStep)
    assert step.duration == 10_000


def test_all_problems_come_at_once_in_the_order_of_their_places() -> None:
    """Whoever mends a file sees the whole of it, from the top."""
    text = b"nam: A\nsteps:\n  - {exercise: bridg, reps: 0}\n  - {rest: fast}\n  - {name: T}\nfocus: hips\n"
    problems = read_playable(text, "a.yaml", "a", exercises=LIBRARY).problems
    assert [problem.line for problem in problems] == [1, 3, 3, 4, 5, 6]
    assert [problem.place for problem in problems] == sorted(problem.place for problem in problems)


def test_a_warning_does_not_keep_a_file_from_being_played() -> None:
    """What is legal is played, however odd."""
    reading = read_playable(
        b"name: A\nsteps:\n  - {exercise: hip-hinge, duration: 1h}\n", "a.yaml", "a", exercises=LIBRARY
    )
    assert [problem.severity for problem in reading.problems] == [Severity.WARNING]
    assert reading.use().name == "A"


def test_a_broken_exercise_file_is_told_where_it_is_used(tmp_path: Path) -> None:
    """The step that needs it says what is wrong with it, and where."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "mine.yaml").write_text("name: Mine\ntipps: [a]\n")
    library = Library((Folder(str(tmp_path), "own"),))
    text = b"name: A\nsteps:\n  - {exercise: mine, duration: 30s}\n"
    reading = read_playable(text, "a.yaml", "a", exercises=library)
    assert "'tipps' is not a key" in reading.problems[0].message
    assert "mine.yaml:2:1" in reading.problems[0].hint
    with pytest.raises(InvalidFile):
        reading.use()


def test_a_file_is_told_by_its_keys() -> None:
    """An exercise has an exercise's keys and no steps."""
    assert looks_like_exercise(b"name: A\ninstructions: [Lie down.]\n")
    assert not looks_like_exercise(b"name: A\nsteps: []\n")
    assert not looks_like_exercise(b"name: A\nstages: []\n")


TEXTS = [path.read_text(encoding="utf-8") for path in SHIPPED]
PIECES = st.sampled_from(
    [
        *"{}[]:,-#&*!|>'\"%@`\t\n \\",
        "- ",
        ": ",
        "\n  ",
        "---\n",
        "steps:",
        "repeat: 9",
        "\x00",
        "é",
        "日",
        "\u202e",
        "<<",
        "{side}",
    ]
)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    """Whatever a file holds, it is answered with problems at places, and never with an exception."""
    reading = read_playable(data, "a.yaml", "a", exercises=LIBRARY)
    assert (reading.value is None) == any(p.severity is Severity.ERROR for p in reading.problems)


@given(st.data())
def test_no_slip_of_the_hand_makes_the_reader_fail(data: st.DataObject) -> None:
    """A sound file with something deleted, put in or moved is read, or answered inside itself."""
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(text)))
        end = min(len(text), begin + data.draw(st.integers(0, 12)))
        text = text[:begin] + data.draw(st.lists(PIECES, max_size=3).map("".join)) + text[end:]
    reading = read_playable(text.encode(), "a.yaml", "a", exercises=LIBRARY)
    lines = text.removeprefix("\ufeff").split("\n")
    for problem in reading.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert problem.message


def test_a_tempo_takes_over_the_poses_of_phases_of_its_like():
    """A step's tempo from the exercise's, a level's from both; what it says itself stays."""
    own = "{name: a, time: 1s, pose: one}, {name: b, time: 1s}, {name: c, time: 1s, pose: three}"
    data = f"""
name: X
tempo: [{own}]
levels: [{{name: L, tempo: [{{name: c, time: 2s}}, {{name: d, time: 2s}}]}}]
"""
    exercise = read_exercise(data.encode(), "x.yaml", "x").use()
    assert [phase.pose for phase in exercise.tempo] == ["one", None, "three"]
    assert [phase.pose for phase in exercise.levels[0].tempo] == ["three", None]

    class Only:
        def find(self, _):
            return exercise

        def ids(self):
            return ()

    step = """
name: R
steps:
  - exercise: x
    reps: 2
    tempo: [{name: a, time: 3s, pose: other}, {name: b, time: 3s}, {name: c, time: 3s}]
    levels: [{name: M, tempo: [{name: a, time: 4s}]}]
"""
    routine = read_playable(step.encode(), "r.yaml", "r", exercises=Only()).use()
    made = routine.steps[0].exercise
    assert [phase.pose for phase in made.tempo] == ["other", None, "three"]
    assert [phase.pose for phase in made.levels[0].tempo] == ["other"]
