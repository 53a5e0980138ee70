"""Every function takes its sample event of events/, and answers as one that understood it."""

import json
from typing import Any

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import ROOT, Context, cloud, module, router

SAMPLES = sorted(path.stem for path in (ROOT / "events").glob("*.json"))
# The samples' organization, document and link exist in no stack: a 404 has been looked up.
STATUSES = {
    "imports": {202},
    "accounts": {401},
    "list": {200},
    "lookups": {200},
    "parse_xml": {422},
    "public": {404},
    "vendor": {200},
}

# Functions that no request reaches.
UNANSWERED = (
    *("authorize", "collect", "deliver", "import_file", "janitor"),
    *("mail_events", "recur", "schedule"),
)


def sample(folder: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((ROOT / "events" / f"{folder}.json").read_text())
    return event


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


def test_every_sample_has_its_function():
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    assert set(SAMPLES) <= folders


@pytest.mark.parametrize("folder", SAMPLES)
def test_a_function_answers_its_sample(world, folder):
    event = sample(folder)
    routes = {route.key: route for _, route in router()._routes}
    route = routes.get(event.get("routeKey", ""), next(iter(routes.values())))
    answer = module(folder).handler(event, Context(route))
    json.dumps(answer)
    if "statusCode" not in answer:
        assert folder in UNANSWERED
        return
    assert event["routeKey"] in routes
    expected = STATUSES.get(folder, {404})
    assert answer["statusCode"] in expected, answer["body"]


def test_the_sample_of_authorize_is_nobodys_token(world):
    route = next(iter(router()._routes))[1]
    answer = module("authorize").handler(sample("authorize"), Context(route))
    assert answer == {"isAuthorized": True, "context": {"organizationId": ""}}


def test_the_sample_of_deliver_is_taken_whole(world):
    route = next(iter(router()._routes))[1]
    answer = module("deliver").handler(sample("deliver"), Context(route))
    assert set(answer) == {"batchItemFailures"}
