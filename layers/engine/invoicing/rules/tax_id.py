"""Whether a tax identifier has the form its country issues: check digits, never a look-up."""

from importlib import import_module

from invoicing.errors import Finding
from invoicing.model.country import Country


def has_form(module: str, value: str) -> bool:
    """Whether python-stdnum's module (`"si.ddv"`) accepts the value."""
    return bool(import_module(f"stdnum.{module}").is_valid(value))


def is_valid_vat_id(country: Country, value: str, prefix: str = "") -> bool:
    """Whether the value, country prefix included, is a VAT identifier of that country.

    `prefix` is a region's own, where it differs from the country's ("XI").
    """
    wanted = prefix or country.vat_prefix or country.code
    compact = value.upper().replace(" ", "").replace(".", "").replace("-", "")
    if not compact.startswith(wanted):
        return False
    return any(has_form(k.module, compact) for k in country.tax_ids if k.kind == "vat")


def find_tax_id_fault(
    country: Country, value: str, pointer: str = "/_documentClient/taxNumber"
) -> Finding | None:
    """None where some kind of identifier of the country has this form; else what is wrong.

    A VAT identifier may lack its country prefix.
    """
    prefix = country.vat_prefix or country.code
    if is_valid_vat_id(country, value) or is_valid_vat_id(country, prefix + value):
        return None
    if any(is_valid_vat_id(country, value, r.vat_prefix) for r in country.regions if r.vat_prefix):
        return None
    if any(has_form(kind.module, value) for kind in country.tax_ids if kind.kind != "vat"):
        return None
    labels = ", ".join(dict.fromkeys(kind.label for kind in country.tax_ids))
    return Finding(
        rule="TAX-ID-FORM",
        pointer=pointer,
        text=f"{value!r} is no identifier that {country.name} issues ({labels}).",
        fix="Check the digits: one is wrong or missing, or the country is another one.",
        severity="warning",
        term="BT-48",
    )
