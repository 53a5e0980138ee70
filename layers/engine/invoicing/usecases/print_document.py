"""A document as a PDF: for its owner, or for whoever has its public link."""

from invoicing.model.tenant import Tenant
from invoicing.store.repository import Key
from invoicing.usecases._look import PLAIN, Look, Printed, Wanted
from invoicing.usecases._naming import file_name
from invoicing.usecases._printing import Press
from invoicing.usecases._rendering import images_of, left_out, render_html, replaced
from invoicing.usecases._sharing import shared_document, sharing_tenant
from invoicing.usecases.ports import Ports


def print_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    look: Look = PLAIN,
    wanted: Wanted = "current",
    key: Key | None = None,
) -> Printed:
    """The document's PDF: as it is now, the original, or a copy; see `Press`."""
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    data = Press(document, organization, look, store, ports).print(wanted, key=key)
    warnings = left_out(look, document, organization) + replaced(document)
    return Printed(file_name(document, "pdf"), data, warnings)


def print_page(document_id: str, tenant: Tenant, ports: Ports, *, look: Look = PLAIN) -> Printed:
    """The document as a web page, for a browser that is told its policy."""
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    images = images_of(organization, store)
    page, policy = render_html(document, organization, images=images, look=look)
    warnings = left_out(look, document, organization)
    return Printed(file_name(document, "html"), page.encode(), warnings, policy)


def print_shared(secret: str, ports: Ports, *, look: Look = PLAIN) -> Printed:
    """The PDF behind a public link; NotFound for every link that leads nowhere."""
    document, organization = shared_document(secret, ports)
    store = ports.store(sharing_tenant(document))
    data = Press(document, organization, look, store, ports).print("current")
    return Printed(file_name(document, "pdf"), data, left_out(look, document, organization))
