"""Several sounds at once, as blocks of samples whenever a device asks for them.

It knows no device and no sound library; the clock is given to it.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import RATE, clipped, gain, scaled, silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.sound.samples import Pcm

STALE = 0.5
"""Seconds after which a sound that nobody asked for is not begun or gone on with any more."""

_MOST_VOICES = 8  # what a rehearsal at many times the speed can pile up
_FADE = RATE // 100  # 10 ms: to stop without a click


class _Voice:
    """A sound on its way out: how far it is, and when it last was asked for."""

    __slots__ = ("asked", "pcm", "position")

    def __init__(self, pcm: Pcm, now: float) -> None:
        self.pcm = pcm
        self.position = 0
        self.asked = now

    def take(self, frames: int, now: float) -> Pcm:
        """The next `frames` samples, with silence after the last."""
        part = self.pcm[self.position : self.position + frames]
        self.position += frames
        self.asked = now
        if len(part) < frames:
            part.extend(silence(frames - len(part)))
        return part

    def faded(self, now: float) -> _Voice:
        """What is left of it when it has to end."""
        part = self.pcm[self.position : self.position + _FADE]
        for i, sample in enumerate(part):
            part[i] = sample * (len(part) - i) // len(part)
        return _Voice(part, now)


class Mixer:
    """The sounds that are playing. Any thread may call; the lock is held for microseconds.

    `clock` tells seconds that never go back.
    """

    def __init__(self, *, volume: int = 100, clock: Callable[[], float] = time.monotonic) -> None:
        self._gain = gain(volume)
        self._clock = clock
        self._lock = threading.Lock()
        self._voices: list[_Voice] = []
        self._idle = threading.Event()
        self._idle.set()
        self._waiting_since: float | None = None
        self.asked = 0
        """How many blocks the device has asked for."""

    def play(self, pcm: Pcm) -> None:
        """Begin a sound with the next block, beside those that play already."""
        now = self._clock()
        voice = _Voice(pcm, now)
        with self._lock:
            if self._waiting_since is None:
                self._waiting_since = now
            self._voices = [*self._voices[1 - _MOST_VOICES :], voice]
            self._idle.clear()

    def stop(self) -> None:
        """End every sound within 10 ms."""
        now = self._clock()
        with self._lock:
            self._voices = [voice.faded(now) for voice in self._voices if voice.position]
            if not self._voices:
                self._waiting_since = None
                self._idle.set()

    def block(self, frames: int) -> bytes:
        """The next `frames` samples of all sounds together, in the machine's byte order."""
        now = self._clock()
        with self._lock:
            self.asked += 1
            # A device that slept must not begin with a burst of what it missed.
            fresh = [voice for voice in self._voices if now - voice.asked <= STALE]
            parts = [voice.take(frames, now) for voice in fresh]
            self._voices = [voice for voice in fresh if voice.position < len(voice.pcm)]
            self._waiting_since = now if self._voices else None
            if not self._voices:
                self._idle.set()
        if not parts:
            return bytes(2 * frames)
        mixed = parts[0] if len(parts) == 1 else clipped(map(sum, zip(*parts, strict=True)))
        return scaled(mixed, self._gain).tobytes()

    def waiting(self) -> float:
        """How many seconds something has been left unasked for; 0 where there is nothing to play."""
        with self._lock:
            since = self._waiting_since
        return 0.0 if since is None else self._clock() - since

    def wait_idle(self, within: float) -> bool:
        """Wait until the last sample was taken, `within` seconds at most; whether it was."""
        return self._idle.wait(within)
