"""Where the platform keeps a program's files."""

from __future__ import annotations

import os
import sys

import platformdirs
import pytest

from stretchtimer.places import cache_place, history_file, settings_place


@pytest.mark.parametrize("home", ["/home/jo", "relative", "", None])
@pytest.mark.parametrize("base", ["/srv/files", "relative", "", None])
def test_the_history_lies_where_platformdirs_keeps_data(monkeypatch, home, base):
    """In the platform's folder for data; without a home there is none, and no folder `~` is made."""
    for name, value in (("HOME", home), ("XDG_DATA_HOME", base), ("STRETCH_HISTORY", None)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    folder = platformdirs.user_data_dir("stretchtimer", appauthor=False)
    wanted = os.path.join(folder, "history.db") if os.path.isabs(folder) else ""  # noqa: PTH117, PTH118
    assert history_file(os.environ) == wanted


def test_a_history_of_ones_own(monkeypatch):
    """STRETCH_HISTORY names the file, from the home where it says so; a home that is not there is none."""
    monkeypatch.setenv("HOME", "/home/jo")
    assert history_file({"STRETCH_HISTORY": "~/my.db"}) == "/home/jo/my.db"
    assert history_file({"STRETCH_HISTORY": "my.db"}) == "my.db"
    assert history_file({"STRETCH_HISTORY": "~nobody-of-this-name/my.db"}) == ""


@pytest.mark.parametrize("home", ["/home/jo", "relative", "", None])
@pytest.mark.parametrize("base", ["/srv/files", "relative", "", None])
def test_the_short_way_answers_what_platformdirs_answers(monkeypatch, home, base):
    """Nobody's files move, whichever of the variables are set: ours is only the quicker way to the same."""
    for name, value in (("HOME", home), ("XDG_CONFIG_HOME", base), ("XDG_CACHE_HOME", base)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert settings_place(os.environ) == platformdirs.user_config_dir("stretchtimer", appauthor=False)
    assert cache_place(os.environ) == platformdirs.user_cache_dir("stretchtimer", appauthor=False)


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are Linux's")
def test_the_given_environment_counts():
    """The places are those of the environment that is given, not of the process."""
    assert settings_place({"HOME": "/home/jo"}) == "/home/jo/.config/stretchtimer"
    assert cache_place({"HOME": "/home/jo", "XDG_CACHE_HOME": "/tmp/jo"}) == "/tmp/jo/stretchtimer"  # noqa: S108
