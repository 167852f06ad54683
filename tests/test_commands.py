"""What each command prints and leaves behind."""

from __future__ import annotations

import json
import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from commandline import simple, write

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home


def test_a_listing_names_what_can_be_played_with_its_time(stretch: CommandLine, home: Home) -> None:
    """A line a routine: its id, how long it takes, what it is for; a user's own first."""
    home.routine("evening")
    lines = stretch("list").out.splitlines()
    assert lines[0].split()[:2] == ["evening", "10s"]
    assert any(line.split()[:2] == ["hip-unlock", "6:00"] for line in lines)
    assert any(line.split()[:2] == ["back-relief", "series"] for line in lines)


def test_a_broken_file_is_listed_as_broken_and_hides_no_other(stretch: CommandLine, home: Home) -> None:
    """The listing says what is wrong first, and goes on."""
    home.routine("bad", "name: A\nsteps: []\n")
    ran = stretch("list")
    assert ran.code == 0
    line = next(line for line in ran.out.splitlines() if line.startswith("bad"))
    assert "broken" in line
    assert "2:8: 'steps' is an empty list" in line
    assert "hip-unlock" in ran.out


def test_a_listing_can_be_narrowed(stretch: CommandLine) -> None:
    """By the part of the body, and by the time one has."""
    hips = json.loads(stretch("list", "--focus", "shoulder", "--json").out)
    assert [row["id"] for row in hips] == ["single-leg-kick"]
    short = json.loads(stretch("list", "--max", "6m", "--json").out)
    assert {row["id"] for row in short} >= {"hip-unlock"}
    assert all(row["duration_ms"] <= 360_000 for row in short)


def test_a_word_that_nothing_is_for_is_answered_with_those_there_are(stretch: CommandLine) -> None:
    """An empty list says on standard error what one could have asked for."""
    ran = stretch("list", "--focus", "elbows", "--json")
    assert json.loads(ran.out) == []
    assert "hips" in ran.err


def test_a_routine_of_ones_own_wins_and_says_so(stretch: CommandLine, home: Home) -> None:
    """The same id twice: the user's is played."""
    home.routine("hip-unlock")
    row = next(row for row in json.loads(stretch("list", "--json").out) if row["id"] == "hip-unlock")
    assert (row["origin"], row["duration_ms"]) == ("own", 10_000)


