"""XRechnung's extension: wider code lists, and payments for third parties.

Source: KoSIT, XRechnung 3.0 Extension, BR-DEX-*. Of sub invoice lines (02, 03, 15) the reader of
the file tells; the currency of payments (14) is one of every file (PEPPOL-EN16931-R051).
"""

from collections.abc import Iterator
from decimal import Decimal

from invoicing.model import Document
from invoicing.model.money import ZERO
from invoicing.model.third_party import third_party_payments
from invoicing.rules._findings import Findings, table
from invoicing.rules.profiles._shared import identifiers

SPECIFICATION = "urn:xeinkauf.de:kosit:extension:xrechnung"
RULES = table("""
BR-DEX-01 | BT-125 | The attachment's type is not allowed. | Attach XML or what the norm allows.
BR-DEX-02? | BT-131 | A line is not the sum of its sub invoice lines. | Make the amounts agree.
BR-DEX-03 | BG-DEX-06 | A sub invoice line has not exactly one tax. | Give it one category.
BR-DEX-04 | BT-29 | The identifier's scheme is unknown. | Use an ISO 6523 ICD code, or XR01 to XR03.
BR-DEX-05 | BT-30 | The registration's scheme is unknown. | Use an ICD code, or XR01 to XR03.
BR-DEX-06 | BT-157 | The item identifier's scheme is unknown. | Use an ICD code, or XR01 to XR03.
BR-DEX-07 | BT-34 | The electronic address's scheme is unknown. | Use an EAS code, or XR01 to XR03.
BR-DEX-08 | BT-71 | The location's scheme is unknown. | Use an ICD code, or XR01 to XR03.
BR-DEX-09 | BT-115 | The amount due is not what follows from the others. | Add third party payments.
BR-DEX-10 | BT-DEX-001 | A third party payment has no type. | Give its type.
BR-DEX-11 | BT-DEX-002 | A third party payment has no amount. | Give its amount.
BR-DEX-12 | BT-DEX-003 | A third party payment has no description. | Describe it.
BR-DEX-13 | BT-DEX-002 | A third party payment has more than two decimals. | Round it.
BR-DEX-15? | BG-DEX-01 | A line of CII belongs to another. | Send sub invoice lines as UBL.
""")

# The norm's rule on a code list -> the extension's, on a wider one.
_INSTEAD = {
    "BR-CL-10": "BR-DEX-04",
    "BR-CL-11": "BR-DEX-05",
    "BR-CL-21": "BR-DEX-06",
    "BR-CL-24": "BR-DEX-01",
    "BR-CL-25": "BR-DEX-07",
    "BR-CL-26": "BR-DEX-08",
}
_CENT = Decimal("0.01")
_MORE = frozenset({"XR01", "XR02", "XR03", "application/xml"})


def check(document: Document, f: Findings) -> None:
    """The findings on a document in the extension; nothing on any other."""
    if SPECIFICATION not in document.specification:
        return
    refused = f.take_back(_INSTEAD)
    codes = dict(_codes(document)) if refused else {}
    for found in refused:
        if codes.get(found.pointer) not in _MORE:
            f.add(_INSTEAD[found.rule], found.pointer)
    for i, attached in enumerate(document.supporting_documents):
        if attached.content and not attached.mime_type:
            f.add("BR-DEX-01", f"/supportingDocuments/{i}/mimeType")
    _check_payments(document, f)


def _check_payments(document: Document, f: Findings) -> None:
    """Payments for third parties are due beside the document's own amount."""
    due = ZERO
    for n, payment in enumerate(third_party_payments(document)):
        at = f"/_data/0/xrechnung/third_party_payments/{n}"
        if not payment.type.strip():
            f.add("BR-DEX-10", f"{at}/type")
        if not payment.description.strip():
            f.add("BR-DEX-12", f"{at}/description")
        if payment.amount is None:
            f.add("BR-DEX-11", f"{at}/amount")
            continue
        due += payment.amount
        if payment.amount != payment.amount.quantize(_CENT):
            f.add("BR-DEX-13", f"{at}/amount")
    f.take_back({"BR-CO-16"})
    totals = document.totals
    if totals.payable != totals.gross - totals.prepaid + totals.rounding + due:
        f.add("BR-DEX-09", "/totals/payable")


def _codes(document: Document) -> Iterator[tuple[str, str]]:
    """The codes that the extension has wider lists for, by their pointers."""
    for pointer, identifier in identifiers(document):
        yield f"{pointer}/scheme", identifier.scheme
    for i, line in enumerate(document.lines):
        if line.standard_item_id:
            yield f"/_documentItems/{i}/standardItemId/scheme", line.standard_item_id.scheme
    if document.delivery and document.delivery.location:
        yield "/delivery/location/scheme", document.delivery.location.scheme
    for i, attached in enumerate(document.supporting_documents):
        yield f"/supportingDocuments/{i}/mimeType", attached.mime_type
