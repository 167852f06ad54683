"""The sink for the ear: which cues sound, when, and what it says of itself."""

from __future__ import annotations

import subprocess
import sys
import threading
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from stretchtimer.compiler import compile_routine
from stretchtimer.course import Course
from stretchtimer.model import AuthoredCue, Breath, Exercise, ExerciseStep, Phase, Routine, Sides
from stretchtimer.player import Player
from stretchtimer.ports import Command
from stretchtimer.sound import score as score_module
from stretchtimer.sound.agenda import LATE, Agenda, Piece
from stretchtimer.sound.chimes import SOUND_OF
from stretchtimer.sound.ladder import Report
from stretchtimer.sound.outputs import Rung
from stretchtimer.sound.programme import line_key
from stretchtimer.sound.samples import RATE, silence
from stretchtimer.sound.score import Score
from stretchtimer.sound.speaker import Speaker
from stretchtimer.speech import GAP, PRIMER
from stretchtimer.timeline import CueKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stretchtimer.ports import Sound
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.timeline import Timeline


def _routine() -> Timeline:
    """Prepare 5 s, 10 s of work in two breaths with a line of the author's, 4 s, 20 s on two sides."""
    tempo = (Phase(name="in", time=2000, breath=Breath.IN), Phase(name="out", time=3000, breath=Breath.OUT))
    one = Exercise(name="One", tempo=tempo, cues=(AuthoredCue(at=4000, say="Softly now"),))
    two = ExerciseStep(exercise=Exercise(name="Two"), sides=Sides.SPLIT, duration=20_000)
    steps = (ExerciseStep(exercise=one, sides=Sides.NONE, duration=10_000), two)
    routine = Routine(id="r", name="Short", steps=steps, prepare=5000, transition=4000, switch=0)
    return compile_routine(routine).timeline


LINE = _routine()


