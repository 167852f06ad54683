"""FORMAT.md says what the program does: every example, key, number and message in it is tried.

An example is a fenced block whose info string says what it is (`yaml routine`); `_EXAMPLES` lists them.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from stretchtimer import cues, model, sparing
from stretchtimer.app import App
from stretchtimer.cli import COMMANDS, stretch
from stretchtimer.compiler import compile_routine
from stretchtimer.figurecheck import check_figures
from stretchtimer.library import Folder, Library
from stretchtimer.model import DEFAULT_REP, Routine, Series, Sides
from stretchtimer.routinefile import format as keys
from stretchtimer.routinefile import read_exercise, read_playable
from stretchtimer.routinefile.checks import LONG_HOLD
from stretchtimer.routinefile.kinds import (
    DURATION,
    IDENTIFIER,
    LINE,
    NAME,
    NAME_LIMIT,
    OFFSET,
    PAUSE,
    TEXT,
    TEXT_LIMIT,
    AnyStep,
    Free,
    Kind,
    ListOf,
    Record,
    Scalar,
)
from stretchtimer.routinefile.nodes import MAX_BYTES, MAX_DEPTH, MAX_NODES
from stretchtimer.sound.chimes import SOUND_OF
from stretchtimer.timeline import CueKind, SegmentKind, Timeline
from stretchtimer.timetable import timeline_lines
from stretchtimer.units import DAY, HOUR, MINUTE, exact, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.routinefile import Reading
    from stretchtimer.routinefile.build import ExerciseSource
    from stretchtimer.units import Millis

ROUTINES = Path(__file__).parents[1] / "routines"
DOCUMENT = (ROUTINES / "FORMAT.md").read_text(encoding="utf-8")
LIBRARY = Library((Folder(ROUTINES, "shipped"),))

_EXAMPLES = ("yaml routine", "yaml steps", "yaml exercise", "yaml series")
_ANSWERS = {"text timeline": "yaml routine", "text check": "yaml bad"}
"""A block that says what the program answers, and the kind of block before it that it answers."""

RECORDS: dict[str, tuple[Record, type]] = {
    "4. A routine": (keys.ROUTINE, model.Routine),
    "Exercise steps": (keys.EXERCISE_STEP, model.ExerciseStep),
    "Rests": (keys.REST, model.Rest),
    "Groups": (keys.REPEAT, model.Repeat),
    "6. Exercises": (keys.EXERCISE, model.Exercise),
    "Levels": (keys.LEVEL, model.Level),
    "Tempo": (keys.PHASE, model.Phase),
    "Cautions": (keys.CAUTION, model.Caution),
    "Cues": (keys.CUE, model.AuthoredCue),
    "7. Series": (keys.SERIES, model.Series),
    "Stages": (keys.STAGE, model.Stage),
}
"""The chapters with a table of keys: what is read by it, and what is made of it."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its info string, its text, the line it starts on, and the block before it."""

    info: str
    text: str
    line: int
    before: Block | None


