"""Random calculated documents that obey EN 16931, and what a format cannot carry of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import assume, reject
from hypothesis import strategies as st

from invoicing.errors import InvalidDocument
from invoicing.model import (
    Address,
    AllowanceCharge,
    Contact,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Document,
    DocumentReference,
    Identifier,
    Line,
    LineTax,
    Note,
    Party,
    PaymentInstructions,
    SupportingDocument,
)
from invoicing.model.value import Value, replace
from invoicing.rules.totals import calculate

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
TEXTS = st.builds(
    "{}{}".format,
    st.sampled_from("AbčЖ中"),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12)
    | st.sampled_from(["<&>\"'", "]]>", "a\nb", "\tx  y ", "&amp;", "\r\n"]),
)
CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,11}", fullmatch=True)
COUNTRIES = st.sampled_from(["SI", "IT", "DE", "FR", "HR", "CH"])
ICD = st.sampled_from(["0088", "0060", "0204"])
EXEMPT = {
    "AE": ("VATEX-EU-AE", "Reverse charge"),
    "E": ("VATEX-EU-132", "Exempt"),
    "G": ("VATEX-EU-G", "Export outside the EU"),
}


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


def maybe(strategy: st.SearchStrategy[Any], absent: Any = None) -> st.SearchStrategy[Any]:
    return st.just(absent) | strategy


identifiers = st.builds(Identifier, value=CODES, scheme=ICD)
classifications = st.builds(
    Identifier, value=CODES, scheme=st.just("STI"), scheme_version=st.sampled_from(["", "19.05.01"])
)
addresses = st.builds(
    Address,
    line1=maybe(TEXTS, ""),
    line2=maybe(TEXTS, ""),
    line3=maybe(TEXTS, ""),
    city=maybe(TEXTS, ""),
    postal_code=maybe(TEXTS, ""),
    subdivision=maybe(TEXTS, ""),
    country_code=COUNTRIES,
)
contacts = st.builds(Contact, name=maybe(TEXTS, ""), phone=maybe(TEXTS, ""), email=maybe(TEXTS, ""))


@st.composite
def parties(draw: st.DrawFn, *, seller: bool) -> Party:
    country = draw(COUNTRIES)
    return Party(
        name=draw(TEXTS),
        trading_name=draw(maybe(TEXTS, "")),
        identifiers=tuple(draw(st.lists(identifiers, max_size=2 if seller else 1))),
        legal_registration=draw(maybe(identifiers)),
        vat_identifier=f"{country}12345678",
        tax_registration=draw(maybe(CODES, "")) if seller else "",
        legal_information=draw(maybe(TEXTS, "")) if seller else "",
        electronic_address=draw(maybe(identifiers)),
        address=draw(addresses),
        contact=draw(contacts),
    )


@st.composite
def taxes(draw: st.DrawFn) -> LineTax:
    category = draw(st.sampled_from(["S", "S", "S", "Z", *EXEMPT]))
    code, reason = EXEMPT.get(category, ("", ""))
    rate = draw(st.sampled_from(["5", "9.5", "22", "25"])) if category == "S" else "0"
    return LineTax(
        rate=Decimal(rate), category=category, exemption_code=code, exemption_reason=reason
    )


def allowances(tax: LineTax | None) -> st.SearchStrategy[AllowanceCharge]:
    return st.builds(
        AllowanceCharge,
        is_charge=st.booleans(),
        amount=decimals("0", "0.99", 2),
        reason=TEXTS,
        tax_category=st.just(tax.category if tax else ""),
        tax_rate=st.just(tax.rate if tax else None),
    )


@st.composite
def lines(draw: st.DrawFn, number: int, choice: list[LineTax]) -> Line:
    price = draw(decimals("0", "9999", 4))
    discount = draw(maybe(decimals("0", "10", 2)))
    start = draw(maybe(DAYS))
    return Line(
        id=str(number),
        name=draw(TEXTS),
        description=draw(maybe(TEXTS, "")),
        note=draw(maybe(TEXTS, "")),
        quantity=draw(decimals("1", "500", 3)),
        unit_code=draw(st.sampled_from(["C62", "KGM", "HUR"])),
        price=price,
        list_price=None if discount is None else price + discount,
        price_discount=discount,
        price_base_quantity=draw(st.sampled_from([Decimal(1), Decimal(100)])),
        allowances_charges=tuple(draw(st.lists(allowances(None), max_size=2))),
        taxes=(draw(st.sampled_from(choice)),),
        period_start=start,
        period_end=start,
        object_identifier=draw(maybe(st.builds(Identifier, value=CODES, scheme=st.just("ABZ")))),
        order_line_reference=draw(maybe(CODES, "")),
        accounting_reference=draw(maybe(TEXTS, "")),
        seller_item_id=draw(maybe(TEXTS, "")),
        buyer_item_id=draw(maybe(TEXTS, "")),
        standard_item_id=draw(maybe(identifiers)),
        classifications=tuple(draw(st.lists(classifications, max_size=2))),
        origin_country=draw(maybe(COUNTRIES, "")),
        attributes=tuple(draw(st.lists(st.tuples(TEXTS, TEXTS), max_size=2))),
    )


@st.composite
def instructions(draw: st.DrawFn) -> PaymentInstructions:
    transfer = st.builds(
        CreditTransfer,
        account=st.sampled_from(["SI56020360253863406", "123-456-789"]),
        account_name=maybe(TEXTS, ""),
        bic=st.sampled_from(["", "LJBASI2X"]),
    )
    debit = st.builds(DirectDebit, mandate=CODES, creditor_id=CODES, debited_account=CODES)
    if draw(st.booleans()):
        return PaymentInstructions(
            means_code="30",
            means_text=draw(maybe(TEXTS, "")),
            remittance=draw(maybe(TEXTS, "")),
            credit_transfers=tuple(draw(st.lists(transfer, min_size=1, max_size=2))),
        )
    return PaymentInstructions(means_code="59", direct_debit=draw(debit))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A calculated document every field of which a syntax of EN 16931 carries, but LOSSES."""
    choice = draw(st.lists(taxes(), min_size=1, max_size=3))
    product = [draw(lines(n, choice)) for n in range(1, draw(st.integers(1, 4)) + 1)]
    used = product[0].taxes[0]
    start = draw(maybe(DAYS))
    note = draw(maybe(TEXTS, ""))
    notes = st.builds(Note, text=TEXTS, subject_code=st.sampled_from(["AAI", "REG"]))
    issued = draw(DAYS)
    document = Document(
        number=draw(CODES),
        type=draw(st.sampled_from(["invoice", "credit-note"])),
        issue_date=issued,
        due_date=draw(maybe(DAYS)),
        tax_point_date=draw(maybe(DAYS)),
        currency=draw(st.sampled_from(["EUR", "USD", "CHF"])),
        seller=draw(parties(seller=True)),
        buyer=draw(parties(seller=False)),
        payee=draw(maybe(st.builds(Party, name=TEXTS, legal_registration=maybe(identifiers)))),
        tax_representative=draw(
            maybe(st.builds(Party, name=TEXTS, vat_identifier=st.just("IT123"), address=addresses))
        ),
        lines=tuple(product),
        allowances_charges=tuple(draw(st.lists(allowances(used), max_size=2))),
        discount_percent=draw(maybe(decimals("0", "50", 2))),
        payment_instructions=draw(maybe(instructions())),
        payment_terms=draw(TEXTS),
        prepaid=draw(maybe(decimals("0.01", "5", 2))),
        note=note,
        notes=tuple(draw(st.lists(notes, max_size=2))),
        period_start=start,
        period_end=start,
        buyer_reference=draw(maybe(TEXTS, "")),
        project_reference=draw(maybe(CODES, "")),  # white space around identifiers is dropped
        contract_reference=draw(maybe(TEXTS, "")),
        purchase_order_reference=draw(maybe(CODES, "")),
        receiving_advice_reference=draw(maybe(TEXTS, "")),
        despatch_advice_reference=draw(maybe(TEXTS, "")),
        tender_reference=draw(maybe(TEXTS, "")),
        accounting_reference=draw(maybe(TEXTS, "")),
        invoiced_object=draw(maybe(st.builds(Identifier, value=CODES, scheme=st.just("ABZ")))),
        preceding=tuple(
            draw(
                st.lists(
                    st.builds(DocumentReference, number=TEXTS, issue_date=maybe(DAYS)), max_size=2
                )
            )
        ),
        delivery=draw(
            maybe(
                st.builds(
                    Delivery,
                    name=maybe(TEXTS, ""),
                    location=maybe(identifiers),
                    delivered_on=DAYS,
                    address=maybe(addresses),
                )
            )
        ),
        supporting_documents=tuple(
            draw(
                st.lists(
                    st.builds(
                        SupportingDocument,
                        id=CODES,
                        description=maybe(TEXTS, ""),
                        url=st.sampled_from(["", "https://example.com/a?b=1&c=2"]),
                        mime_type=st.just("text/csv"),
                        file_name=CODES,
                        content=st.binary(min_size=1, max_size=40),
                    ),
                    max_size=2,
                )
            )
        ),
    )
    # The norm wants a payee named only where it is not the seller (BR-17, UBL-SR-19).
    own = (document.seller.name, document.seller.trading_name)
    assume(document.payee is None or document.payee.name not in own)
    document = calculated(document)
    discount = draw(decimals("0", "0.5", 2))
    # A discount beyond the amount is refused, and rightly.
    fits = all(row.base > discount for row in document.tax_subtotals)
    return calculated(replace(document, discount_amount=discount)) if fits else document


def calculated(document: Document) -> Document:
    """The document with its totals; what the calculator rightly refuses is not drawn."""
    try:
        return calculate(document)
    except InvalidDocument:
        return reject()


def without(value: Any, losses: tuple[str, ...]) -> Any:
    """The value with every named field at its default; "lines.taxes.name" is a path."""
    if isinstance(value, tuple):
        return tuple(without(item, losses) for item in value)
    if not isinstance(value, Value):
        return value
    defaults = {field.name: field for field in msgspec.structs.fields(type(value))}
    changes: dict[str, Any] = {}
    for name in {loss.partition(".")[0] for loss in losses} & defaults.keys():
        below = tuple(
            rest for loss in losses for head, _, rest in [loss.partition(".")] if head == name
        )
        if "" in below:
            field = defaults[name]
            empty = field.default
            changes[name] = field.default_factory() if empty is msgspec.NODEFAULT else empty
        else:
            changes[name] = without(getattr(value, name), below)
    return replace(value, **changes)
