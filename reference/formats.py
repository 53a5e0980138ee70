"""docs/formats.md: which fields a file carries, found by writing one and reading it again.

Two documents that state everything are written in every format and profile. A field is carried
where what is read says it too; nothing on the page is claimed by hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from inspect import getsource
from pathlib import Path as FilePath
from typing import Any

import msgspec

from invoicing import model, registry
from invoicing.edge.losses import pointer
from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.formats._losses import Path, lost, told_fields
from invoicing.model import (
    Address,
    AllowanceCharge,
    Card,
    Contact,
    ConversionRate,
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
    Payment,
    PaymentInstructions,
    PaymentTier,
    SupportingDocument,
)
from invoicing.model.value import Value, replace
from invoicing.rules.totals import calculate

PAGE = FilePath(__file__).resolve().parent.parent / "docs" / "formats.md"
HEAD = """\
# What each format carries

`yes`: the field is in the file, and reading the file gives it back. `–`: the file has no place
for it. The columns are the values of `?format=` and `?profile=`; profiles of UBL and CII that
are not named leave out nothing that `ubl` and `cii` carry. The terms are those of EN 16931.

Wherever a file is made, its own losses are told beside it: `Notula-Losses` lists JSON pointers,
each field once at the first place where it is lost, `Notula-Losses-Count` counts every value.
The header is absent and the count 0 where nothing is lost. `generate-cius` answers the same list
as `losses`. Not told are what only concerns the sender (ids, states, mails) and what follows
from values that are carried: a line's total with tax, the name of a country beside its code.
"""
COLUMNS = (
    ("ubl", ""),
    ("cii", ""),
    ("cii", "basic"),
    ("cii", "basicwl"),
    ("cii", "minimum"),
    ("eslog", ""),
    ("fatturapa", "fpr12"),
    ("fatturapa", "fsm10"),
)
_TERM = re.compile(r"^ {4}(\w+): .*?#.*?((?:BT|BG)-\d.*)$", re.MULTILINE)
_CODE = re.compile(r"B[TG]-\d+(?:-\d)?")


def _party(number: str, country: str, **more: Any) -> Party:
    return Party(
        name=f"Company {number}",
        trading_name=f"Brand {number}",
        identifiers=(Identifier(value="4000000000006", scheme="0088"),),
        legal_registration=Identifier(value="12345674", scheme="0060"),
        vat_identifier=f"{country}12345670017",
        electronic_address=Identifier(value="company@example.com", scheme="EM"),
        address=Address(
            line1="Via Roma 1",
            line2="Second floor",
            line3="By the river",
            city="Torino",
            postal_code="10121",
            subdivision="TO",
            country_code=country,
        ),
        contact=Contact(name="Ada", phone="0123456789", email="ada@example.com"),
        website="https://example.com",
        iban="IT60X0542811101000000123456",
        bic="BCITITMM",
        bank_name="Banca",
        is_taxable=True,
        custom={"a": 1},
        data=({"a": 1},),
        **more,
    )


def _line() -> Line:
    return Line(
        id="1",
        name="Work",
        description="What was done",
        note="As agreed",
        quantity=Decimal(8),
        unit="visits",
        unit_code="HUR",
        price=Decimal("90.00"),
        list_price=Decimal("100.00"),
        price_discount=Decimal("10.00"),
        price_base_quantity=Decimal(1),
        price_base_unit_code="HUR",
        allowances_charges=(
            replace(_charge(is_charge=False), tax_category="", tax_rate=None),
            replace(_charge(is_charge=True), tax_category="", tax_rate=None),
        ),
        discount=Decimal(5),
        taxes=(
            LineTax(rate=Decimal(22), category="S", name="VAT", abbreviation="V", tax_number="1"),
        ),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 1, 31),
        object_identifier=Identifier(value="M-1", scheme="ABZ"),
        order_line_reference="10",
        accounting_reference="4711",
        seller_item_id="S-1",
        buyer_item_id="B-1",
        standard_item_id=Identifier(value="4000000000006", scheme="0160"),
        classifications=(Identifier(value="65434568", scheme="STI", scheme_version="19.05.01"),),
        origin_country="IT",
        attributes=(("colour", "red"),),
        on_behalf="Company 9",
        item_type="service",
        custom={"a": 1},
        data=({"a": 1},),
        l10n={"name_de": "Arbeit"},
    )


def _charge(*, is_charge: bool) -> AllowanceCharge:
    return AllowanceCharge(
        is_charge=is_charge,
        amount=Decimal("5.00"),
        base=Decimal("100.00"),
        percent=Decimal(5),
        reason="Freight" if is_charge else "Loyalty",
        reason_code="FC" if is_charge else "95",
        tax_category="S",
        tax_rate=Decimal(22),
    )


def specimens() -> tuple[Document, ...]:
    """Documents that together state every field a sender can state."""
    transfer = PaymentInstructions(
        means_code="30",
        means_text="Transfer",
        remittance="RF18539007547034",
        credit_transfers=(
            CreditTransfer(
                account="IT60X0542811101000000123456", account_name="Company 1", bic="BCITITMM"
            ),
        ),
    )
    debit = DirectDebit(mandate="M-1", creditor_id="IT66ZZZA1B2C3D4E5F6", debited_account="IT60X1")
    first = Document(
        number="2026-1",
        issue_date=date(2026, 1, 31),
        due_date=date(2026, 2, 28),
        tax_point_date=date(2026, 1, 30),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 1, 31),
        valid_until=date(2026, 3, 1),
        type_code="380",
        seller=_party("1", "IT", tax_registration="RSSMRA70A01L219K", legal_information="10 000"),
        buyer=_party("2", "IT", fattura_pa_channel="ABCDEFG"),
        payee=Party(
            name="Company 3",
            identifiers=(Identifier(value="4000000000006", scheme="0088"),),
            legal_registration=Identifier(value="12345674", scheme="0060"),
        ),
        tax_representative=_party("4", "IT"),
        unit=Party(name="Shop"),
        currency="EUR",
        tax_currency="EUR",
        discount_percent=Decimal(10),
        conversion=ConversionRate(from_currency="EUR", to_currency="USD", rate=Decimal("1.1")),
        lines=(_line(),),
        allowances_charges=(_charge(is_charge=False), _charge(is_charge=True)),
        payments=(Payment(paid_on=date(2026, 1, 31), amount=Decimal(1)),),
        payment_instructions=transfer,
        payment_terms="30 days",
        cash_discounts=(PaymentTier(days=10, percent=Decimal(2)),),
        prepaid=Decimal("1.00"),
        reference="Ours 1",
        buyer_reference="04011000-12345-03",
        project_reference="P-1",
        contract_reference="C-1",
        purchase_order_reference="O-1",
        sales_order_reference="SO-1",
        receiving_advice_reference="R-1",
        despatch_advice_reference="D-1",
        tender_reference="T-1",
        invoiced_object=Identifier(value="M-1", scheme="ABZ"),
        accounting_reference="4711",
        preceding=(DocumentReference(number="2025-9", issue_date=date(2025, 12, 31)),),
        sources=(DocumentReference(number="E-1", issue_date=date(2025, 12, 1)),),
        delivery=Delivery(
            name="Warehouse",
            location=Identifier(value="4000000000006", scheme="0088"),
            delivered_on=date(2026, 1, 15),
            address=_party("5", "IT").address,
        ),
        supporting_documents=(
            SupportingDocument(
                id="A-1",
                description="Hours",
                url="https://example.com/hours",
                mime_type="text/csv",
                file_name="hours.csv",
                content=b"day;hours",
            ),
        ),
        business_process="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
        specification="urn:cen.eu:en16931:2017",
        title="Our invoice",
        notes=(Note(text="More", subject_code="AAI"),),
        note="Thank you",
        note_to_recipient="Mind the step",
        tax_clause="Not taxed",
        footer="Footer",
        signature="Ada",
        l10n={"note_de": "Danke"},
        custom={"a": 1},
        data=({"a": 1},),
    )
    second = replace(
        first,
        tax_point_date=None,
        tax_point_code="35",
        payment_instructions=PaymentInstructions(means_code="59", direct_debit=debit),
        lines=(
            replace(
                _line(),
                discount=None,
                taxes=(
                    LineTax(
                        category="E",
                        exemption_code="VATEX-EU-132",
                        exemption_reason="Exempt by article 132",
                    ),
                ),
            ),
        ),
        allowances_charges=(),
        payments=(),
        discount_percent=None,
        discount_amount=Decimal(1),
    )
    third = replace(
        second,
        tax_point_code="",
        payment_instructions=PaymentInstructions(
            means_code="48", card=Card(number="1234", holder="Ada")
        ),
    )
    return tuple(map(calculate, (first, second, third)))


_BESIDE = {"sources": " that it was made of"}  # the same member as a preceding invoice


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the API, its terms, and where it is carried."""

    pointer: str
    terms: str
    carried: tuple[bool, ...]  # as COLUMNS


