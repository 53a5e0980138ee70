"""Templates: content kept under a name, made of documents and made into documents."""

import pytest
from tests.support.world import Answer

LINES = [{"name": "Care [month]", "price": 100, "_documentItemTaxes": [{"rate": 22}]}]
CLIENT = {"name": "Acme", "countryAlpha2Code": "SI"}
CONTENT = {"date": "2026-01-31", "dateDue": "2026-02-14", "_documentItems": LINES}


def ask(world, owner, method, path, body=None) -> Answer:
    return world.request(method, path, body, token=owner.token)


def issue(world, owner, **document) -> dict:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return ask(world, owner, "POST", path, {**CONTENT, **document}).json


def add(world, owner, **document) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/templates"
    return ask(world, owner, "POST", path, {"name": "Care", "document": {**CONTENT, **document}})


def make(world, owner, template: Answer, **body) -> Answer:
    path = f"/v1/Templates/{template.json['id']}/documents"
    return ask(world, owner, "POST", path, body or None)


def test_F102_a_template_makes_documents_and_has_no_number_itself(world, owner):
    template = add(world, owner)
    assert (template.status, template.json["type"]) == (201, "invoice")
    first, second = (make(world, owner, template, date="2026-03-31") for _ in range(2))
    assert [one.json["number"] for one in (first, second)] == ["2026-00001", "2026-00002"]
    assert first.json["totalWithTax"] == 122
    assert ask(world, owner, "GET", template.headers["location"]).json == template.json


def test_F102_days_keep_their_distance_and_texts_name_the_month(world, owner):
    template = add(world, owner, dateService="2026-01-01", dateServiceTo="2026-01-31")
    made = make(world, owner, template, date="2026-04-30").json
    assert (made["date"], made["dateDue"]) == ("2026-04-30", "2026-05-14")
    assert (made["dateService"], made["dateServiceTo"]) == ("2026-04-01", "2026-04-30")
    assert made["_documentItems"][0]["name"] == "Care April 2026"


def test_F102_a_document_is_dated_today_unless_the_body_says_when(world, owner):
    made = make(world, owner, add(world, owner)).json
    assert made["date"] == world.now.date().isoformat()


@pytest.mark.parametrize("type_", ["estimate", "delivery-note", "credit-note", "contract-note"])
def test_F244_a_template_makes_documents_of_any_type(world, owner, type_):
    made = make(world, owner, add(world, owner), type=type_, _documentClient=CLIENT)
    assert (made.status, made.json["type"]) == (201, type_)


def test_F243_a_template_of_an_invoice_says_what_the_invoice_says(world, owner):
    content = {**CONTENT, "note": "Thank you", "custom": {"project": "7"}, "number": "A-1"}
    invoice = issue(world, owner, **content)
    credited = f"/v1/Documents/{invoice['id']}/credit"
    assert ask(world, owner, "POST", credited).status == 201
    path = f"/v1/Documents/{invoice['id']}/template"
    template = ask(world, owner, "POST", path, {"name": "As A-1"})
    assert (template.status, template.json["documentId"]) == (201, invoice["id"])
    made = make(world, owner, template, date="2026-03-01").json
    assert (made["note"], made["custom"], made["number"]) == (
        "Thank you",
        {"project": "7"},
        "2026-00001",
    )
    assert not {"_successors", "_references", "_attachments"} & set(made)
    assert made["totalWithTax"] == invoice["totalWithTax"]


def test_F102_what_the_body_names_stands_instead(world, owner):
    clients = f"/v1/Organizations/{owner.organization_id}/clients"
    client = ask(world, owner, "POST", clients, {"name": "Beta", "countryAlpha2Code": "SI"}).json
    template = add(world, owner, _documentClient=CLIENT, note="Thank you")
    made = make(world, owner, template, clientId=client["id"], note=None, draft=True).json
    assert (made["_documentClient"]["name"], made["state"]) == ("Beta", "draft")
    assert "note" not in made


def test_F102_a_request_that_is_repeated_makes_one_document(world, owner):
    template = add(world, owner)
    path = f"/v1/Templates/{template.json['id']}/documents"
    headers = {"idempotency-key": "once"}
    first, again = (
        world.request("POST", path, {}, token=owner.token, headers=headers) for _ in range(2)
    )
    assert (first.json["id"], again.headers["idempotent-replayed"]) == (again.json["id"], "true")


def test_F253_templates_are_listed_by_type_found_changed_and_deleted(world, owner):
    template, _ = add(world, owner), add(world, owner, type="estimate")
    path = f"/v1/Organizations/{owner.organization_id}/templates"
    found = ask(world, owner, "GET", f"{path}?type=estimate").json
    assert [one["type"] for one in found] == ["estimate"]
    assert ask(world, owner, "GET", f"{path}/count?type=invoice").json == {"count": 1}
    one = f"/v1/Templates/{template.json['id']}"
    changed = ask(world, owner, "PATCH", one, {"document": {"note": "New"}}).json
    assert (changed["document"]["note"], changed["version"]) == ("New", 2)
    assert ask(world, owner, "DELETE", one).status in (200, 204)
    assert ask(world, owner, "GET", one).status == 404
    assert make(world, owner, template).status == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "Care"}, "/document"),
        ({"document": CONTENT}, "/name"),
        ({"name": "Care", "document": {**CONTENT, "number": "1"}}, "/document/number"),
        (
            {"name": "Care", "document": {"_documentItems": [{"price": "x"}]}},
            "/document/_documentItems/0/price",
        ),
        ({"name": "Care", "document": CONTENT, "color": "red"}, "/color"),
    ],
)
def test_F102_what_is_no_template_is_refused(world, owner, body, pointer):
    path = f"/v1/Organizations/{owner.organization_id}/templates"
    refused = ask(world, owner, "POST", path, body)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_F102_what_a_template_cannot_make_is_refused_and_nothing_is_made(world, owner):
    refused = make(world, owner, add(world, owner), type="letter")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/type")
    path = f"/v1/Organizations/{owner.organization_id}/documents/count"
    assert ask(world, owner, "GET", path).json == {"count": 0}


def test_F243_the_content_of_a_template_of_a_document_is_the_documents(world, owner):
    invoice = issue(world, owner)
    path = f"/v1/Documents/{invoice['id']}/template"
    refused = ask(world, owner, "POST", path, {"name": "Care", "document": CONTENT})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/document")
