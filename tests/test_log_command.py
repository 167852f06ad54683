"""`stretch log`: how a session felt, noted, amended and shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Self

import pytest

from commandline import shell
from stretchtimer.history.kept import NOTE_MOST, Ending, Feeling, Kept, Kind, Origin
from stretchtimer.history.store import History
from stretchtimer.session import Session

if TYPE_CHECKING:
    from commandline import CommandLine, Home

ZONE = timezone(timedelta(hours=1))
EVENING = datetime(2026, 11, 20, 17, 36, tzinfo=ZONE)


def kept(days: float, uid: str = "", *, rate: float = 1.0, ending: Ending = Ending.FINISHED) -> Kept:
    at = EVENING - timedelta(days=days)
    session = Session(
        routine="hip-unlock", name="Hip unlock", completed=True, planned=1, played=370_000, work=1
    )
    return Kept(
        uid=uid.ljust(32, "0") if uid else f"{round(days * 10):032x}",
        session=session,
        origin=Origin(rate=rate),
        started=at,
        touched=at,
        ended=at,
        ending=ending,
    )


@pytest.fixture
def history(home: Home) -> History:
    """Yesterday's session, two of the day before, and a rehearsal of today."""
    made = History(str(home.history))
    for one in (kept(0, rate=20), kept(1, "abcd"), kept(2, "abce"), kept(2.3, "1234")):
        made.save(one)
    return made


def noted(history: History, uid: str = "abcd") -> list[tuple[int | None, Kind | None, str]]:
    (one,) = history.sessions(uid=uid.ljust(32, "0"))
    return [(feeling.feeling, feeling.kind, feeling.note) for feeling in one.feelings]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (["3"], (3, Kind.STIFFNESS, "")),
        (["0", "--pain"], (0, Kind.PAIN, "")),
        (["10", "--stiffness", "all over"], (10, Kind.STIFFNESS, "all over")),
        (["3", "--pain", "hamstrings tight"], (3, Kind.PAIN, "hamstrings tight")),
        (["3", "left", "hip,", "a", "bit"], (3, Kind.STIFFNESS, "left hip, a bit")),
        (["felt", "fine"], (None, None, "felt fine")),
        (["3", "5 minutes later"], (3, Kind.STIFFNESS, "5 minutes later")),
        (["3", " steif\té体\n👍 "], (3, Kind.STIFFNESS, "steif é体 👍")),
        (["3", "x" * NOTE_MOST], (3, Kind.STIFFNESS, "x" * NOTE_MOST)),
    ],
)
def test_the_last_session_is_noted(
    stretch: CommandLine, history: History, words: list[str], there: tuple[int | None, Kind | None, str]
) -> None:
    """A number, what of, a line, in any mixture; the last session that was played in earnest has it."""
    ran = stretch("log", *words)
    assert (ran.code, ran.err) == (0, "")
    assert noted(history) == [there]
    assert ran.out.startswith("2026-11-19 17:36  Hip unlock")
    assert stretch("log").out == ran.out


def test_a_session_that_went_on_later_is_the_last(stretch: CommandLine, history: History) -> None:
    """However long ago it was begun: the body speaks of what it did last."""
    history.save(replace(kept(3, "cafe"), touched=EVENING, ended=EVENING))
    assert stretch("log", "4").out.startswith("2026-11-17 17:36  Hip unlock")
    assert noted(history, "cafe") == [(4, Kind.STIFFNESS, "")]
    assert stretch("log").out.startswith("2026-11-17 17:36  Hip unlock")


def test_what_was_only_looked_into_is_not_noted(stretch: CommandLine, history: History) -> None:
    """Who opens another session and leaves it at once still notes the one that was played."""
    glance = kept(0.5, "beef", ending=Ending.STOPPED)
    history.save(replace(glance, session=replace(glance.session, played=700, work=0, completed=False)))
    assert stretch("log", "3").code == 0
    assert noted(history, "beef") == []
    assert noted(history)[0][0] == 3


def test_what_is_amended_stays_below(stretch: CommandLine, history: History) -> None:
    """The latest counts; what it does not say stays as it was, and nothing is overwritten."""
    stretch("log", "5", "--pain", "left hip")
    stretch("log", "3")
    ran = stretch("log", "both hips")
    assert noted(history) == [
        (5, Kind.PAIN, "left hip"),
        (3, Kind.PAIN, "left hip"),
        (3, Kind.PAIN, "both hips"),
    ]
    lines = ran.out.splitlines()
    assert lines[1] == "    pain 3: both hips"
    assert [re.sub(r"\(.*\)", "()", line) for line in lines[2:]] == [
        "    before (): pain 3: left hip",
        "    before (): pain 5: left hip",
    ]
    stretch("log", "--stiffness")
    assert noted(history)[-1] == (3, Kind.STIFFNESS, "both hips")


