"""A course and a voice -> the pieces of an agenda: every chime, tone and word with its time.

It knows no device and no thread. It is the same for a session and for a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.cues import BREATH_WORDS
from stretchtimer.sound.agenda import Piece
from stretchtimer.sound.breath import synthesise_breath
from stretchtimer.sound.chimes import chime_for, synthesise_all
from stretchtimer.sound.samples import RATE, scaled
from stretchtimer.speech import Speech, lay, texts
from stretchtimer.text import spoken_ms
from stretchtimer.timeline import CueKind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from stretchtimer.model import Breath
    from stretchtimer.ports import Due, Line
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.units import Millis

    PcmOf = Callable[[str], Pcm | None]
    """The samples of a text; empty where it cannot be spoken, None where they are not ready."""

_DUCKED = 0.44
"""How loud a chime or a breath is under a spoken line: 7 dB less leaves both to be understood, and the
loudest of the three together (0.61, 0.21 and 0.63 of full scale) stay just under it."""
_BREATHS = {words: breath for breath, words in BREATH_WORDS.items()}


def line_key(line: Line) -> Hashable:
    """What tells a line's piece from every other."""
    return line.due.clock, line.due.sounding.cue.kind, line.due.sounding.cue.text


class Programme:
    """What is to be heard of `dues`. Sounds are made once, and kept for the whole session."""

    def __init__(self) -> None:
        self.chimes = synthesise_all()
        self._breaths: dict[tuple[Breath, tuple[Millis, ...]], Pcm | None] = {}
        self._ducked: dict[int, Pcm] = {}
        self.dues: list[Due] = []
        self.speech = Speech(())

    def follow(self, dues: Iterable[Due]) -> None:
        """Another course: what was laid out for the one before is forgotten."""
        self.dues = list(dues)
        self.speech = Speech(())

    def wanted(self) -> list[str]:
        """All that may have to be said, in the order of playing."""
        return list(texts(self.dues))

    def lay_out(self, pcm_of: PcmOf, *, now: Millis | None = None, fixed: Iterable[Line] = ()) -> None:
        """Lay out what is said, by the length that each text really has where that is known."""

        def length_of(text: str) -> Millis:
            pcm = pcm_of(text)
            return spoken_ms(text) if pcm is None else len(pcm) * 1000 // RATE

        self.speech = lay(self.dues, length_of, now=now, fixed=fixed)

    def silence(self) -> None:
        """Nothing is said; the tones go on."""
        self.speech = Speech(())

    def pieces(self, pcm_of: PcmOf) -> Iterator[Piece]:
        """All that can be heard now; words that are not ready are left out."""
        words = []
        for line in self.speech.lines:
            if pcm := pcm_of(line.text):
                words.append(line)
                yield Piece(at=line.at, pcm=pcm, key=line_key(line), spoken=True, text=line.text)
        yield from self._sounds(words)

    def _sounds(self, words: list[Line]) -> Iterator[Piece]:
        last: Millis | None = None
        spoken = iter(words)
        line = next(spoken, None)
        for due in self.dues:
            while line is not None and line.at + line.lasts < due.clock:
                line = next(spoken, None)
            if due.sounding.cue.kind is CueKind.BREATH and (tone := self._breath(due)):
                yield Piece(at=due.clock, pcm=self._beside(line, due, tone), key=(due.clock, "breath"))
            chime = chime_for(due.sounding)
            # Cues of one moment get one sound, that of the first.
            if chime is None or due.clock == last or due.sounding.asked:
                continue
            last = due.clock
            pcm = self._beside(line, due, self.chimes[chime])
            yield Piece(at=due.clock, pcm=pcm, key=(due.clock, chime))

    def _breath(self, due: Due) -> Pcm | None:
        key = _BREATHS[due.sounding.cue.text or ""], due.sounding.cue.phases
        if key not in self._breaths:
            self._breaths[key] = synthesise_breath(*key)
        return self._breaths[key]

    def _beside(self, line: Line | None, due: Due, pcm: Pcm) -> Pcm:
        """A sound as loud as the line beside it, if any, allows."""
        if line is None or line.at >= due.clock + len(pcm) * 1000 / RATE:
            return pcm
        if id(pcm) not in self._ducked:
            self._ducked[id(pcm)] = scaled(pcm, _DUCKED)
        return self._ducked[id(pcm)]
