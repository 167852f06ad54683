"""Options by flag, environment and config file: which of them wins, and what is said of mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commandline import write
from stretchtimer.cli import stretch as group
from stretchtimer.commands.exercises import exercises_command
from stretchtimer.commands.export import export_command
from stretchtimer.commands.options import Setting
from stretchtimer.commands.play import play_command
from stretchtimer.commands.show import show_command
from stretchtimer.commands.sounds import sounds_command
from stretchtimer.errors import InvalidFile
from stretchtimer.settings import FILE, YesNo, read_settings

if TYPE_CHECKING:
    import click

    from commandline import CommandLine, Home

# Option: flag, variable, config file; then the value that each of them gives, and the default.
TABLE: dict[str, tuple[list[str], str, str, list[Any]]] = {
    "level": (["--level", "3"], "2", "4", [3, 2, 4, None]),
    "first": (["--first", "left"], "right", "right", ["left", "right", "right", None]),
    "from": (["--from", "hurdler"], "2", "3", ["hurdler", "2", "3", None]),
    "fit": (["--fit", "5m"], "5:30", "400", [300_000, 330_000, 400_000, None]),
    "transition": (["--transition", "0s"], "1s", "2", [0, 1_000, 2_000, None]),
    "switch": (["--switch", "1.5s"], "0", "0:02", [1_500, 0, 2_000, None]),
    "prepare": (["--prepare", "3"], "4s", "0s", [3_000, 4_000, 0, None]),
    "avoid": (
        ["--avoid", "neck", "--avoid", "knees, wrists"],
        "neck,back",
        "[knees]",
        [(("neck",), ("knees", "wrists")), (("neck", "back"),), (("knees",),), ()],
    ),
    "display": (["--display", "jsonl"], "plain", "live", ["jsonl", "plain", "live", None]),
    "speed": (["--speed", "2"], "0.5", "1e2", [2.0, 0.5, 100.0, 1.0]),
    "mute": (["--no-mute"], "1", "no", [False, True, False, False]),
    "volume": (["--volume", "0"], "100", "60", [0, 100, 60, None]),
    "voice": (["--no-voice"], "1", "no", [False, True, False, True]),
    "ask": (["--no-ask"], "1", "no", [False, True, False, True]),
    "awake": (["--no-awake"], "1", "no", [False, True, False, True]),
    "figure": (["--no-figure"], "1", "no", [False, True, False, True]),
    "still": (["--still"], "0", "yes", [True, False, True, False]),
    "theme": (["--theme", "light"], "dark", "light", ["light", "dark", "light", "auto"]),
    "voice-engine": (["--voice-engine", "flite"], "hibari", "say", ["flite", "hibari", "say", None]),
}
BAD = {
    "level": "0", "first": "up", "fit": "5x", "transition": "1:75", "switch": "-3s", "prepare": "soon",
    "display": "big", "speed": "nan", "mute": "perhaps", "volume": "101",
    "figure": "some", "still": "rather", "theme": "pink", "awake": "maybe", "ask": "later",
    "voice": "aloud", "voice-engine": "hal9000",
}  # fmt: skip


def variable(option: str) -> str:
    return option.upper().replace("-", "_")


def settings_of(command: click.Command) -> dict[str, Setting]:
    """The options that can be given in three places, by their names."""
    return {option.key: option for option in command.params if isinstance(option, Setting)}


def value(option: str, *arguments: str, command: click.Command = play_command) -> Any:
    """What a command takes an option for."""
    parent = group.make_context("stretch", [], resilient_parsing=True)
    words = {"sounds": [], "exercises": ["hurdler"], "export": ["hip-unlock", "--to", "x.wav"]}.get(
        str(command.name), ["hip-unlock"]
    )
    context = command.make_context(command.name, [*words, *arguments], parent=parent)
    return context.params[settings_of(command)[option].name or ""]


def test_the_table_has_every_option() -> None:
    """No option of `play` is left out below; those of other commands are among them."""
    assert settings_of(play_command).keys() == TABLE.keys()
    assert settings_of(show_command).keys() < TABLE.keys()
    assert settings_of(sounds_command).keys() == {"volume", "voice", "voice-engine"}
    assert settings_of(exercises_command).keys() == {"figure", "still", "theme"}
    # How loud one plays is not how loud a file is.
    missing = {"display", "speed", "mute", "volume", "figure", "still", "theme", "ask", "awake"}
    assert settings_of(export_command).keys() == TABLE.keys() - missing


@pytest.mark.parametrize(
    ("command", "option"),
    [
        pytest.param(command, option, id=f"{command.name} --{option}")
        for command in (play_command, show_command, sounds_command, export_command, exercises_command)
        for option in settings_of(command)
    ],
)
def test_flag_then_environment_then_file_then_default(
    home: Home, monkeypatch: pytest.MonkeyPatch, command: click.Command, option: str
) -> None:
    """The same order for every option of every command: the flag wins, then STRETCH_..., then config.yaml."""
    flag, in_environment, written, (by_flag, by_variable, by_file, by_default) = TABLE[option]
    assert value(option, command=command) == by_default
    write(home.config / FILE, f"{option}: {written}\n")
    assert value(option, command=command) == by_file
    monkeypatch.setenv(f"STRETCH_{variable(option)}", in_environment)
    assert value(option, command=command) == by_variable
    assert value(option, *flag, command=command) == by_flag
    monkeypatch.setenv(f"STRETCH_{variable(option)}", "")
    assert value(option, command=command) == by_file, "an empty variable says nothing"


@pytest.mark.parametrize("option", BAD)
def test_a_wrong_variable_is_named(
    stretch: CommandLine, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """Who set it long ago is told which variable it is, not which flag was not typed."""
    monkeypatch.setenv(f"STRETCH_{variable(option)}", BAD[option])
    ran = stretch("play", "hip-unlock")
    assert (ran.code, ran.out) == (2, "")
    assert f"'STRETCH_{variable(option)}' (in the environment)" in ran.err
    assert BAD[option] in ran.err


@pytest.mark.parametrize("option", BAD)
def test_a_wrong_setting_is_shown_in_its_place(stretch: CommandLine, home: Home, option: str) -> None:
    """What no flag may say, the config file may not either; the answer has line, column and a remedy."""
    write(home.config / FILE, f"# mine\n{option}: {BAD[option]}\n")
    ran = stretch("play", "hip-unlock")
    assert (ran.code, ran.out) == (1, "")
    assert f"config.yaml:2:{len(option) + 3}: " in ran.err
    assert f"  2 | {option}: {BAD[option]}\n" in ran.err
    assert ran.err.splitlines()[3].startswith("    ")


def test_all_mistakes_are_told_in_one_go(home: Home) -> None:
    """A config file is mended once, and not once for each mistake."""
    write(home.config / FILE, "volum: 3\nmute: maybe\nfit: 0.5s\nfirst: right\n")
    with pytest.raises(InvalidFile) as caught:
        read_settings(str(home.config))
    assert [(p.line, p.column) for p in caught.value.problems] == [(1, 1), (2, 7), (3, 6)]
    assert caught.value.problems[0].hint == "did you mean 'volume'?"


@pytest.mark.parametrize("text", ["", "# volume: 60\n", "\n  \n# a\n", "\ufeff# begins with a mark\n"])
def test_a_file_with_nothing_set_sets_nothing(home: Home, text: str) -> None:
    """Whoever puts a # before each line has no settings, and no error."""
    write(home.config / FILE, text)
    assert read_settings(str(home.config)) == {}


