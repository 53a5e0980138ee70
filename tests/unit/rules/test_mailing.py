"""A mail's state: whatever the order of the news, it never moves backwards (F228, U26)."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from invoicing.model.parts import RecipientOutcome, Sent
from invoicing.model.value import replace
from invoicing.rules.mailing import (
    GIVE_UP_AFTER,
    IN_DOUBT_AFTER,
    UNCONFIRMED,
    MailNews,
    check_at,
    merged,
    settled,
    told,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BOTH = ("a@example.com", "b@example.com")
SENDING = Sent(id="A1", recipients=BOTH, at=NOW)


def news(state, *recipients, detail=""):
    return MailNews(state=state, recipients=recipients or BOTH, at=NOW, detail=detail)


def states(sent):
    return {outcome.recipient: outcome.state for outcome in sent.outcomes}


HISTORIES = [
    (["sent", "delivered"], "delivered"),
    (["sent", "delayed", "delivered"], "delivered"),
    (["sent", "delivered", "bounced"], "bounced"),
    (["sent", "delivered", "complained"], "complained"),
    (["sent", "delayed", "bounced"], "bounced"),
    (["sent", "rejected"], "failed"),
    (["sent", "delayed"], "sent"),
]


@pytest.mark.parametrize(("history", "end"), HISTORIES)
def test_U26_every_order_of_the_news_ends_in_the_same_state(history, end):
    answer = replace(SENDING, state="sent", message_id="m-1")
    for order in permutations([*history, "answer", history[0]]):
        sent = SENDING
        for step in order:
            sent = merged(sent, answer) if step == "answer" else told(sent, news(step))
        assert (sent.state, sent.message_id) == (end, "m-1")


def test_F228_each_recipient_has_its_own_state():
    sent = told(SENDING, news("sent"))
    sent = told(sent, news("delivered", "a@example.com"))
    assert sent.state == "sent"
    sent = told(sent, news("bounced", "B@Example.com", detail="mailbox full"))
    assert states(sent) == {"a@example.com": "delivered", "b@example.com": "bounced"}
    assert (sent.state, sent.detail) == ("bounced", "mailbox full")


def test_a_mail_is_delivered_when_every_recipient_has_it():
    sent = told(SENDING, news("delivered", "a@example.com"))
    assert sent.state == "sent"
    assert told(sent, news("delivered", "b@example.com")).state == "delivered"


def test_news_of_a_copy_count_as_well():
    sent = told(told(SENDING, news("delivered")), news("bounced", "owner@example.com"))
    assert sent.state == "bounced"
    assert RecipientOutcome(recipient="owner@example.com", state="bounced", at=NOW) in sent.outcomes


def test_old_news_change_nothing():
    sent = told(SENDING, news("delivered"))
    assert told(sent, news("sent")) is sent
    assert told(sent, news("delivered")) is sent


def test_a_late_answer_does_not_undo_what_is_known():
    unknown = replace(SENDING, state="unknown")
    assert merged(unknown, replace(SENDING, state="sent")).state == "sent"
    given_up = replace(SENDING, state="failed", detail=UNCONFIRMED)
    assert merged(given_up, replace(SENDING, state="unknown")).state == "failed"
    assert told(given_up, news("delivered")).state == "delivered"


def test_an_attempt_without_an_answer_is_in_doubt_after_15_minutes():
    assert check_at(SENDING) == NOW + timedelta(minutes=15)
    early = NOW + IN_DOUBT_AFTER - timedelta(seconds=1)
    assert settled(SENDING, early) is SENDING
    assert settled(SENDING, NOW + IN_DOUBT_AFTER).state == "unknown"


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_an_attempt_nobody_heard_of_fails_and_says_so(state):
    sent = settled(replace(SENDING, state=state), NOW + GIVE_UP_AFTER)
    assert (sent.state, sent.detail) == ("failed", "unconfirmed; send it again if needed")
    assert timedelta(minutes=60) <= GIVE_UP_AFTER - IN_DOUBT_AFTER
    assert check_at(sent) is None


@pytest.mark.parametrize("state", ["sent", "failed", "delivered", "bounced", "complained"])
def test_a_known_fate_is_left_alone(state):
    sent = replace(SENDING, state=state)
    assert check_at(sent) is None
    assert settled(sent, NOW + timedelta(days=9)) is sent
