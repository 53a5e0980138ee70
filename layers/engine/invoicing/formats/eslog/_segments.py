"""Segments: e-SLOG's elements by name and qualifier, read and written."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Element
from invoicing.formats._mapping.values import (
    Findings,
    Place,
    escape,
    number,
    pointer,
    read_date,
    read_number,
)

NAMESPACE = "urn:eslog:2.00"
_N = f"{{{NAMESPACE}}}"
_TEXT_LENGTH, _TEXT_PARTS = 512, 5  # of D_4440 and its continuations


class Group:
    """An element read once: its children by name."""

    __slots__ = ("_children", "_findings")

    def __init__(self, element: Element, findings: Findings) -> None:
        self._findings = findings
        self._children: dict[str, list[Element]] = {}
        for child in element:
            self._children.setdefault(child.tag[len(_N) :], []).append(child)

    def all(self, name: str) -> Iterator["Group"]:
        for element in self._children.get(name, ()):
            yield Group(element, self._findings)

    def first(self, name: str) -> "Group":
        """The first child of a name; an empty group where there is none."""
        found = self._children.get(name)
        return Group(found[0] if found else _EMPTY, self._findings)

    def text(self, name: str) -> str:
        found = self._children.get(name)
        return (found[0].text or "") if found else ""

    def code(self, name: str) -> str:
        return self.text(name).strip()

    def number(self, name: str, place: Place, field: str) -> Decimal | None:
        found = self._children.get(name)
        if not found or not (found[0].text or "").strip():
            return None
        value: Decimal = read_number(found[0], found[0].text, self._findings, place, field)
        return value

    def date(self, place: Place, field: str) -> date | None:
        """Of a DTM segment."""
        moment = self.first("C_C507")
        found = moment._children.get("D_2380")
        if not found or not found[0].text:
            return None
        value: date = read_date(found[0], found[0].text, self._findings, place, field)
        return value

    def dates(self, place: Place, fields: dict[str, str]) -> dict[str, Any]:
        """The DTM segments by the fields of their qualifiers."""
        found: dict[str, Any] = {}
        for segment in self.all("S_DTM"):
            field = fields.get(segment.first("C_C507").code("D_2005"))
            value = segment.date(place, field) if field else None
            if field and value:
                found.setdefault(field, value)
        return found

    def amounts(self, path: str, place: Place, fields: dict[str, str]) -> dict[str, Decimal]:
        """MOA segments, below groups of a name ("" = here), by the fields of their qualifiers."""
        found: dict[str, Decimal] = {}
        for group in self.all(path) if path else (self,):
            for segment in group.all("S_MOA"):
                money = segment.first("C_C516")
                field = fields.get(money.code("D_5025"))
                value = money.number("D_5004", place, field) if field else None
                if field and value is not None:
                    found.setdefault(field, value)
        return found

    def references(self, path: str) -> Iterator[tuple[str, str, "Group"]]:
        """Qualifier, number and group of the RFF segments below groups of a name."""
        for group in self.all(path):
            reference = group.first("S_RFF").first("C_C506")
            number = reference.text("D_1154") or reference.text("D_1156")
            yield reference.code("D_1153"), number, group

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Qualifier, code and text of the FTX segments; lines of one are joined."""
        for segment in self.all("S_FTX"):
            parts = segment.first("C_C108")
            text = ""
            for n in range(1, _TEXT_PARTS + 1):
                part = parts.text(f"D_4440{'' if n == 1 else f'_{n}'}")
                ends = text and part and len(text) % _TEXT_LENGTH
                text += f"\n{part}" if ends else part
            yield segment.code("D_4451"), segment.first("C_C107").text("D_4441"), text


class _Nothing(list[Any]):
    """What an absent element is read as."""

    text = None


_EMPTY: Any = _Nothing()


class Writer:
    """Makes elements; a text longer than its element may be becomes a finding."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def leaf(self, name: str, value: str, most: int, place: Place = None, field: str = "") -> str:
        if not value:
            return ""
        if len(value) > most:
            self.findings.append(
                Finding(
                    "eslog-length",
                    pointer(place, field),
                    f"has {len(value)} characters; e-SLOG takes {most}.",
                    f"Shorten it to {most} characters.",
                )
            )
        return f"<{name}>{escape(value)}</{name}>"

    def amount(self, qualifier: str, value: Decimal | None) -> str:
        if value is None:
            return ""
        content = tag("D_5025", qualifier) + tag("D_5004", number(value))
        return tag("S_MOA", tag("C_C516", content))

    def date(self, qualifier: str, value: date | None) -> str:
        if value is None:
            return ""
        content = tag("D_2005", qualifier) + tag("D_2380", value.isoformat())
        return tag("S_DTM", tag("C_C507", content))

    def reference(  # noqa: PLR0917 - the parts of one segment, in their order
        self,
        qualifier: str,
        value: str,
        place: Place = None,
        field: str = "",
        group: str = "",
        inside: str = "",
    ) -> str:
        if not value:
            return ""
        content = self.leaf("D_1153", qualifier, 4, place, field)
        content += self.leaf("D_1154", value, 70, place, field)
        return tag(group, tag("S_RFF", tag("C_C506", content)) + inside)

    def text(self, qualifier: str, text: str, code: str = "", field: str = "") -> str:
        """An FTX segment; a long text is cut into its five lines."""
        if not text and not code:
            return ""
        parts = [text[at : at + _TEXT_LENGTH] for at in range(0, len(text), _TEXT_LENGTH)]
        if len(parts) > _TEXT_PARTS:
            most = _TEXT_LENGTH * _TEXT_PARTS
            self.leaf("D_4440", text, most, None, field)
        lines = "".join(
            tag(f"D_4440{'' if n == 1 else f'_{n}'}", escape(part))
            for n, part in enumerate(parts[:_TEXT_PARTS], 1)
        )
        head = tag("D_4451", escape(qualifier))
        return tag(
            "S_FTX", head + tag("C_C107", tag("D_4441", escape(code))) + tag("C_C108", lines)
        )

    def done(self) -> None:
        """InvalidDocument with every text that was too long."""
        if self.findings:
            raise InvalidDocument(self.findings)


def tag(name: str, content: str) -> str:
    """An element, where it has content."""
    return f"<{name}>{content}</{name}>" if content else ""
