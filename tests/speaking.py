"""`speak.py` in a process of its own: a session's sound that tests tell what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Sessions = Callable[[dict[str, str]], "Session"]


class Session:
    """The process, told what to do line by line, in the environment it is given."""

    def __init__(self, environment: dict[str, str]) -> None:
        answers, told = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("speak.py"), str(told)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[told],
            text=True,
        )
        os.close(told)
        self._answers = os.fdopen(answers)
        self.took: dict[str, float] = {}
        """The longest time in s that each command has taken so far."""

    def tell(self, command: str) -> Any:
        """Have it do something; what it answers."""
        assert self.process.stdin is not None
        print(command, file=self.process.stdin, flush=True)
        took, value = json.loads(self._answers.readline())
        name = command.partition(" ")[0]
        self.took[name] = max(took, self.took.get(name, 0.0))
        return value

    def finish(self) -> tuple[int, str]:
        """End it by the end of its input: its exit code, and all it wrote to the terminal."""
        out, err = self.process.communicate(timeout=10)
        return self.process.returncode, out + err

    def close(self) -> None:
        """End it whatever it does."""
        self.process.kill()
        self.process.communicate()
        self._answers.close()


@pytest.fixture
def sessions() -> Iterator[Sessions]:
    """Starts sessions, and ends those that a failed test leaves."""
    started: list[Session] = []

    def start(environment: dict[str, str]) -> Session:
        started.append(Session(environment))
        return started[-1]

    yield start
    for session in started:
        session.close()
