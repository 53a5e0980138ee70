"""Which tax treatment a supply takes, from the two parties and their countries.

Facts that are missing never stop a document: the treatment falls back to domestic tax,
and `warnings` says why. Source: Directive 2006/112/EC articles 33, 44, 45, 138, 146, 196.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from invoicing.model.country import (
    Clause,
    Country,
    Region,
    TaxRegime,
    VatRate,
    clause_text,
    rate_on,
)
from invoicing.model.party import Party
from invoicing.model.value import Value, replace
from invoicing.rules.tax_id import is_valid_vat_id

Kind = Literal[
    "domestic",
    "domestic_reverse_charge",
    "intra_community_supply",
    "reverse_charge",
    "oss",
    "export",
    "outside_scope",
    "small_business",
]
Supply = Literal["goods", "services"]


_UNTAXED: dict[Kind, tuple[str, Clause, str]] = {  # category, wording, BT-121
    "intra_community_supply": ("K", "intra_community", "VATEX-EU-IC"),
    "reverse_charge": ("AE", "reverse_charge", "VATEX-EU-AE"),
    "domestic_reverse_charge": ("AE", "domestic_reverse_charge", "VATEX-EU-AE"),
    "export": ("G", "export", "VATEX-EU-G"),
    "outside_scope": ("O", "outside_scope", "VATEX-EU-O"),
    "small_business": ("E", "small_business", ""),
}


class Treatment(Value, frozen=True, kw_only=True):
    """How the supply is taxed; a caller's own taxes on lines win over it."""

    kind: Kind
    category: str  # BT-118, UNCL5305
    rate: Decimal | None = None  # BT-119, percent; None where the dated table does not reach
    exemption_code: str = ""  # BT-121
    clause: str = ""  # BT-120, in the document's language
    tax_country: str = ""  # whose tax is charged, or would be
    omit_taxes: bool = False
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class _Facts(Value, frozen=True, kw_only=True):
    seller: Party
    buyer: Party
    supply: Supply
    on: date
    home: Country
    abroad: Country | None  # None where we have no file for it
    buyer_code: str
    home_region: Region | None
    region: Region | None
    language: str
    oss: bool


def determine(  # noqa: PLR0917 - who sells, who buys, what, when and where: all are needed
    seller: Party,
    buyer: Party,
    supply: Supply,
    on: date,
    seller_country: Country,
    buyer_country: Country | None,
    *,
    language: str = "",
    oss: bool = False,
    reverse_charge: bool = False,
    ignore_omit_taxes: bool = False,
) -> Treatment:
    """The treatment of one kind of supply on one day; never raises for missing facts.

    `reverse_charge`: the caller says a domestic reverse charge applies. `oss`: the seller
    declares in the One Stop Shop. `ignore_omit_taxes`: charge domestic tax whatever applies.
    """
    code = buyer_country.code if buyer_country else buyer.address.country_code.upper()
    code = code or seller_country.code
    facts = _Facts(
        seller=seller,
        buyer=buyer,
        supply=supply,
        on=on,
        home=seller_country,
        abroad=buyer_country or (None if code != seller_country.code else seller_country),
        buyer_code=code,
        home_region=region_of(seller_country, seller),
        region=region_of(buyer_country, buyer) if buyer_country else None,
        language=language,
        oss=oss,
    )
    found = _choose(facts, reverse_charge)
    if ignore_omit_taxes and found.omit_taxes:
        note = f"{found.kind} would apply, but the caller asked to keep the taxes"
        return replace(_domestic(facts), reasons=(*found.reasons, note), warnings=found.warnings)
    return found


def region_of(country: Country, party: Party) -> Region | None:
    """The region a party is in, by its fiscal region code, VAT prefix or postal code."""
    postal = party.address.postal_code.replace(" ", "").upper()
    for region in country.regions:
        if party.fiscal_region_code.upper() == region.code:
            return region
        if region.vat_prefix and party.vat_identifier.upper().startswith(region.vat_prefix):
            return region
        if any(postal.startswith(prefix) for prefix in region.postal_codes):
            return region
    return None


def _choose(facts: _Facts, reverse_charge: bool) -> Treatment:
    regime = _regime(facts)
    if not regime.charges_tax if regime else facts.seller.is_taxable is False:
        return _small_business(facts)
    if facts.home.code == facts.buyer_code and _same_area(facts):
        if reverse_charge:
            return _domestic_reverse_charge(facts)
        unsure = not facts.buyer.address.country_code
        return _domestic(facts, "the buyer's country is not given" if unsure else "")
    abroad = facts.abroad
    from_eu = _follows_eu(facts.home, facts.home_region, facts.supply)
    if abroad and from_eu and _follows_eu(abroad, facts.region, facts.supply):
        return _intra_eu(facts, abroad)
    return _third_country(facts)


def _same_area(facts: _Facts) -> bool:
    return facts.supply == "services" or _in_area(facts.home_region) == _in_area(facts.region)


