"""The door for the first API's client libraries: their requests and what they expect back."""

import json
from urllib.parse import urlencode

import pytest
from local.template import read_template
from reference.door import route_list
from tests.support.world import ROOT, Answer, World, cloud

from invoicing.doors.vendor.brackets import nested
from invoicing.doors.vendor.routes import find, read_routes

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def world():
    with cloud(World()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.organization()


def documents(owner) -> str:
    return f"/v1/organizations/{owner.organization_id}/documents"


def add(world, owner, **members) -> Answer:
    body = {"type": "invoice", "_documentItems": [{"name": "x", "price": 10}], **members}
    return world.request("POST", documents(owner), body, token=owner.token)


def test_lower_case_names_and_slashes_at_the_end_find_the_route(world, owner):
    made = add(world, owner)
    assert (made.status, made.json["number"]) == (200, "2026-00001")
    for path in (f"/v1/documents/{made.json['id']}", f"/v1/DOCUMENTS/{made.json['id']}/"):
        assert world.request("GET", path, token=owner.token).json["id"] == made.json["id"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "of Lipa d.o.o."),
        ("?parseSmartcodes=true", "of Lipa d.o.o."),
        ("?parseSmartcodes=false", "of [organization name]"),
        ("?parseShortcodes=false", "of [organization name]"),
        ("?parseForDisplay=true&access_token=x", "of Lipa d.o.o."),
    ],
)
def test_smart_codes_are_filled_in_unless_they_are_not_to_be(world, owner, query, shown):
    made = add(world, owner, note="of [organization name]").json
    one = world.request("GET", f"/v1/documents/{made['id']}{query}", token=owner.token)
    (listed,) = world.request("GET", documents(owner) + query, token=owner.token).json
    assert [one.json["note"], listed["note"]] == [shown] * 2
    exact = world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token)
    assert exact.json["note"] == "of [organization name]"


def test_the_exact_routes_stay_as_they_are(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 10}]}
    assert world.request("POST", path, body, token=owner.token).status == 201


def test_the_token_may_stand_in_the_query_of_the_door_alone(world, owner):
    query = f"?access_token={owner.token}"
    assert world.request("GET", documents(owner) + query).json == []
    exact = f"/v1/Organizations/{owner.organization_id}/documents"
    assert world.request("GET", exact + query).status == 401


def test_functions_named_like_modules_of_python_are_found(world, owner):
    made = add(world, owner).json
    xml = world.request("GET", f"/v1/documents/{made['id']}/xml?format=none", token=owner.token)
    assert "ubl" in xml.json["error"]["message"] + str(xml.json["error"]["details"])
    path = f"/v1/organizations/{owner.organization_id}/next-doc-number?type=invoice"
    assert world.request("GET", path, token=owner.token).json["number"] == "2026-00002"


def test_nobody_without_a_token_is_let_in_and_nobody_to_another_tenant(world, owner):
    other = world.organization("Other")
    answer = world.request("GET", documents(owner))
    assert (answer.status, answer.json["error"]["code"]) == (401, "AUTHORIZATION_REQUIRED")
    foreign = world.request("GET", documents(owner), token=other.token)
    absent = world.request("GET", "/v1/organizations/none/documents", token=other.token)
    assert foreign.status == absent.status == 404
    assert foreign.json["error"]["code"] == "MODEL_NOT_FOUND"


def test_a_form_with_brackets_makes_a_document(world, owner):
    form = urlencode(
        {
            "type": "invoice",
            "draft": "true",
            "_documentClient[name]": "Škoda & Co.",
            "_documentItems[0][name]": "first",
            "_documentItems[0][price]": "10.50",
            "_documentItems[0][_documentItemTaxes][0][rate]": "22",
            "_documentItems[1][name]": "second",
            "_documentItems[1][price]": "1",
        }
    )
    made = world.request(
        "POST", documents(owner), form, token=owner.token, headers={"content-type": FORM}
    )
    assert made.status == 200, made.body
    assert made.json["draft"] is True
    assert [line["name"] for line in made.json["_documentItems"]] == ["first", "second"]
    assert made.json["_documentClient"]["name"] == "Škoda & Co."


def test_a_list_tells_how_many_there_are_in_all(world, owner):
    for _ in range(3):
        add(world, owner)
    answer = world.request("GET", f"{documents(owner)}?limit=2", token=owner.token)
    assert (len(answer.json), answer.headers["x-total-count"]) == (2, "3")


@pytest.mark.parametrize(
    "query",
    [
        "filter[where][type]=estimate&filter[order]=date DESC&filter[limit]=1",
        'filter={"where":{"type":"estimate"},"limit":1}',
        "filter[where][and][0][type]=estimate&filter[where][and][1][number][neq]=x&filter[limit]=1",
    ],
)
def test_F073_filters_in_brackets_and_as_json_mean_the_same(world, owner, query):
    for kind in ("invoice", "estimate", "estimate"):
        add(world, owner, type=kind)
    answer = world.request("GET", f"{documents(owner)}?{query}", token=owner.token)
    assert [d["type"] for d in answer.json] == ["estimate"]
    assert answer.headers["x-total-count"] == "2"


