"""`stretch sounds`: hear each sound by name, and see what makes it."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Configured, setting, speaking
from stretchtimer.commands.output import put
from stretchtimer.errors import StretchError
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.sound.samples import Pcm
    from stretchtimer.sound.speaker import Speaker
    from stretchtimer.sound.voice.best import BestVoice

_MEANS = {
    "start": "an exercise begins",
    "switch": "change to the other side",
    "rest": "a rest begins",
    "count": "three, two, one; and each rep",
    "finish": "the end",
    "breath-in": "breathe in",
    "breath-out": "breathe out",
    "kicks": "two pulses in one breath, as in a double kick",
    "voice": "a sentence, as in a session",
}
_SENTENCE = "Next: hurdler, left side."
_BETWEEN_BELLS = 0.6  # s: a terminal makes one ring of several that come together
_PATIENCE = 8.0  # s: a sound server may be asleep
_BREATH, _KICK = 3000, 400  # ms
_WIDTH = max(map(len, _MEANS))


@click.command("sounds", cls=Configured)
@click.argument("name", required=False, type=click.Choice(list(_MEANS)))
@setting("--volume", type=click.IntRange(0, 100), metavar="0-100", help="How loud.")
@speaking
def sounds_command(name: str | None, *, volume: int | None, voice: bool, voice_engine: str | None) -> None:
    """Hear each sound, or one by name; see which output and voice are in use, and why no better ones."""
    # late: help and completion make no sound
    from stretchtimer.places import cache_folder
    from stretchtimer.sound.outputs import chosen_rung
    from stretchtimer.sound.samples import DEFAULT_VOLUME
    from stretchtimer.sound.speaker import Speaker
    from stretchtimer.sound.voice.best import BestVoice

    speaker = Speaker(
        volume=DEFAULT_VOLUME if volume is None else volume,
        ring=_ring if sys.stdout is not None and sys.stdout.isatty() else None,
        only=chosen_rung(current().environ),
    )
    speaks = BestVoice(cache=cache_folder(current().environ), pick=voice_engine) if voice else None
    if speaks is not None:
        speaks.want([_SENTENCE])  # while the output opens
    speaker.open()
    try:
        _report_and_play(speaker, speaks, name)
    except KeyboardInterrupt:
        speaker.mute(muted=True)  # who has heard enough wants no last sound either
        raise
    finally:
        if speaks is not None:
            speaks.close()
        speaker.close()


def _report_and_play(speaker: Speaker, voice: BestVoice | None, name: str | None) -> None:
    # late: as above
    from stretchtimer.sound.ladder import describe
    from stretchtimer.sound.outputs import ENVIRONMENT, Rung, chosen_rung

    report = speaker.report(_PATIENCE)
    wanted_none = chosen_rung(current().environ) is Rung.NONE
    lines = describe(report)
    for line in (f"{lines[0]}, as {ENVIRONMENT} asks", *lines[1:]) if wanted_none else lines:
        put(safe(line))
    sentence = _sentence(voice)
    if report.in_use is Rung.NONE:
        if not wanted_none:
            raise StretchError("no sound can be made here", "what was tried stands above")
        put(f"Unset {ENVIRONMENT} to hear the sounds.")
        return
    if name == "voice" and not sentence:
        hint = "the voice is switched off: add --voice" if voice is None else "what was tried stands above"
        raise StretchError("no voice speaks here", hint)
    for each, pcm in _sounds(sentence):
        if name not in (None, each):
            continue
        if each == "voice" and report.in_use is Rung.BELL:
            put(f"{each:<{_WIDTH}}  not through the terminal's bell")
            continue
        put(f"{each:<{_WIDTH}}  {_MEANS[each]}")
        speaker.say(pcm)
        if each == "voice" and voice is not None and voice.report().speaks_live:
            voice.begin(_SENTENCE)
        speaker.drain(_PATIENCE)
        if report.in_use is Rung.BELL:
            time.sleep(_BETWEEN_BELLS)


def _sentence(voice: BestVoice | None) -> Pcm | None:
    """The spoken sentence, once it is known what speaks it and that is told; None where nothing does."""
    from stretchtimer.sound.voice.reports import describe  # late: as above

    if voice is None:
        put("Voice: off")
        return None
    # The voice gives up by itself; its limits stand in its own parts.
    while not voice.wait([_SENTENCE], _PATIENCE) and not voice.failed:
        pass
    for line in describe(voice.report(), voice.failed):
        put(safe(line))
    return voice.pcm(_SENTENCE)


def _sounds(sentence: Pcm | None) -> Iterator[tuple[str, Pcm]]:
    """Every sound by its name, each made when its turn comes."""
    # late: as above
    from stretchtimer.model import Breath
    from stretchtimer.sound.breath import synthesise_breath
    from stretchtimer.sound.chimes import Chime, synthesise

    for chime in Chime:
        yield chime.value, synthesise(chime)
    for name, breath, phases in (
        ("breath-in", Breath.IN, (_BREATH,)),
        ("breath-out", Breath.OUT, (_BREATH,)),
        ("kicks", Breath.OUT, (_KICK, _KICK)),
    ):
        if tone := synthesise_breath(breath, phases):
            yield name, tone
    if sentence:
        yield "voice", sentence


def _ring() -> None:
    click.echo("\a", nl=False, file=sys.stdout)
