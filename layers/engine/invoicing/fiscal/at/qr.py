"""The text behind the QR code of a Portuguese document.

Source: Autoridade Tributária, Especificações técnicas – código QR, Portaria 195/2020.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from invoicing.model import Document, TaxSubtotal
from invoicing.model.money import ZERO

FINAL_CONSUMER = "999999990"
# Where the tax is Portuguese: the first letter of its fields, and the rates (percent) from which
# on one counts as intermediate and as standard.
_REGIONS: Mapping[str, tuple[str, Decimal, Decimal]] = {
    "PT": ("I", Decimal(8), Decimal(15)),
    "PT-AC": ("J", Decimal(6), Decimal(12)),
    "PT-MA": ("K", Decimal(8), Decimal(15)),
}
_TAXED = frozenset({"S", "L", "M"})
_NOT_SUBJECT = "O"


class Known(NamedTuple):
    """What the text says beside the document's own."""

    tax_number: str
    type_code: str  # FT, FS, FR, NC ...
    number: str
    atcud: str
    extract: str  # four characters of the hash
    certificate: str  # the software's number
    free: str = ""


def region_of(document: Document) -> str:
    """Where the seller's tax is due: PT, or an autonomous region."""
    found = document.seller.fiscal_region_code
    return found if found in _REGIONS else "PT"


def buyer_number(document: Document) -> str:
    """The buyer's tax number, or that of a final consumer."""
    buyer = document.buyer
    found = buyer.vat_identifier or buyer.tax_registration
    return found.upper().removeprefix("PT").replace(" ", "")[:30] or FINAL_CONSUMER


def level_of(rate: Decimal, region: str) -> int:
    """0 reduced, 1 intermediate, 2 standard."""
    _, intermediate, standard = _REGIONS[region]
    return (rate >= intermediate) + (rate >= standard)


def qr_text(document: Document, known: Known) -> str:
    """The fields that are there, in their order, joined by asterisks."""
    fields = _head(document, known) | _taxes(document)
    totals = document.totals
    fields |= {
        "N": _amount(totals.tax),
        "O": _amount(totals.gross),
        "P": _amount(totals.withholding) if totals.withholding else "",
        "Q": known.extract,
        "R": known.certificate,
        "S": known.free.replace("*", " ")[:65],
    }
    return "*".join(f"{name}:{value}" for name, value in fields.items() if value)


def _head(document: Document, known: Known) -> dict[str, str]:
    assert document.issue_date is not None  # noqa: S101 - completion has filled it
    return {
        "A": known.tax_number,
        "B": buyer_number(document),
        "C": document.buyer.address.country_code or "PT",
        "D": known.type_code,
        "E": "N",
        "F": f"{document.issue_date:%Y%m%d}",
        "G": known.number,
        "H": known.atcud,
    }


def _taxes(document: Document) -> dict[str, str]:
    region = region_of(document)
    letter = _REGIONS[region][0]
    exempt, not_subject = ZERO, ZERO
    rated = {level: [ZERO, ZERO] for level in range(3)}
    for row in document.tax_subtotals:
        if row.category == _NOT_SUBJECT:
            not_subject += row.base
        elif row.category in _TAXED and row.rate:
            _add(rated[level_of(row.rate, region)], row)
        else:
            exempt += row.base
    fields = {f"{letter}1": region, f"{letter}2": _amount(exempt) if exempt else ""}
    for level, (base, tax) in rated.items():
        if base or tax:
            fields[f"{letter}{3 + 2 * level}"] = _amount(base)
            fields[f"{letter}{4 + 2 * level}"] = _amount(tax)
    if len([value for value in fields.values() if value]) == 1:
        fields = {"I1": "0"}
    return fields | {"L": _amount(not_subject) if not_subject else ""}


def _add(sums: list[Decimal], row: TaxSubtotal) -> None:
    sums[0] += row.base
    sums[1] += row.tax


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"
