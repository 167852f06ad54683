"""A session's sound in a process of its own: obeys lines on standard input, answers on descriptor argv[1].

Its standard output and standard error stay free, so that a test can see that nobody writes there.
"""

from __future__ import annotations

import json
import os
import sys
import time

from stretchtimer.sound.chimes import Chime, synthesise_all
from stretchtimer.sound.ladder import describe
from stretchtimer.sound.outputs import chosen_rung
from stretchtimer.sound.speaker import Speaker


def main() -> None:
    answers = os.fdopen(int(sys.argv[1]), "w", buffering=1)
    bells: list[str] = []
    chimes = synthesise_all()
    speaker = Speaker(volume=100, ring=lambda: bells.append("\a"), only=chosen_rung(os.environ))
    for line in sys.stdin:
        name, *arguments = line.split()
        began = time.perf_counter()
        value: object = None
        match name:
            case "open":
                speaker.open()
            case "play":
                speaker.say(chimes[Chime(arguments[0])])
            case "mute":
                speaker.mute(arguments == ["on"])
            case "drain":
                speaker.drain(5)
            case "report":
                report = speaker.report(8)
                value = [report.in_use.value, *describe(report)]
            case "notice":
                value = speaker.notice()
            case "bells":
                value = len(bells)
            case "close":
                speaker.close()
        print(json.dumps([time.perf_counter() - began, value]), file=answers)


main()
