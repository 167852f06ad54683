"""Speech on its way to the mixer: read from any WAV, trimmed, levelled, at our rate; and kept on disk."""

from __future__ import annotations

import math
import os
import struct
import subprocess
import sys
from array import array
from typing import TYPE_CHECKING

import pytest

from stretchtimer.sound.samples import PEAK, RATE
from stretchtimer.sound.voice.cache import Cache, key
from stretchtimer.sound.voice.polish import polished, resampled, trimmed
from stretchtimer.sound.voice.wavefile import BadWave, header, parsed

if TYPE_CHECKING:
    from pathlib import Path


def sine(pitch: float, rate: int, *, length: float = 0.2, peak: int = 16_000) -> array[int]:
    frames = int(length * rate)
    return array("h", [round(peak * math.sin(2 * math.pi * pitch * i / rate)) for i in range(frames)])


def wav(body: bytes, *, kind: int = 1, channels: int = 1, bits: int = 16, size: int | None = None) -> bytes:
    form = struct.pack("<HHIIHH", kind, channels, RATE, 0, channels * bits // 8, bits)
    size = len(body) if size is None else size
    return b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", size) + body


@pytest.mark.parametrize("size", [None, 0, 0x7FFFF000, 0xFFFFFFFF])
def test_a_length_that_is_no_length_is_passed_over(size: int | None) -> None:
    """Who writes into a pipe cannot know it: what is there counts."""
    assert parsed(wav(b"\1\0\2\0", size=size), longest=20).pcm == array("h", [1, 2])


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (bytes([128, 192]), {"bits": 8}),
        (struct.pack("<2i", 0, 1 << 30), {"bits": 32}),
        (b"\0\0\0\0\0\x40", {"bits": 24}),
        (struct.pack("<2f", 0, 0.5), {"bits": 32, "kind": 3}),
        (struct.pack("<4h", 10, -10, 16384, 16384), {"channels": 2}),
    ],
)
def test_every_usual_form_becomes_one_channel_of_16_bits(body: bytes, form: dict[str, int]) -> None:
    """8, 24, 32 bits, floats, two channels."""
    quiet, half = parsed(wav(body, **form), longest=20).pcm
    assert quiet == 0
    assert half == pytest.approx(16384, abs=2)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"rubbish" * 99, header(2, RATE)[:30], wav(b"", channels=0)])
def test_what_is_no_wav_is_said_to_be_none(data: bytes) -> None:
    """Never another error than BadWave."""
    with pytest.raises(BadWave):
        parsed(data, longest=20)


def test_what_is_too_long_is_cut_and_said() -> None:
    """The limit is the caller's."""
    wave = parsed(wav(bytes(2 * RATE)), longest=0.5)
    assert (len(wave.pcm), wave.cut) == (RATE // 2, True)


def test_silence_goes_and_the_ends_do_not_click() -> None:
    """Some 10 ms are left at either end, and both begin at nothing."""
    quiet = array("h", bytes(RATE))
    kept = trimmed(quiet + sine(300, RATE) + quiet, RATE)
    assert len(kept) / RATE == pytest.approx(0.22, abs=0.005)
    assert abs(kept[0]) == abs(kept[-1]) == 0
    assert not trimmed(quiet, RATE)


@pytest.mark.parametrize("peak", [700, 5000, 32_000])
def test_every_sentence_is_as_loud_as_the_next(peak: int) -> None:
    """-20 dBFS, whatever the engine made of it, and no peak above -4."""
    made = polished(sine(300, 22_050, length=1, peak=peak), 22_050)
    loudness = math.sqrt(sum(sample * sample for sample in made) / len(made))
    assert 20 * math.log10(loudness / PEAK) == pytest.approx(-20, abs=0.7)
    assert max(made) <= PEAK * 10 ** (-4 / 20)


@pytest.mark.parametrize(("rate", "pitch"), [(22_050, 8000), (16_000, 5000), (8000, 2500), (48_000, 8000)])
def test_another_rate_adds_nothing_that_is_heard(rate: int, pitch: int) -> None:
    """All that is beside the sine itself stays 55 dB under it."""
    made = resampled(sine(pitch, rate), rate)
    assert len(made) == pytest.approx(0.2 * RATE, abs=2)
    inner = made[300:-300]
    step = 2 * math.pi * pitch / RATE
    count = len(inner) / 2
    a = sum(v * math.sin(step * i) for i, v in enumerate(inner)) / count
    b = sum(v * math.cos(step * i) for i, v in enumerate(inner)) / count
    rest = sum((v - a * math.sin(step * i) - b * math.cos(step * i)) ** 2 for i, v in enumerate(inner))
    assert math.hypot(a, b) == pytest.approx(16_000, rel=0.05)
    assert 10 * math.log10(rest / len(inner) / (math.hypot(a, b) ** 2 / 2)) < -55


def test_what_leaves_no_room_for_it_cannot_come_back() -> None:
    """48 kHz: a tone above what our rate can carry is gone, and not folded down."""
    assert max(resampled(sine(16_000, 48_000), 48_000)[300:-300]) < 60


def test_the_cache_gives_back_what_it_was_given(tmp_path: Path) -> None:
    """And nothing for another key."""
    cache = Cache(str(tmp_path / "new" / "voice"))
    cache.store(key("a"), sine(300, RATE))
    assert cache.load(key("a")) == sine(300, RATE)
    assert cache.load(key("b")) is None


def test_a_file_that_is_damaged_is_none(tmp_path: Path) -> None:
    """Truncated, altered, of another rate, a link, a folder, a pipe: made again, and never waited for."""
    cache = Cache(str(tmp_path))
    cache.store("good", sine(300, RATE))
    file = tmp_path / "bad.wav"
    whole = (tmp_path / "good.wav").read_bytes()
    other_rate = header(len(whole) - 56, 16_000, more=12) + whole[44:]
    for data in (whole[:-1], whole[:40], b"", whole[:100] + b"x" + whole[101:], other_rate):
        file.write_bytes(data)
        assert cache.load("bad") is None
    file.unlink()
    file.mkdir()
    assert cache.load("bad") is None
    file.rmdir()
    if sys.platform != "win32":
        os.mkfifo(file)
        assert cache.load("bad") is None
        file.unlink()
        file.symlink_to(tmp_path / "good.wav")
        assert cache.load("bad") is None
    cache.store("bad", sine(300, RATE))
    assert cache.load("bad") == sine(300, RATE)


def test_the_oldest_go_first_and_strangers_stay(tmp_path: Path) -> None:
    """Only our own files are removed, those of least use first."""
    cache = Cache(str(tmp_path))
    for age, name in enumerate(("a", "b", "c")):
        cache.store(key(name), sine(300, RATE))
        os.utime(tmp_path / f"{key(name)}.wav", (age, age))
    (tmp_path / "mine.wav").write_bytes(bytes(99_999))
    cache.prune(12_000)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"{key('c')}.wav", "mine.wav"])


@pytest.mark.skipif(sys.platform == "win32", reason="limits a process as POSIX does")
def test_a_full_disk_leaves_no_half_a_file(tmp_path: Path) -> None:
    """A file that cannot be written to its end is not there at all."""
    program = (
        "import resource, signal, sys; from array import array; "
        "from stretchtimer.sound.voice.cache import Cache; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (999, 999)); "
        "Cache(sys.argv[1]).store('a', array('h', bytes(5000)))"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    """A file in its place: nothing is kept."""
    (tmp_path / "voice").write_text("a file")
    cache = Cache(str(tmp_path / "voice"))
    cache.store("a", sine(300, RATE))
    cache.prune()
    assert cache.load("a") is None
