"""Converting between formats: what comes in decides what goes out, unless `to` says it."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import read_draft
from invoicing.edge.http import answer, file
from invoicing.edge.large import lent_if_large
from invoicing.edge.losses import with_losses
from invoicing.edge.request import JSON_TYPES, Request
from invoicing.edge.uploads import FILE_MEMBERS, uploaded_file
from invoicing.edge.wire.parsed import parsed_view
from invoicing.model.tenant import Tenant
from invoicing.usecases._export import File
from invoicing.usecases._parsing import parse_file
from invoicing.usecases.convert_file import convert_draft, convert_file, convert_form, form_format
from invoicing.usecases.ports import Ports

DEFAULT_FORMAT = "ubl"
POSITION_MAX = 10_000


def converted(call: Request, tenant: Tenant, ports: Ports) -> Response[Any]:
    """JSON as a file, and a file as JSON; with `?to=` as the file of that format.

    JSON is a Document or the JSON form of a format; `?document=` chooses one of several.
    """
    to, profile = call.query.get("to", ""), call.query.get("profile", "")
    position = call.number("document", 0, least=0, most=POSITION_MAX)
    made = None
    if call.media_type() in JSON_TYPES:
        made = _from_json(call, tenant, ports, to=to, profile=profile, position=position)
    if made is None:
        data = uploaded_file(call)
        if not to:
            whole = answer(parsed_view(parse_file(data)))
            return lent_if_large(whole, ports.files, "document.json")
        made = convert_file(data, tenant, ports, to=to, profile=profile, position=position)
    whole = file(made.data, made.media_type, made.name, inline=False)
    whole = with_losses(whole, made.losses)
    return lent_if_large(whole, ports.files, made.name)


def _from_json(
    call: Request, tenant: Tenant, ports: Ports, *, to: str, profile: str, position: int
) -> File | None:
    """What an object becomes; None where it only holds a file."""
    body = call.json_object()
    form = form_format(body)
    if form is not None:
        return convert_form(body, form, tenant, ports, to=to, profile=profile, position=position)
    if FILE_MEMBERS & body.keys():
        return None
    draft, _, _ = read_draft(body)
    return convert_draft(draft, tenant, ports, to=to or DEFAULT_FORMAT, profile=profile)
