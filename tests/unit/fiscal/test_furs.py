"""FURS: codes, messages and answers against the published vectors and a second implementation."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.support import fiscal as support
from tests.support.fiscal import needs_vectors, vectors

from invoicing.fiscal import (
    Answer,
    Message,
    PremiseRegistration,
    Refused,
    Registered,
    Registration,
    Sealing,
    Undecided,
    block_of,
    furs,
)
from invoicing.fiscal._jws import encode, signed
from invoicing.fiscal._keys import Identity, Roots, sign
from invoicing.fiscal.furs.messages import jws_header
from invoicing.model import (
    Document,
    Line,
    LineTax,
    Organization,
    Party,
    Payment,
    TaxSubtotal,
    Totals,
)
from invoicing.model.fiscal import Fiscal, FiscalSettings, Premise
from invoicing.model.value import replace

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LOCAL = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001 - the register's times have no zone


@needs_vectors
@pytest.mark.parametrize("vector", vectors("furs_zoi") if support.FOLDER.is_dir() else [])
def test_F280_zoi_and_its_code_are_those_of_the_vectors(vector: dict[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    record = Fiscal(
        authority="furs",
        tax_number=given["tax_number"],
        issued_local=datetime.strptime(given["issued"], "%d.%m.%Y %H:%M:%S"),  # noqa: DTZ007 - local
        number=int(given["number"]),
        premise=given["premise"],
        device=given["device"],
    )
    text = furs.zoi_text(record, given["amount"])
    assert text == expected["signed_text"]
    code = furs.zoi(sign(support.vector_key(given["key"]), text.encode()))
    assert code == expected["zoi"]
    assert furs.code60(replace(record, code=code)) == expected["code60"]


@needs_vectors
@pytest.mark.parametrize("vector", vectors("furs_code60") if support.FOLDER.is_dir() else [])
def test_F280_the_sixty_digits_are_those_of_the_vectors(vector: dict[str, Any]) -> None:
    given = vector["input"]
    at = datetime.strptime(given["ymdhms"], "%y%m%d%H%M%S")  # noqa: DTZ007 - local
    record = Fiscal(authority="furs", code=given["zoi"], tax_number=given["tax"], issued_local=at)
    assert furs.code60(record) == vector["expected"]


@needs_vectors
def test_F280_the_token_is_that_of_the_vector_byte_for_byte() -> None:
    """Serial numbers stay whole numbers of nineteen digits and more."""
    header = jws_header(
        "CN=TEST,OU=10039856,OU=DavPotRacTEST,O=state-institutions,C=SI",
        "CN=Tax CA Test,O=state-institutions,C=SI",
        9071438869705344859,
    )
    identity = Identity(support.vector_key("test-rsa2048"), support.taxpayer().certificate)
    token = signed(header, b'{"EchoRequest":"furs"}', identity)
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert digest == "07d51d0892d88ab94d440c40188597db5ffeb8a6a955fe3d93eac669d7f4a3e0"


def invoice(**changes: Any) -> Document:
    made = Document(
        id="D1",
        type="invoice",
        state="issued",
        currency="EUR",
        seller=Party(name="Lipa d.o.o.", vat_identifier="SI50223054", is_taxable=True),
        series_number=7,
        totals=Totals(
            net=Decimal(5), tax=Decimal("1.1"), gross=Decimal("6.1"), payable=Decimal("6.1")
        ),
        tax_subtotals=(TaxSubtotal(rate=Decimal(22), base=Decimal(5), tax=Decimal("1.1")),),
    )
    return replace(made, **changes)


def record(document: Document, **changes: Any) -> Fiscal:
    made = Fiscal(
        authority="furs",
        tax_number="50223054",
        issued_local=LOCAL,
        premise="SPLET",
        device="BLAG1",
        number=document.series_number,
        strategy="B",
        message_id="0191aa00-0000-4000-8000-000000000001",
    )
    sealing = Sealing(
        document, replace(made, **changes), FiscalSettings(authority="furs"), support.taxpayer()
    )
    return furs.seal(sealing)


def payload(message: Message) -> Any:
    """What a second reader makes of the token, after checking its signature."""
    head, body, mark = json.loads(message.body)["token"].split(".")

    def raw(part: str) -> bytes:
        return base64.urlsafe_b64decode(part + "==")

    own = support.taxpayer().certificate
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - only for the check
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415 - the same

    own.public_key().verify(
        raw(mark), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256()
    )  # type: ignore[call-arg,union-attr] # an RSA key
    header = json.loads(raw(head))
    assert list(header) == ["alg", "subject_name", "issuer_name", "serial"]
    assert header["serial"] == own.serial_number
    return json.loads(raw(body), parse_float=Decimal, parse_int=Decimal)


def told(document: Document, fiscal: Fiscal, *originals: Document) -> Any:
    registration = Registration(
        document, fiscal, FiscalSettings(authority="furs"), support.taxpayer(), LOCAL, originals
    )
    message = furs.message(registration)
    assert message.path == "/v1/cash_registers/invoices"
    return payload(message)["InvoiceRequest"]["Invoice"]


def test_F280_one_local_time_makes_all_three_forms() -> None:
    """2026-01-05T23:30Z is the 6th of January in Ljubljana."""
    at = datetime(2026, 1, 6, 0, 30)  # noqa: DTZ001 - the register's times have no zone
    document = invoice()
    sealed = record(document, issued_local=at)
    assert "06.01.2026 00:30:00" in furs.zoi_text(sealed, "6.10")
    assert told(document, sealed)["IssueDateTime"] == "2026-01-06T00:30:00"
    assert sealed.qr[47:59] == "260106003000"


def test_F280_an_invoice_is_told_with_its_code_amounts_and_rates() -> None:
    document = invoice()
    sealed = record(document)
    found = told(document, sealed)
    assert found == {
        "TaxNumber": 50223054,
        "IssueDateTime": "2026-11-21T10:00:00",
        "NumberingStructure": "B",
        "InvoiceIdentifier": {
            "BusinessPremiseID": "SPLET",
            "ElectronicDeviceID": "BLAG1",
            "InvoiceNumber": "7",
        },
        "InvoiceAmount": Decimal("6.10"),
        "PaymentAmount": Decimal("6.10"),
        "ProtectedID": sealed.code,
        "TaxesPerSeller": [
            {"VAT": [{"TaxRate": 22, "TaxableAmount": 5, "TaxAmount": Decimal("1.1")}]}
        ],
        "OperatorTaxNumber": 50223054,
    }


def test_F280_nothing_empty_is_told() -> None:
    """Empty strings anywhere are refused as S002."""

    def leaves(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [leaf for v in value.values() for leaf in leaves(v)]
        return [leaf for v in value for leaf in leaves(v)] if isinstance(value, list) else [value]

    document = invoice()
    assert all(leaf not in ("", None) for leaf in leaves(told(document, record(document))))


@pytest.mark.parametrize(
    ("changes", "member", "value"),
    [
        ({"operator_tax_number": "12345679"}, "OperatorTaxNumber", 12345679),
        ({"foreign_operator": True}, "ForeignOperator", True),
        ({"omit_operator": True}, "OperatorTaxNumber", None),
        ({"late": True}, "SubsequentSubmit", True),
    ],
)
def test_F280_operator_and_late_submission(
    changes: dict[str, Any], member: str, value: Any
) -> None:
    document = invoice()
    found = told(document, replace(record(document), **changes))
    assert found.get(member) == value
    assert ("OperatorTaxNumber" in found) is (
        (member == "OperatorTaxNumber" and value is not None) or member == "SubsequentSubmit"
    )


def test_F280_a_credit_note_is_negative_and_refers_to_its_invoice() -> None:
    original = invoice()
    original = replace(original, fiscal=record(original))
    credit = invoice(id="D2", type="credit-note", series_number=8)
    found = told(credit, record(credit), original)
    assert (found["InvoiceAmount"], found["PaymentAmount"]) == (Decimal("-6.10"), Decimal("-6.10"))
    assert found["TaxesPerSeller"][0]["VAT"][0]["TaxAmount"] == Decimal("-1.1")
    assert found["ReferenceInvoice"] == [
        {
            "ReferenceInvoiceIdentifier": {
                "BusinessPremiseID": "SPLET",
                "ElectronicDeviceID": "BLAG1",
                "InvoiceNumber": "7",
            },
            "ReferenceInvoiceIssueDateTime": "2026-11-21T10:00:00",
        }
    ]


@pytest.mark.parametrize(
    ("subtotal", "name"),
    [
        (TaxSubtotal(category="AE", base=Decimal(5)), "ReverseVATTaxableAmount"),
        (TaxSubtotal(base=Decimal(5), reverse_charged=True), "ReverseVATTaxableAmount"),
        (TaxSubtotal(category="G", base=Decimal(5)), "ExemptVATTaxableAmount"),
        (TaxSubtotal(category="K", base=Decimal(5)), "ExemptVATTaxableAmount"),
        (TaxSubtotal(category="E", base=Decimal(5)), "ExemptVATTaxableAmount"),
        (TaxSubtotal(category="O", base=Decimal(5)), "NontaxableAmount"),
    ],
)  # fmt: skip
def test_F280_untaxed_amounts_stand_where_they_belong(subtotal: TaxSubtotal, name: str) -> None:
    document = invoice(tax_subtotals=(subtotal,))
    assert told(document, record(document))["TaxesPerSeller"] == [{name: Decimal("5.00")}]


def test_F280_who_is_not_registered_for_vat_tells_one_amount() -> None:
    seller = Party(vat_identifier="SI50223054", is_taxable=False)
    document = invoice(seller=seller, tax_subtotals=(TaxSubtotal(category="E", base=Decimal(5)),))
    assert told(document, record(document))["TaxesPerSeller"] == [{"NontaxableAmount": 5}]


def test_F132_what_is_sold_for_another_taxpayer_stands_apart() -> None:
    """The parts add up to the document's own breakdown."""
    taxes = (LineTax(rate=Decimal(22), category="S"),)
    lines = (
        Line(name="own", net_amount=Decimal(3), taxes=taxes),
        Line(name="theirs", net_amount=Decimal(2), taxes=taxes, on_behalf="SI10039856"),
    )
    document = invoice(lines=lines)
    own, theirs = told(document, record(document))["TaxesPerSeller"]
    assert theirs["SellerTaxNumber"] == 10039856
    assert own["VAT"][0]["TaxableAmount"] + theirs["VAT"][0]["TaxableAmount"] == 5
    assert own["VAT"][0]["TaxAmount"] + theirs["VAT"][0]["TaxAmount"] == Decimal("1.1")


