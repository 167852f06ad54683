"""The pieces of a programme as the samples of a file, by the mixer of a session: each at its own sample.

It knows no file and no format. Silence between sounds is not mixed, so that it costs nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.sound.agenda import Agenda
from stretchtimer.sound.mixer import Mixer
from stretchtimer.sound.pace import Exact
from stretchtimer.sound.samples import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.sound.agenda import Piece

TAIL = 500
"""So many ms of silence follow the last sound: some players cut the end of a file off."""

_SILENCE = bytes(2**18)


class _Spliced(Exact):
    """The clock of a file of which some stretches, being silent, are never asked for."""

    def __init__(self) -> None:
        self.left_out = 0

    def begin_of(self, asked: int, now: float) -> float:
        return super().begin_of(asked + self.left_out, now)


def frames_of(total: int, pieces: Iterable[Piece]) -> int:
    """How many samples it takes to let everything ring out, and a timeline of `total` ms pass."""
    last = max((_end(piece) for piece in pieces), default=0)
    return max(last, total * RATE // 1000) + TAIL * RATE // 1000


def render(pieces: Iterable[Piece], *, frames: int, volume: int) -> Iterator[bytes]:
    """So many samples in blocks, in the machine's byte order. No piece may end later."""
    pace, agenda = _Spliced(), Agenda()
    # A clock that stands: a sound is not stale because the computer slept while the file was written.
    mixer = Mixer(pace=pace, agenda=agenda, volume=volume, clock=lambda: 0.0)
    at = 0
    # Each is a sound of its own, also where an author wrote the same line twice for one moment.
    for run in _runs(replace(piece, key=number) for number, piece in enumerate(pieces)):
        begin = _begin(run[0])
        yield from _silent(begin - at)
        pace.left_out += begin - at
        # Cut wherever a sound begins or ends, and told of only then: what sounds alone is added to nothing.
        begins: dict[int, list[Piece]] = {_end(piece): [] for piece in run}
        for piece in run:
            begins.setdefault(_begin(piece), []).append(piece)
        *edges, last = sorted(begins)
        for edge, following in zip(edges, (*edges[1:], last), strict=True):
            agenda.replace(begins[edge])
            yield mixer.block(following - edge)
        at = last
    yield from _silent(frames - at)


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces in order, those together that leave no silence between them."""
    run: list[Piece] = []
    until = 0
    for piece in sorted(pieces, key=lambda piece: piece.at):
        if not piece.pcm:
            continue
        if run and _begin(piece) > until:
            yield run
            run = []
        run.append(piece)
        until = max(until, _end(piece)) if len(run) > 1 else _end(piece)
    if run:
        yield run


def _begin(piece: Piece) -> int:
    return round(piece.at * RATE / 1000)


def _end(piece: Piece) -> int:
    return _begin(piece) + len(piece.pcm)


def _silent(frames: int) -> Iterator[bytes]:
    left = 2 * frames
    while left > 0:
        yield _SILENCE if left >= len(_SILENCE) else _SILENCE[:left]
        left -= len(_SILENCE)
