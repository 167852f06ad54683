"""What a figure is once it is read: its forms, their key poses, view and props, as frozen values.

It knows neither how a block is written nor how a body is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stretchtimer.model import Side

if TYPE_CHECKING:
    from stretchtimer.figure.pose import Bones
    from stretchtimer.figure.vectors import Vec


@dataclass(frozen=True, slots=True)
class Camera:
    """Where one looks from: round the body from its right side (90 is its front), and down on it.

    `flip` shows the picture in a mirror.
    """

    yaw: float = 0.0
    pitch: float = 6.0
    flip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """A thing beside the body: a ball or weight at a joint, a strap along joints, a block under a hand."""

    kind: str
    joints: tuple[str, ...]
    by: Vec = (0.0, 0.0, 0.0)
    size: float = 0.0
    spot: Vec | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """One look of a figure. `path` are the poses to go through where no tempo says it; the last one stays.

    `rests` are the joints that stay on the floor; the first of them stands still on it. `dim` are limbs that
    are dim while the other of their pair is bright, whichever is nearer.
    """

    shows: str
    camera: Camera
    rests: tuple[str, ...]
    target: tuple[str, ...]
    poses: dict[str, Bones]
    path: tuple[str, ...]
    icon: str
    props: tuple[Prop, ...] = ()
    dim: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return self.rests[0] if self.rests else "pelvis"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """How an exercise is drawn, with the levels and adjustments (counted from 1) that look different.

    `side` is the side that the poses are written for.
    """

    form: Form
    side: Side = Side.RIGHT
    levels: dict[int, Form] = field(default_factory=dict)
    adjustments: dict[int, Form] = field(default_factory=dict)

    def at(self, *, level: int | None = None, adjustment: int | None = None) -> Form:
        """The form of an adjustment, else of a level, else the exercise as it stands."""
        if adjustment is not None and adjustment in self.adjustments:
            return self.adjustments[adjustment]
        return self.levels.get(level, self.form) if level is not None else self.form

    @property
    def forms(self) -> tuple[Form, ...]:
        return (self.form, *self.levels.values(), *self.adjustments.values())
