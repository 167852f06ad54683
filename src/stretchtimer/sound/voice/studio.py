"""Where a sentence comes from: the cache where it is there, else the worker, which is started for it.

It knows no order and no thread; one thread makes, any may close.
"""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import silence
from stretchtimer.sound.voice.cache import Cache, key
from stretchtimer.sound.voice.engines import NEURAL, Engine, engines
from stretchtimer.sound.voice.pipe import Stopped
from stretchtimer.sound.voice.reports import TriedEngine, VoiceReport
from stretchtimer.sound.voice.speakable import speakable
from stretchtimer.sound.voice.wavefile import little_endian

if TYPE_CHECKING:
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.sound.voice.workshop import Workshop

STARTING = 10.0
"""Seconds until an engine has to have spoken its first word, whatever was tried before it."""

PATIENCE = 2.0
"""Seconds that a sentence gets; a long one more, as it is longer than _USUAL."""

_USUAL = 100  # characters
_LOADING = 6.0  # s of these for a model on a slow machine; what is left is enough for the programs
_VERDICT = "verdict"


class GivenUp(Exception):
    """There will be no more sentences; the text says why, for the screen."""


class Studio:
    """Makes sentences by the best engine that works."""

    def __init__(self, *, cache: str | None, pick: str | None) -> None:
        self._folder = "" if cache is None else str(Path(cache, "voice").absolute())
        self._cache = None if cache is None else Cache(self._folder)
        self._pick = pick
        self._lock = threading.Lock()
        self._closed = False
        self._workshop: Workshop | None = None
        self._engines: tuple[Engine, ...] = ()
        self._engine: Engine | None = None
        self._tidied = False
        self._looked = False
        self.report = VoiceReport()

    def kept(self, text: str) -> Pcm | None:
        """The sentence from the cache, empty where it has nothing to say; None where it has to be made."""
        said = speakable(text)
        if not said:
            return silence(0)
        if not self._looked:
            self._looked = True
            self._engines = engines(self._pick)
            self._engine = self._remembered()
        if self._engine is None or self._cache is None:
            return None
        return self._cache.load(key(*self._engine.parts, said))

    def made(self, text: str) -> Pcm | None:
        """The sentence from the worker; None where that found another engine than was thought.

        Raises GivenUp.
        """
        if self._workshop is None:
            thought = self._engine
            self._start()
            if thought is not None and thought != self._engine:
                return None
            if pcm := self.kept(text):  # nothing was known to look for until now
                return pcm
        workshop, engine = self._workshop, self._engine
        if workshop is None or engine is None:
            raise GivenUp("The voice was closed")
        said = speakable(text)
        order = {"text": said, "key": key(*engine.parts, said)}
        try:
            head, body = workshop.ask(order, PATIENCE * max(1.0, len(said) / _USUAL) * _crowd())
        except Stopped:
            raise GivenUp("The voice stopped answering") from None
        if "spoken" not in head:
            raise GivenUp(f"The voice broke off ({engine.name}: {head.get('broken', '')})")
        if head["cut"]:
            self.report = replace(self.report, cut=(*self.report.cut, text))
        return little_endian(body)

    def tidy(self) -> None:
        """Keep the cache within its bounds, once, where something was added to it."""
        workshop = self._workshop
        if workshop is not None and not self._tidied:
            self._tidied = True
            try:
                workshop.tell({"prune": True})
            except Stopped:
                return  # found out with the next sentence

    def rest(self) -> None:
        """End the worker for now: it takes as much memory as all the rest, and has nothing to do."""
        self._drop()

    def close(self) -> None:
        """End the worker, and start none any more."""
        with self._lock:
            self._closed = True
            workshop = self._workshop
        if workshop is not None:
            workshop.close()

    def _start(self) -> None:
        """Start workers until one has an engine that speaks: one that hangs is left out the next time."""
        until = time.monotonic() + STARTING
        tried: list[TriedEngine] = []
        while True:
            hung = self._climb(until, tried)
            if hung is None:
                break
            self._drop()
            tried.append(self._about(hung, works=False, detail="it does not answer"))
            if time.monotonic() > until:
                break
        engine = next((one.engine for one in tried if one.works), None)
        self._engine = next((one for one in self._engines if one.name == engine), None)
        voice = self._engine.voice if self._engine else ""
        self.report = replace(self.report, engine=engine, voice=voice, tried=tuple(tried))
        if self._engine is None:
            raise GivenUp(
                "No voice works on this computer" if not self._pick else f"{self._pick} does not speak here"
            )
        self._remember()

    def _climb(self, until: float, tried: list[TriedEngine]) -> str | None:
        """Follow a new worker's way down; the name of the engine that hangs, None where it came to an end."""
        trying = ""
        try:
            workshop = self._open(tuple(one.engine for one in tried))
            while True:
                limit = _LOADING if trying in ("", NEURAL) else PATIENCE
                head, _ = workshop.answer(min(limit, until - time.monotonic()))
                if "trying" in head:
                    trying = head["trying"]
                elif "failed" in head:
                    tried.append(self._about(head["failed"], works=False, detail=head["reason"]))
                else:
                    if head["engine"] is not None:
                        tried.append(self._about(head["engine"], works=True))
                    return None
        except Stopped:
            if not trying:
                raise GivenUp("The voice did not start") from None
            return trying

    def _open(self, skipped: tuple[str, ...]) -> Workshop:
        if self._closed:
            raise Stopped
        # late: 20 ms; with all sentences kept no process is started
        from stretchtimer.sound.voice.workshop import Workshop

        opened = Workshop(cache=self._folder, pick=self._pick or "", skipped=skipped)
        with self._lock:
            self._workshop = opened
            closed = self._closed
        if closed:
            opened.close()
        return opened

    def _drop(self) -> None:
        with self._lock:
            workshop, self._workshop = self._workshop, None
        if workshop is not None:
            workshop.close()

    def _about(self, name: str, *, works: bool, detail: str = "") -> TriedEngine:
        engine = next((one for one in self._engines if one.name == name), None)
        remedy = engine.remedy if engine is not None and not works else ""
        return TriedEngine(engine=name, works=works, detail=detail, remedy=remedy)

    def _signature(self) -> str:
        """Of all that there is to be tried: while it is the same, the same engine is the best that works."""
        return key(
            self._pick or "", *(part for engine in self._engines for part in (*engine.parts, engine.problem))
        )

    def _remember(self) -> None:
        if self._cache is not None and self._engine is not None:
            tried = [asdict(one) for one in self.report.tried]
            verdict = {"of": self._signature(), "engine": self._engine.name, "tried": tried}
            self._cache.write(_VERDICT, json.dumps(verdict).encode())

    def _remembered(self) -> Engine | None:
        """The engine that worked the last time, None where that may be another one now."""
        if self._cache is None:
            return None
        try:
            verdict = json.loads(self._cache.read(_VERDICT))
            if verdict["of"] != self._signature():
                return None
            tried = tuple(TriedEngine(**one) for one in verdict["tried"])
            engine = next(one for one in self._engines if one.name == verdict["engine"])
        except (ValueError, KeyError, TypeError, StopIteration):
            return None
        self.report = VoiceReport(engine=engine.name, voice=engine.voice, tried=tried)
        return engine


def _crowd() -> float:
    """How many times as long everything takes, because others want the machine's cores as well: 1 to 4."""
    try:
        waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    except (OSError, AttributeError):  # not known, or not known on this platform
        return 1.0
    return min(max(waiting, 1.0), 4.0)
