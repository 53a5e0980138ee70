"""Turnover and totals: exact, by currency, and of what counts alone."""

from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.network import Network, installed
from tests.support.world import Credentials, World

from invoicing.usecases import statistics


@pytest.fixture
def sums(world, owner):
    return Sums(world, owner)


class Sums:
    """An organization that looks at its figures."""

    def __init__(self, world: World, owner: Credentials) -> None:
        self.world, self.owner = world, owner
        self.own = f"/v1/Organizations/{owner.organization_id}"

    def issue(self, price: str, **members: Any) -> dict[str, Any]:
        line = {"name": "x", "price": price, "_documentItemTaxes": [{"rate": 22}]}
        made = self.ask("POST", f"{self.own}/documents", {"_documentItems": [line], **members})
        assert made.status == 201, made.body
        return dict(made.json)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.world.request(method, path, body, token=self.owner.token)

    def business(self, query: str = "") -> Any:
        answer = self.ask("GET", f"{self.own}/business-stats{query}")
        assert answer.status == 200, answer.body
        return answer.json

    def totals(self, query: str = "") -> Any:
        return self.ask("GET", f"{self.own}/total-stats{query}").json


def test_turnover_is_summed_by_currency_and_month(sums):
    sums.issue("100.10", date="2026-10-31")
    sums.issue("0.20", date="2026-11-01")
    sums.issue("50", date="2026-11-02", currencyId="USD", _documentConversionRate={"rate": "0.9"})
    euro, dollar = sums.business()["currencies"]
    assert (euro["currencyId"], euro["documents"], euro["total"]) == ("EUR", 2, 100.3)
    assert (euro["totalTax"], euro["totalWithTax"]) == (22.06, 122.36)
    assert [(m["month"], m["total"]) for m in euro["months"]] == [
        ("2026-10", 100.1),
        ("2026-11", 0.2),
    ]
    assert (dollar["currencyId"], dollar["total"]) == ("USD", 50)


def test_credit_notes_take_from_the_turnover_and_what_is_no_turnover_does_not_count(sums):
    invoice = sums.issue("100")
    sums.ask("POST", f"/v1/Documents/{invoice['id']}/credit", {})
    sums.issue("7", type="estimate")
    sums.issue("7", draft=True)
    sums.issue("7", type="advance")
    canceled = sums.issue("7")
    sums.ask("POST", f"/v1/Documents/{canceled['id']}/cancel", {})
    supplier = {"number": "S-1", "_documentIssuer": {"name": "Dob"}}
    sums.issue("9", incoming=True, **supplier)
    (euro,) = sums.business()["currencies"]
    assert (euro["documents"], euro["total"], euro["totalWithTax"]) == (2, 0, 0)
    (costs,) = sums.business("?incoming=true")["currencies"]
    assert (costs["documents"], costs["total"]) == (1, 9)


def test_what_is_paid_due_and_overdue_is_summed(sums):
    paid = sums.issue("100")
    sums.ask("POST", f"/v1/Documents/{paid['id']}/payments", {"type": "bank", "amount": "22.01"})
    sums.issue("10", date="2026-09-01", dateDue="2026-10-01")
    (euro,) = sums.business()["currencies"]
    shown = (euro["totalPaid"], euro["totalDue"], euro["totalOverdue"])
    assert shown == (22.01, 112.19, 12.2)


def test_totals_stand_by_type(sums):
    sums.issue("1", date="2025-12-31")
    sums.issue("2")
    sums.issue("4", type="estimate")
    shown = [(row["type"], row["documents"], row["total"]) for row in sums.totals()]
    assert shown == [("estimate", 1, 4), ("invoice", 2, 3)]
    this_year = sums.totals("?dateFrom=2026-01-01&dateTo=2026-12-31")
    assert [(row["type"], row["total"]) for row in this_year] == [("estimate", 4), ("invoice", 2)]
    assert sums.business("?dateTo=2025-12-31")["dateFrom"] == "2025-01-01"


def test_a_type_of_ones_own_counts_as_its_base(sums):
    rent = {"key": "rent", "baseType": "invoice", "name": "Rent"}
    assert sums.ask("POST", f"{sums.own}/document-types", rent).status == 201
    sums.issue("30", type="rent")
    assert sums.business()["currencies"][0]["total"] == 30
    assert [row["type"] for row in sums.totals()] == ["rent"]


def test_sums_are_exact_decimals(sums):
    for _ in range(3):
        sums.issue("0.10")
    answer = sums.ask("GET", f"{sums.own}/total-stats")
    assert Decimal("0.30") == Decimal(str(answer.json[0]["total"]))
    assert b'"total":0.3' in answer.body.replace(b" ", b"")


@pytest.mark.parametrize(
    ("query", "status", "pointer"),
    [
        ("?dateFrom=yesterday", 400, "/query/dateFrom"),
        ("?month=11", 400, "/query/month"),
        ("?dateFrom=2026-02-01&dateTo=2026-01-01", 422, "/query/dateTo"),
    ],
)
def test_a_period_that_is_none_is_refused(sums, query, status, pointer):
    for path in ("business-stats", "total-stats"):
        answer = sums.ask("GET", f"{sums.own}/{path}{query}")
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (status, pointer)


def test_a_period_of_too_many_documents_is_422_and_reading_stops(sums):
    for _ in range(3):
        sums.issue("1")
    with patch.object(statistics, "DOCUMENTS_MAX", 2):
        answer = sums.ask("GET", f"{sums.own}/total-stats")
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "period-too-large")


def test_sums_cost_one_query_and_read_no_document(sums):
    for _ in range(5):
        sums.issue("1")
    sums.totals()
    network = Network(lambda *_: None)
    with installed(network):
        sums.totals()
    token, organization, *read = (call.split()[0] for call in network.log)
    assert (token, organization) == ("dynamodb.GetItem", "dynamodb.Query")
    assert read == ["dynamodb.Query"]
