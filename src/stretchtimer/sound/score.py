"""What a session will sound like from now on, kept in an agenda: laid out anew whenever something changes it.

It knows courses and the voice, and no output. Any thread may tell it of a change; one lays out.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import chain, dropwhile, takewhile
from typing import TYPE_CHECKING

from stretchtimer.ports import Due
from stretchtimer.sound.agenda import LATE
from stretchtimer.sound.programme import Programme, line_key
from stretchtimer.sound.samples import silence

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from stretchtimer.ports import Ahead, Line, Sounding
    from stretchtimer.sound.agenda import Agenda
    from stretchtimer.sound.chimes import Chime
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.sound.words import Words
    from stretchtimer.units import Millis

_AT_ONCE = 125.0
"""So far ahead a device has taken its samples already: nothing can begin sooner."""
_ANSWER: Millis = 15_000
"""For so long an answer to a key is worth saying."""
_HORIZON: Millis = 20 * 60_000
"""So far ahead is laid out; a whole day of it would take seconds."""


class Score:
    """Lays out courses. `clock` is theirs, in ms.

    `make_voice` makes what says the words, once there is something to say; None where nothing is said.
    """

    def __init__(
        self, *, agenda: Agenda, clock: Callable[[], float], make_voice: Callable[[], Words] | None
    ) -> None:
        self._agenda, self._clock, self._make_voice = agenda, clock, make_voice
        agenda.tell = self._begin
        self.muted = False
        self._voice: Words | None = None
        self._programme: Programme | None = None
        self._lock = threading.Lock()
        self._course: Ahead | None = None
        self._asked: list[Due] = []
        self._speaks = make_voice is not None
        self._seam = self._cut_in = self._changed = self._news = False
        self._laid_until = 0.0
        self._put: set[Hashable] = set()
        self.ends_at = 0.0
        """When the last of what is laid out will have been heard."""

    def follow(self, course: Ahead) -> bool:
        """What is to be heard from now on; whether that takes back what sounds."""
        with self._lock:
            seam = self._course is not None and not course.goes_on_from(self._course)
            self._course, self._asked, self._changed = course, [], True
            self._seam = self._seam or seam
        if seam:
            self._agenda.replace(())
        return seam

    def answer(self, sounding: Sounding) -> None:
        """Say something as soon as possible, in place of what is being said."""
        now = round(self._clock())
        with self._lock:
            self._asked.append(Due(clock=now, until=now + _ANSWER, sounding=sounding))
            self._cut_in = self._changed = True

    def speak(self, speaks: bool) -> None:
        """Say words, or leave it at tones."""
        with self._lock:
            self._speaks, self._changed = speaks and self._make_voice is not None, True

    def voice_has_news(self) -> None:
        """Words have become ready: with their true lengths everything finds its place."""
        self._news = True

    def prepare(self) -> None:
        """Make the sounds, which takes some 30 ms; nothing can be laid out before."""
        self._programme = Programme()

    def chime(self, chime: Chime) -> Pcm:
        """A sound by itself; nothing before there are any."""
        return silence(0) if self._programme is None else self._programme.chimes[chime]

    def gives_up(self) -> str:
        """Why nothing is said any more, once; from then on it is left at tones."""
        failed = self._voice.failed if self._voice is not None and self._speaks else ""
        if failed:
            self.speak(speaks=False)
        return failed

    def lay_out(self) -> bool:
        """Put into the agenda what is to be heard, if that has changed; whether words are to be cut off."""
        now = self._clock()
        with self._lock:
            course, asked, speaks = self._course, tuple(self._asked), self._speaks
            seam, cut_in, changed = self._seam, self._cut_in, self._changed
            self._seam = self._cut_in = self._changed = False
        ready, self._news = self._news, False
        changed = changed or 0 < self._laid_until < now + _HORIZON / 2
        programme = self._programme
        if course is None or programme is None or not (changed or ready):
            return False
        voice = self._speaking() if speaks else None
        begun = [] if seam else self._begun(programme, now=now, cut_in=cut_in)
        if changed:
            self._laid_until = now + _HORIZON
            ahead = dropwhile(lambda due: due.clock < now - _ANSWER, course.upcoming())
            near = takewhile(lambda due: due.clock < self._laid_until, ahead)
            programme.follow(chain(asked, near))
            if voice is not None:
                voice.want(programme.wanted())
        pcm_of = voice.pcm if voice is not None else _no_words
        programme.lay_out(pcm_of, now=round(now + _AT_ONCE), fixed=begun)
        pieces = list(programme.pieces(pcm_of))
        with self._lock:
            if self._course is course:  # else it is taken back already
                self.ends_at = max((piece.ends_at for piece in pieces), default=0.0)
                self._agenda.replace(pieces)
                self._put = {piece.key for piece in pieces if piece.spoken}
        return cut_in

    def hush(self) -> None:
        """End what a voice says past the mixer; what goes through it is the output's to end."""
        if self._voice is not None:
            self._voice.stop()

    def _begin(self, text: str) -> None:
        if self._voice is not None and not self.muted:
            self._voice.begin(text)

    def close(self) -> None:
        """Give the voice back."""
        if self._voice is not None:
            self._voice.close()

    def _speaking(self) -> Words | None:
        if self._voice is None and self._make_voice is not None:
            self._voice = self._make_voice()
        return self._voice

    def _begun(self, programme: Programme, *, now: float, cut_in: bool) -> list[Line]:
        """The lines that are being said, have been, or are about to; one that is cut off ends now."""
        begun = [
            line
            for line in programme.speech.lines
            if self._agenda.has_begun(line_key(line))
            # What is about to begin would be put off again and again by every word that becomes ready.
            or (line_key(line) in self._put and now - LATE < line.at <= now + _AT_ONCE)
        ]
        if cut_in:
            return [replace(line, lasts=min(line.lasts, max(round(now) - line.at, 1))) for line in begun]
        return begun


def _no_words(_: str) -> Pcm:
    return silence(0)
