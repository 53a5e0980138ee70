"""SES's events as EventBridge delivers them. Source: SES developer guide, event examples."""

from itertools import count
from typing import Any

_serial = count(1)
_AT = "2026-11-21T09:05:00.000Z"


def ses_event(
    kind: str,
    recipients: tuple[str, ...],
    attempt_id: str,
    document_id: str,
    organization_id: str,
    *,
    why: str = "",
) -> dict[str, Any]:
    """An event of a kind ("Bounce") about some recipients of a mail."""
    named = [{"emailAddress": r, **({"diagnosticCode": why} if why else {})} for r in recipients]
    own: dict[str, dict[str, Any]] = {
        "Send": {},
        "Delivery": {"timestamp": _AT, "recipients": list(recipients)},
        "DeliveryDelay": {
            "timestamp": _AT,
            "delayType": "TransientCommunicationFailure",
            "delayedRecipients": named,
        },
        "Bounce": {
            "timestamp": _AT,
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": named,
        },
        "Complaint": {
            "timestamp": _AT,
            "complaintFeedbackType": "abuse",
            "complainedRecipients": [{"emailAddress": r} for r in recipients],
        },
        "Reject": {"reason": "Bad content"},
    }
    return {
        "id": f"00000000-0000-0000-0000-{next(_serial):012d}",
        "detail-type": kind,
        "source": "aws.ses",
        "detail": {
            "eventType": kind,
            kind[0].lower() + kind[1:]: own[kind],
            "mail": {
                "timestamp": _AT,
                "messageId": "ses-message",
                "destination": list(recipients),
                "tags": {
                    "ses:configuration-set": ["notula"],
                    "notula-attempt": [attempt_id],
                    "notula-document": [document_id],
                    "notula-organization": [organization_id],
                    "notula-world": ["live"],
                },
            },
        },
    }
