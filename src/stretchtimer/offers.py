"""What can be begun now, with why: what `stretch` alone has to show.

It knows neither how a choice is made nor how it looks. Texts are as files have them, and not yet safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchtimer.units import Millis


class Begin(Enum):
    """How something is begun."""

    GO_ON = "go on"  # an unfinished session; the target is its uid
    SERIES = "series"  # the target is the id of the series
    ROUTINE = "routine"  # the target is its id


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something to play: how long it takes in ms, what it is for, why now, and when it was played last."""

    begin: Begin
    target: str
    name: str
    duration: Millis
    about: str
    why: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """The best comes first. `word` is a line besides: for who is new, or about a day of rest."""

    offers: tuple[Offer, ...]
    word: str = ""
