"""What is brought from elsewhere: the sessions of an export, or of another history's file.

It knows the forms that they come in. A file that is read is left as it is.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.history.exchange import imported
from stretchtimer.history.store import History
from stretchtimer.text import safe

if TYPE_CHECKING:
    from stretchtimer.history.kept import Kept

_SQLITE = b"SQLite format 3\0"


def sessions_of(source: str, data: bytes) -> list[Kept]:
    """The sessions in `data`, which is what `source` has. Raises StretchError where it has none."""
    name = "standard input" if source == "-" else safe(source)
    if data.startswith(_SQLITE):
        return _of_database(source, data, name)
    try:
        return imported(data)
    except StretchError as error:
        raise StretchError(f"{name}: {error.message}", error.hint) from None


def _of_database(source: str, data: bytes, name: str) -> list[Kept]:
    """What another history has: a copy is opened, for to open one may change it."""
    with TemporaryDirectory(prefix="stretch-") as folder:
        copy = Path(folder) / "history.db"
        copy.write_bytes(data)
        journal = Path(f"{source}-journal")
        if source != "-" and journal.is_file():
            (copy.parent / "history.db-journal").write_bytes(journal.read_bytes())
        try:
            return History(str(copy)).everything()
        except StretchError as error:
            raise StretchError(error.message.replace(safe(str(copy)), name), "nothing was imported") from None
