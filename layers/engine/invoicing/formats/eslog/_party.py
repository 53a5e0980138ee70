"""Parties: NAD, FII and their references and contacts."""

from typing import Any

from invoicing.formats._mapping.values import Place
from invoicing.formats.eslog._segments import Group, Writer, tag
from invoicing.model import (
    Address,
    Card,
    Contact,
    CreditTransfer,
    DirectDebit,
    Document,
    Identifier,
    Party,
)

_VAT, _TAX = "VA", "AHP"
_UNSCHEMED = "XA"  # a registration whose scheme is unknown; UNCL1153: company registration
_NO_REGISTRATION = frozenset({_VAT, _TAX, "CR", "AOU", "AVS", "AII"})
_ADDRESS = ("line1", "line2", "line3")


def load_party(group: Group) -> Party:
    """Any of the parties."""
    nad = group.first("S_NAD")
    own = nad.first("C_C082")
    identifier = own.code("D_3039")
    names = nad.first("C_C080")
    vat, tax, registration = "", "", None
    for qualifier, value, _ in group.references("G_SG3"):
        if qualifier == _VAT:
            vat = value.strip()
        elif qualifier == _TAX:
            tax = value.strip()
        elif qualifier not in _NO_REGISTRATION and registration is None:
            scheme = "" if qualifier == _UNSCHEMED else qualifier
            registration = Identifier(value=value.strip(), scheme=scheme)
    electronic, contact = _load_contacts(group)
    return Party(
        name=_unfilled(names.text("D_3036")),
        trading_name=names.text("D_3036_2"),
        identifiers=(Identifier(value=identifier, scheme=own.code("D_1131")),)
        if identifier
        else (),
        legal_registration=registration,
        vat_identifier=vat,
        tax_registration=tax,
        electronic_address=electronic,
        address=load_address(nad),
        contact=contact,
    )


def load_address(nad: Group) -> Address:
    lines = nad.first("C_C059")
    return Address(
        line1=_unfilled(lines.text("D_3042")),
        line2=_unfilled(lines.text("D_3042_2")),
        line3=lines.text("D_3042_3"),
        city=nad.text("D_3164"),
        postal_code=nad.text("D_3251"),
        subdivision=nad.first("C_C819").text("D_3228"),
        country_code=nad.code("D_3207"),
    )


def _unfilled(text: str) -> str:
    """A text; a single space keeps the place of one that is not there."""
    return "" if text == " " else text


def _load_contacts(group: Group) -> tuple[Identifier | None, Contact]:
    """The electronic address stands under IC, the contact point under any other function."""
    electronic, contact = None, Contact()
    for found in group.all("G_SG5"):
        channels = {
            c.first("C_C076").code("D_3155"): c.first("C_C076").text("D_3148")
            for c in found.all("S_COM")
        }
        head = found.first("S_CTA")
        if head.code("D_3139") == "IC":
            for scheme, value in channels.items():
                electronic = electronic or Identifier(value=value, scheme=scheme)
        else:
            contact = Contact(
                name=head.first("C_C056").text("D_3412"),
                phone=channels.get("TE", ""),
                email=channels.get("EM", ""),
            )
    return electronic, contact


def load_accounts(group: Group) -> dict[str, Any]:
    """Cards and accounts of a party, by their role: RB, PB, BI, BB."""
    found: dict[str, Any] = {"RB": []}
    for segment in group.all("S_FII"):
        role, account = segment.code("D_3035"), segment.first("C_C078")
        number, holder = account.text("D_3194"), account.text("D_3192")
        if role == "RB":
            bic = segment.first("C_C088").code("D_3433")
            found["RB"].append(CreditTransfer(account=number, account_name=holder, bic=bic))
        elif role == "PB":
            found["PB"] = Card(number=number, holder=holder)
        else:
            found[role] = number
            if role == "BB":
                found["bic"] = segment.first("C_C088").code("D_3433")
    return found


def view_party(  # noqa: PLR0917 - the parts of one group, in their order
    w: Writer, role: str, party: Party, field: str, accounts: str = "", references: str = ""
) -> str:
    """A party's group; `accounts` and further `references` stand inside."""
    place: Place = (None, field)
    own = party.identifiers[0] if party.identifiers else Identifier(value="")
    content = tag("D_3035", role)
    content += tag(
        "C_C082",
        w.leaf("D_3039", own.value, 70, place, "identifiers")
        + (w.leaf("D_1131", own.scheme, 6, place, "identifiers") if own.value else ""),
    )
    name = party.name or (" " if party.trading_name else "")
    content += tag(
        "C_C080",
        w.leaf("D_3036", name, 70, place, "name")
        + w.leaf("D_3036_2", party.trading_name, 70, place, "trading_name"),
    )
    content += view_address(w, party.address, place)
    registration = party.legal_registration
    references += (
        w.reference(
            registration.scheme or _UNSCHEMED,
            registration.value,
            place,
            "legal_registration",
            "G_SG3",
        )
        if registration
        else ""
    )
    references += w.reference(_VAT, party.vat_identifier, place, "vat_identifier", "G_SG3")
    references += w.reference(_TAX, party.tax_registration, place, "tax_registration", "G_SG3")
    contacts = _view_contacts(w, party, "PD" if role == "BY" else "SU", place)
    return tag("G_SG2", tag("S_NAD", content) + accounts + references + contacts)


