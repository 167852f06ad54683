"""A placed body, seen by a camera -> flat rounded parts, the farthest first.

It knows depth, tints and props; neither samples nor cells.
"""

from __future__ import annotations

from dataclasses import replace
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

from stretchtimer.figure.areas import AT_JOINTS, ON_LIMBS, ON_TRUNK
from stretchtimer.figure.body import (
    BONE_ENDS,
    CHAINS,
    LIMBS,
    RADIUS,
    SIDES,
    SPINE,
    SPINE_PARTS,
    SPINE_RADIUS,
    SPINE_WIDTH,
    other,
)
from stretchtimer.figure.shapes import Part, hull
from stretchtimer.figure.vectors import add, angle, cross, lerp, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stretchtimer.figure.form import Camera, Prop
    from stretchtimer.figure.placing import Placed
    from stretchtimer.figure.shapes import Chain, Disc
    from stretchtimer.figure.vectors import Vec

_FAR = -2.2
"""A limb whose root is so far behind the trunk's middle is a far one."""
_FOLDED = 70.0
"""A leg that is folded by more degrees is drawn as two: its shin may be before what its thigh is behind."""
_HEAD_FIRST = 12.0
"""The head is drawn over what is not much nearer: it is what one looks for."""


def looking(camera: Camera) -> Callable[[Vec], Vec]:
    """What puts a point into the picture: x, y and how near it is."""
    cy, sy = cos(radians(camera.yaw)), sin(radians(camera.yaw))
    cp, sp = cos(radians(camera.pitch)), sin(radians(camera.pitch))
    way = -1.0 if camera.flip else 1.0

    def see(v: Vec) -> Vec:
        near = v[0] * sy + v[2] * cy
        return (way * (v[0] * cy - v[2] * sy), v[1] * cp - near * sp, near * cp + v[1] * sp)

    return see


class _Seen:
    """One body as one camera sees it."""

    def __init__(self, placed: Placed, camera: Camera) -> None:
        self.placed, self.see = placed, looking(camera)
        self.eyes = {name: self.see(at) for name, at in placed.joints.items()}
        self.mids = [
            placed.joints[name] for name in ("pelvis", *(f"spine{i + 1}" for i in range(SPINE_PARTS)))
        ]
        self.axes = [
            unit(lerp(placed.hips, placed.shoulders, i / SPINE_PARTS)) for i in range(SPINE_PARTS + 1)
        ]

    def disc(self, v: Vec, radius: float) -> Disc:
        x, y, _ = self.see(v)
        return (x, y, radius)

    def joint(self, name: str) -> Disc:
        x, y, _ = self.eyes[name]
        return (x, y, RADIUS[name])

    def across(self, first: int, last: int, *, out: int, ahead: float = 0.0, thin: float = 0.0) -> Chain:
        """A chain along the trunk: its middle or a side (`out`), set off to its front."""
        discs = []
        for i in range(first, last + 1):
            along = self.placed.dirs[SPINE[min(i, SPINE_PARTS - 1)]]
            v = add(self.mids[i], self.axes[i], out * SPINE_WIDTH[i])
            if ahead:
                v = add(v, cross(along, self.axes[i]), ahead)
            discs.append(self.disc(v, SPINE_RADIUS[i] * (1.0 if out == 0 else 0.8) - thin))
        return tuple(discs)


def parts(
    placed: Placed,
    camera: Camera,
    *,
    target: tuple[str, ...] = (),
    props: tuple[Prop, ...] = (),
    dim: frozenset[str] = frozenset(),
) -> list[Part]:
    """The parts of a body and its props, in the order to draw them.

    The limbs in `dim` are the dim ones of their pairs, near or far; of other pairs the far one is.
    """
    seen = _Seen(placed, camera)
    marks = _marks(seen, target)
    made = [part for limb in CHAINS for part in _limb(seen, limb, marks, dim)]
    made += [_prop(seen, prop, made) for prop in props]
    made += [_trunk(seen, marks.get("trunk", ())), _head(seen)]
    made.sort(key=lambda part: part.depth)
    return _marks_on_top(made)


def _marks(seen: _Seen, target: tuple[str, ...]) -> dict[str, tuple[Chain, ...]]:
    """The target areas by the part that they lie on."""
    placed = seen.placed
    found: dict[str, tuple[Chain, ...]] = {}
    forward = cross(placed.dirs[SPINE[0]], placed.hips)
    for area in target:
        if area in ON_TRUNK:
            first, last, ahead = ON_TRUNK[area]
            chains = tuple(
                seen.across(first, last, out=out, ahead=ahead, thin=abs(ahead)) for out in (0, 1, -1)
            )
            found["trunk"] = found.get("trunk", ()) + chains
            continue
        stem = area[:-2] if area[-2:] in ("_r", "_l") else area
        for side in SIDES if stem == area else (area[-1],):
            if stem in AT_JOINTS:
                joint, ahead, size = AT_JOINTS[stem]
                chain: Chain = (seen.disc(add(placed.joints[f"{joint}_{side}"], forward, ahead), size),)
                limb = f"{'leg' if joint == 'hip' else 'arm'}_{side}"
            else:
                bone, first_at, last_at = ON_LIMBS[stem]
                one, two = BONE_ENDS[f"{bone}_{side}"]
                thick, thin = RADIUS[one], RADIUS[two]
                chain = tuple(
                    seen.disc(lerp(placed.joints[one], placed.joints[two], k), thick + (thin - thick) * k)
                    for k in (first_at, last_at)
                )
                limb = f"leg_{side}" if bone == "thigh" else f"{bone}_{side}"
            found[limb] = (*found.get(limb, ()), chain)
    return found


