"""Generates a group's reader, which meets an element's children in the order of the table.

Of a group with an ID, a repeated note and a name inside an item, the source is, in essence:

    def read_7(e, f, at):
        given = {}                                  what the element says, by field
        x_notes = []
        after1 = None
        c1 = e[0]                                   or None, where it has no children
        while c1 is not None:                       once, where the file keeps the order
            t = c1.tag
            if t == '{...}ID':
                given['id'] = (c1.text or '').strip()
                c1 = c1.getnext(); t = c1.tag
            while t == '{...}Note':
                x_notes.append(c1.text or '')
                c1 = c1.getnext(); t = c1.tag
            if t == '{...}Item':
                ...                                 the same for its children, with c2
            if c1 is not None:                      then after1() steps instead of c1.getnext()
                c1, after1 = ordered(e, c1, ...)
        if not given.get('id'): f.missing(at, 'id', 'BR-21', 'BT-126')
        if x_notes: given['notes'] = tuple(x_notes)
        return Line(**given)

A child that is not the next row's falls through to `ordered`, which tells what does not belong
and gives the rest in the table's order for a second pass. In lxml a step to the next sibling
costs half of an iterator's.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from invoicing.formats._mapping import values
from invoicing.formats._mapping.table import Fixed, Group, Leaf, Row, Rule
from invoicing.formats._mapping.tree import Node, leaves, once, tree

_CALLS = {
    "date": "read_date",
    "day": "read_day",
    "flag": "read_flag",
    "base64": "read_base64",
}
_NUMBERS = ("amount", "number")
_TEXTS = ("text", "code")
_HELPERS = (
    *_CALLS.values(),
    "read_number",
    "read_identifier",
    "read_fixed",
    "ordered",
    "is_number",
    "is_same",
)


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
        self._own = own
        self._first_wins = first_wins
        self._currency_attribute = currency_attribute
        self.lines: list[str] = []
        self.names: dict[str, Any] = {name: getattr(values, name) for name in _HELPERS}
        self.names["Decimal"] = Decimal
        self._count = 0
        self._marks: list[tuple[Fixed, str]] = []  # of the group at hand

    def _name(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def _constant(self, value: Any, prefix: str = "K") -> str:
        name = self._name(prefix)
        self.names[name] = value
        return name

    def group(self, make: type[Any], rows: tuple[Row, ...], load: Any) -> str:
        """Adds `read(element, findings, place)` of a group; its name."""
        root = tree(rows)
        outer, self._marks = self._marks, []
        fields = list({row.field: row for row in leaves(root)}.values())
        inside: list[str] = []
        if isinstance(root.row, Leaf):
            inside += self._leaf(root.row, root, "e", " ")
        inside += self._attributes(root, "e", " ")
        inside += self._children(root, "e", " ")
        name = self._name("read_")
        self.lines += [
            f"def {name}(e, f, at):",
            f" given = {self._given(make, fields)}",
            " numbers = f.numbers; currencies = f.currencies",
            *(f" x_{row.field} = []" for row in fields if row.many),
            *(f" {mark} = None" for _, mark in self._marks),
            *inside,
            *self._checks(fields),
            *(
                f" if x_{row.field}: given[{row.field!r}] = tuple(x_{row.field})"
                for row in fields
                if row.many
            ),
        ]
        self._marks = outer
        result = f"{self._constant(make)}(**given)"
        if load is not None:
            result = f"{self._constant(load)}({result}, f.reporter(at))"
        self.lines.append(f" return {result}")
        return name

    @staticmethod
    def _given(make: type[Any], fields: list[Leaf | Group]) -> dict[str, Any]:
        """What an element without a field says of it, where the class says otherwise or nothing."""
        defaults = {field.name: field.default for field in msgspec.structs.fields(make)}
        absent = {row.field: _absent(row) for row in fields}
        return {
            field: value
            for field, value in absent.items()
            if defaults[field] != value
            and (value is not None or defaults[field] is msgspec.NODEFAULT)
        }

    def _checks(self, fields: list[Leaf | Group]) -> list[str]:
        """Source that tells which rules the absence of a field breaks, and other fixed texts."""
        body: list[str] = []
        for row in fields:
            absent = f" if {_is_absent(row)}"
            body += self._broken(absent, "missing", row.field, row.required, row.term)
            body += self._broken(absent, "tell", row.field, row.told, row.term)
        for fixed, mark in self._marks:
            other = f" if {mark} != {fixed.text!r} and not is_same({mark}, {fixed.text!r})"
            body += self._broken(other, "tell", fixed.field, fixed.told, "")
        return body

    def _broken(self, condition: str, call: str, field: str, rule: Rule, term: str) -> list[str]:
        """Source that adds a finding of the rule where the condition holds."""
        if not rule:
            return []
        if isinstance(rule, str):
            return [f"{condition}: f.{call}(at, {field!r}, {rule!r}, {term!r})"]
        pad = condition[: len(condition) - len(condition.lstrip())]
        chosen = self._constant(dict(rule.rules))
        return [
            f"{condition}:",
            f"{pad} r = {chosen}.get(given.get({rule.field!r}))",
            f"{pad} if r: f.{call}(at, {field!r}, r, {term!r})",
        ]

    def _children(self, node: Node, e: str, pad: str) -> list[str]:
        """Source that reads the children of `e`."""
        if not node.children:
            return []
        c, after = self._name("c"), self._name("after")
        body = [
            f"{pad}{after} = None",
            f"{pad}try: {c} = {e}[0]",
            f"{pad}except IndexError: {c} = None",
            f"{pad}while {c} is not None:",
            f"{pad} t = {c}.tag",
        ]
        for name, child in node.children.items():
            loop = "while" if child.repeats() else "if"
            body += [
                f"{pad} {loop} t == {self._tag_of(name)!r}:",
                *self._child(child, c, f"{pad}  "),
                f"{pad}  {c} = {c}.getnext() if {after} is None else {after}()",
                f"{pad}  t = None if {c} is None else {c}.tag",
            ]
        known = self._constant(self._known(node))
        rest = f"{c}, {after} = ordered({e}, {c}, {known}, f, at)"
        return [*body, f"{pad} if {c} is not None: {rest}"]

    def _known(self, node: Node) -> values.Known:
        tags = {name: self._tag_of(name) for name in node.children}
        single = [n for n, child in node.children.items() if not child.repeats()]
        return values.Known(
            order={tag: number for number, tag in enumerate(tags.values())},
            single=frozenset(tags[n] for n in single),
            rules={tags[n]: rule for n, child in node.children.items() if (rule := once(child))},
            own=self._own,
            first_wins=self._first_wins,
        )

    def _child(self, node: Node, c: str, pad: str) -> list[str]:
        row = node.row
        if isinstance(row, Fixed):
            return self._fixed(row, c, pad)
        if isinstance(row, Leaf | Group):
            return self._leaf(row, node, c, pad) + self._attributes(node, c, pad)
        body = self._children(node, c, pad)
        if node.filled:
            empty = " and ".join(map(_is_empty, leaves(node)))
            filled = node.filled
            body += self._broken(f"{pad}if {empty}", "tell", filled.field, filled.told, "")
        return body

    def _fixed(self, row: Fixed, c: str, pad: str) -> list[str]:
        body = []
        if row.rule:
            body.append(f"{pad}read_fixed({c}, {row.text!r}, {row.rule!r}, f, at)")
        if row.told:
            mark = self._name("m")
            self._marks.append((row, mark))
            body.append(f"{pad}{mark} = {c}.text")
        return body

    def _leaf(self, row: Leaf | Group, node: Node, c: str, pad: str) -> list[str]:
        """Source that puts what the element `c` says into its field."""
        field = f"x_{row.field}" if row.many else f"given[{row.field!r}]"
        if isinstance(row, Group):
            place = f"(at, {row.field!r}, len({field}))" if row.many else f"(at, {row.field!r})"
            value = f"{self.group(row.make, tuple(row.rows), row.load)}({c}, f, {place})"
        elif row.kind == "identifier":
            value = f"read_identifier({c}, {row.scheme!r})"
        else:
            body = []
            attribute = self._currency_attribute
            if row.kind == "amount" and attribute and attribute not in node.attributes:
                body = [
                    f"{pad}k = {c}.get({attribute!r})",
                    f"{pad}if k not in currencies: currencies[k] = {c}",
                ]
            return body + _converted(row, c, f"{c}.text", field, pad)
        if row.many:
            return [f"{pad}{field}.append({value})"]
        return [f"{pad}x = {value}", f"{pad}if x is not None: {field} = x"]

    def _attributes(self, node: Node, c: str, pad: str) -> list[str]:
        return [
            line
            for name, row in node.attributes.items()
            for line in _converted(row, c, f"{c}.get({name!r})", f"given[{row.field!r}]", pad)
        ]


def _converted(row: Leaf, c: str, text: str, field: str, pad: str) -> list[str]:
    """Source that puts a text, as its kind says, into a field."""
    if row.kind in _NUMBERS:
        return [
            f"{pad}s = {text}; x = numbers.get(s)",
            f"{pad}if x is None:",
            f"{pad} if s and is_number(s): x = numbers[s] = Decimal(s)",
            f"{pad} else: x = read_number({c}, s, f, at, {row.field!r})",
            pad + _put(row, field, "x"),
        ]
    if row.kind == "text":
        return [pad + _put(row, field, f"{text} or ''")]
    if row.kind == "code":
        return [pad + _put(row, field, f"({text} or '').strip()")]
    value = f"{_CALLS[row.kind]}({c}, {text}, f, at, {row.field!r})"
    if row.kind == "flag":
        return [f"{pad}x = {value}", f"{pad}if x is not None: {_put(row, field, 'x')}"]
    return [pad + _put(row, field, value)]


def _put(row: Leaf, field: str, value: str) -> str:
    if not row.written:
        return f"given.setdefault({row.field!r}, {value})"
    return f"{field}.append({value})" if row.many else f"{field} = {value}"


def _absent(row: Leaf | Group) -> Any:
    if row.many:
        return ()
    return "" if isinstance(row, Leaf) and row.kind in _TEXTS else None


def _is_empty(row: Leaf | Group) -> str:
    return f"not x_{row.field}" if row.many else f"not given.get({row.field!r})"


def _is_absent(row: Leaf | Group) -> str:
    """Source of the condition that the group does not say the field."""
    if _absent(row) is not None:
        return _is_empty(row)
    return f"given.get({row.field!r}) is None"