def answered(content: dict[str, Any], *, chain: tuple[Any, ...] = (), alg: str = "RS256") -> Answer:
    """An answer as FURS signs it."""
    server = support.issuer().issue(support.subject(("CN", "DavPotRac")), "furs answers")
    shown = chain or (server.certificate,)
    x5c = [base64.b64encode(c.public_bytes(Encoding.DER)).decode() for c in shown]
    header = json.dumps({"alg": alg, "x5c": x5c}).encode()
    token = signed(header, json.dumps(content).encode(), server)
    return Answer(200, json.dumps({"token": token}).encode(), AT)


SENT = Message("/", b"", {}, "invoice", "M1")
ROOTS = support.issuer().roots


def response(message_id: str = "M1", **content: Any) -> dict[str, Any]:
    header = {"MessageID": message_id, "DateTime": "2026-11-21T10:00:01"}
    return {"InvoiceResponse": {"Header": header, **content}}


def refusal(code: str, text: str = "Napaka") -> dict[str, Any]:
    return response(Error={"ErrorCode": code, "ErrorMessage": text})


def test_F280_an_answer_gives_the_eor() -> None:
    found = furs.read(answered(response(UniqueInvoiceID="6a0c")), SENT, ROOTS)
    assert found == Registered("6a0c", datetime(2026, 11, 21, 10, 0, 1))  # noqa: DTZ001 - local


