"""A document between the JSON form and the model.

What only FatturaPA has stays in `fattura_pa`, under the schema's names: of the header under
`fattura_elettronica_header`, of the body under its blocks' own names.
"""

from dataclasses import dataclass, field
from typing import Any

from invoicing.countries.it import COUNTRY
from invoicing.formats._lines import product_lines, with_exemptions
from invoicing.formats.fatturapa import _general as general
from invoicing.formats.fatturapa import _line as line
from invoicing.formats.fatturapa._attachments import load_attachments, view_attachments
from invoicing.formats.fatturapa._codes import DOCUMENTS, NATURES
from invoicing.formats.fatturapa._latin import latin
from invoicing.formats.fatturapa._natures import Natures
from invoicing.formats.fatturapa._payment import load_payments, view_payments
from invoicing.formats.fatturapa._values import Form, Values, filled, iso, money
from invoicing.model import (
    AllowanceCharge,
    Delivery,
    Document,
    TaxSubtotal,
    Totals,
)
from invoicing.model.money import ZERO
from invoicing.rules.exemptions import Part, national_text
from invoicing.rules.totals import SPLIT

_DOCUMENT = "dati_generali_documento"
_FUND = "dati_cassa_previdenziale"
_WITHHOLDING = "dati_ritenuta"
_TRANSPORT = "dati_trasporto"
_SPLIT_DUE, _DEFERRED = "S", "D"  # EsigibilitaIVA
_PAID_TO_DATE = "432"  # BT-8, UNCL2005
_REFERENCE_MAX = 100

# Of DatiGeneraliDocumento and DatiRiepilogo, what the model says itself.
_SAID = frozenset({"divisa", "data", "numero", "importo_totale_documento", "arrotondamento"})
_SUBTOTAL_SAID = frozenset({"imponibile_importo", "imposta", "riferimento_normativo"})


@dataclass(slots=True)
class Body:
    """What a body says: fields of the document, and what is kept."""

    fields: dict[str, Any] = field(default_factory=dict)
    kept: Form = field(default_factory=dict)


def load_body(form: Form, at: str, values: Values) -> Body:
    """Everything in a body of an ordinary invoice."""
    body = Body()
    data = form.get("dati_generali", {})
    own = data.get(_DOCUMENT, {})
    here = f"{at}/dati_generali"
    _load_identity(own, f"{here}/{_DOCUMENT}", values, body)
    body.fields |= general.load_references(data, here, values)
    body.kept |= {name: value for name, value in data.items() if name != _DOCUMENT}
    _load_delivery(data.get(_TRANSPORT, {}), f"{here}/{_TRANSPORT}", values, body)
    _load_lines(form.get("dati_beni_servizi", {}), f"{at}/dati_beni_servizi", own, values, body)
    _load_totals(form, at, own, values, body)
    body.fields["supporting_documents"] = load_attachments(
        form.get("allegati", []), f"{at}/allegati", values
    )
    if "dati_veicoli" in form:
        body.kept["dati_veicoli"] = form["dati_veicoli"]
    return body


def _load_identity(own: Form, at: str, values: Values, body: Body) -> None:
    code = own.get("tipo_documento", "")
    kind, type_code = DOCUMENTS.get(code, ("invoice", "380"))
    note, notes = general.load_notes(own.get("causale", []))
    kept = {name: value for name, value in own.items() if name not in _SAID}
    if general.view_notes(Document(note=note, notes=notes), str) == own.get("causale", []):
        kept.pop("causale", None)
    body.fields |= {
        "type": kind,
        "type_code": type_code,
        "currency": own.get("divisa", ""),
        "issue_date": values.date(own, "data", at),
        "number": own.get("numero", ""),
        "note": note,
        "notes": notes,
    }
    rates = {form.get("aliquota_ritenuta", "") for form in own.get(_WITHHOLDING, [])}
    if len(rates) == 1:
        form = own[_WITHHOLDING][0]
        body.fields["withholding_rate"] = values.number(form, "aliquota_ritenuta", at)
    if len(own.get(_WITHHOLDING, [])) == 1:
        form = own[_WITHHOLDING][0]
        body.fields["withholding_type"] = form.get("tipo_ritenuta", "")
        body.fields["withholding_cause"] = form.get("causale_pagamento", "")
    body.fields["stamp_duty"] = general.load_stamp_duty(own, at, values)
    body.kept[_DOCUMENT] = kept


