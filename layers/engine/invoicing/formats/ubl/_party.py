"""Parties between UBL and the model."""

from invoicing.formats._addresses import stated_address
from invoicing.formats._mapping import Report
from invoicing.formats.ubl import _wire as wire
from invoicing.model import Identifier, Party

SEPA = "SEPA"  # scheme of the bank assigned creditor identifier (BT-90)


def load_party(value: wire.Party | None, field: str, report: Report) -> Party:
    """Seller or buyer; the formal name is the registration's, else the party's."""
    if value is None:
        return Party()
    named = bool(value.registration_name)
    return Party(
        name=value.registration_name or value.party_name,
        trading_name=value.party_name if named else "",
        identifiers=tuple(i for i in value.identifiers if i.value and i.scheme != SEPA),
        legal_registration=value.legal_registration,
        vat_identifier=_tax_number(value, field, report, vat=True),
        tax_registration=_tax_number(value, field, report, vat=False),
        legal_information=value.legal_information,
        electronic_address=value.electronic_address,
        address=stated_address(value.address, field, report),
        contact=value.contact,
    )


def load_other(value: wire.Party | None, field: str, report: Report) -> Party | None:
    """Payee or tax representative; None where the file has none."""
    return None if value is None else load_party(value, field, report)


def check_parties(value: wire.Invoice, report: Report) -> None:
    """What UBL demands of the parties, though they can be read without."""
    payee, seller, buyer = value.payee, value.seller, value.buyer
    if payee and payee.party_name == (seller.registration_name if seller else ""):
        text = "has the seller's name."
        report("payee/name", "UBL-SR-19", text, "Name a payee other than the seller.", told=True)
    if buyer and len(buyer.identifiers) > 1:
        at = "_documentClient/identifiers"
        report(at, "UBL-SR-16", "holds several.", "Keep one identifier.", told=True)


def creditor_id(*parties: wire.Party | None) -> str:
    """BT-90, which UBL keeps among the seller's or the payee's identifiers."""
    found = [i.value for p in parties if p for i in p.identifiers if i.scheme == SEPA]
    return found[0] if found else ""


def _tax_number(value: wire.Party, field: str, report: Report, *, vat: bool) -> str:
    numbers = [
        s.number for s in value.tax_schemes if s.number and (s.scheme.upper() in ("VAT", "")) == vat
    ]
    if len(numbers) > 1:
        report(
            f"{field}/{'taxNumber' if vat else 'taxRegistrationNumber'}",
            "cardinality",
            "stands more than once.",
            "Keep exactly one number of the tax scheme.",
        )
    return numbers[0] if numbers else ""


def view_party(party: Party, creditor: str = "") -> wire.Party:
    """Seller or buyer."""
    schemes = [wire.TaxScheme(number=party.vat_identifier, scheme="VAT")]
    schemes.append(wire.TaxScheme(number=party.tax_registration, scheme="TAX"))
    ids = (*party.identifiers, *([Identifier(value=creditor, scheme=SEPA)] if creditor else ()))
    return wire.Party(
        electronic_address=party.electronic_address,
        identifiers=ids,
        party_name=party.trading_name,
        address=party.address,
        tax_schemes=tuple(s for s in schemes if s.number),
        registration_name=party.name,
        legal_registration=party.legal_registration,
        legal_information=party.legal_information,
        contact=party.contact,
    )


def view_payee(party: Party | None) -> wire.Party | None:
    """The payee: a name, an identifier and a registration, no more."""
    if party is None:
        return None
    return wire.Party(
        identifiers=party.identifiers,
        party_name=party.name,
        legal_registration=party.legal_registration,
    )


def view_representative(party: Party | None) -> wire.Party | None:
    """The seller's tax representative: a name, an address and a VAT identifier."""
    if party is None:
        return None
    return wire.Party(
        party_name=party.name,
        address=party.address,
        tax_schemes=(wire.TaxScheme(number=party.vat_identifier, scheme="VAT"),),
    )
