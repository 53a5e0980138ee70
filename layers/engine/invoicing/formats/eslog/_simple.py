"""e-SLOG 1.6, the simple invoice (IzdaniRacunEnostavni): read only.

Its elements have no namespace and Slovenian names; its codes are those of UN/EDIFACT D.01B. It
has no VAT categories: a rate of 0 is read as exempt.
"""

from decimal import Decimal
from typing import Any

from invoicing.errors import InvalidDocument
from invoicing.formats import Element
from invoicing.formats._codes import TYPE_OF_CODE
from invoicing.formats._mapping.values import Findings, Place, read_date, read_number
from invoicing.model import (
    Address,
    AllowanceCharge,
    Contact,
    CreditTransfer,
    Delivery,
    Document,
    DocumentReference,
    Identifier,
    Line,
    LineTax,
    Note,
    Party,
    PaymentInstructions,
    TaxSubtotal,
    Totals,
)
from invoicing.model.money import ZERO
from invoicing.model.value import replace

ROOT = "IzdaniRacunEnostavni"

_DATES = {"137": "issue_date", "131": "tax_point_date", "35": "delivered_on"}
_REFERENCES = {
    "ON": "purchase_order_reference",
    "CT": "contract_reference",
    "AAK": "despatch_advice_reference",
    "VN": "sales_order_reference",
    "ALO": "receiving_advice_reference",
}
_PRECEDING = frozenset({"IV", "OI"})
_SELLER, _BUYER = ("SE", "II", "SU"), ("BY", "IV")


class _File:
    """Reads values; what is none becomes a finding."""

    def __init__(self) -> None:
        self.findings = Findings()

    def number(self, parent: Element, path: str, place: Place, field: str) -> Decimal | None:
        found = parent.find(path)
        if found is None or not (found.text or "").strip():
            return None
        text = (found.text or "").replace(",", ".")
        value: Decimal = read_number(found, text, self.findings, place, field)
        return value

    def date(self, parent: Element, path: str, field: str) -> Any:
        found = parent.find(path)
        if found is None or not (found.text or "").strip():
            return None
        text = (found.text or "").strip()[:10]
        return read_date(found, text, self.findings, None, field)

    def amounts(
        self, parent: Element, group: str, kind: str, value: str, place: Place
    ) -> dict[str, Decimal]:
        """Amounts by the code of their kind."""
        found: dict[str, Decimal] = {}
        for item in parent.iterfind(group):
            amount = self.number(item, value, place, "amount")
            if amount is not None:
                found.setdefault(_text(item, kind), amount)
        return found


def load(root: Element) -> Document:
    """The document of a file; InvalidDocument with every finding at once."""
    invoice = root.find("Racun")
    f = _File()
    if invoice is None:
        f.findings.add(None, "", "cardinality", "has no Racun.", "Send one invoice in the file.")
        raise InvalidDocument(f.findings.found)
    code = _text(invoice, "GlavaRacuna/VrstaRacuna")
    fields = _load_dates(invoice, f)
    delivered_on = fields.pop("delivered_on", None)
    fields |= _load_references(invoice, f)
    seller, buyer = _party(invoice, _SELLER), _party(invoice, _BUYER)
    lines = tuple(_load_line(e, n, f) for n, e in enumerate(invoice.iterfind("PostavkeRacuna")))
    subtotals = tuple(_load_subtotals(invoice, f))
    notes = _load_notes(invoice)
    document = Document(
        **fields,
        number=_text(invoice, "GlavaRacuna/StevilkaRacuna"),
        type=TYPE_OF_CODE.get(code, "invoice"),
        type_code=code,
        currency=_text(invoice, "Valuta[VrstaValuteRacuna='2']/KodaValute")
        or _text(invoice, "Valuta/KodaValute"),
        due_date=f.date(invoice, "PlacilniPogoji/PlacilniRoki/Datum", "due_date"),
        seller=_load_party(seller),
        buyer=_load_party(buyer),
        delivery=Delivery(delivered_on=delivered_on) if delivered_on else None,
        note="\n".join(note.text for note in notes if not note.subject_code),
        notes=tuple(note for note in notes if note.subject_code),
        lines=lines,
        allowances_charges=tuple(_load_discounts(invoice, f)),
        payment_instructions=_load_payment(invoice, seller),
        tax_subtotals=subtotals,
        accounting_reference=_text(invoice, "GlavaRacuna/StroskovnoMesto"),
    )
    document = replace(document, totals=_load_totals(document, invoice, f))
    if f.findings.found:
        raise InvalidDocument(f.findings.found)
    return replace(document, prepaid=document.totals.prepaid or None)


