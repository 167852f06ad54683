"""The live screen on a real terminal emulator: right after every frame, and silent where nothing changed."""

from __future__ import annotations

from dataclasses import replace

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frames import PLAYING, SAMPLES, any_frames, frame, pictured, second, views
from stretchtimer.frame import Frame, Picture, State, View
from stretchtimer.model import Exercise, Side
from stretchtimer.screen.figures import Figures
from stretchtimer.screen.layout import places_for, render
from stretchtimer.screen.live import Live
from stretchtimer.screen.look import ColorDepth, Look

LOOK = Look()
# Characters of which pyte and rich agree how wide they are; tables of other years differ about some,
# and pyte loses a mark on a wide character.
words = st.text(alphabet="abc DEF. -éß·…体操한국👍🏽\x1b\u200d", max_size=50)
small_sizes = st.tuples(st.integers(1, 90), st.integers(1, 30))


class Emulator:
    """A terminal that keeps what was sent, and what is then on it."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.sent: list[str] = []
        self.epoch = 0

    def write(self, text: str) -> None:
        self.sent.append(text)
        self._stream.feed(text)

    def size(self) -> tuple[int, int]:
        return self.screen.columns, self.screen.lines

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)

    def cells(self):
        """Each cell as it looks; a blank has no ink unless it is filled."""
        return [
            [self._look(self.screen.buffer[row][column]) for column in range(self.screen.columns)]
            for row in range(self.screen.lines)
        ]

    @staticmethod
    def _look(cell):
        if cell.data == " ":
            return " ", cell.bg, cell.reverse
        return cell.data, cell.fg, cell.bg, cell.bold, cell.reverse


def assert_shows(terminal: Emulator, shown, view, look=LOOK) -> None:
    """The terminal looks as the frame is rendered, and as if it had been drawn on an empty one."""
    lines = [line.plain.rstrip() for line in render(shown, view, terminal.size(), look, Figures(look))]
    assert [line.rstrip() for line in terminal.screen.display] == lines
    other = Emulator(*terminal.size())
    bring(Live(other, look, figures=True), shown, view)
    assert terminal.cells() == other.cells()


def bring(live: Live, shown: Frame, view: View) -> int | None:
    """Show a frame, and once more where its figure is still to be read; when it wants to be shown again."""
    moves = live.show(shown, view)
    return live.show(shown, view) if moves == 0 else moves


def test_marks_stay_on_their_letters():
    """A combining mark takes no cell: what stands behind it keeps its column. A pile of them is cut."""
    terminal = Emulator()
    Live(terminal, LOOK).show(frame(name="xx\u0301x" + 9 * "\u0301" + "z"), PLAYING)
    assert_shows(terminal, frame(name="xx\u0301x" + 3 * "\u0301" + "z"), PLAYING)


def bytes_sent(terminal: Emulator) -> int:
    return sum(len(text.encode()) for text in terminal.sent)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(any_frames(words), views, st.none() | small_sizes), min_size=1, max_size=6))
def test_the_terminal_shows_the_last_frame_after_any_others(steps):
    """Whatever was drawn before, and at whatever size, what is sent leads to the very screen."""
    terminal = Emulator()
    live = Live(terminal, LOOK, figures=True)
    for shown, view, size in steps:
        if size:
            terminal.resize(*size)
        bring(live, shown, replace(view, notice=""))
        assert_shows(terminal, shown, replace(view, notice=""))


@pytest.mark.parametrize(
    ("size", "color"),
    [
        ((20, 5), ColorDepth.STANDARD),
        ((50, 14), ColorDepth.EIGHT_BIT),
        ((80, 24), ColorDepth.NONE),
        ((80, 24), ColorDepth.STANDARD),
        ((80, 24), ColorDepth.EIGHT_BIT),
        ((120, 40), ColorDepth.TRUECOLOR),
    ],
)
def test_a_whole_play_is_drawn_right(size, color):
    """From one state to the next, as a routine goes through them, nothing of the last one is left behind."""
    terminal = Emulator(*size)
    live = Live(terminal, Look(color=color), figures=True)
    for shown, view in SAMPLES.values():
        for one in (shown, pictured(shown), replace(pictured(shown), moment=3_300)):
            bring(live, one, view)
            assert_shows(terminal, one, view, Look(color=color))


def test_a_figure_moves_between_the_seconds():
    """It wants to be shown again while it moves; then only cells of its own place are written."""
    terminal = Emulator()
    live = Live(terminal, LOOK, figures=True)
    shown = pictured(SAMPLES["work-counted"][0])
    box = places_for(shown, PLAYING, terminal.size(), LOOK).picture
    assert live.show(shown, PLAYING) == 0, "the first frame does not wait for the figure"
    assert bytes_sent(terminal) < 6_000
    before = terminal.cells()
    moments = 0
    while moments < 8_000:
        moved = live.show(replace(shown, moment=shown.moment + moments), PLAYING)
        assert moved > 0
        moments += moved
        now = terminal.cells()
        assert all(
            old == new or (box.top <= y < box.top + box.rows and box.left <= x < box.left + box.columns)
            for y, (old_row, row) in enumerate(zip(before, now, strict=True))
            for x, (old, new) in enumerate(zip(old_row, row, strict=True))
        )
        before = now
    assert len(terminal.sent) > 8_000 // 80 // 3


@pytest.mark.parametrize(
    ("state", "drawn"), [(State.PAUSED, {}), (State.REENTRY, {}), (State.PLAYING, {"still": True})]
)
def test_a_figure_that_stands_still_asks_for_nothing(state, drawn):
    """In a pause, and where no motion is wanted, the figure is shown and never again."""
    terminal = Emulator()
    live = Live(terminal, LOOK, figures=True, **drawn)
    shown = pictured(frame(state=state))
    assert live.show(shown, PLAYING) == 0
    assert live.show(shown, PLAYING) is None
    sent = len(terminal.sent)
    again = replace(shown, moment=shown.moment + 80) if drawn else replace(shown)
    assert live.show(again, PLAYING) is None
    assert len(terminal.sent) == sent
    assert any(set(row) & set("▘▝▖▌▞▛▗▚▐▜▙▟") for row in terminal.screen.display)


def test_a_wrong_figure_never_has_a_place():
    """Where a figure cannot be drawn no empty place flashes up, at no change of side or form."""
    terminal, other = Emulator(), Emulator()
    live, bare = Live(terminal, LOOK, figures=True), Live(other, LOOK)
    live.show(pictured(frame(remaining=1_000)), PLAYING)
    wrong = Exercise(name="Wrong", figure={"poses": "none"})
    for side in (Side.LEFT, Side.RIGHT, Side.LEFT):
        for alternates in (False, True):
            shown = frame(side=side, alternates=alternates)
            picture = Picture(exercise=wrong, side=side, alternates=alternates)
            assert live.show(replace(shown, picture=picture), PLAYING) is None
            bare.show(shown, PLAYING)
            assert terminal.cells() == other.cells()


def test_a_fault_in_drawing_ends_no_session(monkeypatch):
    """Whatever a figure may do to the drawing of it, the screen goes on without."""

    def breaks(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("stretchtimer.figure.drawing.Drawing.cells", breaks)
    terminal, other = Emulator(), Emulator()
    live = Live(terminal, LOOK, figures=True)
    for _ in range(3):
        moves = live.show(pictured(frame()), PLAYING)
    assert moves is None
    Live(other, LOOK).show(frame(), PLAYING)
    assert terminal.cells() == other.cells()


def test_who_wants_no_figures_gets_the_screen_without():
    """`--no-figure` is the screen as it is for an exercise that has none."""
    terminal, other = Emulator(), Emulator()
    Live(terminal, LOOK).show(pictured(frame()), PLAYING)
    Live(other, LOOK, figures=True).show(frame(), PLAYING)
    assert terminal.cells() == other.cells()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_frame_twice_writes_nothing(name):
    """A pause costs nothing, and neither does a look at the clock between two seconds."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    shown, view = SAMPLES[name]
    live.show(shown, view)
    sent = len(terminal.sent)
    live.show(shown, view)
    live.show(replace(shown, position=shown.position + 1), replace(view))
    assert len(terminal.sent) == sent


