"""Portugal: hash chain, ATCUD, QR text and the series service, by the published vectors."""

import base64
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree
from tests.support import fiscal as support
from tests.support.fiscal import needs_vectors, vectors

from invoicing.errors import InvalidDocument
from invoicing.fiscal import Answer, Refused, Registered, Sealing, Undecided, at
from invoicing.fiscal._keys import Identity
from invoicing.fiscal.at import series
from invoicing.fiscal.at.qr import Known, qr_text
from invoicing.model import (
    Address,
    Document,
    DocumentReference,
    Party,
    TaxSubtotal,
    Totals,
)
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace

NIF = "501964843"
SELLER = Party(name="Lipa", vat_identifier=f"PT{NIF}", address=Address(country_code="PT"))
SETTINGS = FiscalSettings(
    authority="at",
    enabled=True,
    options={"certificateNumber": "9999", "series": {"FT A2026": "CSDF7T5H"}},
)
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def row(category: str, rate: str, base: str, tax: str = "0") -> TaxSubtotal:
    return TaxSubtotal(category=category, rate=Decimal(rate), base=Decimal(base), tax=Decimal(tax))


def document(*rows: TaxSubtotal, number: str = "FT A2026/1", **members: Any) -> Document:
    rows = rows or (row("S", "23", "100", "23"),)
    net, tax = sum(r.base for r in rows), sum(r.tax for r in rows)
    given = {
        "number": number,
        "currency": "EUR",
        "issue_date": date(2026, 1, 5),
        "seller": SELLER,
        "tax_subtotals": rows,
        "totals": Totals(net=net, tax=tax, gross=net + tax, payable=net + tax),
    }
    return Document(**(given | members))


def sealed(
    made: Document, identity: Identity, at_time: datetime, previous: str = "", **options: Any
) -> Fiscal:
    record = Fiscal(authority="at", tax_number=NIF, issued_local=at_time)
    settings = replace(SETTINGS, options=SETTINGS.options | options)
    return at.seal(Sealing(made, record, settings, identity, previous))


def vector_identity(name: str) -> Identity:
    return Identity(support.vector_key(name), support.taxpayer().certificate)


@needs_vectors
def test_F282_the_chain_is_that_of_the_vectors() -> None:
    (vector,) = vectors("pt_hash_chain") if support.FOLDER.is_dir() else [{}]
    given = vector["input"]
    identity, previous = vector_identity(given["key"]), ""
    for entry, expected in zip(given["rows"], vector["expected"], strict=True):
        made = document(
            row("O", "0", entry["gross"]),
            number=entry["no"],
            issue_date=date.fromisoformat(entry["date"]),
        )
        found = sealed(made, identity, datetime.fromisoformat(entry["system_entry"]), previous)
        assert (found.code, found.extra["hashExtract"]) == (expected["hash"], expected["extract"])
        assert found.previous == previous
        previous = found.code


@needs_vectors
def test_F282_the_qr_text_of_a_signed_document_is_that_of_the_vectors() -> None:
    expected = next(v["expected"] for v in vectors("pt_qr") if isinstance(v["input"], str))
    found = sealed(document(), vector_identity("test-rsa1024-pt"), datetime(2026, 1, 5, 10))  # noqa: DTZ001 - local
    assert found.qr == expected
    assert found.extra["line"] == "HvlZ-Processado por programa certificado n.º 9999/AT"
    assert found.extra["atcud"] == "CSDF7T5H-1"


