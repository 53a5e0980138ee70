"""XRechnung 3.0: what the German authorities demand beyond EN 16931.

Source: KoSIT, XRechnung 3.0, BR-DE-*; with those of its extension and of vehicles.
"""

import re

from invoicing.model import Document
from invoicing.rules._findings import Findings, table
from invoicing.rules.profiles import RuleSet, _extension, _vehicles
from invoicing.rules.profiles._shared import is_iban

RULES = table(r"""
BR-DE-1 | BG-16 | There are no payment instructions. | Say how to pay.
BR-DE-2 | BG-6 | The seller has no contact. | Give a name, a telephone number and an address.
BR-DE-3 | BT-37 | The seller's city is missing. | Give the city.
BR-DE-4 | BT-38 | The seller's post code is missing. | Give the post code.
BR-DE-5 | BT-41 | The seller's contact has no name. | Name a person or a department.
BR-DE-6 | BT-42 | The seller's contact has no telephone number. | Give the number.
BR-DE-7 | BT-43 | The seller's contact has no e-mail address. | Give the address.
BR-DE-8 | BT-52 | The buyer's city is missing. | Give the city.
BR-DE-9 | BT-53 | The buyer's post code is missing. | Give the post code.
BR-DE-10 | BT-77 | The delivery address has no city. | Give the city.
BR-DE-11 | BT-78 | The delivery address has no post code. | Give the post code.
BR-DE-14 | BT-119 | A tax row has no rate. | Give the rate, 0 for category O.
BR-DE-15 | BT-10 | The buyer reference is missing. | Give the Leitweg-ID, or what the buyer named.
BR-DE-16 | BT-31 | The seller has no tax number. | Give a VAT or tax number, or a representative's.
BR-DE-17? | BT-3 | The type code is unusual here. | Use 326, 380, 381, 384, 389, 875, 876 or 877.
BR-DE-18 | BT-20 | The cash discount is not coded. | Write #SKONTO#TAGE=7#PROZENT=2.00# on its line.
BR-DE-19? | BT-84 | The account is no IBAN. | Give the IBAN.
BR-DE-20? | BT-91 | The debited account is no IBAN. | Give the IBAN.
BR-DE-21? | BT-24 | The specification is not XRechnung's. | Give XRechnung's identifier.
BR-DE-22 | BT-125 | Two attachments have one file name. | Name every attachment differently.
BR-DE-23-a | BG-17 | A credit transfer names no account. | Give the account to pay to.
BR-DE-23-b | BG-17 | A credit transfer stands beside a card or debit. | Keep one of them.
BR-DE-24-a | BG-18 | A card payment names no card. | Give the card's last digits.
BR-DE-24-b | BG-18 | A card stands beside a transfer or debit. | Keep one of them.
BR-DE-25-a | BG-19 | A direct debit has no mandate. | Give the direct debit's mandate.
BR-DE-25-b | BG-19 | A direct debit stands beside a transfer or card. | Keep one of them.
BR-DE-26? | BG-3 | A corrected invoice names no preceding one. | Give the invoice corrected.
BR-DE-27? | BT-42 | The telephone number has under three digits. | Give the number.
BR-DE-28? | BT-43 | The e-mail address is none. | Give one address with one @.
BR-DE-30 | BT-90 | A direct debit has no creditor identifier. | Give the creditor identifier.
BR-DE-31 | BT-91 | A direct debit has no debited account. | Give the buyer's IBAN.
BR-DE-TMP-32? | BT-72 | There is no date of delivery. | Give a delivery date or a period.
BR-TMP-2? | BT-124 | The location is no absolute URL. | Begin it with a scheme such as https://.
""")
RULES |= _extension.RULES | _vehicles.RULES

_TYPES = frozenset({"326", "380", "381", "384", "389", "875", "876", "877"})
_SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_DISCOUNT = re.compile(
    r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#"
)
_MAIL = re.compile(r"[^@\s]+[^@\s.]@[^@\s.][^@\s]+")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_TAXED = frozenset({"S", "Z", "E", "AE", "K", "G", "L", "M"})
_TRANSFERS, _CARDS, _DEBITS = frozenset({"30", "58"}), frozenset({"48", "54", "55"}), {"59"}


def check(document: Document, findings: Findings) -> None:
    """XRechnung's findings on a document."""
    _check_parties(document, findings)
    _check_head(document, findings)
    _check_payment(document, findings)
    _extension.check(document, findings)
    _vehicles.check(document, findings)


def _require(broken: dict[str, tuple[object, str]], f: Findings) -> None:
    for rule, (value, pointer) in broken.items():
        if not value:
            f.add(rule, pointer)


