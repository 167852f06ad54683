"""The voice of a session: sentences become samples in the background, in the order they are wanted.

It knows no cue and no output. What is kept on disk is read here; all else is made in the worker.
"""

from __future__ import annotations

import atexit
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.sound.voice.reports import VoiceReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stretchtimer.sound.samples import Pcm
    from stretchtimer.sound.voice.studio import Studio

_CLOSING = 0.2  # s, besides what ending the worker takes
_IDLE = 30.0  # s without a wish, after which the worker and its model need not stay in memory
_BATCH = 0.05  # s: as long what is found ready may wait until it is told of
_INSTEAD = "tones and text only."


class Voice:
    """Sentences as samples, made in the background; every method may be called by any thread.

    `cache` is the program's folder for what can be made again, None for none. `pick` is the engine that
    the user wants, `espeak-ng` or `espeak-ng:en-gb`, None the best that works. `wake` is called, by a thread
    of ours, when sentences became ready or the voice failed.
    """

    def __init__(
        self, *, cache: str | None, pick: str | None = None, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._cache = cache
        self._pick = pick
        self._studio: Studio | None = None
        self._wake = wake
        self._changed = threading.Condition()
        self._wanted: tuple[str, ...] = ()
        self._ready: dict[str, Pcm] = {}
        self._report = VoiceReport()
        self._failed = ""
        self._closed = False
        self._thread: threading.Thread | None = None

    def want(self, texts: Iterable[str]) -> None:
        """Have these made, in this order, before any that were wanted earlier; returns at once."""
        fresh = tuple(dict.fromkeys(texts))
        with self._changed:
            if self._closed or self._failed:
                return
            later = dict.fromkeys((*fresh, *self._wanted))
            self._wanted = tuple(text for text in later if text not in self._ready)
            if self._wanted and self._thread is None:
                atexit.register(self.close)
                self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def pcm(self, text: str) -> Pcm | None:
        """The samples, None while there are none; empty for a text that cannot be spoken."""
        return self._ready.get(text)

    def wait(
        self, texts: Iterable[str], within: float, progress: Callable[[int], None] = lambda _: None
    ) -> bool:
        """Want these and wait for them, `within` seconds at most; whether all are ready.

        `progress` is told how many are, on the caller's thread.
        """
        asked = tuple(dict.fromkeys(texts))
        self.want(asked)
        until, told = time.monotonic() + within, -1
        while True:
            with self._changed:
                done = sum(text in self._ready for text in asked)
                left = until - time.monotonic()
                over = done == len(asked) or self._failed or self._closed or left <= 0
                if not over and done == told:
                    self._changed.wait(left)
                    continue
            if done != told:
                told = done
                progress(done)
            if over:
                return done == len(asked)

    @property
    def failed(self) -> str:
        """What to tell the user once no more sentence will be made; empty while it works."""
        return self._failed

    def report(self) -> VoiceReport:
        """What is known so far; nothing before the first sentence was wanted."""
        return self._report

    def close(self) -> None:
        """End the worker; half a second at most. What is ready stays."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            studio = self._studio
        if studio is not None:
            studio.close()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_CLOSING)

    def _run(self) -> None:
        # late: 50 ms, which nothing waits for here
        from stretchtimer.sound.voice.studio import GivenUp, Studio

        studio = Studio(cache=self._cache, pick=self._pick)
        with self._changed:
            self._studio = studio
        try:
            self._make_all(studio)
        except GivenUp as error:
            self._report = studio.report
            self._give_up(f"{error}: {_INSTEAD}")
        except Exception as error:  # noqa: BLE001 - a bug in here must neither draw over the screen nor end a session
            self._give_up(f"The voice failed ({type(error).__name__}: {error}): {_INSTEAD}")
        finally:
            studio.close()

    def _make_all(self, studio: Studio) -> None:
        told, untold = 0.0, False
        while not self._closed:
            wanted = self._wanted
            pcm = studio.kept(wanted[0]) if wanted else None
            if pcm is None and untold:  # what comes now takes time
                untold = False
                self._tell()
            if not wanted:
                studio.tidy()
                with self._changed:
                    if not self._changed.wait_for(lambda: self._wanted or self._closed, _IDLE):
                        studio.rest()
                        self._changed.wait_for(lambda: self._wanted or self._closed)
                continue
            self._add(studio, wanted[0], studio.made(wanted[0]) if pcm is None else pcm)
            untold = time.monotonic() - told < _BATCH
            if not untold:
                told = time.monotonic()
                self._tell()

    def _add(self, studio: Studio, text: str, pcm: Pcm | None) -> None:
        """Keep what was made. None: it is another engine than thought, so everything is made anew by it."""
        with self._changed:
            if pcm is None:
                self._wanted = tuple(dict.fromkeys((*self._wanted, *self._ready)))
                self._ready = {}
            else:
                self._ready[text] = pcm
                self._wanted = tuple(one for one in self._wanted if one != text)
            self._report = studio.report
            self._changed.notify_all()

    def _give_up(self, why: str) -> None:
        with self._changed:
            if self._closed:
                return
            self._failed = why
            self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        with suppress(Exception):  # whoever is woken may be gone already
            self._wake()
