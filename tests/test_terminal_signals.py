"""Signals as notes: read when the loop comes round, forceful only when it never does."""

from __future__ import annotations

import io
import signal
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX signals only", allow_module_level=True)

from pseudo_terminal import Terminal, play
from stretchtimer.ports import Signal
from stretchtimer.terminal import TerminalHost, signals
from waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def heard() -> Iterator[signals.Signals]:
    """This process's own signals."""
    listener = signals.Signals()
    listener.open()
    yield listener
    listener.close()


def test_a_double_ctrl_c_is_one(heard: signals.Signals) -> None:
    """Two presses in a row are no reason to break in: the session still ends in good order."""
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    assert heard.take(signal.SIGINT)
    assert not heard.any


def test_an_answered_ctrl_c_does_not_arm_the_next(
    heard: signals.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a wait that never comes makes the next one forceful."""
    monkeypatch.setattr(signals, "HUNG_AFTER", -1)
    signal.raise_signal(signal.SIGINT)
    assert heard.take(signal.SIGINT)
    heard.look()
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_signals_are_handed_back_as_they_were() -> None:
    """Handlers and the wake-up descriptor are the former ones after closing, also after closing twice."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTSTP, signal.SIGWINCH)]
    with TerminalHost(screen=False, stdin=io.StringIO(), stdout=io.StringIO()) as host:
        assert signal.getsignal(signal.SIGINT) != before[0]
        host.close()
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTSTP, signal.SIGWINCH)] == before
    assert signal.set_wakeup_fd(-1) == -1


def test_signals_that_were_ignored_stay_ignored() -> None:
    """What `nohup` has switched off is not switched on again."""
    with Terminal(play(), prelude="trap '' HUP") as terminal:
        terminal.told()
        terminal.process.send_signal(signal.SIGHUP)
        terminal.type("n")
        assert terminal.told() == "key n"


def test_a_hung_session_can_be_interrupted_by_force() -> None:
    """A first Ctrl-C that nobody answers lets the second one break in, and the terminal is restored."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type("h")
        assert terminal.told() == "hung"
        terminal.type("\x03")
        assert terminal.told() == "noted"
        terminal.type("\x03")
        assert terminal.process.wait(PATIENCE) in (130, -signal.SIGINT)
        shown = terminal.shown_so_far()
        assert "KeyboardInterrupt" in shown
        assert terminal.as_it_was(shown)


def test_a_signal_between_two_waits_ends_the_next_at_once() -> None:
    """Nothing that came while the loop was busy is lost or late."""
    with TerminalHost(screen=False, stdin=io.StringIO(), stdout=io.StringIO()) as host:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        until = host.now() + 60_000
        assert host.wait(until) is Signal.TERMINATE
        assert host.wait(until) is Signal.INTERRUPT
        assert host.now() < until