def test_within_a_second_nothing_is_written():
    """The screen changes with the seconds left, at their boundaries and nowhere else."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    shown = second(30)
    live.show(shown, PLAYING)
    for ms in (1, 500, 999):
        live.show(
            replace(
                shown,
                position=shown.position + ms,
                remaining=shown.remaining - ms,
                set_remaining=shown.set_remaining - ms,
            ),
            PLAYING,
        )
    assert len(terminal.sent) == 1
    live.show(second(29), PLAYING)
    assert len(terminal.sent) == 2


@pytest.mark.parametrize("side", [None, frame().side])
def test_a_second_costs_little(side):
    """A minute's hold at 80x24 writes under 600 bytes a second: the cells that changed, not the screen."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    live.show(second(60, side=side), PLAYING)
    terminal.sent.clear()
    for left in range(59, 0, -1):
        live.show(second(left, side=side), PLAYING)
    assert bytes_sent(terminal) / 59 < 600
    assert len(terminal.sent) <= 59


def test_changing_sides_costs_little_too():
    """An alternating set turns the whole picture over with every rep, and stays under 600 bytes a second."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    seconds = 80
    for second_of_set in range(seconds):
        rep, phase = divmod(second_of_set, 4)
        shown = frame(
            position=10_000 + 1000 * second_of_set,
            remaining=1000 * (4 - phase),
            duration=4_000,
            set_remaining=1000 * (seconds - second_of_set),
            set_duration=1000 * seconds,
            side=(Side.LEFT, Side.RIGHT)[rep % 2],
            alternates=True,
            rep=rep + 1,
            reps=20,
            phase=("Lift", "Hold", "Hold", "Lower")[phase],
            breath=("out", "hold", "hold", "in")[phase],
        )
        live.show(shown, PLAYING)
    assert bytes_sent(terminal) / seconds < 600


def test_another_epoch_is_drawn_from_nothing():
    """After Ctrl-Z and `fg` the shell's lines are gone, though no frame has changed."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    live.show(frame(), PLAYING)
    terminal.write("\x1b[1;1Hsuspended\r\n$ fg")
    terminal.epoch += 1
    live.show(frame(), PLAYING)
    assert_shows(terminal, frame(), PLAYING)


