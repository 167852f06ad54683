"""The five sounds and the breaths: that nobody mistakes one for another, and that none hurts."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest

from hearing import envelope, hear, spectrum
from stretchtimer.model import Breath
from stretchtimer.ports import Sounding
from stretchtimer.sound.breath import synthesise_breath
from stretchtimer.sound.chimes import Chime, chime_for, synthesise, synthesise_all
from stretchtimer.sound.programme import _DUCKED
from stretchtimer.sound.samples import PEAK, RATE
from stretchtimer.sound.voice.polish import levelled
from stretchtimer.timeline import Cue, CueKind, Segment, SegmentKind

CHIMES = synthesise_all()
HEARD = {chime: hear(pcm) for chime, pcm in CHIMES.items()}

BREATHS = {
    "breathe in": synthesise_breath(Breath.IN, (3000,)),
    "breathe out": synthesise_breath(Breath.OUT, (3000,)),
    "two kicks in": synthesise_breath(Breath.IN, (500, 500)),
    "two kicks": synthesise_breath(Breath.OUT, (600, 600)),
}
SOUNDS = {chime.value: pcm for chime, pcm in CHIMES.items()} | {
    name: pcm for name, pcm in BREATHS.items() if pcm is not None
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What an ear goes by: `pause` is the longest silence within, `glide` the last pitch beside the first."""

    beats: int
    length: float
    pause: float
    centroid: float
    glide: float

    def differences(self, other: Traits) -> set[str]:
        """In what two sounds differ by so much that it is heard in the next room."""
        longer = max(self.length, other.length) / min(self.length, other.length)
        brighter = max(self.centroid, other.centroid) / min(self.centroid, other.centroid)
        turned = max(self.glide, other.glide) / min(self.glide, other.glide)
        clear = {
            "beats": self.beats != other.beats,
            "length": longer > 1.5,
            "pause": abs(self.pause - other.pause) > 0.15,
            "centroid": brighter > 1.25,
            "glide": turned > 1.4,
        }
        return {trait for trait, differs in clear.items() if differs}


def traits(pcm: array[int]) -> Traits:
    """Measure a sound."""
    levels = envelope(pcm)
    most = max(levels)
    loud = [place for place, level in enumerate(levels) if level > most / 3]
    quiet, beats = True, 0
    for level in levels:
        beats += quiet and level > 0.6 * most
        quiet = level < most / 3 if not quiet else level <= 0.6 * most
    pauses = [(after - before) / 200 for before, after in pairwise(loud)]

    def pitch(place: int) -> float:
        part = pcm[place * RATE // 200 :][:1024]
        power = spectrum([*part, *[1] * (1024 - len(part))])
        bins = range(round(200 * 1024 / RATE), round(1600 * 1024 / RATE))
        return max(bins, key=power.__getitem__) * RATE / 1024

    return Traits(
        beats=beats,
        length=len(pcm) / RATE,
        pause=max(pauses, default=0.0),
        centroid=hear(pcm).centroid,
        glide=pitch(max(loud[-1] - 8, 0)) / pitch(loud[0]),
    )


TRAITS = {name: traits(pcm) for name, pcm in SOUNDS.items()}


@pytest.mark.parametrize(("one", "other"), list(combinations(SOUNDS, 2)))
def test_any_two_sounds_differ_in_two_ways(one: str, other: str) -> None:
    """Whoever misses the one hears the other: each two differ clearly in two of rhythm, length and spectrum.

    Two kicks in and two kicks out are the same rhythm by intent: they differ in where they glide.
    """
    differences = TRAITS[one].differences(TRAITS[other])
    kicks = one.startswith("two") and other.startswith("two")
    assert len(differences) >= (1 if kicks else 2), (TRAITS[one], TRAITS[other])


def test_breathing_in_rises_and_out_falls() -> None:
    """The glide goes where the breath goes, in a breath and in each kick of it."""
    assert TRAITS["breathe in"].glide > 1.2
    assert TRAITS["breathe out"].glide < 1 / 1.2
    assert [TRAITS[name].beats for name in BREATHS] == [1, 1, 2, 2]


def test_a_kick_is_heard_where_its_phase_begins() -> None:
    """Two kicks are two pulses, each at the start of its phase, whatever the phases last."""
    for phases in ((500, 500), (600, 400), (300, 900)):
        pcm = synthesise_breath(Breath.OUT, phases)
        assert pcm is not None
        levels = envelope(pcm)
        begins = [
            place * 5 for place, (before, now) in enumerate(pairwise([0.0, *levels])) if before < 0.02 <= now
        ]
        assert begins == pytest.approx([0, phases[0]], abs=15)


@pytest.mark.parametrize("name", SOUNDS)
def test_every_sound_comes_and_goes_softly(name: str) -> None:
    """In the first and the last ms there is less than a hundredth, within 10 ms it never jumps."""
    pcm = SOUNDS[name]
    most = max(map(abs, pcm))
    assert most < 0.708 * PEAK
    # A ramp of 10 ms at either end: at its middle a sound is at half of what it would be.
    for edge in (pcm[: RATE // 100], pcm[: -RATE // 100 : -1]):
        assert max(map(abs, edge[: RATE // 1000])) < 0.03 * most
        assert max(map(abs, edge[: RATE // 200])) < 0.65 * most


def test_what_sounds_at_once_fits() -> None:
    """The loudest chime, breath and words together stay under full scale, for the tones give way to words.

    So nothing is ever clipped of what is laid out, at any volume. Without words there is more room still.
    """
    words = PEAK * 10 ** (-4 / 20)  # what no sentence exceeds
    chime = max(max(map(abs, pcm)) for pcm in CHIMES.values())
    breath = max(max(map(abs, SOUNDS[name])) for name in BREATHS)
    assert words + _DUCKED * (chime + breath) < PEAK
    assert chime + breath < PEAK
    assert levelled(array("h", [32_000, -32_000] + [800] * RATE), RATE)[0] <= words + 1


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
