"""One document in the form its reader asked for.

What draws pages or writes files is imported only where it is asked for: whoever reads JSON does
not wait for it.
"""

from typing import Any, NamedTuple

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.answers import document_answer
from invoicing.edge.filters import FILLED, read_get
from invoicing.edge.http import JSON, file
from invoicing.edge.large import lent_if_large
from invoicing.edge.losses import with_losses
from invoicing.edge.negotiation import accepted
from invoicing.edge.prints import look_of, wanted_of, warned
from invoicing.edge.projection import RECURRENCES, Projection
from invoicing.edge.request import Request
from invoicing.formats._losses import Path
from invoicing.model.tenant import Tenant
from invoicing.usecases._look import Printed
from invoicing.usecases.get_document import get_document
from invoicing.usecases.ports import Ports
from invoicing.usecases.read_original import read_original

XML, HTML, PDF, RAW = "application/xml", "text/html", "application/pdf", "application/octet-stream"
FORMS = (JSON, XML, HTML, PDF, RAW)
DEFAULT_FORMAT = "ubl"


class Named(NamedTuple):
    """A file, the name it may be saved under, and what it leaves out where somebody looked."""

    name: str
    data: bytes
    losses: tuple[Path, ...] | None = None


def represented(document_id: str, call: Request, tenant: Tenant, ports: Ports) -> Response[Any]:
    """The document as JSON, XML, page, PDF or raw file, by Accept."""
    form = accepted(call, FORMS)
    look_of(call)  # what cannot be read is refused, whatever the form
    wanted_of(call)
    if form == JSON:
        projection = read_get(call)
        filled = call.flag(FILLED)
        document, organization = get_document(document_id, tenant, ports, filled=filled)
        name = f"{document_id}.json"
        more = _recurrences(document_id, projection, tenant, ports)
        whole = document_answer(document, organization, projection=projection, more=more)
    elif form == HTML:
        name, whole = _web_page(document_id, call, tenant, ports)
    elif form == PDF:
        name, whole = page_of(document_id, call, tenant, ports)
    else:
        makers = {XML: file_of, RAW: raw_of}
        name, data, losses = makers[form](document_id, call, tenant, ports)
        whole = with_losses(file(data, form, name, inline=form != RAW), losses)
    whole.headers["Vary"] = "Accept"
    return lent_if_large(whole, ports.files, name)


def _recurrences(
    document_id: str, projection: Projection, tenant: Tenant, ports: Ports
) -> dict[str, Any]:
    """The document's recurrences, where they are to be shown with it."""
    if RECURRENCES not in projection.included:
        return {}
    from invoicing.edge.wire.recurrence import recurrence_view  # noqa: PLC0415 - for this alone
    from invoicing.usecases.recurrences import recurrences_of  # noqa: PLC0415 - it makes documents

    found = recurrences_of(document_id, tenant, ports)
    return {RECURRENCES: [recurrence_view(recurrence) for recurrence in found]}


def page_of(
    document_id: str, call: Request, tenant: Tenant, ports: Ports
) -> tuple[str, Response[Any]]:
    """The document's PDF and its name; with `?format=factur-x` its e-invoice is inside."""
    wanted = wanted_of(call)
    if call.query.get("format"):
        made = _exported(document_id, call, tenant, ports, in_pdf=True)
        return made.name, with_losses(file(made.data, PDF, made.name), made.losses)
    from invoicing.usecases.print_document import print_document  # noqa: PLC0415 - it draws pages

    printed = print_document(
        document_id, tenant, ports, look=look_of(call), wanted=wanted, key=call.key()
    )
    return printed.name, warned(file(printed.data, PDF, printed.name), printed.warnings)


def file_of(document_id: str, call: Request, tenant: Tenant, ports: Ports) -> Named:
    """The document's e-invoice file, in `?format=`, and its name."""
    return _exported(document_id, call, tenant, ports, in_pdf=False)


def raw_of(document_id: str, call: Request, tenant: Tenant, ports: Ports) -> Named:
    """The file the document was read from, as it came; else the one it leaves as."""
    received = read_original(document_id, tenant, ports)
    return Named(*received) if received else file_of(document_id, call, tenant, ports)


def preview_of(call: Request, tenant: Tenant, ports: Ports) -> tuple[str, Response[Any]]:
    """The PDF of a create body, or its page, by Accept, and its name; nothing is stored."""
    from invoicing.edge.documents import read_draft  # noqa: PLC0415 - it makes documents
    from invoicing.usecases.preview_document import (  # noqa: PLC0415 - it draws pages
        preview_document,
    )

    form = accepted(call, (PDF, HTML))
    draft, _, _ = read_draft(call.json_object())
    made = preview_document(
        draft, tenant, ports, form="html" if form == HTML else "pdf", look=look_of(call)
    )
    return made.name, warned(_page_or_file(made, form), made.warnings)


def _page_or_file(made: Printed, form: str) -> Response[Any]:
    if form == PDF:
        return file(made.data, PDF, made.name)
    whole: Response[Any] = file(made.data, f"{HTML}; charset=utf-8", made.name)
    whole.headers["Content-Security-Policy"] = made.policy
    return whole


def _web_page(
    document_id: str, call: Request, tenant: Tenant, ports: Ports
) -> tuple[str, Response[Any]]:
    from invoicing.usecases.print_document import print_page  # noqa: PLC0415 - it draws pages

    printed = print_page(document_id, tenant, ports, look=look_of(call))
    whole = _page_or_file(printed, HTML)
    return printed.name, warned(whole, printed.warnings)


def _exported(
    document_id: str, call: Request, tenant: Tenant, ports: Ports, *, in_pdf: bool
) -> Named:
    from invoicing.usecases.export_document import (  # noqa: PLC0415 - it loads every format
        export_document,
    )

    made = export_document(
        document_id,
        tenant,
        ports,
        format_name=call.query.get("format", DEFAULT_FORMAT),
        profile=call.query.get("profile", ""),
        in_pdf=in_pdf,
        look=look_of(call),
    )
    return Named(made.name, made.data, made.losses)
