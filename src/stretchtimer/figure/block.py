"""An exercise's `figure` block -> a Figure, or all that is wrong with it.

It knows the keys of a block; poses are read by `notation`, and judged by `checking`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stretchtimer.figure.areas import AREAS
from stretchtimer.figure.body import CHAINS, RADIUS
from stretchtimer.figure.checking import form_faults
from stretchtimer.figure.form import Camera, Figure, Form
from stretchtimer.figure.notation import MOST_POSES, Fault, Poses
from stretchtimer.figure.props import read_props
from stretchtimer.figure.words import Wrong, meant, number
from stretchtimer.model import Side
from stretchtimer.text import one_line, quoted

if TYPE_CHECKING:
    from stretchtimer.figure.notation import Path
    from stretchtimer.model import Exercise, Phase

VIEWS = {"side": (0.0, 6.0), "front": (90.0, 10.0), "back": (-90.0, 10.0), "three-quarter": (35.0, 14.0)}
VARIED = ("shows", "view", "rests", "target", "dim", "path", "icon", "props", "poses")
KEYS = ("side", *VARIED, "levels", "adjustments")
MOST_VARIED = 12
"""Levels, and adjustments, that look different."""
MOST_ON_PATH = 2 * MOST_POSES
"""Poses to go through: there and back."""
MOST_SHOWN = 160
"""Characters of the sentence that says what the picture shows."""


@dataclass(frozen=True, slots=True)
class FigureReading:
    """What an exercise's block says, None where it cannot be drawn, and why."""

    figure: Figure | None
    faults: tuple[Fault, ...] = ()


def read_figure(exercise: Exercise) -> FigureReading:
    """The figure of an exercise. The paths of its faults begin at the exercise itself."""
    if exercise.figure is None:
        return FigureReading(None)
    block = _Block(exercise)
    figure = block.figure(exercise.figure)
    faults = tuple(dict.fromkeys(block.faults))  # what a level takes over is wrong once
    return FigureReading(None if faults else figure, faults)


