"""Taxes of a document: what the law of its date and its two countries says, then the sums."""

from collections.abc import Mapping

from invoicing.countries import Country, find_country
from invoicing.errors import InvalidDocument
from invoicing.model import Document, Line, LineTax, Organization
from invoicing.model.money import ZERO
from invoicing.model.value import replace
from invoicing.rules.catalogue import with_known_taxes
from invoicing.rules.duties import with_duties, with_regime, with_stamp_duty
from invoicing.rules.totals import calculate, check_given_totals
from invoicing.rules.treatment import Supply, Treatment, determine


def with_taxes(
    document: Document,
    organization: Organization,
    home_taxes: Mapping[int, tuple[LineTax, ...]] | None = None,
) -> Document:
    """The document with its taxes and totals.

    Lines whose taxes the caller gave keep them. The others take what the two countries' law says
    of the document's date: domestic tax, reverse charge, export, or none for a small business;
    its clause becomes the document's where the caller wrote none. Where the law says domestic
    tax, a line takes its item's taxes (`home_taxes`, by its place) if there are any. Taxes that
    name one of the organization's are filled from it; InvalidDocument where there is none, or where
    totals that are to be strict are not ours.
    """
    home = _home(document, organization)
    duties = home.duties if home is not None else None
    if duties is not None:
        document = with_regime(document, duties, organization.defaults)
    treatments = _treatments(document, organization, home)
    if home_taxes:
        document = replace(document, lines=_with_home_taxes(document, home_taxes, treatments))
    if treatments:
        taxes = {supply: _tax(treatment) for supply, treatment in treatments.items()}
        clauses = dict.fromkeys(t.clause for t in treatments.values() if t.clause)
        document = replace(
            document,
            lines=tuple(_taxed(line, taxes.get(_supply(line))) for line in document.lines),
            tax_clause=document.tax_clause or " ".join(clauses),
        )
    document, findings = with_known_taxes(document, organization.taxes)
    if findings:
        raise InvalidDocument(findings)
    if home is not None and duties is not None:
        document = with_duties(document, home, duties, organization.defaults)
        document = with_stamp_duty(document, home, duties, organization.defaults)
    return _calculated(document)


def _calculated(document: Document) -> Document:
    """The document with its totals; with `strict_totals` those it states must be the same."""
    done = calculate(document)
    if not document.strict_totals:
        return done
    differing = check_given_totals(document.totals, done.totals, strict=True)
    if differing:
        raise InvalidDocument(differing)
    return replace(done, strict_totals=False)


def _with_home_taxes(
    document: Document,
    home_taxes: Mapping[int, tuple[LineTax, ...]],
    treatments: Mapping[Supply, Treatment],
) -> tuple[Line, ...]:
    if document.omit_taxes:
        return document.lines
    abroad = {supply for supply, found in treatments.items() if found.kind != "domestic"}
    return tuple(
        replace(line, taxes=home_taxes[index])
        if index in home_taxes and not line.taxes and _supply(line) not in abroad
        else line
        for index, line in enumerate(document.lines)
    )


def _tax(treatment: Treatment) -> LineTax:
    return LineTax(
        rate=treatment.rate or ZERO,
        category=treatment.category,
        exemption_code=treatment.exemption_code,
        exemption_reason=treatment.clause if treatment.omit_taxes else "",
        reverse_charged=treatment.category == "AE",
    )


def _taxed(line: Line, tax: LineTax | None) -> Line:
    if tax is None or line.kind != "product" or line.taxes:
        return line
    return replace(line, taxes=(tax,))


def _supply(line: Line) -> Supply:
    return "goods" if line.item_type == "item" else "services"


def _home(document: Document, organization: Organization) -> Country | None:
    """The country whose law holds for what the organization sells."""
    if document.incoming or document.imported:
        return None
    return find_country(document.seller.address.country_code or organization.country_code)


def _treatments(
    document: Document, organization: Organization, home: Country | None
) -> dict[Supply, Treatment]:
    """The law's treatment of what is sold, where it has to be taxed and the caller said not how."""
    supplies = {_supply(x) for x in document.lines if x.kind == "product" and not x.taxes}
    if not supplies or document.omit_taxes:
        return {}
    if home is None or document.issue_date is None:
        return {}
    found: dict[Supply, Treatment] = {}
    for supply in sorted(supplies):
        treatment = determine(
            document.seller,
            document.buyer,
            supply,
            document.issue_date,
            home,
            find_country(document.buyer.address.country_code),
            language=organization.language,
            oss=organization.one_stop_shop,
            ignore_omit_taxes=document.ignore_omit_taxes,
        )
        if treatment.rate is not None or treatment.omit_taxes:
            found[supply] = treatment
    return found
