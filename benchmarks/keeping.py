"""What it costs to keep sessions: at the start of one, and when there are thousands to be listed."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from processes import Cost, in_turn, run
from program import python
from startup import FLOOR, ROUTINE
from table import Line
from terminal import Session

if TYPE_CHECKING:
    from pathlib import Path

    from program import Program

MANY = 5000
_AIM_START = 10  # ms
_AIM_READ = 150  # ms above the interpreter's own start

_PLAY = f"from stretchtimer.cli import main; main(['play', '{ROUTINE}', '--mute'])"
_REHEARSE = (
    f"from stretchtimer.cli import main; main(['play', '{ROUTINE}', '--from', '7', '--speed', '1000'])"
)
_WITHOUT = (
    "import stretchtimer.playing as p; whole = p.play; "
    "p.play = lambda *given, record, remember, tellers, **rest: whole(*given, **rest); "
)
_SUMS = "import sys; from stretchtimer.history.tallies import look; list(look(sys.argv[1]).held)"

# Two years of a session and a half a day, each of eighteen blocks.
_FILL = """
import sys
from datetime import UTC, datetime, timedelta
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin
from stretchtimer.history.store import History
from stretchtimer.model import Side
from stretchtimer.session import PlayedBlock, Session

def blocks():
    for number in range(1, 19):
        side = Side.LEFT if number % 2 else Side.RIGHT
        name = f"Exercise {number // 2}"
        yield PlayedBlock(number=number, step=number, exercise=name, exercise_id=name.lower(), side=side,
            level=None, planned=20_000, played=20_000, left=20_000 * (number % 2),
            right=20_000 * (1 - number % 2), passed=True)

session = Session(routine="hip-unlock", name="Hip unlock", completed=True, planned=370_000, played=370_000,
    work=360_000, blocks=tuple(blocks()))
now = datetime.now(UTC).replace(microsecond=0)
def one(number):
    started = now - timedelta(hours=16 * number)
    return Kept(uid=f"{number:032x}", session=session, origin=Origin(path="/routines/hip-unlock.yaml"),
        started=started, touched=started, ended=started, ending=Ending.FINISHED,
        feelings=(Feeling(noted=started, feeling=number % 11, kind=Kind.STIFFNESS),) if number % 3 else ())
History(sys.argv[1]).merge(one(number) for number in range(int(sys.argv[2])))
"""


def keeping(program: Program, folder: Path, rounds: int) -> list[Line]:
    """The part of the table; `folder` is where histories go."""
    none = folder / "none.db"
    few = program.with_environ(STRETCH_HISTORY=str(folder / "few.db"), STRETCH_SOUND="none")
    without = program.with_environ(STRETCH_HISTORY=str(none), STRETCH_SOUND="none")
    path = str(folder / "many.db")
    many = program.with_environ(STRETCH_HISTORY=path)
    subprocess.run(python("-c", _FILL, path, str(MANY)), env=many.environ, check=True)
    title = b"Hip unlock"
    measured = in_turn(
        {
            FLOOR: partial(run, python("-c", "pass"), program.environ),
            "first frame, kept": partial(_first_frame, python("-c", _PLAY), few.environ, title),
            "first frame, not kept": partial(
                _first_frame, python("-c", _WITHOUT + _PLAY), without.environ, title
            ),
            "a rehearsal of 70 s, kept": partial(run, python("-c", _REHEARSE), few.environ),
            "a rehearsal of 70 s, not kept": partial(
                run, python("-c", _WITHOUT + _REHEARSE), without.environ
            ),
            f"history, of {MANY:,}": partial(run, many("history"), many.environ),
            f"history --all, of {MANY:,}": partial(run, many("history", "--all"), many.environ),
            f"sums of {MANY:,}": partial(run, python("-c", _SUMS, path), many.environ),
        },
        rounds,
    )
    if none.exists():
        raise RuntimeError("what is to keep nothing keeps its sessions: the comparison says nothing")
    floor = measured[FLOOR]
    lines = [Line.of(name, cost, floor) for name, cost in measured.items()]
    more = measured["first frame, kept"].wall - measured["first frame, not kept"].wall
    lines[1] = replace(lines[1], aim=f"{_AIM_START} ms more", reached=f"{more:.1f} ms", met=more < _AIM_START)
    for number in (5, 7):
        above = list(measured.values())[number].wall - floor.wall
        aim, reached = f"{_AIM_READ} ms above {FLOOR.split()[-1]}", f"{above:.0f} ms"
        lines[number] = replace(lines[number], aim=aim, reached=reached, met=above < _AIM_READ)
    return lines


def _first_frame(command: tuple[str, ...], environ: dict[str, str], title: bytes) -> Cost:
    session = Session(command, environ)
    cost = Cost(session.wait_for(title), session.cpu())
    session.end()
    return cost
