"""Public links to documents: giving one, replacing it, ending it."""

from invoicing.errors import Conflict
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
from invoicing.usecases._sharing import is_shared
from invoicing.usecases.ports import Ports


def share_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    regenerate: bool = False,
    key: Key | None = None,
) -> str:
    """The document's shareable id; the same one each time, unless `regenerate` replaces it.

    Conflict for drafts: there is nothing to show yet.
    """
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
    if is_shared(stored) and not regenerate:
        return shareable_id(stored, organization)

    read = latest(store, stored)

    def build(known: Known) -> Commit:
        current = read()
        step = 2 if is_shared(current) else 1
        shared = replace(
            current, share_generation=current.share_generation + step, version=current.version + 1
        )
        new = shareable_id(shared, known.organization)
        return Commit(
            Event(type="document.shared", subject=document_id, account_id=tenant.account_id),
            documents=(shared,),
            links=(Link(link_hash(new), document_id),),
            unlinked=_links_of(current, known.organization),
            uses_organization=True,
        )

    done = store.commit(ports.key(key), build)
    return shareable_id(done.document or store.document(document_id), organization)


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
            current, share_generation=current.share_generation + 1, version=current.version + 1
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