@cache
def coverage() -> tuple[Row, ...]:
    """Every field that is stated, in the order of the model."""
    given = specimens()
    first: dict[tuple[str, ...], Path] = {}
    for document in given:
        for path in stated(document, ()):
            first.setdefault(_fields(path), path)
    absent = [_lost_in(given, *column) for column in COLUMNS]
    return tuple(
        Row(
            re.sub(r"/\d+", "/*", pointer(path)) + _BESIDE.get(fields[0], ""),
            _terms(fields),
            tuple(not any(fields[: len(one)] == one for one in lacking) for lacking in absent),
        )
        for fields, path in first.items()
    )


def _lost_in(given: tuple[Document, ...], name: str, profile: str) -> set[tuple[str, ...]]:
    """The fields that no specimen gets back."""
    format_: Format = registry.member("formats", name, "FORMAT")
    lacking: list[set[tuple[str, ...]]] = []
    saying: list[set[tuple[str, ...]]] = []
    for document in given:
        read = read_document(format_.write(document, profile))[1]
        lacking.append({_fields(path) for path in lost((document,), read)})
        saying.append({_fields(path) for path in stated(document, ())})
    found = set.union(*lacking)
    return {
        one
        for one in found
        if all(
            one in lacks or not any(said[: len(one)] == one for said in says)
            for lacks, says in zip(lacking, saying, strict=True)
        )
    }


