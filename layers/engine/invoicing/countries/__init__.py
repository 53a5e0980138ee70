"""One file per country; a member ends with `COUNTRY = Country(...)`."""

from keyword import iskeyword

from invoicing.errors import Finding
from invoicing.model.country import (
    Country,
    Exemption,
    Region,
    TaxIdKind,
    VatRate,
    clause_text,
    rate_on,
)
from invoicing.registry import member
from invoicing.rules.tax_id import find_tax_id_fault

__all__ = [
    "Country",
    "Exemption",
    "Region",
    "TaxIdKind",
    "VatRate",
    "clause_text",
    "find_country",
    "rate_on",
    "validate_tax_id",
]


def find_country(code: str) -> Country | None:
    """The country with that alpha-2 code, either case; None where we have no file for it."""
    name = code.lower()
    try:
        found: Country = member("countries", f"{name}_" if iskeyword(name) else name, "COUNTRY")
    except KeyError:
        return None
    return found


def validate_tax_id(
    country_code: str, value: str, pointer: str = "/_documentClient/taxNumber"
) -> Finding | None:
    """What is wrong with a tax identifier's form; None where it is right or cannot be judged."""
    country = find_country(country_code)
    return find_tax_id_fault(country, value, pointer) if country and value else None