class _Block:
    """Reads one block, collecting its faults."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self.faults: list[Fault] = []

    def figure(self, block: Any) -> Figure | None:
        at: Path = ("figure",)
        if not isinstance(block, Mapping):
            self._fault(at, "a figure is a mapping of keys to values", "write `shows`, `view` and `poses`")
            return None
        self._keys(at, block, KEYS)
        for key, example in (
            ("shows", "On all fours, one arm reaches forward."),
            ("poses", "down: {from: hook}"),
        ):
            if key not in block:
                self._fault(at, f"a figure needs {quoted(key)}", f"write `{key}: {example}`")
        side = self._side(block.get("side", "right"))
        form = self._form((at, block))
        tempos = [level.tempo for level in self._exercise.levels]
        levels = self._variations("levels", block, [tempo or self._exercise.tempo for tempo in tempos])
        adjustments = self._variations(
            "adjustments", block, [self._exercise.tempo] * len(self._exercise.adjustments)
        )
        if form is None:
            return None
        if not self.faults:
            self._phases(("tempo",), self._exercise.tempo, form)
            for i, tempo in enumerate(tempos):
                self._phases(("levels", i, "tempo"), tempo, levels.get(i + 1, form))
        return Figure(form=form, side=side, levels=levels, adjustments=adjustments)

    def _variations(
        self, key: str, block: Mapping[str, Any], tempos: list[tuple[Phase, ...]]
    ) -> dict[int, Form]:
        written = block.get(key, {})
        at: Path = ("figure", key)
        if not isinstance(written, Mapping) or len(written) > MOST_VARIED:
            self._fault(
                at,
                f"{quoted(key)} wants at most {MOST_VARIED} numbers with what they change",
                f"write {key}: {{2: {{…}}}}",
            )
            return {}
        forms = {}
        for name, variation in written.items():
            if not str(name).isdecimal() or not 1 <= int(str(name)) <= len(tempos):
                known = f"write a number from 1 to {len(tempos)}" if len(tempos) > 1 else "write 1"
                known = known if tempos else f"it has no {key}"
                self._fault(
                    (*at, name), f"the exercise has no {key[:-1]} {quoted(str(name))}", known, key=True
                )
            elif not isinstance(variation, Mapping):
                hint = f"write {name}: {{poses: {{…}}}}"
                self._fault((*at, name), f"a {key[:-1]} is a mapping of keys to values", hint)
            else:
                self._keys((*at, name), variation, VARIED)
                both = (("figure",), block), ((*at, name), variation)
                if form := self._form(*both, tempo=tempos[int(str(name)) - 1]):
                    forms[int(str(name))] = form
        return forms

    def _form(
        self, *layers: tuple[Path, Mapping[str, Any]], tempo: tuple[Phase, ...] | None = None
    ) -> Form | None:
        """A form that the last of the layers describes, over those it varies."""
        before = len(self.faults)

        def last(key: str, default: Any) -> tuple[Path, Any]:
            found = next((layer for layer in reversed(layers) if key in layer[1]), None)
            return ((*found[0], key), found[1][key]) if found else ((*layers[0][0], key), default)

        rests = self._names(*last("rests", ""), RADIUS, "joint")
        target = self._names(*last("target", ""), AREAS, "part to colour")
        dim = self._names(*last("dim", ""), CHAINS, "limb")
        camera, shows = self._camera(*last("view", "side")), self._shows(*last("shows", "…"))
        listed = tuple(((*at, "poses"), one["poses"]) for at, one in layers if "poses" in one)
        for at, poses in listed:
            if not isinstance(poses, Mapping) or not 1 <= len(poses) <= MOST_POSES:
                self._fault(at, f"'poses' wants 1 to {MOST_POSES} poses by name", "write down: {from: hook}")
                return None
        if not listed:
            return None
        reader = Poses(listed, anchor=rests[0] if rests else "pelvis")
        poses = reader.bones()
        path = self._path(*last("path", ""), reader.names())
        icon = self._names(*last("icon", ""), reader.names(), "pose") or path[-1:]
        at, listed_props = last("props", [])
        props = read_props(listed_props, at, poses, self.faults)
        self.faults.extend(reader.faults)
        if len(self.faults) > before:
            return None
        form = Form(
            shows=shows,
            camera=camera,
            rests=rests,
            target=target,
            poses=poses,
            path=path,
            icon=icon[0],
            props=props,
            dim=dim,
        )
        phases = self._exercise.tempo if tempo is None else tempo
        self.faults.extend(
            fault for fault in form_faults(form, phases, reader.where) if fault not in self.faults
        )
        return form

    def _phases(self, at: Path, tempo: tuple[Phase, ...], form: Form) -> None:
        for i, phase in enumerate(tempo):
            if phase.pose is not None and phase.pose not in form.poses:
                message = f"the figure has no pose {quoted(phase.pose)}"
                self._fault((*at, i, "pose"), message, meant(phase.pose, form.poses))

    def _keys(self, at: Path, block: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in block:
            if key not in known:
                message = f"{quoted(str(key))} is no key of a figure"
                if key in KEYS:
                    message = f"{quoted(str(key))} stands in the figure itself, not here"
                self._fault((*at, key), message, meant(str(key), known), key=True)

    def _names(self, at: Path, text: Any, known: Any, noun: str) -> tuple[str, ...]:
        """Names parted by blanks, all of them known."""
        words = " ".join(map(str, text)) if isinstance(text, list) else text
        if not isinstance(words, str):
            self._fault(at, f"{quoted(str(at[-1]))} wants names", "write them with blanks between")
            return ()
        for word in words.split():
            if word not in known:
                self._fault(at, f"{quoted(word)} is no {noun}", meant(word, known), word)
        return tuple(words.split())

    def _path(self, at: Path, text: Any, poses: list[str]) -> tuple[str, ...]:
        """The poses to go through; all of them where nothing says which."""
        names = self._names(at, text, poses, "pose") or tuple(poses)
        if len(names) > MOST_ON_PATH:
            hint = f"write at most {MOST_ON_PATH}, or a tempo: it goes round"
            self._fault(at, f"'path' has {len(names)} poses", hint)
        return names

    def _side(self, text: Any) -> Side:
        if text in ("left", "right"):
            return Side(text)
        self._fault(("figure", "side"), f"{quoted(str(text))} is not a side", "write left or right")
        return Side.RIGHT

    def _camera(self, at: Path, text: Any) -> Camera:
        words = str(text).split()
        if str(text) in VIEWS:
            return Camera(*VIEWS[str(text)])
        try:
            numbers = [number(word, most=180) for word in words]
        except Wrong:
            numbers = []
        if not 1 <= len(numbers) <= 2 or not -90 <= (*numbers, 0)[1] <= 90:
            hint = f"write {', '.join(VIEWS)}, or two angles, round the body and down on it: 35 14"
            self._fault(at, f"{quoted(str(text))} is not a view", hint)
            return Camera()
        return Camera(numbers[0], numbers[1] if len(numbers) > 1 else 12.0)

    def _shows(self, at: Path, text: Any) -> str:
        line = one_line(text) if isinstance(text, str) else ""
        if not 1 <= len(line) <= MOST_SHOWN:
            hint = f"write a sentence of at most {MOST_SHOWN} characters"
            self._fault(at, "'shows' says in one sentence what the picture shows", hint)
        for word in re.findall(r"\{([^{}]*)\}", line):
            if word not in ("side", "other"):
                hint = "only {side} and {other} stand for something"
                self._fault(at, f"{{{word}}} is not known in a text", hint, f"{{{word}}}")
        return line

    def _fault(self, path: Path, message: str, hint: str = "", part: str = "", *, key: bool = False) -> None:
        self.faults.append(Fault(path=path, message=message, hint=hint, part=part, key=key))
