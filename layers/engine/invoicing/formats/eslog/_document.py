"""The document between e-SLOG 2.0 and the model."""

from collections.abc import Mapping
from typing import Any

from invoicing.errors import InvalidDocument
from invoicing.formats import Element
from invoicing.formats._characters import unwritable
from invoicing.formats._codes import TYPE_OF_CODE, type_code
from invoicing.formats._lines import product_lines, view_allowance, view_subtotals, with_exemptions
from invoicing.formats._mapping.values import UNREADABLE, Findings
from invoicing.formats.eslog import _line as line
from invoicing.formats.eslog import _party as party
from invoicing.formats.eslog._segments import NAMESPACE, Group, Writer, tag
from invoicing.model import (
    Delivery,
    DirectDebit,
    Document,
    DocumentReference,
    Identifier,
    Note,
    PaymentInstructions,
    TaxSubtotal,
    Totals,
)
from invoicing.model.value import replace

_DATES = {
    "137": "issue_date",
    "131": "tax_point_date",
    "35": "delivered_on",
    "167": "period_start",
    "168": "period_end",
}
_REFERENCES = {
    "AEP": "project_reference",
    "CT": "contract_reference",
    "ON": "purchase_order_reference",
    "VN": "sales_order_reference",
    "ALO": "receiving_advice_reference",
    "AAK": "despatch_advice_reference",
    "GC": "tender_reference",
}
_PRECEDING, _REMITTANCE, _PRECEDING_DATE = "OI", "PQ", "384"
_TOTALS = {
    "79": "lines",
    "389": "net",
    "388": "gross",
    "9": "payable",
    "260": "allowances",
    "259": "charges",
    "2": "tax_in_tax_currency",
    "113": "prepaid",
    "366": "rounding",
    "176": "tax",
}
_PARTIES = {"SE": "seller", "BY": "buyer", "PE": "payee", "LC": "tax_representative"}
# FTX qualifiers that are no note: terms, registration, process, means, exemption, national ones.
_TERMS, _REGISTRATION, _PROCESS, _MEANS, _EXEMPTION = "AAB", "REG", "DOC", "AAT", "AGM"
_NATIONAL = frozenset({"PMD", "TXD", "PAI", "ALQ"})
_GENERAL = "GEN"


def load(root: Element) -> Document:
    """The document a file says; InvalidDocument with every finding at once."""
    findings = Findings()
    message = Group(root, findings).first("M_INVOIC")
    fields = message.dates(None, _DATES)
    delivered_on = fields.pop("delivered_on", None)
    texts: dict[str, list[tuple[str, str]]] = {}
    notes = []
    for qualifier, code, text in message.texts():
        if qualifier in (_TERMS, _REGISTRATION, _PROCESS, _MEANS, _EXEMPTION) or (
            qualifier in _NATIONAL
        ):
            texts.setdefault(qualifier, []).append((code, text))
        else:
            notes.append(Note(text=text, subject_code="" if qualifier == _GENERAL else qualifier))
    fields |= _load_references(message)
    remittance = fields.pop("remittance", "")
    accounts, debit = _load_parties(message, fields)
    fields |= _load_money(message, texts)
    delivery = fields.pop("delivery", None)
    if delivered_on:
        delivery = replace(delivery or Delivery(), delivered_on=delivered_on)
    code = message.first("S_BGM").first("C_C002").code("D_1001")
    first = notes[0] if notes and not notes[0].subject_code else None
    terms = message.first("G_SG8")
    means = terms.first("S_PAI").first("C_C534").code("D_4461")
    instructions = PaymentInstructions(
        means_code=means,
        means_text=_first_text(texts, _MEANS),
        remittance=remittance,
        credit_transfers=tuple(accounts.get("RB", ())),
        card=accounts.get("PB"),
        direct_debit=debit if debit != DirectDebit() else None,
    )
    due = terms.dates(None, {"13": "due_date"})
    if findings.found and any(f.rule in UNREADABLE for f in findings.found):
        raise InvalidDocument(findings.found)
    return Document(
        **fields,
        **due,
        number=message.first("S_BGM").first("C_C106").text("D_1004"),
        type=TYPE_OF_CODE.get(code, "invoice"),
        type_code=code,
        note=first.text if first else "",
        notes=tuple(notes[1:] if first else notes),
        payment_terms=_first_text(texts, _TERMS),
        business_process=texts.get(_PROCESS, [("", "")])[0][0],
        specification=_first_text(texts, _PROCESS),
        delivery=delivery,
        payment_instructions=None if instructions == PaymentInstructions() else instructions,
    )


def _first_text(texts: dict[str, list[tuple[str, str]]], qualifier: str) -> str:
    return texts.get(qualifier, [("", "")])[0][1]