def _check_parties(document: Document, f: Findings) -> None:
    seller, buyer = document.seller, document.buyer
    contact, at = seller.contact, "/_documentIssuer"
    if not (contact.name or contact.phone or contact.email):
        f.add("BR-DE-2", f"{at}/contact")
    else:
        _require(
            {
                "BR-DE-5": (contact.name.strip(), f"{at}/contact/name"),
                "BR-DE-6": (contact.phone.strip(), f"{at}/contact/phone"),
                "BR-DE-7": (contact.email.strip(), f"{at}/contact/email"),
            },
            f,
        )
        if contact.phone and len(re.findall("[0-9]", contact.phone)) < 3:
            f.add("BR-DE-27", f"{at}/contact/phone")
        if contact.email and not _MAIL.fullmatch(contact.email.strip()):
            f.add("BR-DE-28", f"{at}/contact/email")
    required: dict[str, tuple[object, str]] = {
        "BR-DE-3": (seller.address.city.strip(), f"{at}/city"),
        "BR-DE-4": (seller.address.postal_code.strip(), f"{at}/zip"),
        "BR-DE-8": (buyer.address.city.strip(), "/_documentClient/city"),
        "BR-DE-9": (buyer.address.postal_code.strip(), "/_documentClient/zip"),
    }
    if document.delivery and document.delivery.address:
        address = document.delivery.address
        required["BR-DE-10"] = (address.city.strip(), "/delivery/address/city")
        required["BR-DE-11"] = (address.postal_code.strip(), "/delivery/address/zip")
    _require(required, f)
    taxed = any(t.category in _TAXED for line in document.lines for t in line.taxes) or any(
        item.tax_category in _TAXED for item in document.allowances_charges
    )
    number = seller.vat_identifier or seller.tax_registration or document.tax_representative
    if taxed and not number:
        f.add("BR-DE-16", f"{at}/taxNumber")


def _check_head(document: Document, f: Findings) -> None:
    if not document.buyer_reference.strip():
        f.add("BR-DE-15", "/buyerReference")
    if document.type_code and document.type_code not in _TYPES:
        f.add("BR-DE-17", "/typeCode")
    if document.type_code == "384" and not document.preceding:
        f.add("BR-DE-26", "/preceding")
    if document.specification and not document.specification.startswith(_SPECIFICATION):
        f.add("BR-DE-21", "/specification")
    for i, row in enumerate(document.tax_subtotals):
        if row.rate is None:
            f.add("BR-DE-14", f"/_documentTaxes/{i}/rate")
    names = [a.file_name for a in document.supporting_documents if a.file_name]
    if len(set(names)) < len(names):
        f.add("BR-DE-22", "/supportingDocuments")
    for i, attached in enumerate(document.supporting_documents):
        if attached.url and not _URL.fullmatch(attached.url.strip()):
            f.add("BR-TMP-2", f"/supportingDocuments/{i}/url")
    delivered = document.delivery and document.delivery.delivered_on
    period = document.period_start or document.period_end
    if not (delivered or period or _all_lines_dated(document)):
        f.add("BR-DE-TMP-32", "/delivery/deliveredOn")
    _check_discounts(document.payment_terms, f)


def _all_lines_dated(document: Document) -> bool:
    lines = [line for line in document.lines if line.kind == "product"]
    return bool(lines) and all(line.period_start or line.period_end for line in lines)


def _check_discounts(terms: str, f: Findings) -> None:
    """Every line that begins with # is a cash discount, and ends with a line break."""
    *lines, last = terms.split("\n")
    coded = [line.strip() for line in lines if line.strip().startswith("#")]
    if last.strip().startswith("#") or any(not _DISCOUNT.fullmatch(line) for line in coded):
        f.add("BR-DE-18", "/paymentTerms")


def _check_payment(document: Document, f: Findings) -> None:
    payment, at = document.payment_instructions, "/paymentInstructions"
    if payment is None:
        f.add("BR-DE-1", at)
        return
    transfers, card, debit = payment.credit_transfers, payment.card, payment.direct_debit
    code = payment.means_code
    for codes, rule, wanted, others in (
        (_TRANSFERS, "BR-DE-23", transfers, (card, debit)),
        (_CARDS, "BR-DE-24", card, (transfers, debit)),
        (_DEBITS, "BR-DE-25", debit, (transfers, card)),
    ):
        if code in codes:
            if not wanted:
                f.add(f"{rule}-a", at)
            if any(others):
                f.add(f"{rule}-b", at)
    if code == "58":
        for i, transfer in enumerate(transfers):
            if transfer.account and not is_iban(transfer.account):
                f.add("BR-DE-19", f"{at}/creditTransfers/{i}/account")
    if debit is not None:
        if not debit.creditor_id:
            f.add("BR-DE-30", f"{at}/directDebit/creditorId")
        if not debit.debited_account:
            f.add("BR-DE-31", f"{at}/directDebit/debitedAccount")
        elif code == "59" and not is_iban(debit.debited_account):
            f.add("BR-DE-20", f"{at}/directDebit/debitedAccount")


RULE_SET = RuleSet(
    title="XRechnung 3.0",
    specification="urn:xeinkauf.de:kosit:xrechnung",
    rules=RULES,
    check=check,
)
