"""Portugal's series over the running stack: the simulated service gives their codes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.fiscal_shop import CASH, Shop

pytestmark = pytest.mark.e2e


class Program(Shop):
    """The demo's Portuguese organization, and how it tells of its series."""

    def tell(self, series: str, status: int = 200, **more: Any) -> Any:
        login = {"username": self.demo["username"], "password": self.demo["password"]}
        body = {"series": series, "type": "estimate", **login, **more}
        return self.done("POST", f"{self.own}/fiscal-series", body, status)

    def make(self, series: str) -> None:
        body = {"code": series, "type": "estimate", "pattern": "OR {SERIE}/{n}"}
        self.done("POST", f"{self.own}/series", body, 201)

    def known(self) -> dict[str, Any]:
        """What the service has, by the series' code and the type of its documents."""
        told = json.loads((self.folder / "told.json").read_text())
        return {f"{one['tipoDoc']} {one['serie']}": one for one in told}


@pytest.fixture
def program(stack: Any) -> Iterator[Program]:
    made = Program(stack, "at")
    yield made
    made.behave()


def test_F284_the_demos_documents_have_codes_the_service_gave(program: Program) -> None:
    made = [program.issue() for _ in range(2)]
    first, second = (one["_at"] for one in made)
    name = f"FT {program.demo['series']}"
    given = program.known()[name]["codValidacaoSerie"]
    assert first["atcudSeriesId"] == second["atcudSeriesId"] == given
    assert second["atcud"] == f"{given}-{made[1]['number'].split('/')[1]}"
    assert (second["previousHash"], len(second["hash"])) == (first["hash"], 172)
    days = "from=2026-01-01&to=2026-12-31".replace("2026", first["issuedAt"][:4])
    exported = program.ask("GET", f"{program.own}/saft?{days}")
    assert exported.status == 200
    assert made[1]["number"].encode() in exported.body


def test_F284_a_series_lives_from_its_registration_to_its_end(program: Program) -> None:
    program.make("LIFE")
    code = program.tell("LIFE")["code"]
    assert program.tell("LIFE", action="query")["code"] == code
    (error,) = program.tell("LIFE", 422)["errors"]
    assert (error["code"], error["fix"]) == (
        "4001",
        "the series is registered: query it and keep its code",
    )
    program.tell("LIFE", action="finalise")
    assert program.known()["OR LIFE"]["estado"] == "F"
    program.make("SLIP")
    program.tell("SLIP")
    program.tell("SLIP", action="annul")
    assert program.known()["OR SLIP"]["estado"] == "N"


@pytest.mark.parametrize("behaviour", [{"down": True}, {"lose": True}, {"status": 503}])
def test_F284_where_no_answer_came_asking_again_mends_it(
    program: Program, behaviour: dict[str, Any]
) -> None:
    series = next(iter(behaviour)).upper()
    program.make(series)
    program.behave(**behaviour)
    assert program.tell(series, 503)["code"] == "unavailable"
    program.behave()
    taken = f"OR {series}" in program.known()
    assert taken == ("lose" in behaviour)
    code = program.tell(series, action="query" if taken else "register")["code"]
    body = {**CASH, "type": "estimate", "serie": series}
    assert program.issue(body=body)["_at"]["atcud"] == f"{code}-1"


def test_F284_who_is_not_believed_is_told_what_to_check(program: Program) -> None:
    program.make("TRUST")
    (error,) = program.tell("TRUST", 422, password="wrong")["errors"]
    assert error["code"] == "client-fault"
    assert "password" in error["fix"]
    program.behave(clockS=3600)
    (error,) = program.tell("TRUST", 422)["errors"]
    assert error["code"] == "client-fault"
    assert "clock" in error["message"]
    program.behave()
    assert program.tell("TRUST")["code"]


def test_F284_a_program_the_authority_does_not_know_is_not_let_in(program: Program) -> None:
    now = datetime.now(UTC)
    program.make("KEY")
    stranger = program.holder(issuer=program.stranger(now), now=now)
    assert program.upload(stranger.p12(program.demo["passphrase"]), "-tls").status == 200
    try:
        program.tell("KEY", 503)
    finally:
        own = Path(program.demo["tlsCertificate"]).read_bytes()
        assert program.upload(own, "-tls").status == 200
    assert program.tell("KEY")["code"]
