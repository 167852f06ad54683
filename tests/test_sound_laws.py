"""What is heard of a session under any keys at any times, while the voice is still at work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from stretchtimer.compiler import compile_routine
from stretchtimer.frame import State
from stretchtimer.model import AuthoredCue, Breath, Exercise, ExerciseStep, Level, Phase, Rest, Routine, Sides
from stretchtimer.player import Player
from stretchtimer.ports import Command
from stretchtimer.sound.agenda import Agenda
from stretchtimer.sound.chimes import chime_for
from stretchtimer.sound.samples import RATE, silence
from stretchtimer.sound.score import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stretchtimer.ports import Ahead, Sounding
    from stretchtimer.sound.agenda import Piece
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.timeline import Timeline

_STEP = 5  # ms between two looks of the loop
_LEAD = 100  # ms that a device takes samples before they are heard
_BLOCK = 25  # ms
_VOICE = "v"


def _routine() -> Timeline:
    tempo = (Phase(name="in", time=2000, breath=Breath.IN), Phase(name="out", time=3000, breath=Breath.OUT))
    bend = Exercise(name="Long slow bend", tempo=tempo, cues=(AuthoredCue(at=4000, say="Softly now"),))
    levels = (Level(name="knees down"), Level(name="knees up"))
    steps = (
        ExerciseStep(exercise=bend, sides=Sides.NONE, duration=12_000),
        ExerciseStep(exercise=Exercise(name="Turn", levels=levels), sides=Sides.SPLIT, duration=24_000),
        Rest(duration=4000),
        ExerciseStep(exercise=Exercise(name="Lift"), sides=Sides.ALTERNATE, reps=4),
    )
    caution = "Stop at any pain."
    routine = Routine(id="r", name="Short", steps=steps, transition=4000, switch=2000, caution=caution)
    return compile_routine(routine).timeline


LINE = _routine()


class _Voice:
    """Makes one text after the other, each in `takes` ms."""

    failed = ""

    def __init__(self, wake: Callable[[], None], clock: Callable[[], float], takes: int) -> None:
        self.wake, self.clock, self.takes = wake, clock, takes
        self.ready: dict[str, Pcm] = {}
        self.wanted: list[str] = []
        self.next = clock() + takes

    def want(self, texts: Iterable[str]) -> None:
        both = dict.fromkeys([*texts, *self.wanted])
        self.wanted = [text for text in both if text not in self.ready]

    def work(self) -> None:
        if self.wanted and self.clock() >= self.next:
            text = self.wanted.pop(0)
            self.ready[text] = silence((120 + 330 * len(text.split())) * RATE // 1000)
            self.next = self.clock() + self.takes
            self.wake()

    def begin(self, text):
        """It makes samples, and says nothing by itself."""

    def stop(self):
        """As said."""

    def pcm(self, text: str) -> Pcm | None:
        return self.ready.get(text)

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class _Sound:
    """A piece as it is heard: what was cut off before it began is none."""

    piece: Piece
    start: float
    end: float


class _Evening:
    """Player, score and device as `Speaker` joins them, with one clock for all, in a test's hand."""

    def __init__(self, *, rate: float, takes: int, lag: int) -> None:
        self.now, self.lag = 0.0, lag
        self.agenda, self.player = Agenda(), Player(LINE, rate=rate)
        self.score = Score(agenda=self.agenda, clock=lambda: self.now, make_voice=lambda: self.voice)
        self.score.prepare()
        self.voice = _Voice(self._news, lambda: self.now, takes)
        self.told: Ahead | None = None
        self.woken: float | None = None
        self.spoken = True
        self.heard: list[_Sound] = []
        self.emitted: list[tuple[float, Sounding]] = []
        self.seams: list[float] = []
        self.paused: list[float] = []

    def pass_to(self, until: float) -> None:
        while self.now < until:
            self.now += _STEP
            self._hear(self.player.advance(round(self.now)))
            self.voice.work()
            if self.woken is not None and self.now >= self.woken:
                self.woken = None
                self.score.lay_out()
            if self.now % _BLOCK == 0:
                begin = self.now + _LEAD
                for piece in self.agenda.take(begin + _BLOCK, now=begin):
                    start = max(piece.at, begin)
                    self.heard.append(_Sound(piece, start, start + piece.ends_at - piece.at))
            if self.player.state is State.PAUSED:
                self.paused.append(self.now)

    def press(self, key: Command | str) -> None:
        if isinstance(key, Command):
            self._hear(self.player.handle(key, round(self.now)))
            return
        self.spoken = not self.spoken
        self.score.speak(speaks=self.spoken)
        if not self.spoken:
            self._stop(words_only=True)
        self._wake()

    def _hear(self, due: list[Sounding]) -> None:
        if self.player.course is not self.told:
            self.told = self.player.course
            if self.score.follow(self.told):
                self._stop()
                self.seams.append(self.now)
            self._wake()
        for sounding in due:
            self.emitted.append((self.now, sounding))
            if sounding.asked:
                self.score.answer(sounding)
                self._stop(words_only=True)
                self._wake()

    def _stop(self, *, words_only: bool = False) -> None:
        given = self.now + _LEAD
        for sound in self.heard:
            if sound.piece.spoken or not words_only:
                sound.end = min(sound.end, max(given, sound.start))
        self.heard = [sound for sound in self.heard if sound.end > sound.start]

    def _news(self) -> None:
        self.score.voice_has_news()
        self._wake()

    def _wake(self) -> None:
        self.woken = self.now + self.lag if self.woken is None else self.woken


