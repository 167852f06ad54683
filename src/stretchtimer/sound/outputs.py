"""What sound goes out through: the one protocol, how it fails, and the outputs that need no library.

It knows no cue and no chime; what it is given is samples.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from stretchtimer.errors import StretchError
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stretchtimer.sound.samples import Pcm

ENVIRONMENT = "STRETCH_SOUND"
"""The variable that names the one output to use, instead of the best that works."""


class Rung(Enum):
    """The ways out, from the best down."""

    MINIAUDIO = "miniaudio"
    PLAYSOUND3 = "playsound3"
    BELL = "bell"
    NONE = "none"


class Unavailable(Exception):
    """An output that cannot be used: `reason` says why, `remedy` what to do about it."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class Missing(Unavailable):
    """The library for it is not installed."""


class Unanswered(Unavailable):
    """The sound server did not answer in time; it may yet."""


class Output(Protocol):
    """Where samples become sound: those of an agenda at their time, and what it is given at once.

    None of it raises, and only `drain` and `close` take time.
    """

    def play(self, pcm: Pcm) -> None:
        """Begin a sound now, beside those that play already."""
        ...

    def stop(self, *, words_only: bool = False) -> None:
        """End every sound now, or only what is being said."""
        ...

    def set_volume(self, volume: int) -> None:
        """Another volume, 0 to 100, from now on."""
        ...

    def alive(self) -> bool:
        """Whether what was played does go out, as far as can be told."""
        ...

    def drain(self, within: float) -> None:
        """Wait until the last sound has ended, `within` seconds at most."""
        ...

    def close(self) -> None:
        """Give everything back; a second at most, whatever hangs."""
        ...


class Silent:
    """No output at all."""

    def play(self, pcm: Pcm) -> None:
        """Drop it."""

    def stop(self, *, words_only: bool = False) -> None:
        """Nothing sounds."""

    def set_volume(self, volume: int) -> None:
        """Nothing is loud."""

    def alive(self) -> bool:
        return True

    def drain(self, within: float) -> None:
        """Nothing sounds."""

    def close(self) -> None:
        """Nothing is held."""


class Bell(Silent):
    """The terminal's own bell: one for every sound, whichever it is.

    `ring` is called on the thread that plays, so that a bell never falls into a half-written screen.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def play(self, pcm: Pcm) -> None:  # noqa: ARG002 - a bell has one sound
        """Ring once."""
        try:
            self._ring()
        except (OSError, ValueError):
            # The terminal is gone; whoever draws on it finds out, and says so.
            return


def chosen_rung(environ: Mapping[str, str]) -> Rung | None:
    """The output that the environment asks for; None where it leaves the choice to us.

    Raises StretchError where it names none.
    """
    name = environ.get(ENVIRONMENT, "")
    if not name:
        return None
    try:
        return Rung(name.strip().lower())
    except ValueError:
        names = ", ".join(rung.value for rung in Rung)
        message = f"{ENVIRONMENT}={safe(name)}: there is no such sound output"
        raise StretchError(
            message, f"Use one of {names}, or leave it unset for the best that works."
        ) from None