def _in_area(region: Region | None) -> bool:
    return region is None or region.in_vat_area


def _follows_eu(country: Country, region: Region | None, supply: Supply) -> bool:
    if country.eu_member:
        return _in_area(region)
    return supply == "goods" and region is not None and region.eu_goods


def _intra_eu(facts: _Facts, abroad: Country) -> Treatment:
    vat_id = facts.buyer.vat_identifier
    if vat_id and not facts.buyer.is_end_customer:
        prefix = facts.region.vat_prefix if facts.region else ""
        if is_valid_vat_id(abroad, vat_id, prefix):
            return _intra_eu_business(facts)
        text = f"the buyer's VAT identifier {vat_id} has not the form {abroad.code} issues"
        return _domestic(facts, warning=f"{text}; taxed as domestic")
    if facts.buyer.is_taxable and not facts.buyer.is_end_customer:
        return _domestic(facts, warning="the buyer is a business without a VAT identifier")
    if facts.oss:
        return _oss(facts, abroad)
    return _domestic(facts, warning="cross-border sale to a consumer by a seller outside the OSS")


def _intra_eu_business(facts: _Facts) -> Treatment:
    where = f"business buyer with a VAT identifier in {facts.buyer_code}"
    if facts.supply == "goods":
        law = "exempt intra-Community supply, Directive 2006/112/EC article 138"
        return _untaxed(facts, "intra_community_supply", f"{where}: {law}")
    law = "the buyer owes the tax, Directive 2006/112/EC articles 44 and 196"
    return _untaxed(facts, "reverse_charge", f"{where}: {law}")


def _oss(facts: _Facts, abroad: Country) -> Treatment:
    found = rate_on(_rates(abroad, facts.region), facts.on)
    if found is None:
        return _domestic(
            facts, warning=f"no rate of {abroad.code} is known for {facts.on:%Y-%m-%d}"
        )
    return Treatment(
        kind="oss",
        category="S",
        rate=found.rate,
        tax_country=abroad.code,
        reasons=(f"consumer in {abroad.code}, seller in the OSS: {found.source}",),
    )


def _third_country(facts: _Facts) -> Treatment:
    if facts.supply == "goods":
        reason = f"goods leave for {facts.buyer_code}, outside the tax territory"
        return _untaxed(facts, "export", reason)
    business = facts.buyer.is_taxable or facts.buyer.vat_identifier
    if facts.buyer.is_end_customer or not business:
        return _domestic(facts, warning="service to a buyer abroad not shown to be a business")
    reason = f"service to a business in {facts.buyer_code}: place of supply is abroad"
    return _untaxed(facts, "outside_scope", reason)


def _small_business(facts: _Facts) -> Treatment:
    reason = f"the seller is not registered for VAT in {facts.home.code}"
    found = _untaxed(facts, "small_business", reason)
    warnings: tuple[str, ...] = ()
    if facts.supply == "services" and facts.buyer_code != facts.home.code:
        # Article 196 binds the buyer whether or not the seller is registered.
        warnings = ("a business buyer abroad may owe the tax under reverse charge",)
    regime = _regime(facts)
    if regime is None:
        code = facts.home.small_business_vatex
        return replace(found, exemption_code=code, warnings=warnings)
    clause = regime.clause or found.clause
    code = regime.exemption_code
    return replace(found, exemption_code=code, clause=clause, warnings=warnings)


def _regime(facts: _Facts) -> TaxRegime | None:
    duties = facts.home.duties
    return duties.regime(facts.seller.tax_regime) if duties else None


def _domestic_reverse_charge(facts: _Facts) -> Treatment:
    reason = f"domestic reverse charge in {facts.home.code}, said by the caller"
    return _untaxed(facts, "domestic_reverse_charge", reason)


def _untaxed(facts: _Facts, kind: Kind, reason: str) -> Treatment:
    category, clause, vatex = _UNTAXED[kind]
    return Treatment(
        kind=kind,
        category=category,
        rate=Decimal(0),
        exemption_code=vatex,
        clause=clause_text(facts.home, clause, facts.language),
        tax_country=facts.home.code,
        omit_taxes=True,
        reasons=(reason,),
    )


def _domestic(facts: _Facts, warning: str = "") -> Treatment:
    found = rate_on(_rates(facts.home, facts.home_region), facts.on)
    warnings = [warning] if warning else []
    if found is None:
        warnings.append(f"no rate of {facts.home.code} is known for {facts.on:%Y-%m-%d}")
    return Treatment(
        kind="domestic",
        category="S",
        rate=found.rate if found else None,
        tax_country=facts.home.code,
        reasons=(found.source,) if found else (),
        warnings=tuple(warnings),
    )


def _rates(country: Country, region: Region | None) -> tuple[VatRate, ...]:
    if region and (region.rates or not region.in_vat_area):
        return region.rates
    return country.rates
