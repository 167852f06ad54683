"""What the sound needs of a voice: sentences that become samples, some time after they are wanted.

It knows no engine; the voice is written against this protocol, and so are the fakes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stretchtimer.sound.samples import Pcm


class Words(Protocol):
    """A voice. None of it blocks, and none of it raises."""

    def want(self, texts: Iterable[str]) -> None:
        """Have these made, in this order, before all that was wanted earlier."""
        ...

    def pcm(self, text: str) -> Pcm | None:
        """The samples of a text: None while they are not ready, empty where it cannot be spoken."""
        ...

    def begin(self, text: str) -> None:
        """The moment of a text has come; what makes no samples of it says it now."""
        ...

    def stop(self) -> None:
        """End what is said past the mixer."""
        ...

    @property
    def failed(self) -> str:
        """Why it says nothing more, as a sentence for the screen; empty while it works."""
        ...

    def close(self) -> None:
        """Give everything back, in half a second at most."""
        ...


if TYPE_CHECKING:
    MakeVoice = Callable[[Callable[[], None]], Words]
    """Makes a voice that calls what it is given whenever texts have become ready, or it has failed."""