def _text(parent: Element | None, path: str) -> str:
    return "" if parent is None else (parent.findtext(path) or "").strip()


def _texts(parent: Element | None, path: str, name: str, last: int, joint: str) -> str:
    """The parts of a text that stands in numbered elements."""
    home = None if parent is None else parent.find(path)
    parts = [_text(home, f"{name}{n}") for n in range(1, last + 1)]
    return joint.join(part for part in parts if part)


def _load_dates(invoice: Element, f: _File) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in invoice.iterfind("DatumiRacuna"):
        field = _DATES.get(_text(item, "VrstaDatuma"))
        value = f.date(item, "DatumRacuna", field) if field else None
        if field and value:
            found.setdefault(field, value)
    return found


def _load_references(invoice: Element, f: _File) -> dict[str, Any]:
    """References; the kind of a document stands in an attribute, or in an element of its own."""
    found: dict[str, Any] = {}
    preceding = []
    for item in invoice.iterfind("ReferencniDokumenti"):
        kind = (item.get("VrstaDokumenta") or _text(item, "VrstaDokumenta")).strip()
        number = _text(item, "StevilkaDokumenta")
        if kind in _REFERENCES:
            found.setdefault(_REFERENCES[kind], number)
        elif kind in _PRECEDING:
            issued = f.date(item, "DatumDokumenta", "preceding")
            preceding.append(DocumentReference(number=number, issue_date=issued))
    return found | ({"preceding": tuple(preceding)} if preceding else {})


def _load_notes(invoice: Element) -> list[Note]:
    found = []
    for item in invoice.iterfind("PoljubnoBesedilo"):
        kind = _text(item, "VrstaBesedila")
        text = _texts(item, "Besedilo", "Tekst", 5, "\n")
        if text:
            found.append(Note(text=text, subject_code="" if kind in ("AAI", "ZZZ") else kind))
    return found


def _party(invoice: Element, roles: tuple[str, ...]) -> Element | None:
    """The party of the first role that there is."""
    by_role = {
        _text(item, "NazivNaslovPodjetja/VrstaPartnerja"): item
        for item in invoice.iterfind("PodatkiPodjetja")
    }
    return next((by_role[role] for role in roles if role in by_role), None)


def _load_party(item: Element | None) -> Party:
    if item is None:
        return Party()
    head = item.find("NazivNaslovPodjetja")
    numbers = {
        _text(r, "VrstaPodatkaPodjetja"): _text(r, "PodatekPodjetja")
        for r in item.iterfind("ReferencniPodatkiPodjetja")
    }
    channels = {
        _text(c, "VrstaKomunikacije"): _text(c, "StevilkaKomunikacije")
        for c in item.iterfind("KontaktiPodjetja/Komunikacije")
    }
    registration = numbers.get("GN") or numbers.get("XA")
    own = _text(head, "IdentifikacijaPartnerja/StevilkaPartnerja")
    return Party(
        name=_texts(head, "NazivPartnerja", "NazivPartnerja", 4, " "),
        identifiers=(Identifier(value=own),) if own else (),
        vat_identifier=numbers.get("VA", ""),
        legal_registration=Identifier(value=registration) if registration else None,
        address=Address(
            line1=_text(head, "Ulica/Ulica1"),
            line2=_text(head, "Ulica/Ulica2"),
            line3=_text(head, "Ulica/Ulica3"),
            city=_text(head, "Kraj"),
            postal_code=_text(head, "PostnaStevilka"),
            country_code=_text(head, "KodaDrzave"),
        ),
        contact=Contact(
            name=_text(item, "KontaktiPodjetja/KontaktnaOseba/ImeOsebe"),
            phone=channels.get("TE", ""),
            email=channels.get("EM", ""),
        ),
    )


def _load_payment(invoice: Element, seller: Element | None) -> PaymentInstructions | None:
    """A transfer to the seller's accounts, under the reference for paying."""
    transfers = []
    for item in [] if seller is None else seller.iterfind("FinancniPodatkiPodjetja"):
        number = _text(item, "BancniRacun/StevilkaBancnegaRacuna")
        if number:
            bic = _text(item, "BancniRacun/BIC")
            transfers.append(CreditTransfer(account=number, bic=bic))
    remittance = _text(invoice, "PovzetekZneskovRacuna/SklicZaPlacilo/StevilkaSklica")
    if not transfers and not remittance:
        return None
    return PaymentInstructions(
        means_code="30", remittance=remittance, credit_transfers=tuple(transfers)
    )


def _category(rate: Decimal) -> str:
    return "S" if rate else "E"


