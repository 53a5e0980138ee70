"""Creating a document: a draft, or issued at once with its number."""

from invoicing.model import Document
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import complete
from invoicing.store.commit import Claim, Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._issuing import issue
from invoicing.usecases._taxes import with_taxes
from invoicing.usecases.ports import Ports


def create_document(
    draft: Document, tenant: Tenant, ports: Ports, *, draft_only: bool, key: Key | None = None
) -> Committed:
    """The stored document; with `draft_only` it has no number yet.

    Whatever the draft leaves out is filled from the organization. InvalidDocument names every
    field that is wrong; Conflict where its number or unique id is taken already.
    """
    now = ports.now()
    document_id = ports.new_id()

    def build(known: Known) -> Commit:
        document = complete(draft, known.organization, now)
        document = with_taxes(document, known.organization)
        document = replace(
            document,
            id=document_id,
            version=1,
            state="draft",
            live=tenant.live,
            organization_id=tenant.organization_id,
            account_id=tenant.account_id,
            created_at=now,
            updated_at=now,
            updated_by=tenant.account_id,
        )
        claims = unique_id_claims(document)
        if draft_only:
            event = Event(
                type="document.created", subject=document_id, account_id=tenant.account_id
            )
            return Commit(event, documents=(document,), claims=claims, uses_organization=True)
        return issue(document, known, now, tenant, claims=claims)

    return ports.store(tenant).commit(ports.key(key), build)


def unique_id_claims(document: Document) -> tuple[Claim, ...]:
    """The claim on the caller's own id, where there is one."""
    if not document.unique_id:
        return ()
    return (
        Claim(
            f"UID|{document.unique_id}",
            document.id,
            "unique-id-taken",
            f"a document with uniqueId {document.unique_id!r} is already saved",
        ),
    )
