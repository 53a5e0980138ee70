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
    regions: tuple[Region, ...] = ()
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
