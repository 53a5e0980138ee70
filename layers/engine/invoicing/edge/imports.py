"""Shapes of the function that shows imports."""

from typing import Any, NoReturn, get_args

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, redirect
from invoicing.edge.objects import Resource
from invoicing.edge.request import Request, parse
from invoicing.edge.wire.attachment import promise_view
from invoicing.edge.wire.imports import ImportInput, import_view
from invoicing.edge.wiring import ports
from invoicing.model.imports import ImportState
from invoicing.usecases import imports as use
from invoicing.usecases._import_records import IMPORTS

STATES: tuple[str, ...] = get_args(ImportState)


def _unwritten(_: dict[str, Any]) -> NoReturn:
    raise NotImplementedError("records are made by what comes, never by a body")


RESOURCE = Resource(
    IMPORTS,
    "/v1/Imports",
    _unwritten,
    import_view,
    narrowing=("term", "state"),
    group="state",
    groups=STATES,
)


def promise(call: Request, organization_id: str) -> Response[str]:
    """A link that takes one file."""
    tenant = call.tenant(organization_id)
    body = parse(ImportInput, call.json_object())
    made = use.promise_file(body.name, body.size, tenant, ports())
    return answer(promise_view(*made, body.size), 202)


def replay(call: Request, record_id: str) -> Response[str]:
    return RESOURCE.shown(use.replay_import(record_id, call.tenant(), ports()))


def file(call: Request, record_id: str) -> Response[str]:
    return redirect(use.failed_file_link(record_id, call.tenant(), ports()))
