"""A document as a PDF: for its owner, or for whoever has its public link."""

from typing import NamedTuple

from invoicing.model import Organization
from invoicing.model.tenant import Tenant
from invoicing.store.repository import Key
from invoicing.usecases._look import PLAIN, Look, Wanted
from invoicing.usecases._naming import file_name
from invoicing.usecases._printing import Press
from invoicing.usecases._rendering import (
    PAGE_POLICY,
    chosen_theme,
    images_of,
    render_html,
    takes_notes,
)
from invoicing.usecases._sharing import shared_document, sharing_tenant
from invoicing.usecases.ports import Ports

__all__ = ["PAGE_POLICY", "Printed", "Wanted", "print_document", "print_page", "print_shared"]


class Printed(NamedTuple):
    """A file, the name it may be saved under, and what of the wishes was left out."""

    name: str
    data: bytes
    warnings: tuple[str, ...] = ()


def left_out(look: Look, organization: Organization) -> tuple[str, ...]:
    """What of a look is not printed: its notes, by themes that have no place for them."""
    if not (look.head_note or look.foot_note) or takes_notes(look, organization):
        return ()
    theme = chosen_theme(look.theme, organization)
    return (f"the theme {theme} prints no dynamic notes; they are left out",)


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
    return Printed(file_name(document, "pdf"), data, left_out(look, organization))


def print_page(document_id: str, tenant: Tenant, ports: Ports, *, look: Look = PLAIN) -> Printed:
    """The document as a web page, for a browser that is told `PAGE_POLICY`."""
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    page = render_html(document, organization, images=images_of(organization, store), look=look)
    return Printed(file_name(document, "html"), page.encode(), left_out(look, organization))


def print_shared(secret: str, ports: Ports, *, look: Look = PLAIN) -> Printed:
    """The PDF behind a public link; NotFound for every link that leads nowhere."""
    document, organization = shared_document(secret, ports)
    store = ports.store(sharing_tenant(document))
    data = Press(document, organization, look, store, ports).print("current")
    return Printed(file_name(document, "pdf"), data, left_out(look, organization))
