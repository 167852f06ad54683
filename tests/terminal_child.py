"""A session in small for the tests of the terminal: it plays nothing and says what `wait` told it.

`terminal_child.py FD screen|plain STEP [dose...]` reports on file descriptor FD, a line each, so that the
terminal is left to the host, and waits STEP ms at a time. A dose makes it do something odd.
"""

from __future__ import annotations

import fcntl
import os
import sys
import termios
import time
from functools import partial
from typing import TYPE_CHECKING

from stretchtimer.ports import Signal
from stretchtimer.terminal import TerminalHost, signals

if TYPE_CHECKING:
    from collections.abc import Callable

report = os.fdopen(int(sys.argv[1]), "w", buffering=1)
step, doses = int(sys.argv[3]), sys.argv[4:]
host = TerminalHost(screen=sys.argv[2] == "screen")


def say(*words: object) -> None:
    print(*words, file=report)


def flood() -> None:
    """Write far more than anybody reads, and say by how many ms the worst of the waits was late."""
    late, until = 0, host.now()
    for _ in range(20):
        host.output.write("x" * 20_000)
        until += 10
        host.wait(until)
        late = max(late, host.now() - until)
    say("flooded", late)


def write() -> None:
    host.output.write("frame")
    say("written")


def fork() -> None:
    if os.fork() == 0:
        sys.exit()
    os.wait()
    say("forked")


def hang() -> None:
    signals.HUNG_AFTER = 0
    say("hung")
    while not host._signals.any:
        time.sleep(0.001)
    say("noted")
    time.sleep(60)


def end_slowly() -> None:
    """Be done with everything but the terminal, until somebody types."""
    say("busy")
    while fcntl.ioctl(0, termios.FIONREAD, b"\0" * 4) == b"\0" * 4:
        time.sleep(0.001)
    sys.exit()


def fail() -> None:
    raise RuntimeError("on purpose")


def tick(epoch: int) -> None:
    """Nothing was typed: a redraw is due, or it is time."""
    if host.output.epoch != epoch:
        say("redraw", *host.output.size())
    elif "beat" in doses:
        host.output.write("frame")


def play() -> None:
    began = time.process_time()
    say("ready", os.getpid())
    if "flood" in doses:
        flood()
    deeds: dict[str, Callable[[], None]] = {"w": write, "F": fork, "h": hang, "b": end_slowly, "x": fail}
    while True:
        epoch = host.output.epoch
        told = host.wait(host.now() + step)
        if isinstance(told, Signal):
            say(told.name)
            if told is not Signal.RESUMED:
                sys.exit(told.value)
        elif told == "q" or (told is None and "once" in doses):
            say("done", time.process_time() - began)
            return
        elif told is None:
            tick(epoch)
        else:
            deeds.get(told, partial(say, "key", told))()


if "forgetful" in doses:
    host.__enter__()
    play()
else:
    with host:
        play()
