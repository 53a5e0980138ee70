"""Appendix A of the primary API: every field is stored and returned, or computed."""

import pytest
from tests.integration.test_isolation import routes
from tests.support import fields, operations
from tests.support.hooks import OutsideWorld
from tests.support.world import ROOT, cloud

from invoicing.model import Document
from invoicing.store.body import unpack
from invoicing.store.rows import Row


@pytest.fixture
def made():
    with cloud(OutsideWorld()) as world:
        owner = world.organization()
        document = world.document(owner, **fields.WRITTEN)
        read = world.request("GET", f"/v1/Documents/{document['id']}", token=owner.token)
        yield read.json


def different(written, read):
    """Where what is read is not what was written; a member may be there beside them."""
    if isinstance(written, dict):
        return [
            f"{name}{rest}"
            for name, value in written.items()
            for rest in different(value, read.get(name) if isinstance(read, dict) else None)
        ]
    if isinstance(written, list):
        pairs = zip(written, read or [], strict=False)
        found = [rest for one, other in pairs for rest in different(one, other)]
        same = isinstance(read, list) and len(read) == len(written)
        return found if same else ["[]"]
    return [] if written == read else [f": {written!r} became {read!r}"]


def test_A_written_fields_are_read_back(made):
    assert different(fields.WRITTEN, made) == []


def test_A_computed_fields_are_computed(made):
    assert different(fields.COMPUTED, made) == []
    item = made["_documentItems"][0]
    assert different(fields.ITEM_COMPUTED, item) == []
    assert [name for name in fields.PRESENT if not made.get(name)] == []
    assert [name for name in fields.ITEM_PRESENT if not item.get(name)] == []


def _part_ids(document):
    item = document["_documentItems"][0]
    owners = (document, item, document["_documentClient"], document["_documentIssuer"])
    lists = [part for owner in owners for name in fields.LISTS for part in owner.get(name, ())]
    return [part["id"] for part in [*(document[name] for name in fields.PARTS), *lists]]


def test_A_ids_of_parts_are_each_ones_own_and_stay(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {**fields.WRITTEN, "draft": True, "number": None, "uniqueId": None}
    body = {name: value for name, value in body.items() if value is not None}
    made = world.request("POST", path, body, token=owner.token).json
    ids = _part_ids(made)
    assert len(set(ids)) == len(ids) == 11
    assert not any(made["id"] in one for one in ids)
    one = f"/v1/Documents/{made['id']}"
    assert _part_ids(world.request("GET", one, token=owner.token).json) == ids
    back = world.request("PUT", one, made, token=owner.token)
    assert back.status == 200, back.body
    assert _part_ids(back.json) == ids
    row = Row.get(f"ORG#{owner.organization_id}#DOC#{made['id']}", "META")
    stored = unpack(row.body, Document)
    assert not [part for part in (*stored.data, *stored.lines[0].components) if "id" in part]


def test_A_named_objects_are_taken_from_and_their_ids_stay(world, owner):
    def add(kind, body):
        path = f"/v1/Organizations/{owner.organization_id}/{kind}"
        return world.request("POST", path, body, token=owner.token).json["id"]

    named = {
        "clientId": add("clients", {"name": "Acme"}),
        "unitId": add("units", {"name": "North"}),
        "priceListId": add("price-lists", {"name": "P", "currencyId": "EUR"}),
    }
    body = {"_documentItems": [{"name": "x", "price": 1}], **named}
    made = add("documents", body)
    read = world.request("GET", f"/v1/Documents/{made}", token=owner.token).json
    assert set(named) == set(fields.NAMED)
    assert different(named, read) == []
    assert (read["_documentClient"]["name"], read["_documentUnit"]["name"]) == ("Acme", "North")


def test_A_exemption_of_an_item_is_kept(world, owner):
    exemption = {"code": "VATEX-EU-132", "reason": "Exempt"}
    taxes = [{"rate": 0, "category": "E"}]
    item = {"name": "x", "price": 1, "_taxExemption": exemption, "_documentItemTaxes": taxes}
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, {"_documentItems": [item]}, token=owner.token).json
    read = made["_documentItems"][0]
    assert (read["taxExemptionCode"], read["taxExemptionReason"]) == ("VATEX-EU-132", "Exempt")
    assert read["_taxExemption"] == {"id": "item-1-taxExemption", **exemption}
    draft = {"_documentItems": [item], "draft": True}
    kept = world.request("POST", path, draft, token=owner.token).json
    back = world.request("PUT", f"/v1/Documents/{kept['id']}", kept, token=owner.token)
    assert back.status == 200
    assert back.json["_documentItems"] == kept["_documentItems"]


@pytest.mark.parametrize("operation", sorted(set(operations.OPERATIONS) - set(operations.NOT_YET)))
def test_every_operation_has_its_route_and_its_test(operation):
    assert operations.OPERATIONS[operation][0] in routes()
    assert operations.proof(operation)


def test_what_is_not_there_yet_is_said(shown):
    with shown():
        print(f"operations not yet: {', '.join(operations.NOT_YET)}")
        print(f"fields not yet: {', '.join(fields.NOT_YET)}")
    built = [o for o in operations.NOT_YET if operations.OPERATIONS[o][0] in routes()]
    assert built == [], "name their tests in tests/support/operations.py"


@pytest.mark.parametrize(("page", "source"), [("fields", fields), ("operations", operations)])
def test_the_tables_follow_their_data(page, source):
    assert (ROOT / "docs" / f"{page}.md").read_text() == source.markdown()
