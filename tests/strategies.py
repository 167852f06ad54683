"""Routines of every kind for hypothesis: nested groups, rests, all modes, tempos, levels, authored lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from stretchtimer.model import (
    AuthoredCue,
    Breath,
    Caution,
    Exercise,
    ExerciseStep,
    Level,
    Phase,
    Repeat,
    Rest,
    Routine,
    Side,
    Sides,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# Times at which a rule changes, and the ms beside them.
_EDGES = (
    2,
    3,
    999,
    1000,
    1001,
    2999,
    3000,
    3999,
    4000,
    9999,
    10_000,
    15_999,
    16_000,
    22_501,
    39_999,
    40_000,
    45_001,
)
times = st.one_of(st.sampled_from(_EDGES), st.integers(2, 90_000))
pauses = st.sampled_from((0, 1, 999, 1000, 2000, 2999, 3000, 5000, 8123))
own_pauses = st.one_of(st.none(), pauses)

phases = st.builds(
    Phase,
    name=st.just("phase"),
    time=st.integers(1, 6000),
    breath=st.one_of(st.none(), st.sampled_from(Breath)),
)
tempos = st.one_of(st.just(()), st.lists(phases, min_size=1, max_size=4).map(tuple))
levels = st.lists(st.builds(Level, name=st.just("form"), tempo=tempos), max_size=3).map(tuple)
lines = st.lists(
    st.builds(
        AuthoredCue, at=st.integers(-30_000, 30_000), say=st.sampled_from(("Breathe.", "To the {side}."))
    ),
    max_size=3,
).map(tuple)
exercises = st.builds(
    Exercise,
    name=st.sampled_from(("Bend", "Turn", "Lift")),
    tempo=tempos,
    levels=levels,
    cues=lines,
    adjustments=st.sampled_from(((), ("Bend the {side} knee.",))),
    cautions=st.sampled_from(((), (Caution(condition="neck", say="Mind it."),))),
)


@st.composite
def steps(draw: st.DrawFn, modes: tuple[Sides, ...] = tuple(Sides)) -> ExerciseStep:
    """An exercise step of one of these modes, by time or by reps, at one of its levels or none."""
    exercise = draw(exercises)
    timed = draw(st.booleans())
    return ExerciseStep(
        exercise=exercise,
        sides=draw(st.sampled_from([mode for mode in modes if timed or mode is not Sides.SPLIT])),
        duration=draw(times) if timed else None,
        reps=None if timed else draw(st.integers(1, 5)),
        first=draw(st.sampled_from(Side)),
        level=draw(st.one_of(st.none(), st.integers(1, len(exercise.levels)))) if exercise.levels else None,
        transition=draw(own_pauses),
        switch=draw(own_pauses),
    )


rests = st.builds(Rest, st.integers(1, 20_000))
parts: SearchStrategy[ExerciseStep | Rest | Repeat] = st.recursive(
    st.one_of(steps(), steps(), rests),
    lambda inner: st.builds(
        Repeat,
        times=st.integers(1, 3),
        steps=st.lists(inner, min_size=1, max_size=2).map(tuple),
        rest=st.one_of(st.none(), st.integers(1, 12_000)),
    ),
    max_leaves=4,
)


@st.composite
def routines(draw: st.DrawFn, modes: tuple[Sides, ...] = tuple(Sides)) -> Routine:
    """A routine with at least one exercise of one of these modes somewhere."""
    before, after = st.lists(parts, max_size=2), st.lists(parts, max_size=2)
    return Routine(
        id="drawn",
        name="Drawn",
        steps=(*draw(before), draw(steps(modes)), *draw(after)),
        prepare=draw(st.sampled_from((0, 1, 500, 3999, 4000, 10_000))),
        transition=draw(pauses),
        switch=draw(pauses),
        caution=draw(st.sampled_from(("", "Stop at pain. Ask a doctor."))),
    )
