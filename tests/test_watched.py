"""A file that is looked at while somebody writes it: what is kept, and what is said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from looked_at import written
from stretchtimer.commands.check import read_any, read_what_can_be
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.watched import Watched

if TYPE_CHECKING:
    from pathlib import Path

ROUTINE = """\
name: Two
steps:
  - exercise: hurdler
    duration: 10s
  - name: One
    duration: 10s
    figure: {shows: One., poses: {a: {from: sit}}}
  - repeat: 2
    steps:
      - name: Other
        duration: 10s
        figure: {shows: Other., poses: {a: {from: stand}}}
"""


def watching(path: Path, text: str) -> Watched:
    path.write_text(text, encoding="utf-8")
    library = Library((Folder(bundled(), "shipped"),))
    watched = Watched(str(path), lambda: read_what_can_be(str(path), read_any, library, str(path)))
    assert watched.look()
    return watched


def test_it_is_read_when_it_changes_and_only_then(tmp_path):
    """Two looks at the same file read it once."""
    path = tmp_path / "fold.yaml"
    watched = watching(path, written())
    assert not watched.look()
    path.write_text(written().replace("Fold", "Bent"), encoding="utf-8")
    assert watched.look()
    assert [one.name for one in watched.exercises] == ["Bent"]


def test_a_file_of_the_same_size_and_time_in_its_place_is_seen(tmp_path):
    """Editors write another file and give it the name."""
    path = tmp_path / "fold.yaml"
    watched = watching(path, written())
    status = path.stat()
    other = tmp_path / "other"
    other.write_text(written().replace("Fold", "Bent"), encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)
    assert watched.look()
    assert watched.exercises[0].name == "Bent"


def test_a_wrong_figure_leaves_the_last_good_one(tmp_path):
    """What cannot be drawn, and what cannot be read at all, is told; the picture stays."""
    path = tmp_path / "fold.yaml"
    watched = watching(path, written(levels=False))
    assert (watched.problems, watched.stale) == ((), frozenset())
    for wrong in (written().replace("from: sit,", "from: sot,"), "name: [", ""):
        path.write_text(wrong, encoding="utf-8")
        assert watched.look()
        assert watched.problems
        assert watched.exercises[0].figure is not None
        assert watched.stale == {0}
    path.write_text(written(levels=False), encoding="utf-8")
    assert watched.look()
    assert (watched.problems, watched.stale) == ((), frozenset())


def test_a_file_that_is_away_for_a_moment_is_waited_for(tmp_path):
    """One look at nothing is an editor at work; two are worth a word, and all stays until it is back."""
    path = tmp_path / "fold.yaml"
    watched = watching(path, written())
    away = path.rename(tmp_path / "away")
    assert not watched.look()
    assert not watched.gone
    assert watched.look()
    assert watched.gone
    assert watched.exercises
    away.rename(path)
    assert watched.look()
    assert not watched.gone


def test_the_exercises_of_a_routine_stand_in_the_order_of_who_writes_them(tmp_path):
    """Those that are written in the file come first, groups included; the named ones follow."""
    watched = watching(tmp_path / "two.yaml", ROUTINE)
    assert [one.name for one in watched.exercises] == ["One", "Other", "Hurdler"]
    (tmp_path / "two.yaml").write_text(ROUTINE.replace("from: stand", "from: stool"), encoding="utf-8")
    assert watched.look()
    assert [one.name for one in watched.exercises] == ["One", "Other", "Hurdler"]
    assert watched.stale == {1}


def test_a_file_without_a_figure_says_so(tmp_path):
    """There is nothing to be seen yet, and the reason is told."""
    watched = watching(tmp_path / "bow.yaml", "name: Bow\ninstructions: [Bow.]\n")
    assert watched.exercises == ()
    assert "has a figure yet" in watched.note
    series = "name: S\nstages: [{routine: hip-unlock, sessions: 2}]\n"
    assert "A series has no figures" in watching(tmp_path / "s.yaml", series).note