def _load_references(message: Group) -> dict[str, Any]:
    found: dict[str, Any] = {}
    preceding = []
    for qualifier, value, group in message.references("G_SG1"):
        if qualifier in _REFERENCES:
            found.setdefault(_REFERENCES[qualifier], value)
        elif qualifier == _PRECEDING:
            dates = group.dates((None, "preceding"), {_PRECEDING_DATE: "issue_date"})
            preceding.append(DocumentReference(number=value, **dates))
        elif qualifier == _REMITTANCE:
            found["remittance"] = value
        else:
            found["invoiced_object"] = Identifier(value=value.strip(), scheme=qualifier)
    if preceding:
        found["preceding"] = tuple(preceding)
    return found


def _load_parties(message: Group, fields: dict[str, Any]) -> tuple[dict[str, Any], DirectDebit]:
    """Fills the parties; the accounts of seller and buyer, and the mandate."""
    accounts: dict[str, Any] = {}
    debit = DirectDebit()
    for group in message.all("G_SG2"):
        role = party.role_of(group)
        if role in _PARTIES:
            fields[_PARTIES[role]] = party.load_party(group)
        elif role == "DP":
            place = party.load_party(group)
            fields["delivery"] = Delivery(
                name=place.name,
                location=place.identifiers[0] if place.identifiers else None,
                address=place.address if place.address != type(place.address)() else None,
            )
        found = party.load_accounts(group)
        if role == "SE":
            accounts["RB"] = found["RB"]
        if role != "BY":
            continue
        accounts |= {name: value for name, value in found.items() if name != "RB"}
        given = {q: value for q, value, _ in group.references("G_SG3")}
        fields["buyer_reference"] = given.get("CR", "")
        fields["accounting_reference"] = given.get("AOU", "")
        debit = DirectDebit(
            mandate=given.get("AVS", ""),
            creditor_id=given.get("AII", ""),
            debited_account=found.get("BI", ""),
        )
        if found.get("BB"):
            fields["buyer"] = replace(fields["buyer"], iban=found["BB"], bic=found["bic"])
    return accounts, debit


def _load_money(message: Group, texts: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    """Currencies, allowances, lines, totals and the breakdown."""
    currencies = {
        (c := group.first("S_CUX").first("C_C504")).code("D_6347"): c.code("D_6345")
        for group in message.all("G_SG7")
    }
    sums: dict[str, Any] = dict(message.amounts("G_SG50", (None, "totals"), _TOTALS))
    totals = Totals(**sums)
    subtotals = _exempted(tuple(_load_subtotals(message)), texts.get(_EXEMPTION, []))
    lines = tuple(
        line.load_line(group, (None, "lines", index))
        for index, group in enumerate(message.all("G_SG26"))
    )
    charges = tuple(
        line.load_allowance(
            group, (None, "allowances_charges", index), "G_SG19", "G_SG20", "G_SG22"
        )
        for index, group in enumerate(message.all("G_SG16"))
    )
    registration = _first_text(texts, _REGISTRATION)
    found: dict[str, Any] = {
        "currency": currencies.get("2", ""),
        "tax_currency": currencies.get("6", ""),
        "totals": totals,
        "prepaid": totals.prepaid or None,
        "tax_subtotals": subtotals,
        "lines": with_exemptions(lines, subtotals),
        "allowances_charges": charges,
    }
    if registration:
        for group in message.all("G_SG2"):
            if party.role_of(group) == "SE":
                found["seller"] = replace(party.load_party(group), legal_information=registration)
    return found


def _load_subtotals(message: Group) -> list[TaxSubtotal]:
    found = []
    for index, group in enumerate(message.all("G_SG52")):
        if not line.is_vat(group):
            continue
        place = (None, "tax_subtotals", index)
        rate, category = line.load_tax(group.first("S_TAX"), place)
        amounts: dict[str, Any] = dict(group.amounts("", place, {"125": "base", "124": "tax"}))
        found.append(TaxSubtotal(category=category, rate=rate, **amounts))
    return found


def _exempted(
    subtotals: tuple[TaxSubtotal, ...], reasons: list[tuple[str, str]]
) -> tuple[TaxSubtotal, ...]:
    """The breakdown with its reasons: one each in their order, or one for all of them."""
    exempt = [s for s in subtotals if s.category not in ("S", "Z", "L", "M")]
    if not reasons or not exempt:
        return subtotals
    if len(reasons) != len(exempt):
        reasons = reasons[:1] * len(exempt)
    given = iter(reasons)
    result = []
    for s in subtotals:
        if s in exempt:
            code, reason = next(given)
            result.append(replace(s, exemption_code=code, exemption_reason=reason))
        else:
            result.append(s)
    return tuple(result)


def view(document: Document, options: Mapping[str, str]) -> bytes:
    """The file of a calculated document; InvalidDocument where a text is too long."""
    w = Writer()
    means = document.payment_instructions or PaymentInstructions()
    number = document.number
    code = type_code(document.type, document.type_code)
    head = tag("D_0065", "INVOIC") + tag("D_0052", "D") + tag("D_0054", "01B") + tag("D_0051", "UN")
    content = tag("S_UNH", w.leaf("D_0062", number[:14] or "1", 14) + tag("C_S009", head))
    bgm = tag("C_C002", tag("D_1001", code))
    bgm += tag("C_C106", w.leaf("D_1004", number, 70, None, "number"))
    content += tag("S_BGM", bgm)
    delivered_on = document.delivery.delivered_on if document.delivery else None
    values = {"delivered_on": delivered_on}
    content += "".join(
        w.date(qualifier, values.get(field, getattr(document, field, None)))
        for qualifier, field in _DATES.items()
    )
    content += _view_texts(w, document, means, options)
    content += _view_references(w, document, means)
    content += party.view_buyer(w, document)
    accounts = "".join(
        party.account(w, "RB", t.account, t.account_name, t.bic) for t in means.credit_transfers
    )
    content += party.view_party(w, "SE", document.seller, "seller", accounts)
    if document.payee:
        content += party.view_party(w, "PE", document.payee, "payee")
    content += party.view_delivery(w, document)
    if document.tax_representative:
        content += party.view_party(w, "LC", document.tax_representative, "tax_representative")
    content += _currency("2", document.currency) + _currency("6", document.tax_currency)
    pai = tag("S_PAI", tag("C_C534", w.leaf("D_4461", means.means_code, 3)))
    due = w.date("13", document.due_date)
    if pai or due:
        content += tag("G_SG8", tag("S_PAT", tag("D_4279", "1")) + due + pai)
    content += _view_charges(w, document)
    content += "".join(
        line.view_line(w, value, index) for index, value in enumerate(product_lines(document))
    )
    content += tag("S_UNS", tag("D_0081", "D"))
    content += _view_sums(w, document)
    w.done()
    unfit = unwritable(content)
    if unfit:
        raise InvalidDocument([unfit])
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="{NAMESPACE}">'
        f'<M_INVOIC Id="data">{content}</M_INVOIC></Invoice>'
    )
    return text.replace("\r", "&#13;").encode()


