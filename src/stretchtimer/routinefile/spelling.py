"""Which key a person meant who wrote another.

It knows words, and nothing of files or places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    ("a routine", "stages"): "a file with steps is a routine, one with stages a series: make two files",
}


def meant(word: str, known: Sequence[str]) -> str:
    """The key that was probably meant by a word; empty where none comes near."""
    if _MEANT.get(word) in known:
        return _MEANT[word]
    from difflib import get_close_matches  # late: only for a mistake

    close = get_close_matches(word, known, 1, 0.6)
    return close[0] if close else ""
