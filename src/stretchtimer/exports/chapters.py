"""The chapters of a session: one for each exercise and side, as a cue sheet or as WebVTT.

It knows no sound file but its name. Names from routines leave here escaped as the format wants it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

CUE_MOST = 99
"""A cue sheet numbers its tracks with two digits."""
_CUE_FRAMES = 75  # a second, as on a CD


@dataclass(frozen=True, slots=True)
class Chapter:
    """One exercise on one side, from `start` ms on."""

    start: Millis
    title: str


def chapters_of(timeline: Timeline) -> tuple[Chapter, ...]:
    """A chapter for each block, from where it is announced; the first from the beginning."""
    begins: dict[int, Millis] = {}
    for item in timeline.schedule:
        if item.cue.block is not None:
            begins.setdefault(item.cue.block, item.at)
    found: list[Chapter] = []
    for number, block in timeline.blocks.items():
        at = min(begins.get(number, timeline.starts[block.first]), timeline.starts[block.first])
        name = timeline.step(block.step).exercise.name
        side = f", {block.side.value} side" if block.side else ""
        found.append(Chapter(at if found else 0, safe(f"{name}{side}")))
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def cue_sheet(chapters: Iterable[Chapter], *, title: str, file: str, kind: str) -> str:
    """A cue sheet for a file of `kind`, WAVE or MP3; 99 chapters at most."""
    lines = [f"TITLE {_quoted(title)}", f'FILE "{file}" {kind}']
    for number, chapter in enumerate(chapters, 1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(chapter.title)}",
            f"    INDEX 01 {_cue_time(chapter.start)}",
        ]
    return "".join(f"{line}\n" for line in lines)


def can_name(file: str) -> bool:
    """Whether a cue sheet can name a file: there is no way to write a quotation mark inside a name."""
    return '"' not in file and safe(file) == file


def web_vtt(chapters: Iterable[Chapter], *, length: Millis) -> str:
    """WebVTT, exact to the ms. A chapter ends where the next begins, the last with the file."""
    listed = list(chapters)
    ends = [*(chapter.start for chapter in listed[1:]), length]
    cues = (
        f"\n{_vtt_time(chapter.start)} --> {_vtt_time(end)}\n{_escaped(chapter.title)}\n"
        for chapter, end in zip(listed, ends, strict=True)
    )
    return f"WEBVTT\n{''.join(cues)}"


def _quoted(text: str) -> str:
    """A cue sheet has no way to write a double quotation mark inside of two."""
    return '"' + safe(text).replace('"', "'") + '"'


def _cue_time(ms: Millis) -> str:
    """Minutes, seconds and frames, rounded down: a chapter never begins inside of its announcement."""
    seconds, frames = divmod(ms * _CUE_FRAMES // 1000, _CUE_FRAMES)
    return f"{seconds // 60:02}:{seconds % 60:02}:{frames:02}"


def _vtt_time(ms: Millis) -> str:
    seconds, fraction = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:03}"


def _escaped(text: str) -> str:
    # An empty line would end the chapter: its name is what is left of it.
    return safe(text).strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or "-"