def test_what_failed_to_be_written_is_drawn_anew():
    """Nobody knows what a broken write left on the screen, so the next one starts from nothing."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    live.show(frame(), PLAYING)
    works = terminal.write

    def fail(text: str) -> None:
        works(text[: len(text) // 2])
        raise BlockingIOError

    terminal.write = fail  # type: ignore[method-assign]
    with pytest.raises(BlockingIOError):
        live.show(frame(state=State.PAUSED), View())
    terminal.write = works  # type: ignore[method-assign]
    live.show(frame(state=State.PAUSED), View())
    assert_shows(terminal, frame(state=State.PAUSED), View())


def test_the_pen_is_put_back_after_each_write():
    """Whoever writes next, the shell or an error message, writes in the terminal's own colours."""
    terminal = Emulator()
    live = Live(terminal, LOOK)
    for shown, view in SAMPLES.values():
        live.show(shown, view)
        cursor = terminal.screen.cursor.attrs
        assert (cursor.fg, cursor.bg, cursor.bold, cursor.reverse) == ("default", "default", False, False)
        assert pyte.modes.DECAWM in terminal.screen.mode


def test_without_colours_no_colour_is_sent():
    """NO_COLOR: of the ink sequences only reset, bold, dim and reverse."""
    terminal = Emulator()
    live = Live(terminal, Look(color=ColorDepth.NONE))
    for shown, view in SAMPLES.values():
        live.show(shown, view)
    assert {(fg, bg) for row in terminal.cells() for _, fg, bg, *_ in [c for c in row if len(c) == 5]} == {
        ("default", "default")
    }


def test_an_ascii_terminal_gets_ascii():
    """Not one byte that an encoding without blocks could not write."""
    terminal = Emulator()
    live = Live(terminal, Look(ascii=True))
    for shown, view in SAMPLES.values():
        live.show(replace(shown, name="Übung · 体操"), view)
    assert all(text.isascii() for text in terminal.sent)


def test_a_terminal_without_a_size_is_no_error():
    """A pseudo-terminal may say 0x0 before anybody sets it."""
    written: list[str] = []

    class Sizeless(Emulator):
        def size(self) -> tuple[int, int]:
            return 0, 0

        def write(self, text: str) -> None:
            written.append(text)

    Live(Sizeless(), LOOK).show(frame(), PLAYING)
    assert len(written) == 1
