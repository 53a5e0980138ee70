"""DatiGenerali: number, dates, notes, withholding and references of a document."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from invoicing.countries.it import COUNTRY
from invoicing.formats.fatturapa._codes import NATURES, document_code
from invoicing.formats.fatturapa._natures import Natures
from invoicing.formats.fatturapa._values import Form, Values, filled, iso, money
from invoicing.model import (
    AllowanceCharge,
    Document,
    DocumentReference,
    Line,
    Note,
    StampDuty,
)
from invoicing.model.money import ZERO

_CAUSALE = 200  # characters of one Causale
_FUND_RATE = "aliquota_iva"
_STAMP = "dati_bollo"
_STAMP_AMOUNT = COUNTRY.duties.stamp_duty.amount if COUNTRY.duties else ZERO

# Block -> the document's field that holds its number, where there is one.
REFERENCES = {
    "dati_ordine_acquisto": "purchase_order_reference",
    "dati_contratto": "contract_reference",
    "dati_ricezione": "receiving_advice_reference",
}
_DELIVERY_NOTES = "dati_ddt"
_PRECEDING = "dati_fatture_collegate"


def load_notes(texts: list[str]) -> tuple[str, tuple[Note, ...]]:
    """The document's note and further ones; a full Causale goes on in the next."""
    whole: list[str] = []
    goes_on = False
    for text in texts:
        if goes_on:
            whole[-1] += text
        else:
            whole.append(text)
        goes_on = len(text) == _CAUSALE
    notes = [_load_note(text) for text in whole]
    if notes and not notes[0].subject_code:
        return notes[0].text, tuple(notes[1:])
    return "", tuple(notes)


def _load_note(text: str) -> Note:
    parts = text.split("#", 2)
    if len(parts) == 3 and not parts[0] and parts[1].isalnum():
        return Note(text=parts[2], subject_code=parts[1])
    return Note(text=text)


def view_notes(document: Document, fit: Callable[[str], str]) -> list[str]:
    """Causali; a note's subject stands before it, as `#AAI#text`."""
    texts = [document.note] if document.note else []
    texts += [f"#{n.subject_code}#{n.text}" if n.subject_code else n.text for n in document.notes]
    return [
        text[at : at + _CAUSALE] for text in map(fit, texts) for at in range(0, len(text), _CAUSALE)
    ]


def load_references(general: Form, at: str, values: Values) -> dict[str, Any]:
    """The document's fields that FatturaPA's references fill."""
    found: dict[str, Any] = {
        field: blocks[0].get("id_documento", "")
        for name, field in REFERENCES.items()
        if (blocks := general.get(name))
    }
    orders = general.get("dati_ordine_acquisto", [])
    project = next((b["codice_cup"] for b in orders if b.get("codice_cup")), "")
    if project:
        found["project_reference"] = project
    if general.get(_DELIVERY_NOTES):
        found["despatch_advice_reference"] = general[_DELIVERY_NOTES][0].get("numero_ddt", "")
    if general.get(_PRECEDING):
        found["preceding"] = tuple(
            DocumentReference(
                number=block.get("id_documento", ""),
                issue_date=values.date(block, "data", f"{at}/{_PRECEDING}/{i}"),
            )
            for i, block in enumerate(general[_PRECEDING])
        )
    return found


def view_references(document: Document, kept: Form) -> Form:
    """The references; blocks that were read stay, where they still give the document's fields."""
    said: Form = {}
    for name, field in REFERENCES.items():
        number = getattr(document, field)
        if number:
            said[name] = [{"id_documento": number}]
    if document.project_reference:
        order = said.get("dati_ordine_acquisto") or [{}]
        order[0]["codice_cup"] = document.project_reference
        if order[0].get("id_documento"):
            said["dati_ordine_acquisto"] = order
    if document.despatch_advice_reference:
        delivered = document.delivery.delivered_on if document.delivery else None
        said[_DELIVERY_NOTES] = [
            {
                "numero_ddt": document.despatch_advice_reference,
                "data_ddt": iso(delivered or document.issue_date),
            }
        ]
    if document.preceding:
        said[_PRECEDING] = [
            filled(id_documento=p.number, data=iso(p.issue_date)) for p in document.preceding
        ]
    for name in [*REFERENCES, _DELIVERY_NOTES, _PRECEDING]:
        if name in kept and _means(name, kept[name]) == _means(name, said.get(name, [])):
            said[name] = kept[name]
    return said


