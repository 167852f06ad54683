"""`stretch remind`: what each platform would keep, and its files put in their places and taken away."""

from __future__ import annotations

import html
import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandline import simple, write
from stretchtimer.errors import StretchError
from stretchtimer.reminders import scheduler_for
from stretchtimer.reminders.installing import install, installed, remove
from stretchtimer.reminders.reminder import Reminder, kept, slug_of
from stretchtimer.weekly import Weekly, parse_days

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home
    from stretchtimer.reminders.scheduler import Scheduler

WORDS = ("remind", "hip-unlock", "--at", "17:30", "--days", "mon-fri")
PLATFORMS = ("linux", "darwin", "win32")
NASTY = (
    "a %h %% \"q\" \\n \\ 'single' \u2019smart\u2018 $HOME ${HOME} $(id) `id` ; & <b>--></b> -- é 😀 \x1b[31m"
    "\x00\r\n[Service]\nExecStart=/bin/false\ufffe \\"
)
# One that a notification could show: nothing in it is a control character.
SHOWN = "a %h \"q\" \\n 'single' \u2019smart\u2018 $HOME $(id) ; & <b>--></b> é 😀 \\"
NAMESPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"

linux = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the programs that stand in are shell scripts")


def reminder(target: str = "hip-unlock", name: str = "Hip unlock", **values: Any) -> Reminder:
    """A reminder on weekdays at 17:30."""
    weekly = Weekly(hour=17, minute=30, days=parse_days(values.pop("days", "mon-fri")))
    command = values.pop("command", f"stretch play {target}")
    return Reminder(target=target, name=name, command=command, weekly=weekly)


def scheduler(platform: str, root: Path) -> Scheduler:
    """The one of a platform, for a user who lives there."""
    environ = {"HOME": str(root), "XDG_CONFIG_HOME": str(root / "config"), "PATH": os.environ["PATH"]}
    return scheduler_for(platform, environ)


