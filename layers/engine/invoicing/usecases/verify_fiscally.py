"""Registering a document with its tax authority because somebody asks for it."""

from invoicing.errors import Conflict, Finding, InvalidDocument, Rejected
from invoicing.fiscal import authority_names, find_authority
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.rules.lifecycle import require_state
from invoicing.usecases._registering import register
from invoicing.usecases.ports import Ports


def verify_fiscally(
    document_id: str, tenant: Tenant, ports: Ports, *, provider: str = "", old: bool = False
) -> Document:
    """The document after one more try; registered ones stay as they are.

    With `old` it is told as a subsequent submission. Conflict for drafts, for documents that were
    issued without a code, and while a try is being made; Rejected where the authority refuses.
    """
    if provider and provider not in authority_names():
        known = ", ".join(authority_names())
        text = f"there is no provider {provider[:40]!r}"
        raise InvalidDocument(
            [Finding("provider-unknown", "/provider", text, f"send one of {known}")]
        )
    document = ports.store(tenant).document(document_id)
    require_state(document, ("issued", "canceled"), "registered")
    if document.fiscal is None:
        raise Conflict(
            "the document was issued without the code of a tax authority",
            code="not-fiscal",
            current_state=document.state,
            fix="upload the certificate, add a premise and a device, then issue the documents",
        )
    if provider and provider != document.fiscal.authority:
        raise Conflict(
            f"the document belongs to {document.fiscal.authority}",
            code="other-provider",
            current_state=document.fiscal.state,
            fix=f"send provider={document.fiscal.authority}, or leave it out",
        )
    authority = find_authority(document.fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    if not authority.told:
        raise Conflict(
            "the tax authority is told of a period's documents together, by a file",
            code="told-by-file",
            current_state=document.fiscal.state,
            fix="nothing for this document; export the period's file and hand it in",
        )
    done = register(document_id, tenant, ports, late=old, asked=True)
    fiscal = done.fiscal
    if fiscal is not None and fiscal.state == "refused" and fiscal.fault is not None:
        raise Rejected(fiscal.fault.code, fiscal.fault.text, fix=fiscal.fault.fix)
    return done