def _view_texts(
    w: Writer, document: Document, means: PaymentInstructions, options: Mapping[str, str]
) -> str:
    process = document.business_process
    found = w.text(_TERMS, document.payment_terms, "", "payment_terms")
    found += w.text(_REGISTRATION, document.seller.legal_information, "", "seller")
    found += w.text(_GENERAL, document.note, "", "note")
    found += "".join(
        w.text(note.subject_code or _GENERAL, note.text, "", "notes") for note in document.notes
    )
    if document.specification or len(process) <= 17:
        found += w.text(_PROCESS, document.specification, process if len(process) <= 17 else "")
    found += w.text(_MEANS, means.means_text, "", "payment_instructions")
    found += "".join(
        w.text(_EXEMPTION, s.exemption_reason, s.exemption_code)
        for s in view_subtotals(document)
        if s.category not in ("S", "Z", "L", "M")
    )
    return found + "".join(
        w.text(qualifier, options[name]) for name, qualifier in OPTIONS.items() if name in options
    )


# Options of a file that no business term carries, and the text they stand in.
OPTIONS = {
    "paymentStatus": "PAI",  # NBT-041: 0 to be paid, 1 direct debit, 2 paid, 3 other
    "purposeCode": "ALQ",  # NBT-042: ISO 20022 purpose code, such as OTHR or GDSV
}


def _view_references(w: Writer, document: Document, means: PaymentInstructions) -> str:
    found = "".join(
        w.reference(qualifier, getattr(document, field), None, field, "G_SG1")
        for qualifier, field in _REFERENCES.items()
    )
    if document.invoiced_object:
        thing = document.invoiced_object
        scheme = thing.scheme or "ATS"
        found += w.reference(scheme, thing.value, None, "invoiced_object", "G_SG1")
    for preceding in document.preceding:
        issued = w.date(_PRECEDING_DATE, preceding.issue_date)
        found += w.reference(_PRECEDING, preceding.number, None, "preceding", "G_SG1", issued)
    return found + w.reference(_REMITTANCE, means.remittance, None, "payment_instructions", "G_SG1")


def _currency(qualifier: str, code: str) -> str:
    if not code:
        return ""
    content = tag("D_6347", qualifier) + tag("D_6345", code)
    return tag("G_SG7", tag("S_CUX", tag("C_C504", content)))


def _view_charges(w: Writer, document: Document) -> str:
    found = ""
    for index, value in enumerate(document.allowances_charges):
        shown = view_allowance(value)
        place = (None, "allowances_charges", index)
        tax = line.view_tax_segment(shown.tax_rate, shown.tax_category)
        content = line.view_allowance(w, shown, place, "G_SG19", "G_SG20")
        found += tag("G_SG16", content + tag("G_SG22", tax))
    return found


def _view_sums(w: Writer, document: Document) -> str:
    totals = document.totals
    found = "".join(
        tag("G_SG50", w.amount(qualifier, getattr(totals, field)))
        for qualifier, field in _TOTALS.items()
    )
    for s in document.tax_subtotals:
        amounts = w.amount("125", s.base) + w.amount("124", s.tax)
        found += tag("G_SG52", line.view_tax_segment(s.rate, s.category) + amounts)
    return found