@pytest.mark.parametrize("code", sorted(furs.CODES))
def test_F280_every_error_code_says_what_to_do_next(code: str) -> None:
    found = furs.read(answered(refusal(code)), SENT, ROOTS)
    if code == "S100":
        assert found == Undecided("S100", "Napaka")
    else:
        assert isinstance(found, Refused)
        assert (found.code, found.text) == (code, "Napaka")
        assert found.fix


def test_F280_an_unknown_code_is_a_refusal_with_a_fix() -> None:
    found = furs.read(answered(refusal("S042")), SENT, ROOTS)
    assert isinstance(found, Refused)
    assert found.fix


def test_F280_an_answer_to_another_message_decides_nothing() -> None:
    found = furs.read(answered(response("M2", UniqueInvoiceID="6a0c")), SENT, ROOTS)
    assert found == Undecided("other-message", "the answer is to another message")


def test_F280_a_refusal_without_the_messages_id_is_one_all_the_same() -> None:
    """What FURS cannot open it cannot name; the connection it answers on is this message's."""
    error = {"ErrorCode": "S008", "ErrorMessage": "Napaka"}
    found = furs.read(answered(response("", Error=error)), SENT, ROOTS)
    assert isinstance(found, Refused)
    assert found.code == "S008"
    assert isinstance(furs.read(answered(response("M2", Error=error)), SENT, ROOTS), Undecided)
    assert isinstance(
        furs.read(answered(response("", UniqueInvoiceID="6a0c")), SENT, ROOTS), Undecided
    )


