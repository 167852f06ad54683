"""Key names from what a terminal sends: bytes in, names out, the rest of a cut sequence kept.

It knows no terminal and no clock; who reads says when a sequence has been waited for long enough.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchtimer.units import Millis

ESCAPE_DELAY: Millis = 50
"""How long a lone ESC may still become a sequence before it is the Esc key, in ms."""

SEQUENCE_DELAY: Millis = 500
"""How long the rest of a sequence that has begun is waited for, in ms: nobody types one by hand."""

_ESC = 0x1B
_LONGEST = 32
"""Bytes of an unfinished sequence that are kept; no key's is longer."""
_PASTE, _PASTE_END = b"\x1b[200~", b"\x1b[201~"

# ECMA-48 5.4 (CSI) and 5.6 (control strings), xterm's ctlseqs for SS3, mouse and paste. `ESC [ M` opens
# an X10 mouse report of three more bytes, `ESC [ [` a function key of the Linux console.
_COMPLETE = re.compile(
    rb"\x1b(?:\[M...|\[\[.|\[(?![M\[])(?P<args>[0-?]*)[ -/]*(?P<csi>[@-~])|O[0-9;]*(?P<ss3>[ -/:<-~])"
    rb"|[]PX^_][^\x07\x18\x1a\x1b]*(?:\x07|\x18|\x1a|\x1b\\|(?=\x1b[^\\])))",
    re.DOTALL,
)
_UNFINISHED = re.compile(
    rb"\x1b(?:\[M.{0,2}|\[\[|\[[0-?]*[ -/]*|O[0-9;]*|[]PX^_][^\x07\x18\x1a\x1b]*\x1b?)?\Z", re.DOTALL
)
_MALFORMED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|O[0-9;]*)")

_FINAL = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "Z": "backtab"}
_KEYPAD = {"M": "enter", "I": "tab", " ": "space", "k": "+", "m": "-"}  # DECKPAM
_TILDE = dict(
    zip("12345678", ("home", "insert", "delete", "end", "pageup", "pagedown", "home", "end"), strict=True)
)
_CONTROL = {chr(code): f"ctrl-{chr(code + 0x60)}" for code in range(0x01, 0x1B)} | {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    " ": "space",
    "\x7f": "backspace",
    "\x08": "backspace",
}
_CONSOLE = dict(zip("GRSOIQGO", _TILDE.values(), strict=True)) | dict(
    zip("HPKM", ("up", "down", "left", "right"), strict=True)
)


class Decoder:
    """A keyboard's stream of bytes, cut anywhere, as key names."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def patience(self) -> Millis | None:
        """How many ms to wait for more before `flush`; None where nothing is left over."""
        if not self._rest:
            return None
        return ESCAPE_DELAY if self._rest == b"\x1b" else SEQUENCE_DELAY

    def feed(self, data: bytes) -> list[str]:
        """The keys that are complete with `data`."""
        keys, self._rest = decode(self._rest + data)
        return keys

    def flush(self) -> list[str]:
        """The keys in what is left over, now that no more is coming."""
        keys, self._rest = decode(self._rest, final=True)
        return keys


def decode(data: bytes, *, final: bool = False) -> tuple[list[str], bytes]:
    """The keys in `data`, and the beginning of a sequence or character at its end that is not complete.

    `final` says that no more is coming: the rest is then empty, a lone ESC is `escape`, anything else
    unfinished is dropped. Pasted text, mouse and focus reports and a terminal's answers are dropped
    whole, control characters without a name and bytes that are no UTF-8 too. Never raises.
    """
    keys: list[str] = []
    at = 0
    while at < len(data):
        prefix = ""
        if data[at] == _ESC:
            step = _sequence(data, at, final=final)
            if step is None:
                return keys, _shortened(data[at:])
            found, at = step
            if found is not None:
                keys += found
                continue
            prefix = "alt-"
        end = data.find(b"\x1b", at)
        stop = len(data) if end < 0 else end
        text, rest = _text(data[at:stop], final=final or end >= 0)
        keys += _named(text, prefix)
        if rest:
            return keys, (b"\x1b" if prefix and not text else b"") + rest
        at = stop
    return keys, b""


def console_key(unit: str, scan: str = "") -> str | None:
    """The name of what a Windows console gives: a character, or NUL or a-grave with a scan code after it."""
    if unit in ("\x00", "\xe0") and scan:
        return _CONSOLE.get(scan)
    if unit == "\x1b":
        return "escape"
    return next(iter(_named(unit, "")), None)


def _sequence(  # noqa: PLR0911  (one for each kind of sequence)
    data: bytes, at: int, *, final: bool
) -> tuple[list[str] | None, int] | None:
    """The keys of the sequence that begins `at`, and where it ends. None: it is not complete.

    No keys but None is an ESC before a plain character, which is that character with Alt.
    """
    if data.startswith(_PASTE, at):
        end = data.find(_PASTE_END, at + len(_PASTE))
        if end >= 0:
            return [], end + len(_PASTE_END)
        return ([], len(data)) if final else None
    if match := _COMPLETE.match(data, at):
        return _sequence_key(match), match.end()
    unfinished = _UNFINISHED.match(data, at)
    if unfinished and not final:
        return None
    if data[at + 1 : at + 2] in (b"", b"\x1b"):
        return ["escape"], at + 1
    if unfinished and len(unfinished[0]) > len(b"\x1b["):
        return [], len(data)
    if not unfinished and (malformed := _MALFORMED.match(data, at)):
        return [], malformed.end()
    return None, at + 1


def _text(data: bytes, *, final: bool) -> tuple[str, bytes]:
    """`data` as text, and the bytes at its end that are only the beginning of a character."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(data, final)
    return text, decoder.getstate()[0]


def _named(text: str, prefix: str) -> list[str]:
    """Each character's name; `prefix` goes to the first. U+FFFD stands for bytes that were no text."""
    keys = []
    for character in text:
        name = _CONTROL.get(character) or (character if character.isprintable() else "")
        if name and name != "\ufffd":
            keys.append(prefix + name)
        prefix = ""
    return keys


def _sequence_key(match: re.Match[bytes]) -> list[str]:
    """The key of a complete sequence, without its modifiers; none for all that is no key of ours."""
    if final := match["csi"]:
        args = match["args"].decode("ascii")
        if args[:1] in ("<", "=", ">", "?"):  # a private answer, an SGR mouse report
            return []
        name = _TILDE.get(args.partition(";")[0]) if final == b"~" else _FINAL.get(final.decode("ascii"))
        return [name] if name else []
    if final := match["ss3"]:
        letter = final.decode("ascii")
        name = _FINAL.get(letter) or _KEYPAD.get(letter)
        return [name] if name else []
    return []


def _shortened(unit: bytes) -> bytes:
    """An unfinished sequence in bounded room: what tells its kind, and what may become its end."""
    if unit.startswith(_PASTE):
        return _PASTE + unit[len(_PASTE) :][-len(_PASTE_END) + 1 :]
    return unit if len(unit) <= _LONGEST else unit[: _LONGEST - 1] + unit[-1:]
