"""After the end of a session: a question on the screen, until it is answered or its time is over.

It knows neither the question nor the terminal: both are ports it is given.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.ports import Signal
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.frame import Frame, View
    from stretchtimer.ports import Display, Host, Question
    from stretchtimer.units import Millis

_LEAVE = "q"
_LOOK: Millis = 4 * SECOND
"""The longest wait: it is waited in pieces, as a session is."""


def ask(question: Question, *, host: Host, display: Display, frame: Frame, view: View) -> Signal | None:
    """Show a question until it is done. Returns the signal that broke in, None where none did.

    A key that was pressed before the question stood there answers nothing; `q` leaves it all the same.
    """
    view = replace(view, help=False, info=False, notice="")
    while (event := host.wait(host.now())) is not None:
        if isinstance(event, Signal) and event is not Signal.RESUMED:
            return event
        if event == _LEAVE:
            question.press(_LEAVE, host.now())
    while True:
        now = host.now()
        question.look(now)
        display.show(frame, replace(view, ask=question.shown))
        if question.done:
            return None
        event = host.wait(min(max(question.until, now), now + _LOOK))
        if event is Signal.RESUMED:
            question.wake(host.now())
        elif isinstance(event, Signal):
            return event
        elif event is not None:
            question.press(event, host.now())
