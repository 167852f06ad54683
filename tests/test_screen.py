"""What the screen shows of a frame, at any size.

The golden screens stand in tests/golden/screen, one file for each sample and size. After a change that is
meant, write them anew with `UPDATE_GOLDEN=1 pytest tests/test_screen.py` and read the difference.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console

from drawn import exercises
from frames import PLAYING, SAMPLES, any_frames, frame, picture_of, pictured, second, sizes, views
from goldens import golden
from stretchtimer.bindings import KEYS
from stretchtimer.frame import Coming, State, View
from stretchtimer.model import Side
from stretchtimer.screen import digits, keylist, wording
from stretchtimer.screen.figures import Figures
from stretchtimer.screen.geometry import plan
from stretchtimer.screen.layout import compose, places_for, render
from stretchtimer.screen.look import FILLED, ColorDepth, Ink, Look, escape, look_for, style
from stretchtimer.timeline import SegmentKind

GOLDEN = Path(__file__).parent / "golden" / "screen"
SIZES = [(50, 14), (80, 24), (120, 40), (200, 60)]
LOOK = Look()
LEAD_INS = [SegmentKind.PREPARE, SegmentKind.TRANSITION, SegmentKind.SWITCH, SegmentKind.REST]


def plain(shown, size=(80, 24), view=PLAYING, look=LOOK):
    """The screen as lines of text."""
    return [line.plain for line in render(shown, view, size, look, Figures(look))]


def spelt(lines, word):
    """Where `word` stands in large letters: (rows high, row, column); nothing where it does not."""
    for face in digits.WORDS + digits.TIMES:
        rows = [row.rstrip() for row in digits.spell(word.upper(), face)]
        for top in range(len(lines) - len(rows) + 1):
            column = lines[top].find(rows[0])
            while column >= 0:
                if all(lines[top + i].startswith(row, column) for i, row in enumerate(rows)):
                    return len(rows), top, column
                column = lines[top].find(rows[0], column + 1)
    return None


def inked(shown, size=(80, 24), view=PLAYING):
    """For each ink, the columns that it is seen on."""
    seen: dict[Ink, set[int]] = {}
    for row in compose(wording.still(shown), view, size, LOOK):
        column = 0
        for text, ink in row:
            for character in text:
                if character != " " or ink in FILLED:
                    seen.setdefault(ink, set()).add(column)
                column += cell_len(character)
    return seen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name, size):
    """A change of what a person sees is seen in a review."""
    check_golden(f"{name}-{size[0]}x{size[1]}", plain(*(SAMPLES[name][0], size, SAMPLES[name][1])))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", SAMPLES)
def test_golden_with_a_figure(name, size):
    """The same with the figure of the exercise, where there is room for it."""
    shown, view = SAMPLES[name]
    check_golden(f"figure-{name}-{size[0]}x{size[1]}", plain(pictured(shown), size, view))


@pytest.mark.parametrize(
    "size", [(1, 1), (20, 5), (24, 8), (30, 12)], ids=lambda size: "x".join(map(str, size))
)
def test_golden_of_a_small_terminal(size):
    """What is left where there is hardly room: the time first, then the name, the bars, what comes."""
    lines = [
        line
        for name in ("work-left", "transition", "paused")
        for line in [*plain(SAMPLES[name][0], size), "--"]
    ]
    check_golden(f"small-{size[0]}x{size[1]}", lines)


def test_golden_of_an_ascii_terminal():
    """Where the encoding has no blocks, lines and dots, ASCII stands for each."""
    check_golden("ascii-80x24", plain(SAMPLES["work-counted"][0], look=Look(ascii=True)))


def check_golden(name: str, lines: list[str]) -> None:
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    path = GOLDEN / f"{name}.txt"
    assert text == golden(path, text)


@settings(deadline=None, max_examples=60)
@given(any_frames(), views, sizes, st.booleans())
def test_any_frame_fits_any_size(shown, view, size, plain_characters):
    """As many lines as the terminal has rows, none wider than its columns, and nothing that it would obey."""
    columns, rows = size
    lines = render(shown, view, size, Look(ascii=plain_characters))
    assert len(lines) == rows
    for line in lines:
        assert cell_len(line.plain) <= columns
        assert not any(
            unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in line.plain
        )
        assert line.plain.isascii() or not plain_characters


@settings(deadline=None, max_examples=20)
@given(any_frames(), views, sizes)
def test_rich_prints_the_lines_as_they_are(shown, view, size):
    """Another printer of the Texts wraps and crops nothing: rich measures them as we do."""
    columns, rows = size
    console = Console(width=columns, height=rows, file=io.StringIO(), color_system=None)
    for line in render(shown, view, size, LOOK):
        with console.capture() as capture:
            console.print(line, end="", soft_wrap=False)
        assert capture.get().rstrip() == line.plain.rstrip()


def test_a_name_is_text_and_never_markup():
    """`[red]` in a routine file is five characters on the screen."""
    assert any("[red]Plank[/red]" in line for line in plain(frame(name="[red]Plank[/red]")))


def test_an_escape_in_a_name_is_shown_and_not_obeyed():
    """A file cannot set the title of the terminal, or worse."""
    shown = "\n".join(plain(frame(name="\x1b]0;owned\x07Plank")))
    assert "<U+001B>]0;owned<U+0007>Plank" in shown


both = pytest.mark.parametrize("pictured", [lambda shown: shown, pictured], ids=["words", "figure"])


@both
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [SegmentKind.WORK, *LEAD_INS])
@pytest.mark.parametrize("side", Side)
def test_a_side_is_told_by_word_place_and_colour(side, kind, size, pictured):
    """LEFT on the left half in one colour, RIGHT on the right half in another, before and during the work."""
    seen = inked(pictured(frame(kind=kind, side=side, coming=None)), size)
    own = {Side.LEFT: Ink.LEFT, Side.RIGHT: Ink.RIGHT}
    fields = {Side.LEFT: Ink.LEFT_FIELD, Side.RIGHT: Ink.RIGHT_FIELD}
    assert own[side.other] not in seen
    assert fields[side.other] not in seen
    field = seen[fields[side]] if kind is SegmentKind.WORK else seen[own[side]]
    half = size[0] // 2
    assert all(column < half if side is Side.LEFT else column >= half for column in field)


@both
@pytest.mark.parametrize("size", [(20, 5), (30, 12), (50, 14), (80, 24), (120, 40)])
@pytest.mark.parametrize("state", [State.PLAYING, State.PAUSED, State.REENTRY])
@pytest.mark.parametrize("side", Side)
def test_the_word_for_the_side_is_never_missing(side, state, size, pictured):
    """In a pause and on a small screen too one can read which side it is."""
    lines = plain(pictured(frame(side=side, state=state, coming=None)), size)
    places = [line.index(side.name) for line in lines if side.name in line]
    if large := spelt(lines, side.name):
        places.append(large[2])
    assert len(places) == 1
    assert places[0] < size[0] // 2 if side is Side.LEFT else places[0] >= size[0] // 2


def test_the_side_of_what_is_next_outlives_a_long_name():
    """Where the line is cut, the name is, and never the side."""
    coming = Coming(kind=SegmentKind.WORK, name="A very long name of an exercise " * 3, side=Side.RIGHT)
    line = next(line for line in plain(frame(coming=coming), (50, 14)) if "Next:" in line)
    assert line.endswith("… · RIGHT")


@pytest.mark.parametrize(
    ("kind", "word"),
    list(zip(LEAD_INS, ["GET READY", "NEXT", "SWITCH", "REST"], strict=True)),
    ids=str,
)
def test_a_lead_in_says_what_it_is_and_names_what_comes(kind, word):
    """Before the work one sees that it is not on yet, and what it will be."""
    lines = plain(frame(kind=kind, coming=None))
    assert any(line.strip() == word for line in lines)
    assert spelt(lines, "Kneeling psoas")


@both
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("duration", [60_000, 95_000, 599_000])
def test_figures_keep_their_columns(duration, size, pictured):
    """Nothing jumps when a number loses a figure: 9 differs from 19 in the place of one figure only."""
    shown = pictured(second(30, duration=duration, side=None))
    places = places_for(shown, PLAYING, size, LOOK)
    stage = slice(places.stage.top, places.stage.top + places.stage.height)
    screens = {
        left: [
            line.ljust(size[0])
            for line in plain(pictured(second(left, duration=duration, side=None)), size)[stage]
        ]
        for left in range(1, 60)
    }
    figure = 6 * (places.stage.height // 5)
    for left, screen in screens.items():
        for other in (left + 1, left + 10, left + 30):
            if other in screens and (other % 10 == left % 10 or other // 10 == left // 10):
                differing = [
                    column
                    for one, two in zip(screen, screens[other], strict=True)
                    for column in range(size[0])
                    if one[column] != two[column]
                ]
                assert 0 < max(differing) - min(differing) + 1 <= figure


@pytest.mark.parametrize("duration", [59, 100, 599, 600, 3_599, 3_600, 7_325, 36_000])
def test_a_time_is_as_wide_at_its_end_as_at_its_beginning(duration):
    """Large figures stand in the middle: one that grew or shrank would move them all."""
    face = digits.TIMES[-1]
    spans = {
        digits.span(wording.time_left(second(left, duration=1000 * duration)), face)
        for left in range(duration, 0, -1)
    }
    assert len(spans) == 1


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60_000), st.sampled_from(SIZES))
def test_between_two_seconds_nothing_changes(remaining, size):
    """What is drawn depends on the seconds left, not on the moment within a second."""
    whole = -(-remaining // 1000) * 1000
    position = 105_000 - remaining
    shown = second(whole // 1000)
    within = frame(
        position=position, shown=shown.shown, remaining=remaining, duration=60_000, total=shown.total
    )
    assert plain(within, size) == plain(shown, size)


def test_large_figures_grow_with_the_room():
    """Five rows at 50x14 and at least five at 80x24, ten at 120x40, fifteen at 200x60."""
    assert [plan(*size).stage.height for size in SIZES] == [5, 10, 10, 15]


@both
@pytest.mark.parametrize("size", SIZES[1:], ids=str)
@pytest.mark.parametrize("side", Side)
def test_what_one_needs_stands_in_large_letters(side, size, pictured):
    """At two metres one reads 10 mm: name, side and seconds are five rows or more, from 80x24 on."""
    lines = plain(pictured(frame(side=side)), size)
    for word in ("Kneeling psoas", side.value, "23"):
        rows, _, _ = spelt(lines, word)
        assert rows >= digits.HEIGHT


@both
@pytest.mark.parametrize("size", SIZES[1:], ids=str)
@pytest.mark.parametrize("side", Side)
def test_in_a_transition_what_comes_and_its_side_are_large(side, size, pictured):
    """On the way to an exercise one reads which it will be, on which side, and that it comes next."""
    lines = plain(pictured(frame(kind=SegmentKind.TRANSITION, side=side, name="Hurdler", coming=None)), size)
    assert spelt(lines, "Hurdler")
    assert (spelt(lines, side.value)[2] < size[0] // 2) is (side is Side.LEFT)
    assert spelt(lines, "next") or any(line.strip() == "NEXT" for line in lines)


@both
@pytest.mark.parametrize("size", SIZES[1:], ids=str)
def test_in_the_last_ten_seconds_what_comes_is_large(size, pictured):
    """Ten seconds before the end of a side one reads from afar what follows, and on which side."""
    coming = Coming(kind=SegmentKind.WORK, name="Hurdler", side=Side.RIGHT)
    assert spelt(plain(pictured(second(10, coming=coming)), size), "Next Hurdler right")
    assert bool(spelt(plain(pictured(second(11, coming=coming)), size), "Next Hurdler right")) is (
        places_for(pictured(second(11)), PLAYING, size, LOOK).coming.height >= digits.HEIGHT
    )
    same = Coming(kind=SegmentKind.WORK, name="Kneeling psoas", side=Side.RIGHT)
    assert spelt(plain(pictured(second(9, coming=same)), size), "Next right side")


def test_the_name_of_every_shipped_exercise_is_large_at_120_columns():
    """No name in the shipped files is too long for the letters one reads from two metres."""
    names = {exercise.name for exercise in exercises().values()}
    assert all(spelt(plain(pictured(frame(name=name)), (120, 40)), name) for name in names)


@pytest.mark.parametrize("name", ["Half split to hip flexor", "Neck lift and knee stretch"])
def test_a_long_name_is_large_in_its_first_words(name):
    """Where a name has no room in large letters its first words do, and all of it stands as text."""
    lines = plain(pictured(frame(name=name)))
    assert spelt(lines, " ".join(name.split()[:2]))
    assert spelt(lines, "...")
    assert name in lines[0]
    assert spelt(plain(pictured(frame(name=name)), (120, 40)), name)


def test_the_end_is_told_as_large_as_what_else_comes_next():
    """In the last seconds of the last exercise one reads from afar that it is the last."""
    end = Coming(kind=SegmentKind.FINISH)
    assert spelt(plain(pictured(second(9, coming=end))), "Next the end")


@pytest.mark.parametrize(("columns", "rows"), [(60, 40), (50, 30), (40, 34)])
def test_on_a_narrow_screen_that_is_high_the_figure_stands_above_the_time(columns, rows):
    """Half of a wide terminal has the figure too; side, time and words are below it."""
    shown = pictured(frame(name="Hurdler"))
    places = places_for(shown, PLAYING, (columns, rows), LOOK)
    box = places.picture
    assert box.rows >= 10
    assert box.columns >= 30
    assert box.top + box.rows <= places.stage.top
    assert box.left >= 1
    assert box.left + box.columns < columns
    lines = plain(shown, (columns, rows))
    assert spelt(lines, "23")[1] >= places.stage.top
    assert any(set(line) & set("▘▝▖▌▞▛▗▚▐▜▙▟") for line in lines[box.top : box.top + box.rows])
    assert columns < 60 or spelt(lines, "LEFT")
    assert columns < 50 or spelt(lines, "Hurdler")


@pytest.mark.parametrize("side", [None, *Side])
@pytest.mark.parametrize("alternates", [False, True])
def test_the_breath_is_large_beside_the_figure(side, alternates):
    """Counted or held, one reads from afar whether to breathe in or out, where there is room for it."""
    counted = pictured(
        replace(SAMPLES["work-counted"][0], side=side, alternates=alternates and side is not None)
    )
    assert spelt(plain(counted, (120, 40)), "OUT")
    paused = replace(counted, state=State.PAUSED)
    assert not spelt(plain(paused, (120, 40)), "OUT")


@pytest.mark.parametrize("size", [(50, 14), (80, 24), (120, 40)], ids=str)
def test_everything_there_is_to_read_is_on_some_page(size):
    """Under `i` nothing is cut: what has no room stands on the next page, and the pages come round."""
    shown = pictured(frame(caution="Mind the knee.", shows="Somebody kneels."))
    pages, number = [], 0
    while True:
        lines = plain(shown, size, View(info=True, page=number))
        places = places_for(shown, View(info=True), size, LOOK)
        pages.append(lines[places.text.top : places.text.top + places.text.height])
        number += 1
        of = re.search(r"read on (\d+)/(\d+)", "\n".join(lines))
        if of is None or of[1] == of[2]:
            break
        assert int(of[1]) == number
    text = " ".join(" ".join(line.split()) for page in pages for line in page)
    for line in (*shown.instructions, *shown.tips, *shown.adjustments, shown.caution, shown.shows):
        assert line in text
    assert plain(shown, size, View(info=True, page=number)) == plain(shown, size, View(info=True))
    headings = {"Take care", "Tips", "Easier or harder", "Picture"}
    assert not any(page[-1].strip() in headings for page in pages)


def test_on_a_large_screen_the_figure_stays_while_one_reads():
    """Under `i` and `?` the exercise is still to be seen where there is room for both."""
    for view in (View(info=True), View(help=True)):
        assert places_for(pictured(frame()), view, (120, 40), LOOK).picture is not None
        assert places_for(pictured(frame()), view, (80, 24), LOOK).picture is None


def test_a_name_in_another_script_is_plain_text():
    """What the large letters lack is written as it is, and an accent is no reason for that."""
    assert any("体操" in line for line in plain(pictured(frame(name="体操"))))
    assert spelt(plain(pictured(frame(name="Plié"))), "Plie")


@pytest.mark.parametrize("state", [State.PAUSED, State.REENTRY])
def test_with_a_figure_a_pause_is_as_large_as_the_name(state):
    """The picture stands in the middle, so the name's place says that the routine stands still."""
    lines = plain(pictured(frame(state=state, remaining=3_000)))
    assert spelt(lines, "PAUSED" if state is State.PAUSED else "BACK IN")
    assert any("Kneeling psoas" in line for line in lines)


