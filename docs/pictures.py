"""The pictures of the README, made anew from real screens.

    python docs/pictures.py [--out FOLDER]

Without --out they go to docs/pictures/. The same program makes the same bytes, on any day and at any hour.
It needs a pseudo-terminal, and so Linux or macOS: the commands are the real ones, on a terminal.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

import stretchtimer
from stretchtimer.compiler import compile_routine
from stretchtimer.frame import View
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.model import Routine
from stretchtimer.player import Player
from stretchtimer.screen.figures import Figures
from stretchtimer.screen.layout import render
from stretchtimer.screen.look import Look
from stretchtimer.units import SECOND
from vectors import as_svg

if TYPE_CHECKING:
    from stretchtimer.units import Millis

FOLDER = Path(__file__).with_name("pictures")
BEGUN = datetime(2026, 1, 5, 17, 36, tzinfo=UTC)
"""When every session on a picture began, by the clock on the wall."""
NORMAL, LARGE = (80, 24), (120, 40)

# The mistakes that `check` is shown to answer: a word for a number, a name that is nearly right, a wrong key.
FAULTY = """\
name: Evening
steps:
  - exercise: wide-leg-bend
    duration: half a minute
  - exercise: hurdlr
    duration: 1:00
    sides: split
  - rest: 10s
  - name: Chair twist
    duration: 20s
    side: each
"""


def main() -> None:
    """Write them all."""
    parser = argparse.ArgumentParser(description="Make the README's pictures.")
    parser.add_argument("--out", type=Path, default=FOLDER)
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "side": played("hip-unlock", 59 * SECOND, NORMAL),
        "transition": played("hip-unlock", 172 * SECOND, NORMAL),
        "counted": played("single-leg-kick", 40 * SECOND + 1300, LARGE),
        "check": told("stretch check evening.yaml", NORMAL, evening=FAULTY),
        "exercises": told("stretch exercises", LARGE),
    }
    for name, svg in drawn.items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")


def played(routine: str, position: Millis, size: tuple[int, int]) -> str:
    """The screen of a shipped routine as it is played, `position` ms after it was begun."""
    library = Library((Folder(bundled(), "shipped"),))
    opened = library.open(routine).use()
    if not isinstance(opened, Routine):
        raise SystemExit(f"{routine} is a series: name one of its routines")
    timeline = compile_routine(opened).timeline
    player = Player(timeline)
    # Seconds that nobody saw would pause it: it is looked at all the way.
    for now in (*range(0, position, SECOND), position):
        player.advance(now)
    ends = BEGUN + timedelta(milliseconds=timeline.total)
    look = Look()
    rows = render(player.frame(), View(ends_at=f"{ends:%H:%M}"), size, look, Figures(look))
    return as_svg(rows, columns=size[0], title=f"stretch play {routine}", name=f"{routine}-{position}")


def told(command: str, size: tuple[int, int], **files: str) -> str:
    """What a command prints on the terminal of a user who has these files, as far as it fits."""
    columns, most = size
    with tempfile.TemporaryDirectory() as home:
        for name, text in files.items():
            Path(home, f"{name}.yaml").write_text(text, encoding="utf-8")
        printed = _on_terminal(command.split()[1:], size, home)
    rows = [Text.from_ansi(f"$ {command}")]
    for line in printed.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        whole = Text.from_ansi(line, no_wrap=True, end="")
        rows += whole.divide(range(columns, whole.cell_len, columns)) if whole.cell_len > columns else [whole]
    return as_svg(
        rows[:most], columns=columns, title=command, name=command.replace(" ", "-").replace(".", "-")
    )


def _on_terminal(arguments: list[str], size: tuple[int, int], home: str) -> str:
    """All that `stretch` writes, with its colours. Exit code 1 is an answer too."""
    columns, rows = size
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environ = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(Path(stretchtimer.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "HOME": home,
        "STRETCH_CONFIG": home,
        "STRETCH_CACHE": home,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
    command = [sys.executable, "-m", "stretchtimer", *arguments]
    running = subprocess.Popen(
        command, cwd=home, env=environ, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    if running.wait() > 1:
        raise SystemExit(written.decode())
    return written.decode()


if __name__ == "__main__":
    main()
