"""Peppol BIS Billing 3: what it demands beyond EN 16931, where it only restricts.

Source: OpenPEPPOL BIS Billing 3, PEPPOL-EN16931-R003, R010, R020.
"""

from invoicing.errors import Finding
from invoicing.model import Document
from invoicing.rules._findings import Findings, table

RULES = table("""
PEPPOL-EN16931-R003 | BT-10 | No buyer reference or order is given. | Give one of the two.
PEPPOL-EN16931-R010 | BT-49 | The buyer has no electronic address. | Give its Peppol id.
PEPPOL-EN16931-R020 | BT-34 | The seller has no electronic address. | Give its Peppol id.
""")


def check(document: Document) -> list[Finding]:
    """Peppol's findings on a document."""
    findings = Findings(RULES)
    if not (document.buyer_reference or document.purchase_order_reference):
        findings.add("PEPPOL-EN16931-R003", "/buyerReference")
    if not document.buyer.electronic_address:
        findings.add("PEPPOL-EN16931-R010", "/_documentClient/electronicAddress")
    if not document.seller.electronic_address:
        findings.add("PEPPOL-EN16931-R020", "/_documentIssuer/electronicAddress")
    return findings.found


RULE_SET = check