_keys = st.sampled_from(
    [
        *(Command.PAUSE, Command.PAUSE, Command.PAUSE, Command.NEXT, Command.BACK, Command.REDO, _VOICE),
        *(Command.LONGER, Command.SHORTER, Command.EASIER, Command.HARDER),
    ]
)
_waits = st.sampled_from((5, 30, 120, 400, 1500, 4000, 9000))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(_waits, _keys), max_size=12),
    st.sampled_from((1.0, 2.0)),
    st.sampled_from((20, 150, 800)),
    st.sampled_from((5, 20, 60)),
)
# A jump in the countdown back, when the device has its next tick already.
@example([(8000, Command.PAUSE), (1500, Command.PAUSE), (900, Command.REDO)], 1.0, 20, 5)
# A longer hold before the start that was jumped to is laid out.
@example([(14_000, Command.BACK), (5, Command.LONGER)], 1.0, 20, 60)
# An answer in the moment before a line begins.
@example([(800, Command.EASIER), (30, Command.EASIER)], 1.0, 20, 5)
def test_what_is_heard_is_what_happens(
    script: list[tuple[int, Command | str]], rate: float, takes: int, lag: int
) -> None:
    """No two words at once, nothing in a pause, and every cue's sound at its time."""
    evening = _Evening(rate=rate, takes=takes, lag=lag)
    for wait, key in script:
        evening.pass_to(evening.now + wait)
        evening.press(key)
    evening.pass_to(evening.now + 15_000)

    words = sorted((sound for sound in evening.heard if sound.piece.spoken), key=lambda sound: sound.start)
    for one, other in pairwise(words):
        assert one.end <= other.start + 1, (one.piece.key, other.piece.key)

    answers = {sounding.cue.text for _, sounding in evening.emitted if sounding.asked}
    paused, chimes = set(evening.paused), [sound for sound in evening.heard if not sound.piece.spoken]
    for sound in evening.heard:
        before = sound.start - _LEAD - _STEP  # what a device has taken is heard to the end of its samples
        in_pause = {sound.start // _STEP * _STEP, before // _STEP * _STEP} <= paused
        assert not in_pause or sound.piece.key[-1] in answers, sound.piece.key

    for at, sounding in evening.emitted:
        cut = any(at - _STEP <= seam <= at + 300 for seam in evening.seams if seam != at)
        if at < 300 or at > evening.now - 300 or sounding.asked or chime_for(sounding) is None or cut:
            continue
        assert any(-12 <= sound.start - at <= 250 for sound in chimes), (at, sounding.cue)
