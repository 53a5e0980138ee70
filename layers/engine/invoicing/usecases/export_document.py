"""An issued document as an e-invoice file."""

from invoicing.model.tenant import Tenant
from invoicing.rules.lifecycle import require_state
from invoicing.rules.smart_codes import with_codes_filled
from invoicing.usecases._export import File, Printer, hybrid_named, target_named, write_file
from invoicing.usecases._look import PLAIN, Look
from invoicing.usecases._sharing import shared_document, sharing_tenant
from invoicing.usecases.ports import Ports


def export_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    format_name: str = "ubl",
    profile: str = "",
    look: Look = PLAIN,
    in_pdf: bool = False,
) -> File:
    """The issued document as a file that passed the rules of its profile; see `target_named`.

    With `in_pdf` the format has to be one that travels inside a PDF. Conflict for drafts;
    InvalidDocument with the rules that forbid the file to leave.
    """
    target = hybrid_named(format_name, profile) if in_pdf else target_named(format_name, profile)
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    require_state(document, ("issued", "canceled"), "exported")
    document = with_codes_filled(document, organization)
    return write_file(target, (document,), Printer(organization, store, look))


def export_shared(secret: str, ports: Ports, *, format_name: str = "ubl") -> File:
    """The file of the document behind a public link; NotFound for links that lead nowhere."""
    target = target_named(format_name)
    document, organization = shared_document(secret, ports)
    store = ports.store(sharing_tenant(document))
    document = with_codes_filled(document, organization)
    return write_file(target, (document,), Printer(organization, store))
