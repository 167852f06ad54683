"""Where the steps of a routine file stand, and what they are called and say: by the number of the step.

It knows nodes only, of a file that has been read without a mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.routinefile.nodes import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.routinefile.nodes import Node


class Spots:
    """The places of one routine file."""

    def __init__(self, root: Node | None) -> None:
        self._root = root
        self._steps = list(_steps(_value(root, "steps")))

    def caution(self) -> Node | None:
        """Where the caution stands."""
        return _value(self._root, "caution")

    def name(self, step: int) -> Node:
        """Where exercise step `step`, counted from 1, is named: by its name or its id."""
        node = self._steps[step - 1]
        return _value(node, "name") or _value(node, "exercise") or node

    def cue(self, step: int, number: int) -> tuple[Node, bool]:
        """Where a step's line `number`, from 0, stands, and whether it is the step's own."""
        node = self._steps[step - 1]
        cues = _value(node, "cues")
        return (cues.items[number], True) if cues else (node, False)

    def along(
        self, path: tuple[str | int, ...], *, step: int | None = None, key: bool = False
    ) -> Node | None:
        """Where a path of keys and list places leads, from the file or a step; as far as it goes.

        With `key` its last key and not the value. None where not even the first key is written.
        """
        node: Node | None = self._root if step is None else self._steps[step - 1]
        last = node
        for number, place in enumerate(path):
            if node is None:
                break
            if isinstance(place, int):
                node = node.items[place] if place < len(node.items) else None
            elif key and number == len(path) - 1:
                node = next((name for name, _ in _pairs(node) if name.text == place), None)
            else:
                node = _value(node, place)
            if number == 0 and node is None:
                return None
            last = node or last
        return last


def _steps(node: Node | None) -> Iterator[Node]:
    """The exercise steps in the order of the file, which is that of their numbers."""
    for item in node.items if node else ():
        if inner := _value(item, "steps"):
            yield from _steps(inner)
        elif _value(item, "rest") is None:
            yield item


def _value(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in _pairs(node) if name.text == key), None)


def _pairs(node: Node | None) -> Iterable[tuple[Node, Node]]:
    return node.pairs if node is not None and node.shape is Shape.MAPPING else ()
