"""Clients over HTTP: companies, persons, those that may be the same, and what documents take."""

import pytest
from tests.support.world import Answer, Credentials, World

from invoicing.store.objects import Objects

ACME = {
    "name": "Acme d.o.o.",
    "taxNumber": "SI50223054",
    "companyNumber": "1234567000",
    "address": "Dunajska 1",
    "zip": "1000",
    "city": "Ljubljana",
    "countryAlpha2Code": "SI",
    "email": "racuni@acme.example",
    "number": "K-1",
    "tags": ["vip"],
    "note": "pays late",
    "contacts": [
        {"type": "phone", "value": "+386 1 1"},
        {"type": "phone", "value": "+386 1 2", "primary": True},
    ],
    "contactPersons": [
        {
            "firstName": "Ana",
            "lastName": "Novak",
            "salutation": "Ms",
            "contacts": [{"type": "email", "value": "ana@acme.example", "primary": True}],
        }
    ],
    "addresses": [
        {"key": "store", "label": "Warehouse", "address": "Letališka 3", "city": "Brnik"}
    ],
    "defaults": {"paymentTermDays": 45, "discountPercent": 10, "language": "sl"},
}
PERSON = {"kind": "person", "firstName": "Bor", "lastName": "Kos", "zip": "2000"}


def add(world: World, owner: Credentials, body: object, query: str = "", **headers: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/clients{query}"
    return world.request("POST", path, body, token=owner.token, headers=headers)


def ask(world: World, owner: Credentials, question: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{question}"
    return world.request("GET", path, token=owner.token)


def create(world: World, owner: Credentials, **members: object) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 100}], **members}
    return world.request("POST", path, body, token=owner.token)


def test_F175_a_company_is_made_read_listed_changed_and_removed(world, owner):
    made = add(world, owner, ACME)
    assert (made.status, made.headers["etag"]) == (201, '"1"')
    path = made.headers["location"]
    read = world.request("GET", path, token=owner.token)
    assert (read.json, read.headers["etag"]) == (made.json, '"1"')
    assert made.json["kind"] == "company"
    assert made.json["contacts"][1] == {"type": "phone", "value": "+386 1 2", "primary": True}
    assert made.json["contactPersons"][0]["contacts"][0]["value"] == "ana@acme.example"
    assert ask(world, owner, "clients").json == [made.json]
    patch = {"city": "Maribor", "note": None, "defaults": {"discountPercent": None}}
    patched = world.request("PATCH", path, patch, token=owner.token)
    assert (patched.json["city"], patched.headers["etag"]) == ("Maribor", '"2"')
    assert "note" not in patched.json
    assert patched.json["defaults"] == {"paymentTermDays": 45, "language": "sl"}
    put = world.request("PUT", path, {"name": "New"}, token=owner.token)
    assert {"city", "contacts", "tags", "defaults"} & set(put.json) == set()
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=owner.token).status == 404
    assert not [row for row in world.rows() if "CLIENT" in row["PK"]["S"]]


def test_a_client_can_be_sent_back_as_it_was_received(world, owner):
    made = add(world, owner, ACME).json
    put = world.request("PUT", f"/v1/Clients/{made['id']}", made, token=owner.token).json
    same = {"version", "updatedAt"}
    assert {k: v for k, v in put.items() if k not in same} == {
        k: v for k, v in made.items() if k not in same
    }