def program(folder: Path, name: str, text: str) -> Path:
    """A program that stands in for another."""
    path = write(folder / name, f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def programs(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Schedulers that write down what they are told, and fail when a file `fail` says with which word."""
    folder = home.root / "bin"
    told = home.root / "told"
    for name in ("systemctl", "launchctl", "schtasks"):
        program(
            folder,
            name,
            f'echo "{name} $*" >> "{told}"\n'
            f'for word; do if [ -f "{home.root}/fail" ] && grep -qx -- "$word" "{home.root}/fail"\n'
            "then echo first >&2; echo 'Failed to connect to bus' >&2; exit 1; fi; done",
        )
    program(folder, "notify-send", f'printf "%s\\n" "$@" > "{home.root}/shown"')
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.root / "xdg"))
    return home.root


def told(root: Path) -> list[str]:
    """What the schedulers were told since this was asked last."""
    path = root / "told"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return lines


def files_in(folder: Path) -> set[str]:
    """The names of all files below a folder."""
    return {path.name for path in folder.rglob("*") if not path.is_dir()}


def split_unit(line: str) -> list[str]:
    """The words of a command line in a unit file, as systemd.service(5) says that it reads them."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    assert " ".join(f'"{word}"' for word in words) == line
    for word in words:
        assert not re.search(r"(?<!%)(?:%%)*%(?!%)", word)
        assert not re.search(r"(?<!\$)(?:\$\$)*\$(?!\$)", word)
    return [re.sub(r"\\(.)", r"\1", w).replace("%%", "%").replace("$$", "$") for w in words]


# What each platform keeps


def test_systemd_has_a_timer_and_a_service(tmp_path: Path) -> None:
    """In the user's own folder; the timer has the days, the time, and its place among the timers."""
    timer, service = scheduler("linux", tmp_path).files(reminder())
    assert timer.path == tmp_path / "config/systemd/user/stretch-remind-hip-unlock.timer"
    assert service.path == timer.path.with_suffix(".service")
    assert "\nOnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 17:30:00\n" in timer.text
    assert "\nWantedBy=timers.target\n" in timer.text
    assert "\nType=oneshot\n" in service.text


@pytest.mark.parametrize("name", [SHOWN, NASTY])
def test_no_name_breaks_out_of_a_unit_file(tmp_path: Path, name: str) -> None:
    """One line stays one, no specifier or variable is replaced, and the words are those that were meant."""
    said = reminder(name=name, command=f"stretch play {name}")
    timer, service = scheduler("linux", tmp_path).files(said)
    for file in (timer, service):
        assert not re.search("[\x00-\x09\x0b-\x1f\ufffe]", file.text)
        heads = [line for line in file.text.splitlines() if line.startswith("[")]
        assert len(heads) == len(set(heads)) == file.text.count("\n[") + file.text.startswith("[")
    (run,) = [line for line in service.text.splitlines() if line.startswith("ExecStart=")]
    words = split_unit(run.removeprefix("ExecStart="))
    assert words[1:3] == ["--app-name=stretch", "--"]
    assert words[3] == said.title
    # notify-send reads escapes of C, and desktops markup.
    assert html.unescape(words[4].replace("\\\\", "\\")) == said.body
    assert len(words) == 5


@linux
@pytest.mark.parametrize("name", ["Hip unlock", SHOWN, NASTY])
def test_systemd_finds_nothing_wrong_with_the_units(programs: Path, name: str) -> None:
    """By its own check, every word of it; a line that ends its quotes early does not pass."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(programs)}
    one = scheduler_for("linux", environ)
    made = one.files(reminder(name=name, command=name))
    for file in made:
        write(file.path, file.text)
    for file, change in ((made[0], ""), (made[1], ""), (made[1], 'ExecStart="/bin/true" "a" b"\n')):
        write(file.path, file.text + change)
        ran = subprocess.run(
            ["systemd-analyze", "verify", "--user", str(file.path)],
            env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if "Failed to" in ran.stderr and "stretch-remind" not in ran.stderr:
            pytest.skip(f"systemd-analyze does not work here: {ran.stderr}")
        assert ("stretch-remind" in ran.stderr) == bool(change), ran.stderr


@linux
@pytest.mark.parametrize("days", ["mon-fri", "daily", "fri-mon", "wed"])
def test_systemd_reads_the_time_as_it_is_meant(tmp_path: Path, days: str) -> None:
    """Its own reading of OnCalendar: the next times fall on these days, at 17:30."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    said = reminder(days=days)
    text = scheduler("linux", tmp_path).files(said)[0].text
    when = next(line for line in text.splitlines() if line.startswith("OnCalendar="))
    ran = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=14", when.removeprefix("OnCalendar=")],
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.findall(r"(?:Next elapse|Iter\. #\d+|Iteration #\d+): (\w{3}) \S+ (\S+)", ran.stdout)
    assert len(found) == 14
    assert {day.lower() for day, _ in found} == {day.value for day in said.weekly.days}
    assert {at for _, at in found} == {"17:30:00"}


@posix
@pytest.mark.parametrize("name", ["Hip unlock", SHOWN])
def test_the_notification_says_what_and_how(programs: Path, name: str) -> None:
    """The service's command, run as systemd would: its words reach the program as they are."""
    said = reminder(name=name)
    service = scheduler_for("linux", os.environ).files(said)[1]
    run = service.text.split("ExecStart=")[1].rstrip("\n")
    subprocess.run(split_unit(run), check=True)
    assert (programs / "shown").read_text().splitlines() == [
        "--app-name=stretch",
        "--",
        f"Time to stretch: {name}",
        "Start it with: stretch play hip-unlock",
    ]


@pytest.mark.parametrize("name", ["Hip unlock", SHOWN, NASTY])
def test_launchd_has_an_agent(tmp_path: Path, name: str) -> None:
    """Read by plistlib: its name, its days (0 is Sunday), and the texts as arguments, not as a script."""
    said = reminder(name=name, days="fri-mon")
    (file,) = scheduler("darwin", tmp_path).files(said)
    assert file.path == tmp_path / "Library/LaunchAgents/stretchtimer.remind.hip-unlock.plist"
    agent = plistlib.loads(file.text.encode())
    assert agent["Label"] == file.path.stem
    assert agent["ProgramArguments"][-2:] == [said.title, said.body]
    assert agent["ProgramArguments"][:2] == ["/usr/bin/osascript", "-e"]
    script = "\n".join(agent["ProgramArguments"][2:-2:2])
    assert script == (
        "on run texts\ndisplay notification (item 2 of texts) with title (item 1 of texts)\nend run"
    )
    assert agent["StartCalendarInterval"] == [
        {"Weekday": day, "Hour": 17, "Minute": 30} for day in (1, 5, 6, 0)
    ]


@pytest.mark.parametrize("name", ["Hip unlock", SHOWN, NASTY])
def test_windows_has_a_task_and_a_script(tmp_path: Path, name: str) -> None:
    """Read by an XML parser: its days and time, for the user alone; the script's texts are whole."""
    said = reminder(name=name, command=name)
    task, script = scheduler("win32", tmp_path).files(said)
    tree = ET.fromstring(task.text.encode(task.encoding))  # noqa: S314 - it is our own

    def text(path: str) -> str | None:
        return tree.findtext("/".join(NAMESPACE + part for part in path.split("/")))

    days = tree.find(f".//{NAMESPACE}DaysOfWeek")
    assert days is not None
    assert [day.tag.removeprefix(NAMESPACE) for day in days] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
    ]  # fmt: skip
    assert text("Triggers/CalendarTrigger/StartBoundary") == "2000-01-01T17:30:00"
    assert text("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert text("RegistrationInfo/Description") == said.title
    assert str(text("Actions/Exec/Arguments")).endswith(f'-File "{script.path}"')
    assert script.text.encode(script.encoding).startswith(
        b"\xef\xbb\xbf"
    )  # else PowerShell takes it for ANSI
    texts = [line for line in script.text.splitlines() if "CreateTextNode" in line]
    for line, meant in zip(texts, (said.title, said.body), strict=True):
        quoted = re.fullmatch(r".*CreateTextNode\('((?:[^'\u2018-\u201b]|(['\u2018-\u201b])\2)*)'\)\)", line)
        assert quoted
        inner = line.split("CreateTextNode('", 1)[1].removesuffix("'))")
        assert re.sub("(['\u2018-\u201b])\\1", r"\1", inner) == meant


@pytest.mark.parametrize("platform", ["freebsd14", "emscripten"])
def test_a_platform_without_a_scheduler_is_told_of_the_calendar(platform: str) -> None:
    """There is another way."""
    with pytest.raises(StretchError) as error:
        scheduler_for(platform, {})
    assert ".ics" in error.value.hint


# Marks and names


TARGETS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


@given(TARGETS, st.sampled_from(PLATFORMS))
def test_what_is_installed_says_what_it_is(
    tmp_path_factory: pytest.TempPathFactory, target: str, platform: str
) -> None:
    """Whatever an id is: each file has the mark, from which target, days and time come back."""
    said = reminder(target=target, name=target)
    for file in scheduler(platform, tmp_path_factory.getbasetemp()).files(said):
        found = kept(file.path, file.text)
        assert found is not None
        assert (found.target, found.weekly) == (target, said.weekly)


@given(st.lists(TARGETS, min_size=2, max_size=2, unique=True))
def test_two_routines_never_share_a_name(targets: list[str]) -> None:
    """Not on a disk that cares for no case either; and a name is a name on every platform."""
    slugs = [slug_of(target) for target in targets]
    assert slugs[0] != slugs[1]
    for slug in slugs:
        assert re.fullmatch(r"[a-z0-9-]{1,49}", slug)


@pytest.mark.parametrize(
    ("target", "slug"),
    [
        ("hip-unlock", "hip-unlock"),
        ("Hip-Unlock", r"hip-unlock-\w{8}"),
        ("/a/b/hip-unlock.yaml", r"hip-unlock-\w{8}"),
        ("../../x", r"x-\w{8}"),
        ("日本", r"\w{8}"),
    ],
)
def test_a_plain_id_is_its_own_name(target: str, slug: str) -> None:
    """Any other has something of its own besides, and never a path."""
    assert re.fullmatch(slug, slug_of(target))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# stretch-remind: {}",
        "# stretch-remind: {x}",
        '# stretch-remind: {"of": "a", "at": 5, "days": []}',
        '# stretch-remind: {"of": "a", "at": "25:00", "days": "mon"}',
        '# stretch-remind: {"of": ' + "[" * 99_999 + "}",
    ],
)
def test_what_looks_like_a_mark_is_none(tmp_path: Path, text: str) -> None:
    """A file that does not say all of it is not ours."""
    assert kept(tmp_path, text) is None


