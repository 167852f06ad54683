"""The one loop: it looks at the clock, tells the sinks what is due, shows the frame, and waits for a key.

It knows no terminal, no sound and no file: those are the ports it is given. Its only wait is the
host's, until the next thing is due.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from stretchtimer.bindings import KEYS, Toggle
from stretchtimer.frame import State, View
from stretchtimer.ports import Command, Signal
from stretchtimer.soundings import answer
from stretchtimer.timeline import Priority, SegmentKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from stretchtimer.account import Keeper
    from stretchtimer.making_up import Owed
    from stretchtimer.player import Player
    from stretchtimer.ports import Ahead, Display, Host, Memory, Sink, Sound, Sounding, Teller
    from stretchtimer.units import Millis

LOOK: Millis = 4 * SECOND
"""The longest wait: under the silence that the player takes for a sleep."""
PICTURE: Millis = 80
"""The least time between two pictures of what moves, however fast it is played."""
NOTICE: Millis = 10 * SECOND
"""How long a notice stays on the screen."""
LAST_LOOK: Millis = 5 * SECOND
"""How long the end stays on the screen: the closing line takes reading, the last chime 1.8 s to ring out."""
LAST_WORDS: Millis = 15 * SECOND
"""How long it stays at most, where the closing line is still being said."""


@dataclass(kw_only=True)
class Runner:
    """Plays to the end, or until it is told to stop.

    `sinks` hear each cue once, in their order; `sound` is one more, which can be muted and may have
    something to say about itself, as the `tellers` may, and the `patient` ones, who wait until the first
    exercise is on: before it one reads the keys. `keeper` looks at the player each time round, to keep the
    session; `memory` knows what hurt before. `rate` is how much faster than the clock the player runs.
    """

    player: Player
    host: Host
    display: Display
    sinks: Sequence[Sink] = ()
    sound: Sound | None = None
    tellers: Sequence[Teller] = ()
    patient: Sequence[Teller] = ()
    rate: float = 1.0
    view: View = field(default_factory=View)
    keeper: Keeper | None = None
    memory: Memory | None = None
    _notice_until: Millis | None = None
    _end: datetime | None = None
    _told: Ahead | None = None

    def run(self, *, shown: Callable[[], None] = lambda: None) -> int:
        """Play; returns the exit code. `shown` is called once, when the first frame is on the screen."""
        event: str | Signal | None = None
        first = True
        while True:
            now = self.host.now()
            self._take(event, now)
            self._look_around(now)
            if self.memory is not None and (hurt := self.memory.hurt()):
                self._hear(self.player.remind(hurt, now))
            if self.keeper is not None:
                self.keeper.look(self.player, now)
            moves = self.display.show(self.player.frame(), self.view)
            if isinstance(event, Signal) and event is not Signal.RESUMED:
                return int(event.value)
            if self.player.done or self._nobody_listens():
                return 0
            if first:
                first = False
                shown()
            due = self.player.next_due()
            until = now + LOOK if due is None else min(due, now + LOOK)
            if moves is not None:
                until = min(until, now + max(round(moves / self.rate), 0 if moves == 0 else PICTURE))
            event = self.host.wait(until)

    def make_up(self, owed: Collection[Owed]) -> int:
        """Play what a side is short of, after the end; returns the exit code."""
        self._hear(self.player.make_up(owed, self.host.now()))
        return self.run()

    def linger(self, least: Millis = LAST_LOOK) -> bool:
        """Leave the end on the screen until all is said; whether a key or a signal made it shorter."""
        now = self.host.now()
        until = now + round(least / self.rate)
        if self.sound is not None:
            until = max(until, min(self.sound.ends_at, now + LAST_WORDS))
        while self.host.now() < until:
            if self.host.wait(until) is not None:
                return True
            self.display.show(self.player.frame(), self.view)
        return False

    def _take(self, event: str | Signal | None, now: Millis) -> None:
        """Do what an event asks for; without one, let time pass."""
        asked = KEYS.get(event if len(event) > 1 else event.lower()) if isinstance(event, str) else None
        if event is Signal.RESUMED:
            self._hear(self.player.handle(Command.SUSPEND, now))
        elif isinstance(event, Signal):
            self._hear(self.player.handle(Command.END, now))
        elif isinstance(asked, Command):
            self._do(asked, now)
        else:
            self._hear(self.player.advance(now))
            if asked is not None:
                self._toggle(asked)

    def _do(self, command: Command, now: Millis) -> None:
        """Do what a key asks for; what it changed is said where nothing else would say it."""
        before = self.player.frame().note
        due = self.player.handle(command, now)
        self._hear(due)
        note = self.player.frame().note
        if any(sounding.asked for sounding in due):
            return
        if self.player.state is State.PAUSED and command is Command.PAUSE:
            self._answer("Paused.")
        elif note and (note != before or command in (Command.LONGER, Command.SHORTER)):
            self._answer(note)

    def _answer(self, line: str, *, priority: Priority = Priority.NAME) -> None:
        """Have something said to who pressed a key; an empty line ends what was being read."""
        if self.sound is None:
            return
        timeline, at = self.player.timeline, self.player.position
        self.sound.emit(answer(timeline, line, at=at, index=timeline.index_at(at), priority=priority))

    def give(self, sound: Sound | None) -> None:
        """From now on the session is heard as well."""
        self.sound = sound
        self._tell_course()

    def _tell_course(self) -> None:
        """Tell the sound what is to come, whenever something has changed that."""
        if self.sound is not None and self.player.course is not self._told:
            self._told = self.player.course
            self.sound.follow(self._told)

    def _hear(self, due: Iterable[Sounding]) -> None:
        self._tell_course()
        for sounding in due:
            for sink in self.sinks:
                sink.emit(sounding)
            if self.sound is not None:
                self.sound.emit(sounding)

    def _toggle(self, asked: Toggle) -> None:
        view = self.view
        match asked:
            case Toggle.HELP:
                self.view = replace(view, help=not view.help, info=False)
            case Toggle.INFO:
                self._read(not view.info)
            case Toggle.CLOSE:
                self.view = replace(view, info=False, help=False)
                if view.info:
                    self._answer("")
            case Toggle.ON | Toggle.BACK if view.info:
                self.view = replace(view, page=view.page + (1 if asked is Toggle.ON else -1))
            case Toggle.VOICE:
                self.view = replace(view, voiced=not view.voiced)
                if self.sound is not None:
                    self.sound.speak(self.view.voiced)
            case Toggle.MUTE:
                self.view = replace(view, muted=not view.muted)
                if self.sound is not None:
                    self.sound.mute(self.view.muted)

    def _read(self, asked: bool) -> None:
        """Show and say the instructions, or end that."""
        self.view = replace(self.view, info=asked, help=False, page=0)
        self._answer("")
        for line in self.player.frame().instructions if asked else ():
            self._answer(line, priority=Priority.TIP)

    def _look_around(self, now: Millis) -> None:
        """Put into the view what is not the player's: when it will end, and what the sound has to say."""
        if self._notice_until is not None and now >= self._notice_until:
            self.view, self._notice_until = replace(self.view, notice=""), None
        if self.sound is not None and (notice := self.sound.notice()):
            self.view, self._notice_until = replace(self.view, notice=notice), now + NOTICE
        at_work = self.player.timeline.segments[0].kind is not SegmentKind.PREPARE or self._index() > 0
        tellers = (*self.tellers, *(self.patient if at_work else ()))
        for teller in tellers if self._notice_until is None else ():
            if notice := teller.notice():
                self.view, self._notice_until = replace(self.view, notice=notice), now + NOTICE
                break
        if self.sound is not None and self.view.voiced and not self.sound.speaks:
            self.view = replace(self.view, voiced=False)
        if self.sound is not None and self.sound.silent is not self.view.silent:
            self.view = replace(self.view, silent=self.sound.silent)
        if self.player.state is State.PAUSED:
            ends_at = ""
        else:
            left = timedelta(milliseconds=(self.player.timeline.total - self.player.position) / self.rate)
            end = self.host.wall() + left
            # Two looks differ by a few ms: near a full minute the text would flicker.
            if self._end is None or abs(end - self._end) > timedelta(seconds=2):
                self._end = end
            ends_at = self._end.strftime("%H:%M")
        if ends_at != self.view.ends_at:
            self.view = replace(self.view, ends_at=ends_at)

    def _index(self) -> int:
        return self.player.timeline.index_at(self.player.position)

    def _nobody_listens(self) -> bool:
        """Whether the reader of an output has gone: `stretch play ... | head`."""
        return any(sink.closed for sink in self.sinks)
