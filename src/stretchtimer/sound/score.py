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
from stretchtimer.sound.unsaid import Unsaid, cut_off
from stretchtimer.timeline import Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from stretchtimer.ports import Ahead, Line, Sounding
    from stretchtimer.sound.agenda import Agenda
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.sound.words import Words
    from stretchtimer.units import Millis

_AT_ONCE = 125.0
"""So far ahead a device has taken its samples already: nothing can begin sooner."""
_ANSWER: Millis = 15_000
"""For so long an answer to a key is worth saying."""
_READING: Millis = 60_000
"""For so long instructions that were asked for are worth reading."""
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
        self._past: tuple[tuple[Ahead, float], ...] = ()  # what this one goes on from, and until when
        self._asked: tuple[Due, ...] = ()
        self._speaks = make_voice is not None
        self._heard = True
        self._seam = self._cut_in = self._changed = self._news = False
        self._followed_at = self._laid_until = 0.0
        self._unsaid = Unsaid()
        self._put: set[Hashable] = set()
        self.ends_at = 0.0
        """When the last of what is laid out will have been heard."""

    def follow(self, course: Ahead) -> bool:
        """What is to be heard from now on; whether that takes back what sounds."""
        now = self._clock()
        with self._lock:
            seam = self._course is not None and not course.goes_on_from(self._course)
            if seam:
                self._past = ()
            elif self._course is not None:
                recent = (one for one in self._past if one[1] >= now - _ANSWER)
                self._past = (*recent, (self._course, now))
            self._course, self._changed = course, True
            if seam:
                self._seam, self._followed_at, self._asked = True, now, ()
                # Under our lock: after it what is laid out for this course may be there already.
                self._agenda.take_back()
        return seam

    def answer(self, sounding: Sounding) -> None:
        """Say something as soon as possible; what sounds of other words is the caller's to end.

        It takes the place of other answers, but for tips: those come one after another. One without words
        only ends them.
        """
        now = round(self._clock())
        reading = sounding.cue.priority is Priority.TIP
        with self._lock:
            due = Due(clock=now, until=now + (_READING if reading else _ANSWER), sounding=sounding)
            self._asked = (*(self._asked if reading else ()), due)
            self._cut_in = self._changed = True
            self._agenda.take_back(words_only=True)

    def speak(self, speaks: bool) -> None:
        """Say words, or leave it at tones; what sounds of them is the caller's to end."""
        with self._lock:
            self._speaks, self._changed = speaks and self._make_voice is not None, True
            if not speaks:
                self._agenda.take_back(words_only=True)
            failed = self._voice if speaks and self._voice is not None and self._voice.failed else None
            if failed is not None:
                self._voice = None  # whoever asks for a voice again gets another try
        if failed is not None:
            failed.close()

    def reach(self, *, heard: bool) -> None:
        """Whether there is an output that words can go through: without one none are made."""
        with self._lock:
            self._heard, self._changed = heard, True

    @property
    def speaks(self) -> bool:
        """Whether words are said, as far as is known."""
        return self._speaks

    def voice_has_news(self) -> None:
        """Words have become ready: with their true lengths everything finds its place."""
        with self._lock:
            self._news = True

    def prepare(self) -> None:
        """Make the sounds, which takes some 30 ms; nothing can be laid out before."""
        self._programme = Programme()

    def gives_up(self) -> str:
        """Why nothing is said any more, once; from then on it is left at tones."""
        failed = self._voice.failed if self._voice is not None and self._speaks else ""
        if failed:
            self.speak(speaks=False)
        return failed

    def lay_out(self) -> None:
        """Put into the agenda what is to be heard, if that has changed."""
        now = self._clock()
        with self._lock:
            course, past, asked, speaks = self._course, self._past, self._asked, self._speaks
            followed_at = self._followed_at
            seam, cut_in, changed = self._seam, self._cut_in, self._changed
            ready, heard = self._news, self._heard
            self._seam = self._cut_in = self._changed = self._news = False
        changed = changed or 0 < self._laid_until < now + _HORIZON / 2
        programme = self._programme
        if course is None or programme is None or not (changed or ready):
            return
        voice = self._speaking() if speaks and heard else None
        begun = [] if seam else self._begun(programme, now=now, cut_in=cut_in)
        if cut_in and not seam:
            owed = cut_off(programme.speech.lines, now=now)
            with self._lock:
                self._asked = asked = (*asked, *owed)
        if changed:
            self._laid_until = now + _HORIZON
            near = takewhile(lambda due: due.clock < self._laid_until, _upcoming(course, past))
            recent = dropwhile(lambda due: due.clock < now - _ANSWER, near)
            if seam:
                self._unsaid.turn(course, programme.speech.lines, now=followed_at)
            programme.follow(chain(asked, self._unsaid.dues, recent))
            if voice is not None:
                voice.want(programme.wanted())
        pcm_of = voice.pcm if voice is not None else _no_words
        programme.lay_out(pcm_of, now=round(now + _AT_ONCE), fixed=begun)
        pieces = list(programme.pieces(pcm_of))
        with self._lock:
            if not self._changed:  # else it would bring back what was taken back meanwhile
                self.ends_at = max((piece.ends_at for piece in pieces), default=0.0)
                self._agenda.replace(pieces)
                self._put = {piece.key for piece in pieces if piece.spoken}

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
        """The lines that are being said, have been, or are about to; where another cuts in, they end now."""
        begun = [
            line
            for line in programme.speech.lines
            if self._agenda.has_begun(key := line_key(line))
            # What is about to begin would be put off again and again by every word that becomes ready.
            or (not cut_in and key in self._put and now - LATE < line.at <= now + _AT_ONCE)
        ]
        if cut_in:
            return [replace(line, lasts=min(line.lasts, max(round(now) - line.at, 1))) for line in begun]
        return begun


def _upcoming(course: Ahead, past: tuple[tuple[Ahead, float], ...]) -> Iterator[Due]:
    """What is to be heard of a course, after what was due of those that it goes on from.

    A line may begin seconds after its cue: a change in between does not make it unsaid.
    """
    for before, until in past:
        for due in before.upcoming():
            if due.clock > until:
                break
            yield due
    yield from course.upcoming()


def _no_words(_: str) -> Pcm:
    return silence(0)
