"""A session as a .flac file: FLAC, without loss.

It knows nothing of what is heard, nor which encoder is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.exports.audio import plan_audio
from stretchtimer.exports.encoders import Kind, encoder_of

if TYPE_CHECKING:
    from stretchtimer.exports.order import Order, Part

_KIND = Kind(name="flac", container="FLAC", subtype="PCM_16", codec="flac")


def plan(order: Order) -> tuple[Part, ...]:
    """Sound, and its chapters."""
    return plan_audio(order, encoder_of(_KIND))
