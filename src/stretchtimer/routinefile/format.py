"""Format 1: every key of a routine, exercise and series file, described once.

The reader reads by it, the schema is made from it, and FORMAT.md is tested against it. It knows no
YAML and no file.
"""

from __future__ import annotations

from stretchtimer.model import AuthoredCue, Breath, Caution, Difficulty, Level, Phase, Side, Sides, Stage
from stretchtimer.routinefile.kinds import (
    DURATION,
    IDENTIFIER,
    LINE,
    NAME,
    OFFSET,
    PAUSE,
    TEXT,
    AnyStep,
    Field,
    Free,
    ListOf,
    Record,
    choice,
    whole,
)

MAX_SEGMENTS = 5_000
MAX_REPS = 1_000

_DIFFICULTY = choice("a difficulty", Difficulty)
_SIDES = choice("a way to use the sides", Sides)

PHASE = Record(
    "a phase",
    "A part of one rep.",
    (
        Field("name", NAME, "What the body does: lift, hold, lower.", required=True),
        Field("time", DURATION, "How long it takes.", required=True),
        Field("breath", choice("a breath", Breath), "What the breath does."),
        Field("pose", NAME, "The key pose of the figure at its end."),
    ),
    Phase,
)
_TEMPO = ListOf(PHASE, least=1)
LEVEL = Record(
    "a level",
    "An easier or harder form of the exercise.",
    (
        Field("name", NAME, "What is different about it.", required=True),
        Field(
            "instructions", ListOf(LINE, least=1), "What to do at this level, in place of the exercise's own."
        ),
        Field("tempo", _TEMPO, "The pace of this level, in place of the exercise's own."),
    ),
    Level,
)
CAUTION = Record(
    "a caution",
    "Who should leave the exercise out.",
    (
        Field("for", NAME, "The part of the body; `--avoid` names it.", required=True, name="condition"),
        Field("say", TEXT, "What to tell them.", required=True),
    ),
    Caution,
)
CUE = Record(
    "a cue",
    "A line said during the exercise.",
    (
        Field("at", OFFSET, "Time into each side; negative counts from its end.", required=True),
        Field("say", LINE, "What is said.", required=True),
    ),
    AuthoredCue,
)

_EXERCISE_FIELDS = (
    Field("summary", TEXT, "One sentence about it."),
    Field("difficulty", _DIFFICULTY, "How much it asks."),
    Field("sides", _SIDES, "How it uses the two sides: none, split, each or alternate."),
    Field("equipment", ListOf(NAME), "What lies ready."),
    Field("instructions", ListOf(LINE), "What to do, a short sentence each."),
    Field("tips", ListOf(LINE), "What to watch."),
    Field("adjustments", ListOf(LINE), "How to make it easier or harder."),
    Field("levels", ListOf(LEVEL), "Its forms, from the easiest to the hardest."),
    Field("cautions", ListOf(CAUTION), "Who should leave it out."),
    Field("tempo", _TEMPO, "The phases of one rep."),
    Field("targets", ListOf(NAME), "What it works on."),
    Field("cues", ListOf(CUE), "Lines said during the exercise."),
    Field("figure", Free(), "How the body is drawn; read by the part that draws."),
)
EXERCISE = Record(
    "an exercise",
    "What the body does.",
    (Field("name", NAME, "What it is called.", required=True), *_EXERCISE_FIELDS),
)
EXERCISE_STEP = Record(
    "a step",
    "An exercise with its dose; its own keys win over the exercise's.",
    (
        Field("exercise", IDENTIFIER, "The id of an exercise file."),
        Field("name", NAME, "What it is called; needed where there is no exercise file."),
        Field("duration", DURATION, "How long; over both sides with split, on each side with each."),
        Field("reps", whole(1, MAX_REPS), "How often; on each side with each and alternate."),
        Field("first", choice("a side", Side), "The side that comes first; left where it is not said."),
        Field("level", whole(1, 99), "Which of the exercise's levels."),
        Field("transition", PAUSE, "Time before this step, in place of the routine's."),
        Field("switch", PAUSE, "Time to change sides, in place of the routine's."),
        *_EXERCISE_FIELDS,
    ),
)
REST = Record("a rest", "A rest between steps.", (Field("rest", DURATION, "How long.", required=True),))
REPEAT = Record(
    "a group",
    "Steps that are done several times.",
    (
        Field("repeat", whole(1, MAX_REPS), "How many rounds.", required=True),
        Field("rest", DURATION, "A rest between the rounds."),
        Field("steps", ListOf(AnyStep(), least=1), "The steps of one round.", required=True),
    ),
)
ROUTINE = Record(
    "a routine",
    "A file one can play.",
    (
        Field("name", NAME, "What it is called.", required=True),
        Field("summary", TEXT, "One sentence about it."),
        Field(
            "focus", ListOf(NAME), "The parts of the body it is for; `stretch list --focus` finds it by them."
        ),
        Field("difficulty", _DIFFICULTY, "How much it asks."),
        Field("equipment", ListOf(NAME), "What lies ready."),
        Field("credit", TEXT, "Whose it is."),
        Field("caution", TEXT, "Shown and said before the start."),
        Field("prepare", PAUSE, "Time before the first step; 10s where it is not said."),
        Field("transition", PAUSE, "Time between steps; 5s where it is not said."),
        Field("switch", PAUSE, "Time to change sides; 3s where it is not said."),
        Field("closing", TEXT, "What is said at the end."),
        Field("steps", ListOf(AnyStep(), least=1), "What to do, in order.", required=True),
    ),
)
STAGE = Record(
    "a stage",
    "A routine of the series.",
    (
        Field("routine", IDENTIFIER, "The id of a routine.", required=True),
        Field("sessions", whole(1, 1_000), "How many sessions before the next stage.", required=True),
        Field("level", whole(1, 99), "The level to do it at."),
        Field("note", TEXT, "What this stage is about."),
    ),
    Stage,
)
SERIES = Record(
    "a series",
    "A file that leads through several routines.",
    (
        Field("name", NAME, "What it is called.", required=True),
        Field("summary", TEXT, "One sentence about it."),
        Field("per_week", whole(1, 21), "How many sessions a week to aim for."),
        Field("stages", ListOf(STAGE, least=1), "The routines, in order.", required=True),
    ),
)
KINDS = {"routine": ROUTINE, "exercise": EXERCISE, "series": SERIES}
