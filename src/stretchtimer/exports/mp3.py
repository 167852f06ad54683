"""A session as an .mp3 file: MP3, MPEG layer 3.

It knows nothing of what is heard, nor which encoder is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.exports.audio import plan_audio
from stretchtimer.exports.encoders import Kind, encoder_of

if TYPE_CHECKING:
    from stretchtimer.exports.order import Order, Part

_KIND = Kind(name="mp3", container="MP3", subtype="MPEG_LAYER_III", codec="libmp3lame", quality="2")


def plan(order: Order) -> tuple[Part, ...]:
    """Sound, and its chapters."""
    return plan_audio(order, encoder_of(_KIND), kind="MP3")
