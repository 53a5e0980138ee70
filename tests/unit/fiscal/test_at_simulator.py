"""The simulator of the series service takes what the engine sends, and refuses what is wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from local.authorities.at import At
from tests.support import fiscal as support

from invoicing.fiscal import Answer, Message, Refused, Registered
from invoicing.fiscal.at import series

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NIF = "501964843"
PASSWORD = "geheim"
A2027 = series.Series("A2027", "FT", begins=date(2027, 1, 1), program="9999")


@pytest.fixture(scope="module")
def made() -> At:
    return At.make(lambda: AT)


@pytest.fixture
def at(made: At) -> At:
    made.series.clear()
    made.used.clear()
    made.users[f"{NIF}/1"] = PASSWORD
    return made


def user(at: At, password: str = PASSWORD) -> series.Credentials:
    return series.Credentials(f"{NIF}/1", password, at.portal.pem)


def fresh(n: int, later: timedelta = timedelta()) -> series.Fresh:
    return series.Fresh(n.to_bytes(16, "big"), AT + later)


def told(at: At, sent: Message) -> Any:
    client = at.issuer.issue((("CN", "program"),), AT, key=support.fresh_key("program"))
    status, body = at.answer(sent.path, sent.body, client.certificate)
    return series.read(Answer(status, body, AT), sent)


def test_F284_a_series_lives_from_its_registration_to_its_end(at: At) -> None:
    registered = told(at, series.register(A2027, user(at), fresh(1)))
    assert isinstance(registered, Registered)
    code = registered.confirmation
    assert len(code) >= 8
    assert told(at, series.query(A2027, user(at), fresh(2))) == registered
    again = told(at, series.register(A2027, user(at), fresh(3)))
    assert isinstance(again, Refused)
    assert again.code == "4001"
    assert told(at, series.finalise(A2027, code, 7, user(at), fresh(4))) == registered
    late = told(at, series.annul(A2027, code, user(at), fresh(5)))
    assert isinstance(late, Refused)


def test_F284_a_series_registered_by_mistake_is_annulled_and_never_used_again(at: At) -> None:
    registered = told(at, series.register(A2027, user(at), fresh(1)))
    assert told(at, series.annul(A2027, registered.confirmation, user(at), fresh(2))) == registered
    assert isinstance(told(at, series.register(A2027, user(at), fresh(3))), Refused)


def test_F284_a_day_that_is_past_is_refused(at: At) -> None:
    past = A2027._replace(begins=date(2026, 1, 1))
    refused = told(at, series.register(past, user(at), fresh(1)))
    assert isinstance(refused, Refused)
    assert (refused.code, refused.fix) == ("4049", "send a first day that is today or later")


@pytest.mark.parametrize(
    ("password", "later"),
    [("wrong", timedelta()), (PASSWORD, timedelta(hours=1)), (PASSWORD, timedelta(hours=-1))],
    ids=["wrong password", "clock ahead", "clock behind"],
)
def test_F284_who_is_not_known_gets_nothing(at: At, password: str, later: timedelta) -> None:
    sent = series.register(A2027, user(at, password), fresh(1, later))
    refused = told(at, sent)
    assert isinstance(refused, Refused)
    assert refused.code == "client-fault"
    assert "password" in refused.fix
    assert "clock" in refused.fix
    assert not at.series


def test_F284_a_message_is_taken_once(at: At) -> None:
    sent = series.query(A2027, user(at), fresh(1))
    assert isinstance(told(at, sent), Registered)
    assert isinstance(told(at, sent), Refused)


def test_F284_a_program_without_the_authoritys_certificate_is_not_let_in(at: At) -> None:
    sent = series.query(A2027, user(at), fresh(1))
    assert at.answer(sent.path, sent.body, None) == (403, b"")
    stranger = support.taxpayer().certificate
    assert at.answer(sent.path, sent.body, stranger) == (403, b"")
