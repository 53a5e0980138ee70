"""A page of a list as an archive of files, by Accept (F007)."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import json_text
from invoicing.edge.answers import documents_view
from invoicing.edge.filters import read_list
from invoicing.edge.http import file
from invoicing.edge.large import lent_if_large
from invoicing.edge.lists import cursor_of, next_link
from invoicing.edge.request import Request
from invoicing.errors import UnreadableFile
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.usecases._naming import file_name
from invoicing.usecases.get_document import Page, list_documents
from invoicing.usecases.ports import Ports

ZIP = "application/zip"
NAME = "documents.zip"
CONTENTS = ("xml", "pdf", "json")
PARAMETERS = ("zipContent", "format", "profile", "l")


def archived(call: Request, tenant: Tenant, ports: Ports) -> Response[Any]:
    """The page as a zip: e-invoices (in `format` and `profile`), PDFs, or the JSON of each."""
    from invoicing.usecases.archive_documents import ARCHIVE_MAX  # noqa: PLC0415 - loads formats

    content = call.query.get("zipContent", CONTENTS[0])
    if content not in CONTENTS:
        raise UnreadableFile(
            "zip-content",
            "zipContent names nothing an archive can hold",
            fix=f"send one of {', '.join(CONTENTS)}",
            pointer="/query/zipContent",
        )
    asked = read_list(call, most=ARCHIVE_MAX, also=PARAMETERS)
    page = list_documents(asked.sought, tenant, ports)
    whole = file(_data(content, page, call, tenant, ports), ZIP, NAME, inline=False)
    whole.headers |= {**next_link(call, cursor_of(page.after, page.skip)), "Vary": "Accept"}
    return lent_if_large(whole, ports.files, NAME)


def _data(content: str, page: Page, call: Request, tenant: Tenant, ports: Ports) -> bytes:
    from invoicing.usecases import archive_documents as use  # noqa: PLC0415 - loads formats

    if content == "pdf":
        language = call.query.get("l", "")
        return use.archive_of_pages(page.documents, tenant, ports, language=language)
    if content == "json":
        shown = {view["id"]: view for view in documents_view(page)}

        def written(document: Document) -> tuple[str, bytes]:
            return file_name(document, "json"), json_text.dumps(shown[document.id]).encode()

        return use.archive_of(page.documents, written)
    from invoicing.usecases._export import target_named  # noqa: PLC0415 - loads formats

    target = target_named(call.query.get("format", "ubl"), call.query.get("profile", ""))
    return use.archive_of_files(page.documents, target, tenant, ports)
