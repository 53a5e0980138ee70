"""JSON Web Signatures in compact form, RS256 only. Source: RFC 7515."""

import base64
import binascii
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from invoicing.fiscal._trust import Untrusted

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity, Roots


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header: bytes, payload: bytes, identity: "Identity") -> str:
    """The compact token of these very bytes."""
    text = f"{encode(header)}.{encode(payload)}"
    return f"{text}.{encode(identity.sign(text.encode()))}"


def opened(token: str, roots: "Roots", at: datetime) -> Any:
    """The payload of a token whose header's chain (`x5c`) leads to the roots; else Untrusted."""
    from cryptography import x509  # noqa: PLC0415 - showing a document needs no cryptography

    from invoicing.fiscal._keys import verifies  # noqa: PLC0415 - the same

    try:
        head, body, signature = token.split(".")
        header = msgspec.json.decode(_decode(head))
        chain = [x509.load_der_x509_certificate(base64.b64decode(c)) for c in header["x5c"]]
        payload = msgspec.json.decode(_decode(body))
        mark = _decode(signature)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as exc:
        raise Untrusted("the answer is no signed token") from exc
    if header.get("alg") != "RS256":
        raise Untrusted("the answer is signed in another way than RS256")
    if not roots.trusts(chain, at):
        raise Untrusted("the answer's certificate leads to none that is trusted")
    if not verifies(chain[0], mark, f"{head}.{body}".encode()):
        raise Untrusted("the answer's signature is not that of its certificate")
    return payload


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
