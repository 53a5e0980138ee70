"""What a country wants on documents beside VAT: regime, withholding, funds, stamp duty.

The organization says among its defaults what is its own, under names that begin with the
country's prefix; what a document says itself wins. Source: docs/fiscal.md.
"""

from decimal import Decimal
from numbers import Real
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import AllowanceCharge, Document, FundContribution, LineTax, StampDuty
from invoicing.model.country import Country, Duties, StampDutyLaw
from invoicing.model.money import ZERO
from invoicing.model.value import replace
from invoicing.rules.exemptions import bases_by_code, national_text
from invoicing.rules.totals import SPLIT, calculate
from invoicing.rules.totals.taxes import completed

Defaults = dict[str, Any]

CHARGED, BORNE, NONE = "charged", "borne", "none"
STANDARD = "S"  # UNCL5305
_OWED_TYPES = frozenset({"invoice", "advance", "credit-note", "receipt"})


def with_regime(document: Document, duties: Duties, defaults: Defaults) -> Document:
    """The document whose seller is in a regime: its own, else the organization's.

    A seller who is not registered for VAT is in the small businesses' one.
    """
    seller = document.seller
    code = seller.tax_regime or str(defaults.get(f"{duties.prefix}_regime") or "")
    if not code and seller.is_taxable is False:
        code = duties.small_business_regime
    return replace(document, seller=replace(seller, tax_regime=code)) if code else document


def with_duties(
    document: Document, country: Country, duties: Duties, defaults: Defaults
) -> Document:
    """The document with withholding, funds, split payment and texts, before it is calculated.

    InvalidDocument for codes the country has not.
    """
    _check(document, duties)
    document = _explained(document, country)
    document = _with_withholding(document, country, duties, defaults)
    document = _with_funds(document, duties, defaults)
    document = _split(document)
    regime = duties.regime(document.seller.tax_regime)
    clauses = []
    if regime and regime.tax_point_code and document.tax_point_date is None:
        code = document.tax_point_code or regime.tax_point_code
        document = replace(document, tax_point_code=code)
        clauses.append(regime.clause)
    if document.split_payment:
        clauses.append(duties.split_payment_clause)
    if clauses and not document.tax_clause:
        document = replace(document, tax_clause=". ".join(clauses))
    return document


def with_stamp_duty(
    document: Document, country: Country, duties: Duties, defaults: Defaults
) -> Document:
    """The document with the stamp duty its untaxed amounts ask for, before it is calculated.

    What the caller said of it stays. Without a word of the organization it is the seller's to
    bear where the organization named its regime, and is left alone where it did not.
    """
    given, law = document.stamp_duty, duties.stamp_duty
    if given is not None and not given.automatic:
        return replace(document, stamp_duty=_stamped(given, law, country))
    wish = str(defaults.get(f"{duties.prefix}_stampDuty") or "")
    if not wish:
        wish = BORNE if f"{duties.prefix}_regime" in defaults else NONE
    bare = replace(document, stamp_duty=None) if given else document
    if wish == NONE or document.type not in _OWED_TYPES:
        return bare
    if abs(_dutiable(calculate(bare), country, law)) <= law.above:
        return bare
    duty = StampDuty(amount=law.amount, charged=wish == CHARGED, automatic=True)
    return replace(document, stamp_duty=_stamped(duty, law, country))


def _stamped(duty: StampDuty, law: StampDutyLaw, country: Country) -> StampDuty:
    if not duty.amount:
        return replace(duty, charged=False, text="", charge=None)
    charge = AllowanceCharge(
        is_charge=True,
        amount=duty.amount,
        reason=law.reason,
        tax_category="E",
        tax_rate=ZERO,
        exemption_code=law.exemption_code,
        exemption_reason=national_text(country, law.exemption_code),
        withheld=False,
        computed=True,
    )
    return replace(duty, text=law.clause, charge=charge if duty.charged else None)


def _dutiable(document: Document, country: Country, law: StampDutyLaw) -> Decimal:
    bases = [
        base
        for row in bases_by_code(document, country)
        for code, _, base in row.parts
        if code in law.exemption_codes
    ]
    return sum(bases, ZERO)


def _explained(document: Document, country: Country) -> Document:
    """The document whose lines say of a national reason for charging no tax what it means."""
    known = {e.code: e for e in country.exemptions}

    def explained(tax: LineTax) -> LineTax:
        found = known.get(tax.exemption_code)
        if found is None or tax.rate:
            return tax
        reason = tax.exemption_reason or found.text
        return replace(tax, category=tax.category or found.category, exemption_reason=reason)

    if not any(tax.exemption_code in known for line in document.lines for tax in line.taxes):
        return document
    lines = tuple(replace(line, taxes=tuple(map(explained, line.taxes))) for line in document.lines)
    return replace(document, lines=lines)


