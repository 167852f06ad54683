"""The worker process from outside: started, asked, and ended with everything that it started.

It knows no session, and waits for no answer without a limit.
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from stretchtimer.sound.voice.pipe import Stopped, receive, send

_ENDING = 0.3  # s
_PACKAGE = str(Path(__file__).parents[3])
# Our own package first, and only for as long as it takes to find it: beside it may lie modules of any name.
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); import stretchtimer; del sys.path[0]; "
    "from stretchtimer.sound.voice.worker import run; run()"
)
_QUIET = {
    "PYTHONSAFEPATH": "1",
    "PYTHONIOENCODING": "utf-8",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
}


class Workshop:
    """One worker. Only `close` may be called by any thread and at any time."""

    def __init__(self, *, cache: str, pick: str, skipped: tuple[str, ...]) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        self._folder = tempfile.mkdtemp(prefix="stretch-voice-")
        words = [_PACKAGE, self._folder, cache, pick, " ".join(skipped)]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONINSPECT"}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and words
                [sys.executable, "-P", "-c", _BOOT, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
                env={**environment, **_QUIET},
                start_new_session=True,
                # Windows has no sessions: without a console of ours, Ctrl-C does not reach it either.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError) as error:
            self.close()
            raise Stopped(str(error)) from None
        threading.Thread(target=self._listen, name="voice-answers", daemon=True).start()

    def ask(self, order: dict[str, Any], within: float) -> tuple[dict[str, Any], bytes]:
        """Its answer to an order. Raises Stopped where none comes in time."""
        self.tell(order)
        return self.answer(within)

    def tell(self, order: dict[str, Any]) -> None:
        """An order without an answer. Raises Stopped."""
        process = self._process
        try:
            if process is None or process.stdin is None:
                raise Stopped
            send(process.stdin, order)
        except (OSError, ValueError):
            raise Stopped from None

    def answer(self, within: float) -> tuple[dict[str, Any], bytes]:
        """What it says next. Raises Stopped."""
        try:
            message = self._answers.get(timeout=max(within, 0.0))
        except queue.Empty:
            raise Stopped from None
        if message is None:
            raise Stopped
        return message

    def close(self) -> None:
        """End it and all that it started, and remove what it wrote; once is enough."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if self._process is not None:
            _end(self._process)
            if self._process.stdin is not None:
                with suppress(OSError):  # what was not read any more
                    self._process.stdin.close()
        self._answers.put(None)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _listen(self) -> None:
        process = self._process
        if process is None or process.stdout is None:
            return
        with suppress(OSError, ValueError):
            while message := receive(process.stdout):
                self._answers.put(message)
        self._answers.put(None)
        with suppress(OSError):
            process.stdout.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the worker's whole group: a program that hangs ends by nothing less."""
    with suppress(OSError):
        if sys.platform == "win32":
            tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(tree, check=False, capture_output=True, timeout=_ENDING)  # noqa: S603
        else:
            # A worker that has ended may have left a program, and its group is there as long as that.
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError, subprocess.SubprocessError):
        process.kill()
        process.wait(_ENDING)
