"""Documents made of others: clones, credit notes, conversions and deducted advances."""

from decimal import Decimal

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def ask(world, owner):
    def ask(method, path, body=None, **headers):
        whole = f"/v1/Documents/{path}"
        return world.request(method, whole, body, token=owner.token, headers=headers)

    return ask


def lines(*prices, rate="22"):
    taxes = [{"rate": rate}]
    return [{"name": f"n{p}", "price": p, "_documentItemTaxes": taxes} for p in prices]


def test_F047_a_clone_is_a_new_draft_of_today(world, owner, ask):
    body = {"date": "2026-01-05", "uniqueId": "u-1", "payments": [{"type": "cash"}], "note": "N"}
    made = world.document(owner, **body, reference="R-1")
    answer = ask("POST", f"{made['id']}/clone")
    assert answer.status == 201
    clone = answer.json
    assert (clone["state"], clone["date"], clone["note"]) == ("draft", "2026-11-21", "N")
    assert clone["clonedFromId"] == made["id"]
    assert clone["totalWithTax"] == made["totalWithTax"]
    assert not {"number", "payments", "uniqueId", "issuedAt"} & set(clone)
    assert answer.headers["location"] == f"/v1/Documents/{clone['id']}"
    finished = ask("PATCH", clone["id"], {"draft": False}).json
    assert (finished["number"], finished["clonedFromId"]) == ("2026-00002", made["id"])


def test_F099_a_credit_note_takes_all_that_is_left_and_refers_to_its_invoice(world, owner, ask):
    made = world.document(owner, _documentItems=lines(100, 50))
    credit = ask("POST", f"{made['id']}/credit").json
    assert (credit["type"], credit["state"]) == ("credit-note", "issued")
    assert credit["totalWithTax"] == 183
    assert credit["_references"] == [
        {
            "number": made["number"],
            "issueDate": made["date"],
            "documentId": made["id"],
            "relation": "credits",
        }
    ]
    read = ask("GET", made["id"]).json
    assert (read["totalCredited"], read["totalDue"]) == (183, 0)
    (successor,) = read["_successors"]
    assert (successor["documentId"], successor["number"]) == (credit["id"], credit["number"])
    again = ask("POST", f"{made['id']}/credit")
    assert (again.status, again.json["errors"][0]["code"]) == (422, "nothing-left")


def test_U08_credits_of_single_lines_come_to_the_invoice_exactly(world, owner, ask):
    made = world.document(owner, _documentItems=lines("68.65", "68.65", "68.65", "68.63"))
    whole = Decimal(str(made["totalWithTax"]))
    credits = []
    for item in made["_documentItems"]:
        body = {"items": [{"id": item["id"]}]}
        credits.append(ask("POST", f"{made['id']}/credit", body).json)
    alone = sum(Decimal(str(c["total"])) for c in credits)
    assert sum(Decimal(str(c["totalWithTax"])) for c in credits) == whole
    assert alone == Decimal(str(made["total"]))
    assert ask("GET", made["id"]).json["totalDue"] == 0


def test_U08_more_than_is_left_is_refused_with_what_is_left(world, owner, ask):
    made = world.document(owner, _documentItems=lines(100))
    body = {
        "type": "credit-note",
        "_documentItems": lines(90),
        "_references": [{"documentId": made["id"], "relation": "credits"}],
    }
    world.document(owner, **body)
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    answer = world.request("POST", path, body, token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "credit-exceeds")
    assert "12.2" in answer.json["detail"]
    read = ask("GET", made["id"]).json
    assert (read["totalDue"], read["totalCredited"]) == (12.2, 109.8)


def test_U08_a_small_credit_leaves_the_rest_due(world, owner, ask):
    made = world.document(owner, _documentItems=[{"name": "x", "price": 1, "quantity": 50}])
    item = made["_documentItems"][0]["id"]
    credit = ask("POST", f"{made['id']}/credit", {"items": [{"id": item, "quantity": 10}]}).json
    assert credit["_documentItems"][0]["quantity"] == 10
    read = ask("GET", made["id"]).json
    assert read["totalDue"] == made["totalDue"] - credit["totalWithTax"] == 48.8
    assert not read["paidInFull"]


@pytest.mark.parametrize(
    ("items", "status", "pointer"),
    [
        ([{"id": "9"}], 422, "/items/0/id"),
        ([{"id": "1", "quantity": 2}], 422, "/items/0/quantity"),
        ([{"id": "1", "quantity": 0}], 422, "/items/0/quantity"),
        ([{"id": "1", "quantity": -1}], 422, "/items/0/quantity"),
        ([{"quantity": 1}], 422, "/items/0/id"),
        ("all", 422, "/items"),
    ],
)
def test_F099_what_cannot_be_credited_is_named(world, owner, items, status, pointer):
    made = world.document(owner)
    path = f"/v1/Documents/{made['id']}"
    answer = world.request("POST", f"{path}/credit", {"items": items}, token=owner.token)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (status, pointer)
    assert "_successors" not in world.request("GET", path, token=owner.token).json


