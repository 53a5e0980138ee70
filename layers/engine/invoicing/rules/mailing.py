"""What is known of a mail's fate, and how news changes it.

News comes late, twice and in any order; a state only ever moves forward, so the order does not
matter. What became of a mail is never guessed: without news it is `unknown`, then `failed`.
"""

from datetime import datetime, timedelta

from invoicing.model.parts import RecipientOutcome, RecipientState, Sent
from invoicing.model.value import Value, replace

IN_DOUBT_AFTER = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(minutes=75)
"""Since the attempt; whatever is given up was unknown for an hour at least."""
UNCONFIRMED = "unconfirmed; send it again if needed"

_BY_SERVICE = ("sending", "unknown", "failed", "sent")
_BY_RECIPIENT: tuple[RecipientState, ...] = (
    "sent",
    "delayed",
    "delivered",
    "bounced",
    "complained",
    "rejected",
)


class MailNews(Value, frozen=True, kw_only=True):
    """What the mail service tells of a mail and some of its recipients."""

    state: RecipientState
    recipients: tuple[str, ...]
    at: datetime | None = None
    message_id: str = ""
    detail: str = ""


def merged(stored: Sent, outcome: Sent) -> Sent:
    """The attempt with the mail service's answer, which may come after news of the recipients."""
    message_id = stored.message_id or outcome.message_id
    if stored.outcomes or _later(stored.state, outcome.state):
        return replace(stored, message_id=message_id)
    return replace(outcome, message_id=message_id)


def _later(one: str, other: str) -> bool:
    return _BY_SERVICE.index(one) > _BY_SERVICE.index(other)


def told(sent: Sent, news: MailNews) -> Sent:
    """The attempt after some news; the same one where they are old."""
    outcomes = {outcome.recipient.lower(): outcome for outcome in sent.outcomes}
    for address in news.recipients:
        known = outcomes.get(address.lower())
        if known is None or _further(news.state, known.state):
            outcomes[address.lower()] = RecipientOutcome(
                recipient=known.recipient if known else address,
                state=news.state,
                at=news.at,
                detail=news.detail,
            )
    found = tuple(sorted(outcomes.values(), key=lambda outcome: outcome.recipient))
    if found == sent.outcomes:
        return sent
    message_id = sent.message_id or news.message_id
    return _summed_up(replace(sent, outcomes=found, message_id=message_id))


def _further(one: RecipientState, other: RecipientState) -> bool:
    return _BY_RECIPIENT.index(one) > _BY_RECIPIENT.index(other)


def _summed_up(sent: Sent) -> Sent:
    """The state of the whole mail: the worst of its recipients', delivered once all are."""
    worst = max(sent.outcomes, key=lambda outcome: _BY_RECIPIENT.index(outcome.state))
    if worst.state == "rejected":
        return replace(sent, state="failed", detail=worst.detail)
    if worst.state in ("bounced", "complained"):
        return replace(sent, state=worst.state, detail=worst.detail)
    delivered = {o.recipient.lower() for o in sent.outcomes if o.state == "delivered"}
    arrived = {address.lower() for address in sent.recipients} <= delivered
    return replace(sent, state="delivered" if arrived else "sent", detail="")


def check_at(sent: Sent) -> datetime | None:
    """When an attempt without news is to be looked at; None where its fate is known."""
    if sent.at is None or sent.outcomes or sent.state not in ("sending", "unknown"):
        return None
    return sent.at + (IN_DOUBT_AFTER if sent.state == "sending" else GIVE_UP_AFTER)


def settled(sent: Sent, now: datetime) -> Sent:
    """The attempt as it stands after waiting for news until `now`."""
    due = check_at(sent)
    if due is None or now < due:
        return sent
    if sent.state == "unknown" or (sent.at is not None and now >= sent.at + GIVE_UP_AFTER):
        return replace(sent, state="failed", detail=UNCONFIRMED)
    return replace(sent, state="unknown", detail="no news of this mail yet")
