"""Texts that are kept in files and compared: a change of what a person sees is seen in a review."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def golden(path: Path, said: str) -> str:
    """What a file has of `said`; with UPDATE_GOLDEN in the environment it is written anew first."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    return path.read_text(encoding="utf-8")
