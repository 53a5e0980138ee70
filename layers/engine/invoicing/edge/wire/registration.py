"""A document's registration with a tax authority on the wire."""

from typing import Any

from invoicing.edge.wire.base import lean
from invoicing.fiscal import block_of, find_authority
from invoicing.model import Document
from invoicing.model.fiscal import Fault, FiscalChange


def fiscal_view(document: Document) -> dict[str, Any]:
    """The authority's block of a document: `{"_furs": {…}}`; nothing for documents without."""
    fiscal = document.fiscal
    if fiscal is None:
        return {}
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    given = getattr(document, authority.name)
    own = {name: value for name, value in given.items() if name not in authority.names}
    status = {
        "status": fiscal.state,
        "issuedAt": fiscal.issued_local.isoformat() if fiscal.issued_local else "",
        "registeredAt": fiscal.registered_at,
        "attempts": fiscal.attempts or None,
        "late": fiscal.late or None,
        "nextTryAt": fiscal.next_at,
        "error": fault_view(fiscal.fault),
        "changes": [_change_view(change) for change in fiscal.changes],
    }
    counted = {
        "accountId": document.account_id,
        "iteration": max(fiscal.attempts - 1, 0) if authority.told else None,
        "printCount": len(document.prints) + document.copies_printed,
    }
    shown = {name: value for name, value in counted.items() if value not in (None, "")}
    return {f"_{authority.name}": {**own, **shown, **block_of(fiscal), **lean(status)}}


def _change_view(change: FiscalChange) -> dict[str, Any]:
    return lean(
        {
            "type": change.kind,
            "value": change.value,
            "status": change.state,
            "askedAt": change.asked_at,
            "registeredAt": change.registered_at,
            "attempts": change.attempts or None,
            "nextTryAt": change.next_at,
            "error": fault_view(change.fault),
        }
    )


def fault_view(fault: Fault | None) -> dict[str, Any] | None:
    if fault is None:
        return None
    return lean({"code": fault.code, "text": fault.text, "fix": fault.fix, "at": fault.at})