def _fields(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def stated(value: Value, at: Path) -> Iterator[Path]:
    """The places where something is stated that a file could lose."""
    for name in told_fields(type(value)):
        held = getattr(value, name)
        here = (*at, name)
        if not held:
            continue
        if isinstance(held, Value):
            yield from stated(held, here)
        elif isinstance(held, tuple) and isinstance(held[0], Value):
            for index, one in enumerate(held):
                if not getattr(one, "computed", False):
                    yield from stated(one, (*here, index))
        else:
            yield here


@cache
def _terms_of(kind: type[Value]) -> dict[str, list[str]]:
    """The terms that a class's comments give its fields."""
    return {name: _CODE.findall(text) for name, text in _TERM.findall(getsource(kind))}


_KINDS: dict[str, type[Value]] = {
    "lines": Line,
    "taxes": LineTax,
    **dict.fromkeys(("seller", "buyer", "payee", "tax_representative", "unit"), Party),
    "address": Address,
    "contact": Contact,
    "allowances_charges": AllowanceCharge,
    "totals": model.Totals,
    "tax_subtotals": model.TaxSubtotal,
    "payment_instructions": PaymentInstructions,
    "credit_transfers": CreditTransfer,
    "card": Card,
    "direct_debit": DirectDebit,
    "preceding": DocumentReference,
    "delivery": Delivery,
    "supporting_documents": SupportingDocument,
    "notes": Note,
    "conversion": ConversionRate,
    "payments": Payment,
    "cash_discounts": PaymentTier,
    "sources": DocumentReference,
}


_ROLES = {"seller": 0, "buyer": 1, "payee": 2, "tax_representative": -1}
_ADDRESSES = {"delivery": "BG-15", "tax_representative": "BG-12"}


def _terms(fields: tuple[str, ...]) -> str:
    """The terms of a field; of those that several groups share, the ones of its own group."""
    if fields[-1] in msgspec.structs.asdict(Identifier(value="")):
        fields = fields[:-1]
    *holders, name = fields
    kind = _KINDS[holders[-1]] if holders else Document
    codes = _terms_of(kind).get(name, [])
    if kind is Address and fields[0] in _ADDRESSES:
        return _ADDRESSES[fields[0]]
    if kind is AllowanceCharge:
        half = len(codes) // 2 if len(codes) > 2 else len(codes)
        codes = codes[half:] if "lines" in holders else codes[:half]
    elif kind in (Party, Address, Contact):
        at = _ROLES.get(fields[0], len(codes))
        codes = codes[at:][:1] if -len(codes) <= at < len(codes) else []
    return ", ".join(codes)


def markdown() -> str:
    """docs/formats.md."""
    names = [f"{name} {profile}".strip() for name, profile in COLUMNS]
    lines = [
        f"| {' | '.join(('Field', 'Term', *names))} |",
        "|---|---" + "|---" * len(names) + "|",
    ]
    rows = coverage()
    lines += [
        f"| {_cell(row.pointer)} | {row.terms} | "
        + " | ".join("yes" if one else "–" for one in row.carried)
        + " |"
        for row in rows
    ]
    counts = " | ".join(str(sum(row.carried[n] for row in rows)) for n in range(len(names)))
    lines.append(f"| {len(rows)} fields | | {counts} |")
    return HEAD + "\n" + "\n".join(lines) + "\n"


def _cell(said: str) -> str:
    place, _, beside = said.partition(" ")
    return f"`{place}` {beside}".rstrip()
