"""The key x: what hurts is left gently, offered in an easier way, noted, and not forgotten."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from fakes import START, Deck, Scenario, counted, group, hold, levels, rest, tempo, timeline
from stretchtimer.frame import State
from stretchtimer.history.hurts import Hurts, hurt_last
from stretchtimer.history.kept import Ending, Kept, Origin
from stretchtimer.history.store import History
from stretchtimer.ports import Command
from stretchtimer.screen.jsonl import JsonLines
from stretchtimer.screen.plain import Plain
from stretchtimer.session import PlayedBlock, Session, summarise
from stretchtimer.sparing import REST

if TYPE_CHECKING:
    from pathlib import Path

    from stretchtimer.timeline import Timeline

LINE = timeline(
    hold("30s", "Hurdler", sides="each", adjustments=("Bend the {side} knee.",)),
    counted(2, "Kick", sides="each", level=2, levels=levels((), tempo((6000, None)))),
    hold("40s", "Plank"),
    prepare=10_000,
    switch=3000,
    transition=5000,
)
"""Prepare to 10 s; left to 40, right 43-73; Kick left 78-90, right 93-105; Plank 110-150."""
NOW = datetime(2026, 11, 20, 17, 36, tzinfo=UTC)


def deck(at: int, *commands: Command, line: Timeline = LINE) -> Deck:
    made = Deck(line).to(at)
    made.press(*commands)
    return made


def hurt(deck: Deck) -> list[int]:
    return [block.number for block in summarise(deck.player, LINE).blocks if block.hurt]


@pytest.mark.parametrize(
    ("at", "block", "line"),
    [
        (5000, 1, "Left out for today."),
        (10_000, 1, "Let go. Come out slowly."),
        (20_000, 1, "Let go. Come out slowly."),
        (41_000, 2, "Left out for today."),
        (60_000, 2, "Let go. Come out slowly."),
        (75_000, 3, "Left out for today."),
        (85_000, 3, "Let go. Come out slowly."),
        (120_000, 5, "Let go. Come out slowly."),
    ],
)
def test_it_is_left_with_its_partner_to_come(at: int, block: int, line: str) -> None:
    """In a hold, a set, or on the way to one: a rest follows, then the next exercise, not the other side."""
    session = Deck(LINE).to(at)
    told = session.press(Command.HURTS)
    assert told[:2] == [(at, "hurt", line), (at, "rest", None)]
    kind, name, _, left = session.place
    following = {1: "Kick", 2: "Kick", 3: "Plank", 5: ""}[block]
    assert (kind, name, left) == ("rest", following, REST)
    assert hurt(session) == [block]


def test_nothing_is_played_of_what_was_left() -> None:
    """What was held is counted, and not a ms of what was left out; the rest is no work."""
    session = deck(20_000, Command.HURTS)
    session.to(400_000)
    record = summarise(session.player, LINE)
    assert record.completed
    assert [block.played for block in record.blocks] == [10_000, 0, 12_000, 12_000, 40_000]
    assert record.played == 20_000 + REST + 5000 + 24_000 + 3000 + 5000 + 40_000


def test_the_next_exercise_is_named_once() -> None:
    """In what leads to it; where nothing does, in the rest."""
    session = deck(20_000, Command.HURTS).to(60_000)
    assert [text for _, kind, text in session.heard if kind == "next"] == ["Next: kick, left side."]
    bare = timeline(hold("30s", "Bend"), hold("30s", "Turn"))
    session = deck(5000, Command.HURTS, line=bare).to(60_000)
    assert [(at, text) for at, kind, text in session.heard if kind in ("next", "start") and at >= 5000] == [
        (5000 + REST // 2, "Next: turn."),
        (5000 + REST, None),
    ]


def test_in_the_rest_it_is_offered_in_an_easier_way() -> None:
    """The easier level, else the first adjustment, shown and said; nothing where there is none."""
    session = deck(20_000, Command.HURTS)
    assert session.player.frame().note == "Press e for: Bend the left knee."
    session = deck(85_000, Command.HURTS)
    assert session.player.frame().note == "Press e for: level 1, Form 1."
    assert (85_000 + 2500, "say", "Press e for: level 1, Form 1.") in session.to(90_000).heard
    session = deck(120_000, Command.HURTS)
    assert session.player.frame().note == "Left out for today."
    assert session.press(Command.EASIER) == [(120_000, "say", "There is no other way of doing this.")]
    assert session.place[0] == "rest"


def test_the_offer_is_large_for_the_first_half_of_the_rest() -> None:
    """Then what comes next is told; where there is nothing to offer, or in a pause, it is not."""
    session = deck(20_000, Command.HURTS)
    offered = [
        (ms, session.to(20_000 + ms).player.frame().offers) for ms in (0, 5_999, 6_000, 11_999, 12_000)
    ]
    assert offered == [(0, True), (5_999, True), (6_000, False), (11_999, False), (12_000, False)]
    session = deck(20_000, Command.HURTS)
    session.press(Command.PAUSE)
    assert not session.player.frame().offers
    assert not deck(120_000, Command.HURTS).player.frame().offers


def test_e_goes_back_to_it_in_the_easier_way() -> None:
    """With the way into it, at the easier level; the rest is gone, and the other side follows as planned."""
    session = deck(85_000, Command.HURTS).to(88_000)
    assert session.press(Command.EASIER)[-1] == (88_000, "say", "Level 1, Form 1.")
    assert session.place == ("transition", "Kick", "left", 5000)
    session.to(300_000)
    record = summarise(session.player, LINE)
    assert [block.level for block in record.blocks] == [None, None, 1, 1, None]
    assert [block.played for block in record.blocks][2:] == [7000 + 8000, 8000, 40_000]
    assert [block.hurt for block in record.blocks] == [False, False, True, False, False]


def test_without_a_way_into_it_the_countdown_leads_back() -> None:
    """Nobody is thrown into a stretch that has just hurt."""
    line = timeline(hold("30s", "Bend", adjustments=("Rest on a block.",)), hold("30s", "Turn"))
    session = deck(5000, Command.HURTS, line=line).to(8000)
    session.press(Command.EASIER)
    assert session.state is State.REENTRY
    session.to(11_000)
    assert (session.state, session.place) == (State.PLAYING, ("work", "Bend", None, 30_000))
    assert session.player.frame().note == "Another way: Rest on a block."


@pytest.mark.parametrize("command", [Command.BACK, Command.REDO])
def test_back_and_redo_in_the_rest_mean_what_was_left(command: Command) -> None:
    """Who thinks better of it is where it hurt, from its start; the rest behind it is gone."""
    session = deck(20_000, Command.HURTS, command)
    assert session.place == ("work", "Hurdler", "left", 30_000)
    assert session.player.timeline.total == LINE.total


def test_pressed_twice_it_leaves_one_exercise() -> None:
    """In the rest there is nothing that could hurt."""
    session = deck(20_000, Command.HURTS, Command.HURTS)
    assert hurt(session) == [1]
    assert session.place[:2] == ("rest", "Kick")


def test_in_a_pause_it_stays_paused() -> None:
    """The rest is there when one goes on."""
    session = deck(20_000, Command.PAUSE, Command.HURTS).to(50_000)
    assert (session.state, session.place[0]) == (State.PAUSED, "rest")
    session.press(Command.PAUSE)
    session.to(53_000)
    assert (session.state, session.place) == (State.PLAYING, ("rest", "Kick", "left", REST))


def test_towards_the_end_there_is_nothing_to_leave() -> None:
    """In a last rest the key does nothing."""
    line = timeline(hold("10s"), rest("20s"))
    assert deck(15_000, line=line).press(Command.HURTS) == []


def test_another_round_is_reminded_of_it() -> None:
    """The same exercise later in the session comes with a word of care."""
    line = timeline(group(2, hold("20s", "Bend"), hold("20s", "Turn")), transition=5000)
    session = deck(5000, Command.HURTS, line=line).to(5000 + REST + 26_000)
    assert session.place[:2] == ("transition", "Bend")
    assert session.player.frame().note == "Last time this hurt: take care."


def test_plain_and_jsonl_tell_it() -> None:
    """A line and an object of its own, with the side and the exercise that hurt."""
    out, lines = StringIO(), StringIO()
    session = Scenario(LINE, [(20_000, "x"), (21_000, "q")])
    session.runner.sinks = (Plain(out), JsonLines(lines))
    session.run()
    assert "0:20 hurt   Let go. Come out slowly.\n" in out.getvalue()
    events = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert {
        "at_ms": 20_000,
        "kind": "hurt",
        "text": "Let go. Come out slowly.",
        "side": "left",
        "step": 1,
        "name": "Hurdler",
    } in events


# -- the next time -----------------------------------------------------------------------------------


def test_on_the_way_to_what_hurt_last_time_it_is_said() -> None:
    """Shown on the way and said after the name, once for both sides; with the easier way, if any."""
    session = Deck(LINE).to(1000)
    assert session.player.remind({"Hurdler", "Plank", "Nothing"}, START + 1000) == []
    line = "Last time this hurt. Try: Bend the left knee."
    assert session.player.frame().note == line
    session.to(200_000)
    assert [(at, text) for at, _, text in session.heard if "hurt" in (text or "")] == [
        (1500, line),
        (106_500, "Last time this hurt: take care."),
    ]
    assert session.player.played == Deck(LINE).to(200_000).player.played


@pytest.mark.parametrize(
    ("prepare", "known_at", "said_at"),
    [
        (10_000, 5000, 5001),  # the way is long enough yet
        (10_000, 9500, 11_500),
        (1000, 400, 2500),
        (1000, 1100, 2500),  # it has begun
        (0, 4000, 4001),
    ],
)
def test_what_is_known_late_is_said_all_the_same(prepare: int, known_at: int, said_at: int) -> None:
    """On the way or, where that is over or nearly so, as the exercise begins: once, and shown there."""
    line = timeline(hold("30s", "Bend"), prepare=prepare)
    session = Deck(line).to(known_at)
    session.player.remind({"Bend"}, START + known_at)
    session.to(60_000)
    told = "Last time this hurt: take care."
    assert [at for at, _, text in session.heard if text == told] == [said_at]
    there = Deck(line).to(known_at)
    there.player.remind({"Bend"}, START + known_at)
    assert there.to(said_at).player.frame().note == told


def test_the_loop_takes_it_up_when_it_is_known() -> None:
    """Nobody waits for the history; what it knows changes the plan once."""

    class Later:
        rounds = 0

        def hurt(self) -> frozenset[str]:
            self.rounds += 1
            return frozenset({"Plank"} if self.rounds == 3 else ())

    session = Scenario(LINE)
    session.runner.memory = Later()
    session.run()
    assert (106_500, "say", "Last time this hurt: take care.") in session.heard


def kept(hours: int, *blocks: tuple[str, int, bool], rate: float = 1.0) -> Kept:
    """A session so many hours ago, with names, ms and whether it hurt."""
    made = tuple(
        PlayedBlock(
            number=number,
            step=number,
            exercise=name,
            exercise_id=name if name.islower() else None,
            side=None,
            level=None,
            planned=30_000,
            played=played,
            hurt=hurts,
        )
        for number, (name, played, hurts) in enumerate(blocks, 1)
    )
    fields: dict[str, Any] = {"planned": 1, "played": 1, "work": 1, "blocks": made}
    at = NOW - timedelta(hours=hours)
    return Kept(
        uid=f"{hours:032x}",
        session=Session(routine="a", name="A", completed=True, **fields),
        origin=Origin(rate=rate),
        started=at,
        touched=at,
        ended=at,
        ending=Ending.FINISHED,
    )


def test_what_hurt_last(tmp_path: Path) -> None:
    """The last time counts; what was only passed over, and what was rehearsed, was no time."""
    path = str(tmp_path / "history.db")
    history = History(path)
    history.save(kept(9, ("bend", 9000, True), ("turn", 9000, True), ("Sit", 100, True), ("lift", 1, False)))
    history.save(kept(8, ("bend", 2999, False), ("turn", 3000, False)))
    history.save(kept(7, ("bend", 9000, False), ("lift", 9000, True), rate=20))
    assert hurt_last(path, {"bend", "turn", "Sit", "lift"}) == {"bend", "Sit"}
    assert hurt_last(path, {"turn", "Sit"}) == {"Sit"}
    found = Hurts(path, {"bend"})
    found.wait(10)
    assert (found.hurt(), found.hurt()) == ({"bend"}, frozenset())


@pytest.mark.parametrize("content", [None, b"", b"no database at all"])
def test_where_there_is_no_history_nobody_is_reminded(tmp_path: Path, content: bytes | None) -> None:
    """No file is made, and one that is none is left as it is, without a word."""
    path = tmp_path / "history.db"
    if content is not None:
        path.write_bytes(content)
    found = Hurts(str(path), {"bend"})
    found.wait(10)
    assert found.hurt() == frozenset()
    assert path.exists() is (content is not None)
    assert content is None or path.read_bytes() == content