def _load_delivery(form: Form, at: str, values: Values, body: Body) -> None:
    delivered_on = values.date(form, "data_ora_consegna", at)
    if delivered_on:
        body.fields["delivery"] = Delivery(delivered_on=delivered_on)


def _load_lines(goods: Form, at: str, own: Form, values: Values, body: Body) -> None:
    lines, charges = [], []
    for index, form in enumerate(goods.get("dettaglio_linee", [])):
        here = f"{at}/dettaglio_linee/{index}"
        if "altri_dati_gestionali" in form and line.is_allowance(form):
            charges.append(line.load_allowance(form, here, values))
        else:
            lines.append(line.load_line(form, here, values))
    funds = [
        general.load_fund(form, f"/{_FUND}/{index}", values)
        for index, form in enumerate(own.get(_FUND, []))
    ]
    kinds = {line.is_shifted(form) for form in goods.get("dettaglio_linee", [])
             if form.get("natura") == "N2.1"}  # fmt: skip
    subtotals = tuple(
        _load_subtotal(form, f"{at}/dati_riepilogo/{index}", values, shifted=kinds == {True})
        for index, form in enumerate(goods.get("dati_riepilogo", []))
    )
    summaries = [
        {name: value for name, value in form.items() if name not in _SUBTOTAL_SAID}
        for form in goods.get("dati_riepilogo", [])
    ]
    if any(form.keys() > {"aliquota_iva"} for form in summaries):
        body.kept["dati_riepilogo"] = summaries
    body.fields |= {
        "lines": with_exemptions(tuple(lines), subtotals),
        "allowances_charges": (*funds, *charges),
        "tax_subtotals": subtotals,
    }


def _load_subtotal(form: Form, at: str, values: Values, *, shifted: bool) -> TaxSubtotal:
    natura = form.get("natura", "")
    category, vatex = NATURES.get(natura, ("S", ""))
    if shifted and natura == "N2.1":
        category, vatex = line.SHIFTED
    rate = values.amount(form, "aliquota_iva", at)
    return TaxSubtotal(
        category=category,
        rate=None if category == "O" else rate,
        base=values.amount(form, "imponibile_importo", at),
        tax=values.amount(form, "imposta", at),
        exemption_code=vatex,
        exemption_reason=form.get("riferimento_normativo", ""),
    )


def _load_totals(form: Form, at: str, own: Form, values: Values, body: Body) -> None:
    fields = body.fields
    charges: tuple[AllowanceCharge, ...] = fields["allowances_charges"]
    subtotals: tuple[TaxSubtotal, ...] = fields["tax_subtotals"]
    net = sum((s.base for s in subtotals), ZERO)
    tax = sum((s.tax for s in subtotals), ZERO)
    here = f"{at}/dati_generali/{_DOCUMENT}"
    gross = values.number(own, "importo_totale_documento", here)
    gross = net + tax if gross is None else gross
    rounding = values.amount(own, "arrotondamento", here)
    withholding = general.withheld(own.get(_WITHHOLDING, []))
    blocks = form.get("dati_pagamento", [])
    instructions, due_date, payable = load_payments(blocks, f"{at}/dati_pagamento", values)
    if payable is None:
        payable = gross + rounding - withholding
    prepaid = gross + rounding - payable
    fields |= {
        "payment_instructions": instructions,
        "due_date": due_date,
        "prepaid": prepaid - withholding if prepaid > withholding else None,
        "totals": Totals(
            lines=sum((v.net_amount or ZERO for v in fields["lines"]), ZERO),
            allowances=sum((c.amount for c in charges if not c.is_charge), ZERO),
            charges=sum((c.amount for c in charges if c.is_charge), ZERO),
            net=net,
            tax=tax,
            gross=gross,
            rounding=rounding,
            withholding=withholding,
            prepaid=prepaid,
            payable=payable,
        ),
    }
    if blocks:
        document = Document(
            payment_instructions=instructions, due_date=due_date, totals=fields["totals"]
        )
        if view_payments(document, []) != blocks:
            body.kept["dati_pagamento"] = blocks


