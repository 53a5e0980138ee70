"""Requests generated from the OpenAPI document: what it allows, and what it forbids.

The short form tries few of each route; NOTULA_LONG tries 5,000.
"""

import copy
import math
import os
import warnings
from collections import Counter
from contextlib import suppress
from typing import Any

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from reference.document import openapi
from schemathesis import GenerationMode
from schemathesis.core import NotSet
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, cloud

LONG = "NOTULA_LONG" in os.environ
CASES = int(os.environ.get("CASES", "5000"))
SPARE = 1.2  # some routes have nothing to be wrong
ROUTES_SHORT, EACH_SHORT = 7, 4
PROFILE = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PUBLIC = ("/docs", "/errors", "/openapi.json")
LINES = {"_documentItems": [{"name": "x", "price": 10}]}
MADE = {
    "clientId": ("clients", {"name": "Acme"}),
    "itemId": ("items", {"name": "Hammer", "price": 5}),
    "taxId": ("taxes", {"name": "DDV", "_taxRates": [{"rate": 22}]}),
    "schemaId": ("tax-schemas", {"name": "Books"}),
    "typeId": ("document-types", {"key": "rent", "baseType": "invoice", "name": "Rent"}),
    "attributeId": ("custom-attributes", {"name": "project"}),
    "unitId": ("units", {"name": "Shop"}),
    "templateId": ("templates", {"name": "Care", "document": LINES}),
    "priceListId": ("price-lists", {"name": "Wholesale", "currencyId": "EUR"}),
    "webhookId": ("webhooks", {"url": "https://hooks.example.com/x"}),
    "id": ("documents", LINES),
}


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


def operations() -> list[Any]:
    """Every route but those that serve fixed files; deletions last."""
    document = copy.deepcopy(openapi())
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("security")  # the token is always the owner's
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [r.ok() for r in schemathesis.openapi.from_dict(document).get_all_operations()]
    wanted = [o for o in found if not o.path.startswith(PUBLIC)]
    return sorted(wanted, key=lambda o: (_ends(o), o.path, o.method))


def _ends(operation: Any) -> bool:
    """Whether what later requests are about may be gone after it."""
    return operation.method.upper() == "DELETE" or operation.path.endswith("/deactivate")


def furnish(world: OutsideWorld, owner: Credentials) -> dict[str, str]:
    """One of everything, so that generated requests meet something."""
    organization = f"/v1/Organizations/{owner.organization_id}"
    ids = {
        "organizationId": owner.organization_id,
        "day": "2026-11-20",
        "name": "externalSourceDoc",
        "lineId": "1",
    }
    for name, (many, body) in MADE.items():
        made = world.request("POST", f"{organization}/{many}", body, token=owner.token)
        assert made.status == 201, made.body
        ids[name] = made.json["id"]
    return ids


def answered(world: OutsideWorld, case: Any, ids: dict[str, str], token: str) -> Answer:
    """What the case's request is answered, sent with this organization's ids by its owner."""
    case.path_parameters = {n: ids.get(n, v) for n, v in (case.path_parameters or {}).items()}
    given = case.as_transport_kwargs(base_url="http://x")
    given.pop("cookies", None)
    request = requests.Request(**given).prepare()
    headers = {name.lower(): _text(value) for name, value in request.headers.items()}
    body = request.body or b""
    data = body.encode() if isinstance(body, str) else body
    return world.request(
        str(request.method),
        str(request.path_url),
        data,
        headers={**headers, "authorization": f"Bearer {token}"},
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def is_forbidden(case: Any) -> bool:
    """Whether the document does not allow the body or a parameter it declares.

    What it does not name in the query is nobody's business; the path is ours.
    """
    raw = openapi()["paths"][case.operation.path][case.method.lower()]
    content = raw.get("requestBody", {}).get("content", {})
    is_json = case.media_type == "application/json" and not isinstance(case.body, NotSet)
    if is_json and not _allows(content["application/json"]["schema"], case.body):
        return True
    for parameter in raw["parameters"]:
        if parameter.get("in") == "query":
            value = (case.query or {}).get(parameter["name"])
            if value is None and parameter["required"]:
                return True
            if isinstance(value, str) and not _reads(parameter["schema"], value):
                return True
    return False


def _allows(schema: dict[str, Any], value: Any) -> bool:
    whole = {**schema, "components": openapi()["components"]}
    try:
        return bool(jsonschema_rs.Draft202012Validator(whole).is_valid(value))
    except ValueError:  # bytes, which no JSON holds: the client encodes them its own way
        return True


def _reads(schema: dict[str, Any], text: str) -> bool:
    """Whether the text of a query is a value of the schema."""
    if schema.get("type") == "integer":
        return text.isdecimal() and _allows(schema, int(text))
    return _allows(schema, text)


def test_U40_generated_requests_meet_no_surprise(world, shown):
    """No 5xx, nothing undescribed (every answer is judged), nothing forbidden is accepted."""
    owner = world.organization(address="Slovenska cesta 1", city="Ljubljana", email="a@example.si")
    ids = furnish(world, owner)
    asked = operations()
    counts: Counter[str] = Counter()
    surprises: list[str] = []

    def attempt(case: Any) -> None:
        forbidden = is_forbidden(case)
        counts["cases"] += 1
        what = f"{case.method} {case.operation.path} {case.query} {str(case.body)[:500]}"
        try:
            answer = answered(world, case, ids, owner.token)
        except AssertionError as exc:
            surprises.append(f"{what}: {str(exc)[:500]}")
            return
        counts[f"{answer.status // 100}xx"] += 1
        if answer.status >= 500:
            surprises.append(f"{what}: {answer.status} {answer.body[:300]!r}")
        elif forbidden and answer.status < 400:
            surprises.append(f"accepted {what} {case.headers}: {answer.status}")

    each = math.ceil(CASES * SPARE / len(asked) / 2) if LONG else EACH_SHORT
    for operation in asked if LONG else asked[:: len(asked) // ROUTES_SHORT]:
        for mode in GenerationMode:
            run = given(operation.as_strategy(generation_mode=mode))(attempt)
            run = seed(1)(settings(PROFILE, max_examples=each)(run))
            with suppress(Unsatisfiable):  # where nothing can be wrong but the path
                run()
    with shown():
        print(f"generated requests: {dict(counts)}, surprises {len(surprises)}")
    assert not surprises, "\n".join(surprises)
    assert not LONG or counts["cases"] >= CASES