# The command


@linux
def test_it_shows_what_it_would_do_and_does_nothing(stretch: CommandLine, programs: Path) -> None:
    """Both files with their places, and the commands; no program is run, nothing is written."""
    ran = stretch(*WORDS)
    assert ran.code == 0
    for part in (
        "stretch-remind-hip-unlock.timer:\n",
        "    OnCalendar=Mon,Tue",
        "    systemctl --user enable",
    ):
        assert part in ran.out
    assert ran.err == "Nothing is installed. To install it, add --install.\n"
    assert (told(programs), (programs / "xdg").exists()) == ([], False)


@linux
def test_it_is_installed_changed_and_removed(stretch: CommandLine, programs: Path) -> None:
    """Each step tells systemd, in this order; at the end nothing of it is left."""
    folder = programs / "xdg/systemd/user"
    ran = stretch(*WORDS, "--install")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Installed, a systemd timer: Hip unlock, mon-fri at 17:30.\n"
    unit = "stretch-remind-hip-unlock.timer"
    begun = [
        "systemctl --user daemon-reload",
        f"systemctl --user enable {unit}",
        f"systemctl --user restart {unit}",
    ]
    assert told(programs) == ["systemctl --user show --property=Version", *begun]
    assert files_in(folder) == {unit, "stretch-remind-hip-unlock.service"}
    ran = stretch("remind", "hip-unlock", "--at", "8am", "--days", "sat", "--install")
    assert ran.err == "Installed, a systemd timer: Hip unlock, sat at 08:00, in place of the one before.\n"
    assert "OnCalendar=Sat *-*-* 08:00:00" in (folder / unit).read_text()
    assert told(programs)[1:] == begun
    assert stretch("remind", "--list").out == "hip-unlock  08:00  sat  (a systemd timer)\n"
    assert told(programs) == [f"systemctl --user is-active {unit}"]
    ran = stretch("remind", "hip-unlock", "--remove")
    assert (ran.code, ran.err) == (0, "Removed: the reminder of hip-unlock.\n")
    assert told(programs) == [f"systemctl --user disable --now {unit}", "systemctl --user daemon-reload"]
    assert files_in(folder) == set()


