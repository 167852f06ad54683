"""The listing is kept from one time to the next, and never out of date."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stretchtimer.library as library_module
from commandline import shell, simple, write
from stretchtimer.catalogue import Row, rows
from stretchtimer.errors import StretchError
from stretchtimer.library import Folder, Library

if TYPE_CHECKING:
    from commandline import Home
    from stretchtimer.routinefile import ExerciseSource


class Reads:
    """How many files were read, and a listing that counts them."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: list[str] = []
        """The names of the files that the last listing read."""
        self._root = root
        read = library_module.read_bytes

        def counting(path: str) -> bytes:
            self.files.append(Path(path).name)
            return read(path)

        monkeypatch.setattr(library_module, "read_bytes", counting)

    def listing(self, origin: str = "own") -> dict[str, Row]:
        self.files.clear()
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
    assert set(reads.files) == {"a.yaml", "b.yaml", "s.yaml", "lift.yaml"}
    assert reads.listing() == first
    assert reads.files == []
    assert (first["a"].duration_ms, first["s"].kind) == (10_000, "series")


def test_whose_folder_it_is_comes_from_the_folder(reads: Reads) -> None:
    """A folder of one's own that STRETCH_PATH names as well is a given one, whatever was kept of it."""
    reads.listing()
    assert reads.listing("given")["a"].origin == "given"
    assert reads.files == []


def test_a_changed_routine_is_seen_at_once(reads: Reads, tmp_path: Path) -> None:
    """Even within the same tick of the clock, and with its old time put back."""
    reads.listing()
    path = tmp_path / "routines" / "b.yaml"
    before = path.stat()
    path.write_text(simple("b", "20s"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reads.listing()["b"].duration_ms == 20_000
    assert reads.files[0] == "b.yaml"
    assert "lift.yaml" not in reads.files, "what is made of the exercises is still known"
    reads.listing()
    assert reads.files == []


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


def test_a_stage_that_becomes_something_else_is_seen_at_once(reads: Reads, tmp_path: Path) -> None:
    """A series is broken by a routine of it that becomes a series, though its own file did not change."""
    reads.listing()
    write(tmp_path / "routines" / "a.yaml", "name: A\nstages: [{routine: b, sessions: 2}]\n")
    assert reads.listing()["s"].kind == "broken"
    write(tmp_path / "routines" / "a.yaml", simple("a"))
    assert reads.listing()["s"].kind == "series"


def test_what_cannot_be_read_is_tried_again(
    reads: Reads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission, or a disk that failed once, is not called broken for ever."""
    read = library_module.read_bytes

    def failing(path: str) -> bytes:
        if path.endswith("b.yaml"):
            raise StretchError(f"{path} cannot be read: Permission denied")
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(library_module, "read_bytes", failing)
        row = reads.listing()["b"]
        assert (row.kind, row.problem) == (
            "broken",
            f"{tmp_path / 'routines' / 'b.yaml'} cannot be read: Permission denied",
        )
    assert reads.listing()["b"].kind == "routine"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"key": 1}', b"\xff\x00", b'{"key": 0, "files": {"x": 3}}']
)
def test_a_damaged_cache_is_no_harm(reads: Reads, tmp_path: Path, content: bytes) -> None:
    """What cannot be understood is made anew."""
    first = reads.listing()
    kept = tmp_path / "cache" / "listing"
    good = kept.read_bytes()
    kept.write_bytes(content)
    assert reads.listing() == first
    assert kept.read_bytes() == good
    kept.write_bytes(good[:-9] + content)
    assert reads.listing() == first
    kept.write_bytes(good.replace(b"stretch listing 3", b"stretch listing 2"))
    assert reads.listing() == first
    assert reads.files, "a cache of another format is of no use"


def test_a_cache_that_cannot_be_written_is_no_harm(reads: Reads, tmp_path: Path) -> None:
    """A listing needs no cache."""
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert set(reads.listing()) == {"a", "b", "s"}
    assert (tmp_path / "cache").read_text() == "a file where the folder should be"


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of this test is POSIX's")
def test_several_listings_at_once_say_the_same(home: Home) -> None:
    """Two shells may list for the first time at the same moment; what is kept is whole, and one file."""
    home.routine("evening")
    ran = shell("for i in 1 2 3; do stretch list > list.$i & done; wait; cat list.1")
    assert "evening" in ran.out
    assert {path.read_text() for path in home.work.iterdir()} == {ran.out}
    assert [path.name for path in home.cache.iterdir()] == ["listing"]
    assert shell("stretch list").out == ran.out


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
