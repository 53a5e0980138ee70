"""Verifies the chain of signatures in a SAF-T (PT) file, from the file and a public key alone.

    python tests/support/saft_chain.py saft.xml key.pem

Names the documents whose hash is not that of what the file says of them with the hash before it
in their series; exit code 1 where there are any. Nothing of the product is used: the standard
library reads the file, `openssl` the key, and whole numbers verify.
Source: Portaria 363/2010; Despacho 8632/2014; RFC 8017, 8.2.2.
"""

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

# Kind of document: the tags of its day and its number.
_KINDS = {
    "Invoice": ("InvoiceDate", "InvoiceNo"),
    "StockMovement": ("MovementDate", "DocumentNumber"),
    "WorkDocument": ("WorkDate", "DocumentNumber"),
}
_SHA1 = bytes.fromhex("3021300906052b0e03021a05000414")


class PublicKey(NamedTuple):
    modulus: int
    exponent: int


class Verified(NamedTuple):
    """How many documents in how many series, and the numbers whose hash is wrong."""

    documents: int
    series: int
    broken: list[str]


def read_key(file: Path) -> PublicKey:
    """The key in a PEM file, as openssl reads it."""
    command = ["openssl", "rsa", "-pubin", "-noout", "-modulus", "-text", "-in", str(file)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    modulus = re.search(r"^Modulus=([0-9A-F]+)$", told, re.MULTILINE)
    exponent = re.search(r"^Exponent: (\d+) ", told, re.MULTILINE)
    if modulus is None or exponent is None:
        raise SystemExit(f"{file} holds no RSA key")
    return PublicKey(int(modulus[1], 16), int(exponent[1]))


def is_signed(key: PublicKey, text: str, mark: str) -> bool:
    """Whether the mark is RSA-SHA1 (PKCS#1 v1.5) over the text."""
    size = (key.modulus.bit_length() + 7) // 8
    opened = pow(int.from_bytes(base64.b64decode(mark), "big"), key.exponent, key.modulus)
    block = _SHA1 + hashlib.sha1(text.encode(), usedforsecurity=False).digest()
    padded = b"\0\1" + b"\xff" * (size - 3 - len(block)) + b"\0" + block
    return opened.to_bytes(size, "big") == padded


def verify(data: bytes, key: PublicKey) -> Verified:
    """Every document against its own hash and the one before it in its series, by number."""
    root = ElementTree.fromstring(data)  # noqa: S314 - a file of one's own
    space = root.tag.partition("}")[0] + "}"
    series: dict[str, dict[int, tuple[str, str]]] = {}
    for kind, (day, number) in _KINDS.items():
        for one in root.iter(space + kind):
            tags = (day, "SystemEntryDate", number, "GrossTotal", "Hash")
            *said, mark = (one.findtext(f".//{space}{tag}") or "" for tag in tags)
            own, _, place = said[2].partition("/")
            series.setdefault(own, {})[int(place)] = (";".join(said), mark)
    broken = []
    for own, documents in series.items():
        previous = ""
        for place, (text, mark) in sorted(documents.items()):
            if not mark or not is_signed(key, f"{text};{previous}", mark):
                broken.append(f"{own}/{place}")
            previous = mark
    return Verified(sum(map(len, series.values())), len(series), broken)


if __name__ == "__main__":
    done = verify(Path(sys.argv[1]).read_bytes(), read_key(Path(sys.argv[2])))
    print(f"{done.documents} documents in {done.series} series, {len(done.broken)} broken")
    print("\n".join(done.broken), end="")
    sys.exit(bool(done.broken))