def test_F073_a_count_takes_its_conditions_in_brackets(world, owner):
    for kind in ("invoice", "estimate", "estimate"):
        add(world, owner, type=kind)
    for query in ("where[type]=estimate", 'where={"type":"estimate"}'):
        answer = world.request("GET", f"{documents(owner)}/count?{query}", token=owner.token)
        assert answer.json == {"count": 2}


def test_the_old_name_of_the_search_finds_clients(world, owner):
    path = f"/v1/organizations/{owner.organization_id}/clients"
    client = world.request("POST", path, {"name": "Rocket Labs"}, token=owner.token).json
    old = f"/v1/organizations/{owner.organization_id}/search-clients?term=rocket"
    assert [c["id"] for c in world.request("GET", old, token=owner.token).json] == [client["id"]]


def test_a_pdf_is_a_pdf_whatever_the_library_asks_for(world, owner):
    made = add(world, owner).json
    path = f"/v1/documents/{made['id']}/pdf?l=de&access_token={owner.token}"
    answer = world.request("GET", path, headers={"accept": "application/json"})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def test_errors_stand_in_the_envelope_with_the_fields_they_are_about(world, owner):
    answer = add(world, owner, _documentItems=[{"name": "x", "price": "ten"}])
    told = answer.json["error"]
    assert (answer.status, told["statusCode"], told["name"]) == (422, 422, "ValidationError")
    assert list(told["details"]["messages"]) == ["_documentItems.0.price"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/organizations/x", 404),
        ("GET", "/v1/documents/x?filter[where=1", 400),
        ("GET", "/v1/documents/x?filter[a]=1&filter[a][b]=2", 400),
        ("GET", "/v1/documents/x?filter=" + "[" * 40, 400),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_envelope(world, owner, method, path, status):
    answer = world.request(method, path, token=owner.token)
    assert (answer.status, answer.json["error"]["statusCode"]) == (status, status)


def test_names_with_brackets_become_objects_and_lists():
    pairs = [("a[b][]", "1"), ("a[b][]", "2"), ("c[1][x]", "second"), ("c[0][x]", "first")]
    assert nested(pairs) == {"a": {"b": ["1", "2"]}, "c": [{"x": "first"}, {"x": "second"}]}


def test_every_route_is_found_in_lower_case_and_nothing_is_hidden_by_another():
    routes = read_routes(route_list().splitlines())
    for route in routes:
        found = find(routes, route.method, route.path.lower() + "/")
        assert found is not None
        assert found.route == route


def test_the_doors_list_of_routes_is_the_templates():
    written = (ROOT / "functions" / "vendor" / "routes.txt").read_text()
    assert written == route_list(), "write it anew: make pages"


def test_the_door_may_do_what_the_functions_behind_it_may():
    resources = read_template(ROOT / "template.yaml")["Resources"]
    door = _rights(resources, "Vendor")
    for name, resource in resources.items():
        served = resource.get("Properties", {}).get("Events", {}).values()
        if name != "VendorFunction" and any(event["Type"] == "HttpApi" for event in served):
            needed = _rights(resources, name.removesuffix("Function"))
            assert {right for right in needed - door if "logs:" not in right} == set(), name


def _rights(resources: dict, name: str) -> set[str]:
    (policy,) = resources[f"{name}Role"]["Properties"]["Policies"]
    found = set()
    for statement in policy["PolicyDocument"]["Statement"]:
        actions, places = statement["Action"], statement["Resource"]
        for action in [actions] if isinstance(actions, str) else actions:
            for place in places if isinstance(places, list) else [places]:
                found.add(f"{action} on {json.dumps(place)}")
    return found


def test_replacing_a_document_by_post_is_putting_it(world, owner):
    made = add(world, owner, draft=True, note="first").json
    body = {"_documentItems": [{"name": "y", "price": 2}], "draft": True}
    path = f"/v1/documents/{made['id']}/replace"
    replaced = world.request("POST", path, body, token=owner.token)
    assert replaced.status == 200, replaced.body
    read = world.request("GET", f"/v1/documents/{made['id']}", token=owner.token).json
    assert (read["_documentItems"][0]["name"], "note" in read) == ("y", False)


def test_a_person_logs_in_by_the_door(world, owner):
    body = {"email": "ana@example.com", "password": "correct horse"}
    made = world.request("POST", f"/v1/accounts?access_token={owner.token}", body)
    assert made.status == 200
    told = world.request("POST", "/v1/accounts/login", {**body, "ttl": 3600}).json
    assert (told["userId"], told["ttl"]) == (made.json["id"], 3600)
    with_token = f"{documents(owner)}?access_token={told['id']}"
    assert world.request("GET", with_token).json == []
    wrong = world.request("POST", "/v1/accounts/login", {**body, "password": "x"})
    assert wrong.status == 401
    assert wrong.json["error"]["statusCode"] == 401
