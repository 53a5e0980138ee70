"""Values between text and model: what the generated readers and writers call."""

import re
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain, takewhile
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Element
from invoicing.model import Identifier
from invoicing.model.money import ZERO

Place = tuple[Any, ...] | None
"""Where a value stands: (place of the parent, name) or (place of the parent, name, index)."""

_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?")
# Like `parse_amount`, but genuine files state unit prices to more than 8 decimals.
is_number = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,18})?").fullmatch
_DAY = re.compile(r"[0-9]{8}")
_DAY_FORMAT = "102"  # UNCL2379
_YEARS = range(1970, 3000)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}

# Names of the primary API that are not the field's own name in camelCase.
_JSON_NAMES = {
    "lines": "_documentItems",
    "taxes": "_documentItemTaxes",
    "tax_subtotals": "_documentTaxes",
    "seller": "_documentIssuer",
    "buyer": "_documentClient",
    "issue_date": "date",
    "due_date": "dateDue",
    "net_amount": "total",
    "seller_item_id": "SKU",
    "vat_identifier": "taxNumber",
    "registration_name": "name",
    "postal_code": "zip",
    "country_code": "countryAlpha2Code",
}


def json_name(field: str) -> str:
    """The primary API's name of a model field."""
    if field in _JSON_NAMES:
        return _JSON_NAMES[field]
    head, *tail = field.split("_")
    return head + "".join(word.capitalize() for word in tail)


def pointer(place: Place, field: str = "") -> str:
    """JSON pointer of a place, in the primary API's spelling."""
    parts = [json_name(field)] if field else []
    while place:
        parts[:0] = [json_name(place[1]), *map(str, place[2:])]
        place = place[0]
    return "/" + "/".join(p for p in parts if p) if parts else ""


# What cannot be read at all; every other finding is a broken rule of a readable document.
UNREADABLE = frozenset(
    {"bad-number", "bad-date", "bad-flag", "bad-base64", "mixed-content", "unknown-element"}
)


MAX_FINDINGS = 500  # nobody mends more at once, and a file of faults must not cost more


class Findings:
    """What is wrong with a file, collected over the whole reading.

    InvalidDocument with what was found so far at the finding after MAX_FINDINGS.
    """

    def __init__(self) -> None:
        self.currencies: dict[str | None, Element] = {}  # of amounts -> the first in it
        self.numbers: dict[str, Decimal] = {}  # text -> value; few differ in a file
        self.found: list[Finding] = []
        self.told: list[Finding] = []

    def add(  # noqa: PLR0917 - the fields of a finding, in their order
        self, place: Place, field: str, rule: str, text: str, fix: str, term: str = ""
    ) -> None:
        self._put(self.found, Finding(rule, pointer(place, field), text, fix, term=term))

    def _put(self, found: list[Finding], finding: Finding) -> None:
        if len(found) >= MAX_FINDINGS:
            raise InvalidDocument(found)
        found.append(finding)

    def reporter(self, place: Place) -> Callable[..., None]:
        """`report` for the `load` function of a group at this place."""

        def report(field: str, rule: str, text: str, fix: str, *, told: bool = False) -> None:
            found = self.told if told else self.found
            self._put(found, Finding(rule, f"{pointer(place)}/{field}", text, fix))

        return report

    def missing(self, place: Place, field: str, rule: str, term: str) -> None:
        self.add(place, field, rule, "is missing.", "Add the value; it is mandatory.", term)

    def tell(self, place: Place, field: str, rule: str, term: str = "") -> None:
        """A broken rule that does not keep the document from being read."""
        text, fix = "is missing, or not marked as what it is.", "Add the value; it is mandatory."
        self._put(self.told, Finding(rule, pointer(place, field), text, fix, term=term))


def _line(element: Element) -> str:
    return f"Line {element.sourceline}: " if element.sourceline else ""


def read_number(element: Element, text: str | None, f: Findings, place: Place, field: str) -> Any:
    """The number a text says, which is remembered."""
    if text is not None and (is_number(text) or is_number(text.strip(" \t\r\n"))):
        value = f.numbers[text] = Decimal(text)
        return value
    f.add(
        place,
        field,
        "bad-number",
        f"{_line(element)}{_shown(text)} is not a plain decimal number.",
        "Write at most 12 digits, then a point and at most 18 decimals, such as 1234.50.",
    )
    return ZERO


def read_date(element: Element, text: str | None, f: Findings, place: Place, field: str) -> Any:
    match = _DATE.fullmatch((text or "").strip())
    if match:
        try:
            day = date.fromisoformat(match.group(1))
        except ValueError:
            day = None
        if day is not None and day.year in _YEARS:
            return day
    f.add(
        place,
        field,
        "bad-date",
        f"{_line(element)}{_shown(text)} is no date from 1970 to 2999.",
        "Write a day of the calendar as YYYY-MM-DD, such as 2026-01-31.",
    )
    return date.min


def read_day(element: Element, text: str | None, f: Findings, place: Place, field: str) -> Any:
    digits = (text or "").strip()
    if element.get("format", _DAY_FORMAT) == _DAY_FORMAT and _DAY.fullmatch(digits):
        try:
            day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            day = None
        if day is not None and day.year in _YEARS:
            return day
    f.add(
        place,
        field,
        "bad-date",
        f"{_line(element)}{_shown(text)} is no date from 1970 to 2999 in format 102.",
        'Write a day of the calendar as YYYYMMDD with format="102", such as 20260131.',
    )
    return date.min


