"""An exercise to look at that no routine has, so that no change of a shipped one changes a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.routinefile import read_exercise

if TYPE_CHECKING:
    from stretchtimer.model import Exercise

FOLD = """\
name: Fold
summary: The head nods over a long leg.
sides: {sides}
equipment: [mat]
targets: [neck]
instructions:
  - Sit with your {{side}} leg long.
  - Nod toward it, and come back with the breath.
tips: [Keep the shoulders low.]
adjustments:
  - Sit on a cushion.
  - Bend the {{other}} knee.
{levels}cautions: [{{for: neck, say: Leave it out with a sore neck.}}]
tempo:
  - {{name: nod, time: 1.5s, breath: out, pose: low}}
  - {{name: come back, time: 2.5s, breath: in, pose: tall}}
figure:
  shows: The head nods over the {{side}} leg.
  poses:
    tall: {{from: sit}}
    low: {{from: sit, head: 20}}
"""
LEVELS = """\
levels:
  - name: A little
  - name: More
    instructions: [Nod further.]
  - name: All the way
"""


def fold(sides: str = "each", *, levels: bool = True) -> Exercise:
    """Four seconds of nodding."""
    return read_exercise(written(sides, levels=levels).encode(), "fold.yaml", "fold").use()


def written(sides: str = "each", *, levels: bool = True) -> str:
    """Its file."""
    return FOLD.format(sides=sides, levels=LEVELS if levels else "")
