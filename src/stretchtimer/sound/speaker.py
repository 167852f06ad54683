"""The sound of a session: what is laid out ahead goes to the best output that works, which is watched.

It knows no player and no screen. Everything that may take time happens on a thread of its own.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from stretchtimer.clock import now_ms
from stretchtimer.sound.agenda import Agenda
from stretchtimer.sound.chimes import chime_for
from stretchtimer.sound.ladder import Ladder, Report, opening_notice
from stretchtimer.sound.outputs import Bell, Rung, Silent
from stretchtimer.sound.samples import DEFAULT_VOLUME, silence
from stretchtimer.sound.score import Score

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.ports import Ahead, Sounding
    from stretchtimer.sound.outputs import Output
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.sound.words import MakeVoice
    from stretchtimer.units import Millis

RING_OUT = 15.0
"""Seconds that the end gets at most: the last chime takes 1.8, the closing line what it has words."""

_LOOK = 0.25  # s between two looks at the output
_SECOND_LOOK = 0.3  # s
_CLOSE = 2.0  # s to give the device back
_ONE_MOMENT = 50.0  # ms: cues that come together make one ring
_RETRY: Millis = 1000  # ms between two climbs in search of a lost device


class Speaker:
    """Sound for a session; `ports.Sound` is its protocol.

    `volume` goes from 0 to 100. `ring` rings the terminal's bell, None where there is no terminal; it is
    called by `emit`, on the caller's thread. `only` is the one output to use, from `chosen_rung`. `voice`
    makes what says words, None for tones alone. `clock` is that of the courses, in ms.
    """

    def __init__(
        self,
        *,
        volume: int = DEFAULT_VOLUME,
        muted: bool = False,
        ring: Callable[[], None] | None = None,
        only: Rung | None = None,
        voice: MakeVoice | None = None,
        clock: Callable[[], float] = now_ms,
    ) -> None:
        agenda = Agenda()
        self._ladder = Ladder(agenda=agenda, volume=volume, ring=ring, only=only)
        self._score = Score(
            agenda=agenda, clock=clock, make_voice=voice and partial(voice, self._voice_has_news)
        )
        self._only, self._volume, self._muted = only, volume, muted
        self._clock = clock
        self._lock = threading.Lock()
        self._output: Output | None = None
        self._notices: list[str] = []
        self._last_ring = float("-inf")
        self._wanted = False
        self._worker: threading.Thread | None = None
        self._wake = threading.Event()
        self._settled = threading.Event()
        self._closing = threading.Event()

    def open(self) -> None:
        """Begin to make the sounds and to open the output, in the background; returns at once.

        While muted nothing is opened: that waits for the first `mute(False)`.
        """
        self._wanted = True
        if self._muted or self._worker is not None or self._closing.is_set():
            return
        self._worker = threading.Thread(target=self._run, name="sound", daemon=True)
        self._worker.start()

    def follow(self, course: Ahead) -> None:
        """What will be heard from now on; what was to be heard before is taken back, at once."""
        if self._score.follow(course):
            self._end_what_sounds(self._output)
        self._wake.set()

    def emit(self, sounding: Sounding) -> None:
        """A cue as it happens: an answer to a key is said, a bell rung; the rest was laid out before."""
        output = self._output
        if sounding.asked:
            self._score.answer(sounding)
            self._end_what_sounds(output, words_only=True)
            self._wake.set()
        if isinstance(output, Bell) and not self._muted and chime_for(sounding) is not None:
            now = self._clock()  # and not the position: that stands while the countdown leads back to it
            if now - self._last_ring > _ONE_MOMENT:
                output.play(silence(0))
                self._last_ring = now

    def say(self, pcm: Pcm) -> None:
        """Sound something at once, through an output that is open."""
        if self._output is not None and not self._muted:
            self._output.play(pcm)

    def mute(self, muted: bool) -> None:
        """Silence everything at once, what sounds already too; or let it be heard again."""
        with self._lock:
            self._muted = self._score.muted = muted
            self._end_what_sounds(self._output)  # what has begun in silence is not heard from its middle on
            if self._output is not None:
                self._output.set_volume(0 if muted else self._volume)
        if self._wanted:
            self.open()

    def speak(self, speaks: bool) -> None:
        """Say words, or leave it at tones, from now on."""
        self._score.speak(speaks=speaks)
        output = self._output
        if not speaks:
            self._end_what_sounds(output, words_only=True)
        self._wake.set()

    @property
    def speaks(self) -> bool:
        """Whether words are said: not where they were switched off, and not where the voice has failed."""
        return self._score.speaks

    @property
    def silent(self) -> bool:
        """Whether there is no output at all, once that is known."""
        return isinstance(self._output, Silent) and not isinstance(self._output, Bell)

    @property
    def ends_at(self) -> Millis:
        """When the last of what is laid out will have been heard; a bell has no words to wait for."""
        unheard = self._muted or isinstance(self._output, Silent)
        return 0 if unheard else round(self._score.ends_at)

    def notice(self) -> str:
        """A line about the sound, once; empty where there is nothing to say."""
        with self._lock:
            return self._notices.pop(0) if self._notices else ""

    def report(self, within: float) -> Report:
        """Which output is in use and what was tried; waits for the opening, `within` seconds at most."""
        self._settled.wait(within)
        return self._ladder.report

    def drain(self, within: float) -> None:
        """Wait until what was played has ended, `within` seconds at most."""
        if self._output is not None:
            self._output.drain(within)

    def close(self) -> None:
        """Let the last words ring out, RING_OUT at most, and give everything back, whatever hangs."""
        self._closing.set()
        self._wake.set()
        if self._worker is not None:
            self._worker.join(RING_OUT + _CLOSE)

    # -- on the thread of its own --------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._score.prepare()
            self._score.lay_out()  # the voice can begin while the output opens
            self._use(self._ladder.climb(self._closing))
            self._say(opening_notice(self._ladder, only=self._only))
            self._settled.set()
            self._serve()
            self._ring_out()
        except Exception as error:  # noqa: BLE001 - a bug in here must neither draw over the screen nor end a session
            failed = self._output
            self._use(Silent())
            if failed is not None:
                failed.close()
            self._say(f"Sound failed ({type(error).__name__}: {error}): cues are shown only.")
        finally:
            self._settled.set()
            self._score.close()
            if self._output is not None:
                self._output.close()
            self._ladder.close()

    def _voice_has_news(self) -> None:
        self._score.voice_has_news()
        self._wake.set()

    def _serve(self) -> None:
        """Lay out what changes, and look after the output: step down where it is gone, and search for it."""
        searching, next_climb = self._ladder.unanswered, self._clock()
        while not self._closing.is_set():
            self._wake.wait(_LOOK)
            self._wake.clear()
            output = self._output
            self._say(self._score.gives_up())
            self._score.lay_out()
            # A process that was stopped and goes on has not fed its device yet: it gets a second look.
            if output is not None and not (
                output.alive() or self._closing.wait(_SECOND_LOOK) or output.alive()
            ):
                self._use(self._ladder.step_down())
                meanwhile = "cues are shown" if self.silent else "the terminal bell rings"
                self._say(f"The sound device is gone: {meanwhile} until it is back.")
                output.close()
                searching = True
            if searching and self._clock() >= next_climb:
                self._use(self._ladder.climb(self._closing))
                searching = self._ladder.report.in_use in (Rung.BELL, Rung.NONE)
                next_climb = self._clock() + _RETRY

    def _ring_out(self) -> None:
        """Wait for the end of what is laid out; muting cuts it short."""
        until = min(self._score.ends_at, self._clock() + RING_OUT * 1000)
        while self._clock() < until and not self._muted and not isinstance(self._output, Silent):
            self._wake.wait(0.05)
            self._wake.clear()
            if self._output is not None and not self._output.alive():
                return
        if not self._muted:
            self.drain(RING_OUT)

    def _end_what_sounds(self, output: Output | None, *, words_only: bool = False) -> None:
        self._score.hush()
        if output is not None:
            output.stop(words_only=words_only)

    def _use(self, output: Output) -> None:
        with self._lock:
            self._output = output
            if self._muted:
                output.set_volume(0)
        self._score.reach(heard=not isinstance(output, Silent))

    def _say(self, notice: str) -> None:
        if notice:
            with self._lock:
                self._notices.append(notice)
