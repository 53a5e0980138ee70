"""A document as it would be printed; nothing of it is stored, and no number is used."""

from typing import Literal

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.render.html import policy_of, write_html
from invoicing.render.pdf import write_pdf
from invoicing.usecases._creation import creation
from invoicing.usecases._look import PLAIN, Look, Printed
from invoicing.usecases._naming import file_name
from invoicing.usecases._rendering import images_of, left_out, replaced, view_of
from invoicing.usecases.ports import Ports


def preview_document(
    draft: Document,
    tenant: Tenant,
    ports: Ports,
    *,
    form: Literal["pdf", "html"] = "pdf",
    look: Look = PLAIN,
) -> Printed:
    """What a draft of this content would look like, marked as a draft, as a PDF or a page.

    InvalidDocument where no draft could be made of it.
    """
    store = ports.store(tenant)
    known = store.known(fresh=True)
    document = creation(draft, tenant, ports, draft_only=True)(known).documents[0]
    organization = known.organization
    images = images_of(organization, store)
    view = view_of(document, organization, images=images, look=look, preview=True)
    data = write_pdf(view) if form == "pdf" else write_html(view).encode()
    name = file_name(document, form).replace(document.id, "preview")
    warnings = left_out(look, document, organization) + (
        replaced(document) if form == "pdf" else ()
    )
    return Printed(name, data, warnings, policy_of(view))
