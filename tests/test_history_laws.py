"""Laws of the history: nothing played is lost in it, and nothing of it when it is taken elsewhere."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fakes import EVENING, Deck
from strategies import routines
from stretchtimer.compiler import compile_routine
from stretchtimer.history.exchange import exported, imported
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin, new_uid, whole_ms
from stretchtimer.history.merging import joined
from stretchtimer.history.recording import Recording
from stretchtimer.history.store import History
from stretchtimer.model import Side
from stretchtimer.ports import Command
from stretchtimer.session import Place, PlayedBlock, Session, summarise

new_uids = st.builds(new_uid)
texts = st.text(max_size=30)
maybe_texts = st.none() | texts
ms = st.integers(0, 2**40)
sides = st.none() | st.sampled_from(Side)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=zones).map(whole_ms)  # noqa: DTZ001
blocks = st.builds(
    PlayedBlock,
    number=st.integers(1, 5000),
    step=st.integers(1, 5000),
    exercise=texts,
    exercise_id=maybe_texts,
    side=sides,
    level=st.none() | st.integers(1, 99),
    planned=ms,
    played=ms,
    round=st.integers(1, 99),
    left=ms,
    right=ms,
    extended=st.integers(-(2**40), 2**40),
    passed=st.booleans(),
    hurt=st.booleans(),
)
places = st.builds(
    Place,
    block=st.integers(1, 5000),
    step=st.integers(1, 5000),
    exercise=texts,
    exercise_id=maybe_texts,
    side=sides,
    elapsed=ms,
)
sessions = st.builds(
    Session,
    routine=texts,
    name=texts,
    completed=st.just(value=False),
    planned=ms,
    played=ms,
    work=ms,
    place=st.none() | places,
    blocks=st.lists(blocks, max_size=4, unique_by=lambda block: block.number).map(
        lambda found: tuple(sorted(found, key=lambda block: block.number))
    ),
)
origins = st.builds(
    Origin,
    path=maybe_texts,
    digest=maybe_texts,
    options=st.dictionaries(texts, st.none() | st.integers(-99, 10**6) | texts | st.lists(texts), max_size=3),
    series=maybe_texts,
    stage=st.none() | st.integers(1, 99),
    rate=st.floats(0.1, 1000),
)
feelings = st.builds(
    Feeling,
    noted=times,
    feeling=st.none() | st.integers(0, 10),
    kind=st.none() | st.sampled_from(Kind),
    note=texts,
)


@st.composite
def kept(draw: st.DrawFn, uids: st.SearchStrategy[str] = new_uids) -> Kept:
    """A session as it can be in a history."""
    ending = draw(st.sampled_from([one for one in Ending if one is not Ending.BROKEN_OFF]))
    drawn = Kept(
        uid=draw(uids),
        session=replace(draw(sessions), completed=ending is Ending.FINISHED),
        origin=draw(origins),
        started=draw(times),
        touched=draw(times),
        ended=draw(st.none() | times),
        ending=ending,
        revision=draw(st.integers(1, 9)),
        process=draw(texts),
        asked=draw(st.booleans()),
    )
    # As a merge leaves them: each once, in the order of their times.
    return joined(drawn, replace(drawn, feelings=tuple(draw(st.lists(feelings, max_size=3)))))


histories = st.lists(kept(), max_size=4)


@contextmanager
def some_history():
    with tempfile.TemporaryDirectory() as folder:
        yield History(str(Path(folder) / "history.db"))


def filled(history: History, content: list[Kept]) -> History:
    for one in content:
        history.save(one)
    return history


def text(history: History) -> str:
    return "\n".join(exported(history.everything()))


@given(
    routine=routines(),
    moves=st.lists(
        st.tuples(
            st.integers(0, 40_000),
            st.none() | st.sampled_from([command for command in Command if command is not Command.END]),
        ),
        max_size=12,
    ),
)
def test_played_time_in_the_history_is_the_players(routine, moves):
    """Whatever keys are pressed: the record is the player's own account, block by block, side by side."""
    line = compile_routine(routine, None).timeline
    deck, now = Deck(line), 0
    with some_history() as history:
        keeper = Recording(
            uid=new_uid(), path=history.path, origin=Origin(), planned=line, wall=lambda: EVENING
        )
        for passed, command in moves:
            now += passed
            deck.to(now)
            if command:
                deck.press(command)
            keeper.look(deck.player, now)
        keeper.end(deck.player, 0)
        assert keeper.finish() == []
        (one,) = history.sessions(blocks=True)
    assert one.session == summarise(deck.player, line)
    assert one.session.played == sum(deck.player.played.values())
    assert one.session.work == sum(block.played for block in one.session.blocks)
    for block in one.session.blocks:
        if block.left or block.right:
            assert block.left + block.right == block.played
        assert block.missed <= block.planned + max(block.extended, 0)


@given(content=histories)
def test_what_is_written_is_read(content):
    """Every value, in every zone, with every letter."""
    with some_history() as history:
        filled(history, content)
        found = {one.uid: one for one in history.everything()}
    assert found == {one.uid: one for one in content}
    assert [found[one.uid].started.utcoffset() for one in content] == [
        one.started.utcoffset() for one in content
    ]


@given(content=histories)
def test_export_then_import_is_the_identity(content):
    """On another machine it is the same history to the letter, and a second import changes nothing."""
    with some_history() as mine, some_history() as other:
        told = text(filled(mine, content))
        assert imported(told.encode()) == mine.everything()
        first, second = (other.merge(imported(told.encode())) for _ in range(2))
        assert (first.added, first.updated, first.same) == (len(content), 0, 0)
        assert (second.added, second.updated, second.same) == (0, 0, len(content))
        assert {one.uid: one for one in other.everything()} == {one.uid: one for one in mine.everything()}
        if len({one.started for one in content}) == len(content):
            assert text(other) == told


@given(content=histories)
def test_bringing_it_back_changes_nothing(content):
    """An export that is imported where it came from."""
    with some_history() as history:
        told = text(filled(history, content))
        history.merge(imported(told.encode()))
        assert text(history) == told


@given(data=st.data())
def test_two_machines_agree_whichever_way_they_are_merged(data):
    """With the same sessions in different versions: either way round, and again, nothing more changes."""
    uids = st.sampled_from([f"{number:032x}" for number in range(3)])
    mine, others = (
        data.draw(st.lists(kept(uids), max_size=3, unique_by=lambda one: one.uid)) for _ in range(2)
    )
    with some_history() as here, some_history() as there:
        filled(here, mine).merge(others)
        filled(there, others).merge(mine)
        found = {one.uid: one for one in here.everything()}
        assert found == {one.uid: one for one in there.everything()}
        assert set(found) == {one.uid for one in [*mine, *others]}
        assert here.merge(there.everything()).changed == ()
    for one in [*mine, *others]:
        merged = found[one.uid]
        assert merged.revision >= one.revision
        assert set(one.feelings) <= set(merged.feelings)
        assert merged.asked >= one.asked


def test_a_day_of_the_far_east_stays_one():
    """An example that a search may miss: the offset of a summer time."""
    with some_history() as history:
        zone = timezone(timedelta(hours=12, minutes=45))
        one = Kept(
            uid=new_uid(),
            session=Session(routine="a", name="A", completed=False, planned=1, played=1, work=1),
            origin=Origin(),
            started=datetime(2026, 9, 27, 1, 30, tzinfo=zone),
            touched=datetime(2026, 9, 27, tzinfo=UTC),
        )
        (read,) = filled(history, [one]).everything()
        assert read.started.isoformat() == "2026-09-27T01:30:00+12:45"
