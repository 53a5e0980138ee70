"""What CIS answers, and what its codes mean."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from invoicing.errors import TooLarge, UnreadableFile
from invoicing.fiscal import Answer, Code, Message, Outcome, Refused, Registered, Undecided
from invoicing.fiscal._trust import Untrusted
from invoicing.fiscal._xmldsig import require_signed
from invoicing.fiscal.fina.messages import LOCAL, NAMESPACE, SOAP

if TYPE_CHECKING:
    from lxml import etree

    from invoicing.fiscal._keys import Roots

_OURS = "tell the operator of this installation: the message itself is at fault"
_CERTIFICATE = "upload the FISKAL certificate FINA gave for this OIB, then verify again"
_CHANGE = "compare the change with the invoice as it was registered, then send it again"
CODES = {
    "s001": Code("the message does not follow the schema", _OURS),
    "s002": Code("the certificate is expired, revoked or of no trusted provider", _CERTIFICATE),
    "s003": Code("the certificate lacks data that it must have", _CERTIFICATE),
    "s004": Code(
        "the digital signature is not valid",
        "set signatureMethod to RSA-SHA256; if it is, upload the certificate anew",
    ),
    "s005": Code(
        "the OIB is not that of the certificate",
        "set the organization's own OIB, or upload the certificate given for it",
    ),
    "s006": Code("CIS has trouble of its own", "nothing; it is sent again", decides=False),
    "s007": Code("the way of paying was changed too late", _CHANGE),
    "s008": Code("the invoice whose way of paying changes is not known like this", _CHANGE),
    "s009": Code("the tip was told too late", _CHANGE),
    "s010": Code("the invoice of the tip is not known like this", _CHANGE),
    "s011": Code("the data were changed too late", _CHANGE),
    "s012": Code("the invoice whose data change is not known like this", _CHANGE),
    "s013": Code(
        "the message breaks a rule that CIS enforces",
        "read the rule in the text, correct the settings it names, then verify again",
    ),
}
_UNKNOWN_CODE = Code("", "look the code up in the specification of CIS, then verify again")


def read(answer: Answer, sent: Message, roots: "Roots") -> Outcome:
    """What CIS answered; a JIR only counts if CIS itself signed it, to this message."""
    response = _response(answer)
    if isinstance(response, Undecided):
        return response
    if sent.kind == "echo":
        return Registered(response.text or "")
    refusal, told = _refusal(response), _text(response, "Zaglavlje/IdPoruke")
    # A message that cannot be read is refused without the id inside it.
    if told != sent.id and (told or refusal is None):
        return Undecided("other-message", "the answer is to another message")
    return refusal or _registered(response, sent, answer.at, roots)


def _response(answer: Answer) -> "etree._Element | Undecided":
    """What stands in the envelope; errors come with status 500."""
    if answer.status not in (200, 500):
        return Undecided("http", f"CIS answered with status {answer.status}")
    from invoicing.safe import safe_xml  # noqa: PLC0415 - few documents are registered

    try:
        root = safe_xml.parse(answer.body)
    except (UnreadableFile, TooLarge):
        return Undecided("unreadable", "CIS answered with something that cannot be read")
    response = root.find(f"{{{SOAP}}}Body/*")
    if response is None or not response.tag.startswith(f"{{{NAMESPACE}}}"):
        return Undecided("unreadable", "CIS answered with something that is no answer")
    return response


def _registered(response: "etree._Element", sent: Message, at: datetime, roots: "Roots") -> Outcome:
    try:
        require_signed(response, roots, at)
    except Untrusted as exc:
        return Undecided("untrusted", str(exc))
    jir = _text(response, "Jir")
    if sent.kind == "racuni" and not jir:
        return Undecided("unreadable", "CIS answered without a JIR")
    return Registered(jir, _told_at(response))


def _told_at(response: "etree._Element") -> datetime | None:
    """When CIS says it answered."""
    told = _text(response, "Zaglavlje/DatumVrijeme")
    with suppress(ValueError):
        return datetime.strptime(told, LOCAL)  # noqa: DTZ007 - the register's times have no zone
    return None


def _refusal(response: "etree._Element") -> Outcome | None:
    """What the errors of an answer come to; the first that decides speaks for all."""
    errors = [
        (_text(error, "SifraGreske").lower(), _text(error, "PorukaGreske"))
        for error in response.iterfind(_path("Greske/Greska"))
    ]
    if not errors:
        return None
    for code, text in errors:
        known = CODES.get(code, _UNKNOWN_CODE)
        if known.decides:
            return Refused(code, text or known.text, known.fix)
    code, text = errors[0]
    return Undecided(code, text)


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{tag}" for tag in path.split("/"))


def _text(parent: "etree._Element", path: str) -> str:
    return (parent.findtext(_path(path)) or "").strip()
