"""`stretch` alone: what to play now and why, ready to start; as text where there is no terminal."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.list import lines
from stretchtimer.commands.output import note, put, say
from stretchtimer.commands.standing import past_sessions, unfinished_sessions
from stretchtimer.errors import StretchError
from stretchtimer.habit import LATELY
from stretchtimer.offers import Begin
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe
from stretchtimer.today import begun, offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchtimer.catalogue import Row
    from stretchtimer.history.kept import Kept
    from stretchtimer.offers import Offer, Offers


def overview() -> int:
    """Show what to play now, and start it at a key; without a terminal print it. Returns the exit code."""
    environ = current().environ
    rows, now = current().rows(), datetime.now().astimezone()
    past, trouble = past_sessions(environ, now - timedelta(days=LATELY))
    unfinished = [] if trouble else unfinished_sessions(environ, now)
    found = offers(rows, past, now, unfinished)
    if found.offers and _is_for_a_screen():
        # Who has a history that cannot be read is not new.
        return _choose(replace(found, word=f"{trouble}.") if trouble else found, unfinished)
    if trouble:
        note(f"Note: {trouble}.")
    say(lines(rows, begun(rows, past, now.date())))
    _print(rows, found, unfinished)
    return 0


def _print(rows: Sequence[Row], found: Offers, unfinished: Sequence[Kept]) -> None:
    best = next(iter(found.offers), None)
    ids = [shell_word(row.id) for row in rows if row.problem is None]
    playable = "hip-unlock" if "hip-unlock" in ids else next(iter(ids), "ID")
    put("")
    if best is not None:
        kept = _left_off(best, unfinished)
        line = f"resume {shell_word(kept.session.routine)}" if kept else f"play {shell_word(best.target)}"
        say([f"Now:        stretch {line}", f"            {safe(best.why)}"])
    put(f"Play one:   stretch play {playable}")
    put(f"See one:    stretch show {playable}")
    put("More:       stretch --help")


def _is_for_a_screen() -> bool:
    """Whether there is a terminal to choose at, and nobody has asked for plain lines."""
    from stretchtimer.terminal import is_capable  # late: a pipe needs no terminal

    if sys.stdin is None or not sys.stdin.isatty() or not is_capable():
        return False
    display = os.environ.get("STRETCH_DISPLAY", "")
    if not display:
        with suppress(StretchError):  # what is wrong in the config file is told when a session begins
            display = current().settings().get("display", "")
    return display not in ("plain", "jsonl")


def _choose(found: Offers, unfinished: Sequence[Kept]) -> int:
    # late: a pipe needs no screen
    from stretchtimer.choosing import choose
    from stretchtimer.ports import Signal
    from stretchtimer.screen.look import look_for
    from stretchtimer.terminal import TerminalHost

    with TerminalHost(screen=True) as host:
        look = look_for(current().environ, host.output.encoding)
        chosen = choose(found, host, host.output, look)
    if chosen is None:
        return 0
    if isinstance(chosen, Signal):
        return chosen.value
    return _begin(chosen, unfinished)


def _begin(offer: Offer, unfinished: Sequence[Kept]) -> int:
    """Start it as `stretch play` or `stretch resume` does, with the same settings; the exit code."""
    # late: only what is chosen is played
    from stretchtimer.commands.play import play_command
    from stretchtimer.commands.resume import resume_chosen, resume_command

    above = click.get_current_context()
    if kept := _left_off(offer, unfinished):
        with resume_command.make_context("resume", [], parent=above) as context:
            return resume_chosen(context.params, kept)
    with play_command.make_context("play", ["--", offer.target], parent=above) as context:
        code: int = play_command.invoke(context)
    return code


def _left_off(offer: Offer, unfinished: Sequence[Kept]) -> Kept | None:
    """The session that an offer goes on with; None where it begins one."""
    return next((one for one in unfinished if offer.begin is Begin.GO_ON and one.uid == offer.target), None)
