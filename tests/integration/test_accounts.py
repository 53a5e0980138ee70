"""Accounts, logins and members: who may act for an organization, as what, and for how long."""

import re
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, cloud

from invoicing.edge import accounts, wiring
from invoicing.safe import safe_password
from invoicing.usecases import found_organization
from invoicing.usecases.sessions import ATTEMPTS_MAX

PASSWORD = "correct horse battery"
ACCOUNTS, PLACES = "/v1/Accounts", "/v1/AccountOrganizations"


class Client:
    """Requests to one organization by its operator's token, unless by another."""

    def __init__(self, world: OutsideWorld, owner: Credentials) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"
        self.organization_id = owner.organization_id

    def ask(self, method: str, path: str, body: object = None, token: str = "") -> Answer:
        return self.world.request(method, path, body, token=token or self.token)

    def person(self, name: str = "ana", role: str = "default", **members: object) -> dict:
        body = {"email": f"{name}@example.com", "password": PASSWORD, "role": role, **members}
        made = self.ask("POST", ACCOUNTS, body)
        assert made.status == 201, made.body
        return made.json

    def login(self, name: str = "ana", password: str = PASSWORD, **members: object) -> Answer:
        body = {"email": f"{name}@example.com", "password": password, **members}
        return self.world.request("POST", f"{ACCOUNTS}/login", body)

    def place(self, account_id: str) -> dict:
        members = self.ask("GET", f"{self.own}/accountorganizations").json
        return next(member for member in members if member["accountId"] == account_id)

    def code(self) -> str:
        """The code in the last mail."""
        self.world.deliver()
        text = self.world.mails()[-1].replace(b"=\r\n", b"").decode()
        return re.findall(r"acc_[0-9A-Z]{26}_[\w-]+", text)[-1]


def confirm(world: OutsideWorld, token: str) -> None:
    """The person follows the link that is mailed to its address."""
    world.request("POST", f"{ACCOUNTS}/me/send-verification", {}, token=token)
    world.deliver()
    text = world.mails()[-1].replace(b"=\r\n", b"").decode()
    code = re.findall(r"acc_[0-9A-Z]{26}_[\w-]+", text)[-1]
    assert world.request("GET", f"{ACCOUNTS}/confirm?token={code}").json == {"isVerified": True}


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def client(world) -> Client:
    return Client(world, world.organization())


@pytest.fixture
def other(world) -> Client:
    return Client(world, world.organization("Other"))


# Logging in


def test_a_login_gives_a_token_that_does_what_the_role_allows(client):
    made = client.person(role="readonly", firstname="Ana")
    session = client.login(ttl=3600)
    assert session.status == 200
    assert session.headers["cache-control"] == "no-store"
    told = session.json
    assert (told["userId"], told["ttl"]) == (made["id"], 3600)
    assert told["created"].startswith("2026-11-21T09:00:00")
    assert client.ask("GET", client.own, token=told["id"]).status == 200
    assert client.ask("PATCH", client.own, {"dueDays": 9}, token=told["id"]).status == 403
    own = client.ask("GET", f"{ACCOUNTS}/authorized", token=told["id"]).json
    assert own == made
    assert "password" not in own


def test_nothing_of_a_password_or_token_is_readable_in_the_store(client, world, capsys):
    client.person()
    secret = client.login().json["id"]
    stored = repr(world.rows())
    assert PASSWORD not in stored
    assert secret.removeprefix("ntl_live_") not in stored
    logged = capsys.readouterr().out
    assert '"answered"' in logged
    assert [word for word in (PASSWORD, secret, "ana@example.com") if word in logged] == []


@pytest.mark.parametrize(
    ("name", "password"), [("ana", "wrong"), ("ana", ""), ("nobody", PASSWORD), ("bor", "")]
)
def test_who_has_no_account_is_answered_as_who_has_another_password(client, name, password):
    client.person()
    client.person("bor", password=None)
    seen = client.login(name, password or "x")
    assert (seen.status, seen.json["code"]) == (401, "login-failed")
    del seen.json["requestId"]
    assert seen.json["detail"] == client.login("nobody", "x").json["detail"]


