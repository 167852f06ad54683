"""Figures that show an exercise: what a `figure` block says, and its picture at any moment.

It knows exercises, and neither files nor screens: `read_figure` once, then `frame` for each picture, or a
`Drawing` where one is kept.
"""

from __future__ import annotations

from stretchtimer.figure.block import FigureReading, read_figure
from stretchtimer.figure.cells import DARK, DOTS, LIGHT, PLAIN, Cell, Cells, Palette
from stretchtimer.figure.drawing import BLOCKS, FRAME, Drawing, Look, frame
from stretchtimer.figure.form import Figure, Form
from stretchtimer.figure.notation import Fault
from stretchtimer.figure.svg import svg

__all__ = [
    "BLOCKS",
    "DARK",
    "DOTS",
    "FRAME",
    "LIGHT",
    "PLAIN",
    "Cell",
    "Cells",
    "Drawing",
    "Fault",
    "Figure",
    "FigureReading",
    "Form",
    "Look",
    "Palette",
    "frame",
    "read_figure",
    "svg",
]
