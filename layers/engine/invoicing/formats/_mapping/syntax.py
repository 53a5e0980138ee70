"""A compiled table."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Element
from invoicing.formats._garbage import uncollected
from invoicing.formats._mapping.reader import ReaderSource
from invoicing.formats._mapping.table import Report, Row
from invoicing.formats._mapping.values import (
    UNREADABLE,
    Findings,
    escape_attribute,
    local,
    tell_mixed,
)
from invoicing.formats._mapping.writer import WriterSource
from invoicing.formats._mixed import mixed

# Characters XML 1.0 has no way to write. Source: XML 1.0, production [2].
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_CONTROLS = bytes(n for n in range(32) if n not in (9, 10))  # a return is written as a reference
_NO_CHARS = ("\ufffe", "\uffff")


class Syntax:
    """Reader and writer of one root element, generated from its table on first use.

    `make`, `load` and `view` are those of a group: the root is one. Amounts carry the document's
    currency in `currency_attribute`, unless a row of their own maps it. With `first_wins`
    elements may repeat that the table has once: the syntax is a superset of what is mapped.
    """

    def __init__(
        self,
        root: str,
        make: type[Any],
        rows: Sequence[Row],
        *,
        namespaces: Mapping[str, str],
        load: Callable[[Any, Report], Any] | None = None,
        view: Callable[[Any], Any] | None = None,
        own_namespaces: Sequence[str] = (),
        currency_attribute: str = "",
        first_wins: bool = False,
    ) -> None:
        self.root = root
        self.rows = tuple(rows)
        self.namespaces = dict(namespaces)
        self._make, self._load, self._view = make, load, view
        self._own = tuple(f"{{{uri}}}" for uri in (*namespaces.values(), *own_namespaces) if uri)
        self._currency_attribute = currency_attribute
        self._first_wins = first_wins

    def tag(self, name: str) -> str:
        """`{namespace}local` of a prefixed name; "" is the prefix of names without one."""
        prefix, _, bare = name.rpartition(":")
        uri = self.namespaces.get(prefix, "")
        return f"{{{uri}}}{bare}" if uri else bare

    def read(self, root: Element, told: list[Finding] | None = None) -> Any:
        """What the document says; InvalidDocument with every finding at once.

        With a list, rules the file breaks are told there; only what cannot be read is refused.
        """
        findings = Findings()
        for element in mixed(root, 20):
            tell_mixed(element, findings)
        with uncollected():
            value = self._reader(root, findings, None)
        if told is not None or not findings.found:
            self._refuse_foreign(value, findings)
        refused = findings.found
        if told is not None:
            refused = [f for f in refused if f.rule in UNREADABLE]
            told += findings.found + findings.told
        if refused:
            raise InvalidDocument(refused)
        return value

    @staticmethod
    def _refuse_foreign(value: Any, findings: Findings) -> None:
        """A finding for each other currency that amounts are in, at its first amount."""
        for currency, element in findings.currencies.items():
            if currency in (None, value.currency):
                continue
            findings.add(
                None,
                "",
                "PEPPOL-EN16931-R051",
                f"Line {element.sourceline}: {local(element.tag)} is in {currency!r:.20}.",
                "Give every amount in the document's currency (BT-5).",
                "BT-5",
            )
            check_currency(findings, currency)

    def write(self, document: Any, currency: str) -> bytes:
        """The document as UTF-8; InvalidDocument where a text has no XML spelling."""
        value = self._view(document) if self._view else document
        text = self._writer(value, escape_attribute(currency))
        return self._head + _encoded(text)[len(self.root) + 1 :]

    @cached_property
    def _head(self) -> bytes:
        """Declaration and beginning of the root's tag."""
        declared = "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{uri}"'
            for prefix, uri in self.namespaces.items()
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{self.root}{declared}'.encode()

    @cached_property
    def _reader(self) -> Any:
        source = ReaderSource(self.tag, self._own, self._first_wins, self._currency_attribute)
        name = source.group(self._make, self.rows, self._load)
        return _compiled(source.lines, source.names, name)

    @cached_property
    def _writer(self) -> Any:
        source = WriterSource(self._currency_attribute, lambda name: name)
        name = source.group(self.root, self.rows, always=True)
        return _compiled(source.lines, source.names, name)


def check_currency(findings: Findings, currency: str) -> None:
    """Tells a currency that ISO 4217 does not know."""
    from invoicing.rules.en16931 import is_currency  # noqa: PLC0415 - only where currencies differ

    if not is_currency(currency):
        findings.tell(None, "currency", "BR-CL-03", "BT-5")


def _compiled(lines: list[str], names: dict[str, Any], name: str) -> Any:
    scope = dict(names)
    exec(compile("\n".join(lines), "<mapping>", "exec"), scope)  # noqa: S102 - from the table alone
    return scope[name]


def _encoded(text: str) -> bytes:
    """The text as UTF-8; InvalidDocument where it holds what XML cannot write."""
    # Deleting bytes is many times faster than searching the text for a class of characters.
    if not any(character in text for character in _NO_CHARS):
        try:
            data = text.encode()
        except UnicodeEncodeError:
            data = b"\0"
        if len(data.translate(None, _CONTROLS)) == len(data):
            return data
    found = _UNWRITABLE.search(text)
    if found is None:
        return text.replace("\r", "&#13;").encode()
    raise InvalidDocument([_unwritable(found)])


def _unwritable(found: re.Match[str]) -> Finding:
    near = found.string[max(0, found.start() - 20) : found.start()]
    return Finding(
        "xml-character",
        "",
        f"The control character U+{ord(found.group()):04X} after {near!r} cannot stand in XML.",
        "Remove the character.",
    )