@needs_vectors
@pytest.mark.parametrize("place", [0, 1])
def test_F282_the_published_examples_are_written(place: int) -> None:
    """Region by region; the first example has three, a document has one."""
    vector = vectors("pt_qr")[place]
    fields = vector["input"]
    letters = [letter for letter in "IJK" if f"{letter}1" in fields]
    known = Known(
        fields["A"], fields["D"], fields["G"], fields["H"], fields["Q"], fields["R"], fields["S"]
    )
    rates = {"I": ("6", "13", "23"), "J": ("4", "9", "16"), "K": ("5", "12", "22")}
    for letter in letters:
        rows = [
            row("S", rate, fields[f"{letter}{3 + 2 * i}"], fields[f"{letter}{4 + 2 * i}"])
            for i, rate in enumerate(rates[letter])
            if f"{letter}{3 + 2 * i}" in fields
        ]
        if f"{letter}2" in fields:
            rows.append(row("E", "0", fields[f"{letter}2"]))
        if "L" in fields:
            rows.append(row("O", "0", fields["L"]))
        made = document(
            *rows,
            issue_date=datetime.strptime(fields["F"], "%Y%m%d").date(),  # noqa: DTZ007 - a day
            seller=replace(SELLER, fiscal_region_code=fields[f"{letter}1"]),
        )
        made = replace(made, totals=replace(made.totals, withholding=Decimal(fields.get("P", "0"))))
        other = {f"{each}{n}" for each in set(letters) - {letter} for n in range(1, 9)}
        sums = {"N": f"{made.totals.tax:.2f}", "O": f"{made.totals.gross:.2f}"}
        wanted = {k: v for k, v in (fields | sums).items() if k not in other and k != "M"}
        assert qr_text(made, known) == "*".join(f"{k}:{v}" for k, v in wanted.items())


def test_F282_a_document_without_tax_has_no_region() -> None:
    known = Known(NIF, "FT", "FT A/1", "CODE1234-1", "abcd", "9999")
    text = qr_text(document(row("O", "0", "10")), known)
    assert "*I1:0*L:10.00*N:0.00*O:10.00*" in text


def test_F282_a_free_text_cannot_add_fields() -> None:
    known = Known(NIF, "FT", "FT A/1", "CODE1234-1", "abcd", "9999", "x*N:0.00" + "y" * 90)
    text = qr_text(document(), known)
    assert text.count("N:") == 2
    assert text.split("*")[-1] == "S:x N:0.00" + "y" * 57


def test_F282_a_chain_is_verified_by_openssl_alone(tmp_path: Path) -> None:
    identity, previous = support.taxpayer(), ""
    public = identity.certificate.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "key.pem").write_bytes(public)
    for n in range(1, 6):
        made = document(number=f"FT A2026/{n}")
        local = datetime(2026, 1, 5, 10, n)  # noqa: DTZ001 - local
        found = sealed(made, identity, local, previous)
        text = f"2026-01-05;2026-01-05T10:{n:02}:00;FT A2026/{n};123.00;{previous}"
        (tmp_path / "text").write_text(text)
        (tmp_path / "mark").write_bytes(base64.b64decode(found.code))
        command = ["openssl", "dgst", "-sha1", "-verify", "key.pem", "-signature", "mark", "text"]
        assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
        previous = found.code


@pytest.mark.parametrize("number", ["2026-00001", "FS A2026/1", "FT A2026/0", "FT A2026/01"])
def test_F282_a_number_of_no_portuguese_series_is_refused(number: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        sealed(document(number=number), support.taxpayer(), datetime(2026, 1, 5))  # noqa: DTZ001 - local
    assert caught.value.findings[0].rule == "at-number"


@pytest.mark.parametrize("codes", [{}, {"FT A2026": "short"}, {"FT B": "CSDF7T5H"}])
def test_F282_a_series_without_its_validation_code_is_refused(codes: dict[str, str]) -> None:
    with pytest.raises(InvalidDocument) as caught:
        sealed(document(), support.taxpayer(), datetime(2026, 1, 5), series=codes)  # noqa: DTZ001 - local
    assert caught.value.findings[0].rule == "at-series"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"currency": "USD"}, "at-currency"),
        ({"seller": Party(vat_identifier="PT1")}, "at-nif"),
        ({"type": "credit-note"}, "at-reference"),
    ],
)
def test_F282_what_is_missing_is_named(changes: dict[str, Any], rule: str) -> None:
    assert [f.rule for f in at.check(document(**changes), SETTINGS, {})] == [rule]


def test_F282_a_complete_document_has_nothing_to_mend() -> None:
    credited = DocumentReference(number="FT A2026/1")
    made = document(type="credit-note", preceding=(credited,))
    assert not at.check(made, SETTINGS, {})
    unset = replace(SETTINGS, options={})
    assert [f.rule for f in at.check(made, unset, {})] == ["at-certificate-number"]


# The series service

