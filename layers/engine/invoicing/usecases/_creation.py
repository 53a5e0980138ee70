"""What creating a document means, for one and for many."""

from collections.abc import Callable
from dataclasses import asdict
from dataclasses import replace as replace_mailing

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.outbound.mail import Mailing, check_recipients, is_address
from invoicing.rules.attributes import check_attributes
from invoicing.rules.completion import complete
from invoicing.rules.own_types import with_own_type
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.usecases._catalogue import Catalogue
from invoicing.usecases._eslog import with_eslog_verdict
from invoicing.usecases._issuing import issue
from invoicing.usecases._originals import Original, OriginalKeeping
from invoicing.usecases._payments import drawn_ids
from invoicing.usecases._taking import Taking
from invoicing.usecases._taxes import with_taxes
from invoicing.usecases._uniqueness import unique_id_claims
from invoicing.usecases.ports import Ports


def creation(
    draft: Document,
    tenant: Tenant,
    ports: Ports,
    *,
    draft_only: bool,
    mailing: Mailing | None = None,
    original: Original | None = None,
) -> Callable[[Known], Commit]:
    """How to make the document from what is known; ids and the time are drawn here, once.

    With the original file it was read from, which is kept with it.
    """
    return derivation(
        lambda: (draft, None),
        tenant,
        ports,
        draft_only=draft_only,
        mailing=mailing,
        original=original,
    )


def derivation(
    read: Callable[[], tuple[Document, Document | None]],
    tenant: Tenant,
    ports: Ports,
    *,
    draft_only: bool,
    mailing: Mailing | None = None,
    original: Original | None = None,
) -> Callable[[Known], Commit]:
    """The same, from a draft that is read anew for every attempt, and what it was made of.

    What the draft has of that is not filled in once more.
    """
    if mailing is not None:
        _check_mailing(mailing, draft_only=draft_only)
    now = ports.now()
    document_id = ports.new_id()
    store = ports.store(tenant)
    keeping = OriginalKeeping(original, store, now, ports.new_id()) if original else None
    catalogue, payment_id = Catalogue(store), drawn_ids(ports)

    def build(known: Known) -> Commit:
        commit = made(known)
        return keeping.kept([commit])[0] if keeping else commit

    def made(known: Known) -> Commit:
        draft, like = read()
        draft = with_own_type(draft, known.organization)
        document, home_taxes = catalogue.fill(draft, known.organization, now, stored=like)
        document = complete(document, known.organization, now)
        document = catalogue.with_rate(document, known.organization)
        document = with_taxes(document, known.organization, home_taxes)
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
            check_attributes(document, known.organization, issued=False)
            document = with_eslog_verdict(document)
            event = Event(
                type="document.created", subject=document_id, account_id=tenant.account_id
            )
            return Commit(event, documents=(document,), claims=claims, uses_organization=True)
        addressed = _addressed(mailing, document) if mailing else None
        effects = {"send": asdict(addressed)} if addressed else {}
        taking = Taking(document, ports.store(tenant))
        commit = issue(
            taking.document,
            known,
            now,
            tenant,
            ports=ports,
            payment_id=payment_id,
            originals=taking.credited,
            claims=claims,
            effects=effects,
        )
        return taking.along(commit, now, tenant)

    return build


def _check_mailing(mailing: Mailing, *, draft_only: bool) -> None:
    if draft_only:
        raise InvalidDocument([_DRAFT_NOT_SENT])
    if mailing.recipients:
        check_recipients(mailing.recipients)


def _addressed(mailing: Mailing, document: Document) -> Mailing | None:
    """The mailing with its recipients: those of the document, else the client's address.

    None where there is none to send to.
    """
    if mailing.recipients:
        return mailing
    own = tuple((document.email_to or document.buyer.contact.email).replace(" ", "").split(","))
    return replace_mailing(mailing, recipients=own) if all(map(is_address, own)) else None


_DRAFT_NOT_SENT = Finding(
    "draft-not-sent",
    "/send",
    "a draft is not sent",
    "leave out draft, or send the document once it is issued",
)
