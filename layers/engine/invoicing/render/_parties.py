"""Parties as blocks of an envelope, and the seller's particulars at the foot of the page."""

from invoicing.model import Address, Document, Organization, Party
from invoicing.render._texts import PartyBlock
from invoicing.render._words import Words


def address_lines(address: Address, words: Words, *, home: str = "") -> tuple[str, ...]:
    """A postal address line by line; the country only where it is not `home`."""
    town = " ".join(filter(None, (address.postal_code, address.city)))
    country = ""
    if address.country_code != home or address.country_name:
        country = address.country_name or words.figures.territory(address.country_code)
    lines = (address.line1, address.line2, address.line3, town, address.subdivision, country)
    return tuple(filter(None, lines))


def _identifier_lines(party: Party, words: Words) -> tuple[str, ...]:
    labels = words.labels
    registration = party.legal_registration.value if party.legal_registration else ""
    pairs = (
        (labels["vat_identifier"], party.vat_identifier),
        (labels["tax_number"], party.tax_registration),
        (labels["registration"], registration),
    )
    return tuple(words.labelled(label, value) for label, value in pairs if value)


def party_block(party: Party, label: str, words: Words) -> PartyBlock:
    """The party with its address and the numbers it is registered under."""
    contact = (party.contact.name,) if party.contact.name else ()
    trading = (party.trading_name,) if party.trading_name not in ("", party.name) else ()
    lines = (*trading, *contact, *address_lines(party.address, words))
    return PartyBlock(label, party.name, lines + _identifier_lines(party, words))


def other_parties(document: Document, words: Words) -> tuple[PartyBlock, ...]:
    """Payee, tax representative and place of delivery, where the document names them."""
    labels, blocks = words.labels, []
    if document.payee and document.payee.name:
        blocks.append(party_block(document.payee, labels["payee"], words))
    if document.tax_representative and document.tax_representative.name:
        representative = document.tax_representative
        blocks.append(party_block(representative, labels["tax_representative"], words))
    if document.delivery and (document.delivery.name or document.delivery.address):
        lines = address_lines(document.delivery.address or Address(), words)
        blocks.append(PartyBlock(labels["delivery_address"], document.delivery.name, lines))
    return tuple(blocks)


def sender_line(seller: Party) -> str:
    """The small line above the recipient, which shows in a window envelope."""
    address = seller.address
    town = " ".join(filter(None, (address.postal_code, address.city)))
    return " · ".join(filter(None, (seller.name, address.line1, town)))


def footer(document: Document, organization: Organization, words: Words) -> tuple[str, ...]:
    """The lines at the foot of every page: the document's own, else the seller's particulars."""
    own = words.own(document, "footer")
    if own:
        return tuple(own.splitlines())
    seller = document.seller
    contact = seller.contact
    phone = words.labelled(words.labels["phone"], contact.phone)
    first = (seller.name or organization.name, phone, contact.email, seller.website)
    lines = (" · ".join(filter(None, first)), " · ".join(_identifier_lines(seller, words)))
    return tuple(filter(None, (*lines, seller.legal_information)))
