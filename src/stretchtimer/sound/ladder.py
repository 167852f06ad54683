"""Which output is used: miniaudio, else playsound3, else the terminal's bell, else none.

It knows no cue; it tries the outputs from the best down, and remembers what each answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.sound.device import Device
from stretchtimer.sound.outputs import Bell, Missing, Rung, Silent, Unanswered, Unavailable

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from stretchtimer.sound.agenda import Agenda
    from stretchtimer.sound.outputs import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of one way out: `detail` is what it found where it works, and why not where it does not.

    `remedy` says what would make it work.
    """

    rung: Rung
    works: bool
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The output in use, and everything that was tried on the way to it, the best first."""

    in_use: Rung
    tried: tuple[Tried, ...]


class Ladder:
    """The outputs in their order. Only the thread that climbs uses it.

    `ring` rings the terminal's bell, None where there is no terminal. `only` is the one output that the
    user asked for: then no other is tried.
    """

    def __init__(
        self,
        *,
        agenda: Agenda,
        volume: int,
        ring: Callable[[], None] | None = None,
        only: Rung | None = None,
    ) -> None:
        self._agenda = agenda
        self._volume = volume
        self._ring = ring
        self._only = only
        self._unanswered: Device | None = None
        self._no_device = self._had_device = False
        self.report = Report(Rung.NONE, ())
        self.unanswered = False
        """Whether the sound server may still answer, so that climbing again is worth while."""

    def climb(self, cancel: threading.Event) -> Output:
        """The best output that works; takes seconds at most, and less once `cancel` is set.

        Who has had a device waits for one again: trying the players takes seconds in which it is back.
        """
        tried: list[Tried] = []
        self.unanswered = False
        for rung, find in (
            (Rung.MINIAUDIO, self._device),
            (Rung.PLAYSOUND3, self._players),
            (Rung.BELL, self._bell),
        ):
            if self._only not in (None, rung) or (rung is Rung.PLAYSOUND3 and self._had_device):
                continue
            try:
                output, detail = find(cancel)
            except Unavailable as error:
                tried.append(Tried(rung=rung, works=False, detail=error.reason, remedy=error.remedy))
                self.unanswered = self.unanswered or isinstance(error, Unanswered)
                continue
            tried.append(Tried(rung=rung, works=True, detail=detail))
            self.report = Report(rung, tuple(tried))
            return output
        self.report = Report(Rung.NONE, tuple(tried))
        return Silent()

    def step_down(self) -> Output:
        """What is left where a better output was lost: the bell, else none. It takes no time."""
        bell = self._ring if self._only in (None, Rung.BELL) and self._volume > 0 else None
        self.report = Report(Rung.NONE if bell is None else Rung.BELL, self.report.tried)
        return Silent() if bell is None else Bell(bell)

    def close(self) -> None:
        """Leave a device that never answered."""
        if self._unanswered is not None:
            self._unanswered.close()

    def _device(self, cancel: threading.Event) -> tuple[Output, str]:
        # One that hangs is waited for again: a second would hang beside it.
        device = self._unanswered or Device(agenda=self._agenda, volume=self._volume)
        self._unanswered = None
        try:
            device.open(cancel)
        except Unanswered:
            self._unanswered = device
            raise
        except Unavailable as error:
            device.close()
            self._no_device = not isinstance(error, Missing)
            raise
        self._had_device = True
        return device, device.backend

    def _players(self, cancel: threading.Event) -> tuple[Output, str]:
        if self.unanswered:
            raise Unavailable("not tried, for its players would hang as well")
        # late: it brings subprocess, tempfile and logging, and few sessions come here
        from stretchtimer.sound.players import Players

        players = Players(agenda=self._agenda, volume=self._volume, believing=not self._no_device)
        try:
            players.open(cancel)
        except Unavailable:
            players.close()
            raise
        return players, players.backend

    def _bell(self, cancel: threading.Event) -> tuple[Output, str]:  # noqa: ARG002 - it takes no time
        if self._ring is None:
            raise Unavailable("there is no terminal to ring")
        if self._volume == 0:
            raise Unavailable("the volume is 0, and a bell knows only one")
        return Bell(self._ring), "one ring for every sound"


def opening_notice(ladder: Ladder, *, only: Rung | None) -> str:
    """What to say of the output that was found: nothing where it is a good one or the one asked for."""
    used = ladder.report.in_use
    if used in (Rung.MINIAUDIO, Rung.PLAYSOUND3, only):
        return ""
    if only is not None:
        return f"No sound: {only.value} does not work here. Cues are shown only."
    why = "the sound server does not answer" if ladder.unanswered else "no sound device was found"
    if used is Rung.BELL:
        return f"Sound through the terminal bell: {why}."
    return "No sound device: cues are shown only."


def describe(report: Report) -> tuple[str, ...]:
    """The report in lines of plain text: what is in use, and for each better output why it is not."""
    used = next((tried.detail for tried in report.tried if tried.works and tried.rung is report.in_use), "")
    lines = [f"Sound output: {report.in_use.value}{f' ({used})' if used else ''}"]
    lines += [
        f"Not {tried.rung.value}: {tried.detail}.{f' {tried.remedy}' if tried.remedy else ''}"
        for tried in report.tried
        if not tried.works
    ]
    return tuple(lines)
