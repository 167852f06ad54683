"""The large words of a screen: the exercise, and what comes next once that is what one needs to know.

It knows the band it is given, not the rest of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from stretchtimer.frame import State
from stretchtimer.screen import cells, digits, wording
from stretchtimer.screen.look import Ink, side_ink
from stretchtimer.timeline import SegmentKind

if TYPE_CHECKING:
    from stretchtimer.frame import Frame
    from stretchtimer.screen.geometry import Band, Plan
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Page

Words: TypeAlias = "tuple[tuple[str, Ink], ...]"


def draw(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    """The name; with a picture also the word for a standstill; in the last seconds what is next."""
    if places.name.height < digits.HEIGHT:
        name = frame.title if wording.over(frame) else frame.name
        _draw_plain(page, places, places.name, ((name, Ink.STRONG),), look)
        return
    _draw(page, places, places.name, _choices(places, frame), look)


def draw_coming(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    """What follows, large, where there is room for it at all times."""
    if frame.coming is None or wording.over(frame):
        return
    name = Ink.STRONG if wording.soon(frame) else Ink.QUIET
    _draw(page, places, places.coming, _following(frame, name), look)


def stands_for_state(places: Plan, frame: Frame) -> bool:
    """Whether the name's place says what goes on, because the stage has a picture in its middle."""
    large = places.picture is not None and places.name.height >= digits.HEIGHT
    still = frame.state in (State.PAUSED, State.REENTRY) or frame.kind is SegmentKind.SWITCH
    return large and still and not wording.over(frame)


def _choices(places: Plan, frame: Frame) -> tuple[Words, ...]:
    """What the name's place may say, the first that fits."""
    if wording.over(frame):
        return (((frame.title, Ink.STRONG),),)
    if stands_for_state(places, frame):
        return (((wording.label(frame), Ink.STRONG),),)
    told = places.coming.height >= digits.HEIGHT
    if wording.soon(frame) and not told:
        return _following(frame, Ink.STRONG)
    return (((frame.name, Ink.QUIET if wording.soon(frame) else Ink.STRONG),),)


def _following(frame: Frame, ink: Ink) -> tuple[Words, ...]:
    """What follows the exercise, with the word for it or a sign: never a name that could be taken for now."""
    name, side = wording.following(frame)
    named = ((name, ink),) if name else ()
    sided = ((side, side_ink(frame.coming.side if frame.coming else None)),) if side else ()
    word = ("next" if wording.working(frame) else "then", Ink.QUIET)
    return ((word, *named, *sided), ((">", Ink.QUIET), *named, *sided), (word, *sided))


def _draw(page: Page, places: Plan, band: Band, choices: tuple[Words, ...], look: Look) -> None:
    room = places.columns - 2 * places.margin
    for words in choices:
        large = tuple((cells.to_ascii(cells.clean(text, look.ascii)).upper(), ink) for text, ink in words)
        text = " ".join(word for word, _ in large)
        face = digits.best(text, room, band.height, digits.WORDS)
        if face is not None:
            left = (places.columns - digits.span(text, face)) // 2
            top = band.top + (band.height - digits.HEIGHT * face.scale) // 2
            for word, ink in large:
                block = digits.ASCII_BLOCK if look.ascii else digits.BLOCK
                for row, line in enumerate(digits.spell(word, face, block), start=top):
                    page.put(row, left, line, ink)
                left += digits.span(f"{word} ", face) + face.gap
            return
    _draw_plain(page, places, band, choices[0], look)


def _draw_plain(page: Page, places: Plan, band: Band, words: Words, look: Look) -> None:
    """As text, for a name that is too long or in a script that the font lacks."""
    if not band:
        return
    text = " ".join(cells.clean(word, look.ascii) for word, _ in words)
    room = max(places.columns - 2 * places.margin, 1)
    page.centre(band.top + (band.height - 1) // 2, cells.fit(text, room, look.ellipsis), Ink.STRONG)