def _with_withholding(
    document: Document, country: Country, duties: Duties, defaults: Defaults
) -> Document:
    """What customers who are the country's businesses withhold, where nobody said otherwise."""
    prefix = duties.prefix
    if document.withholding_rate is None and _withholds(document, country, duties):
        rate = number_of(defaults.get(f"{prefix}_withholdingRate"))
        if rate:
            document = replace(document, withholding_rate=rate)
    if not document.withholding_rate and not any(n.withholding_rate for n in document.lines):
        return document
    kind = document.withholding_type or str(defaults.get(f"{prefix}_withholdingType") or "")
    cause = document.withholding_cause or str(defaults.get(f"{prefix}_withholdingCause") or "")
    return replace(document, withholding_type=kind, withholding_cause=cause)


def _withholds(document: Document, country: Country, duties: Duties) -> bool:
    buyer, regime = document.buyer, duties.regime(document.seller.tax_regime)
    return (
        document.type in _OWED_TYPES
        and (regime is None or regime.bears_withholding)
        and not buyer.is_end_customer
        and bool(buyer.vat_identifier)
        and buyer.address.country_code in ("", country.code)
    )


def _with_funds(document: Document, duties: Duties, defaults: Defaults) -> Document:
    names = {fund.code: fund.text for fund in duties.funds}
    given = tuple(fund for fund in document.funds if not fund.automatic)
    type_, rate = (defaults.get(f"{duties.prefix}_{end}") for end in ("fund", "fundRate"))
    if not given and type_ and document.type in _OWED_TYPES:
        withheld = defaults.get(f"{duties.prefix}_fundWithheld") is True
        own = FundContribution(
            type=str(type_), rate=number_of(rate) or ZERO, withheld=withheld, automatic=True
        )
        given = (own,)
    named = tuple(
        fund if fund.reason else replace(fund, reason=f"Contributo {names[fund.type]}")
        for fund in given
    )
    return replace(document, funds=named) if named != document.funds else document


def _split(document: Document) -> Document:
    """The document whose lines say of their VAT what it says of itself."""
    if document.split_payment is None:
        return document
    old, new = (STANDARD, SPLIT) if document.split_payment else (SPLIT, STANDARD)

    def changed(tax: LineTax) -> LineTax:
        return replace(tax, category=new) if completed(tax).category == old else tax

    lines = tuple(
        replace(line, taxes=tuple(map(changed, line.taxes))) if line.taxes else line
        for line in document.lines
    )
    return replace(document, lines=lines)


def number_of(value: Any) -> Decimal | None:
    """A number among an organization's defaults; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    return Decimal(str(value))


def _check(document: Document, duties: Duties) -> None:
    known = (
        ("/_documentIssuer/taxRegime", document.seller.tax_regime, _codes(duties.regimes)),
        ("/withholdingType", document.withholding_type, _codes(duties.withholding_types)),
        ("/withholdingCause", document.withholding_cause, duties.withholding_causes),
        *(
            (f"/funds/{index}/type", fund.type, _codes(duties.funds))
            for index, fund in enumerate(document.funds)
        ),
    )
    findings = [_unknown(at, given, codes) for at, given, codes in known if not _is(given, codes)]
    if findings:
        raise InvalidDocument(findings)


def check_defaults(duties: Duties, defaults: Defaults) -> list[Finding]:
    """What is wrong with a country's settings among the organization's defaults."""
    codes = {
        "regime": _codes(duties.regimes),
        "stampDuty": (CHARGED, BORNE, NONE),
        "withholdingType": _codes(duties.withholding_types),
        "withholdingCause": duties.withholding_causes,
        "fund": _codes(duties.funds),
        "fundWithheld": (True, False),
    }
    findings = [
        _unknown(f"/defaults/{name}", value, allowed)
        for end, allowed in codes.items()
        if (value := defaults.get(name := f"{duties.prefix}_{end}")) is not None
        and not _is(value, allowed)
    ]
    for end in ("withholdingRate", "fundRate"):
        name = f"{duties.prefix}_{end}"
        value = defaults.get(name)
        rate = number_of(value)
        if value is not None and (rate is None or not 0 <= rate <= 100):
            text = f"{name} is a percentage"
            findings.append(Finding("duty-default", f"/defaults/{name}", text, "send 0 to 100"))
    return findings


def _is(given: Any, allowed: tuple[Any, ...]) -> bool:
    return given == "" or any(given == one and type(given) is type(one) for one in allowed)


def _codes(named: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(one.code for one in named)


def _unknown(pointer: str, given: Any, allowed: tuple[Any, ...]) -> Finding:
    shown = ", ".join(str(one).lower() if isinstance(one, bool) else one for one in allowed)
    text = f"{str(given)[:40]!r} is none of the codes there are"
    return Finding("duty-unknown", pointer, text, f"send one of {shown}")
