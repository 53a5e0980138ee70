"""Payments of documents over HTTP: several, changed, removed; the states that follow."""

from decimal import Decimal

import pytest
from tests.support.world import Answer, Credentials, World

STATES = ("totalPaid", "totalDue", "paidInFull", "paymentStatus")


def create(world: World, owner: Credentials, **members: object) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    taxes = [{"rate": 22}]
    body = {"_documentItems": [{"name": "x", "price": 100, "_documentItemTaxes": taxes}]}
    return world.request("POST", path, {**body, **members}, token=owner.token)


def pay(world: World, owner: Credentials, document: dict, **members: object) -> Answer:
    path = f"/v1/Documents/{document['id']}/payments"
    headers = {"idempotency-key": str(members.pop("key"))} if "key" in members else {}
    return world.request(
        "POST", path, {"type": "bank", **members}, token=owner.token, headers=headers
    )


def ask(world: World, owner: Credentials, path: str) -> Answer:
    return world.request("GET", path, token=owner.token)


def states(world: World, owner: Credentials, document: dict) -> tuple:
    shown = ask(world, owner, f"/v1/Documents/{document['id']}").json
    return tuple(shown.get(name) for name in STATES)


def test_F193_one_payment_without_an_amount_is_the_full_total(world, owner):
    made = create(world, owner, payments=[{"type": "bank"}], date="2026-11-10").json
    assert tuple(made[name] for name in STATES) == (122, 0, True, "paid")
    assert made["datePaid"] == "2026-11-10"
    (payment,) = made["payments"]
    assert (payment["amount"], payment["date"]) == (122, "2026-11-10")
    own = ask(world, owner, f"/v1/Payments/{payment['id']}").json
    assert (own["amount"], own["documentId"]) == (122, made["id"])


def test_F193_the_full_total_is_what_is_owed_after_withholding_and_advances(world, owner):
    made = create(world, owner, payments=[{"type": "cash"}], withholdingRate=20, prepaid=2).json
    assert made["payments"][0]["amount"] == 100
    assert (made["totalDue"], made["totals"]["payable"], made["totals"]["prepaid"]) == (0, 0, 122)


def test_F193_the_date_of_the_payment_is_the_day_it_was_paid(world, owner):
    payments = [
        {"type": "bank", "amount": 100, "date": "2026-11-03"},
        {"type": "cash", "amount": 22, "date": "2026-11-02"},
    ]
    made = create(world, owner, payments=payments).json
    assert (made["datePaid"], made["paidInFull"]) == ("2026-11-03", True)


@pytest.mark.parametrize("draft", [True, False])
def test_F193_of_several_payments_each_names_its_amount(world, owner, draft):
    before = world.rows()
    payments = [{"type": "bank", "amount": 10}, {"type": "cash"}]
    refused = create(world, owner, payments=payments, draft=draft)
    if draft:  # a draft may be unfinished; it is refused when it is issued
        path = f"/v1/Documents/{refused.json['id']}"
        before = world.rows()
        refused = world.request("PATCH", path, {"draft": False}, token=owner.token)
    assert refused.status == 422
    assert [e["pointer"] for e in refused.json["errors"]] == ["/payments/1/amount"]
    assert world.rows() == before


def test_F193_payments_of_a_draft_become_payments_when_it_is_issued(world, owner):
    draft = create(world, owner, payments=[{"type": "bank"}], draft=True).json
    assert "paymentStatus" not in draft
    path = f"/v1/Organizations/{owner.organization_id}/payments"
    assert ask(world, owner, path).json == []
    world.request("PATCH", f"/v1/Documents/{draft['id']}", {"draft": False}, token=owner.token)
    assert states(world, owner, draft) == (122, 0, True, "paid")
    assert [p["amount"] for p in ask(world, owner, path).json] == [122]