@pytest.mark.parametrize(
    "size", [(columns, rows) for columns in (70, 80, 101, 160) for rows in range(14, 26)]
)
def test_beside_a_figure_all_is_said_at_any_height(size):
    """The exercise and what goes on have room beside each other, however few rows a figure leaves."""
    told = {
        "paused": "PAUSED", "re-entry": "BACK IN", "switch": "SWITCH", "transition": "NEXT", "rest": "REST",
        "prepare": "GET READY", "work-counted": "REP  7 / 20",
    }  # fmt: skip
    for name, word in told.items():
        shown = pictured(SAMPLES[name][0])
        assert places_for(shown, PLAYING, size, LOOK).picture is not None
        lines = plain(shown, size)
        assert any(word in line for line in lines) or spelt(lines, word) is not None, (name, lines)
        named = any(shown.name in line for line in lines if "Next:" not in line and "Then:" not in line)
        assert named or spelt(lines, shown.name) is not None, (name, lines)


def test_a_key_is_not_cut_off_in_a_narrow_list():
    """What a key does ends with an ellipsis where it has no room."""
    lines = plain(frame(), (20, 24), View(help=True))
    assert any(line.rstrip().endswith("instructio…") for line in lines), lines


def test_a_figure_has_its_place_only_where_one_can_make_it_out():
    """No picture on a small screen, under a list of keys, in ASCII, or of an exercise that has none."""

    def box(size, view=PLAYING, look=LOOK, shown=None):
        return places_for(pictured(shown or frame()), view, size, look).picture

    assert [box(size) is not None for size in SIZES] == [False, True, True, True]
    assert all(box(size).rows >= 10 and box(size).columns >= 30 for size in SIZES[1:])
    assert box((80, 24), View(help=True)) is None
    assert box((80, 24), View(info=True)) is None
    assert box((80, 24), look=Look(ascii=True)) is None
    assert box((80, 24), shown=SAMPLES["finished"][0]) is None


