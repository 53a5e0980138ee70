"""A document as a PDF: for its owner, or for whoever has its public link."""

from typing import NamedTuple

from invoicing.model.tenant import Tenant
from invoicing.usecases._naming import file_name
from invoicing.usecases._rendering import PAGE_POLICY, images_of, render_html, render_pdf
from invoicing.usecases._sharing import shared_document, sharing_tenant
from invoicing.usecases.ports import Ports

__all__ = ["PAGE_POLICY", "Printed", "print_document", "print_page", "print_shared"]


class Printed(NamedTuple):
    """A file and the name it may be saved under."""

    name: str
    data: bytes


def print_document(
    document_id: str, tenant: Tenant, ports: Ports, *, language: str = "", bare: bool = False
) -> Printed:
    """The document's PDF; `bare` is without header and footer, for pre-printed paper."""
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    images = images_of(organization, store)
    data = render_pdf(document, organization, images=images, language=language, bare=bare)
    return Printed(file_name(document, "pdf"), data)


def print_page(
    document_id: str, tenant: Tenant, ports: Ports, *, language: str = "", bare: bool = False
) -> Printed:
    """The document as a web page, for a browser that is told `PAGE_POLICY`."""
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    images = images_of(organization, store)
    page = render_html(document, organization, images=images, language=language, bare=bare)
    return Printed(file_name(document, "html"), page.encode())


def print_shared(secret: str, ports: Ports, *, language: str = "", bare: bool = False) -> Printed:
    """The PDF behind a public link; NotFound for every link that leads nowhere."""
    document, organization = shared_document(secret, ports)
    images = images_of(organization, ports.store(sharing_tenant(document)))
    data = render_pdf(document, organization, images=images, language=language, bare=bare)
    return Printed(file_name(document, "pdf"), data)
