"""One session from a timeline to its record: the display, the sound and the terminal put together.

It knows which parts there are and in which order they open and close; the loop is the runner's.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.player import Player
from stretchtimer.ports import State, View
from stretchtimer.runner import Runner
from stretchtimer.settings import DisplayName
from stretchtimer.terminal import TerminalHost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stretchtimer.ports import Display, Sink
    from stretchtimer.session import Session
    from stretchtimer.sound.speaker import Speaker
    from stretchtimer.timeline import Timeline

QUIET_SPEED = 10.0
"""Faster than this chimes run into one noise: no sound is opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a session is played: `display`, `speed` times as fast as life, `volume` 0-100."""

    display: DisplayName
    speed: float
    muted: bool
    volume: int | None


def play(timeline: Timeline, manner: Manner, environ: Mapping[str, str]) -> tuple[Session, int]:
    """Play a timeline. Returns its record and the exit code; the terminal is then as it was before.

    Raises KeyboardInterrupt where a second Ctrl-C broke in by force; the terminal is given back then too.
    """
    player = Player(timeline, rate=manner.speed)
    host = TerminalHost(screen=manner.display is DisplayName.LIVE)
    speaker = _speaker(manner, environ, ring=lambda: host.output.write("\a"))
    display, sinks = _display(manner.display, host, environ)
    runner = Runner(
        player=player,
        host=host,
        display=display,
        sinks=sinks,
        sound=speaker,
        rate=manner.speed,
        view=View(muted=manner.muted, silent=speaker is None),
    )
    cut = True
    try:
        with host:
            # The first frame is on the screen before the sound, which takes its time, begins to open.
            code = runner.run(shown=speaker.open if speaker else lambda: None)
            cut = code != 0 or player.state is not State.FINISHED
            if not cut and manner.display is DisplayName.LIVE:
                cut = runner.linger()
    finally:
        if speaker is not None:
            _close(speaker, at_once=cut)
    for sink in sinks:
        if failure := getattr(sink, "failure", ""):
            raise StretchError(f"the output takes no more: {failure}")
    from stretchtimer.session import summarise  # late: the first frame does not wait for it

    return summarise(player, timeline), code


def _speaker(manner: Manner, environ: Mapping[str, str], *, ring: Callable[[], None]) -> Speaker | None:
    if manner.speed > QUIET_SPEED:
        return None
    # late: a rehearsal makes no sound
    from stretchtimer.sound.outputs import chosen_rung
    from stretchtimer.sound.samples import DEFAULT_VOLUME
    from stretchtimer.sound.speaker import Speaker

    return Speaker(
        volume=DEFAULT_VOLUME if manner.volume is None else manner.volume,
        muted=manner.muted,
        ring=ring if sys.stdout is not None and sys.stdout.isatty() else None,
        only=chosen_rung(environ),
    )


def _close(speaker: Speaker, *, at_once: bool) -> None:
    """After the end the last sound rings out; after a key or a signal there is silence."""
    if at_once:
        speaker.mute(muted=True)
    try:
        speaker.close()
    except KeyboardInterrupt:
        speaker.mute(muted=True)  # the session is over and kept: a Ctrl-C only cuts the sound off


def _display(
    name: DisplayName, host: TerminalHost, environ: Mapping[str, str]
) -> tuple[Display, tuple[Sink, ...]]:
    """The display, and the sinks it brings. Each is imported when it is chosen."""
    if name is DisplayName.LIVE:
        from stretchtimer.screen.live import Live
        from stretchtimer.screen.look import look_for

        return Live(host.output, look_for(environ, sys.stdout.encoding)), ()
    if name is DisplayName.PLAIN:
        from stretchtimer.screen.plain import Plain

        plain = Plain(sys.stdout)
        return plain, (plain,)
    from stretchtimer.screen.jsonl import JsonLines

    lines = JsonLines(sys.stdout)
    return lines, (lines,)
