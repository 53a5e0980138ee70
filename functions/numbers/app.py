"""GET /v1/Organizations/{organizationId}/is-unique-, last- and next-doc-number, and a unit's.

Units count together with their organization, so their numbers are its own.
"""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.query import day, document_type, require_parameters
from invoicing.edge.request import Request
from invoicing.edge.wiring import ports
from invoicing.model.tenant import Tenant
from invoicing.usecases.numbers import Asked, is_unique_number, last_number, next_number
from invoicing.usecases.units import get_unit

app = http_api()

# Where documents registered with a tax authority are counted.
FISCAL = ("fvStrategy", "BPid", "EDid")


def _asked(call: Request) -> Asked:
    return Asked(
        type=document_type(call),
        incoming=call.flag("incoming"),
        series=call.query.get("serie", ""),
        on=day(call, "date"),
        strategy=call.query.get("fvStrategy", ""),
        premise=call.query.get("BPid", ""),
        device=call.query.get("EDid", ""),
    )


@app.get("/v1/Organizations/<organization_id>/is-unique-doc-number")
def get_is_unique(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    require_parameters(call, ("number", "type"), ("ignoreId", "incoming"))
    unique = is_unique_number(
        call.query["number"],
        _asked(call),
        tenant,
        ports(),
        ignore_id=call.query.get("ignoreId", ""),
    )
    return answer({"unique": unique})


@app.get("/v1/Organizations/<organization_id>/last-doc-number")
def get_last(organization_id: str) -> Response[str]:
    call = request(app)
    return _last(call, call.tenant(organization_id))


@app.get("/v1/Organizations/<organization_id>/next-doc-number")
def get_next(organization_id: str) -> Response[str]:
    call = request(app)
    return _next(call, call.tenant(organization_id))


@app.get("/v1/Units/<unit_id>/last-doc-number")
def get_last_of_unit(unit_id: str) -> Response[str]:
    call = request(app)
    get_unit(unit_id, call.tenant(), ports())
    return _last(call, call.tenant())


@app.get("/v1/Units/<unit_id>/next-doc-number")
def get_next_of_unit(unit_id: str) -> Response[str]:
    call = request(app)
    get_unit(unit_id, call.tenant(), ports())
    return _next(call, call.tenant())


def _last(call: Request, tenant: Tenant) -> Response[str]:
    require_parameters(call, ("type",), ("incoming", "serie", "date"))
    return answer({"number": last_number(_asked(call), tenant, ports())})


def _next(call: Request, tenant: Tenant) -> Response[str]:
    require_parameters(call, ("type",), ("incoming", "serie", "date", *FISCAL))
    return answer({"number": next_number(_asked(call), tenant, ports())})


handler = observed(app)
