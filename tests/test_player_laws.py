"""Laws of the player under whatever is done to it: any keys at any time, on any clock."""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fakes import START
from strategies import routines
from stretchtimer.compiler import compile_routine
from stretchtimer.edits import renewed
from stretchtimer.frame import State
from stretchtimer.player import REENTRY, SILENCE, Player
from stretchtimer.ports import Command
from stretchtimer.sparing import is_pause
from stretchtimer.timeline import CueKind, Priority, SegmentKind

JUMPS = (Command.NEXT, Command.BACK, Command.REDO, Command.HURTS)
RUNNING = (State.PLAYING, State.REENTRY)


def _answers(cue):
    """Whether a cue is no part of the schedule: a tick of the countdown back, or the answer to e or h."""
    tick = cue.kind is CueKind.COUNT and cue.offset >= 0
    return tick or cue.kind is CueKind.HURT or (cue.kind is CueKind.SAY and cue.priority is Priority.NAME)


def _kind(cue):
    """A switch is heard as a start by who has been on that side already."""
    return CueKind.START if cue.kind is CueKind.SWITCH else cue.kind


class Session(RuleBasedStateMachine):
    """A player and a reckoning of its own of the time that was played."""

    @initialize(routine=routines())
    def begin(self, routine):
        self.player = Player(compile_routine(routine).timeline)
        self.now = self.seen = START
        self.played = 0
        self.heard = Counter()
        self.named = None  # the block that was named last, and whether it may be named again
        self.excused = False
        self.foretold, self.course = [], None
        self._take(self.player.advance(self.now))

    def _take(self, soundings):
        line = self.player.timeline
        self._compare_with_what_was_foretold([sounding for sounding in soundings if not sounding.asked])
        for sounding in soundings:
            assert 0 <= sounding.at <= line.total
            if not _answers(sounding.cue):
                self.heard[sounding.at, _kind(sounding.cue)] += 1
            if sounding.cue.block is not None and sounding.cue.text is not None:
                assert sounding.cue.block != self.named or self.excused, "an announcement twice"
                self.named, self.excused = sounding.cue.block, False
        at = [sounding.at for sounding in soundings]
        assert at == sorted(at)

    def _compare_with_what_was_foretold(self, soundings):
        """A course tells each cue to come with its time; another one takes back what was not heard yet."""
        if self.player.course is not self.course:
            told_before = [due.sounding for due in self.foretold if due.clock <= self.now]
            self.course = self.player.course
            told = [due for due in self.course.upcoming() if due.clock <= self.now]
            due_now = [due.sounding for due in told]
            # Those due up to the change were told by the course before; a sleep takes them back.
            assert soundings in (told_before + due_now, due_now)
            self.foretold = [due for due in self.course.upcoming() if due.clock > self.now]
            return
        assert soundings == [due.sounding for due in self.foretold if due.clock <= self.now]
        self.foretold = [due for due in self.foretold if due.clock > self.now]

    def _reckon(self):
        """How much is played when the player looks at the clock now."""
        gap, self.seen = self.now - self.seen, self.now
        if self.player.state not in RUNNING or not 0 < gap <= SILENCE:
            return
        if self.player.state is State.REENTRY:
            gap -= self.player.frame().remaining
        self.played += max(0, min(gap, self.player.timeline.total - self.player.position))

    def _look(self, passed):
        self.now += passed
        before = self.player.state
        self._reckon()
        due = self.player.advance(self.now)
        self._take(due)
        if before not in RUNNING:
            assert due == []

    @rule(passed=st.one_of(st.integers(0, 1000), st.integers(0, SILENCE)))
    def time_passes(self, passed):
        self._look(passed)

    @rule(passed=st.integers(SILENCE + 1, 10**8))
    def the_machine_sleeps(self, passed):
        before, position = self.player.state, self.player.position
        self._look(passed)
        assert self.player.position == position
        assert self.player.state is (State.PAUSED if before in RUNNING else before)

    @rule(back=st.integers(1, 10**8))
    def the_clock_is_set_back(self, back):
        before, position = self.player.state, self.player.position
        self._look(-back)
        assert (self.player.state, self.player.position) == (before, position)

    @precondition(lambda self: self.player.next_due() is not None)
    @rule()
    def nothing_happens_before_the_next_look_is_due(self):
        due, frame = self.player.next_due(), self.player.frame()
        assert due >= self.now
        if due - self.now > 1:
            self.now = due - 1
            self._reckon()
            assert self.player.advance(self.now) == []
            later = self.player.frame()
            for field in ("state", "shown", "name", "side", "phase", "breath", "rep"):
                assert getattr(later, field) == getattr(frame, field)

    @rule(command=st.sampled_from([c for c in Command if c is not Command.END]), passed=st.integers(0, 1500))
    def a_key(self, command, passed):
        self._look(passed)
        before, line, position = self.player.state, self.player.timeline, self.player.position
        resting = is_pause(line.segments[line.index_at(position)])
        jumps = command in JUMPS or (command is Command.EASIER and resting)
        due = self.player.handle(command, self.now)
        if before is State.FINISHED:
            assert due == []
            assert self.player.state is State.FINISHED
        elif command is Command.HURTS:
            self._it_was_left(line, position)
        if jumps:
            self.heard.clear()
        if not jumps:
            assert self.player.position == position
        elif (
            command not in (Command.NEXT, Command.HURTS) and self.player.frame().kind is not SegmentKind.WORK
        ):
            self.excused = True  # who goes back to a lead-in hears again what comes
        self._take(due)
        if not jumps and self.player.timeline is not line:
            self.heard.clear()  # a change moves what is to come, and makes up for what it has passed

    def _it_was_left(self, line, position):
        """A rest follows, wherever it was; in such a rest and towards the end there is nothing to leave."""
        index = line.index_at(position)
        block, now = line.block_ahead(index), self.player.timeline
        if block is None or is_pause(line.segments[index]):
            assert (now, self.player.position) == (line, position)
            return
        assert is_pause(now.segments[now.index_at(self.player.position)])
        assert block.number in self.player.hurt
        assert now.work == renewed(line).work  # a change of level may have waited for a jump

    @rule(known=st.sets(st.sampled_from(("Bend", "Turn", "Lift"))))
    def it_is_reminded(self, known):
        self._look(0)
        position, line = self.player.position, self.player.timeline
        due = self.player.remind(known, self.now)
        if self.player.timeline is not line:
            self.heard.clear()
        self._take(due)
        assert (self.player.position, self.player.timeline.total) == (position, line.total)

    @rule(away=st.integers(0, 10**8))
    def it_is_suspended(self, away):
        self.now = self.seen = self.now + away
        position = self.player.position
        assert self.player.handle(Command.SUSPEND, self.now) == []
        assert self.player.position == position

    @invariant()
    def it_is_somewhere_within_the_routine(self):
        if not hasattr(self, "player"):
            return
        player, frame = self.player, self.player.frame()
        assert 0 <= player.position <= player.timeline.total
        assert frame.remaining >= 0
        assert frame.set_remaining >= 0
        assert frame.position - frame.shown < 1000
        if player.state is State.REENTRY:
            assert 0 < frame.remaining <= REENTRY
        due = player.next_due()
        assert (due is None) == (player.state not in RUNNING)
        if player.state is State.PLAYING:
            coming = [item.at for item in player.timeline.schedule if item.at > player.position]
            assert self.now <= due
            assert not coming or due - self.now <= coming[0] - player.position

    @invariant()
    def played_time_is_conserved(self):
        if hasattr(self, "player"):
            assert sum(self.player.played.values()) == self.played

    @invariant()
    def what_is_done_has_been_named(self):
        if not hasattr(self, "player") or self.player.state is not State.PLAYING:
            return
        line, position = self.player.timeline, self.player.position
        number = line.segments[line.index_at(position)].block
        if number is None or position == line.starts[line.blocks[number].first]:
            return
        work = line.segments[line.blocks[number].first : line.blocks[number].last + 1]
        coming = {cue.block for s in work for cue in (*s.cues, *s.set_cues) if cue.kind is CueKind.NEXT}
        assert self.named in {number, *coming}, "an announcement lost"

    @invariant()
    def no_cue_is_heard_twice_between_two_changes(self):
        if not hasattr(self, "player"):
            return
        there = Counter((item.at, _kind(item.cue)) for item in self.player.timeline.schedule)
        assert all(times <= there[what] for what, times in self.heard.items())

    def teardown(self):
        """Whatever was done, going on leads to the end, and then there is silence."""
        if not hasattr(self, "player"):
            return
        player = self.player
        if player.done:
            return
        if player.state is State.PAUSED:
            player.handle(Command.PAUSE, self.now)
        left = player.timeline.total - player.position + REENTRY
        for _ in range(left // 4000 + 2):
            self.now += 4000
            player.advance(self.now)
        assert player.state is State.FINISHED
        assert player.advance(self.now + 1) == []
        assert player.handle(Command.BACK, self.now + 2) == []


Session.TestCase.settings = settings(stateful_step_count=25)
test_whatever_is_done_to_a_player = Session.TestCase
