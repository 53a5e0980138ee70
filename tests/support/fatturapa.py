"""Random documents that FatturaPA can carry, and a small file of ours."""

from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import reject
from hypothesis import strategies as st
from tests.support.documents import documents

from invoicing.errors import InvalidDocument
from invoicing.model import Address, Document, LineTax, Party, PaymentInstructions
from invoicing.model.value import Value, replace
from invoicing.rules.totals import calculate

IBAN = "IT60X0542811101000000123456"


def ascii_only(value: Any) -> Any:
    """The value with every text in ASCII."""
    if isinstance(value, str):
        return value.encode("ascii", "ignore").decode() or ("A" if value else "")
    if isinstance(value, tuple):
        return tuple(ascii_only(item) for item in value)
    if isinstance(value, Value):
        fields = msgspec.structs.fields(type(value))
        return replace(value, **{f.name: ascii_only(getattr(value, f.name)) for f in fields})
    return value


def suited(document: Document) -> Document:
    """A document with the addresses, accounts and taxes that FatturaPA knows."""
    document = ascii_only(document)
    means = document.payment_instructions
    if means is None and (document.due_date or document.prepaid):
        means = PaymentInstructions(means_code="30")
    if means is not None:
        transfers = tuple(replace(t, account=IBAN) for t in means.credit_transfers[:1])
        means = replace(means, credit_transfers=transfers)
    return calculate(
        replace(
            document,
            seller=_party(document.seller),
            buyer=_party(document.buyer),
            payment_instructions=means,
            lines=tuple(
                replace(
                    line,
                    name=line.name.replace("\n", " "),  # what follows a line break is BT-154
                    price_base_quantity=Decimal(1),
                    taxes=tuple(_tax(tax) for tax in line.taxes),
                )
                for line in document.lines
            ),
            allowances_charges=tuple(
                replace(a, tax_category=a.tax_category.replace("Z", "E"))
                for a in document.allowances_charges
            ),
        )
    )


def _party(party: Party) -> Party:
    address = Address(
        line1="Via Roma 1",
        city=party.address.city or "Roma",
        postal_code="00100",
        country_code=party.address.country_code,
    )
    return replace(
        party,
        tax_registration="RSSMRA80A01H501U" if party.tax_registration else "",
        address=address,
        contact=replace(party.contact, email=""),
    )


def _tax(tax: LineTax) -> LineTax:
    if tax.category not in ("Z", "E"):
        return tax
    return LineTax(rate=Decimal(0), category="E", exemption_reason="Exempt")


@st.composite
def fatturapa_documents(draw: st.DrawFn) -> Document:
    try:
        return suited(draw(documents()))
    except InvalidDocument:  # a discount of more than there is
        reject()
