"""Where an export goes: checked beforehand, written as a draft beside it, put in its place when it is whole.

It knows no format.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from stretchtimer.exports.order import Part, Teller

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REPLACE = "replace it with --force, or name another file"


def check(parts: Iterable[Part], *, force: bool) -> None:
    """Raise StretchError where a file could not be put in its place."""
    for number, part in enumerate(parts):
        try:
            _check(part.path, force=force, beside=number > 0)
        except OSError as error:  # a name that is too long, a folder that may not be looked into
            raise _failed(part.path, error) from error


def _check(path: Path, *, force: bool, beside: bool) -> None:
    if path.is_dir():
        raise StretchError(f"{path} is a folder", "name a file in it")
    if os.path.lexists(path):
        if path.exists() and not path.is_file():
            raise StretchError(f"{path} is no ordinary file, and is not replaced", "name another file")
        if not force:
            raise _there(path, beside=beside)
    folder = path.absolute().parent
    if not folder.is_dir():
        what = f"{folder} is no folder" if folder.exists() else f"there is no folder {folder}"
        raise StretchError(what, "make it first, or name a file in another")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StretchError(f"the folder {folder} may not be written to", "name a file in another")


def make(part: Part, tell: Teller, *, force: bool, beside: bool = False) -> str:
    """Write one file, whole or not at all; what there is to say of it."""
    # Not by its own name, which may be as long as a name can be.
    draft = part.path.absolute().with_name(f".stretch-{os.getpid()}-{time.time_ns():x}.part")
    try:
        # Made by us first: nothing that is there can be opened in its place.
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        told = part.write(draft, tell)
        _place(draft, part.path, force=force, beside=beside)
    except OSError as error:
        raise _failed(part.path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return told


def _place(draft: Path, path: Path, *, force: bool, beside: bool) -> None:
    if force:
        draft.replace(path)
        return
    try:
        os.link(draft, path)  # unlike a rename it never replaces what has come there meanwhile
    except FileExistsError:
        raise _there(path, beside=beside) from None
    except (OSError, NotImplementedError):  # a file system without links
        if os.path.lexists(path):
            raise _there(path, beside=beside) from None
        draft.replace(path)


def _there(path: Path, *, beside: bool) -> StretchError:
    hint = "replace what is there with --force, or leave it out with --chapters none" if beside else _REPLACE
    return StretchError(f"{path} is there already", hint)


def _failed(path: Path, error: OSError) -> StretchError:
    if error.errno in _FULL:
        return StretchError(f"there is no room for {path}: {error.strerror}", "nothing of it was kept")
    return StretchError(f"{path} cannot be written: {error.strerror or error}", "nothing of it was kept")
