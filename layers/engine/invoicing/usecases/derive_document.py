"""Documents made of others: cloned, credited, converted into another type."""

from collections.abc import Callable
from datetime import date

from invoicing.errors import Conflict
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.derivation import Wanted, clone_of, conversion_of, credit_note_of
from invoicing.rules.lifecycle import allowed_actions, require_state
from invoicing.store.repository import Committed, Key
from invoicing.usecases._creation import derivation
from invoicing.usecases._registering import registered_at_once
from invoicing.usecases.ports import Ports


def clone_document(
    document_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Committed:
    """A new draft of the same content, dated today: no number and no payments."""

    def derive(source: Document) -> Document:
        require_state(source, ("draft", "issued", "canceled"), "cloned")
        return clone_of(source)

    return _make(document_id, derive, tenant, ports, draft_only=True, key=key)


def credit_document(
    document_id: str,
    wanted: Wanted,
    tenant: Tenant,
    ports: Ports,
    *,
    issue_date: date | None = None,
    note: str = "",
    draft_only: bool = False,
    key: Key | None = None,
) -> Committed:
    """A credit note for these lines, or for all that is left; issued unless `draft_only`.

    Conflict for documents that are not issued or not credited, and where it comes to more than
    is left; InvalidDocument for lines there are not.
    """

    def derive(source: Document) -> Document:
        _require_allowed(source, "credit")
        return replace(credit_note_of(source, wanted), issue_date=issue_date, note=note)

    return _make(document_id, derive, tenant, ports, draft_only=draft_only, key=key)


def convert_document(
    document_id: str,
    type_: str,
    wanted: Wanted,
    tenant: Tenant,
    ports: Ports,
    *,
    issue_date: date | None = None,
    draft_only: bool = False,
    key: Key | None = None,
) -> Committed:
    """A document of another type with these lines, or with all that is left of them.

    An invoice of an advance has what was paid for that deducted. Conflict for documents that are
    not issued or become nothing else; InvalidDocument for lines and types there are not.
    """

    def derive(source: Document) -> Document:
        _require_allowed(source, "convert")
        return replace(conversion_of(source, type_, wanted), issue_date=issue_date)

    return _make(document_id, derive, tenant, ports, draft_only=draft_only, key=key)


def _make(
    document_id: str,
    derive: Callable[[Document], Document],
    tenant: Tenant,
    ports: Ports,
    *,
    draft_only: bool,
    key: Key | None,
) -> Committed:
    store = ports.store(tenant)

    def read() -> tuple[Document, Document]:
        source = store.document(document_id)
        return derive(source), source

    build = derivation(read, tenant, ports, draft_only=draft_only)
    return registered_at_once(store.commit(ports.key(key), build), tenant, ports)


def _require_allowed(source: Document, deed: str) -> None:
    if deed not in allowed_actions(source):
        raise Conflict(
            f"the document is {source.state}, of type {source.type}: {deed} is not for it",
            code="not-for-this-document",
            current_state=source.state,
            allowed_actions=allowed_actions(source),
            fix="choose one of the allowed actions",
        )
