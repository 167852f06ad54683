"""A whole session as sound: spoken, laid out and mixed as it is played, and chapters beside it.

It knows no format; each hands in what encodes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from stretchtimer.course import Course
from stretchtimer.errors import StretchError, counted
from stretchtimer.exports.chapters import CUE_MOST, can_name, chapters_of, cue_sheet, web_vtt
from stretchtimer.exports.order import Chapters, Part
from stretchtimer.sound.programme import Programme
from stretchtimer.sound.reel import frames_of, render
from stretchtimer.sound.samples import RATE
from stretchtimer.units import exact

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from stretchtimer.exports.order import Order, Teller
    from stretchtimer.sound.agenda import Piece
    from stretchtimer.sound.voice.voice import Voice
    from stretchtimer.units import Millis

_LOOK = 1.0  # s: the voice itself gives up one that hangs


class Encoder(Protocol):
    """What makes a file of samples."""

    def opened(
        self, path: Path, *, title: str, frames: int
    ) -> AbstractContextManager[Callable[[bytes], object]]:
        """Write so many samples to a file: what it gives takes them, block by block."""
        ...


@dataclass(slots=True)
class _Length:
    """How long the file has become, for the chapters that are written after it."""

    ms: Millis = 0


def plan_audio(order: Order, encoder: Encoder, *, kind: str = "WAVE") -> tuple[Part, ...]:
    """The file of sound, and that of its chapters. `kind` is what a cue sheet calls the format."""
    length = _Length()
    sound = Part(order.target, partial(_write_sound, order, encoder, length))
    chosen, why = _chapters(order)
    if chosen is Chapters.NONE:
        return (sound,)
    beside = order.target.with_suffix(f".{chosen.value}")

    def write(draft: Path, tell: Teller) -> str:  # noqa: ARG001 - it takes no time
        chapters = chapters_of(order.timeline)
        if chosen is Chapters.CUE:
            text = cue_sheet(chapters, title=order.timeline.name, file=order.target.name, kind=kind)
        else:
            text = web_vtt(chapters, length=length.ms)
        draft.write_text(text, encoding="utf-8", newline="\n")
        return f"{counted(len(chapters), 'chapter')}{why and f'; {why}'}"

    return sound, Part(beside, write)


def _chapters(order: Order) -> tuple[Chapters, str]:
    """The file of chapters: a cue sheet, which most players show, else WebVTT, and why."""
    wanted = order.hearing.chapters
    if wanted not in (None, Chapters.CUE):
        return wanted, ""
    why = ""
    if len(order.timeline.blocks) > CUE_MOST:
        why = f"a cue sheet holds {CUE_MOST} chapters, and this has {len(order.timeline.blocks)}"
    elif not can_name(order.target.name):
        why = "a cue sheet cannot name such a file"
    if not why:
        return Chapters.CUE, ""
    if wanted is Chapters.CUE:
        raise StretchError(why, "use --chapters vtt")
    return Chapters.VTT, why


def _write_sound(order: Order, encoder: Encoder, length: _Length, draft: Path, tell: Teller) -> str:
    pieces, spoken = _pieces(order, tell)
    frames = frames_of(order.timeline.total, pieces)
    length.ms = frames * 1000 // RATE
    with (
        tell.phase("Mixing", frames) as done,
        encoder.opened(draft, title=order.timeline.name, frames=frames) as write,
    ):
        for block in render(pieces, frames=frames, volume=order.hearing.volume):
            write(block)
            done(len(block) // 2)
    return f"{exact(length.ms)}, {spoken}"


def _pieces(order: Order, tell: Teller) -> tuple[list[Piece], str]:
    """All that is heard, and by whom it is spoken."""
    programme = Programme()
    programme.follow(Course(timeline=order.timeline).upcoming())
    hearing = order.hearing
    if not hearing.voiced:
        return list(programme.pieces(_no_words)), "tones only"
    # late: without words there is no need of it
    from stretchtimer.sound.voice.voice import Voice

    voice = Voice(cache=hearing.cache, pick=hearing.engine)
    wanted = programme.wanted()
    try:
        with tell.phase("Speaking", len(wanted)) as done:
            failed = _speak(voice, wanted, done)
    finally:
        voice.close()
    if failed:
        if hearing.insisted:
            why = failed.partition(":")[0]
            raise StretchError(f"{why}, and words were asked for", "see stretch sounds, or use --no-voice")
        tell.note(failed)
        return list(programme.pieces(_no_words)), "tones only"
    programme.lay_out(voice.pcm)
    report = voice.report()
    if report.cut:
        tell.note(f"{counted(len(report.cut), 'line')} too long to be spoken whole.")
    spoken = f"spoken by {report.engine}" if report.engine else "tones only"
    return list(programme.pieces(voice.pcm)), spoken


def _speak(voice: Voice, texts: list[str], done: Callable[[int], None]) -> str:
    """Have every text made; why that failed, if it did. Half of the words would be worse than none."""
    told = 0

    def progress(ready: int) -> None:
        nonlocal told
        done(max(ready - told, 0))
        told = max(ready, told)

    while not voice.wait(texts, _LOOK, progress):
        if voice.failed:
            return voice.failed
    return ""


def _no_words(_: str) -> None:
    return None