def test_an_unknown_address_takes_as_much_deriving_as_a_known_one(client, monkeypatch):
    derived = []
    real = safe_password._derived
    monkeypatch.setattr(
        safe_password, "_derived", lambda *args: derived.append(args[2:]) or real(*args)
    )
    client.person()
    derived.clear()
    client.login("ana", "wrong")
    client.login("nobody", "wrong")
    assert len(derived) == 2
    assert derived[0] == derived[1]


def test_an_address_is_tried_ten_times_in_a_quarter_of_an_hour(client, world):
    client.person()
    for _ in range(ATTEMPTS_MAX):
        assert client.login("ana", "wrong").status == 401
    for name, password in (("ana", PASSWORD), ("ANA", PASSWORD)):
        answer = client.login(name, password)
        assert (answer.status, answer.json["code"]) == (429, "too-many-attempts")
        assert 0 < int(answer.headers["retry-after"]) <= 900
    for _ in range(ATTEMPTS_MAX):  # who has no account is no better off
        assert client.login("nobody", "wrong").status == 401
    assert client.login("nobody", "wrong").status == 429
    world.now += timedelta(minutes=15)
    assert client.login().status == 200


def test_a_token_ends_when_its_time_is_over_or_it_is_logged_out(client, world):
    client.person(role="readonly")
    short, long, endless = (client.login(ttl=ttl).json for ttl in (60, 3600, -1))
    assert [one["ttl"] for one in (short, long, endless)] == [60, 3600, -1]
    world.now += timedelta(seconds=61)
    assert client.ask("GET", client.own, token=short["id"]).status == 401
    assert client.ask("POST", f"{ACCOUNTS}/logout", {}, token=long["id"]).status == 200
    assert client.ask("GET", client.own, token=long["id"]).status == 401
    assert client.ask("GET", client.own, token=endless["id"]).status == 200
    refused = client.ask("POST", f"{ACCOUNTS}/logout", {})
    assert (refused.status, refused.json["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/email"),
        ({"email": "ana@example.com"}, "/password"),
        ({"email": "ana@example.com", "password": PASSWORD, "ttl": 59}, "/ttl"),
        ({"email": "ana@example.com", "password": PASSWORD, "ttl": -2}, "/ttl"),
        ({"email": "ana@example.com", "password": PASSWORD, "ttl": 10**10}, "/ttl"),
        ({"email": "ana@example.com", "password": "x" * 257}, "/password"),
        ({"username": "ana"}, "/username"),
    ],
)
def test_a_login_that_cannot_be_read_names_what_is_wrong(client, world, body, pointer):
    before = world.rows()
    answer = client.world.request("POST", f"{ACCOUNTS}/login", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before


# Accounts


def test_an_address_has_one_account_in_any_case(client, other):
    client.person()
    taken = client.ask("POST", ACCOUNTS, {"email": "ANA@example.com"})
    assert (taken.status, taken.json["code"]) == (409, "email-taken")
    assert other.ask("POST", ACCOUNTS, {"email": "ana@example.com"}).status == 409
    asked = f"{ACCOUNTS}/is-unique?email="
    assert client.ask("GET", f"{asked}Ana@example.com").json == {"isUnique": False}
    assert client.ask("GET", f"{asked}bor@example.com").json == {"isUnique": True}


def test_people_change_their_own_account_and_no_other(client):
    ana, bor = client.person(), client.person("bor", role="admin")
    token = client.login().json["id"]
    changed = client.ask("PATCH", f"{ACCOUNTS}/me", {"lastname": "Novak"}, token)
    assert (changed.status, changed.json["lastname"]) == (200, "Novak")
    foreign = client.ask("PATCH", f"{ACCOUNTS}/{bor['id']}", {"lastname": "X"}, token)
    admin = client.login("bor").json["id"]
    also = client.ask("PATCH", f"{ACCOUNTS}/{ana['id']}", {"lastname": "X"}, admin)
    assert (foreign.status, also.status) == (404, 404)
    assert client.ask("GET", f"{ACCOUNTS}/{bor['id']}", token=token).status == 404
    assert client.ask("GET", f"{ACCOUNTS}/{ana['id']}", token=admin).json["lastname"] == "Novak"
    assert [a["id"] for a in client.ask("GET", ACCOUNTS, token=token).json] == [ana["id"]]
    assert client.ask("GET", f"{ACCOUNTS}/count", token=admin).json == {"count": 2}


def test_another_address_is_free_for_others_once_it_is_left(client):
    client.person()
    token = client.login().json["id"]
    moved = client.ask("PATCH", f"{ACCOUNTS}/me", {"email": "ana2@example.com"}, token).json
    assert (moved["email"], moved["emailVerified"]) == ("ana2@example.com", False)
    assert client.login().status == 401
    assert client.login("ana2").status == 200
    client.person()
    taken = client.ask("PATCH", f"{ACCOUNTS}/me", {"email": "ana@example.com"}, token)
    assert (taken.status, taken.json["code"]) == (409, "email-taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/email"),
        ({"email": "no address"}, "/email"),
        ({"email": "ana@example.com", "password": "short"}, "/password"),
        ({"email": "ana@example.com", "role": "owner"}, "/role"),
        ({"email": "ana@example.com", "isAdmin": True}, "/isAdmin"),
    ],
)
def test_an_account_that_cannot_be_made_is_refused_by_name(client, world, body, pointer):
    before = world.rows()
    answer = client.ask("POST", ACCOUNTS, body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before


def test_an_admin_logs_in_as_an_account_it_made_in_its_organization_alone(client, other):
    made = client.person()
    other.ask("POST", f"{other.own}/invite", {"accountId": made["id"], "role": "admin"})
    told = client.ask("POST", f"{ACCOUNTS}/impersonate", {"id": made["id"], "ttl": 60}).json
    assert (told["userId"], told["organizationId"]) == (made["id"], client.organization_id)
    assert client.ask("GET", other.own, token=told["id"]).status == 404
    for body in ({"id": made["id"]}, {"email": "ana@example.com"}, {"email": "x@example.com"}):
        assert other.ask("POST", f"{ACCOUNTS}/impersonate", body).status == 404
    body = {"email": "ana@example.com"}
    assert client.ask("POST", f"{ACCOUNTS}/impersonate", body, told["id"]).status == 403


# Codes


def test_a_forgotten_password_is_set_anew_with_a_code_that_works_once(client, world):
    client.person()
    assert client.world.request("POST", f"{ACCOUNTS}/reset", {"email": "ana@example.com"}).json
    first = client.code()
    client.world.request("POST", f"{ACCOUNTS}/reset", {"email": "ana@example.com"})
    code = client.code()
    assert "acc_" not in repr(world.rows())
    path, new = f"{ACCOUNTS}/reset-password", "battery staple"
    for wrong in (first, code[:-1], code[:-1] + "A", "acc__", "acc", "", "ntl_live_x"):
        answer = world.request("POST", path, {"token": wrong, "password": new})
        assert answer.status == 401, wrong
    assert world.request("POST", path, {"token": code, "password": "short"}).status == 422
    assert world.request("POST", path, {"token": code, "password": new}).status == 200
    assert world.request("POST", path, {"token": code, "password": "another one"}).status == 401
    assert client.login().status == 401
    token = client.login(password=new).json["id"]
    assert client.ask("GET", f"{ACCOUNTS}/me/is-verified", token=token).json == {"isVerified": True}


def test_an_address_nobody_has_is_answered_alike_and_gets_no_mail(client, world):
    client.person()
    known, unknown = (
        world.request("POST", f"{ACCOUNTS}/reset", {"email": f"{name}@example.com"})
        for name in ("ana", "nobody")
    )
    assert (known.status, known.body) == (unknown.status, unknown.body) == (200, known.body)
    world.deliver()
    assert len(world.mails()) == 1


def test_a_code_is_worth_nothing_after_a_day(client, world):
    client.person()
    world.request("POST", f"{ACCOUNTS}/reset", {"email": "ana@example.com"})
    code = client.code()
    world.now += timedelta(hours=24)
    body = {"token": code, "password": "battery staple"}
    assert world.request("POST", f"{ACCOUNTS}/reset-password", body).status == 401
    assert world.request("GET", f"{ACCOUNTS}/confirm?token={code}").status == 401


def test_an_address_is_confirmed_by_the_code_it_gets(client, world):
    client.person()
    token = client.login().json["id"]
    path = f"{ACCOUNTS}/me/send-verification"
    assert client.ask("POST", path, {}, token).status == 200
    confirmed = world.request("GET", f"{ACCOUNTS}/confirm?token={client.code()}")
    assert (confirmed.status, confirmed.json) == (200, {"isVerified": True})
    again = client.ask("POST", path, {}, token)
    assert (again.status, again.json["code"]) == (409, "email-verified")


def test_a_password_is_changed_by_who_knows_the_old_one(client):
    client.person(role="readonly")
    token = client.login().json["id"]
    path = f"{ACCOUNTS}/change-password"
    wrong = {"oldPassword": "wrong", "newPassword": "battery staple"}
    assert client.ask("POST", path, wrong, token).json["code"] == "login-failed"
    right = {**wrong, "oldPassword": PASSWORD}
    short = client.ask("POST", path, {**right, "newPassword": "short"}, token)
    assert short.json["errors"][0]["pointer"] == "/newPassword"
    assert client.ask("POST", path, right, token).status == 200
    assert client.login().status == 401
    assert client.login(password="battery staple").status == 200


# Members


def test_an_invited_address_gets_an_account_which_its_code_opens(client, world):
    invited = client.ask("POST", f"{client.own}/invite", {"email": "ana@example.com"})
    assert invited.status == 201
    assert (invited.json["active"], invited.json["role"]) == (False, "default")
    assert client.login().status == 401
    body = {"token": client.code(), "password": PASSWORD}
    assert world.request("POST", f"{ACCOUNTS}/reset-password", body).status == 200
    assert client.place(invited.json["accountId"])["active"]
    assert client.login().status == 200
    assert len(world.mails()) == 1


def test_an_account_accepts_by_logging_in_to_who_invited_it_or_by_its_own_token(client, other):
    made = client.person()
    home = client.login().json["id"]
    path = f"{other.own}/invite"
    invited = other.ask("POST", path, {"email": "ana@example.com", "role": "readonly"}).json
    assert client.login().json["organizationId"] == client.organization_id
    own = client.ask("GET", f"{ACCOUNTS}/me/accountorganizations", token=home).json
    assert [place["organizationId"] for place in own] == [
        client.organization_id,
        other.organization_id,
    ]
    told = client.login(organizationId=other.organization_id).json
    assert (told["organizationId"], told["role"]) == (other.organization_id, "readonly")
    assert other.place(made["id"])["active"]
    other.ask("DELETE", f"{PLACES}/{invited['id']}")
    again = other.ask("POST", path, {"accountId": made["id"]}).json
    rejected = client.ask("POST", f"{PLACES}/{again['id']}/reject", {}, home)
    assert (rejected.json["active"], rejected.json["rejected"]) == (False, True)
    assert client.login(organizationId=other.organization_id).status == 403
    late = client.ask("POST", f"{PLACES}/{again['id']}/accept", {}, home)
    assert (late.status, late.json["code"]) == (409, "invitation-answered")


def test_nobody_accepts_for_another(client, other):
    client.person()
    client.person("bor")
    invited = other.ask("POST", f"{other.own}/invite", {"email": "ana@example.com"}).json
    token = client.login("bor").json["id"]
    for who in (token, other.token):
        assert client.ask("POST", f"{PLACES}/{invited['id']}/accept", {}, who).status == 404


def test_a_members_tokens_allow_no_more_than_the_member(client):
    made = client.person(role="admin")
    place = client.place(made["id"])["id"]
    login = client.login().json["id"]
    body = {"role": "admin", "label": "reports"}
    token = client.ask("POST", f"{client.own}/tokens", body, login).json["secret"]

    def statuses() -> list[list[int]]:
        return [
            [
                client.ask("GET", client.own, token=one).status,
                client.ask("PATCH", client.own, {"dueDays": 9}, one).status,
                client.ask("GET", f"{client.own}/tokens", token=one).status,
            ]
            for one in (login, token)
        ]

    client.person("bor", role="admin")  # someone must stay one
    assert statuses() == [[200, 200, 200]] * 2
    for role, seen in (("default", [200, 200, 403]), ("readonly", [200, 403, 403])):
        changed = client.ask("POST", f"{PLACES}/{place}/change-role", {"role": role})
        assert changed.json["role"] == role
        assert statuses() == [seen] * 2
    client.ask("POST", f"{PLACES}/{place}/disable", {})
    assert statuses() == [[401, 401, 401]] * 2
    assert client.login().status == 403
    client.ask("POST", f"{PLACES}/{place}/enable", {})
    assert statuses() == [[200, 403, 403]] * 2
    assert client.ask("DELETE", f"{PLACES}/{place}").json == {"count": 1}
    assert statuses() == [[401, 401, 401]] * 2
    assert client.login().status == 403


def test_the_last_admin_stays_one(client, world):
    made = client.person(role="admin")
    client.person("bor")
    place = f"{PLACES}/{client.place(made['id'])['id']}"
    before = world.rows()
    for method, path, body in (
        ("DELETE", place, None),
        ("POST", f"{place}/disable", {}),
        ("POST", f"{place}/change-role", {"role": "default"}),
    ):
        answer = client.ask(method, path, body)
        assert (answer.status, answer.json["code"]) == (409, "last-admin")
    assert world.rows() == before
    client.person("cene", role="admin")
    assert client.ask("DELETE", place).status == 200


@pytest.mark.parametrize("role", ["readonly", "default"])
def test_only_admins_manage_members(client, world, role):
    made = client.person(role=role)
    token = client.login().json["id"]
    place = f"{PLACES}/{client.place(made['id'])['id']}"
    before = world.rows()
    for method, path, body in (
        ("POST", ACCOUNTS, {"email": "x@example.com", "role": "admin"}),
        ("POST", f"{client.own}/invite", {"email": "x@example.com", "role": "admin"}),
        ("GET", f"{client.own}/accountorganizations", None),
        ("POST", f"{place}/change-role", {"role": "admin"}),
        ("POST", f"{place}/enable", {}),
        ("DELETE", place, None),
        ("GET", f"{ACCOUNTS}/is-unique?email=x@example.com", None),
        ("POST", f"{ACCOUNTS}/impersonate", {"email": "ana@example.com"}),
        ("POST", f"{client.own}/tokens", {"role": "admin"}),
    ):
        answer = client.ask(method, path, body, token)
        assert (answer.status, answer.json["code"]) == (403, "forbidden"), path
    assert world.rows() == before


def test_a_member_is_one_once(client):
    made = client.person()
    again = client.ask("POST", f"{client.own}/invite", {"email": "ana@example.com"})
    assert (again.status, again.json["code"]) == (409, "member-exists")
    assert again.json["existingId"] == client.place(made["id"])["id"]
    assert client.ask("POST", f"{client.own}/invite", {"accountId": "none"}).status == 404
    assert client.ask("POST", f"{client.own}/invite", {}).status == 422


def test_the_test_world_knows_no_members_and_a_member_may_log_in_to_it(client):
    client.person(role="admin")
    token = client.login(live=False).json["id"]
    assert token.startswith("ntl_test_")
    assert client.ask("GET", client.own, token=token).status == 200
    for path in (f"{client.own}/accountorganizations", ACCOUNTS):
        assert client.ask("GET", path, token=token).status == 403


def test_an_operators_token_may_end_once_an_admin_may_log_in(client):
    own = client.ask("GET", f"{client.own}/tokens").json[0]["id"]
    path = f"{client.own}/tokens/{own}"
    assert client.ask("DELETE", path).json["code"] == "last-admin-token"
    client.person(role="admin")
    login = client.login().json["id"]
    client.ask("DELETE", path, token=login)
    assert client.ask("GET", client.own).status == 401
    assert client.ask("GET", f"{client.own}/tokens", token=login).status == 200


# Organizations of one's own

NEW = {"name": "Hruška d.o.o.", "countryAlpha2Code": "PL", "email": "h@example.com"}
OWN = f"{ACCOUNTS}/me/organizations"


def test_an_account_makes_an_organization_and_is_its_admin(client, world):
    client.person(role="readonly")
    token = client.login().json["id"]
    confirm(world, token)
    made = client.ask("POST", OWN, NEW, token)
    assert made.status == 201, made.body
    assert (made.json["name"], made.json["currencyId"]) == (NEW["name"], "PLN")
    assert made.headers["location"] == f"/v1/Organizations/{made.json['id']}"
    assert client.ask("GET", made.headers["location"], token=token).status == 404
    session = client.login(organizationId=made.json["id"]).json
    assert session["role"] == "admin"
    assert client.ask("GET", made.headers["location"], token=session["id"]).json == made.json
    listed = client.ask("GET", OWN, token=token).json
    assert [(o["id"], o["role"]) for o in listed] == [
        (client.organization_id, "readonly"),
        (made.json["id"], "admin"),
    ]
    body = {"_documentItems": [{"name": "x", "price": 1}]}
    path = f"{made.headers['location']}/documents"
    assert client.ask("POST", path, body, session["id"]).json["number"] == "2026-00001"


def test_only_confirmed_accounts_make_organizations_and_only_their_own(client, world):
    ana = client.person()
    token = client.login().json["id"]
    refused = client.ask("POST", OWN, NEW, token)
    assert (refused.status, refused.json["code"]) == (409, "email-unconfirmed")
    assert client.ask("POST", OWN, NEW).status == 404  # an operator's token is nobody's
    client.person("eva")
    eva = client.login("eva").json["id"]
    confirm(world, eva)
    assert client.ask("POST", f"{ACCOUNTS}/{ana['id']}/organizations", NEW, eva).status == 404
    assert len(client.ask("GET", OWN, token=eva).json) == 1


@pytest.mark.parametrize("name", ["name", "countryAlpha2Code"])
def test_an_organization_needs_a_name_and_a_country(client, world, name):
    client.person()
    token = client.login().json["id"]
    confirm(world, token)
    answer = client.ask("POST", OWN, {k: v for k, v in NEW.items() if k != name}, token)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, f"/{name}")
    assert len(client.ask("GET", OWN, token=token).json) == 1


def test_an_operator_decides_whether_accounts_make_organizations(client, world):
    client.person()
    token = client.login().json["id"]
    closed = replace(wiring.ports(), accounts_found=False)
    with patch.object(accounts, "ports", lambda: closed):
        answer = client.ask("POST", OWN, NEW, token)
    assert (answer.status, answer.json["code"]) == (403, "organizations-closed")


def test_an_account_makes_a_few_organizations_at_most(client, world):
    client.person()
    token = client.login().json["id"]
    confirm(world, token)
    with patch.object(found_organization, "PLACES_MAX", 2):
        statuses = [client.ask("POST", OWN, NEW, token).status for _ in range(2)]
    assert statuses == [201, 409]
