"""The plain display: one line for each event, for pipes, logs and screen readers.

It knows no cursor and no colour; what is written stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.screen import keylist, passages, wording
from stretchtimer.screen.lines import LineWriter
from stretchtimer.text import safe
from stretchtimer.timeline import CueKind, SegmentKind
from stretchtimer.units import ceil_seconds, clock, elapsed

if TYPE_CHECKING:
    from stretchtimer.frame import Frame, View
    from stretchtimer.ports import Sounding
    from stretchtimer.screen.lines import Stream
    from stretchtimer.units import Millis

_KIND_COLUMNS = 6


class Plain:
    """A Sink and a Display in one: cues become lines, and so does what the keys did."""

    def __init__(self, stream: Stream) -> None:
        self._lines = LineWriter(stream)
        self._state = State.PLAYING
        self._view: View | None = None
        self._note = ""

    @property
    def closed(self) -> bool:
        """Whether nobody reads any more; further lines go nowhere."""
        return self._lines.closed

    @property
    def failure(self) -> str:
        """Why it is closed, where that is worth a message: a full disk. Empty for a reader who left."""
        return self._lines.failure

    def emit(self, sounding: Sounding) -> None:
        """One line for a cue: when, of which kind, what."""
        self._say(sounding.at, sounding.cue.kind.value, _text(sounding))

    def show(self, frame: Frame, view: View) -> None:
        """A line for what no cue tells: a pause, a note, a notice, and the reading that a key asks for."""
        if frame.state is not self._state:
            self._tell_state(frame)
        if frame.note and frame.note != self._note:
            self._say(frame.position, "note", frame.note)
        self._state, self._note = frame.state, frame.note
        before, self._view = self._view, view
        if view == before:
            return
        if view.notice and (before is None or view.notice != before.notice):
            self._say(frame.position, "notice", view.notice)
        if before is not None and view.muted != before.muted:
            self._say(frame.position, "sound", "off" if view.muted else "on")
        if before is not None and view.voiced != before.voiced:
            self._say(frame.position, "voice", "on" if view.voiced else "off")
        if view.info and not (before and before.info):
            self._read(frame)
        if view.help and not (before and before.help):
            for key, what in keylist.KEYS:
                self._say(frame.position, "key", f"{key}: {what}")

    def _tell_state(self, frame: Frame) -> None:
        if frame.state is State.PAUSED:
            why = "The clock stood still." if frame.slept else wording.left_in_words(frame).capitalize() + "."
            self._say(frame.position, "pause", f"{why} Press space to go on.")
        elif frame.state is State.REENTRY:
            self._say(frame.position, "back", f"In {ceil_seconds(frame.remaining)} seconds.")
        elif frame.state is State.PLAYING:
            self._say(frame.position, "go on", frame.name)
        elif frame.state is State.STOPPED:
            self._say(frame.position, "end", passages.ending(frame))

    def _read(self, frame: Frame) -> None:
        for heading, texts in passages.sections(frame):
            for text in texts:
                self._say(frame.position, "read", f"{heading}: {text}" if heading else text)

    def _say(self, at: Millis, kind: str, text: str) -> None:
        line = f"{elapsed(at)} {kind:<{_KIND_COLUMNS}} {safe(text)}"
        self._lines.write(line.rstrip())


def _text(sounding: Sounding) -> str:
    """What is said; where it is only a tone, what the tone means."""
    cue, segment = sounding.cue, sounding.segment
    if cue.kind is CueKind.START:
        return _with_dose((cue.name or sounding.name or "").rstrip("."), sounding)
    if cue.kind is CueKind.REST or (cue.kind is CueKind.SWITCH and segment.kind is SegmentKind.WORK):
        return _with_dose((cue.text or cue.kind.value.capitalize()).rstrip("."), sounding)
    if cue.text is not None:
        return cue.text
    if cue.kind is CueKind.COUNT:
        return str(ceil_seconds(-cue.offset)) if cue.offset < 0 else ""
    if cue.kind is CueKind.REP and segment.rep:
        return str(segment.rep)
    return sounding.name or ""


def _with_dose(text: str, sounding: Sounding) -> str:
    """How much of what begins there is: `(0:30)`, `(20 reps, 2:00)`."""
    dose = [f"{sounding.segment.reps} reps"] if sounding.segment.reps else []
    dose += [clock(sounding.duration)] if sounding.duration else []
    return f"{text} ({', '.join(dose)})" if dose else text
