"""Documents issued elsewhere: taken over with the number and the totals they have."""

import pytest
from tests.support.world import Answer

LINES = [{"name": "Oak", "price": 100, "_documentItemTaxes": [{"rate": 22}]}]
POSITION = {"accountNumber": 1000, "amount": 100, "taxRate": 7.7}
INVOICE = {"date": "2026-11-02", "currencyId": "CHF", "documentTotal": 107.7}


def ask(world, owner, path, body) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{path}"
    return world.request("POST", path, body, token=owner.token)


def imported(world, owner, *positions, **members) -> Answer:
    body = {**INVOICE, "taxPositions": list(positions or (POSITION,)), **members}
    return ask(world, owner, "imported-invoices", body)


def integrated(world, owner, **members) -> Answer:
    body = {"number": "POS-7", "date": "2026-11-02", "_documentItems": LINES, **members}
    return ask(world, owner, "documents/integrate", body)


def test_F100_an_invoice_is_booked_by_its_tax_positions(world, owner):
    made = imported(world, owner, number="R-77", sourceName="Till 3")
    assert (made.status, made.json["state"], made.json["imported"]) == (201, "issued", True)
    assert (made.json["number"], made.json["sourceName"]) == ("R-77", "Till 3")
    assert (made.json["total"], made.json["totalTax"], made.json["totalDue"]) == (100, 7.7, 107.7)
    (item,) = made.json["_documentItems"]
    assert (item["name"], item["accountingReference"]) == ("1000 7.7 %", "1000")


def test_F100_positions_with_and_without_their_tax_stand_beside_each_other(world, owner):
    net = {"amount": "19.99", "taxRate": 22}
    gross = {"amount": "10.01", "taxRate": "9.5", "isTaxIncluded": True}
    made = imported(world, owner, net, gross, documentTotal="34.40").json
    assert (made["totalWithTax"], made["totalDue"]) == (34.4, 34.4)
    rates = {row["rate"]: (row["base"], row["totalTax"]) for row in made["_documentTaxes"]}
    assert rates == {22: (19.99, 4.4), 9.5: (9.14, 0.87)}


def test_F100_a_hundredth_of_another_rounding_is_kept_and_shown(world, owner):
    made = imported(world, owner, documentTotal="107.71").json
    assert (made["totalWithTax"], made["totalDue"]) == (107.7, 107.71)
    assert (made["roundingAmount"], made["totals"]["rounding"]) == (0.01, 0.01)


@pytest.mark.parametrize("total", ["107.72", "107.68", "100"])
def test_F100_a_total_that_is_not_that_of_its_positions_is_refused(world, owner, total):
    refused = imported(world, owner, documentTotal=total)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/documentTotal")
    count = f"/v1/Organizations/{owner.organization_id}/documents/count"
    assert world.request("GET", count, token=owner.token).json == {"count": 0}


def test_F100_without_a_number_of_its_own_it_takes_the_next(world, owner):
    numbers = [imported(world, owner).json["number"] for _ in range(2)]
    assert numbers == ["2026-00001", "2026-00002"]


def test_F257_a_document_issued_elsewhere_keeps_number_date_and_hash(world, owner):
    made = integrated(world, owner, sourceHash="mYJEv4iGwLcnQbRD7dPs2uD1mX0=")
    assert (made.status, made.json["imported"]) == (201, True)
    assert (made.json["number"], made.json["date"]) == ("POS-7", "2026-11-02")
    assert made.json["sourceHash"] == "mYJEv4iGwLcnQbRD7dPs2uD1mX0="
    own = ask(world, owner, "documents", {"_documentItems": LINES}).json
    assert own["number"] == "2026-00001"


def test_F257_totals_it_has_are_kept_or_the_document_is_refused(world, owner):
    assert integrated(world, owner, totalWithTax=122).json["totalWithTax"] == 122
    refused = integrated(world, owner, number="POS-8", totalWithTax="122.01")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/totalWithTax")


def test_F257_a_number_is_taken_over_once(world, owner):
    assert integrated(world, owner).status == 201
    refused = integrated(world, owner)
    assert (refused.status, refused.json["code"]) == (409, "number-taken")


@pytest.mark.parametrize("member", ["number", "date"])
def test_F257_what_the_other_system_gave_is_required(world, owner, member):
    refused = integrated(world, owner, **{member: ""})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{member}")


@pytest.mark.parametrize("name", ["draft", "send", "incoming"])
@pytest.mark.parametrize("make", [imported, integrated])
def test_F258_what_is_not_of_an_imported_document_is_refused(world, owner, make, name):
    refused = make(world, owner, **{name: True})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{name}")


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"taxPositions": []}, "/taxPositions"),
        ({"taxPositions": [{"amount": 1}]}, "/taxPositions/0/taxRate"),
        ({"taxPositions": [{**POSITION, "amount": "1e3"}]}, "/taxPositions/0/amount"),
        ({"documentTotal": None}, "/documentTotal"),
        ({"_documentItems": LINES}, "/_documentItems"),
        ({"roundingAmount": 1}, "/roundingAmount"),
        ({"color": "red"}, "/color"),
    ],
)
def test_F100_bad_input_names_its_field(world, owner, members, pointer):
    body = {**INVOICE, "taxPositions": [POSITION], **members}
    refused = ask(world, owner, "imported-invoices", body)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_F258_imported_documents_are_listed_apart(world, owner):
    imported(world, owner, number="R-1")
    ask(world, owner, "documents", {"_documentItems": LINES})
    where = 'filter={"where":{"imported":true}}'
    path = f"/v1/Organizations/{owner.organization_id}/documents?{where}"
    found = world.request("GET", path, token=owner.token).json
    assert [one["number"] for one in found] == ["R-1"]