def _blocks() -> Iterator[Block]:
    before = None
    for match in re.finditer(r"^```([^\n]+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL):
        line = DOCUMENT.count("\n", 0, match.start()) + 1
        before = Block(match[1], match[2], line, before)
        yield before


BLOCKS = tuple(_blocks())


def _of(*infos: str) -> list[Any]:
    return [pytest.param(b, id=f"line {b.line}, {b.info}") for b in BLOCKS if b.info in infos]


def _tables() -> dict[tuple[str, str], list[list[str]]]:
    """The rows of every table by its chapter and its first heading cell, backticks kept."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    chapter, table = "", None
    for line in DOCUMENT.splitlines():
        if line.startswith("#"):
            chapter = line.lstrip("# ")
        if not line.startswith("|"):
            table = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if table is None:
            table = found.setdefault((chapter, cells[0]), [])
        elif set(line) - {"|", "-"}:
            table.append(cells)
    return found


TABLES = _tables()


def _rows(chapter: str, first: str) -> list[list[str]]:
    """The rows of the table in a chapter whose heading begins so."""
    return TABLES.get((chapter, first), [])


def _quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _key_table(chapter: str) -> dict[str, tuple[str, str, str]]:
    """The kind, default and description of each key in a chapter's table."""
    return {_quoted(key)[0]: (kind, default, does) for key, kind, default, does in _rows(chapter, "key")}


def _read(text: str, exercises: ExerciseSource = LIBRARY) -> Reading[Routine | Series]:
    known = LIBRARY.routine_files.keys
    return read_playable(text.encode(), "evening.yaml", "evening", exercises=exercises, routine_ids=known)


def _routine(text: str) -> Routine:
    reading = _read(text)
    assert reading.problems == ()
    routine = reading.use()
    assert isinstance(routine, Routine)
    return routine


def _of_steps(steps: str, head: str = "") -> str:
    return f"name: Example\n{head}steps:\n" + "".join(f"  {line}\n" for line in steps.splitlines())


def _timeline(text: str) -> Timeline:
    return compile_routine(_routine(text)).timeline


# -- examples ----------------------------------------------------------------------------------------


def test_every_fenced_block_is_tried() -> None:
    """A block without a known mark would be read by nobody; an answer stands right behind its question."""
    assert {block.info for block in BLOCKS} == {*_EXAMPLES, *_ANSWERS, *_ANSWERS.values()}
    for block in BLOCKS:
        if block.info in _ANSWERS:
            assert block.before is not None
            assert block.before.info == _ANSWERS[block.info]
    questions = [block.before for block in BLOCKS if block.info == "text check"]
    assert [block for block in BLOCKS if block.info == "yaml bad"] == questions


@pytest.mark.parametrize("block", _of(*_EXAMPLES))
def test_an_example_is_right(block: Block) -> None:
    """Who copies an example gets no problem, no warning, and something to play."""
    if block.info == "yaml exercise":
        exercise = read_exercise(block.text.encode(), "x.yaml", "x")
        assert check_figures(exercise, block.text.encode()).problems == ()
        # It must also hold in use: its cues have to lie inside a set of some length.
        steps = "- exercise: x\n  reps: 4\n" + ("  level: 2" if exercise.use().levels else "")
        assert _read(_of_steps(steps), _Only(exercise.use())).problems == ()
        return
    reading = _read(_of_steps(block.text) if block.info == "yaml steps" else block.text)
    assert reading.problems == ()
    value = reading.use()
    assert isinstance(value, Series) == (block.info == "yaml series")
    if isinstance(value, Routine):
        assert compile_routine(value).timeline.work > 0


@dataclass(frozen=True)
class _Only:
    """A library of one exercise."""

    exercise: model.Exercise

    def find(self, exercise_id: str) -> model.Exercise | None:
        return self.exercise if exercise_id == self.exercise.id else None

    def ids(self) -> tuple[str, ...]:
        return ()


@pytest.mark.parametrize("block", _of("text timeline"))
def test_a_timeline_is_the_one_that_show_prints(block: Block) -> None:
    """Every time in a printed timeline is worked out by the program, not by the author."""
    assert block.before is not None
    routine = _routine(block.before.text)
    lines = timeline_lines(routine, compile_routine(routine).timeline)
    times = [line for line in lines if re.match(r" {0,8}[0-9:.]+s?  \S", line)]
    assert block.text.splitlines() == times


@pytest.mark.parametrize("block", _of("text check"))
def test_mistakes_are_answered_as_it_says(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `stretch check` answers is quoted to the letter."""
    assert block.before is not None
    monkeypatch.chdir(tmp_path)
    Path("evening.yaml").write_text(block.before.text, encoding="utf-8")
    result = CliRunner().invoke(
        stretch, ["check", "evening.yaml"], obj=App({"STRETCH_CONFIG": str(tmp_path)})
    )
    assert result.output == block.text


# -- keys --------------------------------------------------------------------------------------------


def _records(kind: Kind) -> Iterator[Record]:
    if isinstance(kind, ListOf):
        yield from _records(kind.item)
    elif isinstance(kind, Record):
        yield kind
        for field in kind.fields:
            yield from _records(field.kind)


def test_each_record_has_its_table() -> None:
    """No record of the format is without a table, and no table is of something else."""
    reached = [record for kind in keys.KINDS.values() for record in _records(kind)]
    reached += [keys.EXERCISE_STEP, keys.REST, keys.REPEAT]
    assert {record.noun for record in reached} == {record.noun for record, _ in RECORDS.values()}
    assert {chapter for chapter, first in TABLES if first == "key"} == set(RECORDS)


@pytest.mark.parametrize("chapter", RECORDS)
def test_every_key_is_described_and_no_other(chapter: str) -> None:
    """The tables have the keys of the format; a step's has its own, the exercise's are chapter 6."""
    known = {field.key for field in RECORDS[chapter][0].fields}
    if chapter == "Exercise steps":
        known -= set(_key_table("6. Exercises")) - {"name"}
    assert set(_key_table(chapter)) == known
    assert len(_rows(chapter, "key")) == len(known)


def test_a_step_has_every_key_of_an_exercise() -> None:
    """Chapter 5 promises it."""
    assert {field.key for field in keys.EXERCISE.fields} <= {field.key for field in keys.EXERCISE_STEP.fields}


_WORDS = {
    id(NAME): "name",
    id(TEXT): "text",
    id(LINE): "line",
    id(IDENTIFIER): "id",
    id(DURATION): "duration",
    id(PAUSE): "duration or 0",
    id(OFFSET): "place",
}


def _kind_in_words(kind: Kind) -> str:
    """How the tables write a kind."""
    if isinstance(kind, Free):
        return "any"
    if isinstance(kind, AnyStep):
        return "step"
    if isinstance(kind, Record):
        return kind.noun.split()[-1]
    if isinstance(kind, ListOf):
        return f"list of {_kind_in_words(kind.item)}s"
    return _scalar_in_words(kind)


def _scalar_in_words(kind: Scalar) -> str:
    if id(kind) in _WORDS:
        return _WORDS[id(kind)]
    if "enum" in kind.schema:
        *words, last = (f"`{word}`" for word in kind.schema["enum"])
        return f"{', '.join(words)} or {last}"
    return f"{kind.schema['minimum']} to {kind.schema['maximum']:,}"


def _described() -> Iterator[Any]:
    for chapter, (record, made) in RECORDS.items():
        written = _key_table(chapter)
        for field in record.fields:
            if field.key in written:
                yield pytest.param(field, made, *written[field.key], id=f"{chapter}: {field.key}")


@pytest.mark.parametrize(("field", "made", "kind", "default", "does"), tuple(_described()))
def test_kind_and_default_are_the_programs(
    field: Any, made: type, kind: str, default: str, does: str
) -> None:
    """Kind, default and least number in a table are those of reader and model."""
    assert kind == _kind_in_words(field.kind)
    least = isinstance(field.kind, ListOf) and field.kind.least > 0
    assert ("at least one" in does) == least
    if default.startswith("this or "):
        assert made is model.ExerciseStep
        return  # see test_one_of_two_keys_is_needed
    assert (default == "required") == field.required
    if not field.required:
        assert default in _default_in_words(made, field.attribute)


def _default_in_words(made: type, attribute: str) -> tuple[str, ...]:
    """The ways to write a model's default."""
    default = next(field.default for field in fields(made) if field.name == attribute)
    assert default is not MISSING
    if default is None or default in ("", ()):
        return ("—", "the routine's", "the exercise's")
    return (f"`{default.value}`",) if isinstance(default, Enum) else (f"`{exact(default)}`",)


@pytest.mark.parametrize(("one", "other"), [("exercise", "name"), ("duration", "reps")])
def test_one_of_two_keys_is_needed(one: str, other: str) -> None:
    """`this or` in the defaults means that a step without both is refused."""
    written = _key_table("Exercise steps")
    assert (written[one][1], written[other][1]) == (f"this or `{other}`", f"this or `{one}`")
    values = {"exercise": "hurdler", "name": "X", "duration": "10s", "reps": "3"}
    kept = [key for key in ("exercise", "duration") if key != one]
    assert _read(_of_steps(f"- {{{kept[0]}: {values[kept[0]]}}}")).value is None
    for key in (one, other):
        assert _read(_of_steps(f"- {{{kept[0]}: {values[kept[0]]}, {key}: {values[key]}}}")).value is not None


def test_the_kinds_are_explained() -> None:
    """Every kind that a table names stands in chapter 3."""
    explained = {row[0] for row in _rows("3. What a value can be", "kind")}
    named = {kind for chapter in RECORDS for kind, _, _ in _key_table(chapter).values()}
    plain = {kind for kind in named if not kind.startswith(("`", "list of ")) and kind != "any"}
    assert {kind for kind in plain if not re.fullmatch(r"1 to [\d,]+", kind)} <= explained
    assert explained - plain == {"list of …"}


# -- times and numbers -------------------------------------------------------------------------------


def _in_words(ms: Millis) -> str:
    hours, rest = divmod(ms, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    amounts = (("hour", hours), ("minute", minutes), ("second", f"{rest / 1000:g}" if rest else 0))
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for unit, n in amounts if n)


def test_durations_mean_what_the_table_says() -> None:
    """Each written form is read as the time beside it."""
    rows = _rows("Durations", "written")
    told = {form: means for forms, means in rows for form in _quoted(forms)}
    assert len(told) > 20
    assert {form: _in_words(parse_duration(form)) for form in told} == told


def test_what_is_no_duration_is_refused() -> None:
    """Each form that is called wrong is refused, and what is to be written instead is not."""
    section = DOCUMENT.partition("### Durations")[2].partition("\n## ")[0]
    pairs = re.findall(r"`([^`]+)` \(write\s+`([^`]+)`\)", section)
    assert len(pairs) == section.count("(write")
    for wrong, right in pairs:
        with pytest.raises(ValueError, match=re.escape(wrong)):
            parse_duration(wrong)
        parse_duration(right)


def _doses(step: str) -> tuple[str, str]:
    """What a step unfolds into, as the table of sides writes it, and its work."""
    text = _of_steps(f"- {{{step}}}")
    if _read(text).value is None:
        return "refused", "—"
    timeline = _timeline(text)
    told = []
    for block in timeline.blocks.values():
        work = timeline.segments[block.first : block.last + 1]
        lasts = f"{work[0].reps} reps" if work[0].reps else exact(sum(s.duration for s in work))
        turn = [s.side for s in work]
        in_turn = len(set(turn)) == 2 and all(a is not b for a, b in pairwise(turn))
        told.append(f"{lasts} {block.side.value}" if block.side else lasts)
        told += ["left and right in turn"] if in_turn else []
    return ", ".join(told), exact(timeline.work)


def test_the_sides_table_is_worked_out() -> None:
    """Each cell is what a step with that way of using the sides unfolds into."""
    rows = _rows("Sides", "`sides`")
    for sides, timed, timed_work, counted, counted_work in rows:
        mode = f"name: X, sides: {_quoted(sides)[0]}"
        assert _doses(f"duration: 1:00, {mode}") == (timed, timed_work)
        assert _doses(f"reps: 6, {mode}") == (counted, counted_work)
    assert [_quoted(row[0])[0] for row in rows] == [way.value for way in Sides]
    assert f"A rep takes {exact(DEFAULT_REP).replace('s', ' s')}" in DOCUMENT


def test_the_notes_below_the_sides_table() -> None:
    """An odd time is shared, a split exercise does reps on each side, no side reads `one` and `other`."""
    assert _doses("name: X, duration: 45s, sides: split")[0] == "22.5s left, 22.5s right"
    usual = LIBRARY.find("kneeling-psoas")
    assert usual is not None
    assert usual.sides is Sides.SPLIT
    assert _doses("exercise: kneeling-psoas, reps: 5")[0] == "5 reps left, 5 reps right"
    step = '{name: X, duration: 9s, sides: alternate, instructions: ["{side} {other}"]}'
    timeline = _timeline(_of_steps(f"- {step}"))
    assert timeline.step(1).instructions(timeline.segments[1].side) == ("one other",)


_PREPARE, _PAUSE = SegmentKind.PREPARE, SegmentKind.TRANSITION
_SWITCH, _REST = SegmentKind.SWITCH, SegmentKind.REST
_A, _B = "- {name: A, duration: 9s}", "- {name: B, duration: 9s, transition: 7s}"
_SIDED = "- {name: A, duration: 9s, sides: each}"
_TWO_ROUNDS = "- repeat: 2\n  steps:"
_BETWEEN = {
    "the start and the first step": (_B, (_PREPARE,), "`prepare`"),
    "two steps": (f"{_A}\n{_B}", (_PREPARE, _PAUSE), "the later one's `transition`, else the routine's"),
    "a step and a rest, either way round": (f"{_A}\n- rest: 4s\n{_B}", (_PREPARE, _REST), "nothing"),
    "two sides of a step": (_SIDED, (_PREPARE, _SWITCH), "the step's `switch`, else the routine's"),
    "two rounds of a group with `rest`": (
        f"{_TWO_ROUNDS}\n    {_A}\n    {_B}\n  rest: 4s",
        (_PREPARE, _PAUSE, _REST, _PAUSE),
        "that rest",
    ),
    "two rounds of a group without": (
        f"{_TWO_ROUNDS}\n    {_A}\n    {_B}",
        (_PREPARE, _PAUSE, _PAUSE, _PAUSE),
        "what stands between two steps",
    ),
    "two rounds of a group without, of one step": (
        f"{_TWO_ROUNDS}\n    {_B}",
        (_PREPARE,),
        "nothing; with `split` and `each`, a switch",
    ),
    "the last step and the end": (_A, (_PREPARE,), "nothing"),
}


def test_what_stands_between_is_laid_out_so() -> None:
    """Each row of the table, as a routine: what is no work in it is what the row says."""
    told = [tuple(row) for row in _rows("What stands between", "between")]
    assert told == [(between, stands) for between, (_, _, stands) in _BETWEEN.items()]
    for steps, expected, _ in _BETWEEN.values():
        made = [segment.kind for segment in _timeline(_of_steps(steps)).segments]
        assert tuple(kind for kind in made if kind not in (SegmentKind.WORK, SegmentKind.FINISH)) == expected
    later = _timeline(_of_steps(f"{_A}\n{_B}")).segments
    assert [segment.duration for segment in later if segment.kind is _PAUSE] == [7_000]
    sided = _timeline(_of_steps(f"{_TWO_ROUNDS}\n    {_SIDED}")).segments
    assert [segment.kind for segment in sided if segment.kind in (_PAUSE, _SWITCH)] == [_SWITCH] * 3


def test_limits_are_the_programs() -> None:
    """The table of limits has the reader's numbers."""
    limits = [row[1] for row in _rows("10. Limits", "what")]
    assert limits == [
        f"{MAX_BYTES // 1024**2} MiB",
        f"{MAX_NODES:,}",
        f"{MAX_DEPTH} deep",
        f"{NAME_LIMIT} characters",
        f"{TEXT_LIMIT:,} characters",
        f"{keys.MAX_REPS:,}",
        f"{DAY // HOUR} h",
        f"{keys.MAX_SEGMENTS:,}",
    ]
    assert f"at most {NAME_LIMIT} characters" in DOCUMENT
    assert f"at most {TEXT_LIMIT:,} characters" in DOCUMENT


# -- what is said ------------------------------------------------------------------------------------

CUES = {_quoted(row[0])[0]: row[1:] for row in _rows("8. What is said when", "cue")}


def test_every_cue_is_described_with_its_sound() -> None:
    """The table has the kinds of cue that there are, and the sound that each makes."""
    assert set(CUES) == {kind.value for kind in CueKind}
    assert len(_rows("8. What is said when", "cue")) == len(CUES)
    for kind in CueKind:
        sound = CUES[kind.value][2]
        if kind is CueKind.NEXT:  # silent before a short transition: test_chimes has the rule
            assert sound == "`rest`, in a transition"
        else:
            assert sound == (f"`{SOUND_OF[kind].value}`" if kind in SOUND_OF else "—")


_SPECIMEN = """
- {name: Wide leg bend, duration: 40s}
- {exercise: hurdler, duration: 40s}
- {exercise: knee-lifts, reps: 4, sides: alternate}
- {exercise: bridge, reps: 7, tempo: [{name: a, time: 1s, breath: in}, {name: b, time: 1s, breath: hold}]}
- {rest: 5s}
- {name: X, reps: 1, tempo: [{name: a, time: 1s, breath: out}]}
"""


def test_the_words_are_those_that_are_said() -> None:
    """Each quoted phrase of the cue table is said in a routine, letter by letter, by a cue of that kind."""
    timeline = _timeline(_of_steps(_SPECIMEN).replace("name: Example", "name: Evening hips", 1))
    said = {(item.cue.kind.value, item.cue.text) for item in timeline.schedule}
    said |= {("hurt", sparing.LET_GO)}  # a key says it, and no file
    for kind, (_, words, _) in CUES.items():
        phrases = [words for words in _quoted(words) if words not in (*CUES, "caution", "closing", "at")]
        assert {(kind, phrase) for phrase in phrases} <= said
        assert phrases or kind in ("start", "say")


def test_the_times_of_cues_are_the_compilers() -> None:
    """The thresholds in the cue table are the constants that the compiler goes by."""
    for kind, times in {
        "next": (cues.SHORT_TRANSITION, cues.EARLY_NEXT, 2 * cues.EARLY_NEXT),
        "half": (cues.HALFWAY_WORK,),
        "count": (cues.COUNTED_WORK,),
    }.items():
        assert [f"{ms // 1000} s" in CUES[kind][0] for ms in times] == [True] * len(times)
    assert f"over {LONG_HOLD // MINUTE} minutes" in DOCUMENT


# -- traps, warnings, commands -----------------------------------------------------------------------


def _as_tip(written: str) -> tuple[str, ...] | None:
    value = _read(_of_steps(f"- name: X\n  duration: 9s\n  tips:\n    - {written}")).value
    if not isinstance(value, Routine):
        return None
    step = value.steps[0]
    assert isinstance(step, model.ExerciseStep)
    return step.exercise.tips


def test_traps_are_traps_and_have_a_way_out() -> None:
    """What is called misread is not read as it stands, and what is called right is."""
    rows = _rows("9. YAML and its traps", "a text")
    assert rows
    for _, misread, right in rows:
        wrong, mended = misread.strip("`"), right.strip("`")
        assert _as_tip(wrong) != (wrong,)
        assert _as_tip(mended) == (mended[1:-1],) == (wrong,)


def test_signs_that_cannot_begin_a_text() -> None:
    """Each sign that is said to want quotes at the start of a text does."""
    row = next(row[0] for row in _rows("9. YAML and its traps", "a text") if "starts with `" in row[0])
    for sign in _quoted(row):
        text = sign + {"{": "side} knee", "[": "soft] knee"}.get(sign, "slowly now")
        assert _as_tip(text) != (text,)
        assert _as_tip(f'"{text}"') == (text,)


_DOUBTFUL = """
- {name: A, duration: 11m, first: left, switch: 1s, instructions: ["{side}"]}
- {name: a, duration: 9s, cues: [{at: -1s, say: one two three four}]}
"""


def test_every_warning_is_listed() -> None:
    """A file with every warning there is names the rows of the table, one for one."""
    found = _read(_of_steps(_DOUBTFUL)).problems
    found += read_exercise(b"name: X\nlevels: [{name: same}]", "x.yaml", "x").problems
    messages = {problem.message for problem in found}
    patterns = [
        ".+".join(map(re.escape, _quoted(row[0])[0].split("…")))
        for row in _rows("11. Mistakes and warnings", "warning")
    ]
    assert len(messages) == len(patterns)
    assert all(any(re.fullmatch(pattern, message) for message in messages) for pattern in patterns)
    source = "".join(path.read_text(encoding="utf-8") for path in _reader_modules())
    assert source.count("eader.warn(") == len(patterns), "a warning was added: describe and try it here"


def _reader_modules() -> Iterator[Path]:
    from stretchtimer import routinefile

    yield from Path(routinefile.__file__).parent.glob("*.py")


def test_commands_and_options_exist() -> None:
    """Every command and every option that the document names is there."""
    prose = re.sub(r"^```.*?^```$", "", DOCUMENT, flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"(?:`|^    )stretch\s+([a-z]+)", prose, re.MULTILINE))
    assert len(named) > 5
    assert named <= set(COMMANDS)
    context = click.Context(stretch)
    commands = [stretch.get_command(context, name) for name in COMMANDS]
    options = {opt for command in commands if command for param in command.params for opt in param.opts}
    mentioned = set(re.findall(r"(?<![-\w])--[a-z]+", prose)) - {"--help"}
    assert len(mentioned) > 4
    assert mentioned <= options
