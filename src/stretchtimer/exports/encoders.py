"""What encodes sound besides Python itself: the package soundfile where it is installed, else ffmpeg.

It knows no routine; names and titles reach ffmpeg as words of their own, and no shell.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from stretchtimer.errors import StretchError
from stretchtimer.sound.samples import RATE
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stretchtimer.exports.audio import Encoder

_PROBING = 10.0  # s: a program that takes longer for a tenth of a second of silence does not work
_ENDING = 60.0  # s to write what is left of a file
_MOST = 2**16
"""Bytes handed over at once: libsndfile's Vorbis puts a block on the stack, and falls over a large one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A format as soundfile (`container`, `subtype`) and as ffmpeg (`name`, `codec`, `quality`) call it."""

    name: str
    container: str
    subtype: str
    codec: str
    quality: str = ""


def encoder_of(kind: Kind) -> Encoder:
    """The best that works here. Raises StretchError where none does."""
    if _has_soundfile(kind):
        return _SoundFile(kind)
    program = shutil.which("ffmpeg")
    if program is not None and _works(program, kind):
        return _Ffmpeg(os.path.abspath(program), kind)  # noqa: PTH100 - unlike resolve it follows no link
    there = "" if program is None else "; the ffmpeg that is here cannot write it"
    raise StretchError(
        f"nothing here can write .{kind.name}{there}",
        "pip install soundfile, or install ffmpeg, or write a .wav file",
    )


def _has_soundfile(kind: Kind) -> bool:
    try:
        import soundfile  # late: it is optional, and loads a library
    except (ImportError, OSError):  # the latter where there is no libsndfile for it
        return False
    return bool(soundfile.check_format(kind.container, kind.subtype))


class _SoundFile:
    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    @contextmanager
    def opened(self, path: Path, *, title: str, frames: int) -> Iterator[Callable[[bytes], object]]:
        import soundfile  # late: as above

        name = str(path) if sys.platform == "win32" else os.fsencode(path)
        container, subtype = self._kind.container, self._kind.subtype
        try:
            with soundfile.SoundFile(name, "w", RATE, 1, subtype, format=container) as file:
                file.title = safe(title)

                def write(block: bytes) -> None:
                    for at in range(0, len(block), _MOST):
                        file.buffer_write(block[at : at + _MOST], "int16")

                yield write
            # What fails while a file is closed it keeps to itself.
            whole = soundfile.info(name).frames >= frames
        except (soundfile.SoundFileError, AssertionError) as error:
            raise OSError(_why(path, f"libsndfile says: {error}")) from error
        if not whole:
            raise OSError(_why(path, "libsndfile wrote only a part of it"))


class _Ffmpeg:
    def __init__(self, program: str, kind: Kind) -> None:
        self._program, self._kind = program, kind

    @contextmanager
    def opened(self, path: Path, *, title: str, frames: int) -> Iterator[Callable[[bytes], object]]:  # noqa: ARG002 - it counts itself
        # An absolute name behind its protocol: neither a dash nor a colon in it means anything.
        target = ("-metadata", f"title={safe(title)}", "-y", f"file:{path.absolute()}")
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # noqa: S603 - words, no shell
                [*_command(self._program, self._kind), *target],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,  # a Ctrl-C is ours, and ends it below
            )
            if process.stdin is None:
                raise AssertionError
            try:
                yield process.stdin.write
                process.stdin.close()
                code = process.wait(_ENDING)
            except (BrokenPipeError, subprocess.TimeoutExpired) as error:
                raise OSError(_why(path, _last_words(said))) from error
            finally:
                _end(process)
            if code != 0:
                raise OSError(_why(path, _last_words(said)))


def _command(program: str, kind: Kind) -> tuple[str, ...]:
    samples = "s16le" if sys.byteorder == "little" else "s16be"
    quality = ("-q:a", kind.quality) if kind.quality else ()
    return (
        *(program, "-nostdin", "-hide_banner", "-loglevel", "error"),
        *("-f", samples, "-ar", str(RATE), "-ac", "1", "-i", "pipe:0"),
        # The same samples become the same bytes.
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"),
        *("-c:a", kind.codec, *quality, "-f", kind.name),
    )


def _works(program: str, kind: Kind) -> bool:
    """Whether an ffmpeg runs and has the codec: a tenth of a second of silence tells."""
    try:
        ran = subprocess.run(  # noqa: S603 - words, no shell
            [*_command(program, kind), "pipe:1"],
            input=bytes(RATE // 5),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PROBING,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return ran.returncode == 0 and bool(ran.stdout)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        process.kill()
    if process.stdin is not None:
        with suppress(OSError):  # what it did not take any more
            process.stdin.close()
    with suppress(subprocess.SubprocessError):
        process.wait(_ENDING)


def _last_words(said: BinaryIO) -> str:
    """The last line that a program wrote."""
    said.seek(0)
    lines = said.read(2**16).decode("utf-8", "replace").split("\n")
    return f"ffmpeg says: {next((line.strip() for line in reversed(lines) if line.strip()), 'nothing')}"


def _why(path: Path, said: str) -> str:
    """What became of it: a disk that is full is the likeliest, and neither encoder says so itself."""
    with suppress(OSError):
        if shutil.disk_usage(path.absolute().parent).free < 2**20:
            return "there is no room on the disk"
    return said
