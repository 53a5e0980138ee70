"""Look-ups over HTTP."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.query import day, require_parameters
from invoicing.edge.request import Request
from invoicing.edge.wire.base import lean
from invoicing.edge.wiring import ports
from invoicing.usecases import lookups as use


def currencies(call: Request) -> Response[str]:
    call.tenant()
    require_parameters(call, (), ("l",))
    shown = [
        {
            "id": c.code,
            "name": c.name,
            "symbol": c.symbol,
            "decimalPlaces": c.decimals,
            "type": "fiat",
        }
        for c in use.list_currencies(_language(call))
    ]
    return answer(shown)


def countries(call: Request) -> Response[str]:
    """All countries; the rates are those of `date`, today's where it is left out."""
    call.tenant()
    require_parameters(call, (), ("l", "date"))
    on = day(call, "date") or ports().now().date()
    shown = [
        {
            "alpha2Code": c.code,
            "name": c.name,
            "euMember": c.eu_member,
            **lean(
                {
                    "currencyId": c.currency,
                    "taxes": [{"classification": level, "rate": r} for level, r in c.rates],
                }
            ),
        }
        for c in use.list_countries(on, _language(call))
    ]
    return answer(shown)


def _language(call: Request) -> str:
    return call.query.get("l", use.FALLBACK)
