"""Frame -> rows of the screen, pure: the same frame, view, size and look give the same rows.

It knows no terminal and keeps nothing. `compose` is for the live screen, `render` for anything
that prints with rich.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.screen import cells, digits, headline, keylist, reading, stage, wording
from stretchtimer.screen.geometry import plan
from stretchtimer.screen.look import Ink, side_ink, style
from stretchtimer.screen.page import Page

if TYPE_CHECKING:
    from rich.text import Text

    from stretchtimer.frame import Frame, View
    from stretchtimer.screen.figures import Figures
    from stretchtimer.screen.geometry import Band, Plan
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row

_LEAST_BAR = 6
_ENDS = " · ends 00:00"
_LABEL = len("REP 10 / 20  Lower · breathe out")
_SOUND = len("  voice off")


def render(
    frame: Frame, view: View, size: tuple[int, int], look: Look, figures: Figures | None = None
) -> list[Text]:
    """The screen as `rows` rich Texts, none wider than `columns` cells; `size` is (columns, rows).

    `figures` draws the frame's picture; without it the picture's place stays empty.
    """
    # late: the live screen does without it, and a first frame should not wait 10 ms for it
    from rich.text import Text

    frame = frame if figures is None or figures.can(frame.picture) else replace(frame, picture=None)
    lines = []
    for row in compose(wording.still(frame), view, size, look):
        line = Text(no_wrap=True, end="")
        for text, ink in row:
            line.append(text, style(ink, look.color))
        lines.append(line)
    box = places_for(frame, view, size, look).picture
    drawn = figures.cells(frame, box.columns, box.rows) if figures and box else None
    if drawn and box:
        from stretchtimer.screen.picture import insert  # late: as above

        for line, cells_of_row in zip(lines[box.top :], drawn, strict=False):
            insert(line, cells_of_row, box.left, look.color)
    return lines


def compose(frame: Frame, view: View, size: tuple[int, int], look: Look) -> tuple[Row, ...]:
    """The rows of the screen for a frame that `wording.still` has made."""
    if view.ask is not None:
        from stretchtimer.screen.asked import compose_asked  # late: only after the end

        return compose_asked(frame, view.ask, size, look)
    columns, rows = size
    page = Page(columns, rows)
    places = places_for(frame, view, size, look)
    _draw_header(page, places, frame, view, look)
    _draw_label(page, places, frame, look)
    _draw_name(page, places, frame, look)
    stage.draw(page, places, frame, look)
    _draw_bar(page, places, frame, look)
    reading.draw(page, places, frame, view, look)
    _draw_coming(page, places, frame, look)
    _draw_routine(page, places, frame, view, look)
    _draw_hint(page, places, frame, view, look)
    return page.rows()


def places_for(frame: Frame, view: View, size: tuple[int, int], look: Look) -> Plan:
    """Where things stand on the screen of a frame."""
    pictured = frame.picture is not None and not look.ascii and not wording.over(frame)
    return plan(*size, overlay=view.help or view.info, picture=pictured)


def _draw_header(page: Page, places: Plan, frame: Frame, view: View, look: Look) -> None:
    if not places.header:
        return
    sound = wording.sound(view)
    room = places.columns - 2 * places.margin - (len(sound) + 2 if sound else 0)
    if _shared(places) is places.header:
        room = _label_column(places) - places.margin - 2
    # Large letters are for the distance: beside the screen, and for whoever copies it, they are text as well.
    large = places.name.height >= digits.HEIGHT and not headline.stands_for_state(places, frame)
    title = cells.clean(wording.title(frame, named=large), look.ascii)
    page.put(places.header.top, places.margin, cells.fit(title, room, look.ellipsis), Ink.QUIET)
    page.right(places.header.top, sound, Ink.STRONG, margin=places.margin)


def _shared(places: Plan) -> Band | None:
    """The band whose row what goes on shares, for want of one of its own."""
    if not places.beside or places.label:
        return None
    return places.header or places.name


def _label_column(places: Plan) -> int:
    """Where in a shared row it begins: at one place, whatever stands beside it."""
    return places.columns - places.margin - _LABEL - (_SOUND if places.header else 0)


def _draw_name(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    if _shared(places) is not places.name:
        headline.draw(page, places, frame, look)
        return
    name = cells.clean(frame.name, look.ascii)
    room = _label_column(places) - places.margin - 2
    page.put(places.name.top, places.margin, cells.fit(name, room, look.ellipsis), Ink.STRONG)


def _draw_label(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    words = _label(places, frame, look)
    if shared := _shared(places):
        column = _label_column(places)
        for text, own in words:
            # A badge would run into the large letters below it.
            shown = Ink.STRONG if own is Ink.BADGE else own
            page.put(shared.top, column, cells.fit(text, _LABEL, look.ellipsis), shown)
            column += len(text) + 2
        return
    if not places.label:
        return
    row, middle = places.label.top, places.columns // 2
    if len(words) == 2:
        (number, ink), (pace, own) = words
        page.put(row, max(middle - 2 - len(number), 0), number, ink)
        page.put(row, middle + 1, cells.fit(pace, places.columns - middle - 1, look.ellipsis), own)
        return
    for text, ink in words:
        page.centre(row, cells.fit(text, places.columns, look.ellipsis), ink)


def _label(places: Plan, frame: Frame, look: Look) -> tuple[tuple[str, Ink], ...]:
    """What goes on: the lead-in, or the rep and the phase; the name where its place says that."""
    word, pace = wording.label(frame), cells.clean(wording.pace(frame), look.ascii)
    rep = wording.rep(frame)
    if headline.stands_for_state(places, frame):
        return ((cells.clean(frame.name, look.ascii), Ink.STRONG),)
    if frame.state is State.PAUSED and not places.beside:  # there the stage says it
        return ((wording.left_in_words(frame), Ink.STRONG),)
    if frame.state in (State.PAUSED, State.REENTRY) or (word and not wording.over(frame)):
        return ((f" {word} ", Ink.BADGE),)
    if rep and pace:
        return ((rep, Ink.STRONG), (pace, Ink.PLAIN))
    return ((rep or pace, Ink.STRONG),)


def _draw_bar(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    if not places.bar or wording.over(frame):
        return
    columns = places.columns - 2 * places.margin
    done = wording.progress(frame, columns)
    behind, ahead = look.bar(done, columns)
    page.put(
        places.bar.top, places.margin, behind, side_ink(frame.side) if wording.working(frame) else Ink.PLAIN
    )
    page.put(places.bar.top, places.margin + done, ahead, Ink.QUIET)


def _draw_coming(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    if not places.coming:
        return
    if places.coming.height >= digits.HEIGHT:
        headline.draw_coming(page, places, frame, look)
        return
    name, side = (cells.clean(text, look.ascii) for text in wording.coming(frame))
    room = places.columns - 2 * places.margin - len(side)
    page.centre(places.coming.top, cells.fit(name, room, look.ellipsis) + side)


def _draw_routine(page: Page, places: Plan, frame: Frame, view: View, look: Look) -> None:
    """The bar of the whole, and what is left of it as there is room."""
    if not places.routine:
        return
    row, room = places.routine.top, places.columns - 2 * places.margin
    text = _routine_words(frame, view, room, look)
    page.right(row, text, Ink.PLAIN, margin=places.margin)
    columns = room - len(text) - 1
    if columns >= _LEAST_BAR:
        done = columns if frame.state is State.FINISHED else columns * frame.shown // max(frame.total, 1)
        behind, ahead = look.bar(min(done, columns), columns)
        page.put(row, places.margin, behind)
        page.put(row, places.margin + len(behind), ahead, Ink.QUIET)


def _routine_words(frame: Frame, view: View, room: int, look: Look) -> str:
    """The step, the time left, the time of day at the end; the time left is the last to go."""
    step, left = wording.place(frame), wording.routine_left(frame)
    if wording.over(frame):
        return cells.fit(step, room, look.ellipsis)
    # While paused the end's place stays empty, or the bar would grow and shrink with each pause.
    ends = f" · ends {view.ends_at}" if view.ends_at else " " * len(_ENDS)
    choices = (f"{step} · {left}{ends}", f"{left}{ends}", left, left.split()[0])
    return cells.clean(next((text for text in choices if len(text) <= room), choices[-1]), look.ascii)


def _draw_hint(page: Page, places: Plan, frame: Frame, view: View, look: Look) -> None:
    room = places.columns - 2 * places.margin
    read = (
        cells.clean(f"↓ read on {part}", look.ascii)
        if (part := reading.place(places, frame, view, look))
        else ""
    )
    if not places.hint:
        page.right(places.name.top, read, Ink.QUIET, margin=places.margin)
        return
    if view.notice:
        notice = cells.fit(cells.clean(view.notice, look.ascii), room, look.ellipsis)
        page.centre(places.hint.top, notice, Ink.STRONG)
        return
    keys = [read, "i close", *keylist.hints(frame)] if read else list(keylist.hints(frame))
    separator = cells.clean("  ·  ", look.ascii)
    while len(separator.join(keys)) > room and keys:
        keys.pop()
    page.centre(places.hint.top, separator.join(keys), Ink.QUIET)
