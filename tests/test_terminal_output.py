"""What a display writes to: encodings, sizes, terminals that are slow or gone."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import select
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from stretchtimer.terminal import is_capable
from stretchtimer.terminal.output import BACKLOG, FALLBACK, Output

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def paper() -> Iterator[tuple[int, Output]]:
    """The other end of a pseudo-terminal, and a plain output to it."""
    master, slave = os.openpty()
    with os.fdopen(slave, "w", encoding="ascii") as stream:
        output = Output(stream, screen=False)
        yield master, output
        output.close()
    with contextlib.suppress(OSError):
        os.close(master)


def test_what_the_encoding_lacks_is_replaced(paper: tuple[int, Output]) -> None:
    """An ASCII terminal gets question marks, not a traceback."""
    master, output = paper
    output.write("1½ \ud800 é")
    assert os.read(master, 100) == b"1? ? ?"


def test_a_live_display_needs_a_terminal_that_can_move() -> None:
    """TERM decides, and whether standard output is a terminal at all."""
    master, slave = os.openpty()
    with os.fdopen(slave, "w") as stream:
        assert is_capable(stream, "xterm-256color")
        assert not any(is_capable(stream, term) for term in ("", "dumb", "unknown"))
    assert not is_capable(stream, "xterm")
    assert not is_capable(io.StringIO(), "xterm")
    os.close(master)


def test_a_size_that_nobody_knows_is_80_by_24(paper: tuple[int, Output]) -> None:
    """A new pseudo-terminal is 0 by 0; a string has no size at all."""
    _, output = paper
    assert output.size() == FALLBACK == (80, 24)
    assert Output(io.StringIO(), screen=False).size() == FALLBACK


def test_a_slow_terminal_loses_whole_writes_and_no_part_of_one(paper: tuple[int, Output]) -> None:
    """What was begun is finished, what is beyond the backlog is left out, and the epoch says so once."""
    master, output = paper
    written = 0
    while not output.waiting:
        output.write(f"<{'x' * 998}>")
        written += 1
    epoch = output.epoch
    for _ in range(10 + BACKLOG // 1000):
        output.write(f"<{'y' * 998}>")
    assert output.epoch == epoch
    seen = b""
    while output.waiting:
        seen += os.read(master, 65536)
        output.flush()
    while select.select([master], [], [], 0)[0]:
        seen += os.read(master, 65536)
    assert re.fullmatch(rb"(<x{998}>)+(<y{998}>)+", seen)
    assert seen.count(b"<x") == written
    assert seen.count(b"<y") <= 1 + BACKLOG // 1000
    assert output.epoch == epoch + 1


def test_a_dead_terminal_is_no_exception(paper: tuple[int, Output]) -> None:
    """Writing to nobody says so and is quiet."""
    master, output = paper
    os.close(master)
    output.write("x")
    assert output.dead
    output.write("x")
    output.leave()


def test_a_terminal_that_cannot_be_opened_again_blocks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without an opening of its own, a full terminal still does not block the session."""

    def refuse(_: int) -> str:
        raise OSError(errno.ENODEV, "no such name here")

    monkeypatch.setattr(os, "ttyname", refuse)
    master, slave = os.openpty()
    with os.fdopen(slave, "w") as stream:
        output = Output(stream, screen=False)
        output.write("frame")
        assert os.read(master, 100) == b"frame"
        for _ in range(200):
            output.write("x" * 1000)
        assert output.waiting
        assert os.get_blocking(slave)
    os.close(master)
