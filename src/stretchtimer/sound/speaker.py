"""The sink for the ear: cues become chimes, and chimes go to the best output that works.

It knows no player and no screen. Everything that may take time happens on a thread of its own.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from stretchtimer.sound.chimes import Chime, chime_for, synthesise_all
from stretchtimer.sound.ladder import Ladder, Report
from stretchtimer.sound.outputs import Bell, Rung, Silent
from stretchtimer.sound.samples import DEFAULT_VOLUME

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.ports import Sounding
    from stretchtimer.sound.outputs import Output
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.units import Millis

RING_OUT = 3.0
"""Seconds that the last sound gets to end in; the longest chime takes 1.8."""

_CLOSE = RING_OUT + 2.0  # s: ringing out, and giving the device back
_LATE = 0.25  # s: a cue that waited longer for the output to open would tell of another moment
_MOMENT = 0.1  # s: cues of one place on the timeline within this come together, and get one sound
_CHECK = 0.6  # s from a sound to the look whether it went out; a device counts as dead after 0.5
_SECOND_LOOK = 0.25  # s: a process that was stopped and goes on has not fed its device yet
_RETRY = 5.0  # s between two climbs in search of a lost device


class Speaker:
    """Sound for a session; `ports.Sound` is its protocol.

    `volume` goes from 0 to 100. `ring` rings the terminal's bell, None where there is no terminal; it is
    called by `emit`, on the caller's thread. `only` is the one output to use, from `chosen_rung`.
    """

    def __init__(
        self,
        *,
        volume: int = DEFAULT_VOLUME,
        muted: bool = False,
        ring: Callable[[], None] | None = None,
        only: Rung | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ladder = Ladder(volume=volume, ring=ring, only=only)
        self._only = only
        self._muted = muted
        self._clock = clock
        self._lock = threading.Lock()
        self._output: Output | None = None
        self._pcm: dict[Chime, Pcm] = {}
        self._pending: list[tuple[float, Chime]] = []
        self._notice = ""
        self._last: tuple[Millis, float] | None = None
        self._wanted = False
        self._worker: threading.Thread | None = None
        self._settled = threading.Event()
        self._closing = threading.Event()
        self._played = threading.Event()

    def open(self) -> None:
        """Begin to make the chimes and to open the output, in the background; returns at once.

        While muted nothing is opened: that waits for the first `mute(False)`.
        """
        self._wanted = True
        if self._muted or self._worker is not None or self._closing.is_set():
            return
        self._worker = threading.Thread(target=self._run, name="sound", daemon=True)
        self._worker.start()

    def emit(self, sounding: Sounding) -> None:
        """Sound a cue, if it is one that has a sound; of several at one moment the first."""
        chime = chime_for(sounding)
        if chime is None:
            return
        now = self._clock()
        if self._last is not None and self._last[0] == sounding.at and now - self._last[1] < _MOMENT:
            return
        self._last = sounding.at, now
        self.play(chime)

    def play(self, chime: Chime) -> None:
        """Sound a chime now; while the output opens it waits, and is dropped when that takes too long."""
        with self._lock:
            if self._muted or self._closing.is_set():
                return
            output = self._output
            if output is None:
                self._pending.append((self._clock(), chime))
                return
        pcm = self._pcm.get(chime)
        if pcm is not None:
            output.play(pcm)
            self._played.set()

    def mute(self, muted: bool) -> None:
        """Silence everything at once, what sounds already too; or let cues sound again."""
        with self._lock:
            self._muted = muted
            self._pending.clear()
            output = self._output
        if muted and output is not None:
            output.stop()
        if self._wanted:
            self.open()

    @property
    def silent(self) -> bool:
        """Whether there is no output at all, once that is known."""
        return isinstance(self._output, Silent) and not isinstance(self._output, Bell)

    def notice(self) -> str:
        """A line about the output, once; empty where there is nothing to say."""
        with self._lock:
            notice, self._notice = self._notice, ""
        return notice

    def report(self, within: float) -> Report:
        """Which output is in use and what was tried; waits for the opening, `within` seconds at most."""
        self._settled.wait(within)
        return self._ladder.report

    def drain(self, within: float) -> None:
        """Wait until what was played has ended, `within` seconds at most."""
        if self._output is not None:
            self._output.drain(within)

    def close(self) -> None:
        """Let the last sound ring out and give everything back; five seconds at most, whatever hangs."""
        self._closing.set()
        self._played.set()
        if self._worker is not None:
            self._worker.join(_CLOSE)

    def _run(self) -> None:
        try:
            self._pcm = synthesise_all()
            self._use(self._ladder.climb(self._closing))
            self._say(_opening_notice(self._ladder, only=self._only))
            self._settled.set()
            self._keep(searching=self._ladder.unanswered)
            self.drain(RING_OUT)
        except Exception as error:  # noqa: BLE001 - a bug in here must neither draw over the screen nor end a session
            failed = self._output
            self._use(Silent())
            if failed is not None:
                failed.close()
            self._say(f"Sound failed ({type(error).__name__}: {error}): cues are shown only.")
        finally:
            self._settled.set()
            if self._output is not None:
                self._output.close()
            self._ladder.close()

    def _keep(self, *, searching: bool) -> None:
        """After every sound look whether it went out. Where not, step down, and search for the output."""
        next_climb = self._clock()
        while True:
            self._played.wait()
            self._played.clear()
            if self._closing.wait(_CHECK):
                return
            output = self._output
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

    def _use(self, output: Output) -> None:
        """Play through it from now on, beginning with the cues that waited for it."""
        with self._lock:
            self._output = output
            pending, self._pending = self._pending, []
        if isinstance(output, Bell):
            return  # to be rung by the caller's thread only
        for since, chime in pending:
            if self._clock() - since <= _LATE:
                output.play(self._pcm[chime])
                self._played.set()

    def _say(self, notice: str) -> None:
        with self._lock:
            self._notice = notice


def _opening_notice(ladder: Ladder, *, only: Rung | None) -> str:
    """What to say of the output that was found: nothing where it is a good one or the one asked for."""
    used = ladder.report.in_use
    if used in (Rung.MINIAUDIO, Rung.PLAYSOUND3, only):
        return ""
    if only is not None:
        return f"No sound: {only.value} does not work here. Cues are shown only."
    why = "the sound server does not answer" if ladder.unanswered else "no sound device was found"
    if used is Rung.BELL:
        return f"Sound through the terminal bell: {why}."
    return "No sound device: cues are shown only."
