"""CIUS-PT 2.1.1: what the Portuguese authorities demand of everybody beyond EN 16931.

Source: eSPap, CIUS-PT 2.1.1, BR-CIUS-PT-*; those that only say a syntax's optional element holds
a value, and the fields' lengths, are not here.
"""

from invoicing.model import Address, Document
from invoicing.rules._findings import Findings, table
from invoicing.rules.profiles import RuleSet

RULES = table("""
BR-CIUS-PT-01 | BT-31 | The seller has no VAT number. | Give the seller's VAT number.
BR-CIUS-PT-03 | BT-48 | The buyer has no VAT number. | Give the buyer's VAT number.
BR-CIUS-PT-05 | BT-35 | The seller's address has no street. | Give the street.
BR-CIUS-PT-06 | BT-37 | The seller's address has no city. | Give the city.
BR-CIUS-PT-07 | BT-38 | The seller's address has no post code. | Give the post code.
BR-CIUS-PT-21 | BT-75 | The delivery address has no street. | Give the street.
BR-CIUS-PT-22 | BT-77 | The delivery address has no city. | Give the city.
BR-CIUS-PT-23 | BT-78 | The delivery address has no post code. | Give the post code.
BR-CIUS-PT-25 | BG-3 | A credit note names no preceding invoice. | Give the invoice credited.
BR-CIUS-PT-30 | BT-125 | A supporting document has no content. | Attach the file or its address.
BR-CIUS-PT-65 | BG-3 | A debit note names no preceding invoice. | Give the invoice it adds to.
BR-CIUS-PT-66 | BG-15 | There is no delivery address. | Say where it was delivered to.
""")


def check(document: Document, findings: Findings) -> None:
    """CIUS-PT's findings on a document."""
    if not document.seller.vat_identifier:
        findings.add("BR-CIUS-PT-01", "/_documentIssuer/taxNumber")
    if not document.buyer.vat_identifier:
        findings.add("BR-CIUS-PT-03", "/_documentClient/taxNumber")
    _check_address(document.seller.address, "/_documentIssuer", ("05", "06", "07"), findings)
    address = document.delivery.address if document.delivery else None
    if address is None:
        findings.add("BR-CIUS-PT-66", "/delivery/address")
    else:
        _check_address(address, "/delivery/address", ("21", "22", "23"), findings)
    if not document.preceding:
        if document.type == "credit-note":
            findings.add("BR-CIUS-PT-25", "/preceding")
        elif document.type_code == "383":
            findings.add("BR-CIUS-PT-65", "/preceding")
    for i, attached in enumerate(document.supporting_documents):
        if not (attached.url or attached.content or attached.file_key):
            findings.add("BR-CIUS-PT-30", f"/supportingDocuments/{i}/content")


def _check_address(
    address: Address, at: str, numbers: tuple[str, str, str], findings: Findings
) -> None:
    lines = (address.line1, "address"), (address.city, "city"), (address.postal_code, "zip")
    for (text, name), number in zip(lines, numbers, strict=True):
        if not text.strip():
            findings.add(f"BR-CIUS-PT-{number}", f"{at}/{name}")


RULE_SET = RuleSet(
    title="CIUS-PT 2.1.1",
    specification="urn:feap.gov.pt:CIUS-PT",
    rules=RULES,
    check=check,
)
