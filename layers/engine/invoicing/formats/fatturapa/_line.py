"""Lines: DettaglioLinee, and the document's allowances and charges, which stand among them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from invoicing.formats.fatturapa._codes import KNOWN_UNITS, NATURES, unusual
from invoicing.formats.fatturapa._natures import Natures
from invoicing.formats.fatturapa._values import Form, Values, filled, iso, money
from invoicing.model import AllowanceCharge, Identifier, Line, LineTax
from invoicing.model.money import ZERO

KEPT = "fattura_pa"
"""The key in a line's `data` under which what only FatturaPA has is kept."""

_MAPPED = frozenset(
    {
        *("numero_linea", "descrizione", "quantita", "unita_misura", "prezzo_unitario"),
        *("prezzo_totale", "aliquota_iva", "data_inizio_periodo", "data_fine_periodo"),
        "riferimento_amministrazione",
    }
)
_CENT = Decimal("0.01")
_UNIT_CENT = Decimal("0.00000001")
_HUNDRED = Decimal(100)
_ONE = Decimal(1)

# CodiceTipo of the seller's and the buyer's own numbers, and of GTINs.
_SELLER, _BUYER, _GTIN = "Codice Art. fornitore", "Codice Art. cliente", "EAN"
_ICD, _LIST = re.compile(r"[0-9]{4}"), re.compile(r"[A-Z]{2,3}")

# How a document's allowance or charge is marked, among the lines.
_ALLOWANCE, _CHARGE = "BG-20", "BG-21"
_SHIFTED = "INVCONT"
SHIFTED = ("AE", "VATEX-EU-AE")
"""Category and VATEX code of what is taxed where its buyer is."""
_UNREASONED = {False: "Sconto", True: "Maggiorazione"}


def load_line(form: Form, at: str, values: Values) -> Line:
    known = values.numbers.get  # most numbers of a file stand in it more than once
    quantity = known(form.get("quantita"))
    if quantity is None:
        quantity = values.number(form, "quantita", at)
    price = known(form.get("prezzo_unitario"))
    if price is None:
        price = values.amount(form, "prezzo_unitario", at)
    net = known(form.get("prezzo_totale"))
    if net is None:
        net = values.amount(form, "prezzo_totale", at)
    unit = form.get("unita_misura", "")
    is_known_unit = unit in KNOWN_UNITS
    kept: Form = {}
    if not form.keys() <= _MAPPED:
        kept = {name: value for name, value in form.items() if name not in _MAPPED}
    if quantity is None:
        kept["quantita"] = ""
        quantity = _ONE
    parts: dict[str, Any] = {}
    if "sconto_maggiorazione" in kept:
        given = kept.pop("sconto_maggiorazione")
        found = _load_discounts(given, price, quantity, at, values)
        parts["allowances_charges"] = found
        if _view_discounts(found, price, quantity) != given:
            kept["sconto_maggiorazione"] = given
    if "codice_articolo" in kept:
        codes = _load_codes(kept["codice_articolo"])
        parts |= codes
        if _view_codes(Line(**codes)) == kept["codice_articolo"]:
            del kept["codice_articolo"]
    if kept:
        parts["data"] = ({KEPT: kept},)
    if "riferimento_amministrazione" in form:
        parts["accounting_reference"] = form["riferimento_amministrazione"]
    name, description = _load_texts(form.get("descrizione", ""))
    if "data_inizio_periodo" in form or "data_fine_periodo" in form:
        parts["period_start"] = values.date(form, "data_inizio_periodo", at)
        parts["period_end"] = values.date(form, "data_fine_periodo", at)
    return Line(
        id=str(form.get("numero_linea", "")),
        name=name,
        description=description,
        quantity=quantity,
        unit="" if is_known_unit else unit,
        unit_code=unit if is_known_unit else "",
        price=price,
        net_amount=net,
        taxes=_load_taxes(form, at, values),
        **parts,
    )


def _load_texts(text: str) -> tuple[str, str]:
    """A name, and a description on a line of its own."""
    name, _, description = text.partition("\n")
    return (name, description) if name and description else (text, "")


def is_shifted(form: Form) -> bool:
    """Whether a line is marked as a service whose buyer, in another member state, owes the tax."""
    return form.get("natura") == "N2.1" and any(
        mark.get("tipo_dato") == _SHIFTED for mark in form.get("altri_dati_gestionali", [])
    )


