"""What a document's state allows, and which fields stay editable once it is issued."""

from collections.abc import Iterable

from invoicing.errors import Conflict
from invoicing.model import Document, Line
from invoicing.model.value import replace
from invoicing.rules._families import TAX_TYPES, conversions, is_creditable
from invoicing.rules.fiscal import is_chained

# Neutral: they change neither what is owed nor what the law wants unchanged.
# Source: what comparable systems let one set on finished documents; see docs/statuses.md.
NEUTRAL_FIELDS = frozenset(
    {
        *("custom", "data", "comments", "charges_disabled", "note", "note_to_recipient"),
        *("remarks", "email_to", "external_source_doc", "financial_account", "accounting_schema"),
        *("party_accounting_schema", "printed_report_name", "is_active"),
        *("is_series_communicated", "default_item_withholding_id"),
    }
)
NEUTRAL_LINE_FIELDS = frozenset(
    {
        *("custom", "data", "commitment_reference", "customer_order_id", "customer_order_line"),
        "external_source_doc",
    }
)


_BARE = {name: getattr(Line(), name) for name in NEUTRAL_LINE_FIELDS}


# What a lock forbids: whatever changes the document's content or its state.
_LOCKED = frozenset({"update", "delete", "issue", "cancel", "uncancel"})


def allowed_actions(document: Document) -> tuple[str, ...]:
    """What may be done with a document in its present state, for `allowedActions`."""
    actions = _actions(document)
    if document.state == "deleted":
        return actions
    if document.lock is None:
        return (*actions, "lock")
    return (*(action for action in actions if action not in _LOCKED), "unlock")


def _actions(document: Document) -> tuple[str, ...]:
    if document.state == "deleted":
        return ("restore",)
    kept = "restore" if document.archived_at else "archive"
    if document.state == "draft":
        return ("update", "delete", "issue", "clone", "pdf", kept)
    if document.state == "canceled":
        # With successors a tax authority was told of it.
        again = () if document.successors or is_chained(document) else ("uncancel",)
        return (*again, "pdf", "share", "clone", kept)
    made = ("credit",) if is_creditable(document) else ()
    if is_deletable(document):
        made = (*made, "delete")
    if conversions(document):
        made = (*made, "convert")
    return ("cancel", *made, "clone", "pdf", "send", "share", "mark-sent", kept)


def is_neutral(stored: Document, changed: Document, touched: frozenset[str]) -> bool:
    """Whether a change of these fields leaves alone what an issued document says."""
    beyond = touched - NEUTRAL_FIELDS
    if beyond != {"lines"}:
        return not beyond
    return [_essence(line) for line in changed.lines] == [_essence(ln) for ln in stored.lines]


def _essence(line: Line) -> Line:
    return replace(line, **{name: _BARE[name] for name in NEUTRAL_LINE_FIELDS})


def is_deletable(document: Document) -> bool:
    """Whether an issued document may be taken out of sight: nobody relies on it yet."""
    used = document.payments or document.sends or document.marked_sent_at or document.successors
    bound = document.type in TAX_TYPES or document.fiscal is not None
    return document.state == "issued" and not bound and not used


def require_unlocked(document: Document, deed: str) -> None:
    """Conflict naming the reason where the document is locked."""
    if document.lock is not None:
        raise Conflict(
            f"the document is locked ({document.lock.reason}) and cannot be {deed}",
            code="document-locked",
            current_state=document.state,
            allowed_actions=allowed_actions(document),
            fix="unlock it first",
        )


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
