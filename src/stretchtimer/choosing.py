"""The loop of the first screen: it shows what can be begun, and waits until something is chosen.

It knows keys, and neither what an offer stands for nor how it is begun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.ports import Signal
from stretchtimer.screen.menu import compose
from stretchtimer.screen.paint import CLEAR, paint
from stretchtimer.units import MINUTE

if TYPE_CHECKING:
    from stretchtimer.offers import Offer, Offers
    from stretchtimer.ports import Host
    from stretchtimer.screen.canvas import Surface
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row

_STEPS = {"down": 1, "j": 1, "up": -1, "k": -1}
_LEAVE = ("q", "escape")


def choose(offers: Offers, host: Host, surface: Surface, look: Look) -> Offer | Signal | None:
    """The one of them that was chosen; the signal that ended it; None where somebody left."""
    chosen, keys = 0, False
    last = len(offers.offers) - 1
    board = _Board(surface, look)
    while True:
        board.show(offers, chosen, keys=keys)
        event = host.wait(host.now() + MINUTE)
        if isinstance(event, Signal):
            if event is not Signal.RESUMED:
                return event
            continue
        key = event if event is None or len(event) > 1 else event.lower()
        if key == "enter" and not keys:
            return offers.offers[chosen]
        if key == "?" or (keys and key in (*_LEAVE, "enter")):
            keys = not keys
        elif key in _LEAVE:
            return None
        elif not keys and key is not None:
            chosen = {"home": 0, "end": last}.get(key, min(max(chosen + _STEPS.get(key, 0), 0), last))


class _Board:
    """The screen: what changed since the last look is sent, and all of it where that may be gone."""

    def __init__(self, surface: Surface, look: Look) -> None:
        self._surface, self._look = surface, look
        self._seen: tuple[tuple[int, int], int] | None = None
        self._rows: tuple[Row, ...] = ()

    def show(self, offers: Offers, chosen: int, *, keys: bool) -> None:
        size, epoch = self._surface.size(), self._surface.epoch
        page = compose(offers, chosen, size, self._look, keys=keys)
        fresh = self._seen != (size, epoch)
        before: tuple[Row, ...] = ((),) * len(page) if fresh else self._rows
        sent = (CLEAR if fresh else "") + paint(before, page, size[0], self._look.color)
        if sent:
            self._surface.write(sent)
        self._seen, self._rows = (size, epoch), page
