"""Spoken sentences kept on disk: a WAV file each, found again by what they were made from.

It knows no engine. Whatever is wrong with a file or the folder, the sentence is made again.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import RATE
from stretchtimer.sound.voice.wavefile import as_bytes, header, little_endian

if TYPE_CHECKING:
    from stretchtimer.sound.samples import Pcm

FORMAT = "1"
"""Goes into every key: raise it when the same words would be spoken or polished otherwise."""
MOST_BYTES = 64 * 2**20

_DAY = 86_400.0  # s: how exactly it is known when a file was last of use
_NAME = re.compile(r"[0-9a-f]{64}\.wav")
_LEFT = re.compile(r"[0-9a-f]{64}\.wav\.[0-9]+|verdict\.[0-9]+")  # by a process that was killed
_TAIL = struct.Struct("<4sII")
_HEADER = 44  # bytes
_LARGEST = 4 * 2**20  # bytes: 20 s are 1 MB
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def key(*parts: str) -> str:
    """A name for what is made from these."""
    return hashlib.sha256("\0".join((FORMAT, str(RATE), *parts)).encode("utf-8", "replace")).hexdigest()


class Cache:
    """The folder. Nothing of it raises, and any number of processes may use it at once."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def load(self, name: str) -> Pcm | None:
        """The sentence of that key; None where there is none that is whole."""
        path = self._folder / f"{name}.wav"
        data = self._read(path)
        size = len(data) - _HEADER - _TAIL.size
        if size < 0 or size % 2 or data[:_HEADER] != header(size, RATE, more=_TAIL.size):
            return None
        body = data[_HEADER : -_TAIL.size]
        if data[-_TAIL.size :] != _tail(body):
            return None
        return little_endian(body)

    def store(self, name: str, pcm: Pcm) -> None:
        """Keep a sentence, where that is possible."""
        body = as_bytes(pcm)
        self.write(f"{name}.wav", header(len(body), RATE, more=_TAIL.size) + body + _tail(body))

    def read(self, name: str) -> bytes:
        """What a file of the folder holds; empty where it cannot be read."""
        return self._read(self._folder / name)

    def write(self, name: str, data: bytes) -> None:
        """Replace a file as a whole or not at all."""
        new = self._folder / f"{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                new.unlink()
            with new.open("xb") as file:
                file.write(data)
            new.replace(self._folder / name)
        except OSError:
            with suppress(OSError):
                new.unlink()

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove what was of no use for longest until `most` bytes are left; only what is ours."""
        kept: list[tuple[float, int, str]] = []
        now = time.time()
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    if _NAME.fullmatch(entry.name) and stat.S_ISREG(found.st_mode):
                        kept.append((found.st_mtime, found.st_size, entry.path))
                    elif _LEFT.fullmatch(entry.name) and now - found.st_mtime > _DAY:
                        Path(entry.path).unlink()
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= most:
                return
            with suppress(OSError):
                Path(path).unlink()
            total -= size

    @staticmethod
    def _read(path: Path) -> bytes:
        """A regular file, not through a link, and without waiting for what is none."""
        try:
            with os.fdopen(os.open(path, _READ), "rb") as file:
                found = os.fstat(file.fileno())
                if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
                    return b""
                data = file.read(_LARGEST)
                if time.time() - found.st_mtime > _DAY:
                    os.utime(path)
                return data
        except OSError:
            return b""


def _tail(body: bytes) -> bytes:
    """A chunk that players pass over: the checksum."""
    return _TAIL.pack(b"crc ", 4, zlib.crc32(body))