def _broken(answer: Answer) -> Answer:
    token = json.loads(answer.body)["token"]
    head, _, mark = token.split(".")
    other = encode(json.dumps(response(UniqueInvoiceID="forged")).encode())
    return answer._replace(body=json.dumps({"token": f"{head}.{other}.{mark}"}).encode())


def test_F280_an_answer_somebody_else_signed_decides_nothing() -> None:
    good = answered(response(UniqueInvoiceID="6a0c"))
    stranger = support.issuer("Stranger").issue(support.subject(("CN", "x")), "stranger")
    cases = {
        "changed": _broken(good),
        "other chain": answered(response(UniqueInvoiceID="e"), chain=(stranger.certificate,)),
        "no signature": answered(response(UniqueInvoiceID="e"), alg="none"),
        "later": good._replace(at=datetime(2040, 1, 1, tzinfo=UTC)),
    }
    for name, answer in cases.items():
        found = furs.read(answer, SENT, ROOTS)
        assert isinstance(found, Undecided), name
        assert found.code == "untrusted", name
    assert isinstance(furs.read(good, SENT, Roots(())), Undecided)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"token":7}', b'{"token":"a.b"}', b'{"token":"a.b.c"}']
)
def test_F280_what_cannot_be_read_decides_nothing(body: bytes) -> None:
    assert isinstance(furs.read(Answer(200, body, AT), SENT, ROOTS), Undecided)
    assert isinstance(furs.read(Answer(503, body, AT), SENT, ROOTS), Undecided)


BUILDING = Premise(
    id="P",
    code="BP101",
    content={
        "cadastralNumber": 123, "buildingNumber": 456, "buildingSectionNumber": 7,
        "street": "Slovenska cesta", "houseNumber": "1", "community": "Ljubljana",
        "city": "Ljubljana", "postalCode": "1000", "softwareSupplier": "24564444",
    },
)  # fmt: skip