def test_no_file_sets_nothing(home: Home) -> None:
    """Neither a missing file nor a missing folder is an error, nor one that cannot be a folder."""
    assert read_settings(str(home.config)) == {}
    write(home.root / "file", "")
    assert read_settings(str(home.root / "file" / "below")) == {}


def test_a_file_that_cannot_be_read_is_told(stretch: CommandLine, home: Home) -> None:
    """Settings that are there and cannot be read are not passed over in silence."""
    (home.config / FILE).mkdir(parents=True)
    ran = stretch("show", "hip-unlock")
    assert (ran.code, ran.out) == (1, "")
    assert "config.yaml is a folder" in ran.err


def test_a_setting_for_another_command_does_no_harm(stretch: CommandLine, home: Home) -> None:
    """`display` is for play; show reads the same file and goes on."""
    write(home.config / FILE, "display: jsonl\nspeed: 3\nvolume: 5\n")
    assert stretch("show", "hip-unlock").code == 0
    assert stretch("list").code == 0


@pytest.mark.parametrize("word", [word.value for word in YesNo])
def test_every_word_for_yes_and_no_is_understood(home: Home, word: str) -> None:
    """A switch in the config file is taken by the option that it is for."""
    write(home.config / FILE, f"mute: {word}\n")
    assert value("mute") is (word in ("yes", "true", "on"))


def test_a_default_display_that_cannot_be_had_gives_way(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`display: live` is a wish for terminals; asked for on the command line, its lack is an error."""
    monkeypatch.setenv("STRETCH_SPEED", "1000")
    write(home.config / FILE, "display: live\n")
    ran = stretch("play", "single-leg-kick")
    assert ran.code == 0
    assert ran.out.startswith("0:00 prepare")
    ran = stretch("play", "single-leg-kick", "--display", "live")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Error: the live display needs a terminal, and the output is not one\n  use --display plain\n"
    )