def test_a_wrong_figure_loses_its_place():
    """What cannot be drawn leaves the screen as it is without figures."""
    exercise = replace(picture_of("hurdler").exercise, figure={"poses": "none"})
    figures = Figures(LOOK)
    shown = replace(frame(), picture=replace(picture_of("hurdler"), exercise=exercise))
    lines = [line.plain for line in render(shown, PLAYING, (80, 24), LOOK, figures)]
    assert lines == plain(frame())


@pytest.mark.parametrize("size", SIZES)
def test_places_do_not_depend_on_what_goes_on(size):
    """The name and the bars stand on the same rows before, during and after the work."""
    shown = [frame(kind=kind, coming=None, name="Plank") for kind in (SegmentKind.WORK, *LEAD_INS)]
    screens = [plain(one, size) for one in shown]
    if size == SIZES[0]:
        rows = [[i for i, line in enumerate(screen) if line.strip() == "Plank"] for screen in screens]
        assert len(rows[0]) == 1
    else:
        rows = [spelt(screen, "Plank") for screen in screens]
        assert rows[0] is not None
    assert rows == [rows[0]] * len(rows)


def test_a_rep_and_its_pace_are_told():
    """For counted work: which rep of how many, the phase, the breath; the seconds left are the set's."""
    shown = "\n".join(plain(SAMPLES["work-counted"][0]))
    assert "REP  7 / 20" in shown
    assert "Kick · breathe out" in shown


