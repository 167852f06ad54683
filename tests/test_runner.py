"""The one loop: keys, signals, sinks, the display, and what stands around a frame."""

from __future__ import annotations

import pytest

from fakes import EVENING, Ear, Eye, FakeHost, Jump, Scenario, counted, cues, hear, hold, timeline
from stretchtimer.bindings import KEYS, Toggle
from stretchtimer.frame import State
from stretchtimer.player import Player
from stretchtimer.ports import Command, Signal
from stretchtimer.runner import LAST_LOOK, LOOK, NOTICE, Runner

LINE = timeline(hold("30s", sides="each"), hold("50s", "Turn"), prepare=10_000, transition=5000, switch=3000)
# 0 prepare, 10 left, 40 switch, 43 right, 73 transition, 78 Turn, 128 end


@pytest.mark.parametrize(("rate", "late"), [(1, 0), (1, 7), (0.5, 0), (10, 3), (1000, 0)])
def test_a_session_without_keys_hears_the_schedule_and_ends_with_0(rate, late):
    """Every cue is told once, in order, at its time and no more than the host's lateness after it."""
    session = Scenario(LINE, rate=rate, late=late).run()
    assert [heard[1:] for heard in session.heard] == [cue[1:] for cue in cues(LINE)]
    due = [-(-at * 1000 // round(rate * 1000)) for at, _, _ in cues(LINE)]
    assert all(0 <= at - wanted <= late for (at, _, _), wanted in zip(session.heard, due, strict=True))
    assert (session.code, session.player.state) == (0, State.FINISHED)


def test_a_long_session_plays_at_once():
    """The only wait is the host's: without keys it wakes up when something changes, and not otherwise."""
    session = Scenario(LINE).run()
    changes = len({*range(0, 128_001, 1000), *(at for at, _, _ in cues(LINE))})
    assert len(session.host.waits) <= changes + 1


def test_every_wait_ends_before_the_player_takes_it_for_a_sleep():
    """Even where nothing is due the loop looks at the clock every 4 s."""
    session = Scenario(LINE, [(20_000, "space"), (200_000, "q")], rate=0.1).run()
    assert max(session.host.waits) == LOOK
    assert not any(frame.slept for _, frame, _ in session.eye.shown)


def test_a_scenario_of_keys():
    """Routine + [(ms, key)] -> [(ms, cue)]: next, back, pause and resume, each at the ms of its key."""
    line = timeline(hold("30s"), hold("30s", "Turn"), transition=5000)
    keys = (
        (12_345, "n"),
        (13_000, "right"),
        (20_000, "p"),
        (21_000, "space"),
        (25_000, "space"),
        (29_000, "q"),
    )
    assert hear(line, *keys) == [
        (0, "start", "Bend."),
        (12_345, "next", "Next: turn."),
        (13_000, "start", None),
        (20_000, "start", None),
        (25_000, "count", "3"),
        (26_000, "count", "2"),
        (27_000, "count", "1"),
    ]


@pytest.mark.parametrize(("key", "asked"), KEYS.items())
def test_every_key_does_what_it_says(key, asked):
    """Each key of the table reaches the player or the view."""
    session = Scenario(LINE, [(20_000, key), (21_000, "q")]).run()
    frames = [(frame, view) for at, frame, view in session.eye.shown if at == 20_000]
    before = [(frame, view) for at, frame, view in session.eye.shown if at < 20_000][-1]
    if asked in (Toggle.CLOSE, Toggle.ON, Toggle.BACK):  # where nothing lies over the screen
        assert frames[-1][1] == before[1]
    elif isinstance(asked, Toggle):
        assert frames[-1][1] != before[1]
    else:
        changed = {
            Command.PAUSE: lambda frame: frame.state is State.PAUSED,
            Command.NEXT: lambda frame: frame.position == 40_000,
            Command.BACK: lambda frame: frame.position == 10_000,
            Command.REDO: lambda frame: frame.position == 10_000,
            Command.LONGER: lambda frame: frame.duration == 40_000,
            Command.SHORTER: lambda frame: frame.duration == 20_000,
            Command.EASIER: lambda frame: frame.note == "There is no other way of doing this.",
            Command.HARDER: lambda frame: frame.note == "There is no other way of doing this.",
            Command.HURTS: lambda frame: (frame.position, frame.kind.value) == (73_000, "rest"),
            Command.END: lambda frame: frame.state is State.STOPPED,
        }
        assert changed[asked](frames[-1][0])


def test_what_there_is_to_read_has_pages():
    """The arrows turn the pages of `i`, and it begins with the first each time."""
    keys = [(20_000, "i"), (20_100, "down"), (20_200, "down"), (20_300, "up"), (20_400, "i"), (20_500, "i")]
    session = Scenario(LINE, [*keys, (21_000, "q")]).run()
    seen = {at: (view.info, view.page) for at, _, view in session.eye.shown}
    assert [seen[at] for at, _ in keys] == [
        (True, 0),
        (True, 1),
        (True, 2),
        (True, 1),
        (False, 0),
        (True, 0),
    ]


def test_letters_work_with_shift_and_caps_lock():
    """N is n: nobody should have to look at a lamp on the keyboard."""
    session = Scenario(LINE, [(20_000, "N"), (21_000, "Q")]).run()
    assert session.eye.last.position == 41_000


def test_an_unbound_key_does_nothing():
    """No key but the bound ones changes a frame or makes a sound, and none brings a cue early."""
    keys = [
        (1000 * n + 137, key) for n, key in enumerate(["z", "enter", "f1", "up", "alt-n", "ß", "5", "tab"], 1)
    ]
    assert hear(LINE, *keys) == hear(LINE)


def test_a_resize_does_nothing_but_show_the_frame_again():
    """The host returns early with nothing: the display gets a frame, and no cue moves."""
    session = Scenario(LINE, [(20_137, None)]).run()
    assert session.heard == hear(LINE)
    assert 20_137 in [at for at, _, _ in session.eye.shown]


def test_keys_take_effect_at_once():
    """The frame after a key is shown without waiting for the next second."""
    session = Scenario(LINE, [(20_137, "space"), (20_500, "q")]).run()
    assert [(at, frame.state) for at, frame, _ in session.eye.shown if at >= 20_137] == [
        (20_137, State.PAUSED), (20_500, State.STOPPED),
    ]  # fmt: skip


def test_the_end_by_q_is_no_error():
    """Q ends here: exit code 0, the last frame says so, and nothing comes after it."""
    session = Scenario(LINE, [(20_000, "q"), (20_500, "space")]).run()
    assert (session.code, session.eye.last.state) == (0, State.STOPPED)
    assert session.host.passed == 20_000


@pytest.mark.parametrize(
    ("signal", "code"), [(Signal.INTERRUPT, 130), (Signal.TERMINATE, 143), (Signal.HANGUP, 129)]
)
@pytest.mark.parametrize("keys", [[], [(15_000, "space")], [(15_000, "space"), (19_000, "space")]])
def test_a_signal_ends_the_session_with_its_code(signal, code, keys):
    """From every state: the session is over, its account is there, the last frame is shown."""
    session = Scenario(LINE, [*keys, (20_000, signal)]).run()
    assert (session.code, session.eye.last.state) == (code, State.STOPPED)
    assert sum(session.player.played.values()) == (15_000 if keys else 20_000)


def test_a_signal_at_the_very_end_still_has_its_code():
    """Ctrl-C in the moment of the end is Ctrl-C."""
    assert Scenario(LINE, [(128_000, Signal.INTERRUPT)]).run().code == 130


def test_coming_back_from_a_suspension_is_a_pause():
    """After Ctrl-Z the position is the last one seen, and space leads back through the countdown."""
    script = [(20_001, Jump(3_600_000)), (20_001, Signal.RESUMED), (25_000, "space"), (29_000, "q")]
    session = Scenario(LINE, script).run()
    states = [
        (at, frame.state, frame.position)
        for at, frame, _ in session.eye.shown
        if at in (20_001, 25_000, 28_000)
    ]
    assert states[-3:] == [
        (20_001, State.PAUSED, 20_000), (25_000, State.REENTRY, 20_000), (28_000, State.PLAYING, 20_000),
    ]  # fmt: skip


def test_a_sleep_pauses_without_a_burst_of_cues():
    """The clock jumps by an hour: what lay within it is not heard, and space goes on where it was."""
    script = [(20_400, Jump(3_600_000)), (30_000, "space")]
    session = Scenario(LINE, script).run()
    heard = [cue for cue in session.heard if cue[1:] not in (("count", "3"), ("count", "2"), ("count", "1"))]
    assert [cue[1:] for cue in heard] == [
        cue[1:] for cue in cues(LINE) if cue[1] != "count"
    ]  # nothing lost, nothing twice
    assert [frame.slept for at, frame, _ in session.eye.shown if at == 20_400] == [True]
    assert session.code == 0


def test_a_clock_set_back_does_not_disturb():
    """An hour back: nothing is lost or repeated; only what passed since the last look is not known."""
    assert hear(LINE, (20_400, Jump(-3_600_000))) == [
        (at if at < 20_400 else at + 400, kind, text) for at, kind, text in hear(LINE)
    ]


def test_sinks_hear_in_their_order_and_the_sound_last():
    """Every sink is told every cue; the sound is one more."""
    session = Scenario(LINE, sound=True).run()
    assert session.speaker.heard == session.ear.heard
    order = []

    class Told(Ear):
        def emit(self, _):
            order.append(self.name)

    sinks = []
    for name in ("first", "second"):
        sinks.append(Told(session.host))
        sinks[-1].name = name
    host = FakeHost()
    Runner(player=Player(timeline(hold("5s"))), host=host, display=Eye(host), sinks=sinks).run()
    assert order == ["first", "second"] * 2  # start, finish


def test_where_nobody_reads_any_more_the_session_ends():
    """A sink whose reader has gone ends the session quietly: `stretch play ... | head`."""
    host = FakeHost()
    ear = Ear(host)

    class Leaves(Eye):
        def show(self, *_):
            ear.closed = host.passed >= 20_000

    assert Runner(player=Player(LINE), host=host, display=Leaves(host), sinks=(ear,)).run() == 0
    assert host.passed == 20_000


def test_the_first_frame_is_told_once():
    """What is to happen when the first frame is on the screen happens then, and not again."""
    host = FakeHost([(5000, "q")])
    eye, calls = Eye(host), []
    Runner(player=Player(LINE), host=host, display=eye).run(shown=lambda: calls.append(len(eye.shown)))
    assert calls == [1]


def test_mute_reaches_the_sound_and_the_view():
    """M turns the sound off and on again; the cues are told all the same."""
    session = Scenario(LINE, [(5000, "m"), (9000, "M"), (20_000, "q")], sound=True).run()
    assert session.speaker.muted == [True, False]
    views = {at: view.muted for at, _, view in session.eye.shown}
    assert (views[5000], views[9000]) == (True, False)
    assert Scenario(LINE, [(5000, "m"), (6000, "q")]).run().eye.view.muted


def answers(session):
    """What keys were answered with by ear: when, and the words."""
    return [
        (at, sounding.cue.text)
        for (at, _, _), sounding in zip(session.speaker.heard, session.speaker.soundings, strict=True)
        if sounding.asked
    ]


def test_what_a_key_has_changed_is_said():
    """Who cannot see hears that it is paused, and how long the side now is; the schedule is told besides."""
    script = [(12_000, "space"), (13_000, "space"), (20_000, "+"), (21_000, "-"), (22_000, "-")]
    session = Scenario(LINE, [*script, (23_000, "-"), (24_000, "q")], sound=True).run()
    assert answers(session) == [
        (12_000, "Paused."),
        (20_000, "Now 40s a side."),
        (21_000, "Now 30s a side."),
        (22_000, "Now 20s a side."),
        (23_000, "Now 12s a side."),
    ]


def test_instructions_are_read_on_i_until_it_is_pressed_again():
    """Opening them reads them one after another, between what else is said; closing them ends that."""
    line = timeline(hold("60s", instructions=("Stand wide.", "Hinge at the hips.")), prepare=10_000)
    session = Scenario(line, [(12_000, "i"), (15_000, "i"), (16_000, "q")], sound=True).run()
    assert answers(session) == [
        (12_000, ""),
        (12_000, "Stand wide."),
        (12_000, "Hinge at the hips."),
        (15_000, ""),
    ]


def test_the_voice_reaches_the_sound_and_the_view():
    """V turns words off and on; a voice that has failed shows as off, and V tries it again."""
    session = Scenario(LINE, [(5000, "v"), (9000, "V"), (20_000, "q")], sound=True).run()
    assert session.speaker.spoken == [False, True]
    views = {at: view.voiced for at, _, view in session.eye.shown}
    assert (views[5000], views[9000]) == (False, True)
    failed = Scenario(LINE, [(5000, "v"), (6000, "q")], sound=True)
    failed.speaker.speaks = False
    failed.run()
    assert not failed.eye.shown[1][2].voiced
    assert failed.speaker.spoken == [True]


def test_help_and_information_lie_over_each_other():
    """? and i open and close, one closes the other, Escape closes both; the play goes on below them."""
    script = [(1000, "?"), (2000, "i"), (3000, "i"), (4000, "?"), (5000, "escape"), (6000, "i"), (7000, "?")]
    session = Scenario(LINE, [*script, (8000, "q")]).run()
    views = {at: (view.help, view.info) for at, _, view in session.eye.shown}
    assert [views[at] for at, _ in script] == [
        (True, False), (False, True), (False, False), (True, False),
        (False, False), (False, True), (True, False),
    ]  # fmt: skip
    assert session.eye.last.position == 8000


def test_a_notice_of_the_sound_is_shown_for_a_while():
    """What the sound has to say about itself stands in the view for 10 s."""
    session = Scenario(LINE, [(60_000, "q")], sound=True)
    session.speaker.notices.append("no sound device: the bell rings")
    session.run()
    shown = [at for at, _, view in session.eye.shown if view.notice]
    assert (shown[0], shown[-1]) == (0, NOTICE - 1000)


def test_the_end_is_told_by_the_wall_clock_and_follows_what_is_done():
    """17:36 and 128 s end at 17:38; a pause has no end; longer and a pause move it."""
    session = Scenario(LINE, [(20_000, "space"), (80_000, "space"), (100_000, "q")]).run()
    ends = {at: view.ends_at for at, _, view in session.eye.shown}
    assert (ends[0], ends[20_000], ends[84_000]) == ("17:38", "", "17:39")
    assert EVENING.strftime("%H:%M") == "17:36"


def test_the_end_does_not_flicker():
    """However late each look is, the time of the end is one text while nothing is done."""
    session = Scenario(LINE, late=13).run()
    assert len({view.ends_at for _, _, view in session.eye.shown}) == 1


def test_the_end_of_a_rehearsal_is_as_much_nearer():
    """At ten times the speed the end is a tenth of the time away."""
    long = timeline(hold("1h"))
    assert Scenario(long, [(1000, "q")], rate=10).run().eye.shown[0][2].ends_at == "17:42"


def test_a_counted_routine_plays_through_the_loop():
    """Reps are heard one after the other, each at its time."""
    line = timeline(counted(2, sides="alternate"))
    assert hear(line) == [
        (0, "start", "Lift, left side first."), (0, "rep", "1, left"), (4000, "rep", "2, right"),
        (8000, "rep", "3, left"), (12_000, "rep", "4, right"), (16_000, "finish", "Finished."),
    ]  # fmt: skip


def test_the_end_stays_on_the_screen_for_a_while():
    """After the end the last frame is left for 5 s, resized or not; no cue and no state comes of it."""
    session = Scenario(LINE, [(130_000, None)]).run()
    assert session.runner.linger() is False
    assert session.host.passed == 128_000 + LAST_LOOK
    assert session.eye.shown[-1][:1] == (133_000,)
    assert session.eye.last.state is State.FINISHED
    assert session.heard == hear(LINE)


@pytest.mark.parametrize("event", ["q", "x", Signal.INTERRUPT])
def test_the_end_leaves_the_screen_with_any_key_or_signal(event):
    """Whoever has read enough presses something."""
    session = Scenario(LINE, [(129_000, event)]).run()
    assert session.runner.linger() is True
    assert session.host.passed == 129_000


def test_the_end_of_a_rehearsal_stays_as_much_shorter():
    """At a hundred times the speed the end is shown for 50 ms."""
    session = Scenario(LINE, rate=100).run()
    session.runner.linger()
    assert session.host.passed == 1280 + 50


def test_a_session_that_makes_no_sound_shows_it():
    """Where there is no output the view says so, for as long as it is so."""
    session = Scenario(LINE, [(20_000, "q")], sound=True)
    session.speaker.silent = True
    session.run()
    assert all(view.silent for _, _, view in session.eye.shown)
