"""Series are registered with Portugal's tax authority: its simulator checks who asks, and what."""

import json
from datetime import timedelta

import pytest
from tests.support.fiscal import PASSPHRASE
from tests.support.fiscal_world import fiscal_cloud
from tests.support.portuguese_world import NIF, PortugueseWorld, client

PASSWORD = "s3cret-of-the-portal"
NAME = f"{NIF}/1"


@pytest.fixture
def world():
    with fiscal_cloud(PortugueseWorld()) as made:
        made.at.users[NAME] = PASSWORD
        yield made


@pytest.fixture
def owner(world):
    owner = world.shop(series=None)
    assert world.upload(owner, client().p12(PASSPHRASE), kind="at-tls").status == 200
    return owner


def tell(world, owner, status=200, **more):
    path = f"/v1/Organizations/{owner.organization_id}/fiscal-series"
    body = {"series": "A2026", "type": "invoice", "username": NAME, "password": PASSWORD, **more}
    return world.done("POST", path, body, owner, status)


def test_F282_a_series_is_registered_and_its_code_is_on_the_next_document(world, owner):
    world.issue(owner, status=422)
    told = tell(world, owner)
    assert (told["series"], len(told["code"])) == ("FT A2026", 8)
    world.restart()
    assert world.issue(owner)["_at"]["atcud"] == f"{told['code']}-1"
    (known,) = world.at.series.values()
    assert (known["tipoDoc"], known["classeDoc"], known["numCertSWFatur"]) == ("FT", "SI", "9999")
    tell(world, owner, type="estimate")
    assert len(world.at.series) == 2
    assert world.issue(owner)["_at"]["atcud"] == f"{told['code']}-2"


def test_F282_a_lost_answer_is_mended_by_asking(world, owner):
    world.fails = lambda _: "lost"
    tell(world, owner, 503)
    world.fails = lambda _: None
    assert tell(world, owner, 422)["errors"][0]["code"] == "4001"
    asked = tell(world, owner, action="query")
    assert world.issue(owner)["_at"]["atcud"] == f"{asked['code']}-1"


def test_F282_a_series_is_finalised_with_its_last_number(world, owner):
    tell(world, owner)
    world.issue(owner)
    world.issue(owner)
    tell(world, owner, action="finalise")
    (known,) = world.at.series.values()
    assert (known["estado"], known["seqUltimoDocEmitido"]) == ("F", "2")
    assert tell(world, owner, 422, action="annul")["errors"][0]["code"] == "4003"


def test_F282_a_series_registered_by_mistake_is_annulled(world, owner):
    assert tell(world, owner, 422, action="annul")["errors"][0]["code"] == "at-series"
    tell(world, owner)
    tell(world, owner, action="annul")
    (known,) = world.at.series.values()
    assert known["estado"] == "N"


@pytest.mark.parametrize("code", ["4001", "4002", "4003", "4043", "4045", "4046", "4049", "4051"])
def test_F282_every_refusal_has_its_fix(world, owner, code):
    world.at.refuse = code
    (error,) = tell(world, owner, 422)["errors"]
    assert error["code"] == code
    assert error["fix"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"password": "wrong"}, 422),
        ({"series": "B"}, 422),
        ({"dateFrom": "2026-01-01"}, 422),
        ({"provider": "furs"}, 422),
        ({"action": "sell"}, 422),
        ({"password": ""}, 422),
    ],
)
def test_F282_what_cannot_be_told_changes_nothing(world, owner, more, status):
    refused = tell(world, owner, status, **more)
    assert world.at.series == {}
    assert all(error["fix"] for error in refused.get("errors", ()))


@pytest.mark.parametrize(
    ("more", "off", "told"),
    [
        ({"password": "wrong"}, timedelta(), "password"),
        ({"username": f"{NIF}/2"}, timedelta(), "password"),
        ({}, timedelta(hours=1), "clock"),
    ],
)
def test_F282_who_is_not_believed_is_told_what_to_check(world, owner, more, off, told):
    world.clock_off = off
    (error,) = tell(world, owner, 422, **more)["errors"]
    assert error["code"] == "client-fault"
    assert told in error["message"]
    assert told in error["fix"]
    world.clock_off = timedelta()
    assert tell(world, owner)["code"]


def test_F282_without_a_certificate_for_the_service_nothing_is_sent(world):
    owner = world.shop(series=None)
    (error,) = tell(world, owner, 422)["errors"]
    assert "type=at-tls" in error["fix"]
    assert world.asked == []


def test_F282_the_password_is_neither_kept_nor_logged(world, owner, capsys):
    tell(world, owner)
    tell(world, owner, 422, series="B")
    seen = capsys.readouterr()
    assert PASSWORD not in seen.out + seen.err
    assert PASSWORD not in json.dumps(world.rows(), default=str)
