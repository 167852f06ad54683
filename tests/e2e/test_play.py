"""Whole sessions as a user has them: the installed program on a real pseudo-terminal, key by key."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import sys
import time
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

import pyte

from commandline import shell
from pseudo_terminal import Terminal, switched_on
from waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from commandline import CommandLine, Home

pytestmark = pytest.mark.e2e

SLOW = ("--speed", "0.1")
"""A second takes ten: what is on the screen stays there while a test looks at it."""
ROUTINES = (
    "hip-back-coordination",
    "hip-unlock",
    "neutral-spine",
    "neutral-spine-ball",
    "seven-minute-pilates",
    "single-leg-kick",
)
_LEAVE = "\x1b[?1049l"
_LAST = "\x1b[?7h"  # what comes first when the screen is given back
_SANE = {"icanon", "echo", "isig"}


@pytest.fixture(autouse=True)
def bell(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:  # home: its settings come first
    """A sound that needs no opening: the screen does not change its mind about what is heard."""
    monkeypatch.setenv("STRETCH_SOUND", "bell")
    monkeypatch.setenv("STRETCH_AWAKE", "no")


class Seat(Terminal):
    """A terminal with somebody in front of it, who sees what is on the screen."""

    def __init__(self, command: list[str]) -> None:
        self.screen = pyte.Screen(80, 24)
        self._eye = pyte.ByteStream(self.screen)
        self.last = ""  # the last screen before the end
        super().__init__(command)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.screen.erase_in_display(2)  # whatever is seen from now on has been drawn since
        super().resize(columns, rows)

    def _pump(self, fds: list[int], until: float) -> None:
        known = len(self.output)
        try:
            super()._pump(fds, until)
        except pytest.fail.Exception:
            pytest.fail(f"nothing more came; the screen:\n{self.text}")
        self._eye.feed(self.output[known:])

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, *patterns: str, gone: str = r"\Z\A") -> None:
        """Wait until all the patterns are on the screen, and `gone` is not."""
        until = time.monotonic() + PATIENCE
        while not all(re.search(p, self.text) for p in patterns) or re.search(gone, self.text):
            self._pump([self.master], until)

    def settle(self) -> None:
        """Wait until all of a frame has come: until nothing more does for a while."""
        while select.select([self.master], [], [], 0.2)[0]:
            self._pump([self.master], time.monotonic() + PATIENCE)

    def watch(self, met: Callable[[], bool]) -> None:
        """Wait until what is on the screen meets a condition."""
        until = time.monotonic() + PATIENCE
        while not met():
            self._pump([self.master], until)

    def left(self) -> str:
        """The time that is left in the routine, as it stands on the screen."""
        found = re.search(r"(\d:\d\d) left", self.text)
        assert found, self.text
        return found[1]

    def end(self, code: int) -> str:
        """Wait for the end. All is as it was, with this exit code; returns what stays below the prompt."""
        assert self.process.wait(PATIENCE) == code
        shown = self.shown_so_far()
        assert "Traceback" not in shown
        assert {"\x1b[?1049h", "\x1b[?25l"} <= set(re.findall(r"\x1b\[[?0-9]+[hl]", shown))
        assert self.as_it_was(shown)
        with pytest.raises(ProcessLookupError):  # no child is left: nobody is in its group
            os.killpg(self.process.pid, 0)
        self._eye.feed(shown.rpartition(_LAST)[0].encode())
        self.last = self.text
        stays = shown.rpartition(_LEAVE)[2]
        return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]|\r", "", stays)


def begin(routine: str = "hip-unlock", *options: str) -> Seat:
    """A session that has just begun, and is on the screen."""
    seat = Seat(["stretch", "play", routine, "--mute", *(options or SLOW)])
    seat.see("GET READY")
    return seat


DRAWN = "[▗▖▘▝▙▟▛▜]"
"""What only a figure is drawn with."""


def begin_small(*arguments: str) -> Seat:
    """The same where no word has room in large letters, so that each can be looked for."""
    seat = begin(*arguments)
    seat.resize(50, 18)
    seat.see("GET READY")
    return seat


def output(line: str) -> str:
    """What a command writes to a pipe; it has to succeed."""
    ran = shell(line)
    assert ran.code == 0, ran.err
    return ran.out


@cache
def timeline(routine: str) -> dict[str, Any]:
    """What `show --json` says."""
    shown: dict[str, Any] = json.loads(output(f"stretch show {routine} --json"))
    return shown


# -- keys ------------------------------------------------------------------------------------------


def test_next_and_back() -> None:
    """`n` and the right arrow go on to the next exercise or side, `p` and the left arrow back."""
    with begin_small() as seat:
        seat.see("6:10 left")
        seat.type("n")
        seat.see("Wide leg bend", "6:00 left", gone="GET READY")
        seat.type("\x1b[C")
        seat.see("NEXT", "Kneeling psoas", "5:30 left")
        seat.type("n")
        seat.see("LEFT", "5:25 left", gone="NEXT")
        seat.type("\x1b[C")
        seat.see("RIGHT", "4:55 left")
        seat.type("p")
        seat.see("LEFT", "5:25 left", gone="RIGHT  ")
        seat.type("\x1b[D")
        seat.see("Wide leg bend", "6:00 left")
        seat.type("p")
        seat.see("GET READY", "6:10 left")
        seat.type("q")
        assert seat.end(0).startswith("Hip unlock: ended early.")


def test_redo_and_back_within_an_exercise(home: Home) -> None:
    """`r` begins this side anew at any place, `p` does so when it is well under way."""
    path = home.routine("sit", "name: Sit\nprepare: 9m\nsteps: [{name: Sit, duration: 9m}]\n")
    with begin(str(path), "--speed", "40") as seat:
        for again in "rp":
            seat.type("n" if again == "r" else " ")
            seat.see(r"8:([0-4]\d|5[0-5]) left", gone="BACK IN")
            seat.type(" ")
            seat.see("Press space to go on.")
            seat.type(again)
            seat.see("Press space to go on.", "9:00 left")
        seat.type("q")
        seat.end(0)


def test_pause_and_back_in() -> None:
    """Space pauses; again, and three seconds count back into the very same position, and it goes on."""
    with begin("hip-unlock", "--speed", "4") as seat:
        seat.resize(30, 7)
        seat.type("n")
        seat.see(r"5:5\d left")
        seat.type(" ")
        seat.see("PAUSED", r"Press space to go on\.")
        left = seat.left()
        seat.type(" ")
        seat.see("BACK IN", f"{left} left", gone="PAUSED")
        seat.see(r"5:\d\d left", gone=f"BACK IN|{left} left")
        seat.type("q")
        seat.end(0)


def test_longer_and_shorter() -> None:
    """`+` and `-` change a hold by 10 s, and where its partner is still to come the routine by 20 s."""
    with begin_small() as seat:
        for key, left, note in (
            ("n", "6:00", ""),
            ("+", "6:10", "Now 40s."),
            ("-", "6:00", "Now 30s."),
            ("-", "5:50", "Now 20s."),
            ("n", "5:30", "NEXT"),
            ("n", "5:25", "LEFT"),
            ("+", "5:45", "Now 40s a side."),
            ("-", "5:25", "Now 30s a side."),
            ("=", "5:45", "Now 40s a side."),
            ("n", "5:05", "RIGHT"),
            ("+", "5:15", "Now 50s."),
        ):
            seat.type(key)
            seat.see(f"{left} left", re.escape(note))
        seat.type("q")
        seat.end(0)


def test_a_rep_more_or_less() -> None:
    """Where reps are counted `+` and `-` add and take one; alternating, one on each side."""
    with begin("single-leg-kick") as seat:
        for key, count in (("n", 20), ("+", 22), ("-", 20), ("-", 18)):
            seat.type(key)
            seat.see(f"REP  1 / {count}")
        seat.type("q")
        seat.end(0)


def test_easier_and_harder() -> None:
    """`h` and `e` change the level and say so in a line; without levels they show the next adjustment."""
    with begin("single-leg-kick") as seat:
        for key, level in (("n", 2), ("h", 3), ("h", 4), ("e", 3), ("e", 2), ("e", 1)):
            seat.type(key)
            seat.see(rf"level {level} of 4", rf"Level {level}: " if key != "n" else "")
        seat.type("q")
        seat.end(0)
    with begin() as seat:
        seat.type("nh")
        seat.see(r"Rest your hands on your shins or on blocks\.")
        seat.type("q")
        seat.end(0)


def figure(seat: Seat) -> list[str]:
    """The picture in the middle of the screen."""
    return [line[21:59] for line in seat.screen.display[6:18]]


def test_a_figure_shows_the_movement() -> None:
    """It moves by itself, stands still in a pause, and goes on after it."""
    with begin("single-leg-kick", "--speed", "1") as seat:
        seat.see(DRAWN)
        seen = figure(seat)
        seat.watch(lambda: figure(seat) != seen)
        seat.type(" ")
        seat.see("Press space to go on.")
        seen = figure(seat)
        assert not select.select([seat.master], [], [], 1.0)[0], "nothing is written in a pause"
        assert figure(seat) == seen
        seat.type(" ")
        seat.watch(lambda: figure(seat) != seen)
        seat.type("q")
        seat.end(0)


def test_who_wants_no_motion_gets_one_picture_and_who_wants_none_gets_none() -> None:
    """`--still` shows the position and does not move; `--no-figure` leaves its place to the time."""
    with begin("single-leg-kick", "--speed", "1", "--still") as seat:
        seat.see(r"1/1 · 2:08 left", DRAWN)
        seat.settle()
        seen = figure(seat)
        seat.see(r"1/1 · 2:06 left", DRAWN)
        seat.settle()
        assert figure(seat) == seen
        seat.type("q")
        seat.end(0)
    with begin("single-leg-kick", "--speed", "1", "--no-figure") as seat:
        seat.see(r"1/1 · 2:0\d left", gone=DRAWN)
        seat.type("q")
        seat.end(0)


def test_a_wrong_figure_stops_nothing(home: Home) -> None:
    """What cannot be drawn is left out: the routine plays, and `check` says why it was not drawn."""
    step = "{name: Sit, duration: 9m, figure: {poses: {a: {spine: x}}}}"
    path = home.routine("odd", f"name: Odd\nprepare: 9m\nsteps: [{step}]\n")
    with begin(str(path)) as seat:
        seat.type("n")
        seat.see("9:00 left", gone=DRAWN)
        seat.type("q")
        seat.end(0)


def test_what_can_be_laid_over_the_screen() -> None:
    """`i` shows instructions and tips, `?` the keys, one at a time; the same key or Esc closes them."""
    with begin() as seat:
        for keys, there, gone in (
            ("n", "Wide leg bend", "Tips|these keys"),
            ("i", "Tips", "these keys"),
            ("i", "Wide leg bend", "Tips"),
            ("?", "these keys", "Tips"),
            ("i", "Tips", "these keys"),
            ("?", "these keys", "Tips"),
            ("?", "Wide leg bend", "these keys"),
            ("i", "Tips", "these keys"),
            ("\x1b", "Wide leg bend", "Tips"),
            ("?", "these keys", "Tips"),
            ("\x1b", "Wide leg bend", "these keys"),
        ):
            seat.type(keys)
            seat.see(there, "6:00 left", gone=gone)
        seat.type("q")
        seat.end(0)


def test_mute() -> None:
    """`m` turns the sound on and off, and the screen says which."""
    with begin() as seat:
        seat.see("muted")
        seat.type("m")
        seat.see("GET READY", gone="muted")
        seat.type("m")
        seat.see("muted")
        seat.type("q")
        seat.end(0)


def test_keys_without_a_meaning_do_nothing() -> None:
    """Letters, function keys, Tab, a click, a paste: the screen stays as it is."""
    with begin() as seat:
        seat.type("n")
        seat.see("6:00 left", gone="GET READY")
        seat.settle()
        before = seat.text
        seat.type("yz7é€\t\r\x7f\x00\x1bOP\x1b[15~\x1b[A\x1b[B\x1b[<0;5;5M\x1b[200~q n\x1b[201~\x05\x15")
        seat.type("m")
        seat.see("Wide leg bend", gone="muted")
        seat.type("m")
        seat.see("muted")
        seat.settle()
        assert seat.text == before
        seat.type("q")
        seat.end(0)


def test_upper_case_is_the_same_key() -> None:
    """Who left Caps Lock on is understood."""
    with begin() as seat:
        seat.type("N")
        seat.see("6:00 left", gone="GET READY")
        seat.type("I")
        seat.see("Tips")
        seat.type("Q")
        seat.end(0)


# -- ways out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "code", "paused"),
    [
        ("q", 0, False),
        ("q", 0, True),
        ("\x03", 130, False),
        (signal.SIGINT, 130, True),
        (signal.SIGTERM, 143, False),
        (signal.SIGHUP, 129, False),
    ],
)
def test_every_way_out_restores_the_terminal_and_keeps_the_session(
    *, way: str | signal.Signals, code: int, paused: bool
) -> None:
    """Echo, lines, screen and cursor are back, no process is left, and a line says what was done."""
    with begin() as seat:
        seat.type("nn " if paused else "nn")
        seat.see("Kneeling psoas", r"5:30 left", "Press space" if paused else "")
        if isinstance(way, str):
            seat.type(way)
        else:
            seat.process.send_signal(way)
        assert re.match(r"Hip unlock: ended early\. .* of work in .*\n", seat.end(code))


def test_played_to_the_end(home: Home) -> None:
    """The end is seen, with the closing line, and is told apart from having ended early."""
    path = home.routine("sit", "name: Sit\nclosing: Well sat.\nsteps: [{name: Sit, duration: 10s}]\n")
    with Seat(["stretch", "play", str(path), "--mute", "--speed", "40"]) as seat:
        seat.resize(40, 7)
        assert seat.end(0) == "Sit: done. 0:10 of work in 0:20.\n"
        assert re.search(r"DONE(.|\n)*Well sat\.", seat.last)


def test_at_the_end_any_key_leaves(home: Home) -> None:
    """The last screen stays a while for reading, and a key closes it at once."""
    path = home.routine("sit", "name: Sit\nsteps: [{name: Sit, duration: 10s}]\n")
    with begin(str(path)) as seat:  # its last screen would stay for 50 s
        seat.resize(30, 7)
        seat.type("nn")
        seat.see("DONE")
        seat.type("x")
        assert seat.end(0).startswith("Sit: done.")


# -- the terminal changes under it -----------------------------------------------------------------


def test_a_terminal_of_any_size() -> None:
    """Shrunk to nothing and grown, it goes on and fits; grown back, the screen is what it was."""
    with begin("hip-unlock", *SLOW, "--still") as seat:
        seat.type("n")
        seat.see("6:00 left", r"q end", DRAWN, gone="GET READY")
        seat.settle()
        before = seat.text
        for columns, rows, seen in ((20, 5, "Wide leg bend"), (1, 1, r"\S"), (300, 100, "q end")):
            seat.resize(columns, rows)
            seat.see(seen)
        seat.type("n")
        seat.see("Kneeling psoas", "5:30 left")
        seat.resize(1, 1)
        seat.see(r"\S")
        seat.type("p")  # a key works where nothing can be seen
        seat.resize(80, 24)
        seat.see("6:00 left", "q end", DRAWN)
        seat.settle()
        assert re.sub(r"ends .*", "", seat.text) == re.sub(r"ends .*", "", before)
        seat.type("q")
        seat.end(0)


def test_put_aside_and_brought_back_in_a_shell() -> None:
    """Ctrl-Z gives the shell a usable terminal; `fg` brings the screen back, paused at its place."""
    with Seat(["bash", "--norc", "--noprofile", "-i"]) as seat:

        def shell_has_its_terminal(label: str) -> None:
            seat.output = b""
            seat.type(f"stty -a; echo {label[:2]}''{label[2:]} $?\n")
            assert set(seat.shown(rf"{label} \d").replace(";", " ").split()) >= _SANE

        seat.shown(r"\$ ")
        seat.type("stretch play hip-unlock --mute --speed 0.1\n")
        seat.see("GET READY")
        seat.type("n")
        seat.see("6:00 left", gone="GET READY")
        seat.type("\x1a")
        assert switched_on(seat.shown(r"Stopped[^$]*\$ ")) - {"2004"} == {
            "7",
            "25",
        }  # bash's own line has 2004
        shell_has_its_terminal("first")
        seat.screen.reset()
        seat.type("fg\n")
        seat.see(r"Press space to go on\.", "6:00 left", "Wide leg bend")
        assert seat.single_keys()
        seat.type("n")
        seat.see("5:30 left")
        seat.type("q")
        seat.see(r"Hip unlock: ended early\.")
        shell_has_its_terminal("second")


# -- what programs get -----------------------------------------------------------------------------


@pytest.mark.parametrize("routine", ROUTINES)
def test_each_cue_happens_once_in_order_at_its_time(routine: str, stretch: CommandLine) -> None:
    """What `play` does is what `show` says, cue by cue, however fast it goes."""
    if routine == "hip-unlock":  # the one that is played as a program; the others here, which is quicker
        lines = output("stretch play hip-unlock --display jsonl --speed 200")
    else:
        lines = stretch("play", routine, "--display", "jsonl", "--speed", "1000").out
    played = [json.loads(line) for line in lines.splitlines()]
    expected = json.loads(stretch("show", routine, "--json").out)
    told = [(cue["at_ms"], cue["kind"], cue["text"]) for cue in expected["cues"]]
    assert [(event["at_ms"], event["kind"], event["text"]) for event in played] == told
    segments = [expected["segments"][cue["segment"]] for cue in expected["cues"]]
    assert [(event["side"], event["step"]) for event in played] == [(s["side"], s["step"]) for s in segments]


def test_no_shipped_routine_is_left_out() -> None:
    """The routines that are played above are all that there are."""
    rows = json.loads(output("stretch list --json"))
    assert sorted(row["id"] for row in rows if row["kind"] == "routine") == sorted(ROUTINES)


@pytest.mark.parametrize(
    ("routine", "duration", "work"),
    [("hip-unlock", 360_000, 330_000), ("seven-minute-pilates", 420_000, 420_000)],
)
def test_advertised_durations_are_exact(routine: str, duration: int, work: int) -> None:
    """Six minutes are six minutes; getting ready is not counted."""
    shown = timeline(routine)
    assert (shown["duration_ms"], shown["work_ms"]) == (duration, work)
    segments = shown["segments"]
    assert sum(segment["duration_ms"] for segment in segments) == duration + shown["prepare_ms"]
    assert all(a["start_ms"] + a["duration_ms"] == b["start_ms"] for a, b in pairwise(segments))


@pytest.mark.parametrize(("exercise", "each"), [("hurdler", 22_500), ("elbow-side-plank", 15_000)])
def test_both_sides_get_the_same_time(exercise: str, each: int) -> None:
    """What is split is split in halves, to the millisecond."""
    segments = [one for one in timeline("hip-unlock")["segments"] if one["exercise"] == exercise]
    assert [(one["side"], one["duration_ms"]) for one in segments] == [("left", each), ("right", each)]


def test_alternating_reps() -> None:
    """Twenty kicks, each numbered, left and right in turn."""
    work = [one for one in timeline("single-leg-kick")["segments"] if one["kind"] == "work"]
    assert [(one["rep"], one["reps"]) for one in work] == [(number, 20) for number in range(1, 21)]
    assert [one["side"] for one in work] == ["left", "right"] * 10
