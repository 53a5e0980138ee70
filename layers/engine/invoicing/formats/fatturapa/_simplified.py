"""The body of a simplified invoice: lines with tax included, and little else."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from invoicing.formats._lines import product_lines
from invoicing.formats.fatturapa import _general as general
from invoicing.formats.fatturapa._attachments import load_attachments, view_attachments
from invoicing.formats.fatturapa._codes import DOCUMENTS, NATURES
from invoicing.formats.fatturapa._line import KEPT, described
from invoicing.formats.fatturapa._natures import Natures
from invoicing.formats.fatturapa._values import Form, Values, filled, iso, money
from invoicing.model import (
    Document,
    DocumentReference,
    Line,
    LineTax,
    TaxSubtotal,
    Totals,
)
from invoicing.model.money import ZERO

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_CORRECTED = "dati_fattura_rettificata"


def load_body(form: Form, at: str, values: Values) -> tuple[dict[str, Any], Form]:
    """The document's fields, and what is kept."""
    data = form.get("dati_generali", {})
    own = data.get("dati_generali_documento", {})
    code = own.get("tipo_documento", "")
    kind, type_code = DOCUMENTS.get(code, ("invoice", "380"))
    lines = tuple(
        _load_line(goods, index, f"{at}/dati_beni_servizi/{index}", values)
        for index, goods in enumerate(form.get("dati_beni_servizi", []))
    )
    fields: dict[str, Any] = {
        "type": kind,
        "type_code": type_code,
        "currency": own.get("divisa", ""),
        "issue_date": values.date(own, "data", at),
        "number": own.get("numero", ""),
        "prices_include_tax": True,
        "lines": lines,
        "supporting_documents": load_attachments(
            form.get("allegati", []), f"{at}/allegati", values
        ),
    } | _load_totals(lines)
    kept: Form = {"dati_generali_documento": {"tipo_documento": code}}
    if _CORRECTED in data:
        corrected = data[_CORRECTED]
        issued = values.date(corrected, "data_fr", f"{at}/dati_generali/{_CORRECTED}")
        fields["preceding"] = (
            DocumentReference(number=corrected.get("numero_fr", ""), issue_date=issued),
        )
        kept[_CORRECTED] = corrected
    return fields, kept


def _load_line(form: Form, index: int, at: str, values: Values) -> Line:
    """A line; without a rate, the tax on it is what the file says."""
    gross = values.amount(form, "importo", at)
    vat = form.get("dati_iva", {})
    rate = values.number(vat, "aliquota", f"{at}/dati_iva")
    tax = values.number(vat, "imposta", f"{at}/dati_iva")
    category, vatex = NATURES.get(form.get("natura", ""), ("S", ""))
    if tax is None:
        share = (rate or ZERO) / (_HUNDRED + (rate or ZERO))
        tax = (gross * share).quantize(_CENT, ROUND_HALF_UP)
    net = gross - tax
    if rate is None:
        rate = (tax / net * _HUNDRED).quantize(Decimal(1), ROUND_HALF_UP) if net else ZERO
    kept = {name: form[name] for name in ("natura", "dati_iva") if name in form}
    return Line(
        id=str(index + 1),
        name=form.get("descrizione", ""),
        price=net,
        price_with_tax=gross,
        net_amount=net,
        tax_amount=tax,
        amount_with_tax=gross,
        taxes=(
            LineTax(
                rate=rate,
                category=category,
                exemption_code=vatex,
                exemption_reason=form.get("riferimento_normativo", ""),
            ),
        ),
        data=({KEPT: kept},),
    )


def _load_totals(lines: tuple[Line, ...]) -> dict[str, Any]:
    sums: dict[tuple[str, Decimal, str, str], list[Decimal]] = {}
    for line in lines:
        t = line.taxes[0]
        found = sums.setdefault(
            (t.category, t.rate, t.exemption_code, t.exemption_reason), [ZERO, ZERO]
        )
        found[0] += line.net_amount or ZERO
        found[1] += line.tax_amount or ZERO
    net = sum((base for base, _ in sums.values()), ZERO)
    tax = sum((t for _, t in sums.values()), ZERO)
    return {
        "tax_subtotals": tuple(
            TaxSubtotal(
                category=category,
                rate=None if category == "O" else rate,
                base=base,
                tax=charged,
                exemption_code=code,
                exemption_reason=reason,
            )
            for (category, rate, code, reason), (base, charged) in sums.items()
        ),
        "totals": Totals(lines=net, net=net, tax=tax, gross=net + tax, payable=net + tax),
    }


def view_body(document: Document) -> Form:
    kept = document.fattura_pa
    code = kept.get("dati_generali_documento", {}).get("tipo_documento", "")
    data: Form = {
        "dati_generali_documento": general.view_identity(document, code, is_simplified=True)
    }
    if document.preceding:
        first = document.preceding[0]
        own = kept.get(_CORRECTED, {})
        data[_CORRECTED] = filled(
            numero_fr=first.number,
            data_fr=iso(first.issue_date),
            elementi_rettificati=own.get("elementi_rettificati") or document.note or "Documento",
        )
    natures = Natures(document)
    goods = [_view_line(line, natures) for line in product_lines(document)]
    return {"dati_generali": data, "dati_beni_servizi": goods} | filled(
        allegati=view_attachments(document)
    )


def _view_line(line: Line, natures: Natures) -> Form:
    tax = line.taxes[0] if line.taxes else LineTax()
    gross = line.amount_with_tax
    if gross is None:
        net = line.net_amount or ZERO
        gross = net + (net * tax.rate / _HUNDRED).quantize(_CENT, ROUND_HALF_UP)
    kept: Form = next((d[KEPT] for d in line.data if KEPT in d), {})
    own = kept.get("natura", "")
    if NATURES.get(own, ("",))[0] != tax.category:
        own = natures.of_line(tax)[:2]
    said = {
        "descrizione": described(line),
        "importo": money(gross),
        "dati_iva": {"aliquota": money(tax.rate)},
    } | filled(natura=own, riferimento_normativo=tax.exemption_reason)
    if "dati_iva" in kept:
        own_vat = said | {"dati_iva": kept["dati_iva"]}
        again = _load_line(own_vat, 0, "", Values())
        if (again.tax_amount, again.taxes[0].rate) == (line.tax_amount, tax.rate):
            return own_vat
    return said
