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
    from collections.abc import Iterator

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
    large = places.beside and places.name.height >= digits.HEIGHT
    still = frame.state in (State.PAUSED, State.REENTRY) or frame.kind is SegmentKind.SWITCH
    return large and still and not wording.over(frame)


def _choices(places: Plan, frame: Frame) -> tuple[Words, ...]:
    """What the name's place may say, the first that fits."""
    if wording.over(frame):
        return (((frame.title, Ink.STRONG),),)
    if stands_for_state(places, frame):
        return (((wording.label(frame), Ink.STRONG),),)
    if frame.offers:
        return (((wording.OFFER, Ink.STRONG),),)
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
    return ((word, *named, *sided), ((">", Ink.QUIET), *named, *sided))


def _draw(page: Page, places: Plan, band: Band, choices: tuple[Words, ...], look: Look) -> None:
    """The first of the choices that fits in large letters; else the last one, shortened, or on two lines."""
    room = places.columns - 2 * places.margin
    rows = (band.height - 1) // 2
    for lines in (
        *((words,) for words in choices),
        *(_halves(choices[-1]) if rows >= digits.HEIGHT else ()),
        *((words,) for words in _shortened(choices[-1])),
    ):
        large = tuple(tuple((_letters(text, look), ink) for text, ink in words) for words in lines)
        height = band.height if len(large) == 1 else rows
        if face := _face(large, room, height):
            block = digits.ASCII_BLOCK if look.ascii else digits.BLOCK
            used = len(large) * digits.HEIGHT * face.scale + len(large) - 1
            top = band.top + (band.height - used) // 2
            for number, words in enumerate(large):
                at = top + number * (digits.HEIGHT * face.scale + 1)
                _spell(page, (at, (places.columns - _span(words, face)) // 2), words, face, block)
            return
    _draw_plain(page, places, band, choices[0], look)


def _letters(text: str, look: Look) -> str:
    """A text as the font may have it: capitals without accents."""
    return cells.to_ascii(cells.clean(text, look.ascii)).upper()


def _halves(words: Words) -> Iterator[tuple[Words, ...]]:
    """The words on two lines, broken where both are about as long."""
    single = [(word, ink) for text, ink in words for word in text.split()]
    breaks = range(1, len(single))
    if not breaks:
        return
    lengths = [len(word) for word, _ in single]
    half = min(breaks, key=lambda n: abs(sum(lengths[:n]) - sum(lengths[n:])))
    yield tuple(single[:half]), tuple(single[half:])


def _shortened(words: Words) -> Iterator[Words]:
    """With fewer and fewer words of the longest text; the whole of it stands as text elsewhere."""
    longest = max(range(len(words)), key=lambda n: len(words[n][0]))
    text, ink = words[longest]
    parts = text.split()
    for kept in range(len(parts) - 1, 0, -1):
        short = f"{' '.join(parts[:kept])}..."
        yield (*words[:longest], (short, ink), *words[longest + 1 :])


def _face(lines: tuple[Words, ...], columns: int, rows: int) -> digits.Face | None:
    """The largest face that all the lines fit in, each with so many rows."""
    faces = [digits.best(" ".join(word for word, _ in words), columns, rows, digits.WORDS) for words in lines]
    return min((face for face in faces if face), default=None) if all(faces) else None


def _span(words: Words, face: digits.Face) -> int:
    return digits.span(" ".join(word for word, _ in words), face)


def _spell(page: Page, at: tuple[int, int], words: Words, face: digits.Face, block: str) -> None:
    top, left = at
    for word, ink in words:
        for row, line in enumerate(digits.spell(word, face, block), start=top):
            page.put(row, left, line, ink)
        left += digits.span(f"{word} ", face) + face.gap


def _draw_plain(page: Page, places: Plan, band: Band, words: Words, look: Look) -> None:
    """As text, for a name that is too long or in a script that the font lacks."""
    if not band:
        return
    text = " ".join(cells.clean(word, look.ascii) for word, _ in words)
    room = max(places.columns - 2 * places.margin, 1)
    page.centre(band.top + (band.height - 1) // 2, cells.fit(text, room, look.ellipsis), Ink.STRONG)