def view_address(w: Writer, address: Address, place: Place) -> str:
    lines = [getattr(address, name) for name in _ADDRESS]
    while lines and not lines[-1]:
        lines.pop()
    streets = "".join(
        w.leaf(f"D_3042{'' if n == 1 else f'_{n}'}", line or " ", 35, place, f"line{n}")
        for n, line in enumerate(lines, 1)
    )
    return (
        tag("C_C059", streets)
        + w.leaf("D_3164", address.city, 35, place, "city")
        + tag("C_C819", w.leaf("D_3228", address.subdivision, 70, place, "subdivision"))
        + w.leaf("D_3251", address.postal_code, 17, place, "postal_code")
        + w.leaf("D_3207", address.country_code, 3, place, "country_code")
    )


def _view_contacts(w: Writer, party: Party, function: str, place: Place) -> str:
    found = ""
    electronic, contact = party.electronic_address, party.contact
    if electronic:
        channel = _channel(w, electronic.value, electronic.scheme or "EM", place)
        found += tag("G_SG5", tag("S_CTA", tag("D_3139", "IC")) + channel)
    if contact != Contact():
        name = tag("C_C056", w.leaf("D_3412", contact.name, 256, place, "contact"))
        found += tag(
            "G_SG5",
            tag("S_CTA", tag("D_3139", function) + name)
            + _channel(w, contact.email, "EM", place)
            + _channel(w, contact.phone, "TE", place),
        )
    return found


def _channel(w: Writer, value: str, scheme: str, place: Place) -> str:
    if not value:
        return ""
    content = w.leaf("D_3148", value, 512, place, "contact") + w.leaf("D_3155", scheme, 4, place)
    return tag("S_COM", tag("C_C076", content))


def account(w: Writer, role: str, number: str, holder: str = "", bic: str = "") -> str:
    """An FII segment."""
    if not number:
        return ""
    place: Place = (None, "payment_instructions")
    content = w.leaf("D_3194", number, 35, place) + w.leaf("D_3192", holder, 35, place)
    bank = tag("C_C088", w.leaf("D_3433", bic, 11, place))
    return tag("S_FII", tag("D_3035", role) + tag("C_C078", content) + bank)


def view_buyer(w: Writer, document: Document) -> str:
    """The buyer, with what EN 16931 has of paying and of references and e-SLOG puts here."""
    means = document.payment_instructions
    card = means.card if means and means.card else Card()
    debit = means.direct_debit if means and means.direct_debit else DirectDebit()
    buyer = document.buyer
    accounts = account(w, "PB", card.number, card.holder)
    accounts += account(w, "BI", debit.debited_account)
    accounts += account(w, "BB", buyer.iban, "", buyer.bic)
    references = "".join(
        w.reference(qualifier, value, None, field, "G_SG3")
        for qualifier, value, field in (
            ("CR", document.buyer_reference, "buyer_reference"),
            ("AOU", document.accounting_reference, "accounting_reference"),
            ("AVS", debit.mandate, "payment_instructions"),
            ("AII", debit.creditor_id, "payment_instructions"),
        )
    )
    return view_party(w, "BY", buyer, "buyer", accounts, references)


def view_delivery(w: Writer, document: Document) -> str:
    delivery = document.delivery
    if delivery is None or not (delivery.name or delivery.location or delivery.address):
        return ""
    place: Place = (None, "delivery")
    where = delivery.location or Identifier(value="")
    content = tag("D_3035", "DP") + tag(
        "C_C082",
        w.leaf("D_3039", where.value, 70, place) + w.leaf("D_1131", where.scheme, 6, place),
    )
    content += tag("C_C080", w.leaf("D_3036", delivery.name, 70, place, "name"))
    if delivery.address:
        content += view_address(w, delivery.address, place)
    return tag("G_SG2", tag("S_NAD", content))


def role_of(group: Group) -> str:
    return group.first("S_NAD").code("D_3035")