def _means(name: str, blocks: list[Form]) -> dict[str, Any]:
    return load_references({name: blocks}, "", Values())


def load_fund(form: Form, at: str, values: Values) -> AllowanceCharge:
    """A contribution to a professional fund: a charge that bears VAT."""
    return AllowanceCharge(
        is_charge=True,
        amount=values.amount(form, "importo_contributo_cassa", at),
        base=values.number(form, "imponibile_cassa", at),
        percent=values.number(form, "al_cassa", at),
        reason=form.get("tipo_cassa", ""),
        tax_category=NATURES.get(form.get("natura", ""), ("S", ""))[0],
        tax_rate=values.amount(form, _FUND_RATE, at),
    )


def withheld(kept: list[Form]) -> Decimal:
    return sum((Values().amount(form, "importo_ritenuta", "") for form in kept), ZERO)


def view_withholding(document: Document, kept: list[Form]) -> list[Form]:
    """DatiRitenuta as it was read, where it still comes to what is withheld."""
    amount = document.totals.withholding
    if not amount or withheld(kept) == amount:
        return kept if amount else []
    first = kept[0] if kept else {}
    rates = {line.withholding_rate for line in document.lines if line.withholding_rate}
    rate = document.withholding_rate or (rates.pop() if len(rates) == 1 else ZERO)
    return [
        {
            "tipo_ritenuta": document.withholding_type or first.get("tipo_ritenuta", "RT02"),
            "importo_ritenuta": money(amount),
            "aliquota_ritenuta": money(rate),
            "causale_pagamento": document.withholding_cause or first.get("causale_pagamento", "A"),
        }
    ]


def is_withheld(line: Line, document: Document) -> bool:
    rate = line.withholding_rate
    return bool(document.withholding_rate if rate is None else rate)


def load_stamp_duty(own: Form, at: str, values: Values) -> StampDuty | None:
    """The stamp duty of DatiBollo; the law's own where it names no amount."""
    form = own.get(_STAMP)
    if not form:
        return None
    amount = values.number(form, "importo_bollo", f"{at}/{_STAMP}")
    return StampDuty(amount=_STAMP_AMOUNT if amount is None else amount)


def view_stamp_duty(document: Document, kept: Form) -> Form:
    """DatiBollo as it was read, where it still says what the document does."""
    duty = document.stamp_duty
    if duty is None or not duty.amount:
        return {}
    known = load_stamp_duty({_STAMP: kept}, "", Values())
    if known is not None and known.amount == duty.amount:
        return kept
    return {"bollo_virtuale": "SI", "importo_bollo": money(duty.amount)}


def view_fund(charge: AllowanceCharge, natures: Natures) -> Form:
    """A contribution to a professional fund, as DatiCassaPrevidenziale."""
    rate = charge.tax_rate or ZERO
    return filled(
        tipo_cassa=charge.fund,
        al_cassa=money(charge.percent or ZERO),
        importo_contributo_cassa=money(charge.amount),
        imponibile_cassa=money(charge.base),
        aliquota_iva=money(rate),
        ritenuta="SI" if charge.withheld else "",
        natura=natures.of_charge(charge),
    )


def view_identity(document: Document, kept: str, *, is_simplified: bool) -> Form:
    """TipoDocumento, Divisa, Data and Numero."""
    return filled(
        tipo_documento=document_code(
            document.type, document.type_code, kept, is_simplified=is_simplified
        ),
        divisa=document.currency,
        data=iso(document.issue_date),
        numero=document.number,
    )
