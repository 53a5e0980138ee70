"""A table's rows, gathered into the elements they stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from invoicing.formats._mapping.table import Filled, Group, Leaf, Row


@dataclass(slots=True)
class Node:
    """An element: a container of others, or the place of a leaf, fixed text or group."""

    name: str
    children: "dict[str, Node]" = field(default_factory=dict)
    row: Row | None = None
    attributes: dict[str, Leaf] = field(default_factory=dict)
    filled: Filled | None = None

    def repeats(self) -> bool:
        return isinstance(self.row, Leaf | Group) and self.row.many


def tree(rows: Sequence[Row]) -> Node:
    """The root of the elements that the rows' paths name."""
    root = Node("")
    for row in rows:
        node = root
        if not row.path:
            root.row = row
            continue
        *steps, last = row.path.split("/")
        for step in steps:
            node = node.children.setdefault(step, Node(step))
        if last.startswith("@"):
            if not isinstance(row, Leaf) or (node is not root and node.row is None):
                raise ValueError(f"{row.path}: an attribute needs a leaf before it")
            node.attributes[last[1:]] = row
            continue
        node = node.children.setdefault(last, Node(last))
        if isinstance(row, Filled):
            node.filled = row
            continue
        if node.row is not None:
            raise ValueError(f"{row.path}: mapped twice")
        node.row = row
    return root


def leaves(node: Node) -> Iterator[Leaf | Group]:
    """The rows below a node that fill a field, without those inside groups."""
    if isinstance(node.row, Leaf | Group):
        yield node.row
    yield from node.attributes.values()
    for child in node.children.values():
        yield from leaves(child)


def once(node: Node) -> str:
    """The rule that a second element breaks: the row's own, else that of the first row inside."""
    if isinstance(node.row, Leaf | Group):
        return node.row.once
    return next((rule for child in node.children.values() if (rule := once(child))), "")
