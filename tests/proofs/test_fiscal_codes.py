"""Random documents of every authority: the code each got is computed once more, from what the
authority is told, by an implementation that shares nothing with ours.

`make proofs` draws 10,000 documents per authority; one in 500 is asked of the openssl command too.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from lxml import etree
from tests.support import cis as croatian
from tests.support import fiscal as slovenian
from tests.support import portuguese_world as portuguese
from tests.support import saft_chain

from invoicing.fiscal import Message, Period, Registration, Sealing, at, fina, furs
from invoicing.fiscal._keys import Identity
from invoicing.fiscal.at.saft import Program, saft
from invoicing.model import Address, Document, Line, LineTax, Party, Payment
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace
from invoicing.rules.totals import calculate

LONG = os.environ.get("NOTULA_LONG") == "1"
DOCUMENTS = 10_000 if LONG else 200
OPENSSL_EVERY = 500 if LONG else 100
BEGAN = datetime(2020, 1, 1)  # noqa: DTZ001 - local times of registers
SECONDS = 10 * 365 * 86_400
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def drawn(
    random: Random, seller: Party, rates: tuple[str, ...], types: tuple[str, ...]
) -> Document:
    """A document with its totals, as anybody might issue it."""
    lines = tuple(
        Line(
            name=random.choice(("Kava", "Čaj & med", "Olá <1>")),
            quantity=Decimal(random.randrange(1, 10_000)) / random.choice((1, 10, 100)),
            price=Decimal(random.randrange(0, 1_000_000)) / random.choice((1, 100, 10_000)),
            taxes=(LineTax(rate=Decimal(random.choice(rates)), category="S"),),
        )
        for _ in range(random.randrange(1, 4))
    )
    made = calculate(
        Document(type=random.choice(types), currency="EUR", seller=seller, lines=lines)
    )
    ways = random.sample(("cash", "card", "bank", "other"), random.randrange(1, 3))
    return replace(made, payments=tuple(Payment(type=w, amount=Decimal(1)) for w in ways))


def moment(random: Random) -> datetime:
    return BEGAN + timedelta(seconds=random.randrange(SECONDS))


def signature(key: rsa.RSAPrivateKey, text: str) -> bytes:
    """RSA-SHA256 by whole numbers alone, by the two primes. Source: RFC 8017, 5.2.1 and 9.2."""
    own = key.private_numbers()
    size = (own.public_numbers.n.bit_length() + 7) // 8
    block = _SHA256 + hashlib.sha256(text.encode()).digest()
    padded = b"\0\1" + b"\xff" * (size - len(block) - 3) + b"\0" + block
    message = int.from_bytes(padded, "big")
    first, second = pow(message, own.dmp1, own.p), pow(message, own.dmq1, own.q)
    return (second + own.q * (own.iqmp * (first - second) % own.p)).to_bytes(size, "big")


def openssl(key: rsa.RSAPrivateKey, text: str, folder: Path) -> bytes:
    """The same by the openssl command."""
    file = folder / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = ["openssl", "dgst", "-sha256", "-sign", str(file)]
    return subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout


class Told(NamedTuple):
    """What an authority reads of a document in a message: all that its code is made of."""

    tax_number: str
    at: datetime
    number: str
    premise: str
    device: str
    amount: str
    code: str

    @property
    def text(self) -> str:
        at = f"{self.at:%d.%m.%Y %H:%M:%S}"
        return f"{self.tax_number}{at}{self.number}{self.premise}{self.device}{self.amount}"


def read_furs(message: Message) -> Told:
    token = json.loads(message.body)["token"].split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(token + "=="), parse_float=str, parse_int=str)
    invoice = told["InvoiceRequest"]["Invoice"]
    place = invoice["InvoiceIdentifier"]
    return Told(
        invoice["TaxNumber"],
        datetime.fromisoformat(invoice["IssueDateTime"]),
        place["InvoiceNumber"],
        place["BusinessPremiseID"],
        place["ElectronicDeviceID"],
        invoice["InvoiceAmount"],
        invoice["ProtectedID"],
    )


def read_cis(message: Message) -> Told:
    (invoice,) = etree.fromstring(message.body).iter("{*}Racun")
    found = {etree.QName(e).localname: e.text or "" for e in invoice.iter() if not len(e)}
    return Told(
        found["Oib"],
        datetime.strptime(found["DatVrijeme"], "%d.%m.%YT%H:%M:%S"),  # noqa: DTZ007 - local
        found["BrOznRac"],
        found["OznPosPr"],
        found["OznNapUr"],
        found["IznosUkupno"],
        found["ZastKod"],
    )


class Register(NamedTuple):
    """An authority whose code is the sum of a signature."""

    authority: Any
    certificate: Callable[[], Identity]
    seller: Party
    rates: tuple[str, ...]
    device: str
    read: Callable[[Message], Told]


REGISTERS = {
    "furs": Register(
        furs.AUTHORITY,
        slovenian.taxpayer,
        Party(vat_identifier="SI50223054", is_taxable=True),
        ("22", "9.5", "5"),
        "BLAG",
        read_furs,
    ),
    "fina": Register(
        fina.AUTHORITY,
        croatian.taxpayer,
        Party(vat_identifier=f"HR{croatian.OIB}", is_taxable=True),
        ("25", "13", "5"),
        "",
        read_cis,
    ),
}


@pytest.mark.parametrize("name", REGISTERS)
def test_F285_the_code_of_every_document_is_that_of_what_is_told(name, shown, tmp_path):
    register, random = REGISTERS[name], Random(name)
    # A short key: whole numbers are slow, and the code is made in the same way with any.
    identity = Identity(portuguese.signing_key(), register.certificate().certificate)
    authority = register.authority
    settings, asked = FiscalSettings(authority=name), 0
    for n in range(DOCUMENTS):
        document = drawn(
            random, register.seller, register.rates, ("invoice", "credit-note", "advance")
        )
        record = Fiscal(
            authority=name,
            tax_number=authority.tax_number(document),
            issued_local=moment(random),
            number=random.randrange(1, 10**6),
            premise=random.choice(("SPLET", "P1", "0a")),
            device=f"{register.device}{random.randrange(1, 1000)}",
            strategy=random.choice("BC"),
            message_id="0191aa00-0000-4000-8000-000000000001",
        )
        sealed = authority.seal(Sealing(document, record, settings, identity))
        message = authority.message(
            Registration(document, sealed, settings, identity, moment(random))
        )
        told = register.read(message)
        assert told.at == record.issued_local
        assert abs(Decimal(told.amount)) == abs(document.totals.gross)
        assert told.amount.startswith("-") == (
            document.type == "credit-note" and document.totals.gross != 0
        )
        expected = signature(identity.key, told.text)
        if n % OPENSSL_EVERY == 0:
            assert openssl(identity.key, told.text, tmp_path) == expected
            asked += 1
        code = hashlib.md5(expected, usedforsecurity=False).hexdigest()
        assert (told.code, sealed.code) == (code, code)
    with shown():
        print(
            f"{name}: {DOCUMENTS:,} random documents, codes equal to those computed again from"
            f" the messages; {asked} by openssl too"
        )


SELLER = Party(
    name="Lipa",
    vat_identifier=f"PT{portuguese.NIF}",
    address=Address(line1="Rua 1", city="Lisboa", postal_code="1000-001", country_code="PT"),
)
OPTIONS = {
    "certificateNumber": "9999",
    "series": {f"{code} A": f"{code}DF7T5H" for code in at.TYPES.values()},
}


def test_F282_a_chain_of_random_documents_is_verified_from_the_export_alone(shown, tmp_path):
    random, identity = Random("at"), Identity(portuguese.signing_key(), slovenian.issuer()[1])
    settings = FiscalSettings(authority="at", options=OPTIONS)
    last: dict[str, tuple[int, str]] = {}
    documents, when = [], datetime(2026, 1, 1)  # noqa: DTZ001 - local
    for n in range(DOCUMENTS):
        document = drawn(random, SELLER, ("23", "13", "6"), ("invoice", "credit-note", "estimate"))
        series = at.TYPES[document.type]
        number, previous = last.get(series, (0, ""))
        when += timedelta(seconds=random.randrange(1, 300))
        document = replace(
            document,
            id=f"D{n}",
            number=f"{series} A/{number + 1}",
            series_number=number + 1,
            state="issued",
            account_id="A1",
            issue_date=when.date(),
        )
        record = Fiscal(authority="at", tax_number=portuguese.NIF, issued_local=when)
        sealed = at.seal(Sealing(document, record, settings, identity, previous))
        last[series] = (number + 1, sealed.code)
        documents.append(replace(document, fiscal=sealed))
    random.shuffle(documents)
    period = Period(SELLER, portuguese.NIF, date(2026, 1, 1), when.date(), when.date(), settings)
    file, key = tmp_path / "saft.xml", tmp_path / "key.pem"
    file.write_bytes(saft(documents, period, Program("9999", "500000000")))
    public = identity.key.public_key()
    key.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    verified = saft_chain.verify(file.read_bytes(), saft_chain.read_key(key))
    assert verified == (DOCUMENTS, len(last), [])
    command = [sys.executable, saft_chain.__file__, str(file), str(key)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert told.stdout == f"{DOCUMENTS} documents in {len(last)} series, 0 broken\n"
    changed = file.read_bytes().replace(b"<GrossTotal>1", b"<GrossTotal>2", 1)
    assert len(saft_chain.verify(changed, saft_chain.read_key(key)).broken) == 1
    with shown():
        print(
            f"at: {DOCUMENTS:,} random documents in {len(last)} chains, verified from SAF-T alone"
        )