def _limb(seen: _Seen, limb: str, marks: dict[str, tuple[Chain, ...]], dim: frozenset[str]) -> Iterator[Part]:
    """A limb; nothing of a far one that would only show as crumbs along the near one.

    A folded leg is two parts: a shin lies across the other thigh, and a gap tells it from its own.
    """
    names, bones = CHAINS[limb], LIMBS[limb]
    leg = limb.startswith("leg")
    root = seen.eyes[names[0]][2] - seen.eyes["pelvis" if leg else "neck"][2]
    marked = marks.get(limb, ()) + marks.get(bones[1], ())
    if root < _FAR and not marked and not _apart(seen, limb):
        return
    faint = limb in dim if dim & {limb, other(limb)} else root < _FAR
    one, two = (seen.placed.dirs[bone] for bone in bones[:2])
    pieces = [(limb, names, marked, 0.45 if leg else 0.35, 1.0)]
    if leg and angle(one, two) > _FOLDED:
        pieces = [
            (limb, names[:2], marks.get(limb, ()), 0.45, 0.7),
            (bones[1], names[1:], marks.get(bones[1], ()), 0.3, 1.0),
        ]
    for name, joints, on_it, first, last in pieces:
        chain = tuple(seen.joint(joint) for joint in joints)
        near = sum(seen.eyes[joint][2] for joint in joints) / len(joints)
        yield Part(
            name=name,
            tint="far" if faint else "near",
            depth=near + root * 0.5,
            chains=(chain,),
            # No gap at its root, where a limb belongs to the trunk, nor at a knee between its own two parts.
            halo=((lerp(chain[0], chain[1], first), *chain[1:-1], lerp(chain[-2], chain[-1], last)),),
            marks=on_it,
        )


def _apart(seen: _Seen, limb: str) -> bool:
    for name in CHAINS[limb][1:]:
        one, two = seen.eyes[name], seen.eyes[other(name)]
        if hypot(one[0] - two[0], one[1] - two[1]) > RADIUS[name] * 1.7:
            return True
    return False


def _trunk(seen: _Seen, marks: tuple[Chain, ...]) -> Part:
    """A middle chain, one at each side that fill its width from the front, and the belly before them."""
    chains = [seen.across(0, SPINE_PARTS, out=out) for out in (0, 1, -1)]
    if belly := seen.placed.belly:
        chains.append(seen.across(1, 3, out=0, ahead=belly, thin=0.6))
    depth = sum(seen.see(v)[2] for v in seen.mids) / len(seen.mids)
    return Part(name="trunk", tint="body", depth=depth, chains=tuple(chains), marks=marks)


def _head(seen: _Seen) -> Part:
    """A disc, and a small nose that says where it looks."""
    placed, size = seen.placed, RADIUS["head"]
    face = unit(cross(placed.dirs["head"], placed.shoulders))
    skull = (seen.joint("head"),)
    centre = placed.joints["head"]
    nose = tuple(
        seen.disc(add(centre, face, size * k), size * thick) for k, thick in ((0.6, 0.4), (1.04, 0.22))
    )
    depth = seen.eyes["head"][2] + _HEAD_FIRST
    return Part(name="head", tint="body", depth=depth, chains=(skull, nose), halo=(skull,))


def _prop(seen: _Seen, prop: Prop, limbs: list[Part]) -> Part:
    if prop.kind == "strap":
        chain = tuple((*seen.eyes[name][:2], prop.size) for name in prop.joints)
        return Part(name="strap", tint="prop", depth=99.0, chains=(chain,))
    if prop.spot is not None:
        x, top, z = prop.spot
        wide, deep = prop.size * 0.75, prop.size * 0.5
        corners = [
            seen.see((x + i, j, z + k)) for i in (-wide, wide) for j in (0.0, top) for k in (-deep, deep)
        ]
        outline = hull([(c[0], c[1]) for c in corners])
        return Part(name="block", tint="prop", depth=seen.see((x, top, z))[2] - 8, polygon=outline)
    centre = add(seen.placed.joints[prop.joints[0]], prop.by)
    ball = ((seen.disc(centre, prop.size / 2)),)
    depth = seen.see(centre)[2] - 6
    if prop.kind == "weight":  # it is worn: before the limb that bears it
        joint = seen.joint(prop.joints[0])
        depth = max((part.depth for part in limbs if joint in part.chains[0]), default=depth + 10) + 0.01
    return Part(name=prop.kind, tint="prop", depth=depth, chains=(ball,), halo=(ball,))


def _marks_on_top(made: list[Part]) -> list[Part]:
    """A mark at a hip or shoulder that is drawn before the trunk belongs on the trunk, or it is hidden."""
    at = next(i for i, part in enumerate(made) if part.name == "trunk")
    moved: tuple[Chain, ...] = ()
    for i, part in enumerate(made[:at]):
        if part.name in CHAINS and any(len(mark) == 1 for mark in part.marks):
            moved += tuple(mark for mark in part.marks if len(mark) == 1)
            made[i] = replace(part, marks=tuple(mark for mark in part.marks if len(mark) > 1))
    if moved:
        made[at] = replace(made[at], marks=made[at].marks + moved)
    return made


def mat(camera: Camera, x: tuple[float, float], z: tuple[float, float]) -> Part:
    """A mat on the floor between these bounds."""
    see = looking(camera)
    corners = [see((a, 0.0, b)) for a, b in ((x[0], z[0]), (x[1], z[0]), (x[1], z[1]), (x[0], z[1]))]
    return Part(name="mat", tint="mat", depth=-999.0, polygon=tuple((c[0], c[1]) for c in corners))
