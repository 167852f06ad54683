"""A voice that speaks by itself, through the desktop's speech service, where nothing makes samples.

It knows no engine and no output: what it says goes past the mixer, when it is told to.
"""

from __future__ import annotations

import queue
import shutil
import subprocess
import threading

from stretchtimer.sound.voice.speakable import speakable

NAME = "spd-say"
INSTALL = "Install speech-dispatcher."

PATIENCE = 2.0
"""Seconds that the service gets to take a sentence."""
_FIRST = 4.0  # s: it may have to be started
_RATE = "-25"  # of -100 to 100: about 150 words a minute with its usual voice
_STOP = "-S"  # in full, as --stop, it wants an argument that it does not have


class Unspoken(Exception):
    """The service does not speak; the text says why."""


class LiveVoice:
    """Sentences one after another, each when it is told: the service waits for none of them.

    Raises Unspoken where the service cannot be reached; takes _FIRST seconds at most to find out.
    """

    def __init__(self) -> None:
        program = shutil.which(NAME)
        if program is None:
            raise Unspoken("it is not installed")
        self._program = program
        self._orders: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self.failed = ""
        """Why it says nothing more; empty while it works."""
        self._run(_STOP, within=_FIRST)  # there is nothing to stop: it answers whether it is there
        threading.Thread(target=self._serve, name="voice-live", daemon=True).start()

    def say(self, text: str) -> None:
        """Have a sentence said now; returns at once."""
        if said := speakable(text):
            self._orders.put(said)

    def stop(self) -> None:
        """End what is being said; returns at once."""
        self._orders.put("")

    def close(self) -> None:
        """Say nothing more. What is being said is said to its end, by the service."""
        self._closed.set()
        self._orders.put(None)

    def _serve(self) -> None:
        while (order := self._orders.get()) is not None and not self._closed.is_set():
            try:
                self._run(*(("--rate", _RATE, "--", order) if order else (_STOP,)), within=PATIENCE)
            except Unspoken as error:
                self.failed = f"The voice stopped answering ({NAME}: {error}): tones and text only."
                return

    def _run(self, *arguments: str, within: float) -> None:
        try:
            status = subprocess.run(  # noqa: S603 - found by name, and no text is taken for an option
                [self._program, *arguments],
                timeout=within,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ).returncode
        except subprocess.TimeoutExpired:
            raise Unspoken("it does not answer") from None
        except OSError as error:
            raise Unspoken(f"it does not start ({error.strerror})") from None
        if status:
            raise Unspoken(f"it ends with {status}")
