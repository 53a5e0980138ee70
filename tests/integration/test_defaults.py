"""Settings of an organization one by one, as the first API has them."""

import pytest
from tests.support.world import Answer, Credentials, World


class Settings:
    def __init__(self, world: World, owner: Credentials) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        return self.world.request(method, path, body, token=self.token)

    def all(self) -> dict[str, object]:
        listed = self.ask("GET", f"{self.own}/defaults").json
        assert self.ask("GET", f"{self.own}/defaults/count").json == {"count": len(listed)}
        return {one["name"]: one["value"] for one in listed}


@pytest.fixture
def settings(world, owner) -> Settings:
    return Settings(world, owner)


def test_a_new_organization_has_what_documents_need(settings):
    assert settings.all() == {
        "currencyId": "EUR",
        "estimate_validTillDays": 30,
        "invoice_dueDays": 15,
        "pdf_template": "classic",
    }


@pytest.mark.parametrize(
    ("name", "value", "member", "kept"),
    [
        ("currencyId", "CHF", "currencyId", "CHF"),
        ("invoice_dueDays", 9, "dueDays", 9),
        ("estimate_validTillDays", 10, "validDays", 10),
        ("pdf_template", "modern", "printTheme", "warm"),
        ("invoice_note", "Thanks", "texts", {"invoice_note": "Thanks"}),
        ("colour", "green", "defaults", {"colour": "green"}),
    ],
)
def test_a_setting_is_the_organizations_own(settings, name, value, member, kept):
    put = settings.ask("PUT", f"{settings.own}/defaults/{name}", {"value": value})
    assert (put.status, put.json["id"], put.json["value"]) == (200, name, value)
    assert settings.ask("GET", f"/v1/Defaults/{name}").json == put.json
    assert settings.ask("GET", settings.own).json[member] == kept
    assert settings.ask("DELETE", f"/v1/Defaults/{name}").json == {"count": 1}
    assert settings.all().get(name) != value


def test_a_setting_is_made_once_and_changed_after(settings):
    path = f"{settings.own}/defaults"
    body = {"name": "estimate_note", "value": "Ours"}
    assert settings.ask("POST", path, body).status == 201
    again = settings.ask("POST", path, body)
    assert (again.status, again.json["code"]) == (409, "default-exists")
    changed = settings.ask("PATCH", "/v1/Defaults/estimate_note", {"value": "Yours"})
    assert changed.json["value"] == "Yours"
    estimate = {"type": "estimate", "_documentItems": [{"name": "x", "price": 1}]}
    assert settings.ask("POST", f"{settings.own}/documents", estimate).json["note"] == "Yours"
    for method in ("GET", "PATCH", "DELETE"):
        asked = settings.ask(
            method, "/v1/Defaults/none", {"value": 1} if method == "PATCH" else None
        )
        assert asked.status == 404


@pytest.mark.parametrize(
    ("name", "value", "pointer"),
    [
        ("currencyId", "euro", "/value"),
        ("invoice_dueDays", -1, "/value"),
        ("invoice_dueDays", "9", "/value"),
        ("pdf_template", "gothic", "/value"),
        ("invoice_note", 5, "/value"),
        ("custom", "x" * 5000, "/value"),
        ("image_logo", True, "/name"),
        ("1st", 1, "/name"),
        ("note", None, "/value"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(settings, world, name, value, pointer):
    before = world.rows()
    for method, path, body in (
        ("PUT", f"{settings.own}/defaults/{name}", {"value": value}),
        ("POST", f"{settings.own}/defaults", {"name": f"{name}", "value": value}),
    ):
        answer = settings.ask(method, path, body)
        is_there = name in settings.all() and method == "POST" and value is not None
        if is_there:
            assert answer.status == 409
        else:
            assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before
