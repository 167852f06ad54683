"""`stretch export`: how long a session of six minutes takes to become a file, with tones alone and spoken."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from processes import in_turn, run
from program import python
from startup import FLOOR, ROUTINE
from table import Line

if TYPE_CHECKING:
    from pathlib import Path

    from processes import Cost
    from program import Program

_MOST = 2000  # ms


def exporting(program: Program, folder: Path, rounds: int) -> list[Line]:
    """The part of the table; `folder` is where the files go."""
    keeping = program.with_environ(STRETCH_CACHE=str(folder / "cache-export"))
    tones = _export(keeping, folder, "--no-voice")
    spoken = _export(keeping, folder)
    first = run(spoken, keeping.environ)
    measured = in_turn(
        {
            FLOOR: partial(run, python("-c", "pass"), keeping.environ),
            "tones": partial(run, tones, keeping.environ),
            "spoken": partial(run, spoken, keeping.environ),
        },
        rounds,
    )
    floor = measured[FLOOR]
    return [
        _aimed("export, tones only", measured["tones"], floor),
        Line.of("export, spoken, the first time", first, floor),
        _aimed("export, spoken, its lines kept", measured["spoken"], floor),
    ]


def _export(program: Program, folder: Path, *words: str) -> tuple[str, ...]:
    return program("export", ROUTINE, "--to", str(folder / "session.wav"), "--force", *words)


def _aimed(name: str, cost: Cost, floor: Cost) -> Line:
    shown = Line.of(name, cost, floor)
    return replace(shown, aim=f"{_MOST} ms", reached=f"{cost.wall:.0f} ms", met=cost.wall <= _MOST)
