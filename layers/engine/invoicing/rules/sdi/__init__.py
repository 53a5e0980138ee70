"""SDI: what Italy's exchange system checks beyond the schema, before it delivers an invoice.

`check_form` judges the JSON form of a file (the schema's names in snake_case) and points into
it. What needs the registers of the tax office (00300 to 00306, 00311, 00312, 00398, 00399, 00477)
or the files sent before (00002, 00404) is SDI's own to tell.
Source: Agenzia delle Entrate, Elenco controlli, version 2.0 of 31 January 2025.
"""

from datetime import date
from typing import Any

from invoicing.errors import Finding
from invoicing.rules._findings import Findings
from invoicing.rules.sdi._body import check_body, check_simplified
from invoicing.rules.sdi._texts import RULES

__all__ = ["RULES", "check_form"]

Form = dict[str, Any]

_DIFFERENT_PARTIES = frozenset(
    {"TD01", "TD02", "TD03", "TD06", "TD07", "TD28"}
    | {f"TD{n}" for n in (16, 17, 18, 19, 20, 24, 25)}
)
_SAME_PARTY = frozenset({"TD21", "TD27"})
_FOREIGN_SUPPLIER = frozenset({"TD17", "TD18", "TD19", "TD28"})
_VAT_CUSTOMER = frozenset({"TD16", "TD17", "TD18", "TD19", "TD20", "TD22", "TD23"})
_CODE_LENGTHS = {"FPA12": 6, "FPR12": 7, "FSM10": 7}
_BODY = "/fattura_elettronica_body"


def check_form(form: Form, received: date | None = None) -> list[Finding]:
    """SDI's findings on a file in its JSON form; `received` is the day SDI gets it."""
    findings = Findings(RULES)
    header = form.get("fattura_elettronica_header", {})
    sending = header.get("dati_trasmissione", {})
    is_simplified = sending.get("formato_trasmissione") == "FSM10"
    parties = _Parties(header, is_simplified=is_simplified)
    _check_sending(sending, parties, findings)
    _check_customer(parties, findings)
    seen: set[tuple[str, str]] = set()
    for index, body in enumerate(form.get("fattura_elettronica_body", [])):
        at = f"{_BODY}/{index}"
        own = body.get("dati_generali", {}).get("dati_generali_documento", {})
        _check_identity(own, f"{at}/dati_generali/dati_generali_documento", received, findings)
        _check_parties(own, parties, findings)
        number = (own.get("numero", ""), own.get("data", "")[:4])
        if number in seen:
            findings.add("00409", f"{at}/dati_generali/dati_generali_documento/numero")
        seen.add(number)
        if is_simplified:
            check_simplified(body, at, findings)
        else:
            check_body(body, own, at, findings)
    return findings.found


class _Parties:
    """Who sells and who buys, whichever schema says it."""

    def __init__(self, header: Form, *, is_simplified: bool) -> None:
        seller = header.get("cedente_prestatore", {})
        buyer = header.get("cessionario_committente", {})
        inner = "identificativi_fiscali" if is_simplified else "dati_anagrafici"
        self.buyer_at = f"/fattura_elettronica_header/cessionario_committente/{inner}"
        inner = "" if is_simplified else "/dati_anagrafici"
        self.seller_at = f"/fattura_elettronica_header/cedente_prestatore{inner}"
        self.seller: Form = seller if is_simplified else seller.get("dati_anagrafici", {})
        self.buyer: Form = buyer.get(
            "identificativi_fiscali" if is_simplified else "dati_anagrafici", {}
        )

    @staticmethod
    def country(party: Form) -> str:
        return str(party.get("id_fiscale_iva", {}).get("id_paese", ""))

    def are_same(self) -> bool:
        """The same VAT number, or where one has none, the same tax code."""
        ours, theirs = (p.get("id_fiscale_iva") for p in (self.seller, self.buyer))
        if ours and theirs:
            return bool(ours == theirs)
        code = self.seller.get("codice_fiscale")
        return bool(code) and code == self.buyer.get("codice_fiscale")


def _check_sending(sending: Form, parties: _Parties, findings: Findings) -> None:
    at = "/fattura_elettronica_header/dati_trasmissione"
    version, code = sending.get("formato_trasmissione", ""), sending.get("codice_destinatario", "")
    if version not in _CODE_LENGTHS:
        findings.add("00428", f"{at}/formato_trasmissione")
    elif len(code) != _CODE_LENGTHS[version]:
        findings.add("00427", f"{at}/codice_destinatario")
    if sending.get("pec_destinatario") and code != "0000000":
        findings.add("00426", f"{at}/pec_destinatario")
    if code == "XXXXXXX" and parties.country(parties.buyer) == "IT":
        findings.add("00313", f"{at}/codice_destinatario")


def _check_customer(parties: _Parties, findings: Findings) -> None:
    if not parties.buyer.get("id_fiscale_iva") and not parties.buyer.get("codice_fiscale"):
        findings.add("00417", parties.buyer_at)


def _check_identity(own: Form, at: str, received: date | None, findings: Findings) -> None:
    if not any(c in "0123456789" for c in own.get("numero", "")):
        findings.add("00425", f"{at}/numero")
    if received and own.get("data", "")[:10] > received.isoformat():
        findings.add("00403", f"{at}/data")


def _check_parties(own: Form, parties: _Parties, findings: Findings) -> None:
    kind = own.get("tipo_documento", "")
    seller, buyer = parties.country(parties.seller), parties.country(parties.buyer)
    if kind in _DIFFERENT_PARTIES and parties.are_same():
        findings.add("00471", parties.seller_at)
    if kind in _SAME_PARTY and not parties.are_same():
        findings.add("00472", parties.seller_at)
    if kind in _FOREIGN_SUPPLIER and seller == "IT":
        findings.add("00473", f"{parties.seller_at}/id_fiscale_iva/id_paese")
    if kind in _VAT_CUSTOMER and not parties.buyer.get("id_fiscale_iva"):
        findings.add("00475", parties.buyer_at)
    if seller and buyer and "IT" not in (seller, buyer):
        findings.add("00476", f"{parties.seller_at}/id_fiscale_iva/id_paese")