def test_a_pause_says_how_to_go_on():
    """PAUSED is large; the key stands below; what the clock did is not hidden."""
    shown = "\n".join(plain(frame(state=State.PAUSED), view=View()))
    assert spelt(shown.splitlines(), "PAUSED")
    assert "Press space to go on." in shown
    assert "23 seconds left" in shown
    assert "The clock stood still" in "\n".join(plain(frame(state=State.PAUSED, slept=True), view=View()))


def test_every_key_is_in_the_help():
    """A key that does something is listed under `?`, and none that does nothing."""
    listed = {key for keys, _ in keylist.KEYS for key in keys.split()}
    names = {"→": "right", "←": "left", "↓": "down", "↑": "up", "Esc": "escape"}
    listed = {names.get(key, key) for key in listed}
    assert listed - {"Ctrl-Z"} == set(KEYS) - {"=", "_"}  # the same keys as + and -, with or without shift


def test_a_caution_is_not_what_is_cut():
    """Where not everything has room under `i`, tips and adjustments go before the caution does."""
    shown = frame(caution="Leave this out with a sore knee.", tips=tuple(f"Tip {n}." for n in range(20)))
    lines = plain(shown, view=View(info=True))
    assert any("Leave this out with a sore knee." in line for line in lines)
    assert not any("Tip 19." in line for line in lines)


