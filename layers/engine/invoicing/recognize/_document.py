"""From fields to a document: what stands there is taken over, and differences are told."""

from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.errors import Finding
from invoicing.model import Document
from invoicing.model.parts import CreditTransfer, PaymentInstructions
from invoicing.model.party import Address, Party
from invoicing.model.totals import Totals
from invoicing.recognize import Field

# Name of a field -> where the primary API has it; "" where a document has no place for it.
POINTERS = {
    "number": "/number",
    "issue_date": "/date",
    "due_date": "/dateDue",
    "currency": "/currencyId",
    "net": "/total",
    "tax": "/totalTax",
    "total": "/totalWithTax",
    "iban": "/_documentIssuer/IBAN",
    "bic": "/_documentIssuer/SWIFT",
    "reference": "/paymentInstructions/remittance",
    "purpose": "",
    "tax_id": "/_documentIssuer/taxNumber",
    "buyer_tax_id": "/_documentClient/taxNumber",
    "supplier_name": "/_documentIssuer/name",
    "supplier_street": "/_documentIssuer/address",
    "supplier_town": "/_documentIssuer/city",
    "supplier_country": "/_documentIssuer/countryAlpha2Code",
    "fiscal_code": "",
}
NAMES = {
    "number": "number", "issue_date": "date", "due_date": "dateDue", "currency": "currencyId",
    "net": "total", "tax": "totalTax", "total": "totalWithTax", "iban": "IBAN", "bic": "SWIFT",
    "reference": "reference", "purpose": "purpose", "tax_id": "taxNumber",
    "buyer_tax_id": "clientTaxNumber", "supplier_name": "name", "supplier_street": "address",
    "supplier_town": "city", "supplier_country": "countryAlpha2Code", "fiscal_code": "fiscalCode",
}  # fmt: skip
"""What the answer calls the fields."""
_SOURCES = {"code": 2, "text": 1, "ocr": 0}


def chosen(fields: list[Field]) -> dict[str, Field]:
    """The best field of every name: a code beats text, then the surer one."""
    best: dict[str, Field] = {}
    for field in fields:
        known = best.get(field.name)
        if known is None or _rank(field) > _rank(known):
            best[field.name] = field
    return best


def _rank(field: Field) -> tuple[int, float]:
    return _SOURCES[field.source], field.confidence


def document_of(best: dict[str, Field]) -> Document:
    """A document that came in, with the totals as they stand on the page."""
    said: dict[str, Any] = {name: field.value for name, field in best.items()}
    total = said.get("total")
    totals = Totals(
        net=said.get("net", Decimal(0)),
        tax=said.get("tax", Decimal(0)),
        gross=total or Decimal(0),
        payable=total or Decimal(0),
    )
    return Document(
        incoming=True,
        number=said.get("number", ""),
        issue_date=said.get("issue_date"),
        due_date=said.get("due_date"),
        currency=said.get("currency", ""),
        seller=_seller(said),
        buyer=Party(vat_identifier=said.get("buyer_tax_id", "")),
        totals=totals,
        payment_instructions=_instructions(said),
    )


def _seller(said: dict[str, Any]) -> Party:
    tax_id = said.get("tax_id", "")
    return Party(
        name=said.get("supplier_name", ""),
        vat_identifier=tax_id,
        iban=said.get("iban", ""),
        bic=said.get("bic", ""),
        address=Address(
            line1=said.get("supplier_street", ""),
            city=said.get("supplier_town", ""),
            country_code=said.get("supplier_country", ""),
        ),
    )


def _instructions(said: dict[str, Any]) -> PaymentInstructions | None:
    iban, reference = said.get("iban", ""), said.get("reference", "")
    if not iban and not reference:
        return None
    accounts = (CreditTransfer(account=iban, bic=said.get("bic", "")),) if iban else ()
    return PaymentInstructions(remittance=reference, credit_transfers=accounts)


def findings(fields: list[Field], best: dict[str, Field]) -> tuple[Finding, ...]:
    """Where what stands on the pages does not agree with itself, or a main thing is missing."""
    found = [*_differences(fields, best), *_sum(best)]
    found += [
        _warning(
            "recognition-missing",
            POINTERS[name],
            f"{NAMES[name]} was not found on the document",
            "read it from the original",
        )
        for name in ("number", "issue_date", "total")
        if name not in best
    ]
    return tuple(found)


def _differences(fields: list[Field], best: dict[str, Field]) -> list[Finding]:
    """Only a code and the text beside it: two readings of text are two candidates."""
    texts = chosen([field for field in fields if field.source != "code"])
    return [
        _warning(
            "recognition-differs",
            POINTERS[name],
            f"the code says {_plain(field.value)}, the text {_plain(texts[name].value)}",
            "compare with the original; the code's value was taken",
        )
        for name, field in best.items()
        if field.source == "code"
        and name in ("number", "issue_date", "due_date", "total", "tax", "iban", "tax_id")
        and name in texts
        and _compared(texts[name]) != _compared(field)
    ]


def _compared(field: Field) -> object:
    """Tax identifiers by their digits: some carry a suffix that codes leave out."""
    if field.name != "tax_id":
        return field.value
    return "".join(c for c in str(field.value) if c.isdigit())


def _sum(best: dict[str, Field]) -> list[Finding]:
    values = [best[name].value for name in ("net", "tax", "total") if name in best]
    if len(values) != 3:
        return []
    net, tax, total = (Decimal(str(value)) for value in values)
    if net + tax == total:
        return []
    return [
        _warning(
            "recognition-sum",
            POINTERS["total"],
            f"net {net} and tax {tax} make {net + tax}, but the total is {total}",
            "compare the three amounts with the original; none was altered",
        )
    ]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _warning(rule: str, pointer: str, text: str, fix: str) -> Finding:
    return Finding(rule, pointer, text, fix, severity="warning")
