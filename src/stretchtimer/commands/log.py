"""`stretch log`: how a session felt, noted or amended."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.output import note, say, say_json
from stretchtimer.errors import StretchError
from stretchtimer.text import one_line, quoted, unsafe_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.history.kept import Kept
    from stretchtimer.history.store import History

_MOST = 10
_RECENT = 50
_LEAST_DIGITS = 4
_UID = re.compile(f"[0-9a-f]{{{_LEAST_DIGITS},32}}")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_DAYS = {"today": 0, "yesterday": 1}
_FORMS = "write a day, today or 2026-11-20, a day and a time, '2026-11-20 17:36', or how its uid begins"


@click.command("log")
@click.argument("words", metavar="[0-10] [TEXT]", nargs=-1)
@click.option("--pain", "kind", flag_value="pain", help="The number is for pain.")
@click.option("--stiffness", "kind", flag_value="stiffness", help="The number is for stiffness.")
@click.option(
    "--session", "wanted", metavar="UID|DAY", help="Another session than the last: its uid, or its day."
)
@click.option("--json", "as_json", is_flag=True, help="Print the session as JSON.")
def log_command(words: tuple[str, ...], *, kind: str | None, wanted: str | None, as_json: bool) -> None:
    """Note how the last session felt, or show what is noted of it.

    A number from 0 (nothing at all) to 10, a line of text, or both: stretch log 3 --pain "left hip"

    What was noted before stays below it; the latest counts.
    """
    # late: help looks into no history
    from stretchtimer.history.kept import Kind
    from stretchtimer.history.store import History
    from stretchtimer.places import history_file

    feeling, text = _split(words)
    history = History(history_file(current().environ), tell=note)
    kept = _by_name(history, wanted) if wanted is not None else _last(history)
    if feeling is not None or text or kind:
        known = kept.feeling
        if feeling is None and kind and (known is None or known.feeling is None):
            raise click.UsageError(f"--{kind} goes with a number: stretch log 3 --{kind}")
        usual = Kind.STIFFNESS if feeling is not None and (known is None or known.kind is None) else None
        kept = history.amend(kept.uid, feeling=feeling, kind=Kind(kind) if kind else usual, note=text or None)
    if as_json:
        from stretchtimer.history.exchange import as_data  # late: only for --json

        (whole,) = history.sessions(uid=kept.uid, blocks=True)
        say_json(as_data(whole))
        return
    say(_lines(kept))
    if not kept.feelings:
        note("Nothing is noted. `stretch log 3` notes a stiffness of 3, `stretch log 3 --pain` a pain.")


def _split(words: tuple[str, ...]) -> tuple[int | None, str]:
    """The number and the text of what was typed. Raises StretchError where they cannot be kept."""
    from stretchtimer.history.kept import NOTE_MOST  # late: as above

    feeling = None
    if words and _NUMBER.fullmatch(words[0]):
        # Not by what it is worth alone: to read thousands of digits is an error of its own.
        if not words[0].isdigit() or len(words[0]) > len(str(_MOST)) or int(words[0]) > _MOST:
            message = f"{quoted(words[0])} is not a whole number from 0 to {_MOST}"
            raise StretchError(message, f"0 is nothing at all, {_MOST} as bad as can be")
        feeling, words = int(words[0]), words[1:]
    text = one_line(" ".join(words))
    if (odd := unsafe_character(text)) is not None:
        raise StretchError(f"the text has a character that is not kept: U+{ord(odd):04X}", "leave it out")
    if len(text) > NOTE_MOST:
        raise StretchError(f"the text has {len(text)} characters", f"{NOTE_MOST} are kept at most")
    return feeling, text


def _last(history: History) -> Kept:
    """The last session that is over, and was played in earnest. Raises StretchError where there is none."""
    # late: as above
    from stretchtimer.history.kept import Ending
    from stretchtimer.played import PASSED

    found = history.sessions(limit=_RECENT, rehearsals=False)
    over = [kept for kept in found if kept.ending is not Ending.OPEN]
    # One that ended as soon as it began is not what anybody felt; it stands for itself where it is alone.
    over = [kept for kept in over if kept.ending is Ending.FINISHED or kept.session.work >= PASSED] or over
    if not over:
        raise StretchError("no session has been kept yet", "`stretch play hip-unlock` plays one")
    # One that was gone on with may have been begun before others.
    return max(over, key=attrgetter("touched"))


def _by_name(history: History, wanted: str) -> Kept:
    """The session of a uid, a day, or a day and a time. Raises StretchError where that is none or several.

    A rehearsal has to be named by its uid.
    """
    name = _day_of(wanted.strip().lower())
    found = [kept for kept in history.sessions(rehearsals=False) if name in _names(kept)]
    if not found and _UID.fullmatch(name):
        found = [kept for kept in history.sessions() if kept.uid.startswith(name)]
    if len(found) == 1:
        return found[0]
    if not found:
        known = _UID.fullmatch(name) or _is_time(name)
        hint = "`stretch history` lists them, and with --json their uids, by which rehearsals go"
        hint = hint if known else _FORMS
        raise StretchError(f"there is no session {quoted(wanted)}", hint)
    times = ", ".join(f"'{kept.started:%Y-%m-%d %H:%M}' ({kept.uid[:8]})" for kept in found[:5])
    more = ", ..." if len(found) > 5 else ""
    raise StretchError(f"{len(found)} sessions fit {quoted(wanted)}", f"name one: {times}{more}")


def _day_of(name: str) -> str:
    back = _DAYS.get(name)
    return name if back is None else f"{datetime.now().astimezone() - timedelta(days=back):%Y-%m-%d}"


def _names(kept: Kept) -> tuple[str, ...]:
    day = f"{kept.started:%Y-%m-%d}"
    return day, f"{day} {kept.started:%H:%M}", f"{day}t{kept.started:%H:%M}"


def _is_time(name: str) -> bool:
    try:
        datetime.fromisoformat(name)
    except ValueError:
        return False
    return True


def _lines(kept: Kept) -> Iterator[str]:
    from stretchtimer.history.listing import in_words, lines  # late: as above

    *before, last = kept.feelings or (None,)
    yield next(lines([kept]))
    if last is not None:
        yield f"    {in_words(last)}"
    for feeling in reversed(before):
        if feeling is not None:
            at = feeling.noted.astimezone(kept.started.tzinfo)
            yield f"    before ({at:%Y-%m-%d %H:%M}): {in_words(feeling)}"
