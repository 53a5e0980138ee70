"""A document's CIUS-PT file is made once and kept with it."""

import pytest

from invoicing.formats._detect import read_document

ADDRESS = {"address": "Rua A 1", "city": "Lisboa", "zip": "1000-001", "countryAlpha2Code": "PT"}
BODY = {
    "_documentItems": [{"name": "Consultoria", "price": 10, "_documentItemTaxes": [{"rate": 23}]}],
    "_documentClient": {"name": "Cliente Lda", "taxNumber": "PT501964843", **ADDRESS},
    "_delivery": {"date": "2026-11-20", "address": ADDRESS},
}


@pytest.fixture
def owner(world):
    return world.organization(
        "Loja Lda",
        country="PT",
        tax_number="PT503504564",
        address="Rua B 2",
        zip="4000-001",
        city="Porto",
        email="loja@example.pt",
    )


@pytest.fixture
def ask(world, owner):
    def request(method, path, body=None):
        return world.request(method, path, body, token=owner.token)

    return request


@pytest.fixture
def create(ask, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"

    def make(**members):
        answer = ask("POST", path, {**BODY, **members})
        assert answer.status == 201, answer.body
        return answer.json

    return make


def test_F277_the_file_is_attached_and_made_once(ask, create):
    made = create()
    path = f"/v1/Documents/{made['id']}"
    first = ask("POST", f"{path}/generate-cius")
    assert first.status == 201, first.body
    assert first.json["contentType"] == "application/xml"
    again = ask("POST", f"{path}/generate-cius")
    assert (again.status, again.json["id"]) == (200, first.json["id"])
    (attached,) = ask("GET", path).json["_attachments"]
    assert attached["id"] == first.json["id"]
    assert "cius-pt" in attached["name"]
    exported = ask("GET", f"{path}/xml?format=cius-pt")
    _, (read,) = read_document(exported.body)
    assert read.specification.endswith("CIUS-PT:2.1.1")
    assert attached["size"] == len(exported.body)


def test_F277_a_draft_and_what_the_rules_forbid_are_refused(ask, create):
    draft = create(draft=True)["id"]
    assert ask("POST", f"/v1/Documents/{draft}/generate-cius").status == 409
    faulty = create(_delivery={})["id"]
    refused = ask("POST", f"/v1/Documents/{faulty}/generate-cius")
    assert refused.status == 422
    assert {error["code"] for error in refused.json["errors"]} == {"BR-CIUS-PT-66"}
    assert "_attachments" not in ask("GET", f"/v1/Documents/{faulty}").json
