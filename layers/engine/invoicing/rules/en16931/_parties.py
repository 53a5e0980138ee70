"""Rules on parties, payment and references (BG-3 to BG-19, BG-24)."""

from invoicing.model import Address, Document, Identifier, Party
from invoicing.rules._findings import Findings
from invoicing.rules.en16931 import _code_lists as codes

MIME_TYPES = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
CREDIT_TRANSFERS = frozenset({"30", "58"})  # UNCL4461: credit transfer, SEPA credit transfer
NOWHERE = Address()
_VAT_PREFIXES = codes.COUNTRIES | {"EL"}  # Greece's VAT prefix is not its ISO code


def check(document: Document, f: Findings) -> None:
    """Who sells, buys, is paid and how; what the document refers to."""
    _trader(document.seller, "/_documentIssuer", ("BR-06", "BR-08", "BR-09", "BR-62"), f)
    _trader(document.buyer, "/_documentClient", ("BR-07", "BR-10", "BR-11", "BR-63"), f)
    seller = document.seller
    if not (seller.vat_identifier or seller.identifiers or seller.legal_registration):
        f.add("BR-CO-26", "/_documentIssuer/identifiers")
    _others(document, f)
    _payment(document, f)
    _references(document, f)


def _trader(party: Party, at: str, rules: tuple[str, str, str, str], f: Findings) -> None:
    name, place, country, scheme = rules
    if not party.name.strip():
        f.add(name, f"{at}/name")
    _address(party, at, place, country, f)
    address = party.electronic_address
    if address and not address.scheme:
        f.add(scheme, f"{at}/electronicAddress/scheme")
    _scheme(address, codes.ADDRESS_SCHEMES, "BR-CL-25", f"{at}/electronicAddress/scheme", f)
    _identified(party, at, f)


def _address(party: Party, at: str, place: str, country: str, f: Findings) -> None:
    """An address, and the country in it; a file may have one that says nothing."""
    pointer = f"{at}/countryAlpha2Code"
    if party.address == NOWHERE and not f.has(country, pointer):
        f.add(place, f"{at}/address")
    elif not party.address.country_code:
        f.add(country, pointer)


def _identified(party: Party, at: str, f: Findings) -> None:
    for i, identifier in enumerate(party.identifiers):
        _scheme(identifier, codes.IDENTIFIER_SCHEMES, "BR-CL-10", f"{at}/identifiers/{i}/scheme", f)
    registration = party.legal_registration
    pointer = f"{at}/legalRegistration/scheme"
    _scheme(registration, codes.IDENTIFIER_SCHEMES, "BR-CL-11", pointer, f)
    if party.address.country_code and party.address.country_code not in codes.COUNTRIES:
        f.add("BR-CL-14", f"{at}/countryAlpha2Code")
    if party.vat_identifier and party.vat_identifier[:2] not in _VAT_PREFIXES:
        f.add("BR-CO-09", f"{at}/taxNumber")


def _scheme(
    identifier: Identifier | None, allowed: frozenset[str], rule: str, pointer: str, f: Findings
) -> None:
    if identifier and identifier.scheme and identifier.scheme not in allowed:
        f.add(rule, pointer)


def _others(document: Document, f: Findings) -> None:
    payee, represented = document.payee, document.tax_representative
    if payee:
        _identified(payee, "/payee", f)
        seller = document.seller
        own = {i.value for i in seller.identifiers} & {i.value for i in payee.identifiers}
        if not payee.name or payee.name == (seller.trading_name or None) or own:
            f.add("BR-17", "/payee/name")
    if represented:
        _identified(represented, "/taxRepresentative", f)
        if not represented.name.strip():
            f.add("BR-18", "/taxRepresentative/name")
        _address(represented, "/taxRepresentative", "BR-19", "BR-20", f)
        if not represented.vat_identifier:
            f.add("BR-56", "/taxRepresentative/taxNumber")


def _payment(document: Document, f: Findings) -> None:
    payment = document.payment_instructions
    if payment is None:
        return
    at = "/paymentInstructions"
    if not payment.means_code:
        f.add("BR-49", f"{at}/meansCode")
    elif payment.means_code not in codes.PAYMENT_MEANS:
        f.add("BR-CL-16", f"{at}/meansCode")
    if payment.means_code in CREDIT_TRANSFERS:
        if not any(transfer.account.strip() for transfer in payment.credit_transfers):
            f.add("BR-61", f"{at}/creditTransfers")
        for i, transfer in enumerate(payment.credit_transfers):
            if not transfer.account.strip():
                f.add("BR-50", f"{at}/creditTransfers/{i}/account")
    if payment.card and len(payment.card.number.strip()) > 10:
        f.add("BR-51", f"{at}/card/number")


def _references(document: Document, f: Findings) -> None:
    for i, note in enumerate(document.notes):
        if note.subject_code and note.subject_code not in codes.NOTE_SUBJECTS:
            f.add("BR-CL-08", f"/notes/{i}/subjectCode")
    for i, preceding in enumerate(document.preceding):
        if not preceding.number:
            f.add("BR-55", f"/preceding/{i}/number")
    for i, attached in enumerate(document.supporting_documents):
        if not (attached.id.strip() or attached.file_name):
            f.add("BR-52", f"/supportingDocuments/{i}/id")
        if attached.mime_type and attached.mime_type not in MIME_TYPES:
            f.add("BR-CL-24", f"/supportingDocuments/{i}/mimeType")
    pointer = "/invoicedObject/scheme"
    _scheme(document.invoiced_object, codes.OBJECT_SCHEMES, "BR-CL-07", pointer, f)
    delivery = document.delivery
    if delivery:
        pointer = "/delivery/location/scheme"
        _scheme(delivery.location, codes.IDENTIFIER_SCHEMES, "BR-CL-26", pointer, f)
        if delivery.address:
            country = delivery.address.country_code
            pointer = "/delivery/address/countryAlpha2Code"
            if not country:
                f.add("BR-57", pointer)
            elif country not in codes.COUNTRIES:
                f.add("BR-CL-14", pointer)
