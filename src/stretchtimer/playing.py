"""One session from a timeline to its record: the display, the sound and the terminal put together.

It knows which parts there are and in which order they open and close; the loop is the runner's.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.frame import State, View
from stretchtimer.played import has_worked
from stretchtimer.player import Player
from stretchtimer.ports import Signal
from stretchtimer.runner import Runner
from stretchtimer.settings import DisplayName
from stretchtimer.terminal import TerminalHost
from stretchtimer.terminal.awake import Awake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from stretchtimer.account import Begun
    from stretchtimer.history.recording import Recording
    from stretchtimer.ports import Display, LateTeller, Memory, Sink
    from stretchtimer.session import Session
    from stretchtimer.sound.speaker import Speaker
    from stretchtimer.sound.words import Words
    from stretchtimer.timeline import Timeline

QUIET_SPEED = 10.0
"""Faster than this chimes run into one noise: no sound is opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a session is played: `display`, `speed` times as fast as life, `volume` 0-100.

    `voiced` says whether words are said, `engine` by what (None: the best that works); `cache` is the
    folder for what can be made again. `figures` says whether the movement is shown, `still` that nothing
    may move, `light` that the figures are for a light background. `awake` keeps the display on. `ask` says
    whether anything is asked after the end.
    """

    display: DisplayName
    speed: float
    muted: bool
    volume: int | None
    voiced: bool = True
    engine: str | None = None
    cache: str | None = None
    figures: bool = True
    still: bool = False
    light: bool = False
    awake: bool = True
    ask: bool = False


def play(
    timeline: Timeline,
    manner: Manner,
    environ: Mapping[str, str],
    *,
    record: Callable[[Callable[[], datetime]], Recording] | None = None,
    begun: Begun | None = None,
    tellers: Sequence[LateTeller] = (),
    remember: Callable[[], Memory] | None = None,
    tell: Callable[[str], None] = lambda _: None,
    notice: str = "",
) -> tuple[Session, int]:
    """Play a timeline. Returns its record and the exit code; the terminal is then as it was before.

    `record` begins to keep the session, given what tells the time of day; `tell` gets what there is to
    say about that at the end, whichever it is. `remember` begins to look up what hurt before. With `begun`
    it goes on there. The `tellers` are opened behind the first frame; `notice` stands on the screen at first.

    Raises KeyboardInterrupt where a second Ctrl-C broke in by force; the terminal is given back then too.
    """
    player = Player(timeline, rate=manner.speed, begun=begun)
    host = TerminalHost(screen=manner.display is DisplayName.LIVE)
    sound = _Sound(manner, environ, ring=lambda: host.output.write("\a"))
    awake = Awake(wanted=_is_looked_at(manner) and manner.awake)
    display, sinks = _display(manner, host, environ)
    runner = Runner(
        player=player,
        host=host,
        display=display,
        sinks=sinks,
        tellers=(_Once(notice), *tellers),
        patient=(awake,),
        rate=manner.speed,
        view=View(muted=manner.muted, silent=manner.speed > QUIET_SPEED, voiced=manner.voiced),
    )

    recording: Recording | None = None
    code: int | None = None
    cut, watched = True, sys.stdout.isatty()

    def open_the_rest() -> None:
        nonlocal recording
        runner.give(sound.open())
        if record is not None:
            recording = runner.keeper = record(host.wall)
            recording.look(player, host.now())
        if remember is not None:
            runner.memory = remember()
        for teller in (*tellers, awake):
            teller.open()

    try:
        with host:
            # The first frame is on the screen before the sound and the history are even imported.
            code = runner.run(shown=open_the_rest)
            if recording is not None:
                recording.end(player, code)  # at once: whatever breaks in from here on finds it written
            if code == 0:
                code, cut = _after(runner, timeline, manner, recording)
    except KeyboardInterrupt:
        code = Signal.INTERRUPT.value
        raise
    finally:
        if recording is not None:
            recording.end(player, code)
        sound.close(at_once=cut)
        awake.close()
        _finish(recording, tell)
    if code == 0:
        code = _code_of(sinks, watched=watched)
    from stretchtimer.session import summarise  # late: the first frame does not wait for it

    return summarise(player, timeline), code


def _code_of(sinks: Sequence[Sink], *, watched: bool) -> int:
    """The exit code of a session that went well, as far as its outputs took it.

    Raises StretchError where one did not, and nobody watched.
    """
    failures = [failure for sink in sinks if (failure := getattr(sink, "failure", ""))]
    if failures and not watched:
        raise StretchError(f"the output takes no more: {failures[0]}")
    # A terminal takes no more when it was closed, and the signal that says so may still be on its way.
    return Signal.HANGUP.value if failures else 0


def _after(
    runner: Runner, timeline: Timeline, manner: Manner, recording: Recording | None
) -> tuple[int, bool]:
    """What comes after the end: it is asked, where the session is kept, or lingered on the screen.

    Returns the exit code, and whether the sound is cut off.
    """
    stopped = runner.player.state is not State.FINISHED
    if manner.display is not DisplayName.LIVE:
        return 0, stopped
    asked = manner.ask and manner.speed == 1 and has_worked(runner.player.played)
    if recording is None or not asked:
        return 0, stopped or runner.linger()
    from stretchtimer.afterwards import follow_up  # late: only after the end

    return follow_up(runner, timeline, recording)


def _finish(recording: Recording | None, tell: Callable[[str], None]) -> None:
    with suppress(KeyboardInterrupt):  # the session is over: a Ctrl-C only ends the waiting for a disk
        for line in recording.finish(tell) if recording is not None else ():
            tell(line)


def _is_looked_at(manner: Manner) -> bool:
    """Whether somebody has the session on a display that could fall asleep."""
    return manner.display is not DisplayName.JSONL and sys.stdout.isatty()


class _Once:
    """A line for the beginning."""

    def __init__(self, line: str) -> None:
        self._line = line

    def notice(self) -> str:
        line, self._line = self._line, ""
        return line


class _Sound:
    """The sound of a session, which is opened behind the first frame."""

    def __init__(self, manner: Manner, environ: Mapping[str, str], *, ring: Callable[[], None]) -> None:
        from stretchtimer.sound.outputs import chosen_rung  # late: with the rest of a session

        self._manner, self._only = manner, chosen_rung(environ)
        self._ring = ring if sys.stdout is not None and sys.stdout.isatty() else None
        self._speaker: Speaker | None = None

    def open(self) -> Speaker | None:
        """Begin to open the output; None where the speed is too high for it."""
        if self._manner.speed > QUIET_SPEED:
            return None
        # late: importing it takes 10 ms of the first frame
        from stretchtimer.sound.samples import DEFAULT_VOLUME
        from stretchtimer.sound.speaker import Speaker

        volume = DEFAULT_VOLUME if self._manner.volume is None else self._manner.volume
        muted, ring, only = self._manner.muted, self._ring, self._only
        self._speaker = Speaker(volume=volume, muted=muted, ring=ring, only=only, voice=self._voice)
        self._speaker.speak(self._manner.voiced)
        self._speaker.open()
        return self._speaker

    def _voice(self, wake: Callable[[], None]) -> Words:
        from stretchtimer.sound.voice.best import BestVoice  # late: behind the first frame, and only to speak

        return BestVoice(cache=self._manner.cache, pick=self._manner.engine, wake=wake)

    def close(self, *, at_once: bool) -> None:
        """After the end the last sound rings out; after a key or a signal there is silence."""
        if self._speaker is None:
            return
        if at_once:
            self._speaker.mute(muted=True)
        try:
            self._speaker.close()
        except KeyboardInterrupt:
            self._speaker.mute(muted=True)  # the session is over and kept: a Ctrl-C only cuts the sound off


def _display(
    manner: Manner, host: TerminalHost, environ: Mapping[str, str]
) -> tuple[Display, tuple[Sink, ...]]:
    """The display, and the sinks it brings. Each is imported when it is chosen."""
    if manner.display is DisplayName.LIVE:
        from stretchtimer.screen.live import Live
        from stretchtimer.screen.look import look_for

        look, figures = look_for(environ, sys.stdout.encoding), manner.figures
        return Live(host.output, look, figures=figures, still=manner.still, light=manner.light), ()
    if manner.display is DisplayName.PLAIN:
        from stretchtimer.screen.plain import Plain

        plain = Plain(sys.stdout)
        return plain, (plain,)
    from stretchtimer.screen.jsonl import JsonLines

    lines = JsonLines(sys.stdout)
    return lines, (lines,)
