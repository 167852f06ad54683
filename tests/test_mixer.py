"""The mixer: what a device gets when it asks."""

from __future__ import annotations

from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.sound.mixer import STALE, Mixer
from stretchtimer.sound.samples import PEAK, gain


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(mixer: Mixer, frames: int) -> list[int]:
    pcm = array("h")
    pcm.frombytes(mixer.block(frames))
    return list(pcm)


sounds = st.lists(st.lists(st.integers(-PEAK, PEAK), min_size=1, max_size=40), max_size=4)


@given(sounds, st.lists(st.integers(1, 13), min_size=20, max_size=20))
def test_what_comes_out_is_the_sum_whatever_the_blocks(sounds: list[list[int]], blocks: list[int]) -> None:
    """However a device cuts its blocks, every sound comes out whole, added to the others, held in 16 bits."""
    mixer = Mixer(clock=Clock())
    for sound in sounds:
        mixer.play(array("h", sound))
    total = sum(blocks)
    out = [sample for frames in blocks for sample in taken(mixer, frames)]
    added = [sum(sound[i] for sound in sounds if i < len(sound)) for i in range(total)]
    assert out == [min(max(sample, -PEAK), PEAK) for sample in added]


def test_a_sound_begins_beside_one_that_plays() -> None:
    """A second sound neither cuts the first nor waits for its end."""
    mixer = Mixer(clock=Clock())
    mixer.play(array("h", [100] * 4))
    assert taken(mixer, 2) == [100, 100]
    mixer.play(array("h", [10] * 4))
    assert taken(mixer, 6) == [110, 110, 10, 10, 0, 0]


def test_volume_follows_the_square_law() -> None:
    """100 is as it is, 50 a quarter of the amplitude (-12 dB), 0 nothing; beyond is cut off."""
    assert [gain(volume) for volume in (-1, 0, 50, 100, 200)] == [0, 0, 0.25, 1, 1]
    mixer = Mixer(volume=50, clock=Clock())
    mixer.play(array("h", [1000, -1000]))
    assert taken(mixer, 2) == [250, -250]


def test_stop_fades_within_ten_milliseconds() -> None:
    """What sounds ends without a click and soon; what has not begun is not heard at all."""
    mixer = Mixer(clock=Clock())
    mixer.play(array("h", [10_000] * 2000))
    taken(mixer, 100)
    mixer.play(array("h", [10_000] * 2000))
    mixer.stop()
    rest = taken(mixer, 500)
    assert rest[0] == 10_000
    assert all(0 <= before - after < 100 for before, after in pairwise(rest[:240]))
    assert rest[240:] == [0] * 260
    assert mixer.wait_idle(0)


def test_what_was_missed_is_not_heard_in_a_burst() -> None:
    """A device that slept goes on with silence, not with all the sounds of its sleep at once."""
    clock = Clock()
    mixer = Mixer(clock=clock)
    mixer.play(array("h", [1] * 100))
    taken(mixer, 10)
    for _ in range(3):
        mixer.play(array("h", [1] * 100))
    clock.now += STALE + 0.1
    mixer.play(array("h", [5] * 4))
    assert taken(mixer, 6) == [5, 5, 5, 5, 0, 0]


def test_waiting_tells_a_dead_device() -> None:
    """The time that something waits grows from when it was played or last fed, and not in silence."""
    clock = Clock()
    mixer = Mixer(clock=clock)
    clock.now = 10
    assert mixer.waiting() == 0
    for _ in range(30):
        clock.now += 0.1
        mixer.play(array("h", [1] * 100))
    assert round(mixer.waiting(), 3) == 2.9
    taken(mixer, 10)
    mixer.play(array("h", [1] * 100))
    assert mixer.waiting() == 0
    mixer.stop()
    taken(mixer, 500)
    clock.now += 5
    assert mixer.waiting() == 0


def test_a_pile_of_sounds_stays_small() -> None:
    """A rehearsal at fifty times the speed does not make the mixer add up hundreds of sounds."""
    mixer = Mixer(clock=Clock())
    for _ in range(500):
        mixer.play(array("h", [1] * 10))
    assert taken(mixer, 1)[0] < 10
