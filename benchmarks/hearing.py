"""What is heard of a session, and what a voice costs: recorded on a sound server of our own.

The constant delay of the device is taken out of every figure: what is left is the session's own error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from processes import Cost, in_turn
from rhythm import slope
from server import available, onsets, recorded, serving
from table import Line
from terminal import Session, watch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from program import Program

ROUTINE = "hip-unlock"
_ENGINE = "espeak-ng"
_START = 5.0  # s until what only the beginning takes is over
# A tick every second and nothing else, so that each onset has one place.
_TICKING = """\
name: Ticking
prepare: 2s
steps:
  - name: Tick
    reps: {reps}
    tempo: [{{name: tick, time: 1s}}]
"""
_WORDS = """\
name: Words
prepare: 10s
steps: [{name: One, duration: 10s}]
"""


@dataclass(frozen=True, slots=True)
class _Errors:
    """How far sounds were from their places in ms, and what the whole moved from first to last."""

    count: int
    p50: float
    p99: float
    worst: float
    drift: float


def hearing(program: Program, folder: Path, rounds: int, seconds: int) -> list[Line]:
    """The part of the table; a session of so many `seconds` idle, a tenth of it, 30 s at least, busy."""
    if not available():
        return [Line("what is heard", reached="not known here: needs pulseaudio, parec, pactl")]
    with serving(program.environ) as environ:
        there = program.with_environ(**environ)
        lines = _first_frames(there, rounds)
        for state, hogs, lasts in (
            ("idle", 0, seconds),
            ("both cores busy", os.cpu_count() or 1, max(30, seconds // 6)),
        ):
            found = _errors(there, folder, lasts, hogs)
            most = 12.0 if hogs else 8.0
            met = found.p99 < most and (hogs > 0 or found.p50 < 3) and abs(found.drift) < 1
            aim = f"{'' if hogs else 'p50 3, '}p99 {most:.0f} ms, no drift"
            told = f"p50 {found.p50:.1f}, p99 {found.p99:.1f}, worst {found.worst:.1f} ms of {found.count}"
            name = f"{state}: cues heard, {lasts} s"
            lines.append(Line(name, aim=aim, reached=f"{told}; drift {found.drift:+.1f} ms", met=met))
        if shutil.which(_ENGINE):
            lines += _with_voice(there, folder, min(seconds, 60))
    return lines


def _first_frames(program: Program, rounds: int) -> list[Line]:
    """With a voice and without one, in turn."""

    def first(*options: str) -> Cost:
        session = Session(program("play", ROUTINE, *options), program.environ)
        cost = Cost(session.wait_for(b"Hip unlock"), session.cpu())
        session.end()
        return cost

    silent, voiced = "first frame, --no-voice", "first frame, with voice"
    measured = in_turn({silent: lambda: first("--no-voice"), voiced: first}, rounds)
    ratio = measured[voiced].wall / measured[silent].wall
    line = Line.of(voiced, measured[voiced], measured[silent])
    return [
        Line(silent, f"{measured[silent].wall:.0f}", f"{measured[silent].cpu:.0f}"),
        Line(voiced, line.ms, line.cpu, aim=f"1.05 x {silent}", reached=f"{ratio:.2f}", met=ratio <= 1.05),
    ]


def _errors(program: Program, folder: Path, lasts: int, hogs: int) -> _Errors:
    routine, recording = folder / "ticking.yaml", folder / "ticking.raw"
    routine.write_text(_TICKING.format(reps=lasts), encoding="utf-8")
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(hogs)]
    try:
        with recorded(program.environ, recording):
            command = program("play", str(routine), "--no-voice", "--volume", "100", "--display", "jsonl")
            subprocess.run(command, env=program.environ, check=True, stdout=subprocess.DEVNULL)
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    return _about(onsets(recording))


def _about(heard: Sequence[float]) -> _Errors:
    """Each onset beside the second that it belongs to, the median taken out."""
    # The sounds of start and end come up more softly than a tick: onsets of other sounds are no measure.
    ticks = [*heard[:1], *heard[2:-1]]
    late = [at - round((at - ticks[len(ticks) // 2]) / 1000) * 1000 for at in ticks]
    middle = median(late)
    errors = sorted(abs(error - middle) for error in late)
    points = [(at, error) for at, error in zip(ticks, late, strict=True)]
    return _Errors(
        count=len(errors),
        p50=median(errors),
        p99=errors[-(-99 * len(errors) // 100) - 1],
        worst=errors[-1],
        drift=slope(points) * (ticks[-1] - ticks[0]),
    )


def _with_voice(program: Program, folder: Path, window: float) -> list[Line]:
    """The first word from a cold cache, keys meanwhile, and what words cost once they are kept."""
    program = program.with_environ(STRETCH_VOICE_ENGINE=_ENGINE, STRETCH_CACHE=str(folder / "words"))
    routine, recording = folder / "words.yaml", folder / "words.raw"
    routine.write_text(_WORDS, encoding="utf-8")
    with recorded(program.environ, recording):
        session = Session(program("play", str(routine)), program.environ)
        session.wait_for(b"GET READY")
        took = [_key(session) for _ in range(10)]
        watch([session], 8.5)
        session.end()
    first, *ticks = onsets(recording, quiet=0.3)
    # The line has its place a second after the start, the first tick seven.
    tick = next(at for at in ticks if at - first > 4000)
    late = 6000 - (tick - first)
    costs = {}
    for name, options in (("silent", ("--no-voice", "--mute")), ("spoken", ())):
        for lasts in (4 * _START if name == "spoken" else 0.0, window):  # at first the cache is filled
            one = Session(program("play", ROUTINE, *options), program.environ)
            watch([one], _START)
            before = one.cpu()
            watch([one], lasts)
            costs[name] = (one.cpu() - before) / max(lasts, 1.0) / 10
            one.end()
    beyond = costs["spoken"] - costs["silent"]
    keys = f"p50 {median(took):.1f}, worst {max(took):.1f} ms of {len(took)}"
    return [
        Line("cold cache: first word after its place", reached=f"{late:+.0f} ms"),
        Line("keys while the voice starts", aim="50 ms", reached=keys, met=max(took) <= 50),
        Line("CPU with voice, cache warm", reached=f"{costs['spoken']:.2f} %"),
        Line(
            "CPU beyond --no-voice --mute", aim="3 % of a core", reached=f"{beyond:.2f} %", met=beyond <= 3.0
        ),
    ]


def _key(session: Session) -> float:
    """How long the instructions take to come or go on the screen, in ms."""
    watch([session], 0.05)
    known = len(session.pieces)
    began = time.monotonic_ns() / 1e6
    os.write(session.fd, b"i")
    while len(session.pieces) == known:
        session.read()
    return session.pieces[-1][0] - began
