"""The JSON Schema, made from the reader's own description, says what the reader says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from stretchtimer.library import Folder, Library, bundled
from stretchtimer.routinefile import read_playable
from stretchtimer.routinefile.format import KINDS
from stretchtimer.routinefile.schema import schema

HERE = Path(__file__).parent
SHIPPED = Path(bundled())
BAD = sorted(path for path in (HERE / "bad").rglob("*.yaml") if path.name != "reacher.yaml")
GOOD = [*sorted((HERE / "good").rglob("*.yaml")), *sorted(SHIPPED.rglob("*.yaml"))]

# What only the reader can know, by the file that shows it.
_SIDE = "how long a side lasts follows from several keys"
_FILES = "which exercises and routines there are"
_GROUPS = "what groups multiply to"
_PARSED = "the parser has dropped it, or followed it"
BEYOND_A_SCHEMA = {
    "alias": _PARSED,
    "anchor": _PARSED,
    "broken-exercise-twice": "what is wrong with another file",
    "cue-after-its-side": _SIDE,
    "cue-at-the-very-end": _SIDE,
    "cue-before-its-side": _SIDE,
    "cue-of-the-exercise": _SIDE,
    "duplicate-key": _PARSED,
    "exercise-and-unknown-level": "the levels stand in another file",
    "exercise-by-its-name": _FILES,
    "exercise-far-off": _FILES,
    "exercise-misspelt": _FILES,
    "figure-wrong": "the block is not ours to check",
    "many-problems": _FILES,
    "repeat-bomb": _GROUPS,
    "rests-only": "whether any step is an exercise",
    "series-of-a-series": "what another file is",
    "series-of-itself": _FILES,
    "tag-alone": _PARSED,
    "tag-of-their-own": _PARSED,
    "very-long-routine": _GROUPS,
}


class NotYaml(Exception):
    """An editor's parser gives up: it says so itself, and no schema is asked."""


def as_an_editor_sees(node: yaml.Node | None) -> Any:
    """YAML 1.2 as editors resolve it: numbers, true, false and null; everything else is text."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): as_an_editor_sees(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_an_editor_sees(item) for item in node.value]
    if node is None or (node.value in ("", "~", "null", "Null", "NULL") and not node.style):
        return None
    text = str(node.value)
    if node.style:
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+", text):
        return int(text, 0) if text[:2] in ("0x", "0o") else int(text)
    if re.fullmatch(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def parsed(path: Path) -> Any:
    """A file as an editor hands it to the schema."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return as_an_editor_sees(yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise NotYaml from error


VALIDATORS = {kind: jsonschema.Draft202012Validator(schema(kind)) for kind in KINDS}


def accepts(kind: str, value: Any) -> bool:
    return bool(VALIDATORS[kind].is_valid(value))


def kind_of(path: Path, value: Any) -> str:
    if path.parent.name == "exercises":
        return "exercise"
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
    kind = kind_of(path, value)
    found = list(VALIDATORS[kind].iter_errors(value))
    assert not found, found[0].message


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_refused_is_invalid(path: Path) -> None:
    """Whatever the reader refuses an editor underlines, but for the listed: the list is exact."""
    try:
        value = parsed(path)
    except NotYaml:
        accepted = False
    else:
        accepted = accepts(kind_of(path, value), value)
    assert accepted is (path.stem in BEYOND_A_SCHEMA)


def test_the_list_names_files_that_are_there() -> None:
    """A reason without its file is struck off."""
    assert BEYOND_A_SCHEMA.keys() <= {path.stem for path in BAD}


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
