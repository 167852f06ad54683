"""One sound device, kept open through miniaudio and fed by our own mixer.

It knows no cue. Whatever the library does to its thread, nobody waits for it without a time-out.
"""

from __future__ import annotations

import atexit
import threading
import time
from typing import TYPE_CHECKING, Any

from stretchtimer.sound.mixer import STALE, Mixer
from stretchtimer.sound.outputs import Missing, Unanswered, Unavailable
from stretchtimer.sound.pace import Steady
from stretchtimer.sound.samples import RATE
from stretchtimer.sound.stderr import Hush

if TYPE_CHECKING:
    from collections.abc import Generator

    from stretchtimer.sound.agenda import Agenda
    from stretchtimer.sound.samples import Pcm

PATIENCE = 3.0
"""Seconds that a sound server gets to answer: far more than one that has to be started takes."""

# ms. What is told ahead needs no short buffer: an open device takes 0.26 % of a core at 100, 0.8 % at 40.
_BUFFER = 100
_CLOSING = 1.0  # s
_LOOK = 0.05  # s between two looks while waiting
# PulseAudio's null sink, the slowest seen, asks for its second block up to 2 s after the first.
_WARMING_UP = 3000.0
# All of the library's but NULL: where there is no device it has to be an error and not silence.
_BACKENDS = ("WASAPI", "DSOUND", "WINMM", "COREAUDIO", "PULSEAUDIO", "ALSA", "JACK", "SNDIO", "AUDIO4", "OSS")
_INSTALL = "pip install miniaudio"
_CONNECT = "Connect a speaker or headphones, or start the sound server (PipeWire or PulseAudio)."


class Device:
    """The default device. A thread of its own opens it, keeps it, and closes it.

    The library hangs where the sound server does: in opening, in closing, and, for a device that is not
    closed, in the interpreter's own shutdown, by its finaliser. So the device lives in the frame of a
    daemon thread and nowhere else: nobody else can be held up by it, no finaliser runs for it at exit,
    and the interpreter ends even while that thread is stuck. Where nobody closes it, atexit does.
    """

    def __init__(self, *, agenda: Agenda, volume: int) -> None:
        self._pace = Steady(latency=_BUFFER)
        self._mixer = Mixer(pace=self._pace, agenda=agenda, volume=volume)
        self._settled = threading.Event()
        self._closing = threading.Event()
        self._closed = threading.Event()
        self._error: Unavailable | None = None
        self._hush: Hush | None = None
        self._thread: threading.Thread | None = None
        self.backend = ""
        """What the library found: PulseAudio, ALSA, Core Audio, WASAPI."""

    def open(self, cancel: threading.Event) -> None:
        """Open it, or go on waiting for it; PATIENCE at most, and less once `cancel` is set.

        Raises Unavailable where it cannot be opened, Unanswered where that is not known yet.
        """
        if self._thread is None:
            atexit.register(self.close)
            self._hush = Hush()
            self._thread = threading.Thread(target=self._live, name="sound-device", daemon=True)
            self._thread.start()
        patience = time.monotonic() + PATIENCE
        while not self._settled.wait(_LOOK):
            if cancel.is_set() or time.monotonic() > patience:
                self._hush_end()
                raise Unanswered("the sound server does not answer", "Restart the sound server.")
        if self._error is not None:
            raise self._error

    def play(self, pcm: Pcm) -> None:
        """Begin a sound with the next block."""
        self._mixer.play(pcm)

    def stop(self, *, words_only: bool = False) -> None:
        """End every sound, or what is said, without a click."""
        self._mixer.stop(words_only=words_only)

    def set_volume(self, volume: int) -> None:
        """Another volume from the next block on."""
        self._mixer.set_volume(volume)

    def alive(self) -> bool:
        """Whether the device goes on asking for samples; false when its server froze or it was unplugged."""
        most = max(STALE, 2 * self._pace.rhythm) if self._mixer.asked > 1 else _WARMING_UP
        return self._mixer.silent_for() <= min(most, _WARMING_UP)

    def drain(self, within: float) -> None:
        """Wait until all is played, or the device is found to be dead."""
        until = time.monotonic() + within
        while not self._mixer.wait_idle(_LOOK):
            if time.monotonic() > until or not self.alive():
                return
        # What was taken is still on its way. Closing takes the library's own time for the rest.
        self._closing.wait(3 * _BUFFER / 1000)

    def close(self) -> None:
        """Silence it and give it back; where that does not succeed within a second, leave it.

        One that has not opened yet gets a quarter of that: what hangs in opening cannot be closed.
        """
        atexit.unregister(self.close)
        self._mixer.leave()
        self._mixer.stop()
        self._closing.set()
        if self._thread is not None:
            self._closed.wait(_CLOSING if self._settled.is_set() else _CLOSING / 4)
        self._hush_end()

    def _hush_end(self) -> None:
        if self._hush is not None:
            self._hush.end()

    def _live(self) -> None:
        """The device's whole life, on its own thread."""
        device = None
        try:
            device = self._start()
        except Unavailable as error:
            self._error = error
        self._hush_end()
        self._settled.set()
        if device is not None:
            self._closing.wait()
            device.close()
        self._closed.set()

    def _start(self) -> Any:
        """An open and running device. Raises Unavailable."""
        try:
            # late: 45 ms, and only for who plays with sound
            import miniaudio
        except ImportError as error:
            raise Missing(f"miniaudio is not installed ({error})", _INSTALL) from None
        try:
            device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=_BUFFER,
                backends=[miniaudio.Backend[name] for name in _BACKENDS],
                app_name="stretch",
            )
            feed = self._feed()
            next(feed)
            device.start(feed)
            self._mixer.begins()
        except Exception as error:  # noqa: BLE001 - whatever a sound library raises, there is a next output
            reason = " ".join(map(str, error.args))
        else:
            self.backend = device.backend
            return device
        # Outside of the handler, for the error would keep the broken device alive, to be finalised at exit.
        raise Unavailable(f"no sound device ({reason})", _CONNECT)

    def _feed(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            frames = yield self._mixer.block(frames)
