"""Documents as files in one archive."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

from invoicing.errors import Conflict, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.rules.lifecycle import require_state
from invoicing.rules.smart_codes import with_codes_filled
from invoicing.usecases._export import Target, write_file
from invoicing.usecases._look import Look
from invoicing.usecases._naming import file_name
from invoicing.usecases.ports import Ports

ARCHIVE_MAX = 200  # documents; a page or file takes its time
_FIRST_YEAR = 1980  # of times inside a zip


def archive_of_files(
    documents: Sequence[Document], target: Target, tenant: Tenant, ports: Ports
) -> bytes:
    """A zip of the documents' e-invoice files.

    A document that cannot leave (a draft, one the rules of the profile forbid) is not left out
    silently: its place holds a text that says why.
    """
    organization = ports.store(tenant).known().organization

    def written(document: Document) -> tuple[str, bytes]:
        try:
            require_state(document, ("issued", "canceled"), "exported")
            file = write_file(target, (with_codes_filled(document, organization),))
        except InvalidDocument as exc:
            reasons = [f"{f.rule} {f.pointer}: {f.text}; {f.fix}" for f in exc.findings]
            return _refused(document, reasons)
        except Conflict as exc:
            return _refused(document, [exc.text])
        return file.name, file.data

    return archive_of(documents, written)


def archive_of_pages(
    documents: Sequence[Document], tenant: Tenant, ports: Ports, *, language: str = ""
) -> bytes:
    """A zip of the documents' PDFs."""
    from invoicing.usecases._rendering import (  # noqa: PLC0415 - it draws pages
        images_of,
        render_pdf,
    )

    store = ports.store(tenant)
    organization: Organization = store.known().organization
    images = images_of(organization, store)

    def written(document: Document) -> tuple[str, bytes]:
        page = render_pdf(document, organization, images=images, look=Look(language))
        return file_name(document, "pdf"), page

    return archive_of(documents, written)


def _refused(document: Document, reasons: Sequence[str]) -> tuple[str, bytes]:
    return file_name(document, "error.txt"), "\n".join([*reasons, ""]).encode()


def archive_of(
    documents: Sequence[Document], written: Callable[[Document], tuple[str, bytes]]
) -> bytes:
    """A zip of whatever `written` makes of the documents: a file's name, and its content."""
    held = BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            name, data = written(document)
            if name in names:
                name = f"{document.id}-{name}"
            names.add(name)
            archive.writestr(_entry(name, document.issued_at or document.created_at), data)
    return held.getvalue()


def _entry(name: str, at: datetime | None) -> zipfile.ZipInfo:
    """A member dated as its document, so that equal documents make equal archives."""
    info = zipfile.ZipInfo(name)
    if at is not None and at.year >= _FIRST_YEAR:
        info.date_time = at.timetuple()[:6]
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