def premise(given: Premise) -> Any:
    registration = PremiseRegistration(
        given, "50223054", FiscalSettings(authority="furs"), support.taxpayer(), LOCAL, "M"
    )
    message = furs.premise_message(registration)
    assert message.path == "/v1/cash_registers/invoices/register"
    return payload(message)["BusinessPremiseRequest"]["BusinessPremise"]


def test_F280_a_building_is_told_by_cadastre_and_address() -> None:
    assert furs.premise_check(BUILDING) == []
    assert premise(BUILDING) == {
        "TaxNumber": 50223054,
        "BusinessPremiseID": "BP101",
        "BPIdentifier": {
            "RealEstateBP": {
                "PropertyID": {
                    "CadastralNumber": 123,
                    "BuildingNumber": 456,
                    "BuildingSectionNumber": 7,
                },
                "Address": {
                    "Street": "Slovenska cesta",
                    "HouseNumber": "1",
                    "Community": "Ljubljana",
                    "City": "Ljubljana",
                    "PostalCode": "1000",
                },
            }
        },
        "ValidityDate": "2026-11-21",
        "SoftwareSupplier": [{"TaxNumber": 24564444}],
    }


@pytest.mark.parametrize("kind", ["A", "B", "C"])
def test_F280_a_movable_premise_is_told_by_its_type_and_closed_by_the_same_message(
    kind: str,
) -> None:
    given = Premise(id="P", code="SPLET", kind=kind, closed=True)
    assert furs.premise_check(given) == []
    found = premise(given)
    assert found["BPIdentifier"] == {"PremiseType": kind}
    assert found["ClosingTag"] == "Z"


def test_F280_a_premise_that_cannot_be_told_of_is_named_field_by_field() -> None:
    faults = furs.premise_check(
        Premise(id="P", code="BP 1", content={"street": "S", "cadastralNumber": "x"})
    )
    assert {f.pointer for f in faults} == {
        "/businessPremiseId", "/cadastralNumber", "/buildingNumber", "/buildingSectionNumber",
        "/houseNumber", "/community", "/city", "/postalCode",
    }  # fmt: skip
    assert all(fault.fix for fault in faults)


def test_F279_only_cash_like_money_makes_a_registration_necessary() -> None:
    settings = FiscalSettings(authority="furs", enabled=True)
    plain = invoice()
    assert furs.applies(plain, settings)
    assert not furs.wanted(plain)
    assert not furs.wanted(replace(plain, payments=(Payment(type="bank"),)))
    for kind in ("cash", "card", "coupon", "paypal", "other"):
        assert furs.wanted(replace(plain, payments=(Payment(type=kind),))), kind
    assert furs.wanted(replace(plain, furs={"businessPremiseId": "SPLET"}))
    assert not furs.applies(replace(plain, type="estimate"), settings)
    assert not furs.applies(replace(plain, incoming=True), settings)
    assert not furs.applies(plain, FiscalSettings(authority="furs"))


def test_F280_the_block_shows_the_registration_under_its_wire_names() -> None:
    document = invoice()
    sealed = replace(record(document), confirmation="6a0c", operator_label="Ana")
    assert block_of(sealed) == {
        "eor": "6a0c",
        "zoi": sealed.code,
        "qr": sealed.qr,
        "businessPremiseId": "SPLET",
        "electronicDeviceId": "BLAG1",
        "invoiceNumber": 7,
        "strategy": "B",
        "omitOperatorTaxNumber": False,
        "operatorLabel": "Ana",
        "foreignOperator": False,
        "environment": "production",
    }


def test_F280_a_certificate_names_its_taxpayer() -> None:
    assert furs.certificate_tax_number(support.taxpayer("10148019")) == "10148019"
    nameless = support.issuer().issue(support.subject(("CN", "x"), ("OU", "DavPotRacTEST")), "x")
    assert furs.certificate_tax_number(nameless) == ""
    assert Organization(id="O").fiscal == ()