@linux
def test_installed_twice_is_installed_once(stretch: CommandLine, programs: Path) -> None:
    """The same again changes no file; and removed twice it is gone, which is no error."""
    folder = programs / "xdg/systemd/user"
    stretch(*WORDS, "--install")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert stretch(*WORDS, "--install").code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    stretch("remind", "neutral-spine", "--at", "7am", "--install")
    assert stretch(*WORDS, "--remove").code == 0
    ran = stretch(*WORDS, "--remove")
    assert (ran.code, ran.err) == (
        0,
        "There is no reminder of hip-unlock; there are reminders of neutral-spine.\n",
    )


@linux
def test_a_list_for_programs(stretch: CommandLine, programs: Path) -> None:
    """JSON, with whether systemd has it."""
    assert json.loads(stretch("remind", "--list", "--json").out) == []
    assert stretch("remind", "--list").err == "No reminder is installed.\n"
    stretch(*WORDS, "--install")
    write(programs / "fail", "is-active\n")
    (row,) = json.loads(stretch("remind", "--list", "--json").out)
    assert row == {
        "of": "hip-unlock",
        "at": "17:30",
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "active": False,
        "path": str(programs / "xdg/systemd/user/stretch-remind-hip-unlock.timer"),
    }
    assert "not active: install it again" in stretch("remind", "--list").out


