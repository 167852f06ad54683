"""Looking at an exercise as a user does: the installed program on a real pseudo-terminal, key by key."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

import pyte

from commandline import shell, write
from frames import EXERCISES
from looked_at import written
from pseudo_terminal import Terminal
from waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from commandline import Home

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("home")]

_LEAVE = "\x1b[?1049l"
_LAST = "\x1b[?7h"  # what comes first when the screen is given back
_BLOCKS = set("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")


class Seat(Terminal):
    """A terminal with somebody in front of it."""

    def __init__(
        self, *words: str, columns: int = 80, rows: int = 24, command: list[str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._eye = pyte.ByteStream(self.screen)
        self._size = columns, rows
        super().__init__([*(command or []), "stretch", "exercises", *words])

    def resize(self, columns: int, rows: int) -> None:
        columns, rows = self._size if (columns, rows) == (80, 24) else (columns, rows)
        self.screen.resize(rows, columns)
        self.screen.erase_in_display(2)
        super().resize(columns, rows)

    def _pump(self, fds: list[int], until: float) -> None:
        known = len(self.output)
        super()._pump(fds, until)
        self._eye.feed(self.output[known:])

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def figure(self) -> str:
        return "\n".join("".join(c if c in _BLOCKS else " " for c in line) for line in self.screen.display)

    def see(self, *patterns: str, gone: str = r"\Z\A") -> None:
        """Wait until all the patterns are on the screen, and `gone` is not."""
        self.until(lambda: all(re.search(p, self.text) for p in patterns) and not re.search(gone, self.text))

    def until(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not is_so():
            self._pump([self.master], until)

    def end(self, code: int) -> str:
        """Wait for the end; all is as it was. Returns what stays in the terminal."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:  # it may have more to say than fits
            if select.select([self.master], [], [], 0.02)[0]:
                self._pump([self.master], until)
        assert self.process.wait(PATIENCE) == code
        shown = self.shown_so_far()
        assert "Traceback" not in shown
        assert self.as_it_was(shown)
        return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]|\r", "", shown.rpartition(_LEAVE)[2])


def printed(*words: str, columns: int = 80) -> str:
    """What a command prints on a terminal and then ends with success."""
    with Seat(*words, columns=columns, command=["/bin/sh", "-c", '"$@"; echo "code $?"', "sh"]) as seat:
        shown = seat.shown(r"code \d+")
    assert shown.endswith("code 0")
    return shown


def test_it_moves_with_the_tempo_and_leaves_its_text() -> None:
    """The figure moves by itself, phase after phase; `q` gives the terminal back, with words and a strip."""
    with Seat("single-leg-kick") as seat:
        seat.see("Single-leg kick", "kick · breathe out", "q leave")
        seat.until(lambda: bool(seat.figure.strip()))
        first = seat.figure
        seat.until(lambda: seat.figure != first)
        seat.see("lower · breathe in")
        seat.type("q")
        stays = seat.end(0)
        assert stays.startswith("Single-leg kick (single-leg-kick)")
        assert "Cautions" in stays
        assert _BLOCKS & set(stays)
        assert "Picture: Lying on the front" in stays


def test_keys_choose_what_is_shown() -> None:
    """The other side, a level, the keys, a place further down; and what is left is what was seen last."""
    with Seat("bridge") as seat:
        seat.see("Bridge", "lift")
        seat.type("h")
        seat.see("level 2 of 4")
        seat.type("e")
        seat.see("level 1 of 4")
        seat.type("?")
        seat.see("the other side", "page by page")
        seat.type("\x1b")
        seat.see("Instructions", gone="page by page")
        seat.type("\x1b[F")
        seat.see("Facts")
        seat.type("\x1b[H")
        seat.see("Instructions", gone="Facts")
        seat.type("\r")
        seat.end(0)
    with Seat("hurdler") as seat:
        seat.see("LEFT")
        seat.type("s")
        seat.see("RIGHT", gone="LEFT")
        seat.type("\x1b")
        assert "left sole against the inside of your right" in seat.end(0)


def test_space_stops_it() -> None:
    """While it is stopped the figure stands, whatever else is looked at; it goes on after that."""
    with Seat("single-leg-kick") as seat:
        seat.see("kick · breathe out")
        seat.type(" ")
        seat.see("stopped")
        seat.type("j")
        seat.see(r"2-8 of")  # by now the figure is there as a whole
        stands = seat.figure
        seat.type("?")
        seat.see("these keys")
        seat.type("?")
        seat.until(lambda: seat.figure == stands)
        seat.type(" ")
        seat.see("breathe", gone="stopped")
        seat.type("q")
        seat.end(0)


