"""A document as a PDF: for its owner, or for whoever has its public link."""

from typing import NamedTuple

from invoicing.model.tenant import Tenant
from invoicing.usecases._rendering import file_name, render_pdf
from invoicing.usecases._sharing import shared_document
from invoicing.usecases.ports import Ports


class Printed(NamedTuple):
    """A file and the name it may be saved under."""

    name: str
    data: bytes


def print_document(
    document_id: str, tenant: Tenant, ports: Ports, *, language: str = "", bare: bool = False
) -> Printed:
    """The document's PDF; `bare` is without header and footer, for pre-printed paper."""
    document, organization = ports.store(tenant).document_and_organization(document_id)
    data = render_pdf(document, organization, language=language, bare=bare)
    return Printed(file_name(document, "pdf"), data)


def print_shared(secret: str, ports: Ports, *, language: str = "", bare: bool = False) -> Printed:
    """The PDF behind a public link; NotFound for every link that leads nowhere."""
    document, organization = shared_document(secret, ports)
    data = render_pdf(document, organization, language=language, bare=bare)
    return Printed(file_name(document, "pdf"), data)
