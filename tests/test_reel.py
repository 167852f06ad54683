"""A file's samples: each sound at its own, the same as a device gets, and silence that costs nothing."""

from __future__ import annotations

import time
from array import array
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from strategies import routines
from stretchtimer.compiler import compile_routine
from stretchtimer.course import Course
from stretchtimer.sound.agenda import Agenda, Piece
from stretchtimer.sound.chimes import SOUND_OF, synthesise_all
from stretchtimer.sound.mixer import Mixer
from stretchtimer.sound.pace import Exact
from stretchtimer.sound.programme import Programme
from stretchtimer.sound.reel import TAIL, frames_of, render
from stretchtimer.sound.samples import PEAK, RATE, silence
from stretchtimer.timeline import CueKind

if TYPE_CHECKING:
    from stretchtimer.model import Routine
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.timeline import Timeline

MS = RATE // 1000


def samples(pieces: list[Piece], frames: int, volume: int = 100) -> Pcm:
    """All blocks as one."""
    return array("h", b"".join(render(pieces, frames=frames, volume=volume)))


def words(text: str) -> Pcm:
    """A voice that hums, 100 ms a word and as many samples as the text has letters: no whole ms."""
    return array("h", [1000, -1000] * (len(text.split()) * RATE // 20)) + silence(len(text))


def pieces_of(timeline: Timeline, *, voiced: bool) -> list[Piece]:
    programme = Programme()
    programme.follow(Course(timeline=timeline).upcoming())
    if voiced:
        programme.lay_out(words)
    return list(programme.pieces(words))


def span(piece: Piece) -> tuple[int, int]:
    begin = int(piece.at) * MS
    return begin, begin + len(piece.pcm)


def test_a_sound_stands_at_its_sample_and_nothing_else_is_there() -> None:
    """What is not a sound is a zero: no hiss to keep a device awake, no sound moved by a block's edge."""
    pcm = array("h", [7, 8, 9])
    file = samples([Piece(at=1, pcm=pcm, key=1), Piece(at=1000, pcm=pcm, key=2)], 2 * RATE)
    expected = silence(2 * RATE)
    expected[MS : MS + 3] = expected[RATE : RATE + 3] = pcm
    assert file == expected


def test_sounds_together_are_added_and_held_within_16_bits() -> None:
    """As the mixer does it."""
    loud, more = array("h", [30_000] * 48), array("h", [10_000] * 48)
    file = samples([Piece(at=0, pcm=loud, key=1), Piece(at=1, pcm=more, key=2)], 96)
    assert list(file) == [30_000] * 24 + [PEAK] * 24 + [10_000] * 24 + [0] * 24


def test_the_same_line_twice_is_heard_twice() -> None:
    """What the agenda of a session takes for one sound, begun already, is two in a file."""
    pcm = array("h", [5] * 48)
    file = samples([Piece(at=at, pcm=pcm, key="same") for at in (0, 2, 10)], 12 * MS)
    assert [file[at * MS] for at in range(12)] == [5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 5, 5]


_parts = st.lists(
    st.tuples(
        st.integers(0, 400), st.lists(st.integers(-PEAK, PEAK), max_size=3000).map(lambda x: array("h", x))
    ),
    max_size=12,
)


@given(_parts, st.integers(1, 100), st.integers(1, 5000))
def test_a_file_is_what_a_device_gets(parts: list[tuple[int, Pcm]], volume: int, block: int) -> None:
    """Whatever the blocks of a device, wherever something sounds it is the same to the sample."""
    pieces = [Piece(at=at, pcm=pcm, key=number) for number, (at, pcm) in enumerate(parts)]
    frames = frames_of(0, pieces)
    agenda = Agenda()
    agenda.replace(pieces)
    mixer = Mixer(pace=Exact(), agenda=agenda, volume=volume, clock=lambda: 0.0)
    device = array("h", b"".join(mixer.block(block) for _ in range(frames // block + 1)))
    file = samples(pieces, frames, volume)
    assert len(file) == frames
    for begin, end in map(span, pieces):
        assert file[begin:end] == device[begin:end]


@given(routines(), st.booleans())
def test_any_routine_becomes_a_file_without_a_moment_lost(routine: Routine, voiced: bool) -> None:
    """As long as the timeline, or its last sound, and half a second; each sound where the agenda has it."""
    timeline = compile_routine(routine).timeline
    pieces = pieces_of(timeline, voiced=voiced)
    frames = frames_of(timeline.total, pieces)
    ends = [end for _, end in map(span, pieces)]
    assert frames == max(timeline.total * MS, *ends) + TAIL * MS
    file = samples(pieces, frames)
    assert len(file) == frames
    spans = sorted(map(span, pieces))
    for piece in pieces:
        begin, end = span(piece)
        if sum(begin < other[1] and other[0] < end for other in spans) == 1:
            assert file[begin:end] == piece.pcm
    at = 0
    for begin, end in [*spans, (frames, frames)]:
        silent = not file[at:begin].tobytes().strip(b"\0")  # any() would take minutes for hours of it
        assert begin <= at or silent, "something sounds where nothing should"
        at = max(at, end)


@given(routines())
def test_every_chime_is_at_its_time_of_the_timeline(routine: Routine) -> None:
    """A cue's time in ms is its sound's sample, times 24: the error is none."""
    timeline = compile_routine(routine).timeline
    pieces = pieces_of(timeline, voiced=False)
    file = samples(pieces, frames_of(timeline.total, pieces))
    first = {chime: next(i for i, x in enumerate(pcm) if x) for chime, pcm in synthesise_all().items()}
    finish = timeline.schedule[-1]
    assert finish.cue.kind is CueKind.FINISH
    quiet_since = max((span(piece)[1] for piece in pieces if piece.at < finish.at), default=0)
    begin = finish.at * MS
    if quiet_since <= begin and sum(piece.at == finish.at for piece in pieces) == 1:
        onset = next(i for i in range(begin, len(file)) if file[i])
        assert onset == begin + first[SOUND_OF[CueKind.FINISH]]


def test_a_day_of_silence_is_not_held_in_memory() -> None:
    """Blocks come one by one, none large, however long the file."""
    pieces = [Piece(at=hour * 3_600_000, pcm=array("h", [1] * 10), key=hour) for hour in range(24)]
    began = time.process_time()
    total = 0
    for block in render(pieces, frames=24 * 3600 * RATE, volume=100):
        assert len(block) <= 2**18
        total += len(block)
    assert total == 24 * 3600 * RATE * 2
    assert time.process_time() - began < 5
