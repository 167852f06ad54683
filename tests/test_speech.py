"""What is said when: laws of the layout under any routine, any voice and any speed, and what is shipped."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import counted, hold, rest, tempo, timeline
from strategies import routines
from stretchtimer.compiler import Options, compile_routine
from stretchtimer.course import Course
from stretchtimer.errors import StretchError
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.model import Routine, Side
from stretchtimer.ports import Due
from stretchtimer.soundings import answer
from stretchtimer.speech import GAP, PRIMER, lay, texts
from stretchtimer.text import spoken_ms
from stretchtimer.timeline import CueKind, Priority
from stretchtimer.units import MINUTE

LIBRARY = Library((Folder(bundled(), "shipped"),))
SHIPPED = [name for name in LIBRARY.routine_files if isinstance(LIBRARY.open(name).use(), Routine)]
RUN_OVER = {"prepare": 9000, "next": 3000, "start": 3000, "switch": 3000, "finish": 10**12}
LATEST = {"half": 2000, "rep": 300, "count": 100, "breath": 1200, "say": 6000}


def dues_of(line, rate=1000, **course):
    return list(Course(timeline=line, anchor=(0, 0, rate), **course).upcoming())


def laid(line, **given):
    return lay(dues_of(line), spoken_ms, **given)


def said(line, *kinds):
    """What is said and when, but for numbers; or only what is of these kinds."""
    return [
        (one.at, one.text)
        for one in laid(line).lines
        if (kind := one.due.sounding.cue.kind.value) in kinds or (not kinds and kind not in ("count", "rep"))
    ]


def shipped(name, **options):
    return compile_routine(LIBRARY.open(name).use(), Options(**options)).timeline


@st.composite
def voices(draw):
    """How long a voice takes: so many ms a character, some more for each text, and some it cannot say."""
    each, more = draw(st.integers(1, 120)), draw(st.integers(0, 700))
    mute = draw(st.sampled_from(("", "Breathe.", "1", "Next: bend.", "Switch. Right side.")))
    return lambda text: 0 if text == mute else each * len(text) + more


def key(due):
    return due.clock, due.sounding.cue


def together(lines):
    """Pairs of lines that come closer than they may."""
    return [(a, b) for a, b in pairwise(lines) if b.at < a.at + a.lasts + GAP]


ROUTINES = routines()
RATES = st.sampled_from((250, 1000, 1000, 1500, 2000, 10_000))


@given(routine=ROUTINES, length_of=voices(), rate=RATES)
@settings(deadline=None)
def test_no_two_lines_overlap_and_each_keeps_its_time(routine, length_of, rate):
    """Sorted, a gap between them, none before its cue or after its window, over by its end."""
    speech = lay(dues_of(compile_routine(routine).timeline, rate), length_of)
    assert together(speech.lines) == []
    assert list(speech.lines) == sorted(speech.lines, key=lambda line: line.at)
    for line in speech.lines:
        cue, kind = line.due.sounding.cue, line.due.sounding.cue.kind.value
        over = 6000 if cue.priority is Priority.CAUTION else RUN_OVER.get(kind, 0)
        assert line.text in (cue.text, cue.short)
        assert line.lasts == length_of(line.text) > 0
        assert line.at >= line.due.clock
        assert line.at + line.lasts <= line.due.until + over
        if kind in LATEST and cue.priority is not Priority.CAUTION:
            assert line.at <= line.due.clock + LATEST[kind]
        if kind == "count":
            assert line.at + line.lasts <= line.due.clock + 1000


@given(routine=ROUTINES, length_of=voices(), rate=RATES)
@settings(deadline=None)
def test_every_word_is_said_or_dropped(routine, length_of, rate):
    """Nothing is lost, nothing said twice; only the breath needs no word, nor what cannot be spoken."""
    dues = dues_of(compile_routine(routine).timeline, rate)
    speech = lay(dues, length_of)
    assert lay(dues, length_of) == speech
    kept = sorted(
        [id(line.due) for line in speech.lines if line.due.sounding.cue.kind is not CueKind.BREATH]
        + [id(due) for due in speech.dropped]
    )
    worded = [due for due in dues if due.sounding.cue.text and due.sounding.cue.kind is not CueKind.BREATH]
    speakable = [id(due) for due in worded if length_of(due.sounding.cue.text)]
    assert set(speakable) <= set(kept) <= {id(due) for due in worded}
    assert len(kept) == len(set(kept))


@given(routine=ROUTINES, length_of=voices(), rate=RATES)
@settings(deadline=None)
def test_the_lesser_changes_nothing_for_the_greater(routine, length_of, rate):
    """Without the lesser lines the greater ones stand just where they stood."""
    dues = dues_of(compile_routine(routine).timeline, rate)
    whole = lay(dues, length_of)
    for least in Priority:
        # A caution lets the title go first where there is time: that is the one exception.
        if least is Priority.CAUTION:
            continue
        alone = lay([due for due in dues if due.sounding.cue.priority >= least], length_of)
        assert alone.lines == tuple(line for line in whole.lines if line.due.sounding.cue.priority >= least)


@given(routine=ROUTINES, length_of=voices(), rate=RATES)
@settings(deadline=None)
def test_names_come_in_their_order(routine, length_of, rate):
    """A side or an exercise is never named after one that comes later; late ones do not say "Next"."""
    speech = lay(dues_of(compile_routine(routine).timeline, rate), length_of)
    names = [line for line in speech.lines if line.due.sounding.cue.block is not None]
    assert [line.due.clock for line in names] == sorted(line.due.clock for line in names)
    for line in names:
        assert line.at <= line.due.until or not line.text.startswith(("Next", "Switch"))


@given(routine=ROUTINES, length_of=voices(), rate=RATES)
@settings(deadline=None)
def test_a_countdown_has_no_hole(routine, length_of, rate):
    """After a number that is said come all that follow it."""
    speech = lay(dues_of(compile_routine(routine).timeline, rate), length_of)
    counts = {}
    for due in speech.dropped:
        counts[key(due)] = False
    for line in speech.lines:
        counts[key(line.due)] = True
    told = [
        (cue.text, is_said)
        for (_, cue), is_said in sorted(counts.items(), key=lambda item: item[0][0])
        if cue.kind is CueKind.COUNT and length_of(cue.text)
    ]
    for (before, is_said), (after, follows) in pairwise(told):
        if int(before) == int(after) + 1 and is_said:
            assert follows


@given(routine=ROUTINES, length_of=voices(), at=st.integers(0, 60_000))
@settings(deadline=None)
def test_laid_out_anew_what_has_begun_stays_and_is_not_said_again(routine, length_of, at):
    """At any moment: the lines begun are kept, none begins before now, none overlaps."""
    dues = dues_of(compile_routine(routine).timeline)
    before = lay(dues, length_of)
    begun = [line for line in before.lines if line.at < at]
    after = lay(dues, length_of, now=at, fixed=begun)
    assert [line for line in after.lines if line.at < at] == begun
    assert together(after.lines) == []
    assert len({id(line.due) for line in after.lines}) == len(after.lines)


@given(routine=ROUTINES)
@settings(deadline=None)
def test_texts_are_all_that_is_said_once_and_in_order(routine):
    """Whoever prepares them has each before it is needed; what is said is among them."""
    dues = dues_of(compile_routine(routine).timeline)
    prepared = list(texts(dues))
    assert len(prepared) == len(set(prepared))
    assert {line.text for line in lay(dues, spoken_ms).lines} <= set(prepared)
    first = [due.sounding.cue.text for due in dues if due.sounding.cue.text]
    assert [text for text in prepared if text in set(first)] == list(dict.fromkeys(
        text for due in dues if due.sounding.cue.text
        for text in (due.sounding.cue.text, due.sounding.cue.short) if text in set(first)
    ))  # fmt: skip


# -- what is shipped ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_in_what_is_shipped_nothing_overlaps_whatever_the_options(name):
    """At each level, fitted to 4 to 10 minutes, either side first, at speed 1 and 2."""
    tried = 0
    for level, fit, first in product((None, 1, 2, 3, 4), (None, *range(4, 11)), Side):
        options = {"level": level, "level_asked": False, "fit": fit and fit * MINUTE, "first": first}
        try:
            line = shipped(name, **options)
        except StretchError:  # it cannot be made so short
            continue
        tried += 1
        for rate in (1000, 2000):
            speech = lay(dues_of(line, rate), spoken_ms)
            assert together(speech.lines) == [], options
            if rate == 1000:
                lost = [due.sounding.cue for due in speech.dropped]
                assert [cue.text for cue in lost if cue.priority >= Priority.NAME] == [], options
    assert tried >= 10


def test_hip_unlock_says_this():
    """Line for line."""
    assert said(shipped("hip-unlock")) == [
        (1000, "Hip unlock. First: wide leg bend."),
        (3550, "Stop as soon as you feel pain or discomfort."),
        (22_000, "Let your head hang heavy."),
        (40_400, "Next: kneeling psoas, left side."),
        (59_000, "Press the hips forward and breathe."),
        (75_450, "Switch. Right side."),
        (89_000, "Press the hips forward and breathe."),
        (105_400, "Next: leaning figure four, left side."),
        (124_000, "Lift your chest and breathe out."),
        (140_450, "Switch. Right side."),
        (154_000, "Lift your chest and breathe out."),
        (170_400, "Next: hurdler, left side."),
        (186_000, "Chest first, back long."),
        (197_950, "Switch. Right side."),
        (208_500, "Chest first, back long."),
        (220_400, "Next: quad stretch, left side."),
        (236_000, "Only as far as is comfortable."),
        (247_950, "Switch. Right side."),
        (258_500, "Only as far as is comfortable."),
        (270_400, "Next: elbow side plank, left side."),
        (282_000, "Hips high and stacked."),
        (290_450, "Switch. Right side."),
        (297_000, "Hips high and stacked."),
        (305_400, "Next: figure four twist, left side."),
        (324_000, "Both shoulders down, legs heavy."),
        (340_450, "Switch. Right side."),
        (354_000, "Both shoulders down, legs heavy."),
        (371_200, "Stand up and feel the space in your lower back. Come back whenever it feels compressed."),
    ]


def test_seven_minute_pilates_names_everything_before_it_comes():
    """What comes 8 s before, the side when it changes, the middle of a minute without sides."""
    assert said(shipped("seven-minute-pilates"), "prepare", "next", "switch", "half", "finish") == [
        (1000, "Seven-minute Pilates. First: hip hinge, left side."),
        (40_450, "Switch. Right side."),
        (62_000, "Next: arm reaches."),
        (100_000, "Halfway."),
        (122_000, "Next: half split to hip flexor, left side."),
        (160_450, "Switch. Right side."),
        (182_000, "Next: reclined pigeon sway, left side."),
        (220_450, "Switch. Right side."),
        (242_000, "Next: spine rolls."),
        (280_000, "Halfway."),
        (302_000, "Next: puppy stretch."),
        (340_000, "Halfway."),
        (362_000, "Next: back extension."),
        (400_000, "Halfway."),
        (431_200, "Seven minutes done. Let the hips and lower back stay this loose tonight."),
    ]  # fmt: skip


def test_the_single_leg_kick_has_number_side_and_breath():
    """Face down one hears which rep and which leg, and once how to breathe: out first, then in."""
    line = shipped("single-leg-kick")
    assert said(line) == [
        (1000, "Single-leg kick, left side first."),
        (3150, "Stop as soon as you feel pain or discomfort."),
        (16_010, "Breathe out"),
        (18_000, "Breathe in"),
        (136_200, "Lower your chest and rest. Note how your back feels."),
    ]
    assert said(line, "rep")[:3] == [(15_060, "1, left"), (21_060, "2, right"), (27_060, "3, left")]
    assert len(said(line, "rep")) == 20


# -- single rules ------------------------------------------------------------------------------------


def test_a_breath_is_said_once_for_each_block_and_word():
    """Then the tones go on alone; the second side hears the words again."""
    line = timeline(hold("40s", sides="each", tempo=tempo((4000, "in"), (4000, "out"))), switch=5000)
    assert said(line, "breath") == [
        (4000, "Breathe out"), (8000, "Breathe in"), (45_000, "Breathe in"), (49_000, "Breathe out"),
    ]  # fmt: skip


def test_a_breath_said_before_a_change_is_not_said_again_after_it():
    """What has begun counts, when the rest is laid out anew."""
    line = timeline(hold("40s", tempo=tempo((4000, "in"), (4000, "out"))), prepare=5000)
    dues, before = dues_of(line), laid(line)
    begun = [one for one in before.lines if one.at < 10_000]
    after = lay(dues, spoken_ms, now=10_000, fixed=begun)
    assert [one.text for one in after.lines].count("Breathe in") == 1


def test_a_rest_is_named_before_what_comes():
    """Rest., then the next exercise."""
    line = timeline(hold("20s"), rest("9s"), hold("20s", "Turn"))
    assert said(line, "rest", "next") == [(20_500, "Rest."), (21_050, "Next: turn.")]


def test_with_little_time_to_prepare_the_caution_and_the_name_are_both_said():
    """Whatever --prepare says: the name goes first if it can, else in short after the caution."""
    for prepare in (1, 500, 2000, 3000, 4000):
        line = timeline(hold("30s"), prepare=prepare, caution="Stop as soon as you feel pain. Ask.")
        heard = [text for _, text in said(line, "prepare", "say")]
        assert max(heard) == "Stop as soon as you feel pain."
        assert min(heard) in ("Bend.", "Small. First: bend.")


def test_the_device_is_woken_before_the_first_word():
    """Nothing is spoken in the first second of a preparation of usual length."""
    assert min(at for at, _ in said(timeline(hold("30s"), prepare=10_000))) == PRIMER


def test_the_ticks_back_into_a_position_are_said_in_their_seconds():
    """3, 2, 1, and then what goes on; a rate makes them come sooner."""
    line = timeline(hold("40s"))
    dues = dues_of(line, position=5000, cursor=1, ticks=3, named=1)
    assert [(one.at, one.text) for one in lay(dues, spoken_ms).lines][:4] == [
        (2060, "3"), (3060, "2"), (4060, "1"), (20_000, "Halfway."),
    ]  # fmt: skip


def test_an_answer_to_a_key_is_said_at_once():
    """It was asked for now: no sound goes before it, and what is lesser gives way."""
    line = timeline(hold("40s"))
    index = line.index_at(20_000)
    asked = answer(line, "Bend the knee a little.", at=20_000, index=index)
    dues = dues_of(line, position=19_000, cursor=1, named=1)
    told = lay([Due(clock=20_000, until=40_000, sounding=asked), *dues], spoken_ms, now=20_000)
    assert (told.lines[0].at, told.lines[0].text) == (20_000, "Bend the knee a little.")
    assert [due.sounding.cue.text for due in told.dropped] == ["Halfway."]


def test_a_voice_that_can_say_nothing_says_nothing():
    """Nor is anything dropped for lack of time."""
    speech = lay(dues_of(timeline(counted(3), prepare=5000)), lambda _: 0)
    assert (speech.lines, speech.dropped) == ((), ())


def test_more_than_a_hundred_lines_in_a_row_leave_no_hole():
    """A line for which there is no room among very many is not put upon the last of them."""
    line = timeline(hold("40s", cues=[("1s", "One two three.")]))
    (due,) = [due for due in dues_of(line) if due.sounding.cue.kind is CueKind.SAY]
    (one,) = lay([due], spoken_ms).lines
    row = [replace(one, at=1000 + 20 * n, lasts=19) for n in range(500)]
    others = [replace(due, clock=due.clock - 1, until=due.until)]
    assert [late for late in lay(others, spoken_ms, fixed=row).lines if late not in row] == []
