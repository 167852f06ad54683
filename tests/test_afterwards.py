"""What comes after a session, through the real loop and the real record, on a host whose time is a test's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes import EVENING, START, Scenario, counted, hold, timeline
from stretchtimer.afterwards import NOTED, follow_up
from stretchtimer.asking import PATIENCE
from stretchtimer.frame import State
from stretchtimer.history.kept import Ending, Feeling, Kind, Origin, new_uid
from stretchtimer.history.recording import Recording
from stretchtimer.history.store import History
from stretchtimer.ports import Signal

if TYPE_CHECKING:
    from pathlib import Path

    from fakes import Jump
    from stretchtimer.history.kept import Kept

LINE = timeline(hold("30s", "Hurdler", sides="each"), closing="Well done.")
END = 60_000


class Evening:
    """A session with what comes after it, and the record that was kept of both."""

    def __init__(
        self,
        folder: Path,
        *script: tuple[int, str | Signal | Jump | None],
        asked: bool = False,
        said_until: int = 0,
    ) -> None:
        self.session = Scenario(LINE, script, sound=True)
        assert self.session.speaker is not None
        self.session.speaker.ends_at = START + said_until
        runner, player = self.session.runner, self.session.player
        self.recording = runner.keeper = Recording(
            uid=new_uid(),
            path=str(folder / "history.db"),
            origin=Origin(),
            planned=LINE,
            wall=self.session.host.wall,
        )
        self.recording.asked = asked
        self.recording.end(player, runner.run())
        self.code, self.cut = follow_up(runner, LINE, self.recording)
        self.recording.end(player, self.code)
        self.said = self.recording.finish()
        self.passed = self.session.host.passed
        self.folder = folder

    @property
    def kept(self) -> Kept:
        (one,) = History(str(self.folder / "history.db")).sessions(blocks=True)
        return one

    @property
    def asks(self) -> list[str]:
        """The headlines that were shown, each once."""
        views = (view.ask for _, _, view in self.session.eye.shown)
        return list(dict.fromkeys(ask.headline for ask in views if ask))


def test_nobody_answers(tmp_path: Path) -> None:
    """After 30 s, to the ms, it is given up; the session is kept as asked, and nothing is noted."""
    evening = Evening(tmp_path)
    assert evening.passed == END + PATIENCE
    assert (evening.kept.asked, evening.kept.feelings) == (True, ())
    assert (evening.code, evening.cut, evening.said) == (0, False, [])


def test_an_answer_is_kept_with_its_time(tmp_path: Path) -> None:
    """The number, what of, the line; it is shown for a moment as it was noted."""
    evening = Evening(
        tmp_path, *((END + 1000 + n, key) for n, key in enumerate(["tab", "4", "h", "i", "enter"]))
    )
    (feeling,) = evening.kept.feelings
    assert (feeling.feeling, feeling.kind, feeling.note) == (4, Kind.PAIN, "hi")
    assert (feeling.noted - EVENING).total_seconds() == pytest.approx(61, abs=0.01)
    assert evening.session.eye.view.notice == "Noted: pain 4: hi"
    assert evening.passed == END + 1004 + NOTED


def test_who_walks_away_after_a_number_has_answered(tmp_path: Path) -> None:
    """One key is enough."""
    evening = Evening(tmp_path, (END + 1000, "3"))
    assert [one.feeling for one in evening.kept.feelings] == [3]


def test_what_was_typed_before_is_no_answer(tmp_path: Path) -> None:
    """Whoever still wanted to go on by a block has not said how it feels, nor that it is not to be asked."""
    evening = Evening(tmp_path, (END, "n"), (END, "1"), (END, "enter"), (END + 1000, "3"))
    assert [one.feeling for one in evening.kept.feelings] == [3]
    assert evening.passed == END + 1000 + PATIENCE + NOTED


def test_who_wanted_to_leave_has_left(tmp_path: Path) -> None:
    """A `q` on the last picture need not be pressed again."""
    evening = Evening(tmp_path, (END, "1"), (END, "q"))
    assert (evening.passed, evening.kept.feelings) == (END, ())


def test_it_waits_for_the_last_words(tmp_path: Path) -> None:
    """Whoever answers at once does not cut the closing line off."""
    evening = Evening(tmp_path, (END + 1000, "enter"), said_until=END + 9000)
    assert (evening.passed, evening.cut) == (END + 9000, False)
    assert evening.session.eye.last.state is State.FINISHED
    assert evening.session.eye.view.ask is None


@pytest.mark.parametrize("told", [Signal.INTERRUPT, Signal.TERMINATE, Signal.HANGUP])
def test_a_signal_ends_it(tmp_path: Path, told: Signal) -> None:
    """At once, with what was chosen so far; the session was finished and stays so."""
    evening = Evening(tmp_path, (END + 1000, "6"), (END + 2000, told))
    assert (evening.passed, evening.code, evening.cut) == (END + 2000, 0, True)
    assert evening.kept.ending is Ending.FINISHED
    assert [one.feeling for one in evening.kept.feelings] == [6]


def test_a_resize_and_ctrl_z_do_not_answer(tmp_path: Path) -> None:
    """It is drawn again; who comes back from a shell has as long again."""
    evening = Evening(tmp_path, (END + 1000, None), (END + 20_000, Signal.RESUMED))
    assert evening.passed == END + 20_000 + PATIENCE
    assert evening.kept.feelings == ()


def test_it_is_not_asked_twice(tmp_path: Path) -> None:
    """A session that has been asked for ends as it did before there were questions."""
    evening = Evening(tmp_path, asked=True)
    assert evening.asks == []
    assert evening.passed == END + 5000


def test_who_was_asked_before_it_went_on_is_offered_a_side(tmp_path: Path) -> None:
    """Of a session that was broken off and asked for; the side was short only at its end."""
    evening = Evening(tmp_path, (45_000, "n"), (46_000, "y"), asked=True)
    assert evening.asks == ["RIGHT + 15 S"]
    assert [block.played for block in evening.kept.session.blocks] == [30_000, 30_000]
    assert evening.passed == 46_000 + 8000 + 15_000 + 5000


def test_who_has_done_nothing_is_not_asked(tmp_path: Path) -> None:
    """Opened and closed: how should it feel."""
    evening = Evening(tmp_path, (2999, "q"))
    assert (evening.asks, evening.passed, evening.cut) == ([], 2999, True)


def test_who_stopped_is_asked_how_it_feels_and_not_to_go_on(tmp_path: Path) -> None:
    """Stopped with q in the second side: that one is short, and who stops has had enough."""
    evening = Evening(tmp_path, (40_000, "q"), (41_000, "2"), (42_000, "enter"))
    assert evening.asks == ["STIFFNESS", "STIFFNESS 2"]
    assert evening.kept.ending is Ending.STOPPED
    assert [one.feeling for one in evening.kept.feelings] == [2]


def test_a_short_side_is_added_and_then_it_is_asked(tmp_path: Path) -> None:
    """One session and one record, finished at its end already; both sides even."""
    evening = Evening(tmp_path, (45_000, "n"), (46_000, "y"), (46_000 + 8000 + 15_000 + 1000, "1"))
    assert evening.asks == ["RIGHT + 15 S", "STIFFNESS", "STIFFNESS 1"]
    kept = evening.kept
    assert [block.played for block in kept.session.blocks] == [30_000, 30_000]
    assert (kept.ending, kept.session.place) == (Ending.FINISHED, None)
    assert [one.feeling for one in kept.feelings] == [1]
    heard = [(kind, text) for at, kind, text in evening.session.heard if at >= 46_000 and kind != "count"]
    assert heard == [("next", "Next: hurdler, right side."), ("start", None), ("finish", "Well done.")]


def test_a_short_side_that_is_left_is_not_offered_again(tmp_path: Path) -> None:
    """Any key but Enter and y; what follows is the other question."""
    evening = Evening(tmp_path, (45_000, "n"), (46_000, "x"), (47_000, "enter"))
    assert evening.asks == ["RIGHT + 15 S", "STIFFNESS"]
    assert [block.played for block in evening.kept.session.blocks] == [30_000, 15_000]


def test_stopped_while_making_up(tmp_path: Path) -> None:
    """The session stays finished; what was added is counted, and nothing is offered again."""
    evening = Evening(tmp_path, (45_000, "n"), (46_000, "enter"), (58_000, "q"), (59_000, "enter"))
    kept = evening.kept
    assert evening.asks == ["RIGHT + 15 S", "STIFFNESS"]
    assert (kept.ending, kept.session.completed, kept.session.place) == (Ending.FINISHED, True, None)
    assert [block.played for block in kept.session.blocks] == [30_000, 19_000]


def test_a_signal_while_making_up(tmp_path: Path) -> None:
    """Ctrl-C there is a Ctrl-C: its exit code, no question, and the record of a finished session."""
    evening = Evening(tmp_path, (45_000, "n"), (46_000, "y"), (58_000, Signal.INTERRUPT))
    assert (evening.code, evening.cut, evening.asks) == (130, True, ["RIGHT + 15 S"])
    assert evening.kept.ending is Ending.FINISHED
    assert [block.played for block in evening.kept.session.blocks] == [30_000, 19_000]


def test_a_signal_at_the_offer(tmp_path: Path) -> None:
    """Nothing more is asked of whoever wants to go."""
    evening = Evening(tmp_path, (45_000, "n"), (46_000, Signal.HANGUP))
    assert (evening.code, evening.cut, evening.asks) == (0, True, ["RIGHT + 15 S"])


def test_an_answer_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """In the one line that says why nothing is kept: it can be noted by hand."""
    (tmp_path / "blocked").write_text("a file")
    evening = Evening(tmp_path / "blocked", (END + 1000, "3"), (END + 1001, "a"), (END + 1002, "enter"))
    (line,) = evening.said
    assert "is not kept" in line
    assert line.endswith("You noted: stiffness 3: a.")


def test_feelings_that_are_there_stay(tmp_path: Path) -> None:
    """What somebody logged meanwhile is not lost by the answer on the screen, nor the other way round."""
    evening = Evening(tmp_path, (END + 1000, "3"))
    history = History(str(tmp_path / "history.db"))
    history.amend(evening.kept.uid, feeling=5)
    noted = Feeling(noted=EVENING, feeling=8, kind=Kind.PAIN)
    late = Recording(
        uid=evening.kept.uid,
        path=history.path,
        origin=Origin(),
        planned=LINE,
        wall=evening.session.host.wall,
    )
    late.felt(evening.session.player, noted)
    late.end(evening.session.player, 0)
    assert late.finish() == []
    assert sorted(one.feeling or 0 for one in evening.kept.feelings) == [3, 5, 8]


def test_a_counted_side_is_told_in_seconds(tmp_path: Path) -> None:
    """Reps that were left out count by their time."""
    line = timeline(counted(5, "Kick", sides="each"))
    session = Scenario(line, [(24_000, "n"), (25_000, "enter"), (60_000, "enter")])
    keeper = session.runner.keeper = Recording(
        uid=new_uid(), path=str(tmp_path / "h.db"), origin=Origin(), planned=line, wall=session.host.wall
    )
    keeper.end(session.player, session.runner.run())
    follow_up(session.runner, line, keeper)
    asks = [view.ask.lines[0] for _, _, view in session.eye.shown if view.ask]
    assert asks[0] == "Right kick is 16 s short."
    keeper.end(session.player, 0)
    assert keeper.finish() == []
    assert session.player.played[2, line.segments[-2].kind, line.segments[-2].side] == 20_000