def _load_taxes(form: Form, at: str, values: Values) -> tuple[LineTax, ...]:
    """The line's tax; equal ones are one value."""
    natura = form.get("natura", "")
    key = (form.get("aliquota_iva", ""), _SHIFTED if is_shifted(form) else natura)
    found = values.taxes.get(key)
    if found is None:
        category, vatex = SHIFTED if key[1] == _SHIFTED else NATURES.get(natura, ("S", ""))
        rate = values.amount(form, "aliquota_iva", at)
        found = (LineTax(rate=rate, category=category, exemption_code=vatex),)
        values.taxes[key] = found
    return found


def view_line(line: Line, number: int, natures: Natures, *, withheld: bool = False) -> Form:
    """A line as DettaglioLinee; numbers are counted where its own is none."""
    kept: Form = next((dict(d[KEPT]) for d in line.data if KEPT in d), {})
    tax = line.taxes[0] if line.taxes else LineTax()
    if line.price is None and line.net_amount and line.quantity:
        price = line.net_amount / line.quantity
    else:
        price = (line.price or ZERO) / line.price_base_quantity
    if price != (rounded := price.quantize(_UNIT_CENT, ROUND_HALF_UP)):
        price = rounded
    quantity = line.quantity
    if quantity < 0:
        quantity, price = -quantity, -price
    own = kept.pop("natura", "")
    if NATURES.get(own, ("",))[0] != tax.category or tax.rate:
        own = natures.of_line(tax)
    has_no_quantity = kept.pop("quantita", None) == "" and quantity == _ONE
    given = kept.pop("sconto_maggiorazione", None)
    allowances = line.allowances_charges
    if line.discount_amount:
        allowances += (AllowanceCharge(amount=line.discount_amount),)
    discounts = _view_discounts(allowances, price, quantity)
    if given and _load_discounts(given, price, quantity, "", Values()) == allowances:
        discounts = given
    codes = _view_codes(line)
    given = kept.pop("codice_articolo", None)
    if given and _view_codes(Line(**_load_codes(given))) == codes:
        codes = given
    marks = kept.pop("altri_dati_gestionali", [])
    if tax.category == SHIFTED[0] and own == "N2.1" and not marks:
        marks = [{"tipo_dato": _SHIFTED}]
    own_number = line.id if line.id.isdecimal() and 0 < int(line.id) < 10000 else ""
    return (
        kept
        | filled(
            codice_articolo=codes,
            quantita="" if has_no_quantity else money(quantity),
            unita_misura=line.unit or line.unit_code,
            data_inizio_periodo=iso(line.period_start),
            data_fine_periodo=iso(line.period_end),
            sconto_maggiorazione=discounts,
            natura=own,
            altri_dati_gestionali=marks,
            ritenuta="SI" if withheld else kept.get("ritenuta", ""),
            riferimento_amministrazione=line.accounting_reference,
        )
        | {
            "numero_linea": int(own_number or number),
            "descrizione": described(line),
            "prezzo_unitario": money(price),
            "prezzo_totale": money(line.net_amount or ZERO),
            "aliquota_iva": money(tax.rate),
        }
    )


def described(line: Line) -> str:
    """Descrizione: the name, and on a line of its own the description."""
    return f"{line.name}\n{line.description}" if line.description else line.name


def _load_discounts(
    given: list[Form], price: Decimal, quantity: Decimal, at: str, values: Values
) -> tuple[AllowanceCharge, ...]:
    """Discounts and surcharges, one after another: each is an amount per unit, else a rate."""
    found = []
    for index, form in enumerate(given):
        here = f"{at}/sconto_maggiorazione/{index}"
        is_charge = form.get("tipo") == "MG"
        percent = values.number(form, "percentuale", here)
        each = values.number(form, "importo", here)
        if each is None:
            each = price * (percent or ZERO) / _HUNDRED
        else:
            percent = None
        price += each if is_charge else -each
        amount = (each * quantity).quantize(_CENT, ROUND_HALF_UP)
        found.append(AllowanceCharge(is_charge=is_charge, amount=amount, percent=percent))
    return tuple(found)


