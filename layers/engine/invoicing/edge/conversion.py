"""Converting between formats: what comes in decides what goes out, unless `to` says it."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import read_draft
from invoicing.edge.http import answer, file
from invoicing.edge.request import JSON_TYPES, Request
from invoicing.edge.uploads import uploaded_file
from invoicing.edge.wire.parsed import parsed_view
from invoicing.usecases.export_document import convert_file, write_draft
from invoicing.usecases.parse_file import parse_file

DEFAULT_FORMAT = "ubl"


def converted(call: Request) -> Response[Any]:
    """A Document (JSON) as a file, or a file as a Document; with `?to=` as that format's file."""
    to, profile = call.query.get("to", ""), call.query.get("profile", "")
    is_document = call.media_type() in JSON_TYPES and "_documentItems" in call.json_object()
    if is_document:
        draft, _, _ = read_draft(call.json_object())
        made = write_draft(draft, to=to or DEFAULT_FORMAT, profile=profile)
    elif to:
        made = convert_file(uploaded_file(call), to=to, profile=profile)
    else:
        return answer(parsed_view(parse_file(uploaded_file(call))))
    return file(made.data, made.media_type, made.name, inline=False)
