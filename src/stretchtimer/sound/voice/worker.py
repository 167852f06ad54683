"""The process in which sentences are spoken: it tries the engines, then answers one text after the other.

It knows no session and no clock: who started it watches its time, and ends it with all that it started.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import sys
import threading
from typing import IO, TYPE_CHECKING, Any

from stretchtimer.sound.samples import RATE
from stretchtimer.sound.voice.cache import Cache
from stretchtimer.sound.voice.engines import TEST_WORD, Engine, EngineFailed, engines, started
from stretchtimer.sound.voice.pipe import receive, send
from stretchtimer.sound.voice.polish import polished
from stretchtimer.sound.voice.wavefile import BadWave, as_bytes, parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.sound.samples import Pcm

LONGEST = 20.0
"""Seconds of one sentence; what is longer is cut."""

_SHORTEST = 0.1  # s of a test word


class _NothingWorks(Exception):
    """No engine speaks."""


def main(folder: str, cache: str, pick: str, skipped: str) -> None:
    """Serve until standard input ends."""
    told, answers = _private_pipes()
    orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(told, orders, folder), daemon=True).start()
    kept = Cache(cache) if cache else None
    try:
        speak = _climb(answers, folder, pick, skipped.split())
    except _NothingWorks:
        send(answers, {"engine": None})
    else:
        while True:
            _answer(answers, orders.get(), speak, kept)
    while True:  # until it is ended
        orders.get()


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our own ends; whoever prints, or reads standard input, meets the null device."""
    told, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return told, answers


def _read(told: IO[bytes], orders: queue.SimpleQueue[dict[str, Any]], folder: str) -> None:
    """Pass on what we are told; at its end, end with everything that was started in here."""
    while message := receive(told):
        orders.put(message[0])
    shutil.rmtree(folder, ignore_errors=True)
    # The check is for mypy too: there are no process groups on Windows.
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _climb(answers: IO[bytes], folder: str, pick: str, skipped: list[str]) -> Callable[[str], bytes]:
    """The first engine that speaks a word; every one is announced, so that one that hangs is known."""
    for engine in engines(pick or None):
        if engine.name in skipped:
            continue
        send(answers, {"trying": engine.name})
        try:
            speak = _tried(engine, folder)
        except (EngineFailed, BadWave) as error:
            send(answers, {"failed": engine.name, "reason": str(error)})
            continue
        send(answers, {"engine": engine.name})
        return speak
    raise _NothingWorks


def _tried(engine: Engine, folder: str) -> Callable[[str], bytes]:
    speak = started(engine, folder)
    pcm, _ = _spoken(speak, TEST_WORD)
    if len(pcm) < _SHORTEST * RATE:
        raise EngineFailed("it makes no sound")
    return speak


def _spoken(speak: Callable[[str], bytes], text: str) -> tuple[Pcm, bool]:
    wave = parsed(speak(text), longest=LONGEST)
    return polished(wave.pcm, wave.rate), wave.cut


def _answer(
    answers: IO[bytes], order: dict[str, Any], speak: Callable[[str], bytes], kept: Cache | None
) -> None:
    if "prune" in order:
        if kept is not None:
            kept.prune()
        return
    try:
        try:
            pcm, cut = _spoken(speak, order["text"])
        except (EngineFailed, BadWave):
            pcm, cut = _spoken(speak, order["text"])  # once more
    except (EngineFailed, BadWave) as error:
        send(answers, {"broken": str(error)})
        return
    # Kept first: with the last answer we may be ended.
    if kept is not None and not cut:
        kept.store(order["key"], pcm)
    send(answers, {"spoken": True, "cut": cut}, as_bytes(pcm))


def run() -> None:
    """The process as it is started, its four words after the package's own place."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # the session itself, and what it sounds like, come first
    with contextlib.suppress(OSError):  # nobody listens any more
        main(*sys.argv[2:6])