def read_flag(element: Element, text: str | None, f: Findings, place: Place, field: str) -> Any:
    value = _BOOLEANS.get((text or "").strip())
    if value is None:
        f.add(
            place,
            field,
            "bad-flag",
            f"{_line(element)}{_shown(text)} is neither true nor false.",
            "Write true or false.",
        )
    return value


def read_base64(element: Element, text: str | None, f: Findings, place: Place, field: str) -> Any:
    try:
        return b64decode("".join((text or "").split()), validate=True)
    except (BadBase64, ValueError):
        f.add(
            place,
            field,
            "bad-base64",
            f"{_line(element)}the attachment is not base64.",
            "Encode the file as base64 without other characters.",
        )
        return b""


def read_identifier(element: Element, scheme: str) -> Identifier | None:
    """The identifier in an element; None where the element is empty."""
    value = (element.text or "").strip()
    if not value:
        return None
    return Identifier(value=value, scheme=(element.get(scheme) or "").strip())


def read_fixed(element: Element, text: str, rule: str, f: Findings, place: Place) -> None:
    """A finding where an element says something else than it must."""
    if (element.text or "").strip() != text:
        name = local(element.tag)
        f.add(
            place,
            "",
            rule,
            f"{_line(element)}{name} is {_shown(element.text)}.",
            f"Write {text}, or leave out the element that holds it.",
        )


def tell_mixed(element: Element, f: Findings) -> None:
    name = local(element.tag)
    f.add(
        None,
        "",
        "mixed-content",
        f"{_line(element)}{name} holds text beside elements.",
        f"Leave only text, or only elements, in {name}.",
    )


class Known:
    """What a table says of an element's children."""

    def __init__(
        self,
        order: dict[str, int],
        single: frozenset[str],
        rules: dict[str, str],
        own: tuple[str, ...],
        *,
        first_wins: bool,
    ) -> None:
        self.order = order  # tag -> place
        self.single = single  # tags that stand once
        self.rules = rules  # tag -> the rule that a second one breaks
        self.own = own  # beginnings of the syntax's tags
        self.first_wins = first_wins
        self.names = {local(tag).casefold(): local(tag) for tag in order}


def ordered(
    element: Element,
    child: Element,
    known: Known,
    f: Findings,
    place: Place,
) -> tuple[Element | None, Callable[[], Element | None]]:
    """The first of `child` and its followers in the table's order, and the step to the next.

    Left out are one that stands a second time, which is a finding, and those the table does not
    name: the syntax's own are skipped, others are findings.
    """
    seen = {earlier.tag for earlier in takewhile(lambda c: c is not child, element)}
    kept: list[Element] = []
    foreign: dict[str, Element] = {}
    for c in chain((child,), child.itersiblings()):
        if c.tag not in known.order:
            foreign.setdefault(c.tag, c)
        elif c.tag not in seen or c.tag not in known.single:
            seen.add(c.tag)
            kept.append(c)
        elif not known.first_wins:
            rule = known.rules.get(c.tag)
            f.add(
                place,
                "",
                rule if rule else "cardinality",
                f"{_line(c)}{local(c.tag)} stands more than once in {local(element.tag)}.",
                f"Keep exactly one {local(c.tag)}.",
            )
    _tell_foreign(element, foreign, known, f, place)
    rest = iter(sorted(kept, key=lambda c: known.order[c.tag]))
    return next(rest, None), partial(next, rest, None)


def _tell_foreign(
    element: Element, foreign: dict[str, Element], known: Known, f: Findings, place: Place
) -> None:
    for tag, child in foreign.items():
        name = local(tag)
        meant = known.names.get(name.casefold())
        if meant is None and tag.startswith(known.own):
            continue
        f.add(
            place,
            "",
            "unknown-element",
            f"{_line(child)}{name} does not belong in {local(element.tag)}.",
            f"Did you mean {meant}, in its own namespace?" if meant else "Remove the element.",
        )


def is_same(text: str | None, wanted: str) -> bool:
    """Whether a text is the wanted one, but for case and white space around it."""
    return text is not None and text.strip().upper() == wanted


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _shown(text: str | None) -> str:
    return repr((text or "").strip()[:40])


def escape(text: str) -> str:
    """Text as element content."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def escape_attribute(text: str) -> str:
    """Text as an attribute's value between double quotes."""
    text = escape(text).replace('"', "&quot;").replace("\t", "&#9;")
    return text.replace("\n", "&#10;")


def number(value: Decimal) -> str:
    """A number without exponent, otherwise as it is."""
    text = str(value)
    return format(value, "f") if "E" in text else text


def amount(value: Decimal) -> str:
    """Money with at least two decimals, and more only where they are not zeros."""
    text = number(value)
    whole, point, decimals = text.partition(".")
    if len(decimals) > 2:
        decimals = decimals[:2] + decimals[2:].rstrip("0")
    return f"{whole}.{decimals:0<2}" if point else f"{whole}.00"


def base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")