FRESH = series.Fresh(bytes(range(16)), datetime(2026, 11, 21, 9, 0, 0, 123000, tzinfo=UTC))


def credentials() -> series.Credentials:
    public = support.fresh_key("at portal").public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return series.Credentials(f"{NIF}/1", "s3cr&t", pem)


A2026 = series.Series("A2026", "FT", begins=date(2026, 1, 1), program="9999")


def _opened(text: str, key: bytes) -> str:
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305 - the protocol's
    padded = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    return padded[: -padded[-1]].decode()


def test_F284_only_the_authority_can_open_the_password() -> None:
    sent = series.register(A2026, credentials(), FRESH)
    root = etree.fromstring(sent.body)
    token = root.find(f".//{{{series.SECURITY}}}UsernameToken")
    assert token is not None
    user, password, nonce, created = (child.text or "" for child in token)
    assert user == f"{NIF}/1"
    key = support.fresh_key("at portal").decrypt(base64.b64decode(nonce), padding.PKCS1v15())
    assert _opened(password, key) == "s3cr&t"
    assert _opened(created, key) == "2026-11-21T09:00:00.123Z"
    assert b"s3cr" not in sent.body


def test_F284_a_series_is_registered_with_its_class_and_program() -> None:
    sent = series.register(A2026, credentials(), FRESH)
    (call,) = etree.fromstring(sent.body)[1]
    assert call.tag == "{http://at.gov.pt/}registarSerie"
    assert {child.tag: child.text for child in call} == {
        "serie": "A2026",
        "tipoSerie": "N",
        "classeDoc": "SI",
        "tipoDoc": "FT",
        "numInicialSeq": "1",
        "dataInicioPrevUtiliz": "2026-01-01",
        "numCertSWFatur": "9999",
        "meioProcessamento": "PI",
    }


def test_F284_a_series_is_finalised_annulled_and_asked_for() -> None:
    last = series.finalise(A2026, "BCDFGH37", 41, credentials(), FRESH)
    gone = series.annul(A2026, "BCDFGH37", credentials(), FRESH)
    asked = series.query(A2026, credentials(), FRESH)
    told = [etree.fromstring(sent.body)[1][0] for sent in (last, gone, asked)]
    assert [one.findtext("seqUltimoDocEmitido") for one in told] == ["41", None, None]
    assert [one.findtext("declaracaoNaoEmissao") for one in told] == [None, "true", None]
    assert [sent.kind for sent in (last, gone, asked)] == [
        *("finalizarSerie", "anularSerie", "consultarSeries")
    ]


@pytest.mark.parametrize("code", ["ATX", "a b", "", "x" * 36])
def test_F284_a_series_the_authority_would_not_take_is_not_sent(code: str) -> None:
    with pytest.raises(InvalidDocument):
        series.register(A2026._replace(code=code), credentials(), FRESH)
    with pytest.raises(InvalidDocument):
        series.register(A2026._replace(type_code="XX"), credentials(), FRESH)


def answered(code: str, text: str = "texto") -> Answer:
    body = (
        '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'
        '<ns2:registarSerieResponse xmlns:ns2="http://at.gov.pt/"><registarSerieResp><infoSerie>'
        "<codValidacaoSerie>BCDFGH37</codValidacaoSerie></infoSerie><infoResultOper>"
        f"<codResultOper>{code}</codResultOper><msgResultOper>{text}</msgResultOper>"
        "</infoResultOper></registarSerieResp></ns2:registarSerieResponse></S:Body></S:Envelope>"
    )
    return Answer(200, body.encode(), AT)


def test_F284_answers_of_the_series_service_are_understood() -> None:
    sent = series.register(A2026, credentials(), FRESH)
    assert series.read(answered("2001"), sent) == Registered("BCDFGH37")
    refused = series.read(answered("4001"), sent)
    assert isinstance(refused, Refused)
    assert refused.code == "4001"
    assert refused.fix
    assert isinstance(series.read(answered("5000"), sent), Undecided)
    assert isinstance(series.read(answered("2002"), sent), Refused)
    for broken in (Answer(503, b"", AT), Answer(200, b"<x", AT), Answer(200, b"<x/>", AT)):
        assert isinstance(series.read(broken, sent), Undecided)
