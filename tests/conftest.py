"""Settings of the whole test suite: how hypothesis searches, and a place that is nobody's home."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

from commandline import CommandLine, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

# Machines that test are slow and noisy: no deadline for one example. In CI every run tries the same
# examples, so that a failure is the change's and not the day's.
# The phase that explains a failure traces every line, which a played session has far too many of.
_COMMON = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
settings.register_profile("default", _COMMON, max_examples=25)
settings.register_profile("ci", _COMMON, max_examples=25, derandomize=True)
settings.register_profile("thorough", _COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))


@pytest.fixture(scope="session", autouse=True)
def _nobodys_history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests play gets into nobody's history."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRETCH_HISTORY", str(tmp_path_factory.mktemp("history") / "history.db"))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A user's place with nothing in it; no setting of the machine that tests reaches `stretch`."""
    for name in [name for name in os.environ if name.startswith("STRETCH_") or name == "_STRETCH_COMPLETE"]:
        monkeypatch.delenv(name)
    made = Home(
        root=tmp_path,
        work=tmp_path / "work",
        config=tmp_path / "config",
        routines=tmp_path / "config" / "routines",
        cache=tmp_path / "cache",
        history=tmp_path / "data" / "history.db",
    )
    made.work.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STRETCH_CONFIG", str(made.config))
    monkeypatch.setenv("STRETCH_CACHE", str(made.cache))
    monkeypatch.setenv("STRETCH_HISTORY", str(made.history))
    monkeypatch.setenv("STRETCH_SOUND", "none")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(made.work)
    return made


@pytest.fixture
def stretch(home: Home, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """`stretch` in this process, at the user's place."""
    return CommandLine(capsys)
