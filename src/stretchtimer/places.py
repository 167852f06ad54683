"""Where the platform keeps what belongs to a program: its settings, its records, what may be thrown away.

It knows folders by name only, and looks into none.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = "stretchtimer"


def settings_place(environ: Mapping[str, str]) -> str:
    """The folder for settings and for what the user wrote."""
    return _xdg(environ, "XDG_CONFIG_HOME", ".config") or _asked("user_config_dir")


def cache_place(environ: Mapping[str, str]) -> str:
    """The folder for what can be made again."""
    return _xdg(environ, "XDG_CACHE_HOME", ".cache") or _asked("user_cache_dir")


def cache_folder(environ: Mapping[str, str]) -> str:
    """The same, or the one that `STRETCH_CACHE` names."""
    return os.path.expanduser(environ.get("STRETCH_CACHE", "")) or cache_place(environ)


def history_file(environ: Mapping[str, str]) -> str:
    """The file that sessions are kept in, or the one that `STRETCH_HISTORY` names; empty without a home."""
    # Never in a folder that is called `~`: unlike the others this one is made where it is missing.
    if named := os.path.expanduser(environ.get("STRETCH_HISTORY", "")):
        return "" if named.startswith("~") else named
    folder = _xdg(environ, "XDG_DATA_HOME", ".local/share") or _asked("user_data_dir")
    return os.path.join(folder, "history.db") if os.path.isabs(folder) else ""


def _xdg(environ: Mapping[str, str], variable: str, usual: str) -> str:
    """What platformdirs would answer on Linux, without the 10 ms that asking it takes; empty elsewhere."""
    if sys.platform != "linux":
        return ""
    base, home = environ.get(variable, ""), environ.get("HOME", "")
    if os.path.isabs(base):
        return os.path.join(base, _NAME)
    # Without a HOME the system's own list of users has to be asked.
    return os.path.join(home, usual, _NAME) if os.path.isabs(home) else ""


def _asked(kind: str) -> str:
    import platformdirs  # late: see _xdg

    try:
        return str(getattr(platformdirs, kind)(_NAME, appauthor=False))
    except RuntimeError:  # there is no home; this folder will be found missing
        return f"~/{_NAME}"
