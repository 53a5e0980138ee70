"""Creating a document: a draft, or issued at once with its number."""

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import Mailing
from invoicing.store.repository import Committed, Key
from invoicing.usecases._creation import creation
from invoicing.usecases._originals import Original
from invoicing.usecases._registering import registered_at_once
from invoicing.usecases.ports import Ports


def create_document(
    draft: Document,
    tenant: Tenant,
    ports: Ports,
    *,
    draft_only: bool,
    mailing: Mailing | None = None,
    original: Original | None = None,
    key: Key | None = None,
) -> Committed:
    """The stored document; with `draft_only` it has no number yet.

    Whatever the draft leaves out is filled from the client and the items it names, then from the
    organization. With `mailing` it is sent once it is issued; its recipient is the client where
    none is named. The original file it was read from is kept with it. InvalidDocument names every
    field that is wrong; Conflict where its number or unique id is taken already.
    """
    build = creation(
        draft, tenant, ports, draft_only=draft_only, mailing=mailing, original=original
    )
    done = ports.store(tenant).commit(ports.key(key), build)
    return registered_at_once(done, tenant, ports)
