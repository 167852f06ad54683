"""The poses that every figure can begin with, in the words of a figure's own poses.

It knows words only; `notation` reads them.
"""

from __future__ import annotations

BASES: dict[str, dict[str, str]] = {
    "stand": {"legs": "-90 -90 0", "arms": "-92/8 -84/4"},
    "sit": {"spine": "92", "legs": "0 0 80", "hands": "floor -10 13", "elbows": "200/30"},
    "kneel": {"legs": "-90 180 180"},
    "half-kneel": {"leg_r": "-90 180 180", "foot_l": "floor 25", "toe_l": "0"},
    "all-fours": {"spine": "14", "head": "8", "legs": "-90 180 180", "hands": "floor 30"},
    "supine": {"spine": "180", "head": "169", "legs": "0 0 75", "arms": "-7/14 -3/4"},
    "hook": {"from": "supine", "feet": "floor 27", "toes": "0"},
    "prone": {"spine": "0", "head": "8", "legs": "180 180 180", "arms": "180/15"},
}
