"""A document as e-SLOG: for its owner, or for whoever has its public link."""

from collections.abc import Mapping

from invoicing.errors import NotFound
from invoicing.formats import eslog
from invoicing.formats._losses import lost
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.rules.lifecycle import require_state
from invoicing.usecases._checking import check_file
from invoicing.usecases._export import File
from invoicing.usecases._naming import file_name
from invoicing.usecases._sharing import shared_document
from invoicing.usecases.ports import Ports

OPTIONS = tuple(eslog.OPTIONS)


def export_eslog(
    document_id: str, tenant: Tenant, ports: Ports, options: Mapping[str, str]
) -> File:
    """The issued document's file, with what the options add to it.

    Conflict for drafts; InvalidDocument with the rules that forbid the file to leave.
    """
    document = ports.store(tenant).document(document_id)
    require_state(document, ("issued", "canceled"), "exported")
    return _written(document, options)


def export_shared_eslog(secret: str, ports: Ports, options: Mapping[str, str]) -> File:
    """The same behind a public link; NotFound too where the organization has not enabled it."""
    document, organization = shared_document(secret, ports)
    if not organization.public_eslog:
        raise NotFound(secret)
    return _written(document, options)


def _written(document: Document, options: Mapping[str, str]) -> File:
    data = eslog.write_with(document, options)
    losses = lost((document,), check_file(data))
    return File(file_name(document, "xml"), eslog.FORMAT.media_type, data, losses)
