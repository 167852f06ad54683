"""A PulseAudio of our own that plays into nothing, and what was played there as samples.

It knows no program and no cue.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from array import array
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RATE = 24_000
_PATIENCE = 10.0  # s
_RAW = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20")


def available() -> bool:
    """Whether there are the programs for it."""
    return all(map(shutil.which, ("pulseaudio", "parec", "pactl")))


@contextmanager
def serving(environ: dict[str, str]) -> Iterator[dict[str, str]]:
    """An environment that leads a program to the server and nowhere else."""
    with tempfile.TemporaryDirectory(prefix="st-") as folder:
        socket = Path(folder, "native")
        own = {**environ, "PULSE_SERVER": f"unix:{socket}", "XDG_RUNTIME_DIR": folder}
        modules = (
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            # Without rewinds it asks every 50 ms, as real devices do.
            f"module-null-sink sink_name=probe rate={RATE} channels=1 norewinds=1",
        )
        words = [word for module in modules for word in ("-L", module)]
        settled = ("-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--realtime=no")
        daemon = subprocess.Popen(["pulseaudio", *settled, *words], env=own, stderr=subprocess.DEVNULL)
        try:
            _until(lambda: _pactl(own, "info") != b"")
            yield own
        finally:
            daemon.kill()
            daemon.wait()


@contextmanager
def recorded(environ: dict[str, str], path: Path) -> Iterator[None]:
    """Write all that is played in the block into a file of samples."""
    with path.open("wb") as file:
        recorder = subprocess.Popen(["parec", *_RAW, "-d", "probe.monitor"], env=environ, stdout=file)
        try:
            _until(lambda: _pactl(environ, "list", "short", "source-outputs") != b"")
            yield
        finally:
            recorder.terminate()
            recorder.wait()


def onsets(path: Path, *, loud: int = 60, quiet: float = 0.1) -> list[float]:
    """When something begins to be heard after `quiet` s of silence, in ms of the recording."""
    samples = array("h")
    samples.frombytes(path.read_bytes()[: path.stat().st_size // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    found: list[float] = []
    last = -RATE
    for place, sample in enumerate(samples):
        if sample > loud or sample < -loud:
            if place - last > quiet * RATE:
                found.append(place * 1000 / RATE)
            last = place
    return found


def _pactl(environ: dict[str, str], *command: str) -> bytes:
    with suppress(OSError):
        return subprocess.run(
            ["pactl", *command], env=environ, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ).stdout
    return b""


def _until(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError("PulseAudio does not start")
