"""Sound through player programs, by playsound3: one program and one file for each sound.

It knows no cue. It serves where miniaudio has no build.
"""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stretchtimer.sound.outputs import Missing, Unanswered, Unavailable
from stretchtimer.sound.prompter import Prompter
from stretchtimer.sound.samples import RATE, gain, scaled, silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.sound.agenda import Agenda
    from stretchtimer.sound.samples import Pcm

PATIENCE = 4.0
"""Seconds that a player gets for 50 ms of silence."""

_CLOSING = 1.0  # s
_LOOK = 0.05  # s between two looks at what plays
# aplay says so where there is no device, and begins first (7 ms); ffplay and gst-play end well with no
# sound made.
_ORDER = ("afplay", "alsa", "ffplay", "winmm", "gstreamer", "wmplayer", "appkit")
_CANNOT_TELL = ("ffplay", "gstreamer")
_INSTALL = "Install a player: alsa-utils with mpg123, or ffmpeg, or gstreamer1.0-plugins-base-apps."


class Players:
    """A program for every sound, all started on one thread that lives as long as this output.

    On Linux playsound3 has a player killed when the thread that started it ends. `volume` is baked into
    the files. `believing` says whether to use a player that cannot tell whether it was heard.
    """

    def __init__(self, *, agenda: Agenda, volume: int, believing: bool) -> None:
        self._gain = gain(volume)
        self._prompter = Prompter(agenda, self.play)
        self._believing = believing
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._settled = threading.Event()
        self._closing = threading.Event()
        self._idle = threading.Event()
        self._error: Unavailable | None = None
        self._failed = False
        self._folder: Path | None = None
        self._files: dict[int, Path] = {}
        self._playing: list[Any] = []
        self._thread = threading.Thread(target=self._live, name="sound-players", daemon=True)
        self._playsound: Callable[..., Any] | None = None
        self.backend = ""
        """The player in use: alsa, ffplay, afplay, gstreamer."""

    def open(self, cancel: threading.Event) -> None:
        """Find a player that works. Raises Unavailable where none does, or none in time."""
        self._thread.start()
        patience = time.monotonic() + PATIENCE + _CLOSING
        while not self._settled.wait(_LOOK):
            if cancel.is_set() or time.monotonic() > patience:
                raise Unanswered("the sound players do not answer", "Restart the sound server.")
        if self._error is not None:
            raise self._error
        self._prompter.start()

    def play(self, pcm: Pcm) -> None:
        """Have a player started."""
        if self._gain > 0:
            self._order(partial(self._start, pcm))

    def stop(self, *, words_only: bool = False) -> None:  # noqa: ARG002 - a player is not asked what it plays
        """Have every player ended."""
        with self._prompter.handing_over:  # a piece that was taken before is ended too
            self._order(self._end_all)

    def set_volume(self, volume: int) -> None:
        """Another volume for what comes; 0 also ends what plays."""
        self._gain = gain(volume)
        if volume == 0:
            self.stop()

    def alive(self) -> bool:
        """Whether no player has failed."""
        return not self._failed

    def drain(self, within: float) -> None:
        """Wait until every player has ended."""
        self._idle.wait(within)

    def close(self) -> None:
        """End what plays, and remove the files."""
        self._prompter.stop()
        self._closing.set()
        self._orders.put(None)
        self._thread.join(_CLOSING)

    def _order(self, order: Callable[[], None]) -> None:
        with self._lock:
            if not self._closing.is_set():
                self._idle.clear()
                self._orders.put(order)

    def _live(self) -> None:
        """The one thread: find a player, then start, watch and end players until told to stop."""
        try:
            with tempfile.TemporaryDirectory(prefix="stretch-", ignore_cleanup_errors=True) as folder:
                self._folder = Path(folder)
                self._playsound = self._find()
                self._settled.set()
                self._serve()
                self._end_all()
        except Unavailable as error:
            self._error = error
        except OSError as error:
            self._error = Unavailable(f"no folder for the sound files ({error})")
        with self._lock:
            self._closing.set()
            self._idle.set()
        self._settled.set()

    def _serve(self) -> None:
        while not self._closing.is_set():
            self._forget_ended()
            with self._lock:
                if not self._playing and self._orders.empty():
                    self._idle.set()
            try:
                order = self._orders.get(timeout=_LOOK if self._playing else None)
            except queue.Empty:
                continue
            if order is not None:
                order()

    def _start(self, pcm: Pcm) -> None:
        if self._playsound is None:
            return
        try:
            self._playing.append(self._playsound(str(self._file(pcm)), block=False))
        except Exception:  # noqa: BLE001 - playsound3 raises what its backends raise; `alive` reports it
            self._failed = True

    def _file(self, pcm: Pcm) -> Path:
        """The samples as a file, with the volume in them."""
        # late: only a session that plays through files needs it
        import wave

        data = scaled(pcm, self._gain).tobytes()
        key = hash(data)
        if key not in self._files and self._folder is not None:
            path = self._folder / f"{len(self._files)}.wav"
            with wave.open(str(path), "wb") as file:
                file.setparams((1, 2, RATE, 0, "NONE", ""))
                file.writeframes(data)
            self._files[key] = path
        return self._files[key]

    def _forget_ended(self) -> None:
        """Ask every player whether it has ended, which also keeps it from staying as a zombie."""
        for sound in list(self._playing):
            status = sound.subprocess.poll()
            if status is not None:
                self._playing.remove(sound)
                self._failed = self._failed or status != 0

    def _end_all(self) -> None:
        playing, self._playing = self._playing, []
        for sound in playing:
            sound.stop()
        self._reap(playing)

    def _reap(self, sounds: list[Any]) -> None:
        """Wait until they have ended, and see to it that they do."""
        until = time.monotonic() + _CLOSING / 2
        while any(sound.subprocess.poll() is None for sound in sounds):
            if time.monotonic() > until:
                for sound in sounds:
                    # Only a real process can be killed; the other backends end their thread on stop().
                    if isinstance(sound.subprocess, subprocess.Popen):
                        sound.subprocess.kill()
                        sound.subprocess.wait()
                return
            time.sleep(_LOOK / 5)

    def _find(self) -> Callable[..., Any]:
        """How to play a file. Raises Unavailable."""
        # Without a handler of its own its warnings would be printed, over the screen.
        logger = logging.getLogger("playsound3")
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        try:
            # late: playsound3 runs four programs when it is imported (100-260 ms), and may raise what they
            # do. ctypes because playsound3 imports it in the child, between fork and exec, where the
            # import lock may be held for ever.
            import ctypes  # noqa: F401

            import playsound3.playsound3 as engine
        except ImportError as error:
            raise Missing(f"playsound3 is not installed ({error})", "pip install playsound3") from None
        except Exception as error:  # noqa: BLE001 - as said: whatever a broken player makes it raise
            raise Unavailable(f"playsound3 does not start ({error})", _INSTALL) from None
        # Else its players would have our terminal, and with it our keys, as their standard input.
        quiet = partial(engine.run_as_subprocess, stdin=subprocess.DEVNULL)
        setattr(engine, "run_as_subprocess", quiet)  # noqa: B010 - mypy will not have it assigned
        return self._first_that_works(engine)

    def _first_that_works(self, engine: Any) -> Callable[..., Any]:
        names = [name for name in _ORDER if name in engine.AVAILABLE_BACKENDS]
        if "PLAYSOUND3_BACKEND" in os.environ:
            names = [engine.DEFAULT_BACKEND]
        failures = []
        for name in names:
            if name in _CANNOT_TELL and not self._believing:
                failures.append(f"{name} cannot tell whether there is a device")
                continue
            play = partial(engine.playsound, backend=name)
            failure = self._test(play)
            if not failure:
                self.backend = name
                return play
            failures.append(f"{name}: {failure}")
        raise Unavailable("; ".join(failures) or "no player program was found", _INSTALL)

    def _test(self, play: Callable[..., Any]) -> str:
        """What goes wrong when 50 ms of silence are played; that a program is there does not say it works."""
        try:
            sound = play(str(self._file(silence(RATE // 20))), block=False)
        except Exception as error:  # noqa: BLE001 - playsound3 raises what its backends raise
            return str(error)
        until = time.monotonic() + PATIENCE
        while sound.subprocess.poll() is None:
            if self._closing.wait(_LOOK / 5) or time.monotonic() > until:
                sound.stop()
                self._reap([sound])
                raise Unanswered("the sound players do not answer", "Restart the sound server.")
        status = sound.subprocess.poll()
        return "" if status == 0 else f"ends with {status}"
