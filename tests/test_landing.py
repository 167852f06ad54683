"""Where next, back and redo land."""

from __future__ import annotations

import pytest

from fakes import counted, hold, rest, timeline
from stretchtimer import landing

# prepare, 1 left, switch, 1 right, transition, 2 alternating (4 reps), rest, 3, rest, finish
PREPARE, LEFT, SWITCH, RIGHT, TRANSITION, REP1, REP2, REP3, REP4, REST, TURN, LAST_REST, FINISH = range(13)
LINE = timeline(
    hold("20s", sides="each"),
    counted(2, sides="alternate"),
    rest("9s"),
    hold("20s", "Turn"),
    rest("5s"),
    prepare=10_000,
    switch=3000,
    transition=5000,
)


@pytest.mark.parametrize(
    ("index", "lands"),
    [
        (PREPARE, LEFT), (LEFT, SWITCH), (SWITCH, RIGHT), (RIGHT, TRANSITION), (TRANSITION, REP1),
        (REP1, REST), (REP3, REST), (REST, TURN), (TURN, LAST_REST), (LAST_REST, FINISH), (FINISH, FINISH),
    ],
)  # fmt: skip
def test_next_goes_from_work_to_what_leads_on_and_from_there_to_the_work(index, lands):
    """So that the announcement of what comes is heard; a whole set of reps is skipped at once."""
    assert landing.after(LINE, index) == lands


@pytest.mark.parametrize(
    ("index", "lands"),
    [
        (PREPARE, PREPARE), (LEFT, LEFT), (SWITCH, SWITCH), (RIGHT, RIGHT), (TRANSITION, TRANSITION),
        (REP1, REP1), (REP4, REP1), (REST, REST), (TURN, TURN), (LAST_REST, LAST_REST), (FINISH, FINISH),
    ],
)  # fmt: skip
def test_redo_goes_to_the_start_of_this_side_or_lead_in(index, lands):
    """Redo is this side again, the whole set of a counted one."""
    assert landing.again(LINE, index) == lands


@pytest.mark.parametrize(
    ("index", "into", "lands"),
    [
        (PREPARE, 0, PREPARE), (PREPARE, 9999, PREPARE),
        (LEFT, 3000, PREPARE), (LEFT, 3001, LEFT), (SWITCH, 1000, LEFT),
        (RIGHT, 3000, LEFT), (RIGHT, 3001, RIGHT), (TRANSITION, 4999, RIGHT),
        (REP1, 3000, RIGHT), (REP1, 3001, REP1), (REP2, 0, REP1), (REST, 8000, REP1),
        (TURN, 3000, REP1), (TURN, 3001, TURN), (LAST_REST, 4000, TURN), (FINISH, 0, TURN),
    ],
)  # fmt: skip
def test_back_restarts_what_is_more_than_3_seconds_old_else_goes_to_the_block_before(index, into, lands):
    """Back means the work before, from every lead-in too; 3 s count from the start of the whole set."""
    assert landing.before(LINE, index, LINE.starts[index] + into) == lands


def test_back_at_the_very_first_work_goes_to_the_beginning():
    """Without prepare the beginning is the first work itself, or a rest before it."""
    assert landing.before(timeline(hold("20s")), 0, 1000) == 0
    assert landing.before(timeline(rest("5s"), hold("20s")), 1, 6000) == 0
