"""Turnover and totals on the wire."""

from typing import Any

from invoicing.rules.statistics import Sums, together
from invoicing.usecases.statistics import Turnover

_SUMS = {
    "total": "net",
    "totalTax": "tax",
    "totalWithTax": "gross",
    "totalPaid": "paid",
    "totalDue": "due",
    "totalOverdue": "overdue",
}


def turnover_view(turnover: Turnover) -> dict[str, Any]:
    """The turnover as the API spells it."""
    return {
        "dateFrom": turnover.start,
        "dateTo": turnover.end,
        "currencies": [
            {
                "currencyId": currency,
                **_sums_view(together(months.values())),
                "months": [
                    {"month": month, **_sums_view(sums)} for month, sums in sorted(months.items())
                ],
            }
            for currency, months in sorted(turnover.by_currency.items())
        ],
    }


def totals_view(totals: dict[tuple[str, str], Sums]) -> list[dict[str, Any]]:
    """The totals as the API spells them."""
    return [
        {"currencyId": currency, "type": kind, **_sums_view(sums)}
        for (currency, kind), sums in sorted(totals.items())
    ]


def _sums_view(sums: Sums) -> dict[str, Any]:
    return {"documents": sums.documents, **{k: getattr(sums, f) for k, f in _SUMS.items()}}
