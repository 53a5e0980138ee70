"""What SDI checks in the body of an ordinary or a simplified invoice."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from invoicing.model.money import ZERO
from invoicing.rules._findings import Findings

Form = dict[str, Any]

_CENT, _TOLERANCE, _EURO = Decimal("0.01"), Decimal("0.019"), Decimal(1)
_HUNDRED = Decimal(100)
_SIMPLIFIED_LIMIT = Decimal(400)
_GENERAL_NATURES = frozenset({"N2", "N3", "N6"})
_GENERAL_UNTIL = "2020-12-31"
_INTEGRATION = "TD16"  # its lines bear the VAT of the customer beside a Natura


def check_body(body: Form, own: Form, at: str, findings: Findings) -> None:
    goods = body.get("dati_beni_servizi", {})
    lines, summaries = goods.get("dettaglio_linee", []), goods.get("dati_riepilogo", [])
    funds = own.get("dati_cassa_previdenziale", [])
    here = f"{at}/dati_generali/dati_generali_documento"
    kind = own.get("tipo_documento", "")
    _check_withholding(own, lines, funds, here, findings)
    for rest in _discounts_without_value(own):
        findings.add("00437", f"{here}/{rest}")
    _check_dates(body.get("dati_generali", {}), own, at, findings)
    place = f"{at}/dati_beni_servizi"
    for index, line in enumerate(lines):
        _check_line(line, kind, f"{place}/dettaglio_linee/{index}", findings)
    groups = (
        (lines, ("00400", "00401"), f"{place}/dettaglio_linee"),
        (funds, ("00413", "00414"), f"{here}/dati_cassa_previdenziale"),
        (summaries, ("00429", "00430"), f"{place}/dati_riepilogo"),
    )
    for forms, rules, where in groups:
        for index, form in enumerate(forms):
            _check_nature(form, kind, rules, f"{where}/{index}", findings)
            _check_general(form, own, f"{where}/{index}", findings)
            _check_percentage(form, "aliquota_iva", f"{where}/{index}", findings)
    _check_summary(lines, funds, summaries, f"{place}/dati_riepilogo", findings)


def _check_withholding(
    own: Form, lines: list[Form], funds: list[Form], at: str, findings: Findings
) -> None:
    if own.get("dati_ritenuta"):
        return
    if any(line.get("ritenuta") == "SI" for line in lines):
        findings.add("00411", f"{at}/dati_ritenuta")
    if any(fund.get("ritenuta") == "SI" for fund in funds):
        findings.add("00415", f"{at}/dati_ritenuta")


def _check_dates(general: Form, own: Form, at: str, findings: Findings) -> None:
    for index, reference in enumerate(general.get("dati_fatture_collegate", [])):
        if reference.get("data", "")[:10] > own.get("data", "")[:10]:
            findings.add("00418", f"{at}/dati_generali/dati_fatture_collegate/{index}/data")


def _check_line(line: Form, kind: str, at: str, findings: Findings) -> None:
    for rest in _discounts_without_value(line):
        findings.add("00438", f"{at}/{rest}")
    price = number(line, "prezzo_unitario")
    for discount in line.get("sconto_maggiorazione", []):
        part = number(discount, "importo") or price * number(discount, "percentuale") / _HUNDRED
        price += part if discount.get("tipo") == "MG" else -part
    quantity = number(line, "quantita") if line.get("quantita") else _EURO
    if abs(rounded(number(line, "prezzo_totale")) - price * quantity) > _TOLERANCE:
        findings.add("00423", f"{at}/prezzo_totale")
    if kind == "TD21" and not number(line, "aliquota_iva"):
        findings.add("00474", f"{at}/aliquota_iva")


def _discounts_without_value(form: Form) -> Iterator[str]:
    for index, discount in enumerate(form.get("sconto_maggiorazione", [])):
        if not discount.get("percentuale") and not discount.get("importo"):
            yield f"sconto_maggiorazione/{index}"


def _check_nature(
    form: Form, kind: str, rules: tuple[str, str], at: str, findings: Findings
) -> None:
    """A reason for charging no VAT stands where none is charged, and nowhere else."""
    missing, wrong = rules
    rate, nature = number(form, "aliquota_iva"), form.get("natura")
    if not rate and not nature:
        findings.add(missing, f"{at}/natura")
    if rate and nature and (kind != _INTEGRATION or wrong == "00414"):
        findings.add(wrong, f"{at}/natura")


def _check_general(form: Form, own: Form, at: str, findings: Findings) -> None:
    if form.get("natura") in _GENERAL_NATURES and own.get("data", "")[:10] > _GENERAL_UNTIL:
        findings.add("00445", f"{at}/natura")


def _check_percentage(form: Form, name: str, at: str, findings: Findings) -> None:
    if ZERO < number(form, name) < _EURO:
        findings.add("00424", f"{at}/{name}")


def _check_summary(
    lines: list[Form], funds: list[Form], summaries: list[Form], at: str, findings: Findings
) -> None:
    parts = [*lines, *funds]
    used, given = _rates(parts), _rates(summaries)
    if used - given:
        findings.add("00419", at)
    if used != given:
        findings.add("00443", at)
    if _natures(parts) != _natures(summaries):
        findings.add("00444", at)
    for index, summary in enumerate(summaries):
        base, rate = number(summary, "imponibile_importo"), number(summary, "aliquota_iva")
        if abs(number(summary, "imposta") - rounded(base * rate / _HUNDRED)) > _TOLERANCE:
            findings.add("00421", f"{at}/{index}/imposta")
        if summary.get("esigibilita_iva") == "S" and summary.get("natura", "").startswith("N6"):
            findings.add("00420", f"{at}/{index}/esigibilita_iva")
    keys: dict[tuple[Decimal, str], int] = {}
    for index, summary in enumerate(summaries):
        keys.setdefault(_key(summary), index)
    for key, index in keys.items():
        expected = sum((number(v, "prezzo_totale") for v in lines if _key(v) == key), ZERO)
        expected += sum(number(v, "importo_contributo_cassa") for v in funds if _key(v) == key)
        expected += sum(number(v, "arrotondamento") for v in summaries if _key(v) == key)
        stated = sum((number(v, "imponibile_importo") for v in summaries if _key(v) == key), ZERO)
        if abs(stated - expected) >= _EURO:
            findings.add("00422", f"{at}/{index}/imponibile_importo")


def _key(form: Form) -> tuple[Decimal, str]:
    return number(form, "aliquota_iva"), form.get("natura", "")


def _rates(forms: list[Form]) -> set[Decimal]:
    return {number(form, "aliquota_iva") for form in forms}


def _natures(forms: list[Form]) -> set[str]:
    return {form["natura"] for form in forms if form.get("natura")}


def number(form: Form, name: str) -> Decimal:
    """An amount of the JSON form; 0 where there is none, or where the schema refuses it."""
    try:
        value = Decimal(str(form.get(name) or 0).strip())
    except InvalidOperation:
        return ZERO
    return value if value.is_finite() else ZERO


def rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def check_simplified(body: Form, at: str, findings: Findings) -> None:
    goods = body.get("dati_beni_servizi", [])
    total = sum((number(line, "importo") for line in goods), ZERO)
    is_corrective = "dati_fattura_rettificata" in body.get("dati_generali", {})
    if total > _SIMPLIFIED_LIMIT and not is_corrective:
        findings.add("00460", f"{at}/dati_beni_servizi")
    for index, line in enumerate(goods):
        vat = line.get("dati_iva", {})
        charged = number(vat, "aliquota") or number(vat, "imposta")
        if not charged and not line.get("natura"):
            findings.add("00400", f"{at}/dati_beni_servizi/{index}/natura")
        if charged and line.get("natura"):
            findings.add("00401", f"{at}/dati_beni_servizi/{index}/natura")
        _check_percentage(vat, "aliquota", f"{at}/dati_beni_servizi/{index}/dati_iva", findings)