def test_the_session_of_today_or_yesterday(
    stretch: CommandLine, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one says it: the day where one is now."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 11, 20, 0, 10, tzinfo=tz)

    monkeypatch.setattr("stretchtimer.commands.log.datetime", Clock)
    assert stretch("log", "--session", "Yesterday", "7").code == 0
    assert noted(history, "abcd") == [(7, Kind.STIFFNESS, "")]
    ran = stretch("log", "--session", "today", "7")
    assert ran.code == 1
    assert "there is no session" in ran.err


@pytest.mark.parametrize(
    ("name", "uid"),
    [
        ("abce".ljust(32, "0"), "abce"),
        ("ABCE", "abce"),
        ("1234", "1234"),
        ("2026-11-19", "abcd"),
        ("2026-11-18 17:36", "abce"),
        ("2026-11-18T10:24", "1234"),
    ],
)
def test_another_session_by_uid_or_day(stretch: CommandLine, history: History, name: str, uid: str) -> None:
    """The first digits are enough where they are one session's; a day of two needs the time."""
    assert stretch("log", "--session", name, "7").code == 0
    assert noted(history, uid) == [(7, Kind.STIFFNESS, "")]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["11"], "'11' is not a whole number from 0 to 10", "0 is nothing at all"),
        (["3.5"], "'3.5' is not a whole number", ""),
        (["3,5"], "'3,5' is not a whole number", ""),
        (["--", "-1"], "'-1' is not a whole number", ""),
        (["9" * 5000], "is not a whole number", ""),
        (["3", "a\x1b[31m"], "has a character that is not kept: U+001B", "leave it out"),
        (["3", "a\u202eb"], "U+202E", "leave it out"),
        (["3", "x" * (NOTE_MOST + 1)], "has 201 characters", "200 are kept"),
        (["--session", "2026-11-18", "3"], "2 sessions fit '2026-11-18'", "'2026-11-18 10:24' (12340000)"),
        (["--session", "abc", "3"], "there is no session 'abc'", "write a day"),
        (["--session", "2026-11-20"], "there is no session '2026-11-20'", "stretch history"),  # a rehearsal
        (["--session", "2020-01-01"], "there is no session '2020-01-01'", "stretch history"),
        (["--session", "ffff"], "there is no session 'ffff'", "stretch history"),
        (["--session", "\x1b[31m"], "there is no session '<U+001B>[31m'", ""),
        (["--session", ""], "there is no session ''", "write a day"),
    ],
)
def test_what_cannot_be_noted(
    stretch: CommandLine, history: History, words: list[str], message: str, hint: str
) -> None:
    """It says what to write instead, and nothing is changed."""
    ran = stretch("log", *words)
    assert (ran.code, ran.out) == (1, "")
    assert message in ran.err
    assert hint in ran.err
    assert "\x1b" not in ran.err
    assert not any(one.feelings for one in history.sessions())


def test_a_kind_without_a_number_is_wrong_usage(stretch: CommandLine, history: History) -> None:
    """There is nothing that it could be the kind of."""
    ran = stretch("log", "--pain")
    assert (ran.code, "stretch log 3 --pain" in ran.err) == (2, True)
    assert noted(history) == []


def test_nothing_noted_and_nothing_kept(stretch: CommandLine, home: Home) -> None:
    """Each says what to do; looking makes no file."""
    ran = stretch("log")
    assert (ran.code, "no session has been kept yet" in ran.err) == (1, True)
    assert stretch("log", "3").code == 1
    assert not home.history.exists()
    History(str(home.history)).save(kept(1))
    ran = stretch("log")
    assert ran.out == "2026-11-19 17:36  Hip unlock               6:10  done\n"
    assert "`stretch log 3`" in ran.err


def test_json_has_the_session_with_its_feelings(stretch: CommandLine, history: History) -> None:
    """What `stretch history --json` has of it, after the change."""
    assert history.path
    told = json.loads(stretch("log", "4", "--json").out)
    assert (told["uid"], told["asked"]) == ("abcd".ljust(32, "0"), True)
    assert [(one["feeling"], one["kind"]) for one in told["feelings"]] == [(4, "stiffness")]
    assert json.loads(stretch("log", "--json").out) == told


def test_text_from_elsewhere_is_shown_and_not_obeyed(stretch: CommandLine, history: History) -> None:
    """A history can be edited by anybody, and imported from anywhere."""
    history.amend("abcd".ljust(32, "0"), feeling=1, note="\x1b]0;owned\x07")
    ran = stretch("log")
    assert "<U+001B>]0;owned<U+0007>" in ran.out
    assert "\x1b" not in ran.out


def test_a_note_from_the_end_of_time(stretch: CommandLine, history: History) -> None:
    """There is no moment after it to note anything at: an error, and no bug."""
    last = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)
    (one,) = history.sessions(uid="abcd".ljust(32, "0"))
    history.save(replace(one, feelings=(Feeling(noted=last, note="late"),)))
    ran = stretch("log", "4")
    assert (ran.code, "makes no sense" in ran.err) == (1, True), ran.err


def test_a_note_that_is_no_utf8_is_refused(history: History) -> None:
    """A shell can give any bytes: they are no text that can be kept."""
    ran = shell("stretch log 3 \"$(printf '\\377')\"")
    assert (ran.code, "not kept: U+DCFF" in ran.err) == (1, True)
    assert noted(history) == []