def test_U09_the_states_follow_the_payments(world, owner):
    made = create(world, owner).json
    assert states(world, owner, made) == (0, 122, False, "unpaid")
    first = pay(world, owner, made, amount=22)
    assert first.status == 201
    assert first.headers["location"] == f"/v1/Payments/{first.json['id']}"
    assert first.json["date"] == "2026-11-21"
    assert states(world, owner, made) == (22, 100, False, "partial")
    rest = pay(world, owner, made)  # without an amount: all that is due
    assert rest.json["amount"] == 100
    assert states(world, owner, made) == (122, 0, True, "paid")
    assert pay(world, owner, made).status == 422
    pay(world, owner, made, amount="0.01")
    assert states(world, owner, made) == (122.01, -0.01, True, "overpaid")
    pay(world, owner, made, amount="-0.01", note="paid back")
    assert states(world, owner, made) == (122, 0, True, "paid")
    path = first.headers["location"]
    changed = world.request("PATCH", path, {"amount": 21}, token=owner.token)
    assert (changed.json["amount"], changed.headers["etag"]) == (21, '"2"')
    assert states(world, owner, made) == (121, 1, False, "partial")
    put = world.request("PUT", path, {"type": "card"}, token=owner.token)
    assert (put.json["type"], put.json["amount"]) == ("card", 21)
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert ask(world, owner, path).status == 404
    assert states(world, owner, made) == (100, 22, False, "partial")


def test_payments_change_no_issued_content(world, owner):
    made = create(world, owner).json
    pay(world, owner, made)
    shown = ask(world, owner, f"/v1/Documents/{made['id']}").json
    changed = {*STATES, "payments", "datePaid", "version", "updatedAt"}
    assert {k: v for k, v in shown.items() if k not in changed} == {
        k: v for k, v in made.items() if k not in changed
    }
    assert shown["totals"] == made["totals"]


def test_F039_neutral_fields_stay_editable_and_leave_payments_alone(world, owner):
    made = create(world, owner).json
    pay(world, owner, made)
    path = f"/v1/Documents/{made['id']}"
    before = ask(world, owner, path).json
    patched = world.request("PATCH", path, {"custom": {"a": 1}}, token=owner.token).json
    same = {"custom", "version", "updatedAt"}
    assert {k: v for k, v in patched.items() if k not in same} == {
        k: v for k, v in before.items() if k not in same
    }
    assert patched["custom"] == {"a": 1}
    refused = world.request("PATCH", path, {"payments": []}, token=owner.token)
    assert refused.status == 409


@pytest.mark.parametrize(
    ("zone", "hour", "status"),
    [("Pacific/Auckland", 12, "overdue"), ("America/Los_Angeles", 12, "unpaid")],
)
def test_U11_overdue_is_told_by_the_organizations_own_day(world, owner, zone, hour, status):
    path = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", path, {"timezone": zone}, token=owner.token)
    made = create(world, owner, date="2026-11-20", dateDue="2026-11-21").json
    world.now = world.now.replace(hour=hour)
    assert states(world, owner, made)[3] == status
    (listed,) = ask(world, owner, f"{path}/documents").json
    assert listed["paymentStatus"] == status
    pay(world, owner, made)
    (listed,) = ask(world, owner, f"{path}/documents").json
    assert tuple(listed[name] for name in STATES) == (122, 0, True, "paid")


def test_F194_a_partly_paid_document_is_overdue_too(world, owner):
    made = create(world, owner, date="2026-10-01", dateDue="2026-10-15").json
    pay(world, owner, made, amount=1)
    assert states(world, owner, made) == (1, 121, False, "overdue")


