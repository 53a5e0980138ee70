"""Slips against the published vectors of each scheme, and what every slip must keep."""

import hashlib
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invoicing.model import Address, Party
from invoicing.registry import member, members, names
from invoicing.render import qr
from invoicing.slips import Slip
from invoicing.slips import _references as references
from invoicing.slips._transfer import Account, Transfer
from invoicing.slips.epc import text as epc_text
from invoicing.slips.swiss import is_qr_iban
from invoicing.slips.swiss import text as swiss_text
from invoicing.slips.upn import sealed

STANDARDS = Path(
    os.environ.get("NOTULA_STANDARDS", Path(__file__).parents[3] / "shared" / "standards")
)
VECTORS = STANDARDS.parent / "spec" / "fiscal" / "vectors.json"
QR_VECTORS = STANDARDS / "qr_vectors.json"
needs_vectors = pytest.mark.skipif(
    not (VECTORS.is_file() and QR_VECTORS.is_file()),
    reason="NOTULA_STANDARDS is absent: the published slip vectors are not tried",
)
# QR codes of a UPN form are drawn at this size only.
UPN_SIZE = 77


def vectors(kind: str) -> list[dict[str, Any]]:
    found = [v for v in json.loads(VECTORS.read_text()) if v["kind"] == kind]
    assert found, f"no vectors of {kind}"
    return found


def swiss_transfer(lines: list[str]) -> Transfer:
    """The payment a published payload describes."""

    def address(at: int) -> Party:
        name, street, house, postal_code, city, country = lines[at : at + 6]
        line1 = f"{street} {house}".strip()
        place = Address(line1=line1, city=city, postal_code=postal_code, country_code=country)
        return Party(name=name, address=place)

    kind, reference, message = lines[27:30]
    return Transfer(
        account=Account(lines[3]),
        creditor=address(5),
        debtor=address(21),
        amount=Decimal(lines[18]) if lines[18] else None,
        currency=lines[19],
        remittance=message if kind == "NON" else reference,
        purpose="" if kind == "NON" else message,
    )


@needs_vectors
def test_swiss_published_payloads_are_written_again() -> None:
    for vector in vectors("swiss_qr_payload"):
        assert swiss_text(swiss_transfer(vector["input"])) == vector["expected"]


@needs_vectors
def test_swiss_sample_codes_are_written_again() -> None:
    samples = json.loads(QR_VECTORS.read_text())["swiss_qr"]
    structured = [sample for sample in samples if "K" not in sample["address_types"]]
    combined = [sample for sample in samples if "K" in sample["address_types"]]
    assert len(structured) >= 3
    for sample in structured:
        lines = sample["lines"]
        assert swiss_text(swiss_transfer(lines), tuple(lines[31:])).split("\r\n") == lines
        assert is_qr_iban(lines[3]) == sample["qr_iban"]
        assert references.is_iban(lines[3]) == sample["iban_valid"]
    for sample in combined:  # combined addresses ended with version 2.3: never written
        assert "\r\nK\r\n" not in swiss_text(swiss_transfer(sample["lines"]))


@needs_vectors
def test_upn_published_payloads_are_written_again() -> None:
    for vector in vectors("upn_qr"):
        payload = sealed(vector["input"])
        assert payload == vector["expected"]["payload"]
        digest = hashlib.sha256(payload.encode("iso-8859-2")).hexdigest()
        assert digest == vector["expected"]["iso8859_2_sha256"]
    for sample in json.loads(QR_VECTORS.read_text())["upn_qr"]:
        assert sealed(sample["fields"]) == sample["payload"]
        matrix = qr.encode(sample["payload"], version=15, encoding="iso-8859-2", eci=4)
        assert matrix.size == UPN_SIZE


@needs_vectors
def test_epc_published_payloads_are_written_again() -> None:
    for sample in json.loads(QR_VECTORS.read_text())["epc_qr"]:
        lines = sample["payload"].split("\n")
        payment = Transfer(
            account=Account(lines[6], lines[4]),
            creditor=Party(name=lines[5]),
            amount=Decimal(lines[7].removeprefix("EUR")),
            remittance=lines[9] or lines[10],
        )
        assert epc_text(payment) == sample["payload"]
        found = qr.encode(sample["payload"], error=sample["ec"], max_version=sample["max_version"])
        assert found.version <= sample["max_version"]


@needs_vectors
@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        ("qrr_mod10", references.qr_reference),
        ("iso11649_rf", references.creditor_reference),
        ("bpay_mod10v01", references.bpay_v01_reference),
        ("bpay_mod10v05", references.bpay_v05_reference),
    ],
)
def test_published_references_are_made_again(kind: str, reference: Any) -> None:
    for vector in vectors(kind):
        assert reference(vector["input"]) == vector["expected"]


@needs_vectors
def test_published_kids_are_made_again() -> None:
    for vector in vectors("no_kid"):
        assert references.kid_mod10_reference(vector["input"]) == vector["expected"]["mod10"]
        assert references.kid_mod11_reference(vector["input"]) == vector["expected"]["mod11"]


@needs_vectors
def test_published_multibanco_references_are_made_again() -> None:
    for vector in vectors("multibanco_ifthenpay_offline"):
        given = vector["input"]
        entity, body = f"{given['entity']:05}", f"{given['id7']:07}"
        made = references.multibanco_reference(entity, body, given["cents"])
        assert made == vector["expected"]


@pytest.mark.parametrize("name", names("slips"))
def test_every_slip_says_what_it_is(name: str) -> None:
    slip = member("slips", name, "SLIP")
    assert isinstance(slip, Slip)
    assert (slip.name, bool(slip.title)) == (name, True)
    assert slip.supersedes <= set(names("slips")) - {name}


def test_no_two_slips_cover_each_other() -> None:
    slips = members("slips", "SLIP")
    pairs = {(slip.name, other) for slip in slips for other in slip.supersedes}
    assert not {(b, a) for a, b in pairs} & pairs