def _load_line(item: Element, index: int, f: _File) -> Line:
    place: Place = (None, "lines", index)
    rate = f.number(item, "DavkiPostavke/DavkiNaPostavki/OdstotekDavkaPostavke", place, "rate")
    rate = rate or ZERO
    sums = f.amounts(item, "ZneskiPostavke", "VrstaZneskaPostavke", "ZnesekPostavke", place)
    taxes = f.amounts(
        item,
        "DavkiPostavke/ZneskiDavkovPostavke",
        "VrstaZneskaDavkaPostavke",
        "Znesek",
        place,
    )
    prices = f.amounts(item, "CenaPostavke", "VrstaCene", "Cena", place)
    items = {
        _text(i, "VrstaKodeArtiklaDodatna"): _text(i, "StevilkaArtiklaDodatna")
        for i in item.iterfind("DodatnaIdentifikacijaArtikla")
    }
    quantity = f.number(item, "KolicinaArtikla/Kolicina", place, "quantity")
    standard = _text(item, "Postavka/IdentifikacijaArtikla/StevilkaArtikla")
    net = sums.get("203", taxes.get("125"))
    price = prices.get("AAA", prices.get("AAB"))
    return Line(
        id=_text(item, "Postavka/StevilkaVrstice"),
        name=" ".join(
            t
            for e in item.iterfind("OpisiArtiklov")
            if (t := _texts(e, "OpisArtikla", "OpisArtikla", 2, " "))
        ),
        quantity=Decimal(1) if quantity is None else quantity,
        unit_code=_text(item, "KolicinaArtikla/EnotaMere"),
        price=price,
        list_price=prices.get("AAB") if "AAA" in prices else None,
        net_amount=net,
        tax_amount=taxes.get("124"),
        amount_with_tax=sums.get("38"),
        standard_item_id=Identifier(value=standard, scheme="0160") if standard else None,
        seller_item_id=items.get("SA", ""),
        buyer_item_id=items.get("IN", ""),
        allowances_charges=tuple(
            AllowanceCharge(
                is_charge=_text(e, "Identifikator") == "C",
                percent=f.number(e, "OdstotekPostavke", place, "percent"),
                amount=f.number(e, "ZnesekOdstotka", place, "amount") or ZERO,
            )
            for e in item.iterfind("OdstotkiPostavk")
        ),
        taxes=(LineTax(rate=rate, category=_category(rate)),),
        accounting_reference=_text(item, "StroskovnoMesto"),
    )


def _load_discounts(invoice: Element, f: _File) -> list[AllowanceCharge]:
    place: Place = (None, "allowances_charges")
    return [
        AllowanceCharge(
            reason=_text(item, "OpisPopusta"),
            percent=f.number(item, "OdstotekPopusta", place, "percent"),
            amount=f.number(item, "ZnesekPopusta", place, "amount") or ZERO,
        )
        for item in invoice.iterfind("GlobalniPopusti")
    ]


def _load_subtotals(invoice: Element, f: _File) -> list[TaxSubtotal]:
    found = []
    for index, item in enumerate(invoice.iterfind("PovzetekDavkovRacuna")):
        place: Place = (None, "tax_subtotals", index)
        rate = f.number(item, "DavkiRacuna/OdstotekDavka", place, "rate") or ZERO
        sums = f.amounts(item, "ZneskiDavkov", "VrstaZneskaDavka", "ZnesekDavka", place)
        found.append(
            TaxSubtotal(
                category=_category(rate),
                rate=rate,
                base=sums.get("125", ZERO),
                tax=sums.get("124", ZERO),
            )
        )
    return found


def _load_totals(document: Document, invoice: Element, f: _File) -> Totals:
    """The totals as the file states them; what it leaves out is added up."""
    place: Place = (None, "totals")
    sums = f.amounts(
        invoice, "PovzetekZneskovRacuna/ZneskiRacuna", "VrstaZneska", "ZnesekRacuna", place
    )
    lines = sum((line.net_amount or ZERO for line in document.lines), ZERO)
    allowances = sum((a.amount for a in document.allowances_charges), ZERO)
    tax = sums.get("176", sum((s.tax for s in document.tax_subtotals), ZERO))
    net = sums.get("125", sum((s.base for s in document.tax_subtotals), ZERO))
    prepaid = sums.get("113", ZERO)
    gross = net + tax
    payable = sums.get("9", gross - prepaid)
    return Totals(
        lines=sums.get("79", lines),
        allowances=allowances,
        net=net,
        tax=tax,
        gross=gross,
        prepaid=prepaid,
        rounding=payable - (gross - prepaid),
        payable=payable,
    )
