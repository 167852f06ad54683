"""What a person meant who wrote another key, or a time in a form that is none.

It knows words, and nothing of files or places.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from stretchtimer.units import DAY, HOUR, MINUTE, SECOND, exact, parse_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchtimer.units import Millis

# Words that people write for ours; offered where the record has the key, before difflib is asked.
_MEANT = {
    "title": "name", "description": "summary", "time": "duration", "seconds": "duration", "hold": "duration",
    "length": "duration", "side": "sides", "both": "sides", "rep": "reps", "count": "reps", "times": "repeat",
    "repetitions": "reps", "sets": "repeat", "rounds": "repeat", "pause": "rest", "break": "rest",
    "cue": "cues", "instruction": "instructions", "tip": "tips", "id": "exercise", "text": "say",
    "warning": "caution", "tags": "focus", "duration": "time", "exercises": "steps", "note": "tips",
}  # fmt: skip
# Keys that stand in the wrong place more than they are misspelt.
ELSEWHERE = {
    ("a step", "sets"): "put the step into a group: `- repeat: 3`, and below it `steps:`",
    ("a step", "rounds"): "put the step into a group: `- repeat: 3`, and below it `steps:`",
    ("an exercise", "steps"): "a file with steps is a routine: move it out of the folder `exercises`",
    ("an exercise", "stages"): "a file with stages is a series: move it out of the folder `exercises`",
    ("a routine", "stages"): "a file with steps is a routine, one with stages a series: make two files",
}


def meant(word: str, known: Sequence[str]) -> str:
    """The key that was probably meant by a word; empty where none comes near."""
    if _MEANT.get(word) in known:
        return _MEANT[word]
    from difflib import get_close_matches  # late: only for a mistake

    close = get_close_matches(word, known, 1, 0.6)
    return close[0] if close else ""


_WORDS = ((r"hours?|hrs?", "h"), (r"minutes?|mins?", "m"), (r"seconds?|secs?", "s"))
_UNITS = {"h": HOUR, "m": MINUTE, "s": SECOND, "": SECOND}
_MOST_LETTERS = 40


def meant_duration(text: str) -> str:
    """The time that was probably meant, as it is written; empty where none is likely."""
    if len(text) > _MOST_LETTERS:
        return ""
    # Fullwidth digits, commas for points, blanks that are none, words for units.
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isprintable()).strip().lower()
    for words, unit in _WORDS:
        plain = re.sub(rf"(?<=[\d ])({words})\b\.?", unit, plain)
    ms = _tolerant(plain.replace(",", "."))
    return exact(ms) if ms is not None and 0 < ms <= DAY else ""


def _tolerant(text: str) -> Millis | None:
    if clock := re.fullmatch(r"(?:([0-9]{1,4}):)??([0-9]{0,4}):([0-9]{1,2})", text):
        return int(clock[1] or 0) * HOUR + int(clock[2] or 0) * MINUTE + int(clock[3]) * SECOND
    if hours := re.fullmatch(r"([0-9]{1,4}) *h *([0-9]{1,2})", text):
        return int(hours[1]) * HOUR + int(hours[2]) * MINUTE
    if fraction := re.fullmatch(r"([0-9]{0,4}\.[0-9]{1,3}) *([hms]?)", text):
        return round(float(fraction[1]) * _UNITS[fraction[2]])
    try:
        return parse_duration(text.removeprefix("+"))
    except ValueError:
        return None
