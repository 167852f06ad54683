"""The JSON Schema, made from the reader's own description, says what the reader says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from stretchtimer.library import Folder, Library, bundled
from stretchtimer.routinefile import read_exercise, read_playable
from stretchtimer.routinefile.format import KINDS
from stretchtimer.routinefile.schema import schema

HERE = Path(__file__).parent
SHIPPED = Path(bundled())
ALL_BAD = sorted((HERE / "bad").glob("*.yaml"))
GOOD = [*sorted((HERE / "good").glob("*.yaml")), *sorted(SHIPPED.glob("*.yaml"))]

# What only the reader can know, by the file that shows it.
BEYOND_A_SCHEMA = {
    "cue-after-its-side": "how long a side lasts follows from several keys",
    "cue-at-the-very-end": "how long a side lasts follows from several keys",
    "cue-before-its-side": "how long a side lasts follows from several keys",
    "exercise-and-unknown-level": "the levels stand in another file",
    "exercise-far-off": "which exercises there are",
    "exercise-misspelt": "which exercises there are",
    "series-of-a-series": "what another file is",
    "series-of-itself": "which routines there are",
    "repeat-bomb": "what groups multiply to",
    "very-long-routine": "what groups multiply to",
    "rests-only": "whether any step is an exercise",
    "duplicate-key": "which key a parser drops",
}


def as_an_editor_sees(node: yaml.Node) -> Any:
    """YAML 1.2 as editors resolve it: numbers, true, false and null; everything else is text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: as_an_editor_sees(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_an_editor_sees(item) for item in node.value]
    if node.style:
        return node.value
    if node.value in ("", "~", "null", "true", "false"):
        return {"true": True, "false": False}.get(node.value)
    if re.fullmatch(r"[-+]?[0-9]+", node.value):
        return int(node.value)
    if re.fullmatch(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?", node.value):
        return float(node.value)
    return node.value


def parsed(path: Path) -> Any:
    """A file as an editor hands it to the schema."""
    text = path.read_bytes().decode("utf-8-sig")
    return as_an_editor_sees(yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def seen_by_a_schema(path: Path) -> bool:
    """Whether a bad file is one YAML document, whose fault is not in what the parser resolves or drops."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        value = parsed(path)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, AttributeError):
        return False
    signs = ("&", "!", "<<", "*", "\\", "\u202e")  # anchors, tags, merges, aliases, escapes, bidi marks
    return value is not None and not any(sign in text for sign in signs)


BAD = [path for path in ALL_BAD if seen_by_a_schema(path)]
VALIDATORS = {kind: jsonschema.Draft202012Validator(schema(kind)) for kind in KINDS}


def accepts(kind: str, value: Any) -> bool:
    return bool(VALIDATORS[kind].is_valid(value))


def kind_of(value: Any) -> str:
    return "series" if isinstance(value, dict) and "stages" in value and "steps" not in value else "routine"


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one(kind: str) -> None:
    """Each kind has a valid schema that names every key and has a sentence for it."""
    made = schema(kind)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["properties"].keys() == {field.key for field in KINDS[kind].fields}
    assert all(entry["description"].endswith(".") for entry in made["properties"].values())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_is_read_is_valid(path: Path) -> None:
    """Whatever the reader reads an editor does not underline."""
    value = parsed(path)
    assert accepts(kind_of(value), value)


@pytest.mark.parametrize("path", sorted((SHIPPED / "exercises").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_exercises_are_valid(path: Path) -> None:
    """Exercise files are valid to the reader and to the schema."""
    assert read_exercise(path.read_bytes(), path.name, path.stem).problems == ()
    assert accepts("exercise", parsed(path))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_refused_is_invalid(path: Path) -> None:
    """Whatever the reader refuses an editor underlines, but for the listed."""
    value = parsed(path)
    if path.stem in BEYOND_A_SCHEMA:
        assert accepts(kind_of(value), value), "the schema knows it: take it off the list"
    else:
        assert not accepts(kind_of(value), value)


DURATIONS = ["45s", "1:30", "0:45", "1m30s", "22.5s", "1h", "90", "1h30m", "1:00:00", "2min", "0:00.5"]
NO_DURATIONS = ["s", "fast", "1:75", "-5s", "+5s", "1e9", "1:2:3", ":30", "30sec", "1h30", "1.5m", "1:60:00"]


@pytest.mark.parametrize("text", [*DURATIONS, *NO_DURATIONS, "45 s", "5 5", ""])
def test_reader_and_schema_read_the_same_durations(text: str) -> None:
    """A duration that one of them takes the other takes too."""
    library = Library((Folder(str(SHIPPED), "shipped"),))
    data = f"name: A\nsteps:\n  - {{exercise: bridge, duration: '{text}'}}\n".encode()
    read = read_playable(data, "a.yaml", "a", exercises=library).value is not None
    value = {"name": "A", "steps": [{"exercise": "bridge", "duration": text}]}
    assert accepts("routine", value) is read
    assert read is (text in (*DURATIONS, "45 s"))
