"""The machine's display: one JSON object a line for each cue as it happens.

It knows no player; what is not known of a cue is null.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stretchtimer.screen.lines import LineWriter
from stretchtimer.text import unsafe_character

if TYPE_CHECKING:
    from stretchtimer.ports import Frame, Sounding, View
    from stretchtimer.screen.lines import Stream


class JsonLines:
    """A Sink; as a Display it shows nothing."""

    def __init__(self, stream: Stream) -> None:
        self._lines = LineWriter(stream)

    @property
    def closed(self) -> bool:
        """Whether nobody reads any more; further objects go nowhere."""
        return self._lines.closed

    @property
    def failure(self) -> str:
        """Why it is closed, where that is worth a message: a full disk. Empty for a reader who left."""
        return self._lines.failure

    def emit(self, sounding: Sounding) -> None:
        """One object: `at_ms` counts from the start of prepare; `side` and `step` are the segment's."""
        segment = sounding.segment
        event = {
            "at_ms": sounding.at,
            "kind": sounding.cue.kind.value,
            "text": sounding.cue.text,
            "side": segment.side.value if segment.side else None,
            "step": segment.step,
            "name": sounding.name,
        }
        line = json.dumps(event, ensure_ascii=not self._lines.utf8)
        # JSON itself escapes only the controls below U+0020.
        self._lines.write(json.dumps(event) if unsafe_character(line) else line)

    def show(self, frame: Frame, view: View) -> None:
        """Nothing: the cues say it all."""
