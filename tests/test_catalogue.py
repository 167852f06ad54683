"""The listing is kept from one time to the next, and never out of date."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from commandline import simple, write
from stretchtimer.catalogue import Row, rows
from stretchtimer.library import Folder, Library

if TYPE_CHECKING:
    from pathlib import Path

    from stretchtimer.routinefile import ExerciseSource


class Reads:
    """How many files were read, and a listing that counts them."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self._root = root
        import stretchtimer.library as module

        read = module.read_bytes

        def counting(path: str) -> bytes:
            self.count += 1
            return read(path)

        monkeypatch.setattr(module, "read_bytes", counting)

    def listing(self, origin: str = "own") -> dict[str, Row]:
        self.count = 0
        library = Library((Folder(str(self._root / "routines"), origin),))
        return {row.id: row for row in rows(library, str(self._root / "cache" / "listing"))}


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    write(tmp_path / "routines" / "exercises" / "lift.yaml", "name: Lift\ntempo: [{name: up, time: 2s}]\n")
    write(tmp_path / "routines" / "a.yaml", "name: A\nsteps: [{exercise: lift, reps: 5}]\n")
    write(tmp_path / "routines" / "b.yaml", simple("b"))
    write(tmp_path / "routines" / "s.yaml", "name: S\nstages: [{routine: a, sessions: 2}]\n")
    return Reads(tmp_path, monkeypatch)


def test_nothing_is_read_again_when_nothing_changed(reads: Reads) -> None:
    """The second listing opens no file, and says the same."""
    first = reads.listing()
    assert reads.count > 0
    assert reads.listing() == first
    assert reads.count == 0
    assert (first["a"].duration_ms, first["s"].kind) == (10_000, "series")


def test_whose_folder_it_is_comes_from_the_folder(reads: Reads) -> None:
    """A folder of one's own that STRETCH_PATH names as well is a given one, whatever was kept of it."""
    reads.listing()
    assert reads.listing("given")["a"].origin == "given"
    assert reads.count == 0


def test_a_changed_routine_is_seen_at_once(reads: Reads, tmp_path: Path) -> None:
    """Even within the same tick of the clock, and with its old time put back."""
    reads.listing()
    path = tmp_path / "routines" / "b.yaml"
    before = path.stat()
    path.write_text(simple("b", "20s"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reads.listing()["b"].duration_ms == 20_000
    assert reads.count == 1


def test_a_changed_exercise_changes_the_routines_that_use_it(reads: Reads, tmp_path: Path) -> None:
    """A routine's length comes from its exercises."""
    reads.listing()
    write(tmp_path / "routines" / "exercises" / "lift.yaml", "name: Lift\ntempo: [{name: up, time: 13s}]\n")
    assert reads.listing()["a"].duration_ms == 65_000


def test_files_come_and_go(reads: Reads, tmp_path: Path) -> None:
    """A new file is listed, a deleted one is not, and a series without its routine is broken."""
    reads.listing()
    write(tmp_path / "routines" / "c.yaml", simple("c"))
    (tmp_path / "routines" / "a.yaml").unlink()
    listing = reads.listing()
    assert set(listing) == {"b", "c", "s"}
    assert listing["s"].kind == "broken"
    write(tmp_path / "routines" / "a.yaml", simple("a"))
    assert reads.listing()["s"].kind == "series"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"key": 1}', b"\xff\x00", b'{"key": 0, "files": {"x": 3}}']
)
def test_a_damaged_cache_is_no_harm(reads: Reads, tmp_path: Path, content: bytes) -> None:
    """What cannot be understood is made anew."""
    first = reads.listing()
    (tmp_path / "cache" / "listing").write_bytes(content)
    assert reads.listing() == first


def test_a_cache_that_cannot_be_written_is_no_harm(reads: Reads, tmp_path: Path) -> None:
    """A listing needs no cache."""
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert set(reads.listing()) == {"a", "b", "s"}


def test_odd_things_in_the_folder_are_no_harm(reads: Reads, tmp_path: Path) -> None:
    """A folder, a pipe, a dangling link and a hidden file that end in .yaml are no routines."""
    folder = tmp_path / "routines"
    (folder / "d.yaml").mkdir()
    (folder / ".h.yaml").write_text(simple("h"))
    (folder / "l.yaml").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "p.yaml")
    assert set(reads.listing()) == {"a", "b", "s"}


def test_a_library_is_a_source_of_exercises(tmp_path: Path) -> None:
    """The reader's protocol is what the library offers."""
    source: ExerciseSource = Library((Folder(str(tmp_path), "own"),))
    assert source.find("none") is None
    assert list(source.ids()) == []
