"""The display stays awake while a session goes on: asked of a real bus, where a desktop would be asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stretchtimer.terminal.awake import Awake

DESKTOP = Path(__file__).with_name("desktop.py")
PATIENCE = 20.0


def run_on_a_bus(
    tmp_path: Path, *arguments: str, within: float = PATIENCE
) -> subprocess.CompletedProcess[str]:
    """Run a stand-in for a desktop on a bus of its own, and beside it a program that uses the display."""
    if shutil.which("dbus-run-session") is None:
        pytest.skip("dbus-run-session is not installed")
    pytest.importorskip("jeepney", reason="jeepney, which wakepy needs here, is not installed")
    command = ["dbus-run-session", "--", sys.executable, str(DESKTOP), str(tmp_path / "asked"), *arguments]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=environ)


USES = """
import sys, time
from stretchtimer.terminal.awake import Awake
awake = Awake()
awake.open()
until = time.monotonic() + 10
while not open(sys.argv[1]).read() and time.monotonic() < until:
    time.sleep(0.01)
assert awake.notice() == "", awake.notice()
awake.close()
"""


def test_the_desktop_is_asked_and_let_go_again(tmp_path):
    """From the opening to the closing the display is kept on, and not a moment longer."""
    ran = run_on_a_bus(tmp_path, "answers", USES)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "asked").read_text().split() == ["Inhibit", "UnInhibit"]


def test_a_desktop_that_hangs_delays_nothing(tmp_path):
    """Opening returns at once, and closing waits for a second at most."""
    begin = time.monotonic()
    ran = run_on_a_bus(tmp_path, "hangs", USES)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "asked").read_text().split()[0] == "Inhibit"
    assert time.monotonic() - begin < PATIENCE / 2


def test_where_nothing_can_be_asked_it_is_said_once(monkeypatch):
    """Without a desktop one line says that the display may go dark."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform != "linux":
        pytest.skip("other systems need no desktop to be asked")
    awake = Awake()
    awake.open()
    awake.close()
    assert awake.notice() == "The display may sleep: no desktop keeps it on."
    assert awake.notice() == ""


OPENS = """
from stretchtimer.terminal.awake import Awake
awake = Awake()
awake.open()
awake._thread.join()
awake.close()
print(awake.notice())
"""


def open_and_close(path: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    """Keep awake for a moment in a program whose modules are looked for in `path` first."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([*path, *sys.path]), **more}
    return subprocess.run(
        [sys.executable, "-c", OPENS], capture_output=True, text=True, env=environ, check=True
    )


@pytest.mark.parametrize(
    "module",
    [
        "raise OSError('broken')",
        "class keep:\n    def presenting(on_fail):\n        raise RuntimeError('broken')",
    ],
)
def test_a_broken_library_is_said_and_not_printed(module, tmp_path):
    """Whatever goes wrong in there becomes one line for the screen: nothing is written over it."""
    (tmp_path / "wakepy.py").write_text(module)
    ran = open_and_close([str(tmp_path)])
    assert ran.stderr == ""
    assert ran.stdout.startswith("The display may sleep: wakepy failed with ")


def test_what_the_library_logs_is_not_printed():
    """A warning in its log is not for a screen that somebody else draws on."""
    pytest.importorskip("wakepy")
    ran = open_and_close([], WAKEPY_FAKE_SUCCESS="1", WAKEPY_FORCE_FAILURE="1")
    assert ran.stderr == ""


def test_what_was_never_opened_closes():
    """A session that ends before its first frame has nothing to give back."""
    Awake().close()
