"""Judging a document by EN 16931 and a profile, without saving it."""

from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.model import Document, Organization, TaxSubtotal
from invoicing.model.tenant import Tenant
from invoicing.rules.attributes import check_attributes
from invoicing.rules.completion import complete
from invoicing.rules.en16931 import check, profile_of
from invoicing.rules.own_types import with_own_type
from invoicing.rules.totals import check_given_totals
from invoicing.store.repository import Repository
from invoicing.usecases._catalogue import Catalogue
from invoicing.usecases._taxes import with_taxes
from invoicing.usecases.ports import Ports

_GIVEN_WHEN_ISSUED = frozenset({"BR-02"})


class Verdict(NamedTuple):
    """What was judged by which rules, and everything they found."""

    format_name: str
    profile: str
    findings: tuple[Finding, ...]


def validate_file(data: bytes, profile: str = "") -> Verdict:
    """The verdict on an XML file; without a profile its specification (BT-24) names one.

    UnreadableFile where it is not safe XML, UnknownFormat where it is no invoice,
    InvalidDocument where its values cannot be read.
    """
    told: list[Finding] = []
    format_, documents = read_document(data, told=told)
    profile = profile or profile_of(documents[0].specification)
    found = [f for document in documents for f in check(document, profile, told)]
    return Verdict(format_.name, profile, tuple(dict.fromkeys(found)))


def tax_clause_of(
    draft: Document, tenant: Tenant, ports: Ports
) -> tuple[str, tuple[TaxSubtotal, ...]]:
    """The clause the document would bear, and its taxes by category.

    InvalidDocument where they cannot be calculated.
    """
    store = ports.store(tenant)
    document = _calculated(draft, store, store.known().organization, ports)
    return document.tax_clause, document.tax_subtotals


def _calculated(
    draft: Document, store: Repository, organization: Organization, ports: Ports
) -> Document:
    """The document as it would be issued, but for its number."""
    now = ports.now()
    draft = with_own_type(draft, organization)
    document, home_taxes = Catalogue(store).fill(draft, organization, now)
    document = complete(document, organization, now)
    return with_taxes(document, organization, home_taxes)


def validate_draft(draft: Document, tenant: Tenant, ports: Ports, profile: str = "") -> Verdict:
    """The verdict on a document as it would be issued: completed and calculated first.

    A number is not asked for: issuing gives it. Totals that the draft states are compared with
    those that are computed.
    """
    profile = profile or profile_of(draft.specification)
    store = ports.store(tenant)
    organization = store.known().organization
    try:
        document = _calculated(draft, store, organization, ports)
        check_attributes(document, organization, issued=True)
    except InvalidDocument as exc:  # what cannot be calculated is a finding, not a failure
        return Verdict("json", profile, exc.findings)
    given = check_given_totals(draft.totals, document.totals)
    found = (f for f in check(document, profile) if f.rule not in _GIVEN_WHEN_ISSUED)
    return Verdict("json", profile, (*given, *found))
