"""Checksums a sender gives of what it sends: Content-MD5 and Content-Digest."""

import base64
import hashlib
import re
from collections.abc import Mapping

from invoicing.errors import UnreadableFile

_DIGEST = re.compile(r"(sha-256|sha-512)=:([A-Za-z0-9+/=]+):")


def verify(headers: Mapping[str, str], data: bytes) -> None:
    """UnreadableFile where the bytes are not those a header tells of (RFC 1864, RFC 9530)."""
    given: list[tuple[str, str, bytes]] = []
    if "content-md5" in headers:
        found = hashlib.md5(data, usedforsecurity=False).digest()
        given.append(("Content-MD5", headers["content-md5"].strip(), found))
    for algorithm, value in _DIGEST.findall(headers.get("content-digest", "")):
        found = hashlib.new(algorithm.replace("-", ""), data).digest()
        given.append(("Content-Digest", value, found))
    for name, value, found in given:
        if value != base64.b64encode(found).decode():
            raise UnreadableFile(
                "checksum-mismatch",
                f"the bytes that arrived are not those {name} tells of",
                fix="send them again",
            )
