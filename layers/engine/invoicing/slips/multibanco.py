"""Multibanco: entity, reference and amount for Portuguese cash machines and home banking.

The organization's contract is a setting: `defaults.multibanco = {"entity": "11604",
"subEntity": "999"}`. Source: the offline scheme of ifthenpay, ISO 7064 MOD 97-10.
"""

import re
from decimal import Decimal
from typing import Any

from invoicing.errors import Finding
from invoicing.model import Document, Organization
from invoicing.slips import Slip, Symbol
from invoicing.slips._references import compact, digits_of_number, multibanco_reference
from invoicing.slips._transfer import amount_finding, reference_finding, refuse

_PAYERS = frozenset({"PT", ""})
_AMOUNT_MAX = Decimal("999999.99")


def _settings(organization: Organization) -> dict[str, Any]:
    given = organization.defaults.get("multibanco")
    return given if isinstance(given, dict) else {}


def _applies(document: Document, organization: Organization) -> bool:
    return (
        document.currency == "EUR"
        and document.buyer.address.country_code in _PAYERS
        and bool(_settings(organization).get("entity"))
    )


def _payload(document: Document, organization: Organization) -> str:
    """Entity, reference and amount, one a line."""
    settings = _settings(organization)
    entity, part = str(settings.get("entity", "")), str(settings.get("subEntity", ""))
    amount = document.totals.payable
    refuse(
        _setting_finding(entity, 5, "entity"),
        _setting_finding(part, 3, "subEntity"),
        amount_finding(amount, _AMOUNT_MAX),
    )
    instructions = document.payment_instructions
    given = compact(instructions.remittance) if instructions else ""
    own = given if re.fullmatch(f"{part}[0-9]{{6}}", given) else ""
    body = own[:7] or part + _own_digits(document)
    reference = multibanco_reference(entity, body, int(amount * 100))
    refuse(_given_finding(own, reference))
    groups = " ".join(reference[i : i + 3] for i in (0, 3, 6))
    return f"Entidade: {entity}\nReferência: {groups}\nMontante: {amount:.2f}"


def _own_digits(document: Document) -> str:
    """The last four digits of the document's place in its series, else of its number."""
    if document.series_number is not None:
        return f"{document.series_number % 10_000:04}"
    return digits_of_number(document.number)[-4:].zfill(4)


def _setting_finding(value: str, length: int, name: str) -> Finding | None:
    if re.fullmatch(f"[0-9]{{{length}}}", value):
        return None
    return Finding(
        rule="SLIP-MULTIBANCO",
        pointer=f"/defaults/multibanco/{name}",
        text=f"{name} has {length} digits, and {value!r} has not.",
        fix="Set the figures of the contract with the payment institution.",
    )


def _given_finding(given: str, reference: str) -> Finding | None:
    if given in ("", reference):
        return None
    return reference_finding(
        f"The check digits of the reference {given} do not fit entity and amount.",
        "Send the reference that was made for this amount, or leave it out to have one made.",
    )


SLIP = Slip(
    name="multibanco",
    title="Multibanco",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("text"),
)