@linux
@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_a_file_that_is_not_ours_is_left_alone(stretch: CommandLine, programs: Path, what: str) -> None:
    """Neither replaced nor removed, and nothing else is written."""
    path = programs / "xdg/systemd/user/stretch-remind-hip-unlock.service"
    path.parent.mkdir(parents=True)
    other = write(programs / "other", "mine")
    if what == "folder":
        path.mkdir()
    elif what == "link":
        path.symlink_to(other)
    else:
        path.write_text("mine")
    for act in ("--install", "--remove"):
        ran = stretch(*WORDS, act)
        assert ran.code == 1
        assert "was not written by stretch remind, and is left alone\n  move it elsewhere" in ran.err
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208 - names are what is asked for
    assert other.read_text() == "mine"
    assert told(programs) == ["systemctl --user show --property=Version"]


@linux
def test_without_a_manager_nothing_is_written(stretch: CommandLine, programs: Path) -> None:
    """Systemd's own words, and the calendar as another way."""
    write(programs / "fail", "show\n")
    ran = stretch(*WORDS, "--install")
    assert ran.code == 1
    assert "a systemd timer cannot be installed: systemctl --user show: Failed to connect to bus" in ran.err
    assert "stretch export ID --to reminder.ics" in ran.err
    assert not (programs / "xdg").exists()


