"""What FURS answers: its confirmation, or one of its error codes and what to do about it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from invoicing.fiscal import Answer, Code, Message, Outcome, Refused, Registered, Undecided
from invoicing.fiscal._jws import opened
from invoicing.fiscal._trust import Untrusted

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Roots

_RESPONSES = {"invoice": "InvoiceResponse", "premise": "BusinessPremiseResponse"}
_OURS = "tell the operator of this installation: the message itself is at fault"
_CERTIFICATE = "upload the certificate FURS gave for this tax number, then verify again"
CODES = {
    "S001": Code("the message does not follow the XML schema", f"check the tax number; {_OURS}"),
    "S002": Code("the message does not follow the JSON schema", _OURS),
    "S003": Code("the digital signature is not valid", _CERTIFICATE),
    "S004": Code("the certificate is not identified correctly", _CERTIFICATE),
    "S005": Code(
        "the tax number is not that of the certificate",
        "set the organization's own tax number, or upload the certificate given for it",
    ),
    "S006": Code(
        "the business premise was not submitted",
        "register the premise at /v1/Organizations/{id}/businesspremises, then verify again",
    ),
    "S007": Code("the certificate is revoked", _CERTIFICATE),
    "S008": Code("the certificate is expired", _CERTIFICATE),
    "S100": Code("FURS has trouble of its own", "nothing; it is sent again", decides=False),
}
_UNKNOWN_CODE = Code("", "look the code up in the documentation of FURS, then verify again")


def read(answer: Answer, sent: Message, roots: "Roots") -> Outcome:
    """What FURS answered; a signed answer only counts if it is FURS's own, to this message."""
    if answer.status != 200:
        return Undecided("http", f"FURS answered with status {answer.status}")
    try:
        found = msgspec.json.decode(answer.body)
        if sent.kind == "echo":
            return Registered(found["EchoResponse"])
        response = opened(found["token"], roots, answer.at)[_RESPONSES[sent.kind]]
        told = response["Header"].get("MessageID") or ""
        # A message that cannot be opened is refused without the id inside it.
        if told != sent.id and (told or not response.get("Error")):
            return Undecided("other-message", "the answer is to another message")
        return _outcome(response, sent.kind)
    except Untrusted as exc:
        return Undecided("untrusted", str(exc))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Undecided("unreadable", "FURS answered with something that cannot be read")


def _outcome(response: dict[str, Any], kind: str) -> Outcome:
    error = response.get("Error")
    if not error:
        told_at = datetime.fromisoformat(response["Header"]["DateTime"]).replace(tzinfo=None)
        return Registered("" if kind == "premise" else str(response["UniqueInvoiceID"]), told_at)
    code, text = str(error["ErrorCode"]), str(error["ErrorMessage"])
    known = CODES.get(code, _UNKNOWN_CODE)
    return Refused(code, text or known.text, known.fix) if known.decides else Undecided(code, text)