def view_body(document: Document) -> Form:
    """A body of an ordinary invoice."""
    kept = document.fattura_pa
    own = dict(kept.get(_DOCUMENT, {}))
    own |= general.view_identity(document, own.get("tipo_documento", ""), is_simplified=False)
    causali = general.view_notes(document, lambda text: latin(text, "L200"))
    own_notes = own.pop("causale", [])
    if general.load_notes(own_notes) == (document.note, document.notes):
        causali = own_notes
    natures = Natures(document)
    marked = bool(document.totals.withholding) and not own.get(_WITHHOLDING)
    own[_WITHHOLDING] = general.view_withholding(document, own.pop(_WITHHOLDING, []))
    stamp = general.view_stamp_duty(document, own.pop("dati_bollo", {}))
    funds, charges = _view_funds(document, own.pop(_FUND, []))
    totals = document.totals
    data = {
        name: kept[name]
        for name in ("dati_convenzione", "dati_sal", _TRANSPORT, "fattura_principale")
        if name in kept
    }
    transport = _view_transport(document, data.pop(_TRANSPORT, {}))
    funds += [general.view_fund(c, natures) for c in charges if c.fund]
    charges = [c for c in charges if not c.fund]
    lines = [
        line.view_line(v, n, natures, withheld=marked and general.is_withheld(v, document))
        for n, v in enumerate(product_lines(document), 1)
    ]
    lines += [line.view_allowance(c, n, natures) for n, c in enumerate(charges, len(lines) + 1)]
    taxes = _view_taxes(document, natures)
    return {
        "dati_generali": {
            _DOCUMENT: own
            | filled(
                dati_bollo=stamp,
                dati_cassa_previdenziale=funds,
                importo_totale_documento=money(totals.gross),
                arrotondamento=money(totals.rounding) if totals.rounding else "",
                causale=causali,
            )
        }
        | data
        | filled(dati_trasporto=transport)
        | general.view_references(document, kept),
        "dati_beni_servizi": {"dettaglio_linee": lines, "dati_riepilogo": taxes},
    } | filled(
        dati_veicoli=kept.get("dati_veicoli"),
        dati_pagamento=view_payments(document, kept.get("dati_pagamento", [])),
        allegati=view_attachments(document),
    )


def _view_funds(document: Document, kept: list[Form]) -> tuple[list[Form], list[AllowanceCharge]]:
    """The funds that are still among the charges, and every other allowance and charge."""
    rest = list(document.allowances_charges)
    funds = []
    for form in kept:
        charge = general.load_fund(form, "", Values())
        if charge in rest:
            rest.remove(charge)
            funds.append(form)
    return funds, rest


def _view_transport(document: Document, kept: Form) -> Form:
    delivered = document.delivery.delivered_on if document.delivery else None
    if delivered and Values().date(kept, "data_ora_consegna", "") != delivered:
        kept = kept | {"data_ora_consegna": f"{iso(delivered)}T00:00:00"}
    return kept


def _view_taxes(document: Document, natures: Natures) -> list[Form]:
    """DatiRiepilogo; what was read beside an amount stays with its rate and category."""
    rest = list(document.fattura_pa.get("dati_riepilogo", []))
    deferred = document.tax_point_code == _PAID_TO_DATE
    found = []
    for s, parts in natures.rows:
        rate = s.rate or ZERO
        due = _SPLIT_DUE if s.category == SPLIT else _DEFERRED if deferred and rate else ""
        for part in parts:
            kept: Form = {}
            for form in rest:
                category = NATURES.get(form.get("natura", ""), ("S", ""))[0]
                if category == s.category and Values().amount(form, "aliquota_iva", "") == rate:
                    kept = form
                    rest.remove(form)
                    break
            found.append(
                filled(natura=part.code, esigibilita_iva=due)
                | kept
                | filled(riferimento_normativo=_reference(part, document))
                | {
                    "aliquota_iva": money(rate),
                    "imponibile_importo": money(part.base),
                    "imposta": money(s.tax),
                }
            )
    return found


def _reference(part: Part, document: Document) -> str:
    """RiferimentoNormativo: the document's own words as far as they fit, else the code's."""
    text = latin(part.reason, "L100")
    if not text and not document.fattura_pa:
        text = national_text(COUNTRY, part.code)
    return text if len(text) <= _REFERENCE_MAX else text[: _REFERENCE_MAX - 3] + "..."
