"""Whether a file is signed (.p7m), and what its signatures say; read without opening it.

Opening needs a library that takes long to load, and hardly any file is signed.
"""

import re
from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import datetime

from invoicing.errors import UnreadableFile
from invoicing.formats._ber import SEQUENCE

MAX_BYTES = 16_000_000

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
_PEM = re.compile(rb"-----(?:BEGIN|END) (?:PKCS7|CMS)-----")


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What one signature says of itself, and whether it fits the content."""

    signer: str
    """The certificate's subject (RFC 4514); "" where the file has no certificate of it."""
    issuer: str = ""
    serial: str = ""
    """Of the certificate, hexadecimal."""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    signed_at: datetime | None = None
    """As the signer states it; no proof of time."""
    digest_matches: bool = False
    """Whether the content is the one that was signed."""
    signature_matches: bool | None = None
    """Whether the certificate's key made the signature; None where that cannot be told."""

    @property
    def is_intact(self) -> bool:
        return self.digest_matches and self.signature_matches is not False


def signed_data(data: bytes) -> bytes | None:
    """The binary form of SignedData; None where a file is something else."""
    if data[:1] == bytes([SEQUENCE]) and _SIGNED_DATA in data[:40]:
        return data
    if len(data) > 2 * MAX_BYTES or data[:1] in (b"<", b"\xef", b"\xff", b"\xfe", b"%", b"{"):
        return None
    text = _PEM.sub(b"", data)
    if not _BASE64.fullmatch(text[:200]) or not text.lstrip().startswith(b"M"):
        return None
    try:
        decoded = b64decode(b"".join(text.split()), validate=True)
    except (BadBase64, ValueError) as exc:
        raise unreadable("it is not base64") from exc
    if decoded[:1] == bytes([SEQUENCE]) and _SIGNED_DATA in decoded[:40]:
        return decoded
    raise unreadable("its base64 holds no SignedData")


def unreadable(why: str) -> UnreadableFile:
    """What is told of a signed file that cannot be opened."""
    return UnreadableFile(
        "p7m-unreadable",
        f"The signed file cannot be opened: {why}.",
        fix="Send the .p7m as it was signed, with the invoice inside, or the XML itself.",
    )
