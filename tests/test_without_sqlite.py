"""A Python that was built without SQLite: what plays and lists goes on, what needs a history says why not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from commandline import shell, write

if TYPE_CHECKING:
    from commandline import Home

WHY = "this Python comes without SQLite"
EXPORT = "../export.json"
NEED_IT = (
    "stats",
    "history",
    "history export -",
    "history export all.json",
    f"history import {EXPORT}",
    "log",
    "log 3",
    "resume",
    "resume --list",
)


@pytest.fixture(autouse=True)
def _without_sqlite(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python finds no SQLite, and there is a history that one with it has written."""
    assert shell("stretch play hip-unlock --speed 1000").code == 0
    assert shell(f"stretch history export {EXPORT}").code == 0
    write(home.root / "built" / "sqlite3.py", "raise ImportError(\"No module named '_sqlite3'\")\n")
    path = [str(home.root / "built"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))


def test_a_routine_is_played(home: Home) -> None:
    """To its end, with one line that says why it is not kept; the history stays as it was."""
    before = home.history.read_bytes()
    ran = shell("stretch play hip-unlock --speed 1000")
    assert ran.code == 0
    assert ran.err == f"This session is not kept in {home.history}: {WHY}.\n"
    assert home.history.read_bytes() == before


def test_no_history_is_begun(home: Home) -> None:
    """No empty file is left behind, which the next command would find."""
    home.history.unlink()
    assert shell("stretch play hip-unlock --speed 1000").code == 0
    assert not home.history.exists()


def test_a_series_is_played() -> None:
    """Its first stage, as nobody can say which is next, and that is said."""
    ran = shell("stretch play back-relief --speed 1000")
    assert ran.code == 0
    assert "stage 1 of " in ran.err
    assert f"{WHY}; so nobody can say which session this is." in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("there", [True, False])
def test_what_needs_a_history_says_why_not(home: Home, *, there: bool) -> None:
    """The reason and what to do, whether or not there is a history; nothing is written."""
    if not there:
        home.history.unlink()
    for line in NEED_IT:
        ran = shell(f"stretch {line}")
        assert (ran.code, ran.out) == (1, ""), line
        assert WHY in ran.err, line
        assert "install stretch with a Python that has sqlite3" in ran.err, line
        assert "bug" not in ran.err, line
    assert home.history.exists() == there
    assert not list(home.work.iterdir())


def test_what_can_do_without_a_history_does(home: Home) -> None:
    """Lists are whole, and where the history would have had a say it is told that it has none."""
    ran = shell("stretch list")
    assert (ran.code, ran.err) == (0, "")
    assert "back-relief" in ran.out
    ran = shell("stretch")
    assert (ran.code, ran.err) == (0, f"Note: {WHY}.\n")
    assert "back-relief" in ran.out
    ran = shell("stretch show back-relief")
    assert (ran.code, ran.err) == (0, f"Note: {WHY}; so the next stage is not known.\n")


def test_where_the_history_lies_can_be_asked(home: Home) -> None:
    """To name a file nobody has to open it."""
    ran = shell("stretch history path")
    assert (ran.code, ran.out, ran.err) == (0, f"{home.history}\n", "")
