"""Peppol BIS Billing 3: what it demands beyond EN 16931, where it only restricts.

Source: OpenPEPPOL BIS Billing 3, PEPPOL-EN16931-R003, R010, R020.
"""

from invoicing.model import Document
from invoicing.rules._findings import Findings, table
from invoicing.rules.profiles import RuleSet

RULES = table("""
PEPPOL-EN16931-R003 | BT-10 | No buyer reference or order is given. | Give one of the two.
PEPPOL-EN16931-R010 | BT-49 | The buyer has no electronic address. | Give its Peppol id.
PEPPOL-EN16931-R020 | BT-34 | The seller has no electronic address. | Give its Peppol id.
PEPPOL-EN16931-R044 | BT-147 | The price is raised by a charge. | Put the charge on the line.
PEPPOL-EN16931-R051 | BT-5 | An amount is in another currency. | Give amounts in the document's one.
PEPPOL-EN16931-R054 | BT-111 | A tax total is in no known currency. | State the tax currency too.
PEPPOL-EN16931-R101 | BT-128 | A line refers to what is no invoiced object. | Use the type code 130.
""")


def check(document: Document, findings: Findings) -> None:
    """Peppol's findings on a document."""
    if not (document.buyer_reference or document.purchase_order_reference):
        findings.add("PEPPOL-EN16931-R003", "/buyerReference")
    if not document.buyer.electronic_address:
        findings.add("PEPPOL-EN16931-R010", "/_documentClient/electronicAddress")
    if not document.seller.electronic_address:
        findings.add("PEPPOL-EN16931-R020", "/_documentIssuer/electronicAddress")


RULE_SET = RuleSet(
    title="Peppol BIS Billing 3",
    specification="urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    rules=RULES,
    check=check,
)
