"""Laws that hold for every routine: of timelines, of edits, of --fit and of undisturbed play."""

from __future__ import annotations

from collections import Counter
from itertools import cycle

from hypothesis import assume, given
from hypothesis import strategies as st

from fakes import START, scheduled, side_work, sounded
from strategies import routines
from stretchtimer import edits
from stretchtimer.compiler import Options, compile_routine
from stretchtimer.errors import StretchError
from stretchtimer.model import Side, Sides
from stretchtimer.player import Player
from stretchtimer.timeline import CueKind, SegmentKind
from stretchtimer.units import parse_duration


def line_of(routine, **options):
    return compile_routine(routine, Options(**options)).timeline


def holds(line):
    """The ms of the timed segments of work."""
    return [s.duration for s in line.segments if s.kind is SegmentKind.WORK and s.rep is None]


def no_side_is_too_short(line, plain):
    """10 s a side, or as long as written; sides that become equal may give the odd millisecond for it."""
    return all(
        new >= (10_000 if old >= 10_000 else old - 1)
        for new, old in zip(holds(line), holds(plain), strict=True)
    )


def check_timeline(line):
    """What holds for a timeline, compiled or edited."""
    # Contiguous: each segment starts where the one before ends, only the finish has no length.
    for start, segment, following in zip(line.starts, line.segments, line.starts[1:], strict=False):
        assert start + segment.duration == following
        assert segment.duration > 0
    assert line.segments[-1].kind is SegmentKind.FINISH
    assert line.segments[-1].duration == 0
    assert line.total == line.duration + line.prepare == sum(segment.duration for segment in line.segments)
    # Every cue lies in its segment, and they are sorted.
    for item in line.schedule:
        start, segment = line.starts[item.index], line.segments[item.index]
        assert start <= item.at < start + segment.duration or item.at == start == line.total
        assert line.index_at(item.at) == item.index
        assert item.at == start + item.cue.offset + (segment.duration if item.cue.offset < 0 else 0)
    assert [item.at for item in line.schedule] == sorted(item.at for item in line.schedule)
    # Blocks are numbered from 1 in order, each one stretch; its reps are numbered from 1.
    assert list(line.blocks) == list(range(1, len(line.blocks) + 1))
    for block in line.blocks.values():
        work = line.segments[block.first : block.last + 1]
        assert {segment.block for segment in work} == {block.number}
        assert {segment.step for segment in work} == {block.step}
        if work[0].rep is not None:
            assert [segment.rep for segment in work] == list(range(1, len(work) + 1))
            assert {segment.reps for segment in work} == {len(work)}
            numbers = [c.text.partition(",")[0] for s in work for c in s.cues if c.kind is CueKind.REP]
            assert numbers == [str(n) for n in range(1, len(work) + 1)]
    # Every block but the first of a routine without prepare is named before it begins, exactly once.
    for number, block in line.blocks.items():
        named = [
            item
            for item in line.schedule
            if item.cue.block == number and item.cue.text and item.at <= line.starts[block.first]
        ]
        assert len(named) == 1, (number, named)
        starts = [i for i in line.schedule if i.at == line.starts[block.first] and i.cue.block == number]
        assert any(item.cue.kind in (CueKind.START, CueKind.SWITCH) for item in starts)


@given(routines(), st.one_of(st.none(), st.sampled_from(Side)), st.one_of(st.none(), st.integers(1, 3)))
def test_every_routine_compiles_to_a_sound_timeline(routine, first, level):
    """Contiguous segments, cues within them, blocks and reps numbered, every block named once before it."""
    check_timeline(line_of(routine, first=first, level=level, level_asked=False))


@given(routines())
def test_both_sides_have_the_same_work(routine):
    """Up to the odd millisecond of each split."""
    line = line_of(routine)
    work = side_work(line)
    rounds = Counter(block.step for block in line.blocks.values())
    for (step, side), ms in work.items():
        assert abs(ms - work[step, side.other]) <= rounds[step]


@given(routines(), st.sampled_from((0.1, 0.5, 1.0, 3.7, 200.0, 1000.0)), st.data())
def test_undisturbed_play_is_the_schedule_however_it_is_looked_at(routine, rate, data):
    """At any rate, with looks up to 5 s apart: every cue exactly once, in order, as it stands."""
    line = line_of(routine)
    assume(line.total / rate < 600_000)
    player, now, heard = Player(line, rate=rate), START, []
    # The long gaps at the end bound how often it is looked at.
    gaps = [*data.draw(st.lists(st.integers(0, 5000), max_size=20)), 4321, 5000]
    for gap in cycle(gaps):
        heard += player.advance(now)
        player.frame()
        if player.done:
            break
        now += gap
    assert sounded(heard) == scheduled(line.schedule)
    planned = Counter()
    for segment in line.segments[:-1]:
        planned[segment.block, segment.kind, segment.side] += segment.duration
    assert player.played == planned
    assert player.position == line.total