def _view_discounts(
    given: tuple[AllowanceCharge, ...], price: Decimal, quantity: Decimal
) -> list[Form]:
    found = []
    for value in given:
        tipo = "MG" if value.is_charge else "SC"
        each = price * (value.percent or ZERO) / _HUNDRED
        if value.percent and (each * quantity).quantize(_CENT, ROUND_HALF_UP) == value.amount:
            found.append({"tipo": tipo, "percentuale": money(value.percent)})
        else:
            each = (value.amount / (quantity or _ONE)).quantize(_UNIT_CENT, ROUND_HALF_UP)
            found.append({"tipo": tipo, "importo": money(each)})
        price += each if value.is_charge else -each
    return found


def _load_codes(given: list[Form]) -> dict[str, Any]:
    """The item's numbers by their kind; kinds that we have no field for are skipped."""
    found: dict[str, Any] = {}
    classes = []
    for form in given:
        kind, value = form.get("codice_tipo", ""), form.get("codice_valore", "")
        if kind == _SELLER:
            found.setdefault("seller_item_id", value)
        elif kind == _BUYER:
            found.setdefault("buyer_item_id", value)
        elif kind == _GTIN:
            found.setdefault("standard_item_id", Identifier(value=value, scheme="0160"))
        elif _ICD.fullmatch(kind):
            found.setdefault("standard_item_id", Identifier(value=value, scheme=kind))
        elif kind == "CPV":
            classes.append(Identifier(value=value, scheme="STI"))
        elif _LIST.fullmatch(kind):
            classes.append(Identifier(value=value, scheme=kind))
    if classes:
        found["classifications"] = tuple(classes)
    return found


def _view_codes(line: Line) -> list[Form]:
    pairs = []
    if line.seller_item_id:
        pairs.append((_SELLER, line.seller_item_id))
    if line.buyer_item_id:
        pairs.append((_BUYER, line.buyer_item_id))
    if line.standard_item_id:
        scheme = line.standard_item_id.scheme
        pairs.append((_GTIN if scheme in ("", "0160") else scheme, line.standard_item_id.value))
    pairs += [("CPV" if c.scheme == "STI" else c.scheme, c.value) for c in line.classifications]
    return [{"codice_tipo": kind, "codice_valore": value} for kind, value in pairs if kind]


def is_allowance(form: Form) -> bool:
    """Whether a line is a document's allowance or charge, as `view_allowance` marks it."""
    marks = form.get("altri_dati_gestionali") or [{}]
    return marks[0].get("tipo_dato") in (_ALLOWANCE, _CHARGE)


def load_allowance(form: Form, at: str, values: Values) -> AllowanceCharge:
    mark = form["altri_dati_gestionali"][0]
    is_charge = mark["tipo_dato"] == _CHARGE
    reason = form.get("descrizione", "")
    amount = values.amount(form, "prezzo_totale", at)
    natura = form.get("natura", "")
    category, own = NATURES.get(natura, ("S", ""))[0], unusual(natura)
    if is_shifted(form):
        category, own = SHIFTED[0], ""
    return AllowanceCharge(
        is_charge=is_charge,
        amount=amount if is_charge else -amount,
        reason="" if reason == _UNREASONED[is_charge] else reason,
        reason_code=mark.get("riferimento_testo", ""),
        tax_category=category,
        tax_rate=values.amount(form, "aliquota_iva", at),
        exemption_code=own,
    )


def view_allowance(value: AllowanceCharge, number: int, natures: Natures) -> Form:
    """A document's allowance or charge: a line of its own, so that the breakdown adds up."""
    amount = money(value.amount if value.is_charge else -value.amount)
    rate = value.tax_rate or ZERO
    natura = natures.of_charge(value)
    marks = [
        filled(
            tipo_dato=_CHARGE if value.is_charge else _ALLOWANCE,
            riferimento_testo=value.reason_code,
        )
    ]
    if value.tax_category == SHIFTED[0] and natura == "N2.1":
        marks.append({"tipo_dato": _SHIFTED})
    return filled(
        numero_linea=number,
        tipo_cessione_prestazione="AC" if value.is_charge else "SC",
        descrizione=value.reason or _UNREASONED[value.is_charge],
        prezzo_unitario=amount,
        prezzo_totale=amount,
        aliquota_iva=money(rate),
        natura=natura,
        altri_dati_gestionali=marks,
    )
