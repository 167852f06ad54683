"""Several sounds at once, each begun at its own sample, as blocks whenever a device asks for them.

It knows no device and no sound library; clock and pace are given to it. Times are ms.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from stretchtimer.clock import now_ms
from stretchtimer.sound.agenda import Agenda
from stretchtimer.sound.samples import RATE, clipped, gain, hiss, ramped, scaled, silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.sound.pace import Pace
    from stretchtimer.sound.samples import Pcm

STALE = 500.0
"""A sound that nobody asked for in so many ms is not gone on with any more."""
WAKING = 1000.0
"""For so many ms before a sound the device gets a hiss that nobody hears: some sleep in silence."""

_MOST_VOICES = 8  # what a rehearsal at many times the speed can pile up
_FADE = RATE // 100  # 10 ms: to stop without a click


class _Voice:
    """A sound on its way out: how far it is (before 0: not begun), and when it last was asked for."""

    __slots__ = ("asked", "pcm", "position", "spoken")

    def __init__(self, pcm: Pcm, now: float, *, ahead: int = 0, spoken: bool = False) -> None:
        self.pcm = pcm
        self.position = -ahead
        self.asked = now
        self.spoken = spoken

    def take(self, frames: int, now: float) -> Pcm:
        """The next `frames` samples, with silence before the first and after the last."""
        self.asked = now
        begin, self.position = self.position, self.position + frames
        part = self.pcm[max(begin, 0) : max(self.position, 0)]
        if begin < 0:
            part = silence(min(-begin, frames)) + part
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
    """The sounds that play and those of an agenda. Any thread may call; the lock is held for microseconds.

    `pace` tells which sample belongs to which time of `clock`.
    """

    def __init__(
        self,
        *,
        pace: Pace,
        agenda: Agenda | None = None,
        volume: int = 100,
        clock: Callable[[], float] = now_ms,
    ) -> None:
        self._gain = self._wanted = gain(volume)
        self._pace = pace
        self._agenda = agenda or Agenda()
        self._clock = clock
        self._lock = threading.Lock()
        self._voices: list[_Voice] = []
        self._idle = threading.Event()
        self._idle.set()
        self._frames = 0
        self.asked_at: float | None = None
        """When the device asked last, or was started; None before that."""
        self.asked = 0
        """How many blocks the device has asked for."""

    def play(self, pcm: Pcm) -> None:
        """Begin a sound with the next block, beside those that play already."""
        voice = _Voice(pcm, self._clock())
        with self._lock:
            self._voices = [*self._voices[1 - _MOST_VOICES :], voice]
            self._idle.clear()

    def stop(self, *, words_only: bool = False) -> None:
        """End every sound within 10 ms; what the agenda holds is not touched."""
        now = self._clock()
        with self._lock:
            ended = [voice for voice in self._voices if voice.spoken or not words_only]
            kept = [voice for voice in self._voices if voice not in ended]
            if self._gain:  # what is not heard needs no fading
                kept += [voice.faded(now) for voice in ended if voice.position > 0]
            self._voices = kept
            if not self._voices:
                self._idle.set()

    def leave(self) -> None:
        """Take nothing more from the agenda: another device has it now."""
        self._agenda = Agenda()

    def set_volume(self, volume: int) -> None:
        """Another volume, from the next block on and without a click; 0 is silence in which time goes on."""
        self._wanted = gain(volume)

    def block(self, frames: int) -> bytes:
        """The next `frames` samples of all sounds together, in the machine's byte order."""
        now = self._clock()
        with self._lock:
            self.asked += 1
            self.asked_at = now
            begin = self._pace.begin_of(self._frames, now)
            end = begin + frames * 1000 / RATE
            self._frames += frames
            for piece in self._agenda.take(end, now=begin):
                ahead = max(round((piece.at - begin) * RATE / 1000), 0)
                self._voices.append(_Voice(piece.pcm, now, ahead=ahead, spoken=piece.spoken))
            # A device that slept must not begin with a burst of what it missed.
            fresh = [voice for voice in self._voices if now - voice.asked <= STALE]
            parts = [voice.take(frames, now) for voice in fresh]
            self._voices = [voice for voice in fresh if voice.position < len(voice.pcm)]
            if not self._voices:
                self._idle.set()
            else:
                self._idle.clear()
        before, self._gain = self._gain, self._wanted
        if not parts:
            soon = self._agenda.next_at()
            return hiss(frames) if soon is not None and soon - end < WAKING else bytes(2 * frames)
        if len(parts) == 1:
            if before != self._gain:
                return ramped(parts[0], before, self._gain).tobytes()
            return scaled(parts[0], self._gain).tobytes()
        sums = map(sum, zip(*parts, strict=True))
        if before != self._gain:
            return ramped(clipped(sums), before, self._gain).tobytes()
        # Made quieter first: what would be too much at full volume has room at any other.
        factor = self._gain
        return clipped([int(sample * factor) for sample in sums]).tobytes()

    def begins(self) -> None:
        """The device runs: from now on it has to ask."""
        self.asked_at = self.asked_at or self._clock()

    def silent_for(self) -> float:
        """How long ago, in ms, the device asked last, or was started; 0 before that."""
        asked = self.asked_at
        return 0.0 if asked is None else self._clock() - asked

    def wait_idle(self, within: float) -> bool:
        """Wait until the last sample of what plays was taken, `within` seconds at most; whether it was."""
        return self._idle.wait(within)
