"""`stretch stats` on a real terminal: its width, its colours, and those that were asked not to be there."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from pseudo_terminal import Terminal
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin, new_uid
from stretchtimer.history.store import History
from stretchtimer.model import Side
from stretchtimer.session import PlayedBlock, Session
from stretchtimer.text import cell_width
from waiting import PATIENCE

pytestmark = pytest.mark.e2e
NOW = datetime.now(UTC)


@pytest.fixture
def history(home):
    """A session on every second day of a year, the left side always longer."""
    block = PlayedBlock(
        number=1,
        step=1,
        exercise="Hurdler",
        exercise_id="hurdler",
        side=Side.LEFT,
        level=None,
        planned=30_000,
        played=30_000,
        left=30_000,
    )
    session = Session(
        routine="hip-unlock",
        name="Hip unlock",
        completed=True,
        planned=370_000,
        played=370_000,
        work=330_000,
        blocks=(block,),
    )
    History(str(home.history)).merge(
        Kept(
            uid=new_uid(),
            session=session,
            origin=Origin(),
            started=NOW - timedelta(days=days),
            touched=NOW,
            ending=Ending.FINISHED,
            feelings=(Feeling(noted=NOW, feeling=days % 11, kind=Kind.STIFFNESS),),
        )
        for days in range(0, 364, 2)
    )
    return home.history


def shown(columns, **environ):
    """What the page is on a terminal of that width, and what of it is to be seen."""
    given = [f"{name}={value}" for name, value in environ.items()]
    command = ["env", "-u", "NO_COLOR", "-u", "COLORTERM", *given]
    command += [sys.executable, "-m", "stretchtimer", "stats"]
    with Terminal(command, prelude="read -r line") as terminal:
        terminal.resize(columns, 24)
        terminal.type("\n")
        output = terminal.shown(r"times +time(?s:.)*\nHip unlock[^\n]*\n")
        assert terminal.process.wait(PATIENCE) == 0
    output = output.partition("\n")[2]  # the line that let it begin
    return output, re.sub(r"\x1b\[[0-9;]*m", "", output)


@pytest.mark.parametrize("columns", [40, 60, 80, 130])
def test_it_fits_the_terminal(history, columns):
    """As wide as the terminal is and not as COLUMNS says; the colours take no room."""
    _, seen = shown(columns, PYTHONIOENCODING="utf-8")
    lines = seen.splitlines()
    assert max(map(cell_width, lines)) <= columns
    calendar = next(line for line in lines if line.startswith("Mon "))
    assert len(calendar) == {40: 40, 60: 57, 80: 57, 130: 110}[columns]


def test_colours(history):
    """Days in the terminal's own green, the longer side in its colour; each piece ends what it began."""
    output, _ = shown(80, PYTHONIOENCODING="utf-8")
    assert "\x1b[32m▒" in output
    assert re.search(r"\x1b\[[0-9;]*38;5;[0-9]+mleft [0-9a-z. ]+ more\x1b\[0m", output)
    assert len(re.findall(r"\x1b\[0m", output)) == len(re.findall(r"\x1b\[(?!0m)", output))


def test_no_colours(history):
    """NO_COLOR leaves bold and dim; a dumb terminal gets nothing that it would not obey."""
    output, seen = shown(80, PYTHONIOENCODING="utf-8", NO_COLOR="1")
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", output) for code in found.split(";")}
    assert codes <= {"0", "1", "2"}
    dumb, _ = shown(80, PYTHONIOENCODING="utf-8", TERM="dumb")
    assert "\x1b" not in dumb
    assert dumb == seen


def test_a_terminal_of_ascii(history):
    """Every shade has a character of its own there too."""
    _, seen = shown(60, PYTHONIOENCODING="ascii")
    assert seen.isascii()
    assert "?" not in seen
    assert "Mon" in seen
