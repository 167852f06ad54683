"""The one command: measures stretch on this machine and prints the figures beside what is aimed at.

    python benchmarks/run.py [--quick]

It asserts nothing. How to read it stands in the README beside it.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Measure and print. `--quick` takes five minutes instead of eighteen, and its figures wander more."""
    if os.name != "posix":
        print("These measurements need pseudo-terminals, and so Linux or macOS.")
        return
    # late: they import what Windows has not
    from exporting import exporting
    from keeping import keeping
    from listing import listing
    from picturing import picturing
    from playing import playing
    from program import find_program
    from startup import startup
    from summary import summary
    from table import show

    from hearing import hearing

    quick = "--quick" in sys.argv[1:]
    rounds, window = (5, 10.0) if quick else (21, 60.0)
    with tempfile.TemporaryDirectory(prefix="stretch-benchmark-") as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        program = find_program(home)
        version = subprocess.run(
            program("--version"), env=program.environ, check=True, capture_output=True, text=True
        )
        print(f"{version.stdout.strip()}: {' '.join(program.command)}")
        load = ", ".join(f"{figure:.2f}" for figure in os.getloadavg())
        print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, load {load}")
        show(f"Start-up, median of {rounds}", startup(program, rounds))
        counts = (1000,) if quick else (1000, 10_000)
        show(f"Many files, median of {rounds}", listing(program, folder, rounds, counts))
        show(f"Kept sessions, median of {rounds}", keeping(program, folder, rounds))
        show(f"A long history, median of {rounds}", summary(program, folder, rounds))
        show(f"A session as a file, median of {rounds}", exporting(program, folder, rounds))
        show(f"Playing on a terminal of 80x24, {window:.0f} s each", playing(program, folder, window))
        title = f"Figures in full colour, {window:.0f} s each, first frames as the median of {rounds}"
        show(title, picturing(program, rounds, window))
        title = f"Heard on a sound server, first frames as the median of {rounds}"
        show(title, hearing(program, folder, rounds, 30 if quick else 360))


if __name__ == "__main__":
    main()
