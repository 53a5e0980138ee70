"""A country's tax law as data: dated rates, identifiers, wording, regions."""

from datetime import date
from decimal import Decimal
from typing import Literal

from invoicing.model.value import Value

Level = Literal["standard", "intermediate", "reduced", "second_reduced", "super_reduced", "zero"]
Clause = Literal[
    "reverse_charge",
    "domestic_reverse_charge",
    "intra_community",
    "export",
    "outside_scope",
    "small_business",
    "margin_scheme",
]


class VatRate(Value, frozen=True, kw_only=True):
    """One rate while it was in force; both dates are included."""

    level: Level
    rate: Decimal  # percent
    valid_from: date  # the first day we vouch for; the rate may be older
    valid_to: date | None = None  # the last day; None while in force
    source: str  # the law it stands in
    surcharge: Decimal | None = None  # equalization surcharge added for small retailers, percent


class TaxIdKind(Value, frozen=True, kw_only=True):
    """An identifier the country issues, and the python-stdnum module that checks its form."""

    kind: Literal["vat", "tax", "company"]
    label: str  # as printed before the number
    module: str  # below `stdnum`: "si.ddv"


class Exemption(Value, frozen=True, kw_only=True):
    """A reason for charging no tax, as the country names it."""

    code: str  # national code ("N3.2", "M07") or VATEX
    text: str
    category: str  # BT-151, UNCL5305
    vatex: str = ""  # BT-121, where the national code has an exact counterpart


class TaxRegime(Value, frozen=True, kw_only=True):
    """A scheme of the tax law that a seller is in."""

    code: str
    text: str
    charges_tax: bool = True
    exemption_code: str = ""  # of what it sells without tax
    tax_point_code: str = ""  # BT-8, where its tax falls due with the payment
    bears_withholding: bool = True  # its customers withhold from what they pay it
    clause: str = ""  # the text required on its documents, in the law's own language


class StampDutyLaw(Value, frozen=True, kw_only=True):
    """A fixed duty on documents with more than so much that bears no VAT."""

    amount: Decimal
    above: Decimal  # of the bases exempt for one of these reasons
    exemption_codes: tuple[str, ...]
    reason: str  # what the charge is called where the buyer bears it
    exemption_code: str  # why the charge bears no VAT
    clause: str  # the text required on documents


class Named(Value, frozen=True, kw_only=True):
    """A code of the country's and what it stands for."""

    code: str
    text: str


class Duties(Value, frozen=True, kw_only=True):
    """What the country wants on documents beside VAT: the defaults' names begin with `prefix`."""

    prefix: str
    regimes: tuple[TaxRegime, ...]
    usual_regime: str
    small_business_regime: str
    stamp_duty: StampDutyLaw
    withholding_types: tuple[Named, ...]
    withholding_causes: tuple[str, ...]
    funds: tuple[Named, ...]  # pension funds of the professions
    split_payment_clause: str

    def regime(self, code: str) -> TaxRegime | None:
        return next((regime for regime in self.regimes if regime.code == code), None)


class Region(Value, frozen=True, kw_only=True):
    """A part of the country with its own rates, or outside the EU's VAT territory."""

    code: str
    name: str
    postal_codes: tuple[str, ...] = ()  # prefixes of the postal code, spaces removed
    in_vat_area: bool = True  # False: supplies from the mainland are exports
    eu_goods: bool = False  # goods follow EU rules though the country is no member
    vat_prefix: str = ""  # where it differs from the country's
    rates: tuple[VatRate, ...] = ()  # empty: the country's own, unless outside the VAT area


class Country(Value, frozen=True, kw_only=True):
    """What shared code needs to know of one country's tax law."""

    code: str  # ISO 3166-1 alpha-2
    name: str
    languages: tuple[str, ...]  # ISO 639-1, the default first
    currency: str  # ISO 4217
    time_zone: str
    rates: tuple[VatRate, ...]
    tax_ids: tuple[TaxIdKind, ...]
    wording: dict[str, dict[str, str]]  # Clause -> language -> text required on the document
    eu_member: bool = False
    vat_prefix: str = ""  # empty: same as `code`
    cash_rounding: Decimal | None = None  # smallest cash amount of `currency`
    small_business_vatex: str = ""  # BT-121 where the national franchise has a code
    exemptions: tuple[Exemption, ...] = ()
    usual_exemptions: dict[str, str] = {}  # category -> national code, where nobody says which
    usual_exemptions_abroad: dict[str, str] = {}  # the same of sales abroad, where they differ
    regions: tuple[Region, ...] = ()
    duties: Duties | None = None
    due_days: int | None = None  # statutory term between businesses when none is agreed


def rate_on(rates: tuple[VatRate, ...], on: date, level: Level = "standard") -> VatRate | None:
    """The rate of that level in force on that day; None where the table does not reach."""
    for rate in rates:
        if (
            rate.level == level
            and rate.valid_from <= on
            and (rate.valid_to is None or on <= rate.valid_to)
        ):
            return rate
    return None


def clause_text(country: Country, clause: Clause, language: str) -> str:
    """The wording in the document's language, else in the country's own, else in English."""
    texts = country.wording.get(clause, {})
    for wanted in (language, *country.languages, "en"):
        if wanted in texts:
            return texts[wanted]
    return ""
