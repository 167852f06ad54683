"""How long a user waits for help, completion, the list, the first frame; beside what Python itself takes."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from processes import Cost, in_turn, run
from program import python
from table import Line
from terminal import Session

if TYPE_CHECKING:
    from program import Program

FLOOR = "python -c pass"
ROUTINE = "hip-unlock"

# What a program that does the same has to import. The aims are multiples of these.
_CLICK = "import click"
_CLICK_YAML = "import click, yaml"
_CLICK_YAML_RICH = "import click, rich.live, yaml"


def startup(program: Program, rounds: int) -> list[Line]:
    """The part of the table; `rounds` runs of each."""
    completing = {"_STRETCH_COMPLETE": "bash_complete", "COMP_CWORD": "1", "COMP_WORDS": "stretch "}
    ids = {**completing, "COMP_CWORD": "2", "COMP_WORDS": "stretch play "}
    measured = in_turn(
        {
            FLOOR: partial(run, python("-c", "pass"), program.environ),
            _CLICK: partial(run, python("-c", _CLICK), program.environ),
            _CLICK_YAML: partial(run, python("-c", _CLICK_YAML), program.environ),
            _CLICK_YAML_RICH: partial(run, python("-c", _CLICK_YAML_RICH), program.environ),
            "--version": partial(run, program("--version"), program.environ),
            "--help": partial(run, program("--help"), program.environ),
            "play --help": partial(run, program("play", "--help"), program.environ),
            "completion of a command": partial(run, program(), program.with_environ(**completing).environ),
            "completion of an id": partial(run, program(), program.with_environ(**ids).environ),
            "list": partial(run, program("list"), program.environ),
            "stretch alone, as text": partial(run, program(), program.environ),
            "stretch alone, to its screen": partial(_shown, program(), program, b"Enter start"),
            "play, to the first frame": partial(
                _shown, program("play", ROUTINE, "--mute"), program, title_of(program, ROUTINE)
            ),
        },
        rounds,
    )
    aims = {
        "--help": (_CLICK, 1.3),
        "completion of a command": (_CLICK, 1.3),
        "completion of an id": (_CLICK, 1.3),
        "list": (_CLICK_YAML, 1.3),
        "stretch alone, to its screen": (_CLICK_YAML_RICH, 1.5),
        "play, to the first frame": (_CLICK_YAML_RICH, 1.5),
    }
    return [_line(name, measured, aims.get(name)) for name in measured]


def _line(name: str, measured: dict[str, Cost], aim: tuple[str, float] | None) -> Line:
    cost, floor = measured[name], measured[FLOOR]
    shown = Line.of(f"python -c '{name}'" if name.startswith("import") else name, cost, floor)
    if aim is None:
        return shown
    other, most = measured[aim[0]], aim[1]
    wall, cpu = cost.wall / other.wall, cost.cpu / other.cpu
    return replace(shown, aim=f"{most} x {aim[0]}", reached=f"{wall:.2f} (cpu {cpu:.2f})", met=wall <= most)


def title_of(program: Program, routine: str) -> bytes:
    """What stands on the first frame and nowhere before it: the routine's name."""
    shown = subprocess.run(
        program("show", routine, "--json"), env=program.environ, check=True, capture_output=True
    )
    return str(json.loads(shown.stdout)["name"]).encode()


def _shown(command: tuple[str, ...], program: Program, text: bytes) -> Cost:
    session = Session(command, program.environ)
    cost = Cost(session.wait_for(text), session.cpu())
    session.end()
    return cost
