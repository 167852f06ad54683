"""Poses as they stand in a figure's block -> `Pose`s and their bones, or what is wrong with them and where.

It knows how a pose is written and what it is made from; whether a body can do it, `checking` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from stretchtimer.figure.bases import BASES
from stretchtimer.figure.body import CHAINS, LIMBS, SIDES
from stretchtimer.figure.placing import in_turn, place, settled
from stretchtimer.figure.pose import PIN, Bones, Pose, Target, bones_of
from stretchtimer.figure.words import Wrong, angles, meant, number, spot, target
from stretchtimer.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

Path: TypeAlias = "tuple[str | int, ...]"

MOST_POSES = 24

_LIMB_OF = {
    **dict.fromkeys(("hand", "elbow", "arm"), "arm"),
    **dict.fromkeys(("foot", "knee", "toe", "leg"), "leg"),
}
_PLURAL = {"feet": "foot", **{f"{stem}s": stem for stem in _LIMB_OF if stem != "foot"}}
_WHOLE = ("from", "spine", "head", "hips", "twist", "roll", "belly")
SETTINGS = (*_WHOLE, *(f"{stem}_{side}" for stem in _LIMB_OF for side in SIDES), *_PLURAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong in a block. `path` leads to it by keys and list places; `part` is what in its text.

    `key` says that the last key of the path is at fault, and not its value.
    """

    path: Path
    message: str
    hint: str = ""
    part: str = ""
    key: bool = False


class Poses:
    """Reads the poses of one form of a figure; `layers` are its own poses over those it varies.

    A pose that is made `from` its own name begins with what that name means a layer below.
    """

    def __init__(self, layers: tuple[tuple[Path, Mapping[str, Any]], ...], *, anchor: str) -> None:
        bases: tuple[tuple[Path, Mapping[str, Any]], ...] = (((), BASES),)
        self._layers, self._anchor = bases + layers, anchor
        self._read: dict[tuple[str, int], Pose | None] = {}
        self.faults: list[Fault] = []

    def names(self) -> list[str]:
        """The figure's own poses, in the order they are written; the bases are not among them."""
        return list(dict.fromkeys(name for _, poses in self._layers[1:] for name in poses))

    def bones(self) -> dict[str, Bones]:
        """Every pose that can be read, as bones."""
        read = {name: self._pose(name, len(self._layers) - 1, ()) for name in self.names()}
        return {name: settled(bones_of(pose), anchor=self._anchor) for name, pose in read.items() if pose}

    def where(self, name: str, settings: tuple[str, ...] = ()) -> Path:
        """The path to a pose, or to the first of some settings that it has."""
        path, poses = next(layer for layer in reversed(self._layers) if name in layer[1])
        own = poses[name]
        return (*path, name, *[one for one in settings if isinstance(own, Mapping) and one in own][:1])

    def _pose(self, name: str, layer: int, asked: tuple[tuple[str, int], ...]) -> Pose | None:
        while layer >= 0 and name not in self._layers[layer][1]:
            layer -= 1
        at = (name, layer)
        if at not in self._read:
            self._read[at] = None  # also for a pose that asks for itself in a round
            self._read[at] = self._made(at, (*asked, at))
        return self._read[at]

    def _made(self, at: tuple[str, int], asked: tuple[tuple[str, int], ...]) -> Pose | None:
        name, layer = at
        above, poses = self._layers[layer]
        path, written = (*above, name), poses[name]
        if not isinstance(written, Mapping):
            self._fault(path, "a pose is a mapping of settings", f"write {name}: {{from: stand}}")
            return None
        pose, before = Pose(), len(self.faults)
        if "from" in written:
            base = self._base(str(written["from"]), at, asked, (*path, "from"))
            if base is None:
                return None
            pose = base
        reach = pose.reach
        for key, value in written.items():
            if key not in SETTINGS:
                self.faults.append(
                    Fault(
                        path=(*path, key),
                        message=f"{quoted(str(key))} is no setting of a pose",
                        hint=meant(str(key), SETTINGS),
                        key=True,
                    )
                )
            elif key != "from" and not isinstance(value, (str, int, float)):
                self._fault(
                    (*path, key), f"{quoted(str(key))} wants a text", f"write it like {key}: {_example(key)}"
                )
            elif key != "from":
                try:
                    pose = _set(pose, key, str(value).strip())
                except Wrong as wrong:
                    self._fault((*path, key), wrong.message, wrong.hint, wrong.part)
        if waiting := set(pose.reach) - set(in_turn(pose.reach)):
            of_limbs = (key for key in written if key in SETTINGS and key not in _WHOLE)
            own = [key for key in of_limbs if waiting & set(limbs_of(key)[1])]
            message = "a hand or foot reaches for its own limb, or for one that reaches back"
            hint = "let it reach for the trunk, the floor or another limb: hand_r: knee_r"
            self._fault((*path, *own[:1]), message, hint)
        return _pinned(pose, reach, self._anchor) if len(self.faults) == before else None

    def _base(
        self, name: str, at: tuple[str, int], asked: tuple[tuple[str, int], ...], path: Path
    ) -> Pose | None:
        own, layer = at
        top = 0 if layer == 0 else layer - 1 if name == own else len(self._layers) - 1
        known = [pose for _, poses in self._layers[: top + 1] for pose in poses]
        if name not in known:
            self._fault(
                path, f"there is no pose {quoted(name)} to begin with", meant(name, dict.fromkeys(known))
            )
            return None
        found = next(i for i in range(top, -1, -1) if name in self._layers[i][1])
        if (name, found) in asked:
            self._fault(
                path, f"{quoted(own)} is made from itself in a round", "begin one of the poses with a base"
            )
            return None
        return self._pose(name, top, asked)

    def _fault(self, path: Path, message: str, hint: str, part: str = "") -> None:
        self.faults.append(Fault(path=path, message=message, hint=hint, part=part))