@pytest.mark.parametrize(
    ("how", "code"),
    [("\x03", 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["ctrl-c", "term", "hup"],
)
def test_every_way_out_gives_the_terminal_back(how: str | signal.Signals, code: int) -> None:
    """Ctrl-C and signals end it with their codes, and print nothing more."""
    with Seat("hurdler") as seat:
        seat.see("Hurdler", "q leave")
        seat.type(how) if isinstance(how, str) else os.kill(seat.process.pid, how)
        assert not seat.end(code).replace("^C", "").strip()


def test_a_resize_is_drawn_at_once() -> None:
    """At any size there is a whole page: a small terminal has the words alone."""
    with Seat("hurdler") as seat:
        seat.until(lambda: bool(seat.figure.strip()))
        seat.resize(20, 5)
        os.kill(seat.process.pid, signal.SIGWINCH)
        seat.see("Hurdler", "q leave")
        assert not seat.figure.strip()
        seat.resize(120, 40)
        os.kill(seat.process.pid, signal.SIGWINCH)
        seat.see("Tips", "Instructions")
        seat.until(lambda: bool(seat.figure.strip()))
        seat.type("q")
        seat.end(0)


@pytest.mark.parametrize("words", [("--still",), ("--no-figure",), ("--json",)])
def test_what_shall_not_move_is_printed(words: tuple[str, ...]) -> None:
    """Without a wish for movement the text comes at once, and no screen is taken."""
    shown = printed("hurdler", *words)
    assert "Hurdler" in shown
    assert "\x1b[?1049h" not in shown
    assert bool(_BLOCKS & set(shown)) is (words == ("--still",))


def test_a_terminal_nobody_can_type_on_gets_the_text() -> None:
    """With another input, or on a dumb terminal, nobody could leave: it is printed."""
    for prelude in ("exec </dev/null", "export TERM=dumb"):
        with Terminal(["stretch", "exercises", "hurdler"], prelude=prelude) as seat:
            assert seat.process.wait(PATIENCE) == 0
            assert "\x1b[?1049h" not in seat.shown_so_far()


def test_a_gallery_where_there_is_room(home: Home) -> None:
    """Pictures with ids and names; a broken file is told below; lines where there is no room, or no wish."""
    write(home.routines / "exercises" / "worse.yaml", "nam: A\n")
    write(home.routines / "exercises" / "bare.yaml", 'name: "A[red]b"\n')
    shown = printed()
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown.splitlines()]
    assert max(map(len, lines)) <= 80
    assert {"Standing", "Lying"} <= set(lines)
    assert "hip-hinge" in shown
    assert "Hip hinge" in shown
    assert "bare  A[red]b" in shown
    assert "worse  broken: 1:1: " in shown
    assert _BLOCKS & set(shown)
    for columns, words in ((50, ()), (80, ("--no-figure",))):
        plain = printed(*words, columns=columns)
        assert not _BLOCKS & set(plain)
        assert "hip-hinge" in plain
    assert "hip-hinge" in shell("stretch exercises").out


def test_orbit_labels_each_view() -> None:
    """Every picture has the words to write; the first is the view as it is."""
    shown = printed("hurdler", "--orbit", columns=110)
    views = re.findall(r"view: (-?\d+) (\d+)", shown)
    written_down = re.search(
        r"^  view: (-?\d+) (\d+)", (EXERCISES / "hurdler.yaml").read_text(), re.MULTILINE
    )
    assert written_down
    assert views[0] == written_down.groups()
    assert "as it is now" in shown
    assert len(set(views[1:])) == 24
    assert ("-135", "20") in views


def test_a_file_is_watched_while_it_is_written(home: Home) -> None:
    """Each edit is seen with what is wrong; the last good figure stays, and so does a file that went away."""
    path = write(home.work / "fold.yaml", written(levels=False))
    with Seat("--watch", "fold.yaml") as seat:
        seat.see("Fold", "fold.yaml: no problems")
        seat.until(lambda: bool(seat.figure.strip()))
        write(path, written(levels=False).replace("from: sit,", "from: sot,"))
        seat.see("1 warning. The figure is the last", "there is no pose 'sot'")
        assert seat.figure.strip()
        write(path, written(levels=False).replace("Fold", '"F\\e[31m"'))
        seat.see("1 error")
        away = path.rename(home.work / "away")
        seat.see("fold.yaml is not there just now")
        write(away, written(levels=False).replace("Fold", "Bent over"))
        away.rename(path)
        seat.see("Bent over", "no problems", gone="not there")
        write(path, "name: [")
        seat.see("error")
        seat.type("q")
        assert "fold.yaml:1:" in seat.end(0)
    assert path.read_text(encoding="utf-8") == "name: ["


def test_the_exercises_of_a_routine_are_chosen_by_a_key(home: Home) -> None:
    """`n` and `p` go through those that are written in the file."""
    step = "  - name: {0}\n    duration: 10s\n    figure: {{shows: It., poses: {{a: {{from: sit}}}}}}\n"
    write(home.work / "two.yaml", "name: Two\nsteps:\n" + step.format("One") + step.format("Other"))
    with Seat("--watch", "two.yaml") as seat:
        seat.see("One · 1 of 2 in the file")
        seat.type("n")
        seat.see("Other · 2 of 2 in the file")
        seat.type("p")
        seat.see("One · 1 of 2 in the file")
        seat.type("q")
        seat.end(0)