@given(routines(), st.sampled_from((0.3, 1.0, 7.0, 1000.0)))
def test_the_next_look_is_in_time_for_every_cue(routine, rate):
    """Played by next_due alone every cue is heard at the first ms of the clock that reaches it."""
    line = line_of(routine)
    assume(line.total / rate < 300_000)
    player, now, heard = Player(line, rate=rate), START, []
    thousandths = round(rate * 1000)
    while True:
        for sounding in player.advance(now):
            assert now == START - (-sounding.at * 1000 // thousandths)
            heard.append(sounding)
        if (due := player.next_due()) is None:
            break
        assert due > now
        now = min(due, now + 4000)
    assert sounded(heard) == scheduled(line.schedule)


@given(routines(), st.integers(1, 3_000_000))
def test_fit_is_never_longer_than_asked_and_exact_where_holds_can_give(routine, target):
    """Either it is refused, or the result is the target; with whole reps alone it is no longer."""
    plain = line_of(routine)
    try:
        line = line_of(routine, fit=target)
    except StretchError as error:
        assert target < plain.duration or "reps to last" in error.message  # noqa: PT017
        return
    check_timeline(line)
    assert line.duration <= target
    timed = holds(plain)
    can_give = timed and (target >= plain.duration or any(hold > 10_001 for hold in timed))
    if can_give:
        assert line.duration == target
    assert no_side_is_too_short(line, plain)


@given(routines(), st.integers(1, 600_000))
def test_the_shortest_time_that_fit_names_works(routine, target):
    """Fitting to the whole second that a refusal names is possible, to one less it is not."""
    try:
        line_of(routine, fit=target)
    except StretchError as error:
        assume("reps to last" not in error.message)
        shortest = parse_duration(error.hint.rpartition(" ")[2])
        assert target < shortest
        line, plain = line_of(routine, fit=shortest), line_of(routine)
        assert line.duration <= shortest
        assert no_side_is_too_short(line, plain)
        if shortest > 1000:
            try:
                line_of(routine, fit=shortest - 1000)
            except StretchError:
                return
            raise AssertionError("a second less works as well") from error


@given(routines(), st.data())
def test_edits_keep_a_timeline_sound(routine, data):
    """Longer, shorter, levels, again and again, anywhere: what holds for a timeline still holds."""
    line = line_of(routine)
    for _ in range(data.draw(st.integers(1, 6))):
        index = data.draw(st.integers(0, len(line.segments) - 1))
        block = line.block_ahead(index)
        if block is None:
            continue
        into = data.draw(st.integers(0, max(line.segments[index].duration - 1, 0)))
        position = line.starts[index] + into
        before = line.segments[: index + 1]
        kind = data.draw(st.sampled_from(("longer", "shorter", "level", "again")))
        if kind in ("longer", "shorter"):
            changed = edits.change_length(
                line, block, 1 if kind == "longer" else -1, index=index, position=position
            )
            assert changed.starts[index] + into < changed.end_of_block(block.number)
        elif kind == "again":
            changed = edits.renewed(line)
        else:
            known = len(line.step(block.step).exercise.levels)
            changed = (
                edits.relevel(line, block, data.draw(st.integers(1, known)), index=index) if known else line
            )
        if kind != "again":
            assert [s.duration for s in changed.segments[:index]] == [s.duration for s in before[:-1]]
            assert changed.index_at(position) == index
        check_timeline(changed)
        line = changed


@given(routines((Sides.SPLIT, Sides.EACH)), st.sampled_from((1, -1)), st.data())
def test_an_edit_before_the_first_side_keeps_both_sides_equal(routine, sign, data):
    """What changes one side by time or by reps changes its partner by the same."""
    line = line_of(routine)
    block = data.draw(st.sampled_from([one for one in line.blocks.values() if edits.partner(line, one)]))
    other = edits.partner(line, block)
    start = line.starts[block.first]
    changed = edits.change_length(line, block, sign, index=max(block.first - 1, 0), position=start)

    def side(timeline, number):
        found = timeline.blocks[number]
        return [segment.duration for segment in timeline.segments[found.first : found.last + 1]]

    one, two = side(changed, block.number), side(changed, other.number)
    assert len(one) == len(two)
    assert abs(sum(one) - sum(two)) <= 1
