"""Laws of going on: a session that was broken off and gone on with is one that never was."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fakes import EVENING, START, Deck
from strategies import routines
from stretchtimer import changes
from stretchtimer.account import Account
from stretchtimer.changes import Changed
from stretchtimer.comeback import comeback
from stretchtimer.compiler import compile_routine
from stretchtimer.frame import State
from stretchtimer.history.kept import Ending, Origin, new_uid
from stretchtimer.history.recording import Recording
from stretchtimer.history.store import History
from stretchtimer.player import REENTRY
from stretchtimer.ports import Command
from stretchtimer.session import summarise
from stretchtimer.timeline import CueKind

KEYS = [command for command in Command if command is not Command.END]
moves = st.lists(st.tuples(st.integers(0, 40_000), st.sampled_from(KEYS)), max_size=6)


@contextmanager
def some_history():
    with tempfile.TemporaryDirectory() as folder:
        yield History(str(Path(folder) / "history.db"))


def played(line, moves):
    """A deck on which these keys were pressed, each so many ms after the one before."""
    deck = Deck(line)
    for passed, command in moves:
        deck.to(deck.now + passed)
        deck.press(command)
    if deck.state is State.PAUSED:
        deck.press(Command.PAUSE)
    return deck


def record(history, deck, line, *, before=None, past=None, how="stop", uid=None):
    """The record of a deck as it is now, as `how` leaves it in the history."""
    keeper = Recording(
        uid=before.uid if before else uid or new_uid(),
        path=history.path,
        origin=before.origin if before else Origin(),
        planned=line,
        wall=lambda: EVENING,
        before=before,
        past=past,
    )
    keeper.look(deck.player, deck.now)
    if how == "stop":
        deck.press(Command.END)
    if how != "kill":
        keeper.end(deck.player, 0)
    else:
        keeper._writer.close()
    assert keeper.finish() == []
    (kept,) = history.sessions(uid=keeper.uid, blocks=True)
    return kept


def gone_on(session, line, options):
    """A deck that goes on with what is kept, and how."""
    back = comeback(session, line, changes.read(options.get("changes", [])))
    return Deck(line, begun=back.begun), back


@given(
    routine=routines(), moves=moves, more=moves, how=st.sampled_from(["stop", "kill"]), twice=st.booleans()
)
def test_a_session_gone_on_with_has_the_blocks_of_one_never_interrupted(routine, moves, more, how, twice):
    """Wherever it was broken off and whatever was pressed before and after: one record, to the last ms."""
    line = compile_routine(routine).timeline
    deck = played(line, moves)
    account = Account.of(deck.player)
    if summarise(account, line).place is None:
        return
    never, times = played(line, moves), 2 if twice else 1
    with some_history() as history:
        kept = record(history, deck, line, how=how)
        for _ in range(times):
            assert kept.session.place is not None
            taken = history.take_up(kept, process="other", now=EVENING)
            deck, back = gone_on(taken.session, line, taken.origin.options)
            assert back.notes == ()
            assert deck.player.timeline == account.timeline
            assert deck.player.position == account.position
            assert deck.state is State.REENTRY
            kept = record(history, deck, line, before=taken, past=back.past, how=how)
        taken = history.take_up(kept, process="other", now=EVENING)
        deck, back = gone_on(taken.session, line, taken.origin.options)
        deck.to(REENTRY)
        if never.state is State.REENTRY:  # the keys of both come at the same position
            never.to(never.now + never.player.frame().remaining)
        for passed, command in more:
            for one in (deck, never):
                one.to(one.now + passed)
                one.press(command)
        for one in (deck, never):
            if one.state is State.PAUSED:
                one.press(Command.PAUSE)
            one.to(one.now + one.player.timeline.total + REENTRY)
        whole = record(history, deck, line, before=taken, past=back.past, how="end")
        assert len(history.sessions()) == 1
    assert whole.ending is Ending.FINISHED
    assert whole.session == summarise(never.player, line)


@given(routine=routines(), moves=moves)
def test_what_is_heard_after_it_is_the_rest(routine, moves):
    """It is named where it goes on, three ticks, and then every cue that was still to come: once."""
    line = compile_routine(routine).timeline
    deck = played(line, moves)
    if deck.state is State.REENTRY:
        deck.to(deck.now + REENTRY)
    session = summarise(deck.player, line)
    if session.place is None:
        return
    options = {"changes": changes.written(deck.player.changes)}
    later, _ = gone_on(session, line, options)
    ahead = [
        (due.clock - START, due.sounding.cue.kind.value, due.sounding.cue.text)
        for due in later.player.course.upcoming()
    ]
    later.to(later.player.timeline.total + REENTRY)
    assert ahead[4:] == later.heard[4:], "not as it was foretold"
    opening, *ticks = later.heard[:4]
    assert opening[:2] == (0, "say")
    name = later.player.timeline.step(session.place.step).exercise.name
    assert name.casefold() in opening[2].casefold()
    assert not session.place.side or session.place.side.value in opening[2]
    assert ticks == [(0, "count", "3"), (1000, "count", "2"), (2000, "count", "1")]
    now, position = deck.player.timeline, deck.player.position
    rest = [
        (item.at - position + REENTRY, _kind(item.cue.kind)) for item in now.schedule if item.at > position
    ]
    named = session.place.block
    passed = [
        (item.at - position + REENTRY, CueKind.NEXT.value)
        for item in now.schedule
        if item.at > position and item.cue.kind is CueKind.NEXT and item.cue.block == named
    ]
    heard = [(at, _kind(CueKind(kind))) for at, kind, _ in later.heard[4:]]
    assert heard == [one for one in rest if one not in passed]


def _kind(kind):
    """A switch is heard as a start by who has not been on the other side."""
    return CueKind.START.value if kind is CueKind.SWITCH else kind.value


@given(routine=routines(), moves=moves)
def test_changes_done_again_make_the_same_timeline(routine, moves):
    """From their words, to the last cue."""
    line = compile_routine(routine).timeline
    player = played(line, moves).player
    again = Changed(line, changes.read(changes.written(player.changes)))
    assert again.timeline == player.timeline
    assert again.timeline.schedule == player.timeline.schedule
    assert again.changes == list(player.changes)
    assert again.hurt == player.hurt
    assert again.turns == player._changed.turns