class Clock:
    """Milliseconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Voice:
    """Says every text in 100 ms a word, once a test has made it ready."""

    def __init__(self) -> None:
        self.wanted: list[str] = []
        self.ready: dict[str, Pcm] = {}
        self.failed = ""
        self.begun: list[str] = []
        self.wake: Callable[[], None] = lambda: None
        self.closed = False

    def __call__(self, wake: Callable[[], None]) -> Voice:
        self.wake = wake
        return self

    def want(self, texts: Iterable[str]) -> None:
        self.wanted = list(texts)

    def make(self, *texts: str) -> None:
        for text in texts or self.wanted:
            self.ready[text] = silence(len(text.split()) * RATE // 10)
        self.wake()

    def pcm(self, text: str) -> Pcm | None:
        return self.ready.get(text)

    def begin(self, text: str) -> None:
        self.begun.append(text)

    def stop(self) -> None:
        self.begun.append("stop")

    def close(self) -> None:
        self.closed = True


class Rig:
    """A score whose clock and voice a test has in hand, and what its agenda holds."""

    def __init__(self, *, voiced: bool = True) -> None:
        self.clock, self.voice, self.agenda = Clock(), Voice(), Agenda()
        make = (lambda: self.voice(self.score.voice_has_news)) if voiced else None
        self.score = Score(agenda=self.agenda, clock=self.clock, make_voice=make)
        self.score.prepare()
        self.player = Player(LINE)
        self.player.advance(0)
        self.score.follow(self.player.course)
        self.score.lay_out()

    def press(self, command: Command, at: int) -> None:
        """A key at a time of the clock, the player having been looked at until then."""
        self.pass_to(at)
        due = self.player.handle(command, at)
        self.score.follow(self.player.course)
        for sounding in due:
            if sounding.asked:
                self.score.answer(sounding)
        self.score.lay_out()

    def pass_to(self, at: int) -> None:
        """What sounds until then is heard."""
        while self.clock.now < at:
            self.clock.now = min(self.clock.now + 1000, at)
            self.player.advance(round(self.clock.now))
        self.agenda.take(at + 100, now=at)

    def left(self, *, spoken: bool | None = None) -> list[Piece]:
        """What is still to come."""
        kept = self.agenda._pieces
        return [piece for piece in kept if spoken is None or piece.spoken is spoken]

    def words(self) -> list[tuple[float, str]]:
        key = {line_key(line): line.text for line in self.score._programme.speech.lines}
        return [(piece.at, key[piece.key]) for piece in self.left(spoken=True)]


def at_of(kind: CueKind, *, skip: int = 0) -> int:
    return [item.at for item in LINE.schedule if item.cue.kind is kind][skip]


def test_every_cue_with_a_sound_is_laid_out_at_its_own_time() -> None:
    """Before anything is heard, each chime and each breath stands in the agenda, to the ms."""
    rig = Rig(voiced=False)
    sounding = [item for item in LINE.schedule if item.cue.kind in (*SOUND_OF, CueKind.BREATH)]
    expected = {item.at for item in sounding} | {at_of(CueKind.NEXT)}
    assert {piece.at for piece in rig.left()} == expected
    assert not rig.left(spoken=True)


def test_cues_of_one_moment_make_one_sound() -> None:
    """Of cues at one place the first with a sound is heard; a breath may go with it."""
    rig = Rig(voiced=False)
    beside = [piece for piece in rig.left() if piece.at == at_of(CueKind.START)]
    assert sorted(str(piece.key[1]) for piece in beside) == ["Chime.START", "breath"]


def test_words_find_their_place_as_they_become_ready() -> None:
    """What is not made yet is left out, what is made stands where its true length fits."""
    rig = Rig()
    assert rig.words() == []
    rig.voice.make("Short. First: one.")
    rig.score.lay_out()
    assert rig.words() == [(PRIMER, "Short. First: one.")]
    rig.voice.make()
    rig.score.lay_out()
    assert [text for _, text in rig.words()][:4] == ["Short. First: one.", "3", "2", "1"]


def test_a_line_about_to_begin_is_not_put_off_by_others() -> None:
    """Words that become ready one by one leave a line that has its place where it is."""
    rig = Rig()
    rig.voice.make("Short. First: one.")
    rig.score.lay_out()
    for now in range(700, 1000, 50):
        rig.clock.now = now
        rig.voice.make("One.")
        rig.score.lay_out()
    assert rig.words()[0] == (PRIMER, "Short. First: one.")


def test_texts_are_wanted_in_the_order_of_playing() -> None:
    """The first line is made first: it is the first to be missed."""
    rig = Rig()
    assert rig.voice.wanted[:2] == ["Short. First: one.", "One."]
    assert rig.voice.wanted[-1] == "Finished."


def test_a_chime_under_words_is_softer() -> None:
    """Where a line is spoken beside a chime, the chime gives way by 7 dB."""
    rig = Rig()
    rig.voice.make()
    rig.score.lay_out()
    count = [piece for piece in rig.left() if piece.at == at_of(CueKind.COUNT) and not piece.spoken]
    plain = Rig(voiced=False)
    loud = [piece for piece in plain.left() if piece.at == at_of(CueKind.COUNT)]
    assert max(count[0].pcm) == pytest.approx(max(loud[0].pcm) * 10 ** (-7 / 20), rel=0.02)


def test_a_pause_takes_back_all_that_has_not_begun() -> None:
    """Nothing sounds in a pause; after it, the countdown and the rest stand at their new times."""
    rig = Rig()
    rig.voice.make()
    rig.press(Command.PAUSE, 7000)
    assert rig.left() == []
    rig.press(Command.PAUSE, 60_000)
    times = [piece.at for piece in rig.left(spoken=False)]
    assert times[:3] == [60_000, 61_000, 62_000]
    assert at_of(CueKind.FINISH) + 60_000 + 3000 - 7000 in times


def test_a_longer_hold_leaves_what_is_being_said_and_moves_the_rest() -> None:
    """A key that only moves what comes cuts nothing off and says nothing twice."""
    rig = Rig()
    rig.voice.make()
    rig.score.lay_out()
    rig.pass_to(1200)
    before = rig.words()
    rig.press(Command.LONGER, 1300)
    assert "Short. First: one." not in [text for _, text in rig.words()]
    assert max(at for at, _ in rig.words()) == max(at for at, _ in before) + 10_000


def test_an_answer_is_said_at_once_in_place_of_what_is_said() -> None:
    """Who asks for another way hears it now, not after the line that goes on."""
    rig = Rig()
    rig.voice.make()
    rig.score.lay_out()
    rig.pass_to(1200)
    rig.press(Command.EASIER, 1300)
    rig.voice.make()
    rig.score.lay_out()
    at, text = rig.words()[0]
    assert text == "There is no other way of doing this."
    assert at <= 1300 + GAP + LATE


def test_a_line_that_is_put_off_survives_a_change() -> None:
    """A line begins after its cue: a longer hold in between does not make it unsaid."""
    rig = Rig()
    rig.voice.make()
    rig.score.lay_out()
    rig.press(Command.LONGER, 500)
    rig.press(Command.LONGER, 700)
    assert rig.words()[0] == (PRIMER, "Short. First: one.")


def test_a_pause_does_not_swallow_what_comes_next() -> None:
    """A name that a pause cuts off is said again as the session goes on; who went elsewhere hears another."""
    for key, said in ((None, ["Short. First: one."]), (Command.NEXT, [])):
        rig = Rig()
        rig.voice.make()
        rig.score.lay_out()
        rig.press(Command.PAUSE, 1200)
        assert rig.words() == []
        if key:
            rig.press(key, 2000)
        rig.press(Command.PAUSE, 9000)
        assert [text for _, text in rig.words() if text.startswith("Short")] == said
        assert not [piece for piece in rig.left() if piece.at < 9000]


def test_the_countdown_back_goes_on_through_a_jump() -> None:
    """A jump cuts off the tick that the device has taken already: it is told anew, at the same time."""
    rig = Rig()
    rig.press(Command.PAUSE, 7000)
    rig.press(Command.PAUSE, 9000)
    rig.press(Command.REDO, 9950)  # by now the tick at 10 s is taken
    assert [piece.at for piece in rig.left(spoken=False)][:2] == [10_000, 11_000]


def test_an_answer_and_a_line_about_to_begin_do_not_sound_together() -> None:
    """What would have begun in the next moment waits for the answer."""
    rig = Rig()
    rig.voice.make()
    rig.voice.make("There is no other way of doing this.")
    rig.score.lay_out()
    rig.press(Command.EASIER, PRIMER - 110)  # too late to be put off, too early to be taken
    spoken = sorted((piece.at, piece.ends_at) for piece in rig.left(spoken=True))
    assert all(end + GAP <= begin for (_, end), (begin, _) in pairwise(spoken))


def test_what_is_laid_out_late_brings_nothing_back() -> None:
    """A pause while the worker lays out: what it was about to put in stays out."""
    rig = Rig()
    rig.voice.make()
    pcm = rig.voice.pcm

    def pause(text: str) -> Pcm | None:
        rig.voice.pcm = pcm
        rig.player.handle(Command.PAUSE, 0)
        rig.score.follow(rig.player.course)
        return pcm(text)

    rig.voice.pcm = pause
    rig.score.lay_out()
    assert rig.left() == []
    rig.score.lay_out()
    assert rig.left() == []


def test_without_its_voice_the_tones_go_on() -> None:
    """A voice that fails is said once, and from then on nothing waits for it."""
    rig = Rig()
    rig.voice.make()
    rig.score.lay_out()
    rig.voice.failed = "The voice stopped answering: tones and text only."
    assert rig.score.gives_up() == rig.voice.failed
    assert rig.score.gives_up() == ""
    rig.score.lay_out()
    assert rig.words() == []
    assert rig.left(spoken=False)


def test_a_voice_past_the_mixer_is_told_when_its_words_begin_and_end() -> None:
    """What speaks by itself says each line at its time, and is stopped and kept quiet as the mixer is."""
    rig = Rig()
    rig.voice.make()
    rig.score.lay_out()
    rig.pass_to(1200)
    assert rig.voice.begun == ["Short. First: one."]
    rig.score.hush()
    rig.score.muted = True
    rig.pass_to(4500)
    assert rig.voice.begun == ["Short. First: one.", "stop"]


def test_the_voice_can_be_switched_off_and_on() -> None:
    """The key v takes the words away and gives them back; the tones stay."""
    rig = Rig()
    rig.voice.make()
    rig.score.speak(speaks=False)
    rig.score.lay_out()
    assert rig.words() == []
    rig.score.speak(speaks=True)
    rig.score.lay_out()
    assert rig.words()


def test_a_day_long_routine_is_laid_out_piece_by_piece() -> None:
    """Only what is near is laid out, and more before that ends."""
    step = ExerciseStep(exercise=Exercise(name="Long"), sides=Sides.NONE, duration=60_000)
    line = compile_routine(Routine(id="d", name="Day", steps=(step,) * 200, transition=5000)).timeline
    agenda, clock = Agenda(), Clock()
    score = Score(agenda=agenda, clock=clock, make_voice=None)
    score.prepare()
    score.follow(Course(timeline=line))
    score.lay_out()
    laid = score.ends_at
    assert laid < line.total / 2
    clock.now = laid - 60_000
    agenda.take(clock.now, now=clock.now)
    score.lay_out()
    assert score.ends_at > laid
    assert agenda.next_at() > clock.now


def test_a_closed_speaker_stays_quiet() -> None:
    """A cue after the end makes no sound and no error."""
    speaker = Speaker(only=Rung.BELL)
    speaker.close()
    speaker.follow(Course(timeline=LINE))
    speaker.say(silence(10))


def test_the_bell_is_rung_by_the_caller() -> None:
    """A bell from another thread could fall into the middle of what the screen writes."""
    threads = []
    speaker: Sound = Speaker(only=Rung.BELL, ring=lambda: threads.append(threading.current_thread()))
    assert isinstance(speaker, Speaker)
    speaker.open()
    speaker.say(silence(10))  # too early, and so perhaps not heard; if it is, then from here
    assert speaker.report(5).in_use is Rung.BELL
    speaker.say(silence(10))
    assert threads
    assert set(threads) == {threading.main_thread()}
    assert not speaker.silent
    assert speaker.notice() == ""  # it was asked for
    speaker.close()


def test_the_bell_rings_for_every_moment() -> None:
    """The countdown back stands at one position and rings three times; cues that come together ring once."""
    clock, rings = Clock(), []
    speaker = Speaker(only=Rung.BELL, ring=lambda: rings.append(clock.now), clock=clock)
    speaker.open()
    speaker.report(5)
    player = Player(LINE)
    player.advance(0)
    player.handle(Command.PAUSE, 7000)
    for now in (8000, 9000, 10_000, 11_000):
        clock.now = now
        due = player.handle(Command.PAUSE, now) if now == 8000 else player.advance(now)
        for sounding in (*due, *due):
            speaker.emit(sounding)
    assert rings == [8000, 9000, 10_000]
    speaker.follow(player.course)
    assert speaker.ends_at == 0
    speaker.close()


def test_no_output_is_said_once_and_known() -> None:
    """Where nothing can sound, the screen is told so, once."""
    speaker = Speaker(only=Rung.BELL)
    speaker.open()
    speaker.report(5)
    assert speaker.silent
    assert [speaker.notice(), speaker.notice()] == [
        "No sound: bell does not work here. Cues are shown only.",
        "",
    ]
    speaker.close()


def test_muted_from_the_start_opens_nothing_until_it_sounds() -> None:
    """A session that is to be quiet leaves the device alone; taking the mute back opens it."""
    speaker = Speaker(only=Rung.BELL, muted=True, ring=lambda: None)
    speaker.open()
    assert speaker._worker is None
    assert speaker.report(0) == Report(Rung.NONE, ())
    speaker.mute(muted=False)
    assert speaker.report(5).in_use is Rung.BELL
    speaker.close()


def test_a_bug_in_the_sound_is_said_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in the background, the session goes on without sound, and says why."""

    def fail() -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(score_module, "Programme", fail)
    speaker = Speaker()
    speaker.open()
    speaker.report(5)
    assert speaker.notice() == "Sound failed (ZeroDivisionError: by zero): cues are shown only."
    speaker.say(silence(10))
    speaker.close()


def test_importing_it_brings_no_sound_library() -> None:
    """Start-up does not pay for sound: what is slow to import is imported behind the first frame."""
    code = "import sys, stretchtimer.sound.speaker; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    slow = {"miniaudio", "playsound3", "wave", "subprocess", "tempfile", "logging", "ctypes", "numpy", "rich"}
    assert slow.isdisjoint(loaded.stdout.split())
