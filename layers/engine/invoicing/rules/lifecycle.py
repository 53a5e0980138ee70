"""What a document's state allows, and which fields stay editable once it is issued."""

from collections.abc import Iterable

from invoicing.errors import Conflict
from invoicing.model import Document
from invoicing.rules._families import TAX_TYPES, conversions, is_creditable

# Neutral: they change neither what is owed nor what the law wants unchanged.
# Source: what comparable systems let one set on finished documents; see docs/statuses.md.
NEUTRAL_FIELDS = frozenset({"custom", "data", "comments", "charges_disabled"})


def allowed_actions(document: Document) -> tuple[str, ...]:
    """What may be done with a document in its present state, for `allowedActions`."""
    if document.state == "deleted":
        return ("restore",)
    kept = "restore" if document.archived_at else "archive"
    if document.state == "draft":
        return ("update", "delete", "issue", "clone", "pdf", kept)
    if document.state == "canceled":
        return ("uncancel", "pdf", "share", "clone", kept)
    made = ("credit",) if is_creditable(document) else ()
    if is_deletable(document):
        made = (*made, "delete")
    if conversions(document):
        made = (*made, "convert")
    return ("cancel", *made, "clone", "pdf", "send", "share", "mark-sent", kept)


def is_deletable(document: Document) -> bool:
    """Whether an issued document may be taken out of sight: nobody relies on it yet."""
    used = document.payments or document.sends or document.marked_sent_at or document.successors
    return document.state == "issued" and document.type not in TAX_TYPES and not used


def require_draft(document: Document, deed: str) -> None:
    """Conflict where the document is not a draft any more."""
    if document.state != "draft":
        raise Conflict(
            f"the document is {document.state} and cannot be {deed}",
            code="not-a-draft",
            current_state=document.state,
            allowed_actions=allowed_actions(document),
            fix="cancel it or issue a credit note instead",
        )


def require_state(document: Document, states: Iterable[str], deed: str) -> None:
    """Conflict where the document's state is none of `states`."""
    if document.state not in states:
        raise Conflict(
            f"the document is {document.state} and cannot be {deed}",
            code="wrong-state",
            current_state=document.state,
            allowed_actions=allowed_actions(document),
            fix="choose one of the allowed actions",
        )