def test_help_and_info_keep_the_time_in_sight():
    """The routine goes on under the list of keys, so its seconds stay on the screen."""
    for view in (View(help=True), View(info=True)):
        assert any("██████  ██████" in line for line in plain(frame(), view=view))
    assert any("23" in line for line in plain(frame(), (50, 14), View(help=True)))


def test_without_colours_a_side_is_still_a_filled_area():
    """NO_COLOR leaves the attributes: reverse stands for the colour."""
    lines = render(frame(), PLAYING, (80, 24), Look(color=ColorDepth.NONE))
    styles = [span.style for line in lines for span in line.spans]
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert any(style.reverse for style in styles)


@pytest.mark.parametrize("color", [depth for depth in ColorDepth if depth is not ColorDepth.NONE])
@pytest.mark.parametrize("ink", Ink)
def test_the_inks_are_those_that_rich_would_send(ink, color):
    """The codes written down for the live screen are what rich makes of the same style."""
    system = {"16": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}.get(
        color.value, ColorSystem.TRUECOLOR
    )
    codes = style(ink, color).render(".", color_system=system).partition(".")[0]
    assert escape(ink, color) == "\x1b[0" + (f";{codes[2:]}" if codes else "m")


@pytest.mark.parametrize(
    ("environ", "encoding", "look"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", Look(ascii=False, color=ColorDepth.EIGHT_BIT)),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "utf-8", Look(color=ColorDepth.TRUECOLOR)),
        ({"TERM": "linux"}, "utf-8", Look(color=ColorDepth.STANDARD)),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "utf-8", Look(color=ColorDepth.NONE)),
        ({"TERM": "xterm", "NO_COLOR": ""}, "utf-8", Look(color=ColorDepth.STANDARD)),
        ({"TERM": "dumb"}, "ascii", Look(ascii=True, color=ColorDepth.NONE)),
        ({}, "latin-1", Look(ascii=True, color=ColorDepth.STANDARD)),
        ({}, None, Look(ascii=True, color=ColorDepth.STANDARD)),
        ({}, "no such encoding", Look(ascii=True, color=ColorDepth.STANDARD)),
    ],
)
def test_the_look_follows_the_environment(environ, encoding, look):
    """NO_COLOR counts when it is not empty; an encoding without blocks means ASCII."""
    assert look_for(environ, encoding) == look
