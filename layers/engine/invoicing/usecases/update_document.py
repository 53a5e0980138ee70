"""Changing and deleting drafts; an issued document keeps its content for ever."""

from collections.abc import Callable

from invoicing.model import Document, Organization, Party
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.attributes import check_attributes
from invoicing.rules.completion import complete
from invoicing.rules.lifecycle import (
    is_deletable,
    is_neutral,
    require_draft,
    require_state,
    require_unlocked,
)
from invoicing.rules.own_types import with_own_type
from invoicing.store.commit import Claim, Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._catalogue import Catalogue
from invoicing.usecases._eslog import with_eslog_verdict
from invoicing.usecases._files import FileRows, files_of
from invoicing.usecases._issuing import issue
from invoicing.usecases._payments import drawn_ids
from invoicing.usecases._registering import registered_at_once
from invoicing.usecases._taking import Taking
from invoicing.usecases._taxes import with_taxes
from invoicing.usecases._uniqueness import unique_id_claims
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports

Change = Callable[[Document, Organization], tuple[Document, frozenset[str]]]
"""Gives the organization's changed document and the names of the model fields that were touched."""


def update_document(
    document_id: str,
    change: Change,
    tenant: Tenant,
    ports: Ports,
    *,
    issue_now: bool = False,
    stay_draft: bool = False,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Committed:
    """The document after the change, issued if `issue_now`.

    Drafts change freely. Issued documents change in their neutral fields only, anything else,
    to `stay_draft` too, is a Conflict. PreconditionFailed where somebody changed the document
    since `expected_version`, PreconditionRequired where none was given and the organization
    insists on one.
    """
    now = ports.now()
    store = ports.store(tenant)
    catalogue, payment_id = Catalogue(store), drawn_ids(ports)

    def build(known: Known) -> Commit:
        stored = store.document(document_id)
        require_version(stored.version, expected_version, known.organization)
        require_state(stored, ("draft", "issued", "canceled"), "changed")
        require_unlocked(stored, "changed")
        changed, touched = change(stored, known.organization)
        if not is_neutral(stored, changed, touched) or issue_now or stay_draft:
            require_draft(stored, "changed")
        if stored.state != "draft":  # nothing but what was touched, whatever else came along
            changed = replace(stored, **{name: getattr(changed, name) for name in touched})
        changed = replace(
            changed, version=stored.version + 1, updated_at=now, updated_by=tenant.account_id
        )
        event = Event(type="document.updated", subject=document_id, account_id=tenant.account_id)
        if stored.state != "draft":
            if touched & {"custom", "lines"}:
                check_attributes(changed, known.organization, issued=True)
            return Commit(event, documents=(changed,))
        changed = with_own_type(changed, known.organization)
        if changed.client_id != stored.client_id and "buyer" not in touched:
            changed = replace(changed, buyer=Party())  # it was the other client's
        if changed.unit_id != stored.unit_id and "unit" not in touched:
            changed = replace(changed, unit=None)
        changed, home_taxes = catalogue.fill(changed, known.organization, now, stored=stored)
        if touched & {"issue_date", "currency"} and "conversion" not in touched:
            changed = replace(changed, conversion=None)  # it was another day's or currency's
        changed = complete(changed, known.organization, now)
        changed = catalogue.with_rate(changed, known.organization)
        changed = with_taxes(changed, known.organization, home_taxes)
        claims, released = _claim_changes(stored, changed)
        check_attributes(changed, known.organization, issued=issue_now)
        if issue_now:
            taking = Taking(changed, store)
            commit = issue(
                taking.document,
                known,
                now,
                tenant,
                ports=ports,
                payment_id=payment_id,
                originals=taking.credited,
                claims=claims,
                released=released,
            )
            return taking.along(commit, now, tenant)
        return Commit(
            event,
            documents=(with_eslog_verdict(changed),),
            claims=claims,
            released=released,
            uses_organization=True,
        )

    done = store.commit(ports.key(key), build)
    return registered_at_once(done, tenant, ports) if issue_now else done


def delete_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Committed:
    """Remove a draft and what belongs to it, or take an issued document out of sight.

    Only documents the tax law does not know, that were neither sent nor paid and that nothing was
    made of; their number stays used and `restore` brings them back. Conflict for all others.
    """
    store, now = ports.store(tenant), ports.now()
    rows = FileRows(store)

    def build(known: Known) -> Commit:
        stored = store.document(document_id)
        require_version(stored.version, expected_version, known.organization)
        require_unlocked(stored, "deleted")
        event = Event(type="document.deleted", subject=document_id, account_id=tenant.account_id)
        if is_deletable(stored):
            gone = replace(
                stored,
                state="deleted",
                deleted_at=now,
                version=stored.version + 1,
                updated_at=now,
                updated_by=tenant.account_id,
            )
            return Commit(event, documents=(gone,))
        require_draft(stored, "deleted")
        rows.move(dropped=[file.sha256 for file in files_of(stored)])
        released = tuple(claim.name for claim in unique_id_claims(stored))
        return Commit(
            event,
            removed=(stored,),
            released=released,
            objects=tuple(rows.changed),
            removed_objects=tuple(rows.removed),
        )

    done = store.commit(ports.key(key), build)
    rows.erase()
    return done


def _claim_changes(
    stored: Document, changed: Document
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    if stored.unique_id == changed.unique_id:
        return (), ()
    return unique_id_claims(changed), tuple(c.name for c in unique_id_claims(stored))
