"""Generates a group's reader: children popped from a dictionary of tags into a Struct."""

from collections.abc import Callable
from typing import Any

import msgspec

from invoicing.formats._mapping import values
from invoicing.formats._mapping.table import Fixed, Group, Leaf, Row, Rule
from invoicing.formats._mapping.tree import Node, leaves, once, tree

_CALLS = {
    "amount": "read_number",
    "number": "read_number",
    "date": "read_date",
    "day": "read_day",
    "flag": "read_flag",
    "base64": "read_base64",
}


class ReaderSource:
    """Python source of the readers of a table, and the constants it refers to."""

    def __init__(
        self,
        tag_of: Callable[[str], str],
        own: tuple[str, ...],
        first_wins: bool,
        currency_attribute: str,
    ) -> None:
        self._tag_of = tag_of
        self._first_wins = first_wins
        self._currency_attribute = currency_attribute
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            name: getattr(values, name)
            for name in (
                *_CALLS.values(),
                "read_amount",
                "read_identifier",
                "read_fixed",
                "gather",
                "leftover",
            )
        } | {"is_same": values.is_same}
        self.names["OWN"] = own
        self._count = 0
        self._marks: list[tuple[Fixed, str]] = []  # of the group at hand

    def _broken(self, condition: str, call: str, field: str, rule: Rule, term: str) -> list[str]:
        """Source that adds a finding of the rule where the condition holds."""
        if not rule:
            return []
        if isinstance(rule, str):
            return [f"{condition}: f.{call}(at, {field!r}, {rule!r}, {term!r})"]
        pad = condition[: len(condition) - len(condition.lstrip())]
        chosen = f"{self._constant(dict(rule.rules))}.get(x_{rule.field})"
        return [
            f"{condition}:",
            f"{pad} r = {chosen}",
            f"{pad} if r: f.{call}(at, {field!r}, r, {term!r})",
        ]

    def _constant(self, value: Any, prefix: str = "K") -> str:
        self._count += 1
        name = f"{prefix}{self._count}"
        self.names[name] = value
        return name

    def group(self, make: type[Any], rows: tuple[Row, ...], load: Any) -> str:
        """Adds `read(element, findings, place)` of a group; its name."""
        root = tree(rows)
        outer: list[tuple[Fixed, str]] = self._marks
        self._marks = []
        fields = list({row.field: row for row in leaves(root)}.values())
        body: list[str] = []
        for row in fields:
            body.append(f" x_{row.field} = {'[]' if row.many else _absent(row)}")
        if isinstance(root.row, Leaf):
            body.append(f" x_{root.row.field} = {self._read(root.row, 'e', '')}")
        self._attributes(root, "e", body, " ")
        self._children(root, "e", body, " ")
        for row in fields:
            absent = f" if not x_{row.field} and x_{row.field} in ('', None, [])"
            body += self._broken(absent, "missing", row.field, row.required, row.term)
            body += self._broken(absent, "tell", row.field, row.told, row.term)
        for fixed, variable in self._marks:
            body[:0] = [f" {variable} = None"]
            other = f" if {variable} != {fixed.text!r} and not is_same({variable}, {fixed.text!r})"
            body += self._broken(other, "tell", fixed.field, fixed.told, "")
        self._marks = outer
        defaults = {field.name: field.default for field in msgspec.structs.fields(make)}
        given = ", ".join(f"{r.field}={self._value(r, defaults[r.field])}" for r in fields)
        result = f"{self._constant(make)}({given})"
        if load is not None:
            result = f"{self._constant(load)}({result}, f.reporter(at))"
        name = self._constant(None, "read_")
        self.lines += [f"def {name}(e, f, at):", *body, f" return {result}"]
        return name

    def _value(self, row: Leaf | Group, default: Any) -> str:
        variable = f"x_{row.field}"
        if row.many:
            return f"tuple({variable})"
        if default is None or default is msgspec.NODEFAULT or _absent(row) == "''":
            return variable
        return f"{variable} if {variable} is not None else {self._constant(default)}"

    def _children(self, node: Node, e: str, body: list[str], pad: str) -> None:
        if not node.children:
            return
        self._count += 1
        d = f"d{self._count}"
        tags = {name: self._tag_of(name) for name in node.children}
        many = frozenset(tags[n] for n, child in node.children.items() if child.repeats())
        known = self._constant(frozenset(tags.values()))
        refused = "frozenset()" if self._first_wins else known
        rules = {tags[n]: rule for n, child in node.children.items() if (rule := once(child))}
        body += [
            f"{pad}{d} = {{}}",  # a loop, because a comprehension is a call
            f"{pad}for c in {e}: {d}[c.tag] = c",
            f"{pad}if len({d}) != len({e}): "
            f"{d} = gather({e}, {self._constant(many)}, {refused}, {self._constant(rules)}, f, at)",
            f"{pad}p{d} = {d}.pop",
        ]
        for name, child in node.children.items():
            self._count += 1
            v = f"v{self._count}"
            body += [f"{pad}{v} = p{d}({tags[name]!r}, None)", f"{pad}if {v} is not None:"]
            inside: list[str] = []
            self._child(child, v, inside, pad + " ")
            body += inside or [f"{pad} pass"]
        body.append(f"{pad}if {d}: leftover({e}, {d}, {known}, OWN, f, at)")

    def _child(self, node: Node, v: str, body: list[str], pad: str) -> None:
        row = node.row
        noted = bool(self._currency_attribute) and self._currency_attribute not in node.attributes
        if isinstance(row, Fixed):
            if row.rule:
                body.append(f"{pad}read_fixed({v}, {row.text!r}, {row.rule!r}, f, at)")
            if row.told:
                self._count += 1
                self._marks.append((row, f"m{self._count}"))
                body.append(f"{pad}m{self._count} = {v}.text")
        elif isinstance(row, Leaf | Group):
            if row.many:
                body.append(
                    f"{pad}for i, c in enumerate({v} if type({v}) is list else ({v},)): "
                    f"x_{row.field}.append({self._read(row, 'c', ', i', noted)})"
                )
            else:
                body.append(f"{pad}x_{row.field} = {self._read(row, v, '', noted)}")
            self._attributes(node, v, body, pad)
        else:
            self._children(node, v, body, pad)
            if node.filled:
                empty = " and ".join(f"not x_{leaf.field}" for leaf in leaves(node))
                filled = node.filled
                body += self._broken(f"{pad}if {empty}", "tell", filled.field, filled.told, "")

    def _read(self, row: Leaf | Group, v: str, index: str, noted: bool = False) -> str:
        if isinstance(row, Group):
            function = self.group(row.make, tuple(row.rows), row.load)
            return f"{function}({v}, f, (at, {row.field!r}{index}))"
        if row.kind == "identifier":
            return f"read_identifier({v}, {row.scheme!r})"
        if row.kind == "amount" and noted:
            currency = f"{v}.get({self._currency_attribute!r})"
            return f"read_amount({v}, {currency}, f, at, {row.field!r})"
        return _converted(row, v, f"{v}.text")

    def _attributes(self, node: Node, v: str, body: list[str], pad: str) -> None:
        for name, row in node.attributes.items():
            body.append(f"{pad}x_{row.field} = {_converted(row, v, f'{v}.get({name!r})')}")


def _converted(row: Leaf, v: str, text: str) -> str:
    if row.kind == "text":
        return f"{text} or ''"
    if row.kind == "code":
        return f"({text} or '').strip()"
    return f"{_CALLS[row.kind]}({v}, {text}, f, at, {row.field!r})"


def _absent(row: Leaf | Group) -> str:
    return "''" if isinstance(row, Leaf) and row.kind in ("text", "code") else "None"
