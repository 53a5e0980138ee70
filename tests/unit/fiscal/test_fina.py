"""Croatia's CIS: codes, signatures, messages and answers against the published vectors."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from tests.support import cis
from tests.support import fiscal as support
from tests.support.fiscal import needs_vectors, vectors

from invoicing.fiscal import (
    Answer,
    Message,
    Refused,
    Registered,
    Registration,
    Sealing,
    Undecided,
    fina,
)
from invoicing.fiscal import _xmldsig as xmldsig
from invoicing.fiscal._keys import sign
from invoicing.fiscal.fina import messages
from invoicing.model import (
    AllowanceCharge,
    Document,
    Identifier,
    Line,
    LineTax,
    Party,
    Payment,
    TaxSubtotal,
    Totals,
)
from invoicing.model.fiscal import Fiscal, FiscalSettings, Premise
from invoicing.model.value import replace

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LOCAL = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001 - the register's times have no zone
MESSAGE_ID = "7ab77a2a-5a4b-4b5b-9bd9-0a1a1a1a1a1a"
SELLER = Party(name="Lipa", vat_identifier=f"HR{cis.OIB}", is_taxable=True)
ROOTS = cis.croatian_issuer().roots


def row(category: str, rate: str, base: str, tax: str = "0", **more: Any) -> TaxSubtotal:
    return TaxSubtotal(
        category=category, rate=Decimal(rate), base=Decimal(base), tax=Decimal(tax), **more
    )


def invoice(*rows: TaxSubtotal, **members: Any) -> Document:
    rows = rows or (row("S", "25", "98.76", "24.69"),)
    net, tax = sum(r.base for r in rows), sum(r.tax for r in rows)
    totals = Totals(net=net, tax=tax, gross=net + tax, payable=net + tax)
    given = {
        "id": "D1",
        "currency": "EUR",
        "seller": SELLER,
        "lines": (Line(name="Oak", taxes=(LineTax(rate=Decimal(25)),)),),
        "tax_subtotals": rows,
        "totals": totals,
        "payments": (Payment(type="cash", amount=Decimal(1)),),
    }
    return Document(**(given | members))


RECORD = Fiscal(
    authority="fina",
    tax_number=cis.OIB,
    issued_local=LOCAL,
    number=1,
    premise="X",
    device="1",
    strategy="C",
)


def sealed(document: Document, record: Fiscal = RECORD, **options: str) -> Fiscal:
    settings = FiscalSettings(authority="fina", options=options)
    return replace(
        fina.seal(Sealing(document, record, settings, cis.taxpayer())), message_id=MESSAGE_ID
    )


def registration(document: Document, **changes: Any) -> Registration:
    fiscal = replace(sealed(document), **changes)
    settings = FiscalSettings(authority="fina")
    return Registration(document, fiscal, settings, cis.taxpayer(), LOCAL)


def told(document: Document, **changes: Any) -> etree._Element:
    sent = fina.message(registration(document, **changes))
    (root,) = etree.fromstring(sent.body)[0]
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    steps = "/".join(f"{{{messages.NAMESPACE}}}{tag}" for tag in path.split("/"))
    return [found.text or "" for found in root.iterfind(steps)]


@needs_vectors
@pytest.mark.parametrize("vector", vectors("hr_zki") if support.FOLDER.is_dir() else [])
def test_F281_zki_is_that_of_the_vectors_with_either_hash(vector: dict[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    record = Fiscal(
        authority="fina",
        tax_number=given["oib"],
        issued_local=datetime.strptime(given["issued"], "%d.%m.%Y %H:%M:%S"),  # noqa: DTZ007 - local
        number=int(given["number"]),
        premise=given["premise"],
        device=given["device"],
    )
    text = fina.zki_text(record, given["amount"])
    assert text == expected["signed_text"]
    key = support.vector_key(given["key"])
    assert fina.zki(sign(key, text.encode())) == expected["zki_sha256"]
    assert fina.zki(sign(key, text.encode(), "sha1")) == expected["zki_sha1_legacy"]


@needs_vectors
def test_F281_a_message_is_digested_as_the_published_one() -> None:
    given = (support.FOLDER / "hr-racunzahtjev-sha256.xml").read_bytes().strip()
    assert xmldsig.digest(given) == "/J1zmf2ucy9+c8iQjENIJjhYBPKfhR1jPDb71fvIbJc="
    info = (support.FOLDER / "hr-signedinfo-sha256.xml").read_text().strip()
    assert xmldsig.signed_info(given, "signXmlId") == info


@needs_vectors
def test_F281_the_published_message_is_written_byte_for_byte() -> None:
    given = (support.FOLDER / "hr-racunzahtjev-sha256.xml").read_text().strip()
    record = replace(
        RECORD,
        tax_number="12312312316",
        issued_local=datetime(2022, 8, 1, 15, 30),  # noqa: DTZ001 - local
        operator_tax_number="12345678903",
        code="3f481b705b8a29441bf3336bc2a6bed2",
        extra={"paymentType": "G"},
    )
    seller = replace(SELLER, vat_identifier="HR12312312316")
    written = messages.invoice(invoice(seller=seller), replace(record, strategy="B"))
    assert f"<tns:Racun>{written}</tns:Racun>" in given


def test_F281_the_link_has_cents_local_minute_and_zki() -> None:
    record = replace(RECORD, code="abcd" * 8, issued_local=datetime(2022, 8, 1, 15, 30))  # noqa: DTZ001 - local
    link = fina.qr(record, Decimal("123.45"))
    assert link.endswith(f"rn?izn=12345&datv=20220801_1530&zki={'abcd' * 8}")


def test_F281_what_is_signed_is_what_is_sent() -> None:
    """An independent reading of the signature: lxml's canonical form, the certificate's key."""
    root = told(invoice())
    xmldsig.require_signed(root, ROOTS, AT)
    signature = root[-1]
    info = etree.tostring(signature[0], method="c14n", exclusive=True).decode()
    root.remove(signature)
    canonical = etree.tostring(root, method="c14n", exclusive=True)
    assert xmldsig.signed_info(canonical, "signXmlId") == info
    serial = signature.findtext(f".//{{{xmldsig.DSIG}}}X509SerialNumber")
    assert serial == str(cis.taxpayer().certificate.serial_number)


@pytest.mark.parametrize("name", ["A & B <i>", "a\r\nb", "žćčđš"])
def test_F281_texts_of_any_kind_stay_in_canonical_form(name: str) -> None:
    fee = AllowanceCharge(is_charge=True, amount=Decimal(1), reason=name, tax_category="O")
    rows = (row("S", "25", "100", "25"), row("O", "0", "1"))
    root = told(invoice(*rows, allowances_charges=(fee,)))
    xmldsig.require_signed(root, ROOTS, AT)
    assert texts(root, "Racun/Naknade/Naknada/NazivN") == [name]


def test_F281_parts_stand_where_the_schema_wants_them_and_add_up() -> None:
    fee = AllowanceCharge(is_charge=True, amount=Decimal(2), reason="Boca", tax_category="O")
    document = invoice(
        row("S", "25", "100", "25"),
        row("S", "13", "10", "1.30"),
        row("S", "3", "10", "0.30", name="PNP"),
        row("E", "0", "7"),
        row("E", "0", "5", exemption_code="VATEX-EU-F"),
        row("AE", "0", "9"),
        row("O", "0", "6"),
        allowances_charges=(fee,),
    )
    root = told(document)
    assert [etree.QName(child).localname for child in root[1]] == [
        *("Oib", "USustPdv", "DatVrijeme", "OznSlijed", "BrRac", "Pdv", "Pnp", "IznosOslobPdv"),
        *("IznosMarza", "IznosNePodlOpor", "Naknade", "IznosUkupno", "NacinPlac", "OibOper"),
        *("ZastKod", "NakDost"),
    ]
    assert texts(root, "Racun/Pdv/Porez/Stopa") == ["25.00", "13.00"]
    assert texts(root, "Racun/Pnp/Porez/Iznos") == ["0.30"]
    sums = ("IznosOslobPdv", "IznosMarza", "IznosNePodlOpor", "Naknade/Naknada/IznosN")
    assert [texts(root, f"Racun/{path}")[0] for path in sums] == ["7.00", "5.00", "13.00", "2.00"]


def test_F281_a_credit_note_has_negative_amounts_and_its_own_code() -> None:
    document = invoice(type="credit-note")
    root = told(document)
    assert texts(root, "Racun/IznosUkupno") == ["-123.45"]
    assert texts(root, "Racun/Pdv/Porez/Osnovica") == ["-98.76"]
    assert sealed(document).code != sealed(invoice()).code


def test_F281_who_is_outside_the_tax_states_a_total_alone() -> None:
    root = told(invoice(row("O", "0", "50"), seller=replace(SELLER, is_taxable=False)))
    assert texts(root, "Racun/USustPdv") == ["false"]
    assert texts(root, "Racun/IznosUkupno") == ["50.00"]
    assert not texts(root, "Racun/IznosNePodlOpor")


@pytest.mark.parametrize(
    ("payments", "expected"),
    [((), "T"), (("cash",), "G"), (("card",), "K"), (("bank",), "T"), (("cash", "card"), "O")],
)
def test_F281_the_way_of_paying_is_told(payments: tuple[str, ...], expected: str) -> None:
    paid = tuple(Payment(type=kind, amount=Decimal(1)) for kind in payments)
    assert texts(told(invoice(payments=paid)), "Racun/NacinPlac") == [expected]


def test_F281_the_hash_of_code_and_signature_are_chosen_apart_and_kept() -> None:
    document = invoice()
    kept = sealed(document, zkiMethod="RSA-SHA1")
    assert (kept.method, kept.extra["signatureMethod"]) == ("RSA-SHA1", "RSA-SHA256")
    assert kept.code != sealed(document).code
    old = fina.message(
        Registration(
            document,
            sealed(document, signatureMethod="RSA-SHA1"),
            FiscalSettings(authority="fina"),
            cis.taxpayer(),
            LOCAL,
        )
    )
    assert b"xmldsig#rsa-sha1" in old.body
    assert b"xmlenc#sha256" not in old.body


def test_F281_a_late_message_differs_in_that_alone() -> None:
    now, later = (told(invoice(), late=late) for late in (False, True))
    differing = [
        etree.QName(a).localname
        for a, b in zip(now.iter(), later.iter(), strict=True)
        if a.text != b.text
    ]
    assert differing == ["NakDost", "DigestValue", "SignatureValue"]


def test_F281_changes_are_told_after_the_invoice_as_it_was() -> None:
    asked = registration(invoice())
    payment = messages.payment_change(asked, "K")
    recipient = messages.recipient_change(asked, "12312312316")
    for sent, kind, tag in (
        (payment, "promijeniNacPlac", "PromijenjeniNacinPlac"),
        (recipient, "promijeniPodatkeRacuna", "PromijenjeniOibPrimateljaRacuna"),
    ):
        (root,) = etree.fromstring(sent.body)[0]
        xmldsig.require_signed(root, ROOTS, AT)
        assert etree.QName(root[1][-1]).localname == tag
        assert (sent.kind, sent.headers["SOAPAction"].endswith(f'/{kind}"')) == (kind, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"payments": ()}, True),
        ({"payments": (), "buyer": Party(vat_identifier="HR12312312316")}, False),
        ({"buyer": Party(vat_identifier="HR12312312316")}, True),
        ({"payments": (), "buyer": Party(legal_registration=Identifier(value="1"))}, False),
        (
            {
                "payments": (),
                "buyer": Party(vat_identifier="HR1"),
                "fina": {"businessPremiseId": "X"},
            },
            True,
        ),
    ],
)
def test_F281_sales_to_consumers_are_told_however_paid(
    changes: dict[str, Any], expected: bool
) -> None:
    assert fina.wanted(invoice(**changes)) is expected


# Answers

SENT = Message("", b"", {}, "racuni", MESSAGE_ID)


def read(body: bytes, status: int = 200, sent: Message = SENT) -> Any:
    return fina.read(Answer(status, body, AT), sent, ROOTS)


def test_F281_a_signed_jir_registers() -> None:
    found = read(cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", MESSAGE_ID))
    assert found == Registered(cis.JIR, datetime(2026, 11, 21, 10, 0, 1))  # noqa: DTZ001 - local


def test_F281_a_refusal_without_the_messages_id_is_one_all_the_same() -> None:
    """What CIS cannot read it cannot name."""
    found = read(refused("s001").replace(MESSAGE_ID.encode(), b""), 500)
    assert isinstance(found, Refused)
    assert found.code == "s001"
    assert isinstance(read(cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", "")), Undecided)


def _other_issuer() -> bytes:
    stranger = support.taxpayer()
    return cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", MESSAGE_ID, by=stranger)


def _changed() -> bytes:
    good = cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", MESSAGE_ID)
    return good.replace(cis.JIR.encode(), cis.JIR.replace("6f", "00").encode())


def _unsigned() -> bytes:
    root = etree.fromstring(cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", MESSAGE_ID))
    signature = root.find(f".//{{{xmldsig.DSIG}}}Signature")
    assert signature is not None
    signature.getparent().remove(signature)  # type: ignore[union-attr] # it was found in it
    return etree.tostring(root)


def _wrapped() -> bytes:
    """The signed answer moved inside of a forged one that is not covered."""
    root = etree.fromstring(cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", MESSAGE_ID))
    (response,) = root[0]
    forged = etree.fromstring(etree.tostring(response).replace(b"6f1a", b"0000"))
    signature = forged.find(f"{{{xmldsig.DSIG}}}Signature")
    assert signature is not None
    etree.SubElement(signature, f"{{{xmldsig.DSIG}}}Object").append(response)
    root[0].append(forged)
    return etree.tostring(root)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_other_issuer, "untrusted"),
        (_changed, "untrusted"),
        (_unsigned, "untrusted"),
        (_wrapped, "untrusted"),
        (lambda: cis.answered(f"<tns:Jir>{cis.JIR}</tns:Jir>", "other"), "other-message"),
        (lambda: cis.answered("", MESSAGE_ID), "unreadable"),
        (lambda: b"<html>", "unreadable"),
        (lambda: b"<html/>", "unreadable"),
        (lambda: b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "unreadable"),
    ],
)
def test_F281_an_answer_that_is_not_the_registers_own_decides_nothing(make: Any, code: str) -> None:
    found = read(make())
    assert isinstance(found, Undecided)
    assert found.code == code


def refused(code: str, text: str = "opis") -> bytes:
    error = f"<tns:SifraGreske>{code}</tns:SifraGreske><tns:PorukaGreske>{text}</tns:PorukaGreske>"
    return cis.answered(f"<tns:Greske><tns:Greska>{error}</tns:Greska></tns:Greske>", MESSAGE_ID)


@pytest.mark.parametrize("code", [code for code, known in fina.CODES.items() if known.decides])
def test_F281_every_refusal_says_what_to_do(code: str) -> None:
    found = read(refused(code), 500)
    assert isinstance(found, Refused)
    assert (found.code, found.text, found.fix) == (code, "opis", fina.CODES[code].fix)


def test_F281_trouble_of_the_register_is_tried_again() -> None:
    assert read(refused("s006"), 500) == Undecided("s006", "opis")
    assert isinstance(read(b"", 503), Undecided)


def test_F281_an_echo_is_heard() -> None:
    body = (
        f'<s:Envelope xmlns:s="{messages.SOAP}"><s:Body>'
        f'<t:EchoResponse xmlns:t="{messages.NAMESPACE}">'
        "hello</t:EchoResponse></s:Body></s:Envelope>"
    )
    assert read(body.encode(), sent=fina.echo("hello")) == Registered("hello")


# What is asked before


@pytest.mark.parametrize(
    ("changes", "asked", "pointer"),
    [
        ({"currency": "USD"}, {}, "/currencyId"),
        ({"seller": Party(vat_identifier="HR1")}, {}, "/_documentIssuer/taxNumber"),
        ({}, {"operatorTaxNumber": "12"}, "/_fina/operatorTaxNumber"),
        ({}, {"paymentType": "C"}, "/_fina/paymentType"),
    ],
)
def test_F281_what_is_missing_is_named(
    changes: dict[str, Any], asked: dict[str, Any], pointer: str
) -> None:
    (found,) = fina.check(invoice(**changes), FiscalSettings(authority="fina"), asked)
    assert found.pointer == pointer


def test_F281_a_complete_document_has_nothing_to_mend() -> None:
    assert not fina.check(invoice(), FiscalSettings(authority="fina"), {"paymentType": "K"})


@pytest.mark.parametrize(("code", "wrong"), [("POSL1", 0), ("a" * 21, 1), ("P-1", 1), ("", 1)])
def test_F281_a_premise_is_named_in_letters_and_digits(code: str, wrong: int) -> None:
    assert len(fina.premise_check(Premise(id="1", code=code))) == wrong


def test_F281_the_certificate_tells_whose_it_is() -> None:
    assert fina.certificate_tax_number(cis.taxpayer()) == cis.OIB
    assert fina.certificate_tax_number(support.taxpayer()) == ""
