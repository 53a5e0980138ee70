"""The OpenAPI document says everything about every route, and what breaks it is found."""

import json

import jsonschema_rs
import pytest
from reference import document
from reference.document import described, is_door, openapi, routes
from tests.support import contract
from tests.support.world import router

from invoicing.edge.problems import STATUSES

HEADERS = {"content-type": "application/json", "x-request-id": "r"}
CLIENT = {"id": "x", "version": 1, "kind": "company", "name": "Acme"}
PATH = "/v1/Clients/{clientId}"


def test_U40_every_route_of_the_template_is_described():
    missing = {route.key for route in routes()} - set(described()[0])
    assert missing == set(), contract.SAY_IT


def test_U40_nothing_is_described_that_the_template_has_not():
    assert set(described()[0]) - {route.key for route in routes()} == set()


def test_U40_the_routes_are_those_the_gateway_gets():
    served = {route.key for _, route in router()._routes if not is_door(route.path)}
    assert {route.key for route in routes()} == served


def test_U40_every_schema_is_one_of_json_schema_2020_12():
    for name, schema in openapi()["components"]["schemas"].items():
        whole = {**schema, "components": openapi()["components"]}
        jsonschema_rs.meta.validate(schema)
        jsonschema_rs.Draft202012Validator(whole)
        assert "nullable" not in json.dumps(schema), name


def test_U40_every_reference_leads_somewhere():
    text = json.dumps(openapi())
    names = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert names <= set(openapi()["components"]["schemas"])
    assert "x-type" not in text


def test_U40_operation_ids_are_unique_and_summaries_there():
    operations = [o for item in openapi()["paths"].values() for o in item.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids)) == len(routes())
    assert all(operation["summary"] and operation["tags"] for operation in operations)


def test_U40_every_status_of_an_error_has_its_words():
    assert set(STATUSES) <= set(document.TITLES)


def test_U40_every_example_is_one_its_schema_takes():
    shown = 0
    for item in openapi()["paths"].values():
        for operation in item.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for example in body.get("examples", {}).values():
                whole = {**body["schema"], "components": openapi()["components"]}
                jsonschema_rs.Draft202012Validator(whole).validate(example["value"])
                shown += 1
    assert shown > 25


def say(status: int = 200, headers: dict[str, str] = HEADERS, **body: object) -> None:
    contract.check("GET", PATH, status, headers, json.dumps({**CLIENT, **body}).encode())


def test_U40_an_answer_as_described_passes():
    say()


BROKEN = {
    "a member nobody described": ({"nmae": "x"}, "nmae"),
    "null": ({"note": None}, "note"),
    "an amount as text": ({"defaults": {"discountPercent": "5"}}, "discountPercent"),
    "a number as text": ({"version": "1"}, "version"),
    "no instant": ({"createdAt": "yesterday"}, "createdAt"),
}


@pytest.mark.parametrize(("body", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_U40_an_answer_that_is_not_as_described_fails(body, told):
    with pytest.raises(AssertionError, match=told):
        say(**body)


def test_U40_a_member_that_is_missing_fails():
    with pytest.raises(AssertionError, match="version"):
        contract.check("GET", PATH, 200, HEADERS, b'{"id":"x","kind":"company"}')


@pytest.mark.parametrize(
    ("status", "headers"),
    [(418, HEADERS), (200, {**HEADERS, "content-type": "text/html"}),
     (200, {"content-type": "application/json"})],
)  # fmt: skip
def test_U40_a_status_media_type_or_header_not_described_fails(status, headers):
    with pytest.raises(AssertionError):
        say(status, headers)


def test_U37_a_problem_with_an_unknown_code_fails():
    fault = {"pointer": "", "code": "no-such", "message": "x", "fix": "y"}
    problem = {
        "type": "/errors#not-found", "title": "x", "status": 404, "code": "not-found",
        "requestId": "r", "detail": "x", "errors": [fault],
    }  # fmt: skip
    headers = {**HEADERS, "content-type": "application/problem+json"}
    with pytest.raises(AssertionError, match="no-such"):
        contract.check("GET", PATH, 404, headers, json.dumps(problem).encode())
