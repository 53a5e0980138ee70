"""Which documents their recipient may approve or decline."""

from datetime import date

from invoicing.model import Document, Organization

DECIDABLE_TYPES = frozenset({"estimate"})


def may_be_decided(document: Document, organization: Organization, today: date) -> bool:
    """Whether the recipient is asked: a valid estimate of an organization that asks, once."""
    return (
        organization.estimate_approval
        and document.type in DECIDABLE_TYPES
        and document.state == "issued"
        and document.decision is None
        and (document.valid_until is None or today <= document.valid_until)
    )
