"""Signed files: opened whatever their dress, their signatures told, changes noticed."""

import base64
import random
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.support.signed import Key, signed
from tests.support.standards import STANDARDS, needs_standards

from invoicing.errors import UnreadableFile
from invoicing.formats._p7m import unwrap

XML = b'<?xml version="1.0"?><invoice><total>100.00</total></invoice>'
DER_TWICE = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_the_content_and_the_signer_of_a_signed_file(kind: str) -> None:
    key: Key = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ec.generate_private_key(ec.SECP256R1())
    )
    content, (facts,) = unwrap(signed(XML, key))
    assert content == XML
    assert facts.signer == "CN=Ada Rossi"
    assert facts.serial == "8efd16"
    assert facts.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert facts.signed_at is not None
    assert (facts.digest_matches, facts.signature_matches) == (True, True)
    assert facts.is_intact


def test_a_content_changed_after_signing_is_flagged() -> None:
    content, (facts,) = unwrap(signed(XML).replace(b"100.00", b"900.00"))
    assert b"900.00" in content
    assert not facts.digest_matches
    assert not facts.is_intact


def test_a_digest_changed_along_with_the_content_is_flagged() -> None:
    data = signed(XML)
    stated, other = (hashed(c) for c in (XML, XML.replace(b"100.00", b"900.00")))
    forged = data.replace(b"100.00", b"900.00").replace(stated, other)
    _, (facts,) = unwrap(forged)
    assert facts.digest_matches
    assert facts.signature_matches is False
    assert not facts.is_intact


def hashed(content: bytes) -> bytes:
    context = hashes.Hash(hashes.SHA256())
    context.update(content)
    return context.finalize()


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_base64_is_opened_with_any_line_ends(end: bytes) -> None:
    text = base64.b64encode(signed(XML))
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    assert unwrap(end.join(lines) + end)[0] == XML


def test_two_layers_are_opened_and_three_are_refused() -> None:
    content, facts = unwrap(signed(signed(XML)))
    assert content == XML
    assert len(facts) == 2
    with pytest.raises(UnreadableFile, match="more than 2 times"):
        unwrap(signed(signed(signed(XML))))


@pytest.mark.parametrize("data", [XML, b"", b"%PDF-1.7", b'{"a": 1}', "È".encode(), b"Mela"])
def test_what_is_not_signed_comes_back_as_it_is(data: bytes) -> None:
    if data == b"Mela":  # base64 of something else
        with pytest.raises(UnreadableFile):
            unwrap(data)
    else:
        assert unwrap(data) == (data, ())


@pytest.mark.parametrize(
    "data",
    [
        DER_TWICE,
        DER_TWICE + b"\xa0\x80" * 100,
        b"\x30\x84\xff\xff\xff\xff" + DER_TWICE[2:],
        b"\x30\x80" + DER_TWICE[2:] + b"\xa0\x80\x30\x80" + b"\x02\x01\x01" * 30_000,
    ],
    ids=["short", "deep", "long", "many"],
)
def test_hostile_ber_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        unwrap(data)
    assert caught.value.code == "p7m-unreadable"


def test_broken_files_are_refused_or_flagged_and_nothing_else() -> None:
    whole = signed(XML)
    chance = random.Random(5)
    intact = 0
    for _ in range(500):
        broken = bytearray(whole)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        try:
            content, facts = unwrap(bytes(broken))
        except UnreadableFile:
            continue
        intact += content != XML and bool(facts) and all(f.is_intact for f in facts)
    assert intact == 0


@needs_standards
@pytest.mark.parametrize("dress", ["", ".Base64", ".Base64.CRLF"])
def test_a_genuine_signed_invoice_is_opened(dress: str) -> None:
    name = f"Samples__IT02182030391_31{dress}.xml.p7m"
    content, (facts,) = unwrap((STANDARDS / "samples" / "fatturapa-net" / name).read_bytes())
    assert content.startswith(b"\xef\xbb\xbf<?xml")
    assert "GARDINI STEFANO" in facts.signer
    assert facts.is_intact


@needs_standards
@pytest.mark.parametrize("dress", ["", ".Base64"])
def test_a_signed_invoice_that_was_tampered_with_is_refused(dress: str) -> None:
    name = f"Samples__IT02182030391_31_tampered{dress}.xml.p7m"
    with pytest.raises(UnreadableFile):
        unwrap((STANDARDS / "samples" / "fatturapa-net" / name).read_bytes())
