"""The mixer: what a device gets when it asks."""

from __future__ import annotations

import time
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.sound.agenda import LATE, Agenda, Piece
from stretchtimer.sound.mixer import STALE, WAKING, Mixer
from stretchtimer.sound.pace import Exact, Steady
from stretchtimer.sound.samples import PEAK, RATE, gain
from waiting import AT_ONCE

BLOCK = RATE // 10  # 100 ms


class Clock:
    """Milliseconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def mixer_of(*pieces: Piece, volume: int = 100, clock: Clock | None = None) -> Mixer:
    agenda = Agenda()
    agenda.replace(pieces)
    return Mixer(pace=Exact(), agenda=agenda, volume=volume, clock=clock or Clock())


def piece(at: float, samples: list[int], key: object = None, *, spoken: bool = False) -> Piece:
    return Piece(at=at, pcm=array("h", samples), key=key or at, spoken=spoken)


def taken(mixer: Mixer, frames: int) -> list[int]:
    pcm = array("h")
    pcm.frombytes(mixer.block(frames))
    return list(pcm)


sounds = st.lists(st.lists(st.integers(-PEAK, PEAK), min_size=1, max_size=40), max_size=4)
blocks = st.lists(st.integers(1, 13), min_size=20, max_size=20)


@given(sounds, blocks)
def test_what_comes_out_is_the_sum_whatever_the_blocks(sounds: list[list[int]], blocks: list[int]) -> None:
    """However a device cuts its blocks, every sound comes out whole, added to the others, held in 16 bits."""
    mixer = mixer_of()
    for sound in sounds:
        mixer.play(array("h", sound))
    total = sum(blocks)
    out = [sample for frames in blocks for sample in taken(mixer, frames)]
    added = [sum(sound[i] for sound in sounds if i < len(sound)) for i in range(total)]
    assert out == [min(max(sample, -PEAK), PEAK) for sample in added]


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 40)), max_size=5), blocks)
def test_what_is_told_ahead_begins_at_its_own_sample(told: list[tuple[int, int]], blocks: list[int]) -> None:
    """A piece stands where its time is, to the sample, whatever the blocks and whatever plays beside it."""
    pieces = [piece(begin * 1000 / RATE, [1000] * length, key) for key, (begin, length) in enumerate(told)]
    mixer = mixer_of(*pieces)
    out = [sample for frames in blocks for sample in taken(mixer, frames)]
    assert [round(sample / 1000) for sample in out] == [
        sum(begin <= i < begin + length for begin, length in told) for i in range(len(out))
    ]


def test_a_sound_begins_beside_one_that_plays() -> None:
    """A second sound neither cuts the first nor waits for its end."""
    mixer = mixer_of()
    mixer.play(array("h", [100] * 4))
    assert taken(mixer, 2) == [100, 100]
    mixer.play(array("h", [10] * 4))
    assert taken(mixer, 6) == [110, 110, 10, 10, 0, 0]


def test_volume_follows_the_square_law() -> None:
    """100 is as it is, 50 a quarter of the amplitude (-12 dB), 0 nothing; beyond is cut off."""
    assert [gain(volume) for volume in (-1, 0, 50, 100, 200)] == [0, 0, 0.25, 1, 1]
    mixer = mixer_of(volume=50)
    mixer.play(array("h", [1000, -1000]))
    assert taken(mixer, 2) == [250, -250]


def test_a_lower_volume_leaves_room_for_more() -> None:
    """What would be clipped at full volume is whole at a lower one: the sum is made quieter first."""
    mixer = mixer_of(volume=50)
    for _ in range(2):
        mixer.play(array("h", [30_000] * 20))
    assert taken(mixer, 10) == [15_000] * 10


def test_another_volume_comes_at_once_and_without_a_click() -> None:
    """Silence is reached within 10 ms, time goes on in it, and taking it back goes on where it then is."""
    mixer = mixer_of()
    mixer.play(array("h", [10_000] * 3 * BLOCK))
    taken(mixer, BLOCK)
    mixer.set_volume(0)
    quiet = taken(mixer, BLOCK)
    assert all(0 <= before - after < 100 for before, after in pairwise(quiet))
    assert quiet[RATE // 100 :] == [0] * (BLOCK - RATE // 100)
    mixer.set_volume(100)
    assert taken(mixer, BLOCK)[-1] == 10_000
    assert taken(mixer, BLOCK) == [0] * BLOCK


def test_stop_fades_within_ten_milliseconds() -> None:
    """What sounds ends without a click and soon; what has not begun is not heard at all."""
    mixer = mixer_of()
    mixer.play(array("h", [10_000] * 2000))
    taken(mixer, 100)
    mixer.play(array("h", [10_000] * 2000))
    mixer.stop()
    rest = taken(mixer, 500)
    assert rest[0] == 10_000
    assert all(0 <= before - after < 100 for before, after in pairwise(rest[:240]))
    assert rest[240:] == [0] * 260
    assert mixer.wait_idle(0)


def test_words_can_be_stopped_alone() -> None:
    """Who cuts a line off still hears the tone that sounds beside it."""
    mixer = mixer_of(piece(0, [1000] * 2 * BLOCK, spoken=True), piece(1, [500] * 2 * BLOCK))
    taken(mixer, BLOCK)
    mixer.stop(words_only=True)
    assert taken(mixer, BLOCK)[-100:] == [500] * 100


def test_what_was_missed_is_not_heard_in_a_burst() -> None:
    """A device that slept goes on with silence, not with all the sounds of its sleep at once."""
    clock = Clock()
    mixer = mixer_of(clock=clock)
    mixer.play(array("h", [1] * 100))
    taken(mixer, 10)
    for _ in range(3):
        mixer.play(array("h", [1] * 100))
    clock.now += STALE + 100
    mixer.play(array("h", [5] * 4))
    assert taken(mixer, 6) == [5, 5, 5, 5, 0, 0]


@pytest.mark.parametrize(("late", "heard"), [(LATE - 1, True), (LATE + 1, False)])
def test_a_piece_may_be_late_but_not_by_much(late: float, heard: bool) -> None:
    """What an answer to a key begins now is heard whole; a cue of long ago would tell of another moment."""
    agenda = Agenda()
    mixer = Mixer(pace=Exact(), agenda=agenda, clock=Clock())
    taken(mixer, round(500 * RATE / 1000))
    agenda.replace([piece(500 - late, [7] * 5)])
    assert taken(mixer, 6) == ([7] * 5 + [0] if heard else [0] * 6)


def test_taking_back_leaves_nothing_to_come_and_repeats_nothing() -> None:
    """What has begun goes on and is not begun again by another agenda; what has not begun is gone."""
    agenda = Agenda()
    mixer = Mixer(pace=Exact(), agenda=agenda, clock=Clock())
    first, second = piece(0, [3] * 10, "first"), piece(5000, [4] * 10, "second")
    agenda.replace([first, second])
    assert taken(mixer, 5) == [3] * 5
    assert agenda.has_begun("first")
    assert not agenda.has_begun("second")
    agenda.replace([first])
    assert taken(mixer, 10) == [3] * 5 + [0] * 5
    assert agenda.next_at() is None


def test_a_device_is_woken_before_a_sound_and_left_alone_without_one() -> None:
    """A hiss that nobody hears goes before the first sound by a second; in silence there is none."""
    quiet = mixer_of(piece(WAKING + 500, [1000]))
    assert taken(quiet, BLOCK) == [0] * BLOCK
    woken = mixer_of(piece(WAKING, [1000]))
    noise = taken(woken, BLOCK)
    assert 0 < max(map(abs, noise)) <= 3


def test_a_device_that_no_longer_asks_is_told_by_its_silence() -> None:
    """The time since it asked grows, in silence as with sound, and only once it has begun to ask."""
    clock = Clock()
    mixer = mixer_of(clock=clock)
    clock.now = 10_000
    assert mixer.silent_for() == 0
    taken(mixer, 10)
    clock.now += 300
    assert mixer.silent_for() == 300


def test_a_pile_of_sounds_stays_small() -> None:
    """A rehearsal at fifty times the speed does not make the mixer add up hundreds of sounds."""
    mixer = mixer_of()
    for _ in range(500):
        mixer.play(array("h", [1] * 10))
    assert taken(mixer, 1)[0] < 10


# -- the pace of a device ------------------------------------------------------------------------------


@given(
    st.lists(st.floats(0, 12), min_size=60, max_size=60),
    st.floats(-50, 50),
    st.integers(1, 4),
)
def test_a_device_is_followed_through_its_jitter(late: list[float], ppm: float, together: int) -> None:
    """However late its asking comes through and in whatever bursts, what is heard when is known to a ms.

    That holds once it has been in time a few times, and for clocks that part by 50 ppm.
    """
    pace = Steady(latency=100)
    late[:12] = late[36:48] = [0.0] * 12
    asked, errors = 0, []
    for number, lateness in enumerate(late):
        heard = 5000 + asked * 1000 / RATE * (1 + ppm / 1e6)
        # It asks for `together` blocks when the first of them has room.
        room = 5000 + (asked - asked % (together * BLOCK)) * 1000 / RATE * (1 + ppm / 1e6)
        estimate = pace.begin_of(asked, room + lateness)
        if number > 12:
            errors.append(estimate - heard)
        asked += BLOCK
    assert max(errors) - min(errors) < 1.5


def test_a_device_that_asks_every_two_seconds_is_followed_too() -> None:
    """Some servers ask seldom and for much: each of their blocks has a time of its own."""
    pace = Steady(latency=0)
    asked, begins = 0, []
    for burst in range(6):
        for _ in range(20):
            begins.append(pace.begin_of(asked, burst * 2000))
            asked += BLOCK
    assert [round(after - before) for before, after in pairwise(begins[40:])] == [100] * 79


def test_after_a_standstill_the_pace_is_found_anew() -> None:
    """A device that stood still for seconds is not thought to be seconds ahead."""
    pace = Steady(latency=0)
    for block in range(20):
        pace.begin_of(block * BLOCK, block * 100)
    assert pace.begin_of(20 * BLOCK, 7000) == 7000


def test_nobody_sleeps_through_a_change() -> None:
    """Whoever looked when the next sound comes, and then waits, is not kept by what was put in between."""
    agenda = Agenda()
    seen = agenda.next_at()
    agenda.replace([piece(5, [1])])
    begun = time.monotonic()
    agenda.wait(30, seen=seen)
    assert time.monotonic() - begun < AT_ONCE