def test_F194_states_of_the_caller_are_ignored(world, owner):
    made = create(world, owner, totalPaid=5, totalDue=1, paidInFull=True, paymentStatus="paid").json
    assert tuple(made[name] for name in STATES) == (0, 122, False, "unpaid")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"type": "gold"}, "/type"),
        ({"type": None}, "/type"),
        ({"amount": 0}, "/amount"),
        ({"amount": "0.001"}, "/amount"),
        ({"amount": "NaN"}, "/amount"),
        ({"date": "2026-02-30"}, "/date"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_is_no_payment_is_422_at_the_member_and_stores_nothing(world, owner, body, pointer):
    made = create(world, owner).json
    before = world.rows()
    answer = pay(world, owner, made, **body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before


@pytest.mark.parametrize(("count", "status"), [(50, 201), (51, 422)])
def test_a_document_is_made_with_at_most_fifty_payments(world, owner, count, status):
    payments = [{"type": "cash", "amount": 1}] * count
    answer = create(world, owner, payments=payments, uniqueId="u")
    assert answer.status == status
    if status == 201:
        assert (answer.json["totalPaid"], answer.json["totalDue"]) == (50, 72)


def test_a_draft_is_not_paid(world, owner):
    draft = create(world, owner, draft=True).json
    assert (pay(world, owner, draft).status, pay(world, owner, {"id": "none"}).status) == (409, 404)


def test_U35_an_equal_request_is_one_payment(world, owner):
    made = create(world, owner).json
    first = pay(world, owner, made, amount=10, key="p-1")
    again = pay(world, owner, made, amount=10, key="p-1")
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotent-replayed"] == "true"
    assert states(world, owner, made)[0] == 10
    assert pay(world, owner, made, amount=11, key="p-1").status == 422


def test_U36_a_stale_etag_changes_no_payment(world, owner):
    path = pay(world, owner, create(world, owner).json).headers["location"]
    before = world.rows()
    stale = {"if-match": '"3"'}
    for method, body in (("PUT", {"type": "cash"}), ("PATCH", {"amount": 1}), ("DELETE", None)):
        refused = world.request(method, path, body, token=owner.token, headers=stale)
        assert (refused.status, refused.headers["etag"]) == (412, '"1"')
    assert world.rows() == before


def test_lists_of_a_document_and_of_the_organization(world, owner):
    one, two = create(world, owner).json, create(world, owner).json
    ids = [pay(world, owner, d, amount=n).json["id"] for n, d in enumerate((one, two, one), 1)]
    of_one = ask(world, owner, f"/v1/Documents/{one['id']}/payments").json
    assert [p["id"] for p in of_one] == [ids[0], ids[2]]
    assert ask(world, owner, f"/v1/Documents/{one['id']}/payments/count").json == {"count": 2}
    everything = f"/v1/Organizations/{owner.organization_id}/payments"
    assert [p["id"] for p in ask(world, owner, everything).json] == ids[::-1]
    of_two = ask(world, owner, f"{everything}?documentId={two['id']}").json
    assert [p["id"] for p in of_two] == [ids[1]]
    assert ask(world, owner, f"{everything}/count?documentId={one['id']}").json == {"count": 2}
    page = ask(world, owner, f"{everything}?limit=2")
    assert [p["id"] for p in page.json] == ids[:0:-1]
    assert 'rel="next"' in page.headers["link"]


def test_a_payment_may_name_its_document_itself(world, owner):
    made = create(world, owner).json
    path = f"/v1/Organizations/{owner.organization_id}/payments"
    body = {"documentId": made["id"], "type": "bank", "amount": 22}
    assert world.request("POST", path, body, token=owner.token).status == 201
    assert states(world, owner, made) == (22, 100, False, "partial")
    refused = world.request("POST", path, {"type": "bank"}, token=owner.token)
    assert [e["pointer"] for e in refused.json["errors"]] == ["/documentId", "/amount"]
    other = world.organization(name="Other", tax_number="SI15012557")
    assert world.request("POST", path, body, token=other.token).status == 404


def test_U46_payments_of_another_organization_are_404(world, owner):
    made = create(world, owner).json
    path = pay(world, owner, made, amount=1).headers["location"]
    other = world.organization(name="Other", tax_number="SI15012557")
    for method, body in (("GET", None), ("PUT", {"type": "cash"}), ("PATCH", {}), ("DELETE", None)):
        assert world.request(method, path, body, token=other.token).status == 404
    assert pay(world, other, made).status == 404
    assert states(world, owner, made)[0] == 1


def test_F220_payments_are_not_shown_to_the_public(world, owner):
    made = create(world, owner).json
    pay(world, owner, made, amount=1, note="from the blue account")
    share = f"/v1/Documents/{made['id']}/share"
    link = world.request("POST", share, token=owner.token).json["shareableId"]
    shown = world.request("GET", f"/v1/Documents/public/{link}")
    assert "blue" not in shown.body.decode()
    assert Decimal(str(shown.json["totalDue"])) == 121
