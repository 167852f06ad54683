"""Looking at an exercise that moves: the screen, the keys and the clock put together, with their one loop.

It knows which parts there are, and no command. It wakes when the picture changes, or at a key.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stretchtimer.ports import Signal
from stretchtimer.screen.canvas import Canvas
from stretchtimer.screen.figures import Figures
from stretchtimer.screen.look import look_for
from stretchtimer.screen.sight import (
    Sight,
    Watch,
    changes_in,
    first_sight,
    folded,
    other_form,
    other_side,
    phase_at,
    side_at,
)
from stretchtimer.screen.viewer import compose, scrolled
from stretchtimer.terminal import TerminalHost
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from stretchtimer.figure import Drawing
    from stretchtimer.model import Exercise, Side
    from stretchtimer.ports import Host
    from stretchtimer.screen.canvas import Surface
    from stretchtimer.screen.look import Look
    from stretchtimer.units import Millis
    from stretchtimer.watched import Watched

    class Screen(Host, Protocol):
        """A host with a screen to draw on."""

        @property
        def output(self) -> Surface: ...


PICTURE: Millis = 80
"""The least time between two pictures."""
LOOK: Millis = SECOND // 4
"""How often a watched file is looked at."""
_LONG: Millis = 3600 * SECOND
"""How long one waits where nothing moves: a key or a signal comes before."""
_LEAVE = frozenset({"q", "enter", "escape"})
_LINES = {"down": 1, "j": 1, "up": -1, "k": -1}
_PAGES = {"pagedown": 1, "pageup": -1}
_ENDS = {"home": 0, "end": 1_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is shown at first, and how: `still` moves nothing, `light` is for a light background."""

    side: Side | None = None
    level: int | None = None
    still: bool = False
    light: bool = False


def view(exercise: Exercise, beginning: Beginning, environ: Mapping[str, str]) -> tuple[Sight, int]:
    """Show an exercise until a key or a signal ends it; what was seen last, and the exit code.

    The terminal is then as it was before. Raises KeyboardInterrupt where a second Ctrl-C broke in.
    """
    sight = first_sight(exercise, side=beginning.side, level=beginning.level)
    return _run(sight, beginning, environ, None)


def watch(watched: Watched, beginning: Beginning, environ: Mapping[str, str]) -> int:
    """Show a file's figures while it is written, as `view` does; the exit code."""
    return _run(Sight(exercise=None), beginning, environ, watched)[1]


def _run(
    sight: Sight, beginning: Beginning, environ: Mapping[str, str], watched: Watched | None
) -> tuple[Sight, int]:
    look = look_for(environ, sys.stdout.encoding)
    figures = Figures(look, light=beginning.light, still=beginning.still)
    host = TerminalHost(screen=True)
    viewing = Viewing(
        host=host, look=look, figures=figures, sight=sight, watched=watched, beginning=beginning
    )
    with host:
        code = viewing.run()
    return viewing.sight, code


