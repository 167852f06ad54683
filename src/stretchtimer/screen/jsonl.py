"""The machine's display: one JSON object a line for each cue as it happens.

It knows no player; what is not known of a cue is null.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stretchtimer.screen.lines import LineWriter
from stretchtimer.text import unsafe_character

if TYPE_CHECKING:
    from stretchtimer.frame import Frame, View
    from stretchtimer.ports import Sounding
    from stretchtimer.screen.lines import Stream


class JsonLines:
    """A Sink; as a Display it shows only what no cue tells: a notice."""

    def __init__(self, stream: Stream) -> None:
        self._lines = LineWriter(stream)
        self._notice = ""

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
        self._write(event)

    def show(self, frame: Frame, view: View) -> None:
        """An object of the same keys for a notice: no sound, no voice. The cues say all else."""
        if view.notice and view.notice != self._notice:
            self._write(
                {"at_ms": frame.position, "kind": "notice", "text": view.notice}
                | dict.fromkeys(("side", "step", "name"))
            )
        self._notice = view.notice

    def _write(self, event: dict[str, Any]) -> None:
        line = json.dumps(event, ensure_ascii=not self._lines.utf8)
        # JSON itself escapes only the controls below U+0020.
        self._lines.write(json.dumps(event) if unsafe_character(line) else line)
