"""The file a document was read from, as it came."""

from typing import NamedTuple

from invoicing.model.tenant import Tenant
from invoicing.store.files import content_key
from invoicing.usecases.ports import Ports


class Received(NamedTuple):
    """A file, and the name it came under."""

    name: str
    data: bytes


def read_original(document_id: str, tenant: Tenant, ports: Ports) -> Received | None:
    """The original, byte for byte; None where the document was not read from a file."""
    store = ports.store(tenant)
    document, _ = store.document_and_organization(document_id)
    original = document.original
    if original is None:
        return None
    return Received(original.name, store.files.get(content_key(store.world, original.sha256)))
