"""What is said of the voice: which engine speaks, and what became of those that do not.

It knows no engine's workings.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedEngine:
    """What became of one engine: why it does not work, and `remedy`, what would make it."""

    engine: str
    works: bool
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceReport:
    """The engine in use, None while none is known; and all that were tried on the way to it, best first.

    `cut` are the texts that were too long and are spoken in part. `speaks_live` says that the engine
    speaks by itself and gives no samples.
    """

    engine: str | None = None
    voice: str = ""
    tried: tuple[TriedEngine, ...] = ()
    speaks_live: bool = False
    cut: tuple[str, ...] = ()


def describe(report: VoiceReport, failed: str) -> tuple[str, ...]:
    """The report in lines of plain text: what speaks, and for each better engine why it does not."""
    used = f"{report.engine}{f' ({report.voice})' if report.voice else ''}" if report.engine else "none"
    lines = [f"Voice: {used}"]
    lines += [
        f"Not {tried.engine}: {tried.detail}.{f' {tried.remedy}' if tried.remedy else ''}"
        for tried in report.tried
        if not tried.works
    ]
    if failed and (report.engine or len(lines) == 1):  # else the engines have said it, each for itself
        lines.append(failed)
    return tuple(lines)
