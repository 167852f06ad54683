"""What was read of one mapping, with the places that it was read from.

It knows keys and nodes; what they mean stands in `format` and `build`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stretchtimer.routinefile.kinds import Record
    from stretchtimer.routinefile.nodes import Node


class Values:
    """A record's values by attribute, with the nodes they were read from.

    `read` has those that could be read, `keys` the key nodes of all that are written, `values` their
    nodes, `meant` the keys that misspelt ones were meant to be; `valid` says that nothing is wrong.
    """

    __slots__ = ("keys", "meant", "node", "read", "record", "valid", "values")

    def __init__(self, record: Record, node: Node) -> None:
        self.record, self.node = record, node
        self.read: dict[str, Any] = {}
        self.keys: dict[str, Node] = {}
        self.values: dict[str, Node] = {}
        self.meant: set[str] = set()
        self.valid = True

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default where the key is not in the file."""
        return self.read.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.read

    def written(self, *names: str) -> bool:
        """Whether one of these keys is in the file, rightly spelt or not."""
        return any(name in self.keys or name in self.meant for name in names)

    def at(self, name: str) -> Node:
        """The node of a value, or of the record where the key is not in the file."""
        return self.values.get(name, self.node)
