"""Public links to documents: giving one, replacing it, ending it."""

from datetime import datetime
from typing import NamedTuple

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import allowed_actions, require_state
from invoicing.store.commit import Commit, Link
from invoicing.store.known import Known
from invoicing.store.links import link_hash, shareable_id
from invoicing.store.repository import Key
from invoicing.usecases._latest import latest
from invoicing.usecases._sharing import is_shared, leads_on
from invoicing.usecases.ports import Ports


class PublicLink(NamedTuple):
    """A document's public link, and when it ends."""

    shareable_id: str
    expires_at: datetime | None


def share_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    regenerate: bool = False,
    expires_at: datetime | None = None,
    key: Key | None = None,
) -> PublicLink:
    """The document's link; the same one each time, unless it has expired or `regenerate` is asked.

    Without `expires_at` a link keeps its end, and a new one has none. Conflict for drafts: there
    is nothing to show yet. InvalidDocument for an end that has passed.
    """
    now = ports.now()
    if expires_at is not None and expires_at <= now:
        raise _passed()
    store = ports.store(tenant)
    stored, organization = store.document_and_organization(document_id)
    if stored.state == "draft":
        raise Conflict(
            "a draft cannot be shared",
            code="not-issued",
            current_state=stored.state,
            allowed_actions=allowed_actions(stored),
            fix="issue the document first",
        )
    require_state(stored, ("issued", "canceled"), "shared")
    is_new = regenerate or not leads_on(stored, now)
    if not is_new and expires_at in (None, stored.share_expires_at):
        return _link(stored, organization)

    read = latest(store, stored)

    def build(known: Known) -> Commit:
        current = read()
        keeps = not regenerate and leads_on(current, now)
        steps = 0 if keeps else 2 if is_shared(current) else 1
        end = expires_at or (current.share_expires_at if keeps else None)
        shared = replace(
            current,
            share_generation=current.share_generation + steps,
            share_expires_at=end,
            version=current.version + 1,
        )
        new = link_hash(shareable_id(shared, known.organization))
        return Commit(
            Event(type="document.shared", subject=document_id, account_id=tenant.account_id),
            documents=(shared,),
            links=(Link(new, document_id, int(end.timestamp()) if end else None, moved=keeps),),
            unlinked=() if keeps else _links_of(current, known.organization),
            uses_organization=True,
        )

    done = store.commit(ports.key(key), build)
    return _link(done.document or store.document(document_id), organization)


def _link(document: Document, organization: Organization) -> PublicLink:
    return PublicLink(shareable_id(document, organization), document.share_expires_at)


def _passed() -> InvalidDocument:
    return InvalidDocument(
        [
            Finding(
                "expiry-passed",
                "/expiresAt",
                "a link cannot end before it begins",
                "send an instant to come, or leave it out",
            )
        ]
    )


def end_share(document_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """End the document's public link, if it has one."""
    store = ports.store(tenant)
    stored = store.document(document_id)
    if not is_shared(stored):
        return
    read = latest(store, stored)

    def build(known: Known) -> Commit:
        current = read()
        ended = replace(
            current,
            share_generation=current.share_generation + 1,
            share_expires_at=None,
            version=current.version + 1,
        )
        return Commit(
            Event(type="document.unshared", subject=document_id, account_id=tenant.account_id),
            documents=(ended,),
            unlinked=_links_of(current, known.organization),
        )

    store.commit(ports.key(key), build)


def _links_of(document: Document, organization: Organization) -> tuple[str, ...]:
    current = shareable_id(document, organization)
    return (link_hash(current),) if current else ()
