"""The voice of a session, whichever kind works: one that makes samples, else one that speaks by itself.

It knows which is tried first; how either works is theirs.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import RATE, silence
from stretchtimer.sound.voice.live import INSTALL, NAME, LiveVoice, Unspoken
from stretchtimer.sound.voice.reports import TriedEngine, VoiceReport
from stretchtimer.sound.voice.voice import Voice
from stretchtimer.text import spoken_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stretchtimer.sound.samples import Pcm


_LOOK = 0.05  # s between two looks while waiting


class BestVoice:
    """A `words.Words`. Its parameters are those of `Voice`; `pick` may also be the speech service."""

    def __init__(
        self, *, cache: str | None, pick: str | None = None, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._wake = wake
        self._samples = Voice(cache=cache, pick=pick, wake=self._heard_of)
        self._pick = pick
        self._lock = threading.Lock()
        self._live: LiveVoice | None = None
        self._tried: TriedEngine | None = None
        self._looking = False
        self._closed = False

    def want(self, texts: Iterable[str]) -> None:
        """Have these ready soon; returns at once."""
        if self._pick != NAME and self._live is None:
            self._samples.want(texts)
        elif self._pick == NAME and not self._looking:
            self._looking = True
            threading.Thread(target=self._look, name="voice-search", daemon=True).start()

    def pcm(self, text: str) -> Pcm | None:
        """The samples of a text; silence of its length where it will be spoken by another way."""
        if self._live is not None:
            return silence(spoken_ms(text) * RATE // 1000)
        return self._samples.pcm(text)

    def wait(self, texts: Iterable[str], within: float) -> bool:
        """Want these and wait for them, `within` seconds at most; whether they can be said now."""
        asked, until = tuple(texts), time.monotonic() + within
        self.want(asked)
        while time.monotonic() < until and not self.failed and self._live is None:
            if self._pick == NAME or self._searches():
                time.sleep(_LOOK)
            elif self._samples.wait(asked, _LOOK):
                return True
        return self._live is not None and not self.failed

    def begin(self, text: str) -> None:
        """The moment of a text has come: what makes no samples says it now."""
        if self._live is not None:
            self._live.say(text)

    def stop(self) -> None:
        """End what is being said past the mixer."""
        if self._live is not None:
            self._live.stop()

    @property
    def failed(self) -> str:
        """Why nothing more is said; empty while something works or is still being looked for."""
        if self._live is not None:
            return self._live.failed
        if self._pick == NAME:
            return "" if self._tried is None else f"{NAME} does not speak here: tones and text only."
        return "" if self._searches() else self._samples.failed

    def report(self) -> VoiceReport:
        """What is known so far."""
        report = self._samples.report()
        if self._tried is None:
            return report
        tried = (*report.tried, self._tried)
        engine = NAME if self._live is not None else report.engine
        return replace(report, tried=tried, engine=engine, speaks_live=self._live is not None)

    def close(self) -> None:
        """Give everything back; half a second at most."""
        with self._lock:
            self._closed = True
            live = self._live
        if live is not None:
            live.close()
        self._samples.close()

    def _searches(self) -> bool:
        """Whether the speech service may yet step in for engines of which none works."""
        failed = bool(self._samples.failed) and self._samples.report().engine is None
        return failed and self._pick is None and self._tried is None

    def _heard_of(self) -> None:
        if self._searches():
            self._look()
        else:
            self._wake()

    def _look(self) -> None:
        """Try the speech service; it takes seconds where that hangs."""
        live, detail = None, ""
        try:
            live = LiveVoice()
        except Unspoken as error:
            detail = str(error)
        with self._lock:
            self._live = None if self._closed else live
            remedy = "" if live else INSTALL
            self._tried = TriedEngine(engine=NAME, works=live is not None, detail=detail, remedy=remedy)
        if live is not None and self._closed:
            live.close()
        self._wake()