@linux
@pytest.mark.parametrize("missing", ["systemctl", "notify-send"])
def test_what_is_missing_is_named(
    stretch: CommandLine, programs: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Shown it is a note, installed an error; a reminder that nobody sees is none."""
    (programs / "bin" / missing).unlink()
    monkeypatch.setenv("PATH", str(programs / "bin"))
    ran = stretch(*WORDS)
    assert ran.code == 0
    assert (
        f"Note: there is no {'systemd (its program systemctl)' if missing == 'systemctl' else missing}"
        in ran.err
    )
    ran = stretch(*WORDS, "--install")
    assert (ran.code, (programs / "xdg").exists()) == (1, False)
    assert missing in ran.err


@linux
@pytest.mark.parametrize("word", ["daemon-reload", "enable", "restart"])
def test_half_an_installation_is_taken_back(stretch: CommandLine, programs: Path, word: str) -> None:
    """The files of a first one are gone again; those of an earlier one are what they were."""
    folder = programs / "xdg/systemd/user"
    write(programs / "fail", f"{word}\n")
    ran = stretch(*WORDS, "--install")
    assert ran.code == 1
    assert f"systemctl --user {word}: Failed to connect to bus" in ran.err
    assert files_in(folder) == set()
    (programs / "fail").unlink()
    stretch(*WORDS, "--install")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write(programs / "fail", f"{word}\n")
    assert stretch("remind", "hip-unlock", "--at", "8am", "--install").code == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@linux
def test_it_can_be_removed_where_systemd_does_not_answer(stretch: CommandLine, programs: Path) -> None:
    """The files and the link that enabled it go all the same, and it says so."""
    folder = programs / "xdg/systemd/user"
    stretch(*WORDS, "--install")
    link = folder / "timers.target.wants" / "stretch-remind-hip-unlock.timer"
    link.parent.mkdir()
    link.symlink_to("../stretch-remind-hip-unlock.timer")
    write(programs / "fail", "disable\n")
    ran = stretch("remind", "hip-unlock", "--remove")
    assert (ran.code, files_in(folder)) == (0, set())
    assert not os.path.lexists(link)
    assert "Note: systemctl --user disable: Failed to connect to bus." in ran.err


@linux
def test_a_reminder_outlives_its_routine(stretch: CommandLine, home: Home, programs: Path) -> None:
    """What is no longer there can still be removed, a file by the path that it had."""
    path = write(home.work / "my own.yaml", simple('A \\"name\\"'))
    assert stretch("remind", "./my own.yaml", "--at", "7am", "--install").code == 0
    (service,) = (programs / "xdg/systemd/user").glob("*.service")
    assert f"stretch play '{path}'" in service.read_text()
    path.unlink()
    assert str(path) in stretch("remind", "--list").out
    assert "Removed" in stretch("remind", "./my own.yaml", "--remove").err
    assert stretch("remind", "--list").out == ""


@linux
def test_a_series_can_be_reminded_of(stretch: CommandLine, programs: Path) -> None:
    """By its own name."""
    ran = stretch("remind", "back-relief", "--at", "7am")
    assert '"Time to stretch: Back relief" "Start it with: stretch play back-relief"' in ran.out


@posix
@pytest.mark.parametrize(
    ("platform", "begun", "again", "ended"),
    [
        (
            "darwin",
            ["launchctl print gui/{uid}", "launchctl bootstrap gui/{uid} {path}"],
            [
                "launchctl print gui/{uid}",
                "launchctl bootout gui/{uid}/stretchtimer.remind.hip-unlock",
                "launchctl bootstrap gui/{uid} {path}",
            ],
            ["launchctl bootout gui/{uid}/stretchtimer.remind.hip-unlock"],
        ),
        (
            "win32",
            ["schtasks /Create /TN {task} /XML {path}"],
            ["schtasks /Create /TN {task} /XML {path} /F"],
            ["schtasks /Delete /TN {task} /F"],
        ),
    ],
)
def test_the_other_platforms_are_told_as_well(
    programs: Path, platform: str, begun: list[str], again: list[str], ended: list[str]
) -> None:
    """Installed, changed, listed, removed: a task of the same name that is not ours is never replaced."""
    one = scheduler(platform, programs)
    first = one.files(reminder())[0].path
    names = {"uid": os.getuid(), "path": first, "task": "\\stretchtimer\\hip-unlock"}
    assert install(one, reminder()) is False
    assert told(programs) == [line.format(**names) for line in begun]
    assert install(one, reminder(days="sun")) is True
    assert told(programs) == [line.format(**names) for line in again]
    ((found, active),) = installed(one)
    assert (found.target, found.weekly.days_text, active) == ("hip-unlock", "sun", True)
    told(programs)
    assert remove(one, "hip-unlock") == (True, "")
    assert told(programs) == [line.format(**names) for line in ended]
    assert installed(one) == ()
    assert files_in(one.folder) == set()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "name a routine: stretch remind hip-unlock --at 17:30, or use --list"),
        (["hip-unlock"], "a reminder needs a time: add --at 17:30 --days mon-fri"),
        (["hip-unlock", "--install"], "a reminder needs a time"),
        (["hip-unlock", "--at", "7am", "--install", "--remove"], "one at a time"),
        (["hip-unlock", "--list"], "--list lists them all"),
        (["hip-unlock", "--at", "7am", "--json"], "--json is for --list"),
        (["hip-unlock", "--at", "25:00"], "'25:00' is not a time of the day"),
        (["hip-unlock", "--at", "7am", "--days", "x"], "'x' is no day of the week"),
    ],
)
def test_wrong_usage_says_what_to_write(
    stretch: CommandLine, home: Home, words: list[str], message: str
) -> None:
    """Exit code 2."""
    ran = stretch("remind", *words)
    assert ran.code == 2
    assert message in ran.err


def test_an_unknown_routine_is_not_reminded_of(stretch: CommandLine, home: Home) -> None:
    """With what was probably meant, exit code 1."""
    ran = stretch("remind", "hip-unlok", "--at", "7am")
    assert ran.code == 1
    assert "hip-unlock" in ran.err