def test_more_folders_come_first_in_their_order(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STRETCH_PATH stands before the user's own folder, its first before its second."""
    write(home.root / "a" / "one.yaml", simple("one", "11s"))
    write(home.root / "b" / "one.yaml", simple("one", "12s"))
    home.routine("one")
    monkeypatch.setenv("STRETCH_PATH", os.pathsep.join([str(home.root / "a"), str(home.root / "b")]))
    row = next(row for row in json.loads(stretch("list", "--json").out) if row["id"] == "one")
    assert row["duration_ms"] == 11_000


def test_a_folder_that_is_not_there_is_told_once(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped STRETCH_PATH is a note, not an end."""
    monkeypatch.setenv("STRETCH_PATH", str(home.root / "nowhere"))
    ran = stretch("list")
    assert ran.code == 0
    assert ran.err.count("nowhere") == 1


def test_show_is_for_reading_and_for_programs(stretch: CommandLine) -> None:
    """The text has instructions and both sides, the JSON every segment and cue."""
    text = stretch("show", "hip-unlock").out
    assert "4. Hurdler, left 22.5s" in text
    assert "4. Hurdler, right 22.5s" in text
    assert "2:30 on the left, 2:30 on the right" in text
    data = json.loads(stretch("show", "hip-unlock", "--json").out)
    assert (data["duration_ms"], data["work_ms"], data["prepare_ms"]) == (360_000, 330_000, 10_000)


def test_a_series_is_shown_with_its_stages(stretch: CommandLine) -> None:
    """Which routines, how often, at which level."""
    assert "3. single-leg-kick, 6 sessions, level 2" in stretch("show", "back-relief").out
    data = json.loads(stretch("show", "back-relief", "--json").out)
    assert data["stages"][0]["routine"] == "neutral-spine"


def test_a_series_plays_its_first_stage_and_says_which(stretch: CommandLine) -> None:
    """Until there is a history, a series begins at its beginning."""
    ran = stretch("play", "back-relief", "--display", "jsonl", "--speed", "1000")
    assert ran.code == 0
    assert "stage 1 of 3: Neutral spine" in ran.err
    cues = json.loads(stretch("show", "neutral-spine", "--json").out)["cues"]
    assert [json.loads(line)["text"] for line in ran.out.splitlines()] == [cue["text"] for cue in cues]


def test_a_file_is_played_by_its_path_with_the_exercises_beside_it(stretch: CommandLine, home: Home) -> None:
    """A routine in any folder may bring its own exercises."""
    write(home.work / "exercises" / "mine.yaml", "name: Mine\n")
    write(home.work / "r.yaml", "name: R\nsteps:\n  - {exercise: mine, duration: 10s}\n")
    assert "Mine" in stretch("show", "./r.yaml").out


def test_a_series_is_played_by_its_path_with_the_routines_beside_it(stretch: CommandLine, home: Home) -> None:
    """What `check` finds beside a series, `play` and `show` find there too."""
    write(home.work / "plan" / "mine.yaml", "name: Mine\nsteps:\n  - {exercise: hurdler, duration: 20s}\n")
    write(home.work / "plan" / "series.yaml", "name: S\nstages:\n  - {routine: mine, sessions: 3}\n")
    ran = stretch("play", "plan/series.yaml", "--display", "jsonl", "--speed", "1000")
    assert (ran.code, "stage 1 of 1: Mine" in ran.err) == (0, True)


def test_an_exercise_file_is_not_played_and_says_so(stretch: CommandLine, home: Home) -> None:
    """Its keys are right where they are: what a routine lacks of them would only mislead."""
    write(home.work / "bow.yaml", "name: Bow\nsides: split\ninstructions: [Bow.]\n")
    ran = stretch("play", "./bow.yaml")
    assert ran.code == 1
    assert "is an exercise, not a routine" in ran.err
    assert "not a key" not in ran.err


def test_check_looks_at_everything_and_counts(stretch: CommandLine, home: Home) -> None:
    """No file named: every file that can be found; the exit code says whether one is wrong."""
    assert stretch("check").code == 0
    home.routine("bad", "name: A\nsteps: [x]\n")
    write(home.routines / "exercises" / "worse.yaml", "nam: A\n")
    ran = stretch("check")
    assert ran.code == 1
    assert "bad.yaml:2:9:" in ran.out
    assert "worse.yaml:1:1:" in ran.out
    assert ran.out.splitlines()[-1].endswith("2 errors")


def test_warnings_fail_only_where_it_is_asked_for(stretch: CommandLine, home: Home) -> None:
    """`--strict` is for those who want no warnings either."""
    write(home.work / "long.yaml", "name: A\nsteps:\n  - {exercise: hip-hinge, duration: 30m}\n")
    assert stretch("check", "./long.yaml").code == 0
    assert stretch("check", "./long.yaml", "--strict").code == 1
    found = json.loads(stretch("check", "./long.yaml", "--json").out)
    assert [(problem["line"], problem["severity"]) for problem in found] == [(3, "warning")]


def test_an_exercise_is_told_for_a_side(stretch: CommandLine) -> None:
    """Its sentences name the side that one asks for."""
    assert (
        "left sole against the inside of your right" in stretch("exercises", "hurdler", "--side", "right").out
    )
    data = json.loads(stretch("exercises", "hurdler", "--json").out)
    assert data["sides"] == "split"
    assert len(json.loads(stretch("exercises", "--json").out)) == 26


@pytest.mark.parametrize("kind", ["routine", "exercise", "series"])
def test_a_schema_is_printed_for_each_kind(stretch: CommandLine, kind: str) -> None:
    """What is printed is JSON and names its kind."""
    assert kind in json.loads(stretch("schema", kind).out)["title"]


def test_a_new_routine_can_be_played_as_it_is(stretch: CommandLine, home: Home) -> None:
    """The template is sound, and `new` says where it is and what to do with it."""
    ran = stretch("new", "evening-hips")
    path = home.routines / "evening-hips.yaml"
    assert str(path) in ran.out or "evening-hips.yaml" in ran.out
    assert stretch("check", "--strict", str(path)).code == 0
    assert stretch("play", "evening-hips", "--display", "jsonl", "--speed", "1000").code == 0


def test_a_copy_is_the_same_to_the_byte(stretch: CommandLine, home: Home) -> None:
    """`new --from` copies, comments and all, and never writes over anything."""
    stretch("new", "mine", "--from", "hip-unlock")
    path = home.routines / "mine.yaml"
    before = path.read_bytes()
    assert b"# 5:30 of work" in before
    ran = stretch("new", "mine", "--from", "neutral-spine")
    assert (ran.code, path.read_bytes()) == (1, before)
    assert "stretch edit mine" in ran.err


@pytest.mark.parametrize(
    "name",
    [
        "../up",
        "a/b",
        "a\\b",
        ".hidden",
        "a.b",
        "con",
        "COM1",
        "a b",
        "",
        "x" * 80,
        "a\x1b[31m",
        "a\n",
        "$(id)",
    ],
)
def test_an_id_that_is_no_file_name_is_refused(stretch: CommandLine, home: Home, name: str) -> None:
    """Nothing is written outside of one's folder, or under a name that some system does not have."""
    ran = stretch("new", name)
    assert ran.code in (1, 2)
    assert "\x1b" not in ran.err
    assert not home.routines.exists()


@pytest.mark.parametrize(
    "name", ["_", "__", "null", "yes", "123", "1e5", "12-30", "0x10", "a" * 61, "\u00fcbung"]
)
def test_any_id_that_is_a_file_name_makes_a_sound_routine(
    stretch: CommandLine, home: Home, name: str
) -> None:
    """The name that is made from the id is one, also where YAML would read a number or nothing in it."""
    assert stretch("new", name).code == 0
    ran = stretch("check", "--strict", str(home.routines / f"{name}.yaml"))
    assert (ran.code, ran.out) == (0, "1 file, no problems\n")


def test_of_two_files_of_one_id_there_is_never_a_second(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `.yml` of one's own is there already, also where another folder comes before it."""
    write(home.routines / "mine.yml", simple("mine"))
    write(home.root / "other" / "mine.yaml", simple("other"))
    assert "mine.yml is there already" in stretch("new", "mine").err
    monkeypatch.setenv("STRETCH_PATH", str(home.root / "other"))
    assert "mine.yml is there already" in stretch("new", "mine.yaml").err
    assert [entry.name for entry in home.routines.iterdir()] == ["mine.yml"]


def test_new_says_which_of_two_routines_of_an_id_is_played(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One's own comes before a shipped one, and behind one that STRETCH_PATH names."""
    assert "played in place of the other routine of that name" in stretch("new", "hip-unlock").out
    write(home.root / "other" / "mine.yaml", simple("other"))
    monkeypatch.setenv("STRETCH_PATH", str(home.root / "other"))
    assert f"Played in its place is the other routine of that name, {home.root / 'other'}" in (
        stretch("new", "mine").out
    )


def test_one_target_that_is_missing_hides_no_other(stretch: CommandLine, home: Home) -> None:
    """Of several files each gets its answer: good, broken, or not there."""
    write(home.work / "bad.yaml", "name: A\nsteps: []\n")
    ran = stretch("check", "nowhere.yaml", "hip-unlock", "./bad.yaml", "hip-unlok", "hurdler")
    assert ran.code == 1
    assert "nowhere.yaml:1:1: there is no file nowhere.yaml" in ran.out
    assert "bad.yaml:2:8: 'steps' is an empty list" in ran.out
    assert "hip-unlok:1:1: there is no routine 'hip-unlok'\n    did you mean hip-unlock?" in ran.out
    assert ran.out.endswith("5 files: 3 errors\n")
    data = json.loads(stretch("check", "nowhere.yaml", "./bad.yaml", "--json").out)
    assert [(problem["path"], problem["line"]) for problem in data] == [("nowhere.yaml", 1), ("bad.yaml", 2)]


def editor(home: Home, body: str, name: str = "my editor") -> Path:
    """A program that stands for an editor."""
    path = home.root / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="the editors of this test are shell scripts")
def test_the_editor_gets_the_file_and_the_file_is_checked(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """$VISUAL may have blanks in it and arguments behind it, and no shell reads the file's name."""
    path = write(home.work / "a $(touch broken) b.yaml", simple("a"))
    chosen = editor(home, 'printf "x: 1\\n" >> "$2"; test "$1" = --wait')
    monkeypatch.setenv("VISUAL", f"'{chosen}' --wait")
    ran = stretch("edit", str(path))
    assert ran.code == 1
    assert "'x' is not a key of a routine" in ran.out
    assert path.read_text().endswith("x: 1\n"), "what was written is kept"
    assert [entry.name for entry in home.work.iterdir()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="the editors of this test are shell scripts")
def test_an_editor_that_fails_is_told(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that cannot be started, or ends badly, is an error with a remedy."""
    home.routine("evening")
    monkeypatch.setenv("VISUAL", str(home.root / "none"))
    assert "$VISUAL or $EDITOR" in stretch("edit", "evening").err
    monkeypatch.setenv("VISUAL", str(editor(home, "exit 3", "failing")))
    assert "ended with 3" in stretch("edit", "evening").err


@pytest.mark.skipif(sys.platform == "win32", reason="the editors of this test are shell scripts")
def test_an_edited_file_that_is_sound_leads_on(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a good edit the line to play it; an exercise is checked as one, and is not for playing."""
    home.routine("evening")
    exercise = write(home.routines / "exercises" / "bow.yaml", "name: Bow\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor(home, "exit 0")).replace(" ", "\\ "))
    ran = stretch("edit", "evening")
    assert (ran.code, ran.out.endswith("is fine. Play it: stretch play evening\n")) == (0, True)
    ran = stretch("edit", str(exercise))
    assert (ran.code, ran.out.endswith("bow.yaml is fine.\n")) == (0, True)


def test_without_any_editor_it_says_how_to_name_one(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither named nor found, or named by what is no command."""
    home.routine("evening")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(home.work))
    assert stretch("edit", "evening").err == (
        "Error: no editor was found\n  name yours in $VISUAL or $EDITOR\n"
    )
    monkeypatch.setenv("EDITOR", "'never closed")
    assert "is not a command" in stretch("edit", "evening").err


def test_a_shipped_routine_is_not_edited(stretch: CommandLine) -> None:
    """What belongs to the program stays; a copy is offered."""
    ran = stretch("edit", "hip-unlock")
    assert ran.code == 1
    assert "stretch new hip-unlock --from hip-unlock" in ran.err


SETTINGS = [
    ("transition", "8s", "7s", "6s", ("duration_ms", [378_000, 372_000, 366_000, 360_000])),
    ("prepare", "8s", "7s", "6s", ("prepare_ms", [8_000, 7_000, 6_000, 10_000])),
    ("fit", "5m", "5:30", "7m", ("duration_ms", [300_000, 330_000, 420_000, 360_000])),
    ("switch", "2s", "1s", "3s", ("duration_ms", [372_000, 366_000, 378_000, 360_000])),
    ("from", "3", "2", "4", ("work_ms", [240_000, 300_000, 180_000, 330_000])),
]


@pytest.mark.parametrize(
    ("option", "flag", "variable", "setting", "wanted"), SETTINGS, ids=lambda v: str(v)[:12]
)
def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    stretch: CommandLine,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    flag: str,
    variable: str,
    setting: str,
    wanted: tuple[str, list[int]],
) -> None:
    """Flag, STRETCH_ variable, config file, default: the same order for every option."""
    key, figures = wanted

    def shown(*arguments: str) -> int:
        figure = json.loads(stretch("show", "hip-unlock", "--json", *arguments).out)[key]
        assert isinstance(figure, int)
        return figure

    assert shown() == figures[3]
    write(home.config / "config.yaml", f"{option}: {setting}\n")
    assert shown() == figures[2]
    monkeypatch.setenv(f"STRETCH_{option.upper()}", variable)
    assert shown() == figures[1]
    assert shown(f"--{option}", flag) == figures[0]


def test_words_can_be_given_everywhere(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to leave out: several flags, one variable with commas, a list in the file."""

    def exercises(*arguments: str) -> set[str]:
        segments = json.loads(stretch("show", "hip-unlock", "--json", *arguments).out)["segments"]
        return {segment["exercise"] for segment in segments if segment["exercise"]}

    everything = exercises()
    without = everything - {"kneeling-psoas", "quad-stretch", "leaning-figure-four"}
    assert exercises("--avoid", "knees", "--avoid", "wrists") == without
    write(home.config / "config.yaml", "avoid: [knees, wrists]\n")
    assert exercises() == without
    monkeypatch.setenv("STRETCH_AVOID", "knees, wrists")
    assert exercises() == without


def test_a_default_level_does_not_end_routines_without_one(
    stretch: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for on the command line a missing level is an error; as a default it does nothing."""
    monkeypatch.setenv("STRETCH_LEVEL", "3")
    assert stretch("show", "hip-unlock").code == 0
    assert stretch("show", "hip-unlock", "--level", "3").code == 1