def test_F176_a_person_is_named_by_first_and_last_name_and_is_an_end_customer(world, owner):
    made = add(world, owner, PERSON).json
    assert (made["name"], made["kind"], made["isEndCustomer"]) == ("Bor Kos", "person", True)
    add(world, owner, ACME)
    names = [c["name"] for c in ask(world, owner, "clients?kind=person").json]
    assert names == ["Bor Kos"]
    assert ask(world, owner, "clients/count?kind=company").json == {"count": 1}
    assert ask(world, owner, "clients/count").json == {"count": 2}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"kind": "person", "firstName": "Bor"}, "/lastName"),
        ({"name": "a", "kind": "robot"}, "/kind"),
        ({"name": "a", "contacts": [{"type": "pigeon", "value": "x"}]}, "/contacts/0/type"),
        (
            {
                "name": "a",
                "contacts": [{"type": "email", "value": v, "primary": True} for v in "ab"],
            },
            "/contacts/1/primary",
        ),
        ({"name": "a", "addresses": [{"key": "x"}, {"key": "x"}]}, "/addresses/1/key"),
        ({"name": "a", "defaults": {"paymentTermDays": -2}}, "/defaults/paymentTermDays"),
        ({"name": "a", "defaults": {"currencyId": "euro"}}, "/defaults/currencyId"),
        ({"name": "a", "defaults": {"priceListId": "nope"}}, "/defaults/priceListId"),
        ({"name": "a", "defaults": {"taxSchemaId": "nope"}}, "/defaults/taxSchemaId"),
        ({"name": "a", "colour": "red"}, "/colour"),
    ],
)
def test_what_is_no_client_is_422_at_the_member_and_stores_nothing(world, owner, body, pointer):
    before = world.rows()
    answer = add(world, owner, body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before


@pytest.mark.parametrize(
    "same",
    [
        {"taxNumber": "si 50223054"},
        {"companyNumber": "1234567000"},
        {"number": "k-1"},
        {"email": "Racuni@Acme.example "},
        {"contacts": [{"type": "email", "value": "racuni@acme.example"}]},
        {"name": "ACME, d. o. o.", "zip": "1000"},
    ],
)
def test_F177_a_client_like_another_is_409_with_its_id_unless_forced(world, owner, same):
    first = add(world, owner, ACME).json
    again = add(world, owner, {"name": "Other", **same})
    assert (again.status, again.json["code"]) == (409, "client-duplicate")
    assert again.json["candidateIds"] == [first["id"]]
    forced = add(world, owner, {"name": "Other", **same}, "?force=true")
    assert forced.status == 201
    third = add(world, owner, {"name": "Other", **same})
    assert third.json["candidateIds"] == sorted([first["id"], forced.json["id"]])


@pytest.mark.parametrize("different", [{"name": "Acme d.o.o.", "zip": "9000"}, {"name": "Acme"}])
def test_F177_the_name_alone_makes_no_duplicate(world, owner, different):
    add(world, owner, {"name": "Acme d.o.o.", "zip": "1000"})
    assert add(world, owner, different).status == 201


def test_F177_a_client_that_changed_is_found_by_what_it_is_now(world, owner):
    path = add(world, owner, ACME).headers["location"]
    changed = {"taxNumber": "SI15012557", "email": "x@acme.example"}
    world.request("PATCH", path, changed, token=owner.token)
    assert add(world, owner, {"name": "b", "taxNumber": "SI50223054"}).status == 201
    assert add(world, owner, {"name": "c", "taxNumber": "SI15012557"}).status == 409
    world.request("DELETE", path, token=owner.token)
    assert add(world, owner, {"name": "c", "taxNumber": "SI15012557"}).status == 201


def test_F177_of_two_equal_clients_made_at_once_one_is_409(world, owner, monkeypatch):
    looked_up = Objects.ids
    answers = []

    def overtaken(self: Objects, *arguments: object, **options: object) -> list[str]:
        found = looked_up(self, *arguments, **options)
        if not answers:  # between looking and writing, another container writes the same
            answers.append(None)
            world.restart()
            answers[0] = add(world, owner, ACME)
        return found

    monkeypatch.setattr(Objects, "ids", overtaken)
    second = add(world, owner, ACME)
    assert (answers[0].status, second.status) == (201, 409)
    assert second.json["candidateIds"] == [answers[0].json["id"]]
    assert ask(world, owner, "clients/count").json == {"count": 1}


def test_F177_as_many_contacts_as_there_may_be_can_all_be_exchanged(world, owner):
    def emails(word: str) -> list[dict]:
        return [{"type": "email", "value": f"{word}{n}@acme.example"} for n in range(40)]

    path = add(world, owner, {"name": "Acme", "contacts": emails("a")}).headers["location"]
    patch = {"contacts": emails("b"), "email": "c@acme.example"}
    assert world.request("PATCH", path, patch, token=owner.token).status == 200
    last = {"name": "x", "email": "b39@acme.example"}
    assert add(world, owner, last).status == 409
    assert add(world, owner, {**last, "email": "a39@acme.example"}).status == 201


def test_search_finds_clients_by_name_number_mail_and_contact_person(world, owner):
    add(world, owner, ACME)
    add(world, owner, PERSON)
    for term in ("acme", "5022", "K-1", "ana%20novak", "racuni@", "ljubljana"):
        found = ask(world, owner, f"clients/search?term={term}").json
        assert [client["name"] for client in found] == ["Acme d.o.o."], term
    assert ask(world, owner, "clients/search?term=late").json == []  # notes are private
    assert [c["name"] for c in ask(world, owner, "clients?tag=vip").json] == ["Acme d.o.o."]


def test_F168_a_client_fills_the_document_and_what_is_given_wins(world, owner):
    client = add(world, owner, ACME).json
    made = create(world, owner, clientId=client["id"], _documentClient={"city": "Kranj"}).json
    buyer = made["_documentClient"]
    assert (buyer["name"], buyer["city"], buyer["zip"]) == ("Acme d.o.o.", "Kranj", "1000")
    assert (buyer["phone"], buyer["email"]) == ("+386 1 2", "racuni@acme.example")
    assert (made["clientId"], buyer["id"]) == (client["id"], client["id"])
    assert "note" not in buyer


def test_F168_a_no_of_the_document_wins_over_a_yes_of_the_client(world, owner):
    client = add(world, owner, {**ACME, "taxSubject": True}).json
    made = create(world, owner, clientId=client["id"], _documentClient={"taxSubject": False}).json
    assert made["_documentClient"]["taxSubject"] is False
    made = create(world, owner, clientId=client["id"]).json
    assert made["_documentClient"]["taxSubject"] is True


def test_F183_a_clients_defaults_hold_where_the_document_says_nothing(world, owner):
    body = {**ACME, "defaults": {**ACME["defaults"], "currencyId": "CHF"}}
    client = add(world, owner, body).json
    made = create(world, owner, clientId=client["id"], date="2026-11-01").json
    assert (made["currencyId"], made["dateDue"], made["total"]) == ("CHF", "2026-12-16", 90)
    given = {"currencyId": "EUR", "dateDue": "2026-11-02", "discountPercent": 0}
    made = create(world, owner, clientId=client["id"], date="2026-11-01", **given).json
    assert (made["currencyId"], made["dateDue"], made["total"]) == ("EUR", "2026-11-02", 100)


def test_F168_an_unknown_client_is_422_and_takes_no_number(world, owner):
    before = world.rows()
    refused = create(world, owner, clientId="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/clientId")
    assert world.rows() == before
    other = world.organization(name="Other", tax_number="SI15012557")
    foreign = add(world, other, ACME).json
    assert create(world, owner, clientId=foreign["id"]).status == 422


def test_F167_later_changes_of_a_client_change_no_document(world, owner):
    client = add(world, owner, ACME)
    made = create(world, owner, clientId=client.json["id"]).json
    world.request("PATCH", client.headers["location"], {"name": "Changed"}, token=owner.token)
    world.request("DELETE", client.headers["location"], token=owner.token)
    assert world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json == made


def test_F168_a_draft_that_changes_its_client_takes_the_other_one_whole(world, owner):
    first = add(world, owner, ACME).json
    second = add(world, owner, {"name": "Beta"}).json
    draft = create(world, owner, clientId=first["id"], draft=True).json
    path = f"/v1/Documents/{draft['id']}"
    changed = world.request("PATCH", path, {"clientId": second["id"]}, token=owner.token).json
    assert changed["_documentClient"]["name"] == "Beta"
    assert "city" not in changed["_documentClient"]
    put = {"clientId": first["id"], "_documentItems": [{"name": "x", "price": 1}], "draft": True}
    again = world.request("PUT", path, put, token=owner.token).json
    assert again["_documentClient"]["name"] == "Acme d.o.o."


def test_F168_the_client_of_an_incoming_document_is_its_supplier(world, owner):
    client = add(world, owner, {"name": "Supplier", "type": "supplier"}).json
    made = create(world, owner, clientId=client["id"], incoming=True, number="S-1").json
    assert made["_documentIssuer"]["name"] == "Supplier"
    assert made["_documentClient"]["name"] == "Lipa d.o.o."


def test_F225_a_document_is_sent_to_the_address_of_its_client(world, owner):
    client = add(world, owner, ACME).json
    made = create(world, owner, clientId=client["id"], send=True)
    assert made.status == 201
    entries = [row for row in world.rows() if row["PK"]["S"].endswith("#LOG")]
    assert any(b"racuni@acme.example" in row["entry"]["B"] for row in entries)


def test_U35_an_equal_request_makes_one_client(world, owner):
    key = {"idempotency-key": "client-1"}
    first = add(world, owner, ACME, **key)
    again = add(world, owner, ACME, **key)
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotent-replayed"] == "true"
    assert ask(world, owner, "clients/count").json == {"count": 1}


def test_U46_clients_of_another_organization_are_404(world, owner):
    path = add(world, owner, ACME).headers["location"]
    other = world.organization(name="Other", tax_number="SI15012557")
    for method, body in (("GET", None), ("PUT", ACME), ("PATCH", {}), ("DELETE", None)):
        assert world.request(method, path, body, token=other.token).status == 404
    assert add(world, other, ACME).status == 201


def test_a_kind_nobody_has_is_refused(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/clients"
    for asked in (path, f"{path}/count"):
        answer = world.request("GET", f"{asked}?kind=firm", token=owner.token)
        assert (answer.status, answer.json["code"]) == (400, "query-choice")
        assert world.request("GET", f"{asked}?kind=person", token=owner.token).status == 200
