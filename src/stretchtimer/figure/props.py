"""The props of a block: ball, weight, strap and block, read and placed.

It knows what a person writes about them; how they look, `scene` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from stretchtimer.figure.body import RADIUS
from stretchtimer.figure.form import Prop
from stretchtimer.figure.notation import Fault
from stretchtimer.figure.pose import PIN
from stretchtimer.figure.words import Wrong, meant, number
from stretchtimer.text import quoted

if TYPE_CHECKING:
    from stretchtimer.figure.notation import Path
    from stretchtimer.figure.pose import Bones
    from stretchtimer.figure.vectors import Vec

KINDS = {"ball": 11.0, "weight": 5.0, "strap": 0.8, "block": 8.0}
"""The props, and how large each is where it is not said."""
_EXAMPLE = "write - {ball: pelvis, by: 0 -9}"


def read_props(listed: Any, at: Path, poses: dict[str, Bones], faults: list[Fault]) -> tuple[Prop, ...]:
    """The props of a list, noting what is wrong with them."""
    if not isinstance(listed, list):
        faults.append(Fault(path=at, message="'props' wants a list", hint=_EXAMPLE))
        return ()
    props = []
    for i, one in enumerate(listed[:8]):
        try:
            props.append(_prop(one, poses))
        except _At as wrong:
            path = (*at, i, *wrong.keys)
            of_key = bool(wrong.keys) and wrong.keys[-1] not in (*KINDS, "by", "size")
            faults.append(
                Fault(path=path, message=wrong.message, hint=wrong.hint, part=wrong.part, key=of_key)
            )
    return tuple(props)


class _At(Wrong):
    """What is wrong with a prop, and under which of its keys."""

    def __init__(self, keys: tuple[str, ...], wrong: Wrong) -> None:
        super().__init__(wrong.message, wrong.hint, wrong.part)
        self.keys = keys


def _prop(written: Any, poses: dict[str, Bones]) -> Prop:
    kinds = [kind for kind in KINDS if isinstance(written, Mapping) and kind in written]
    if len(kinds) != 1:
        raise _At((), Wrong("a prop is a ball, a weight, a strap or a block", _EXAMPLE))
    kind, by, size = kinds[0], (0.0, 0.0, 0.0), KINDS[kinds[0]]
    key = kind
    try:
        joints, spot = _joints(kind, str(written[kind]), poses)
        for key, value in written.items():
            if key == "by":
                by = _by(str(value))
            elif key == "size":
                size = number(str(value), most=60)
            elif key != kind:
                _refuse(str(key), kind)
    except Wrong as wrong:
        raise _At((key,), wrong) from None
    return Prop(kind=kind, joints=joints, by=by, size=size, spot=spot)


def _joints(kind: str, text: str, poses: dict[str, Bones]) -> tuple[tuple[str, ...], Vec | None]:
    """The joints of a prop, and the spot that a block stands on."""
    joints = tuple(text.split())
    for joint in joints:
        if joint not in RADIUS:
            raise Wrong(f"{quoted(joint)} is no joint", meant(joint, RADIUS), joint)
    if len(joints) != 1 and not (kind == "strap" and joints):
        raise Wrong(f"a {kind} is at one joint", f"write {kind}: hand_r")
    return joints, _spot(joints[0], poses) if kind == "block" else None


def _refuse(key: str, kind: str) -> NoReturn:
    raise Wrong(f"{quoted(key)} is no key of a prop", f"write {kind}, by or size")


def _by(text: str) -> Vec:
    numbers = [number(word, most=60) for word in text.split()]
    if not 1 <= len(numbers) <= 3:
        raise Wrong("'by' has one to three numbers", "write them forward, up and out: by: 0 -9 0")
    x, y, z = (*numbers, 0.0, 0.0)[:3]
    return (x, y, z)


def _spot(joint: str, poses: dict[str, Bones]) -> Vec:
    """Where a block stands: under the hand that a pose sets on the floor with a height."""
    limb = f"arm{joint[-2:]}" if joint.startswith("hand") else f"leg{joint[-2:]}"
    for bones in poses.values():
        held = bones.reach.get(limb)
        if held and held.at == PIN and held.by[1] > 0:
            return held.by
    hint = "set the hand on the floor with a height: hands: floor 14 9 8"
    raise Wrong(f"no pose sets {quoted(joint)} on a block", hint)
