"""One invoice in UBL and in CII reads to one document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.standards import STANDARDS, needs_standards

from invoicing.formats._detect import read_document
from invoicing.formats.cii import FORMAT as CII
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import Document
from invoicing.model.value import Value, replace

# What the two files of a pair themselves say differently, by our field. Everything else is equal.
CORPUS = {
    "specification",
    "business_process",
    "seller.trading_name",  # the UBL files repeat the name
    "buyer.trading_name",
    "seller.identifiers",  # the UBL files leave out the one without a scheme
    "lines.list_price",  # the UBL files have no list price
}
CONTACT = "seller.contact.name"  # a person in UBL; a person and a department in CII
ZERO_DISCOUNT = "lines.price_discount"  # an amount of 0 in UBL; none in CII
DIFFERENT: dict[str, set[str]] = {
    "XRECHNUNG_Betriebskostenabrechnung": {CONTACT},
    "XRECHNUNG_Einfach": {CONTACT, ZERO_DISCOUNT},
    "XRECHNUNG_Elektron": {CONTACT, ZERO_DISCOUNT},
    "cius__01.03_comprehensive_test": {
        CONTACT,
        "buyer.name",  # name and trading name change places
        "buyer.trading_name",
        "payee.legal_registration",
        "lines.price_base_unit_code",
    },
    "cvd__02.01a-cvd_INVOICE": {
        "seller.identifiers",
        "payee.legal_registration",
        "lines.description",
        "lines.attributes",
    },
    "standard__01.02a-INVOICE": {"purchase_order_reference"},
    "standard__01.11a-INVOICE": {"purchase_order_reference"},
    "standard__01.13a-INVOICE": {"purchase_order_reference"},
    "standard__01.20a-INVOICE": {"seller.address.line1", "seller.address.city"},
    "standard__01.21a-INVOICE": {
        "seller.vat_identifier",
        "lines.taxes.exemption_reason",
        "tax_subtotals.exemption_reason",
        "payment_instructions.means_text",
    },
    "standard__03.01a-INVOICE": {"buyer.trading_name"},
    "standard__03.07a-INVOICE": {"seller.identifiers", "payee.legal_registration"},
}


def pairs() -> list[tuple[str, Path, Path]]:
    samples = STANDARDS / "samples"
    found = []
    for cii in sorted(samples.glob("xml-rechnung/CII__*")):
        name = cii.name.removeprefix("CII__").removesuffix(".cii.xml")
        found.append((name, cii, cii.with_name(f"UBL__{name}.ubl.xml")))
    for cii in sorted(samples.glob("xrechnung/*_uncefact.xml")):
        name = cii.name.removesuffix("_uncefact.xml")
        found.append((name, cii, cii.with_name(f"{name}_ubl.xml")))
    return found


def differences(one: Any, other: Any, at: str = "") -> Iterator[str]:
    """Fields whose values are not equal, without the index of a line."""
    if isinstance(one, Value) and type(one) is type(other):
        for field in one.__struct_fields__:
            below = f"{at}.{field}" if at else field
            yield from differences(getattr(one, field), getattr(other, field), below)
    elif isinstance(one, tuple) and at in ("lines", "lines.taxes", "tax_subtotals"):
        assert len(one) == len(other), at
        for left, right in zip(one, other, strict=True):
            yield from differences(left, right, at)
    elif one != other:
        yield at


@needs_standards
def test_the_pairs_are_all_there() -> None:
    names = {name for name, _, _ in pairs()}
    assert len(names) == 31
    assert DIFFERENT.keys() <= names


@needs_standards
@pytest.mark.parametrize(("name", "cii", "ubl"), pairs(), ids=[name for name, _, _ in pairs()])
def test_a_pair_of_files_reads_to_one_document(name: str, cii: Path, ubl: Path) -> None:
    (one,) = read_document(cii.read_bytes())[1]
    (other,) = read_document(ubl.read_bytes())[1]
    corpus = CORPUS if name.startswith("EN16931") else set()
    found = set(differences(one, other))
    expected = DIFFERENT.get(name, set())
    assert found - corpus == expected


@needs_standards
@pytest.mark.parametrize(("name", "cii", "ubl"), pairs(), ids=[name for name, _, _ in pairs()])
def test_a_document_survives_the_way_through_the_other_syntax(
    name: str, cii: Path, ubl: Path
) -> None:
    assert name
    (from_cii,) = read_document(cii.read_bytes())[1]
    (from_ubl,) = read_document(ubl.read_bytes())[1]
    assert read_document(UBL.write(_plain(from_cii), ""))[1] == (_plain(from_cii),)
    assert read_document(CII.write(from_ubl, ""))[1] == (from_ubl,)


def _plain(document: Document) -> Document:
    """With the price discount that UBL cannot leave out beside a list price."""
    lines = [
        replace(line, price_discount=line.list_price - (line.price or 0))
        if line.list_price is not None and line.price_discount is None
        else line
        for line in document.lines
    ]
    return replace(document, lines=tuple(lines))
