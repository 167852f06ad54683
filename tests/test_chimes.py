"""The five sounds: that nobody mistakes one for another, and that none hurts."""

from __future__ import annotations

from itertools import combinations

import pytest

from hearing import hear
from stretchtimer.ports import Sounding
from stretchtimer.sound.chimes import Chime, chime_for, synthesise, synthesise_all
from stretchtimer.sound.samples import PEAK, RATE
from stretchtimer.timeline import Cue, CueKind, Segment, SegmentKind

CHIMES = synthesise_all()
HEARD = {chime: hear(pcm) for chime, pcm in CHIMES.items()}


@pytest.mark.parametrize(("one", "other"), list(combinations(Chime, 2)))
def test_two_sounds_differ_in_rhythm_and_in_timbre(one: Chime, other: Chime) -> None:
    """Pitch alone tells nobody anything: notes or length differ, and what a note is made of does too."""
    first, second = HEARD[one], HEARD[other]
    longer, shorter = max(first.length, second.length), min(first.length, second.length)
    assert first.onsets != second.onsets or longer > 2 * shorter
    assert sum(abs(a - b) for a, b in zip(first.overtones, second.overtones, strict=True)) > 0.3


def test_the_rhythms_are_those_of_the_design() -> None:
    """One rising, two in turn, soft and falling, a short tick, three long: as the manual describes them."""
    assert {chime: heard.onsets for chime, heard in HEARD.items()} == {
        Chime.START: 1,
        Chime.SWITCH: 4,
        Chime.REST: 2,
        Chime.COUNT: 1,
        Chime.FINISH: 3,
    }
    assert HEARD[Chime.COUNT].length < 0.1
    assert HEARD[Chime.FINISH].length == max(heard.length for heard in HEARD.values())


def test_start_rises_and_rest_falls() -> None:
    """Begin goes up and let go goes down: the last tenth of a second against the first."""

    def last_pitch(chime: Chime) -> float:
        return hear(CHIMES[chime][-RATE // 10 :]).pitch

    assert last_pitch(Chime.START) > 1.3 * HEARD[Chime.START].pitch
    assert last_pitch(Chime.REST) < 0.8 * HEARD[Chime.REST].pitch


def test_a_higher_sound_is_brighter_than_rest() -> None:
    """Rest is the softest: its spectrum lies lowest, and the tick's highest."""
    by_centroid = sorted(Chime, key=lambda chime: HEARD[chime].centroid)
    assert (by_centroid[0], by_centroid[-1]) == (Chime.REST, Chime.COUNT)


@pytest.mark.parametrize("chime", Chime)
def test_no_sound_is_loud(chime: Chime) -> None:
    """Every peak lies under -3 dBFS, and none so low that it would not be heard beside the others."""
    assert 0.35 * PEAK < max(map(abs, CHIMES[chime])) < 0.708 * PEAK


@pytest.mark.parametrize("chime", Chime)
def test_no_sound_clicks(chime: Chime) -> None:
    """A sound comes from nothing and goes to nothing: 10 ms at either end hold no step."""
    pcm = CHIMES[chime]
    loudest = max(map(abs, pcm))
    for edge in (pcm[: RATE // 100], pcm[: -RATE // 100 : -1]):
        assert abs(edge[0]) < 0.01 * loudest
        assert max(map(abs, edge[: RATE // 500])) < 0.15 * loudest


@pytest.mark.parametrize("chime", Chime)
def test_a_sound_is_the_same_at_another_rate(chime: Chime) -> None:
    """The rate is the device's matter: length and loudness stay what they are."""
    other = synthesise(chime, 2 * RATE)
    assert len(other) == pytest.approx(2 * len(CHIMES[chime]), abs=2)
    assert max(map(abs, other)) == pytest.approx(max(map(abs, CHIMES[chime])), rel=0.05)


def sounding(kind: CueKind, segment: SegmentKind = SegmentKind.WORK, at: int = 0) -> Sounding:
    return Sounding(at=at, cue=Cue(kind=kind), segment=Segment(kind=segment, duration=30_000))


def test_which_cue_makes_which_sound() -> None:
    """The four moments and the tick have a sound; what is only said has none."""
    made = {kind: chime_for(sounding(kind)) for kind in CueKind}
    assert {kind: chime for kind, chime in made.items() if chime is not None} == {
        CueKind.START: Chime.START,
        CueKind.SWITCH: Chime.SWITCH,
        CueKind.REST: Chime.REST,
        CueKind.REP: Chime.COUNT,
        CueKind.COUNT: Chime.COUNT,
        CueKind.FINISH: Chime.FINISH,
    }


def test_a_transition_lets_go_as_a_rest_does() -> None:
    """The end of a stretch is heard where a transition follows, and not while the stretch goes on."""
    assert chime_for(sounding(CueKind.NEXT, SegmentKind.TRANSITION)) is Chime.REST
    assert chime_for(sounding(CueKind.NEXT, SegmentKind.WORK)) is None
