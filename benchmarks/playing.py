"""What a session takes while it plays, and how exactly it keeps time: on an idle machine, then on a busy one.

Two live sessions, one that prints its cues, and a bare loop as the machine's own measure run side by side.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from program import python
from rhythm import Rhythm, rhythm, seconds
from table import Line
from terminal import Session, watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from program import Program

ROUTINE = "hip-unlock"
_SETTLE = 2.0
"""Seconds until what only the beginning takes is over: the first frame, the chimes."""
_STAGGER = 0.23
"""Seconds between two starts, so that the sessions' seconds do not fall together."""

# A breath in or out every 0.7 s: far more cues than any real routine has, at odd moments.
_BREATHING = """\
name: Breathing
prepare: 0s
steps:
  - name: Breathing
    reps: 200
    tempo:
      - {name: In, time: 0.7s, breath: in}
      - {name: Out, time: 0.7s, breath: out}
"""
# The least that can keep time in Python: wait, write.
_BARE_LOOP = """\
import os, select, time
due = time.monotonic()
while True:
    due += 1
    select.select([], [], [], max(due - time.monotonic(), 0))
    os.write(1, b".")
"""


@dataclass(frozen=True, slots=True)
class _Sessions:
    """What runs side by side."""

    muted: Session
    sounding: Session
    cues: Session
    bare: Session

    def all(self) -> tuple[Session, ...]:
        return self.muted, self.sounding, self.cues, self.bare


def playing(program: Program, folder: Path, window: float) -> list[Line]:
    """The part of the table; each half is watched for `window` seconds. `folder` is for files."""
    # A benchmark does not chime for two minutes, unless it is told to.
    sound = os.environ.get("STRETCH_SOUND", "none")
    routine = folder / "breathing.yaml"
    routine.write_text(_BREATHING, encoding="utf-8")
    loud = program.with_environ(STRETCH_SOUND=sound)
    lines: list[Line] = []
    for state, hogs in (("idle", 0), ("both cores busy", os.cpu_count() or 1)):
        with _running(program, loud, routine) as sessions, _busy(hogs):
            watch(sessions.all(), _SETTLE)
            before = {one.pid: one.cpu() for one in sessions.all()}
            for one in sessions.all():
                one.pieces.clear()
            watch(sessions.all(), window)
            spent = {one.pid: one.cpu() - before[one.pid] for one in sessions.all()}
        if not hogs:
            for name, one in (("--mute", sessions.muted), (f"STRETCH_SOUND={sound}", sessions.sounding)):
                lines += _spent(name, spent[one.pid] / window / 10, len(one.output) / window)
        most = 10.0 if hogs else 2.0
        machine = rhythm(_seconds(sessions.bare))
        for name, pairs in (
            ("seconds on the screen, --mute", _seconds(sessions.muted)),
            (f"seconds on the screen, STRETCH_SOUND={sound}", _seconds(sessions.sounding)),
            ("cues, --display jsonl", _cues(sessions.cues)),
        ):
            lines.append(_exact(f"{state}: {name}", rhythm(pairs), machine, most))
        lines.append(Line(f"{state}: a bare loop in Python", reached=_told(machine)))
    return lines


@contextmanager
def _running(program: Program, loud: Program, routine: Path) -> Iterator[_Sessions]:
    # Without a figure: its pictures come between the seconds, and have figures of their own (`picturing`).
    commands = (
        (program("play", ROUTINE, "--no-figure", "--mute"), program.environ),
        (loud("play", ROUTINE, "--no-figure"), loud.environ),
        (program("play", str(routine), "--display", "jsonl", "--mute"), program.environ),
        (python("-c", _BARE_LOOP), program.environ),
    )
    started: list[Session] = []
    try:
        for command, environ in commands:
            started.append(Session(command, environ))
            watch(started, _STAGGER)
        yield _Sessions(*started)
    finally:
        for session in started:
            session.end()


@contextmanager
def _busy(hogs: int) -> Iterator[None]:
    """As many endless loops beside it."""
    loops = [subprocess.Popen(python("-c", "while True: pass")) for _ in range(hogs)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _spent(name: str, share: float, rate: float) -> list[Line]:
    known = share == share  # noqa: PLR0124 - NaN where the system does not tell
    return [
        Line(f"CPU while playing, {name}", aim="0.3 % of a core", reached=f"{share:.2f} %", met=share <= 0.3)
        if known
        else Line(f"CPU while playing, {name}", reached="not known here"),
        Line(f"output while playing, {name}", aim="600 B/s", reached=f"{rate:.0f} B/s", met=rate <= 600),
    ]


def _exact(name: str, found: Rhythm, machine: Rhythm, most: float) -> Line:
    # The program's clock has whole milliseconds: less than one is none.
    met = found.p99 <= most and abs(found.drift) < 1
    excuse = ", nor by the bare loop" if machine.p99 > most else ""
    return Line(name, aim=f"p99 {most:.0f} ms, no drift", reached=_told(found), met=met, excuse=excuse)


def _told(found: Rhythm) -> str:
    late = f"p50 {found.p50:.1f}, p99 {found.p99:.1f}, worst {found.worst:.1f} ms"
    return f"{late} of {found.count}; drift {found.drift:+.1f} ms"


def _seconds(session: Session) -> list[tuple[float, float]]:
    """The changes once a second."""
    return seconds([at for at, _ in session.pieces])


def _cues(session: Session) -> list[tuple[float, float]]:
    """Each line's own time beside that of its arrival; of several at one time the first."""
    arrived: dict[float, float] = {}
    rest = b""
    for at, piece in session.pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(b"{"):
                arrived.setdefault(json.loads(line)["at_ms"], at)
    return list(arrived.items())
