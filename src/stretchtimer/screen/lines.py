"""Whole lines to a stream that may be a pipe: flushed one by one, in what characters it has.

It knows not what the lines say. A stream that takes no more is closed for good, quietly.
"""

from __future__ import annotations

import os
import select
import stat
from contextlib import suppress
from typing import Protocol

from stretchtimer.screen.cells import to_ascii


class Stream(Protocol):
    """What is needed of a text stream such as sys.stdout."""

    @property
    def encoding(self) -> str: ...
    def write(self, text: str, /) -> object: ...
    def flush(self) -> None: ...
    def fileno(self) -> int: ...


class LineWriter:
    """Writes lines until the stream takes no more; `failure` then says why, empty where the reader left."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._ended = False
        self._watch = _watch(stream)
        self.failure = ""

    @property
    def closed(self) -> bool:
        """Whether the stream takes no more. That a pipe's reader has left is seen before the next line."""
        if not self._ended and self._watch is not None and self._watch.poll(0):
            self._close()
        return self._ended

    @property
    def encoding(self) -> str:
        """The stream's encoding; UTF-8 where it has none, as a StringIO."""
        return self._stream.encoding or "utf-8"

    @property
    def utf8(self) -> bool:
        return self.encoding.lower().replace("-", "").replace("_", "") == "utf8"

    def write(self, line: str) -> None:
        """Write a line and flush it; never raises for what the stream does."""
        if self._ended:
            return
        try:
            self._stream.write(_encodable(line, self.encoding) + "\n")
            self._stream.flush()
        except BrokenPipeError:
            self._close()
        except (OSError, ValueError) as error:
            self.failure = getattr(error, "strerror", None) or str(error)
            self._close()

    def _close(self) -> None:
        self._ended = True
        # What the stream still holds would be written at exit, and fail again with a message of Python's.
        with suppress(OSError, ValueError):
            descriptor = os.open(os.devnull, os.O_WRONLY)
            os.dup2(descriptor, self._stream.fileno())
            os.close(descriptor)


def _watch(stream: Stream) -> select.poll | None:
    """What tells that a pipe's reader has left; None of what is no pipe: a terminal's end is the host's."""
    try:
        descriptor = stream.fileno()
        if not hasattr(select, "poll") or not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            return None
    except (OSError, ValueError):
        return None
    watch = select.poll()
    watch.register(descriptor, 0)  # no events: an error and a hang-up are told of always
    return watch


def _encodable(line: str, encoding: str) -> str:
    """`line` with a likeness of every character that the encoding lacks."""
    return line if _fits(line, encoding) else "".join(c if _fits(c, encoding) else to_ascii(c) for c in line)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
