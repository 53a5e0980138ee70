"""A simulator of FURS: mutual TLS, signed messages, its schema, its error codes.

Written from the documentation alone, without the engine's code: the two must agree by themselves.
"""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from local.authorities.certificates import Holder, Issuer

ZONE = ZoneInfo("Europe/Ljubljana")
ISSUER = (("C", "SI"), ("O", "state-institutions"), ("CN", "Tax CA Test"))
_DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_AMOUNT_MAX = Decimal(10) ** 14


class Refusal(Exception):
    """An error code FURS answers with."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(code)


def taxpayer_name(tax_number: str) -> tuple[tuple[str, str], ...]:
    """The subject of a certificate as FURS gives them."""
    own = (("OU", "DavPotRacTEST"), ("OU", tax_number), ("CN", "TESTNO PODJETJE"))
    return (("C", "SI"), ("O", "state-institutions"), *own)


@dataclass
class Furs:
    """What FURS knows. `answer` is one request; nothing in it opens a socket."""

    issuer: Issuer
    signer: Holder  # signs the answers
    now: Callable[[], datetime]
    premises: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    invoices: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    """By tax number and ZOI: the invoice as it was told first, and its EOR."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    refuse: str = ""  # a code every message is refused with
    revoked: set[int] = field(default_factory=set)  # serial numbers

    @classmethod
    def make(cls, now: Callable[[], datetime]) -> "Furs":
        issuer = Issuer.make(ISSUER, now())
        return cls(issuer, issuer.issue((("CN", "DavPotRac answers"),), now()), now)

    def answer(self, path: str, body: bytes, client: x509.Certificate | None) -> tuple[int, bytes]:
        """Status and body; 403 without a certificate FURS gave."""
        if client is None or not self._is_ours(client):
            return 403, b""
        try:
            content = json.loads(body)
        except ValueError:
            return 400, b""
        if path == "/v1/cash_registers/echo":
            return 200, json.dumps({"EchoResponse": content["EchoRequest"]}).encode()
        kind = {
            "/v1/cash_registers/invoices": "Invoice",
            "/v1/cash_registers/invoices/register": "BusinessPremise",
        }.get(path)
        if kind is None:
            return 404, b""
        message_id = ""
        try:
            payload = self._opened(content, client)
            message_id = str(payload[f"{kind}Request"]["Header"]["MessageID"])
            result = self._taken(kind, payload, client)
        except Refusal as refusal:
            error = {"ErrorCode": refusal.code, "ErrorMessage": refusal.text}
            result = {"Error": error}
        header = {"MessageID": message_id, "DateTime": f"{self._local():%Y-%m-%dT%H:%M:%S}"}
        return 200, self._signed({f"{kind}Response": {"Header": header, **result}})

    def _taken(self, kind: str, payload: Any, client: x509.Certificate) -> dict[str, Any]:
        content = payload[f"{kind}Request"][kind]
        self.messages.append(payload)
        if self.refuse:
            raise Refusal(self.refuse, f"Zavrnjeno: {self.refuse}")
        _check(payload, _REQUESTS[kind], kind)
        if str(content["TaxNumber"]) != _tax_number(client):
            raise Refusal("S005", "Davčna številka ni enaka davčni številki v potrdilu")
        if kind == "BusinessPremise":
            self.premises[content["TaxNumber"], content["BusinessPremiseID"]] = content
            return {}
        premise = content["InvoiceIdentifier"]["BusinessPremiseID"]
        if (content["TaxNumber"], premise) not in self.premises:
            raise Refusal("S006", "Podatki o poslovnem prostoru niso poslani")
        key = (content["TaxNumber"], content["ProtectedID"])
        if key not in self.invoices:
            digest = hashlib.sha256(f"{key}".encode()).digest()[:16]
            self.invoices[key] = {"invoice": content, "eor": str(uuid.UUID(bytes=digest))}
        return {"UniqueInvoiceID": self.invoices[key]["eor"]}

    def _opened(self, content: Any, client: x509.Certificate) -> Any:
        try:
            head, body, mark = content["token"].split(".")
            header = json.loads(_decoded(head))
            payload = json.loads(_decoded(body), parse_float=Decimal)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise Refusal("S002", "Sporočilo ni v skladu s shemo JSON") from exc
        own = (client.subject.rfc4514_string(), client.issuer.rfc4514_string())
        told = (header.get("subject_name"), header.get("issuer_name"))
        if told != own or header.get("serial") != client.serial_number:
            raise Refusal("S004", "Identifikator potrdila ni pravilen")
        key = client.public_key()
        assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101 - FURS gives no others
        try:
            text = f"{head}.{body}".encode()
            key.verify(_decoded(mark), text, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as exc:
            raise Refusal("S003", "Digitalni podpis ni pravilen") from exc
        if client.serial_number in self.revoked:
            raise Refusal("S007", "Potrdilo je preklicano")
        if client.not_valid_after_utc < self.now():
            raise Refusal("S008", "Potrdilo je poteklo")
        return payload

    def _is_ours(self, client: x509.Certificate) -> bool:
        try:
            client.verify_directly_issued_by(self.issuer.own.certificate)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True

    def _signed(self, payload: dict[str, Any]) -> bytes:
        chain = self.signer.certificate.public_bytes(Encoding.DER)
        header = {"alg": "RS256", "x5c": [base64.b64encode(chain).decode()]}
        parts = (_encoded(json.dumps(part).encode()) for part in (header, payload))
        text = ".".join(parts)
        mark = self.signer.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return json.dumps({"token": f"{text}.{_encoded(mark)}"}).encode()

    def _local(self) -> datetime:
        return self.now().astimezone(ZONE)


def _tax_number(client: x509.Certificate) -> str:
    units = client.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return next(str(u.value) for u in units if re.fullmatch(r"\d{8}", str(u.value)))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# The schema: a pattern for a text, a type, a list of one, or an object; "?" marks what may be
# absent, "|" an object exactly one of whose members there is.

_NUMBER = "number"
_HEADER = {"MessageID": r"[0-9a-f-]{36}", "DateTime": _DATE_TIME}
_IDENTIFIER = {
    "BusinessPremiseID": r"[0-9A-Za-z]{1,20}",
    "ElectronicDeviceID": r"[0-9A-Za-z]{1,20}",
    "InvoiceNumber": r"\d{1,20}",
}
_TAXES = {
    "SellerTaxNumber?": int,
    "VAT?": [{"TaxRate": _NUMBER, "TaxableAmount": _NUMBER, "TaxAmount": _NUMBER}],
    "OtherTaxesAmount?": _NUMBER,
    "ExemptVATTaxableAmount?": _NUMBER,
    "ReverseVATTaxableAmount?": _NUMBER,
    "NontaxableAmount?": _NUMBER,
}
_INVOICE = {
    "TaxNumber": int,
    "IssueDateTime": _DATE_TIME,
    "NumberingStructure": "[BC]",
    "InvoiceIdentifier": _IDENTIFIER,
    "CustomerVATNumber?": r".{1,20}",
    "InvoiceAmount": _NUMBER,
    "ReturnsAmount?": _NUMBER,
    "PaymentAmount": _NUMBER,
    "TaxesPerSeller": [_TAXES],
    "OperatorTaxNumber?": int,
    "ForeignOperator?": bool,
    "ProtectedID": r"[0-9a-f]{32}",
    "SubsequentSubmit?": bool,
    "ReferenceInvoice?": [
        {"ReferenceInvoiceIdentifier": _IDENTIFIER, "ReferenceInvoiceIssueDateTime": _DATE_TIME}
    ],
    "SpecialNotes?": r".{1,1000}",
}
_ADDRESS = {
    "Street": r".{1,100}",
    "HouseNumber": r".{1,10}",
    "HouseNumberAdditional?": r".{1,10}",
    "Community": r".{1,100}",
    "City": r".{1,40}",
    "PostalCode": r"\d{4}",
}
_PROPERTY = {"CadastralNumber": int, "BuildingNumber": int, "BuildingSectionNumber": int}
_PREMISE = {
    "TaxNumber": int,
    "BusinessPremiseID": r"[0-9A-Za-z]{1,20}",
    "BPIdentifier": {
        "|": {
            "RealEstateBP": {"PropertyID": _PROPERTY, "Address": _ADDRESS},
            "PremiseType": "[ABC]",
        }
    },
    "ValidityDate": r"\d{4}-\d\d-\d\d",
    "ClosingTag?": "Z",
    "SoftwareSupplier?": [{"|": {"TaxNumber": int, "NameForeign": r".{1,1000}"}}],
    "SpecialNotes?": r".{1,1000}",
}
_REQUESTS: dict[str, Any] = {
    "Invoice": {"InvoiceRequest": {"Header": _HEADER, "Invoice": _INVOICE}},
    "BusinessPremise": {"BusinessPremiseRequest": {"Header": _HEADER, "BusinessPremise": _PREMISE}},
}


def _check(value: Any, schema: Any, at: str) -> None:
    """Refusal S002 where the value is not as the schema has it."""
    if isinstance(schema, dict):
        _check_object(value, schema, at)
    elif isinstance(schema, list):
        if not isinstance(value, list) or not value:
            raise _unlike(at)
        for index, each in enumerate(value):
            _check(each, schema[0], f"{at}/{index}")
    elif schema is _NUMBER:
        whole = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not whole or abs(value) >= _AMOUNT_MAX or Decimal(value) % Decimal("0.01"):
            raise _unlike(at)
    elif isinstance(schema, type):
        if type(value) is not schema:
            raise _unlike(at)
    elif not isinstance(value, str) or not re.fullmatch(schema, value):
        raise _unlike(at)


def _check_object(value: Any, schema: dict[str, Any], at: str) -> None:
    if not isinstance(value, dict):
        raise _unlike(at)
    if "|" in schema:
        (name, *others) = value or [""]
        if others or name not in schema["|"]:
            raise _unlike(at)
        _check(value[name], schema["|"][name], f"{at}/{name}")
        return
    known = {name.rstrip("?"): inner for name, inner in schema.items()}
    needed = {name for name in schema if not name.endswith("?")}
    if not needed <= value.keys() <= known.keys():
        raise _unlike(f"{at}: {sorted(needed ^ value.keys())}")
    for name, inner in value.items():
        _check(inner, known[name], f"{at}/{name}")


def _unlike(at: str) -> Refusal:
    return Refusal("S002", f"Sporočilo ni v skladu s shemo JSON: {at}")
