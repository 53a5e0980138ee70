"""Exchange rates over HTTP."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.lists import next_link
from invoicing.edge.query import day as day_parameter
from invoicing.edge.query import path_day, require_parameters
from invoicing.edge.request import Request
from invoicing.edge.wire.exchange_rate import rates_view, read_ecb, read_rates
from invoicing.edge.wiring import ports
from invoicing.usecases import exchange_rates as use

XML_TYPES = ("application/xml", "text/xml")


def save(call: Request, organization_id: str) -> Response[str]:
    """One day as JSON, or all days of a file of the European Central Bank."""
    tenant = call.tenant(organization_id)
    if call.media_type() in XML_TYPES:
        days = read_ecb(call.body())
    else:
        days = [read_rates(call.json_object())]
    saved = use.save_rates(days, tenant, ports(), key=call.key())
    return answer({"count": len(saved), "dates": saved}, 201)


def listed(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    require_parameters(call, (), ("limit", "cursor"))
    before = day_parameter(call, "cursor")
    page = use.list_rates(
        tenant,
        ports(),
        limit=call.number("limit", use.PAGE_DEFAULT, least=1, most=use.PAGE_MAX),
        before=before.isoformat() if before else None,
    )
    shown = [rates_view(rates) for rates in page.values]
    return answer(shown, headers=next_link(call, page.after))


def of_day(call: Request, organization_id: str, day: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    rates = use.get_rates(path_day(day).isoformat(), tenant, ports())
    return answer(rates_view(rates), headers={"ETag": f'"{rates.version}"'})


def delete(call: Request, organization_id: str, day: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    use.delete_rates(path_day(day).isoformat(), tenant, ports(), key=call.key())
    return answer({"count": 1})