def _example(key: str) -> str:
    stem = _PLURAL.get(key, key.partition("_")[0])
    if stem in ("hand", "foot"):
        return "floor 30"
    return {"leg": "-90 -90 0", "arm": "-92 -84"}.get(stem, "90")


def limbs_of(key: str) -> tuple[str, list[str]]:
    """What a setting is about and of which limbs: `hands` -> hand of arm_r and arm_l."""
    stem, _, side = key.partition("_")
    stem = _PLURAL.get(stem, stem)
    return stem, [f"{_LIMB_OF[stem]}_{one}" for one in (side or "rl")]


def _set(pose: Pose, key: str, text: str) -> Pose:
    """A pose with one setting more. Raises Wrong."""
    if key == "spine":
        return replace(pose, spine=angles(text, most=5))
    if key == "head":
        return replace(pose, head=angles(text, most=1)[0])
    if key in _WHOLE:
        most = 6 if key == "belly" else 180
        return _whole(pose, key, number(text, most=most))
    stem, limbs = limbs_of(key)
    for limb in limbs:
        if stem in ("hand", "foot"):
            pose = replace(pose, reach={**pose.reach, limb: target(text, limb=limb)})
        elif stem in ("leg", "arm"):
            free = {name: held for name, held in pose.reach.items() if name != limb}
            toes = {name: to for name, to in pose.toes.items() if name != limb}
            bent = {name: to for name, to in pose.bend.items() if name != limb}
            own = {**pose.limbs, limb: angles(text, most=len(LIMBS[limb]))}
            pose = replace(pose, limbs=own, reach=free, toes=toes, bend=bent)
        elif stem == "toe":
            pose = replace(pose, toes={**pose.toes, limb: angles(text, most=1)[0]})
        else:
            pose = replace(pose, bend={**pose.bend, limb: angles(text, most=1)[0]})
    return pose


_WHOLES: dict[str, Callable[[Pose, float], Pose]] = {
    "hips": lambda pose, value: replace(pose, hips=value),
    "twist": lambda pose, value: replace(pose, twist=value),
    "roll": lambda pose, value: replace(pose, roll=value),
    "belly": lambda pose, value: replace(pose, belly=value),
}


def _whole(pose: Pose, key: str, value: float) -> Pose:
    return _WHOLES[key](pose, value)


def _pinned(pose: Pose, before: dict[str, Target], anchor: str) -> Pose:
    """Spots on the floor that this pose says, bound to where it has its body; inherited ones stay theirs."""
    new = [limb for limb, held in pose.reach.items() if held.at == PIN and before.get(limb) is not held]
    if not new:
        return pose
    joints = place(bones_of(pose), anchor=anchor).joints
    ahead, _, middle = joints["pelvis"]
    bound = {
        limb: spot(pose.reach[limb], limb, ahead=ahead, middle=middle, root=joints[CHAINS[limb][0]][2])
        for limb in new
    }
    return replace(pose, reach={**pose.reach, **bound})
