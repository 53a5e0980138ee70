"""Generates a group's writer: f-strings, one variable per element that may be absent."""

from collections.abc import Callable
from typing import Any

from invoicing.formats._mapping import values
from invoicing.formats._mapping.table import Fixed, Group, Leaf, Row
from invoicing.formats._mapping.tree import Node, tree

# Source of a value's text. A call is made only where the text is not the usual one.
_TEXTS = {
    "text": "escape({v}) if '&' in {v} or '<' in {v} or '>' in {v} else {v}",
    "code": "{v} if {v}.isalnum() else escape({v})",
    "amount": "s if (s := str({v}))[-3:-2] == '.' else amount({v})",
    "number": "number({v}) if 'E' in (s := str({v})) else s",
    "date": "{v}.isoformat()",
    "day": "{v}.isoformat().replace('-', '')",
    "flag": "('true' if {v} else 'false')",
    "base64": "base64({v})",
    "identifier": "escape({v}.value)",
}


class WriterSource:
    """Python source of the writers of a table, and the constants it refers to."""

    def __init__(self, currency_attribute: str, prefix_of: Callable[[str], str]) -> None:
        self._currency = currency_attribute
        self._prefix_of = prefix_of
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            name: getattr(values, name)
            for name in ("escape", "escape_attribute", "amount", "number", "base64")
        }
        self._count = 0

    def _name(self, prefix: str, value: Any = None) -> str:
        self._count += 1
        name = f"{prefix}{self._count}"
        if value is not None:
            self.names[name] = value
        return name

    def group(self, element: str, rows: tuple[Row, ...], always: bool) -> str:
        """Adds `write(value, currency)` of a group; its name."""
        root = tree(rows)
        body: list[str] = []
        markup, parts = self._inside(root, body)
        if isinstance(root.row, Leaf):
            body.append(f" own = o.{root.row.field}")
            markup = "{" + _TEXTS[root.row.kind].format(v="own") + "}"
            parts.append(_worth(root.row, "own"))
        name = self._name("write_")
        tag = self._prefix_of(element)
        attributes = self._attributes(root, body, "o")
        if not always:
            body.append(f" if not ({' or '.join(parts) or 'True'}): return ''")
        text = f"<{tag}{attributes}>{markup}</{tag}>"
        self.lines += [f"def {name}(o, cur):", *body, f" return f{_quoted(text)}"]
        return name

    def _inside(self, node: Node, body: list[str]) -> tuple[str, list[str]]:
        """The f-string of an element's content, and the variables that make it worth writing."""
        markup, parts = "", []
        for child in node.children.values():
            text, variable = self._child(child, body)
            markup += text
            if variable:
                parts.append(variable)
        return markup, parts

    def _child(self, node: Node, body: list[str]) -> tuple[str, str]:
        tag = self._prefix_of(node.name)
        row = node.row
        if isinstance(row, Leaf) and not row.written:
            return "", ""
        if isinstance(row, Fixed):
            return f"<{tag}>{values.escape(row.text)}</{tag}>", ""
        variable = self._name("t")
        if isinstance(row, Group):
            self._write_group(row, node.name, variable, body)
        elif isinstance(row, Leaf):
            self._write_leaf(row, node, variable, body)
        else:
            markup, parts = self._inside(node, body)
            if not parts:
                return f"<{tag}>{markup}</{tag}>", ""
            text = _quoted(f"<{tag}>{markup}</{tag}>")
            body.append(f" {variable} = f{text} if {' or '.join(parts)} else ''")
        return "{" + variable + "}", variable

    def _write_group(self, row: Group, element: str, variable: str, body: list[str]) -> None:
        function = self.group(element, tuple(row.rows), row.always or row.many)
        shown = f"{self._name('view_', row.view)}({{}})" if row.view else "{}"
        value = f"o.{row.field}"
        if row.many:
            body += [
                f" {variable} = ''",
                f" if {value}:",
                "  p = []",  # a loop, because a comprehension is a call
                f"  for v in {value}: p.append({function}({shown.format('v')}, cur))",
                f"  {variable} = ''.join(p)",
            ]
        else:
            body.append(
                f" {variable} = {function}({shown.format(value)}, cur)"
                f" if {value} is not None else ''"
            )

    def _write_leaf(self, row: Leaf, node: Node, variable: str, body: list[str]) -> None:
        tag = self._prefix_of(node.name)
        attributes = self._attributes(node, body, "o")
        if row.kind == "amount" and self._currency and self._currency not in node.attributes:
            attributes += f' {self._currency}="{{cur}}"'
        if row.kind == "day":
            attributes += ' format="102"'
        if row.scheme:
            attributes += (
                "{' " + row.scheme + "=\"' + escape_attribute(v.scheme) + '\"' if v.scheme else ''}"
            )
        text = _quoted(f"<{tag}{attributes}>{{{_TEXTS[row.kind].format(v='v')}}}</{tag}>")
        if row.many:
            body.append(
                f" {variable} = ''.join([f{text} for v in o.{row.field}]) if o.{row.field} else ''"
            )
            return
        worth = _worth(row, "v")
        if row.omit is not None:
            others = "".join(f" or o.{a.field}" for a in node.attributes.values())
            worth += f" and (v != {self._name('omit_', row.omit)}{others})"
        body += [f" v = o.{row.field}", f" {variable} = f{text} if {worth} else ''"]

    def _attributes(self, node: Node, body: list[str], value: str) -> str:
        markup = ""
        for name, row in node.attributes.items():
            variable = self._name("a")
            body += [
                f" v = {value}.{row.field}",
                f" {variable} = f' {name}=\"{{v if v.isalnum() else escape_attribute(v)}}\"'"
                " if v else ''",
            ]
            markup += "{" + variable + "}"
        return markup


def _worth(row: Leaf, variable: str) -> str:
    return variable if row.kind in ("text", "code", "base64") else f"{variable} is not None"


def _quoted(text: str) -> str:
    """The body of an f-string literal; no generated text holds three double quotes."""
    return '"""' + text + '"""'