@dataclass(kw_only=True)
class Viewing:
    """The loop: the time, the file and the keys change the sight, and the canvas shows it."""

    host: Screen
    look: Look
    figures: Figures
    sight: Sight
    beginning: Beginning = field(default_factory=Beginning)
    watched: Watched | None = None
    _place: int = 0
    _shown: tuple[object, ...] | None = None

    def run(self) -> int:
        """Show it until it is left; the exit code."""
        canvas = Canvas(self.host.output, self.look.color)
        now, looked = self.host.now(), None
        while True:
            if self.watched is not None and (looked is None or now - looked >= LOOK):
                looked = now
                if self.watched.look():
                    self._take_file(self.watched)
            moves = self._show(canvas)
            until = now + (_LONG if moves is None else max(moves, PICTURE))
            if looked is not None:
                until = min(until, looked + LOOK)
            event = self.host.wait(until)
            before, now = now, self.host.now()
            if isinstance(event, Signal) and event is not Signal.RESUMED:
                return int(event.value)
            # Nobody has seen what went by while all was put aside.
            if event is not Signal.RESUMED and not (self.sight.stopped or self.sight.still):
                self.sight = replace(self.sight, moment=self.sight.moment + now - before)
            if isinstance(event, str) and self._leaves(event if len(event) > 1 else event.lower(), canvas):
                return 0

    def _show(self, canvas: Canvas) -> Millis | None:
        """Draw the sight; after how many ms it wants to be drawn again, None where it stays as it is."""
        size, drawing = canvas.size(), self._drawing()
        sight = self.sight
        told = replace(sight, moment=0), side_at(sight, drawing), phase_at(sight, drawing), drawing, size
        if told != self._shown:
            self._rows, self._box = compose(sight, drawing, size, self.look)
            self._shown = told
        box, cells = self._box, None
        if box is not None and drawing is not None:
            cells = self.figures.drawn(drawing, folded(sight, drawing), box.columns, box.rows)
        canvas.draw(self._rows, box, cells)
        return changes_in(sight, drawing) if drawing else None

    def _drawing(self) -> Drawing | None:
        """The drawing of the side that is shown."""
        drawing = self.figures.drawing(self.sight.picture(self.sight.side))
        side = side_at(self.sight, drawing)
        return drawing if side is self.sight.side else self.figures.drawing(self.sight.picture(side))

    def _leaves(self, key: str, canvas: Canvas) -> bool:
        """Do what a key asks for; whether that is to leave."""
        sight = self.sight
        if sight.keys and key in ("?", "escape"):
            self.sight = replace(sight, keys=False, scroll=0)
        elif key in _LEAVE:
            return True
        elif key == "?":
            self.sight = replace(sight, keys=True, scroll=0)
        elif key in ("s", "left", "right"):
            self.sight = other_side(sight)
        elif key in ("e", "h"):
            self.sight = other_form(sight, 1 if key == "h" else -1)
        elif key == "space":
            self.sight = replace(sight, stopped=not sight.stopped and not sight.still)
        elif key == "r":
            self.sight = replace(sight, moment=0)
        elif key in ("n", "p") and self.watched is not None:
            self._choose(self.watched, 1 if key == "n" else -1)
        else:
            self._scroll(key, canvas)
        return False

    def _scroll(self, key: str, canvas: Canvas) -> None:
        most, page = scrolled(self.sight, self._drawing(), canvas.size(), self.look)
        at = min(self.sight.scroll, most)
        to = at + _LINES.get(key, 0) + _PAGES.get(key, 0) * page
        self.sight = replace(self.sight, scroll=min(max(_ENDS.get(key, to), 0), most))

    def _choose(self, watched: Watched, step: int) -> None:
        """Another exercise of the file, round and round."""
        count = len(watched.exercises)
        if count > 1:
            self._place = (self._place + step) % count
            self.sight = replace(self.sight, exercise=None)
            self._take_file(watched)

    def _take_file(self, watched: Watched) -> None:
        """Take up what the file says now; who looks at a form and side goes on doing so."""
        count = len(watched.exercises)
        self._place = min(self._place, max(count - 1, 0))
        told = Watch(
            path=watched.path,
            problems=watched.problems,
            place=(self._place + 1, count),
            gone=watched.gone,
            stale=self._place in watched.stale,
            note=watched.note,
        )
        if not count:
            self.sight = Sight(exercise=None, still=self.beginning.still, watch=told)
            return
        exercise, seen = watched.exercises[self._place], self.sight
        if seen.exercise is None:
            side, level = self.beginning.side, self.beginning.level
            began = first_sight(exercise, side=side, level=level)
            self.sight = replace(began, still=self.beginning.still, watch=told)
            return
        same = first_sight(exercise, side=seen.side, level=seen.level)
        self.sight = replace(seen, exercise=exercise, side=same.side, level=same.level, watch=told)