def test_F099_drafts_estimates_and_credit_notes_are_not_credited(world, owner, ask):
    for body in ({"draft": True}, {"type": "estimate"}, {"type": "credit-note"}):
        made = world.document(owner, **body)
        answer = ask("POST", f"{made['id']}/credit")
        assert (answer.status, answer.json["code"]) == (409, "not-for-this-document")
        assert "credit" not in answer.json["allowedActions"]


def test_F043_a_canceled_credit_note_gives_back_what_it_took(world, owner, ask):
    made = world.document(owner)
    credit = ask("POST", f"{made['id']}/credit").json
    refused = ask("POST", f"{made['id']}/cancel")
    assert (refused.status, refused.json["code"]) == (409, "has-successors")
    assert ask("POST", f"{credit['id']}/cancel").status == 200
    assert ask("GET", made["id"]).json["totalDue"] == made["totalDue"]
    assert ask("POST", f"{made['id']}/credit").status == 201
    gone = ask("POST", f"{credit['id']}/uncancel")
    assert (gone.status, gone.json["code"]) == (409, "credit-exceeds")


def test_F044_an_uncanceled_credit_note_takes_it_again(world, owner, ask):
    made = world.document(owner)
    credit = ask("POST", f"{made['id']}/credit").json
    ask("POST", f"{credit['id']}/cancel")
    assert ask("POST", f"{credit['id']}/uncancel").status == 200
    assert ask("GET", made["id"]).json["totalDue"] == 0


def test_F099_a_repeated_request_credits_once(world, owner, ask):
    made = world.document(owner)
    first = ask("POST", f"{made['id']}/credit", {}, **{"idempotency-key": "k"})
    again = ask("POST", f"{made['id']}/credit", {}, **{"idempotency-key": "k"})
    assert (again.status, again.json["id"]) == (201, first.json["id"])
    assert again.headers["idempotent-replayed"] == "true"
    assert len(ask("GET", made["id"]).json["_successors"]) == 1


def test_F099_a_draft_takes_nothing_until_it_is_issued(world, owner, ask):
    made = world.document(owner)
    draft = ask("POST", f"{made['id']}/credit", {"draft": True}).json
    assert "_successors" not in ask("GET", made["id"]).json
    assert ask("PATCH", draft["id"], {"draft": False}).status == 200
    assert ask("GET", made["id"]).json["totalDue"] == 0


def test_F239_an_estimate_becomes_an_invoice(world, owner, ask):
    made = world.document(owner, type="estimate", _documentItems=lines(100))
    answer = ask("POST", f"{made['id']}/convert", {"type": "invoice"})
    assert answer.status == 201
    invoice = answer.json
    assert (invoice["type"], invoice["number"], invoice["totalWithTax"]) == (
        "invoice",
        "2026-00001",
        122,
    )
    assert invoice["_references"][0]["relation"] == "converts"
    assert invoice["dateDue"] == "2026-12-06"
    again = ask("POST", f"{made['id']}/convert", {"type": "invoice"})
    assert (again.status, again.json["errors"][0]["code"]) == (422, "nothing-left")
    wrong = ask("POST", f"{made['id']}/convert", {"type": "receipt"})
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/type")


def test_F240_a_contract_note_is_delivered_and_billed_in_parts(world, owner, ask):
    item = {"name": "x", "price": 1, "quantity": 10}
    made = world.document(owner, type="contract-note", _documentItems=[item])
    part = {"type": "delivery-note", "items": [{"id": "1", "quantity": 4}]}
    assert ask("POST", f"{made['id']}/convert", part).status == 201
    rest = ask("POST", f"{made['id']}/convert", {"type": "delivery-note"}).json
    assert rest["_documentItems"][0]["quantity"] == 6
    bill = ask("POST", f"{made['id']}/convert", {"type": "invoice"}).json
    assert bill["_documentItems"][0]["quantity"] == 10


def test_F106_an_advance_is_deducted_from_its_invoice_once(world, owner, ask):
    paid = [{"type": "bank", "amount": 61}]
    advance = world.document(owner, type="advance", _documentItems=lines(100), payments=paid)
    invoice = ask("POST", f"{advance['id']}/convert", {"type": "invoice"}).json
    assert (invoice["totalWithTax"], invoice["prepaid"], invoice["totalDue"]) == (122, 61, 61)
    other = {
        "_documentItems": lines(100),
        "_references": [{"documentId": advance["id"], "relation": "deducts"}],
    }
    assert world.document(owner, **other)["totalDue"] == 122


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ({"documentId": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "relation": "credits"}, "reference-unknown"),
        ({"documentId": "{estimate}", "relation": "credits"}, "reference-unfit"),
        ({"documentId": "{estimate}", "relation": "deducts"}, "reference-unfit"),
    ],
)
def test_F060_a_reference_that_takes_must_fit(world, owner, reference, code):
    estimate = world.document(owner, type="estimate")["id"]
    named = {**reference, "documentId": reference["documentId"].format(estimate=estimate)}
    body = {"type": "credit-note", "_documentItems": lines(1), "_references": [named]}
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    answer = world.request("POST", path, body, token=owner.token)
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, code)
    assert answer.json["errors"][0]["pointer"] == "/_references/0/documentId"
