"""What figures cost: a picture, a session while one moves and while one holds still, a first frame.

Each figure stands beside what the same takes without figures, in the same run.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from processes import Cost, in_turn
from program import python
from startup import title_of
from table import Line
from terminal import Session, watch, written_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from program import Program

MOVING, STILL = "single-leg-kick", "hip-unlock"
SIZES = {(80, 24): 4.0, (120, 40): 6.0}
"""The terminals, and the percentage of a core that a moving figure may take on each."""
_STILL_MOST, _NEW_MOST, _LATER_MOST, _BYTES_MOST = 1.5, 5.0, 60.0, 0.2
_QUIET = ("--mute", "--no-voice", "--no-awake")
_PROMISED = "40x16"
_PICTURES = (_PROMISED, "38x12", "58x18")
"""The last two are what stands on the two terminals."""

# Seconds from the start. The first loop, both sides of it, is over when the step has gone on for 12 s; the
# first hold stands still from some seconds after its begin at 10 s to its end at 40 s.
_BEGUN, _LOOPED, _HELD = 3.0, 28.0, 18.0
_HOLD_END = 39.0
_CLEARED = b"\x1b[2J"
_GROUND = b"48;2;"
"""What nothing on the first page has but its picture: a ground of a colour of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What one picture took in ms: by the clock as median and 99th percentile, of CPU as median."""

    ms: float
    p99: float
    cpu: float


@dataclass(slots=True)
class _Watched:
    """A session, and at each mark so far its CPU time in ms and how many pieces had come."""

    session: Session
    at: dict[float, tuple[float, int]] = field(default_factory=dict)

    def mark(self, second: float) -> None:
        self.at[second] = self.session.cpu(), len(self.session.pieces)

    def share(self, since: float, until: float) -> float:
        """The percentage of a core between two marks."""
        return (self.at[until][0] - self.at[since][0]) / (until - since) / 10

    def writes(self, since: float, until: float) -> list[bytes]:
        """What was written between two marks."""
        return written_at_once(self.session.pieces[self.at[since][1] : self.at[until][1]])


def picturing(program: Program, rounds: int, window: float) -> list[Line]:
    """The part of the table: `rounds` first frames of each kind, figures watched for `window` seconds."""
    coloured = program.with_environ(COLORTERM="truecolor")
    return [*_painting(coloured), *_moving(coloured, window), *_first_frames(coloured, rounds)]


def _painting(program: Program) -> list[Line]:
    script = str(Path(__file__).with_name("painting.py"))
    told = subprocess.run(python(script, *_PICTURES), env=program.environ, check=True, capture_output=True)
    found = {name: _Drawn(**each) for name, each in json.loads(told.stdout).items()}
    page = found.pop("page")
    lines = [Line("composing a page of 80x24 without one", ms=f"{page.ms:.2f}", cpu=f"{page.cpu:.2f}")]
    for size, one in found.items():
        times = f"{one.cpu / page.cpu:.1f} x the page, p99 {one.p99:.2f} ms"
        line = Line(f"a new picture of {size}", ms=f"{one.ms:.2f}", cpu=f"{one.cpu:.2f}", reached=times)
        if size == _PROMISED:
            line = replace(line, aim=f"{_NEW_MOST:.0f} cpu ms", met=one.cpu < _NEW_MOST)
        lines.append(line)
    return lines


def _moving(program: Program, window: float) -> list[Line]:
    end, held = _LOOPED + window, min(_HELD + window, _HOLD_END)
    with _running(program) as watched:
        passed = 0.0
        for second in sorted({_BEGUN, _HELD, held, _LOOPED, end}):
            watch([one.session for one in watched.values()], second - passed)
            passed = second
            for one in watched.values():
                one.mark(second)
        redrawn = {size: _redrawn(watched[size, MOVING].session) for size in SIZES}
    lines = []
    for size, most in SIZES.items():
        name = "x".join(map(str, size))
        moving, still, bare = (watched[size, kind] for kind in (MOVING, STILL, ""))
        floor = bare.share(_LOOPED, end)
        for when, since in (("after its first loop", _LOOPED), ("from 3 s on", _BEGUN)):
            lines.append(_share(f"{name}, a figure moves, {when}", moving.share(since, end), most, floor))
        lines.append(_share(f"{name}, a figure holds still", still.share(_HELD, held), _STILL_MOST, floor))
        lines.append(Line(f"{name}, --no-figure", reached=_told(floor)))
        lines.append(_written(name, moving.writes(_LOOPED, end), window, redrawn[size]))
    return lines


@contextmanager
def _running(program: Program) -> Iterator[dict[tuple[tuple[int, int], str], _Watched]]:
    started: dict[tuple[tuple[int, int], str], _Watched] = {}
    try:
        for size in SIZES:
            for kind in (MOVING, STILL, ""):
                command = program("play", kind or MOVING, *_QUIET, *(() if kind else ("--no-figure",)))
                started[size, kind] = _Watched(Session(command, program.environ, size))
        yield started
    finally:
        for one in started.values():
            one.session.end()


def _redrawn(session: Session) -> int:
    """How many bytes the whole screen takes with its figure: told of a resize, it draws all anew."""
    before = len(session.pieces)
    os.kill(session.pid, signal.SIGWINCH)
    watch([session], 0.5)
    return next(len(text) for text in written_at_once(session.pieces[before:]) if _CLEARED in text)


def _share(name: str, share: float, most: float, floor: float) -> Line:
    aim, reached = f"{most:g} % of a core", _told(share)
    if share != share:  # noqa: PLR0124 - NaN where the system does not tell
        return Line(name, reached=reached)
    return Line(name, aim=aim, reached=f"{reached}, {share / floor:.1f} x --no-figure", met=share <= most)


def _told(share: float) -> str:
    return f"{share:.2f} %" if share == share else "not known here"  # noqa: PLR0124 - as above


def _written(name: str, writes: list[bytes], seconds: float, whole: int) -> Line:
    """Bytes per second against redraws of the whole screen, as many."""
    rate, often = sum(map(len, writes)) / seconds, len(writes) / seconds
    part = rate / (whole * often)
    return Line(
        f"{name}, output while a figure moves",
        aim=f"{_BYTES_MOST} of full redraws",
        reached=f"{part:.3f}: {rate:.0f} B/s, {often:.1f} times of {whole} B",
        met=part <= _BYTES_MOST,
    )


def _first_frames(program: Program, rounds: int) -> list[Line]:
    title = title_of(program, STILL)
    with_figure, without = "first frame, whole with its figure", "first frame, --no-figure"
    words = "first frame, before its figure"
    measured = in_turn(
        {
            without: partial(_first_frame, program, title, "--no-figure"),
            words: partial(_first_frame, program, title, whole=False),
            with_figure: partial(_first_frame, program, _GROUND),
        },
        rounds,
    )
    floor = measured[without]
    lines = []
    for name, cost in measured.items():
        later = cost.wall - floor.wall
        line = Line(name, ms=f"{cost.wall:.0f}", cpu=f"{cost.cpu:.0f}")
        if name != without:
            line = replace(line, reached=f"{later:+.0f} ms, {cost.wall / floor.wall:.2f} x --no-figure")
        if name == with_figure:
            line = replace(line, aim=f"{_LATER_MOST:.0f} ms later", met=later <= _LATER_MOST)
        lines.append(line)
    return lines


def _first_frame(program: Program, text: bytes, *options: str, whole: bool = True) -> Cost:
    session = Session(program("play", STILL, *_QUIET, *options), program.environ)
    cost = Cost(session.wait_for_all(text) if whole else session.wait_for(text), session.cpu())
    session.end()
    return cost
