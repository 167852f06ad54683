"""What is to be exported, and the files that it becomes: the seam between the command and the formats.

It knows no format; each is written against these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from stretchtimer.model import Routine
    from stretchtimer.timeline import Timeline


class Chapters(Enum):
    """The file of chapters beside one of sound."""

    CUE = "cue"
    VTT = "vtt"
    NONE = "none"


class Teller(Protocol):
    """Whoever is told how far it is."""

    def phase(self, label: str, length: int) -> AbstractContextManager[Callable[[int], None]]:
        """Something that takes `length` steps begins; what it gives is called with the steps done since."""
        ...

    def note(self, text: str) -> None:
        """Something to know about what is written."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What only sound has. `insisted` says that words were asked for: then none are not good enough.

    `engine` is what speaks, None the best that works; `cache` the folder for what can be made again.
    `chapters` is None where the choice is ours.
    """

    volume: int = 100
    voiced: bool = True
    insisted: bool = False
    engine: str | None = None
    cache: str | None = None
    chapters: Chapters | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A routine, as it would be played, and the file that it is to become."""

    routine: Routine
    timeline: Timeline
    target: Path
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export. `write` fills the draft of it, and returns what there is to say of it."""

    path: Path
    write: Callable[[Path, Teller], str]
