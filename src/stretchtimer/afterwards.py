"""What comes after a session on the live screen: a side that is short is offered, and how it feels is asked.

It knows the loop and the record, and neither keys nor drawing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.asking import Feel, MakeUp
from stretchtimer.balance import owed
from stretchtimer.ending import ask
from stretchtimer.frame import State
from stretchtimer.history.kept import Feeling, whole_ms
from stretchtimer.history.listing import in_words
from stretchtimer.played import has_worked
from stretchtimer.session import summarise
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.asking import Felt
    from stretchtimer.history.recording import Recording
    from stretchtimer.ports import Question
    from stretchtimer.runner import Runner
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

NOTED: Millis = 2 * SECOND
"""How long one sees what was noted."""


def follow_up(runner: Runner, planned: Timeline, recording: Recording) -> tuple[int, bool]:
    """Ask what there is to ask of whoever has played `planned`, each thing once for a session.

    How it feels may have been asked when it was broken off: who went on with it is only offered a side.
    Returns the exit code, and whether the sound is to end at once: after a key or a signal it is.
    """
    if not has_worked(runner.player.played):
        return _end(runner)
    if runner.player.state is State.FINISHED and (short := owed(summarise(runner.player, planned))):
        offer = MakeUp(short, runner.host.now())
        if _ask(runner, offer):
            return 0, True
        if offer.wanted and (code := runner.make_up(short)):
            return code, True
    if recording.asked:
        return _end(runner)
    feel = Feel(runner.host.now())
    broken = _ask(runner, feel)
    noted = _feeling(runner, feel.felt) if feel.felt else None
    recording.felt(runner.player, noted)
    if broken:
        return 0, True
    runner.view = replace(runner.view, notice=f"Noted: {in_words(noted)}" if noted else "")
    runner.display.show(runner.player.frame(), runner.view)
    cut = runner.linger(NOTED if noted else 0)
    return 0, cut or runner.player.state is not State.FINISHED


def _end(runner: Runner) -> tuple[int, bool]:
    """An end at which nothing is asked."""
    return 0, runner.player.state is not State.FINISHED or runner.linger()


def _ask(runner: Runner, question: Question) -> bool:
    """Put a question; whether a signal broke in."""
    frame, view = runner.player.frame(), runner.view
    return ask(question, host=runner.host, display=runner.display, frame=frame, view=view) is not None


def _feeling(runner: Runner, felt: Felt) -> Feeling:
    noted = whole_ms(runner.host.wall())
    return Feeling(noted=noted, feeling=felt.value, kind=felt.kind, note=felt.note)
