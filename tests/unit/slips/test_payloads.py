"""What each slip writes, and what it refuses to write."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image
from segno.helpers import make_epc_qr
from tests.unit.slips.samples import ADDRESS, invoice, organization, party

from invoicing.errors import InvalidDocument
from invoicing.model import Address, Document, Organization, Party
from invoicing.model.value import replace
from invoicing.registry import member, names
from invoicing.render import qr
from invoicing.render._modules import runs
from invoicing.slips import Slip

ORGANIZATION = organization()


def slip(name: str) -> Slip:
    found = member("slips", name, "SLIP")
    assert isinstance(found, Slip)
    return found


def payload(name: str, document: Document, settings: Organization = ORGANIZATION) -> str:
    return slip(name).payload(document, settings)


def refusals(name: str, document: Document, settings: Organization = ORGANIZATION) -> set[str]:
    """The pointers of what is wrong; every finding says how to mend it."""
    with pytest.raises(InvalidDocument) as caught:
        slip(name).payload(document, settings)
    assert all(finding.text and finding.fix for finding in caught.value.findings)
    return {finding.pointer for finding in caught.value.findings}


# EPC


def test_epc_invoice_is_written_with_a_creditor_reference_of_its_number() -> None:
    document = invoice("DE", "DE")
    assert payload("epc", document).split("\n") == [
        *("BCD", "002", "1", "SCT", "", "Žaga Šušteršič s.p.", "DE33100205000001194700"),
        *("EUR122.50", "", "RF602026001"),
    ]


def test_epc_agrees_with_segno() -> None:
    document = invoice("DE", "DE", payable="123.45", remittance="Spende")
    document = replace(document, seller=replace(document.seller, name="Wikimedia e.V."))
    peer = make_epc_qr(
        name="Wikimedia e.V.",
        iban="DE33100205000001194700",
        amount=Decimal("123.45"),
        text="Spende",
        encoding="utf-8",
    )
    assert payload("epc", document) == _decoded(peer)


def _decoded(code: segno.QRCode) -> str:
    side = len(code.matrix) + 8
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(code.matrix):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + 4, y + 4), 0)
    large = picture.resize((side * 4, side * 4), Image.Resampling.BOX)
    found = zxingcpp.read_barcodes(large)
    assert len(found) == 1
    return found[0].text


@pytest.mark.parametrize(
    ("remittance", "reference", "text"),
    [
        ("RF18 5390 0754 7034", "RF18539007547034", None),
        ("Customer 17, May", "", "Customer 17, May"),
    ],
)
def test_epc_reference_or_text_never_both(
    remittance: str, reference: str, text: str | None
) -> None:
    lines = payload("epc", invoice("DE", remittance=remittance)).split("\n")
    assert lines[9] == reference
    assert lines[10:] == ([text] if text else [])


def test_epc_number_beyond_ascii_goes_into_the_text() -> None:
    lines = payload("epc", invoice("DE", number="Č-1")).split("\n")
    assert lines[9:] == ["", "Č-1"]


def test_epc_stays_within_331_bytes_and_version_13() -> None:
    document = invoice("DE", remittance="日本語" * 60)
    document = replace(document, seller=replace(document.seller, name="株式会社" * 30))
    text = payload("epc", document)
    assert len(text.encode()) <= 331
    assert text.split("\n")[10]
    assert qr.encode(text, max_version=13).version <= 13


@pytest.mark.parametrize(("bic", "written"), [("BFSWDE33BER", "BFSWDE33BER"), ("x", "")])
def test_epc_bic_is_written_where_it_is_one(bic: str, written: str) -> None:
    document = invoice("DE")
    document = replace(document, seller=replace(document.seller, bic=bic))
    assert payload("epc", document).split("\n")[4] == written


def test_epc_line_breaks_in_a_name_do_not_become_lines() -> None:
    document = invoice("DE")
    name = "Evil\nDE89370400440532013000\r\nEUR9\x00\u2028GmbH"
    document = replace(document, seller=replace(document.seller, name=name))
    lines = payload("epc", document).split("\n")
    assert lines[5] == "Evil DE89370400440532013000 EUR9 GmbH"
    assert len(lines) == 10


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"payable": "0.001"}, "/totalDue"),
        ({"payable": "1000000000"}, "/totalDue"),
        ({"payable": "1.005"}, "/totalDue"),
        ({"remittance": "RF19539007547034"}, "/paymentInstructions/remittance"),
        (
            {"accounts": ("DE00100205000001194700",)},
            "/paymentInstructions/creditTransfers/0/account",
        ),
    ],
)
def test_epc_refusals(changes: dict[str, Any], pointer: str) -> None:
    assert refusals("epc", invoice("DE", **changes)) == {pointer}


def test_epc_names_every_finding_at_once() -> None:
    seller = Party(iban="DE34100205000001194700")
    document = invoice("DE", payable="0", seller=seller)
    found = refusals("epc", document, organization(party=Party(iban="DE34100205000001194700")))
    assert found == {"/_documentIssuer/IBAN", "/_documentIssuer/name", "/totalDue"}


@pytest.mark.parametrize("amount", ["0.01", "999999999.99"])
def test_epc_amount_limits_are_included(amount: str) -> None:
    assert f"\nEUR{amount}\n" in payload("epc", invoice("DE", payable=amount))


# Swiss QR-bill


def test_swiss_invoice_in_francs() -> None:
    document = invoice("CH", "CH", currency="CHF")
    assert payload("swiss", document).split("\r\n") == [
        *("SPC", "0200", "1", "CH5800791123000889012"),
        *("S", "Žaga Šušteršič s.p.", "Rue du Lac", "1268", "2501", "Biel", "CH"),
        *("", "", "", "", "", "", ""),
        *("122.50", "CHF"),
        *("S", "Kupec d.o.o.", "Rue du Lac", "1268", "2501", "Biel", "CH"),
        *("SCOR", "RF602026001", "2026-001", "EPD"),
    ]


def test_swiss_qr_iban_makes_a_qr_reference() -> None:
    lines = payload("swiss", invoice("CH", iban="QR", currency="CHF")).split("\r\n")
    assert lines[27] == "QRR"
    assert lines[28] == f"{2026001:026}" + lines[28][-1]
    assert lines[28][-1] == _by_table(f"{2026001:026}")


def _by_table(digits: str) -> str:
    """Modulo 10, recursive, by the table of rows as the guidelines print it."""
    rows = ["0946827135", "9468271350", "4682713509", "6827135094", "8271350946"]
    rows += ["2713509468", "7135094682", "1350946827", "3509468271", "5094682713"]
    carry = 0
    for digit in digits:
        carry = int(rows[carry][int(digit)])
    return str((10 - carry) % 10)


@pytest.mark.parametrize(
    ("iban", "remittance", "kind", "reference", "message"),
    [
        (
            "QR",
            "21 00000 00003 13947 14300 09017",
            "QRR",
            "210000000003139471430009017",
            "2026-001",
        ),
        ("CH", "RF18 5390 0754 7034", "SCOR", "RF18539007547034", "2026-001"),
        ("CH", "Order of May", "NON", "", "Order of May"),
    ],
)
def test_swiss_reference_follows_the_account(
    iban: str, remittance: str, kind: str, reference: str, message: str
) -> None:
    document = invoice("CH", iban=iban, remittance=remittance, currency="CHF")
    assert payload("swiss", document).split("\r\n")[27:30] == [kind, reference, message]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"iban": "QR", "remittance": "RF18539007547034"}, "/paymentInstructions/remittance"),
        (
            {"iban": "QR", "remittance": "210000000003139471430009018"},
            "/paymentInstructions/remittance",
        ),
        ({"iban": "QR", "number": "Č"}, "/paymentInstructions/remittance"),
        ({"iban": "QR", "number": "A" * 14}, "/paymentInstructions/remittance"),
        ({"iban": "CH", "remittance": "210000000003139471430009017"}, "/_documentIssuer/IBAN"),
        ({"payable": "1000000000"}, "/totalDue"),
        (
            {"accounts": ("CH5800791123000889013",)},
            "/paymentInstructions/creditTransfers/0/account",
        ),
    ],
)
def test_swiss_refusals(changes: dict[str, Any], pointer: str) -> None:
    assert refusals("swiss", invoice("CH", currency="CHF", **changes)) == {pointer}


def test_swiss_creditor_address_is_compulsory() -> None:
    seller = Party(name="A", iban="CH5800791123000889012", address=Address(line1="Weg 1"))
    document = invoice("CH", currency="CHF", seller=seller)
    assert refusals("swiss", document) == {
        "/_documentIssuer/zip",
        "/_documentIssuer/city",
        "/_documentIssuer/countryAlpha2Code",
    }


@pytest.mark.parametrize(
    "buyer",
    [Party(), Party(name="Kunde"), party("CH", "日本"), Party(name="A", address=Address(city="B"))],
)
def test_swiss_debtor_is_left_out_where_it_cannot_be_whole(buyer: Party) -> None:
    lines = payload("swiss", invoice("CH", currency="CHF", buyer=buyer)).split("\r\n")
    assert lines[20:27] == [""] * 7


@pytest.mark.parametrize(
    ("line", "street", "house"),
    [
        ("Rue du Lac 1268", "Rue du Lac", "1268"),
        ("Hauptstraße 5a", "Hauptstraße", "5a"),
        ("Weg 12-14", "Weg", "12-14"),
        ("Postfach", "Postfach", ""),
        ("1 King St", "1 King St", ""),
        ("Calle 5 de Mayo", "Calle 5 de Mayo", ""),
    ],
)
def test_swiss_house_number_stands_alone(line: str, street: str, house: str) -> None:
    address = replace(ADDRESS["CH"], line1=line)
    document = invoice("CH", currency="CHF", buyer=Party(name="A", address=address))
    assert payload("swiss", document).split("\r\n")[22:24] == [street, house]


def test_swiss_signs_outside_the_permitted_set_become_plain_ones() -> None:
    document = invoice("CH", currency="CHF", remittance="Miete – “Mai”\tȘi €")
    assert payload("swiss", document).split("\r\n")[29] == 'Miete - "Mai" Și €'


def test_swiss_longest_payload_fits_its_limits() -> None:
    long = Party(name="Ž" * 90, address=replace(ADDRESS["CH"], line1="Č" * 90, city="Š" * 60))
    document = invoice("CH", currency="CHF", buyer=long, remittance="ž" * 300)
    document = replace(document, seller=replace(long, iban="CH5800791123000889012"))
    text = payload("swiss", document)
    assert 990 < len(text.encode()) <= 997
    assert qr.encode(text, max_version=25).version <= 25
    assert [len(line) for line in text.split("\r\n")[20:24]] == [1, 70, 70, 0]


# UPN


def test_upn_invoice() -> None:
    text = payload("upn", invoice("SI", "SI"))
    assert text.split("\n")[:19] == [
        *("UPNQR", "", "", "", "", "Kupec d.o.o.", "Ulica 1", "1000 Ljubljana"),
        *("00000012250", "", "", "OTHR", "Račun 2026-001", "03.10.2026"),
        *("SI56020170014356205", "SI002026-001"),
        *("Žaga Šušteršič s.p.", "Ulica 1", "1000 Ljubljana"),
    ]


def test_upn_control_sum_counts_characters_before_it() -> None:
    text = payload("upn", invoice("SI", "SI"))
    body, total, end = text[:-4], text[-4:-1], text[-1]
    assert (len(body), end) == (int(total), "\n")
    assert len(body.encode()) > len(body)  # bytes would be another figure


@pytest.mark.parametrize(
    ("number", "remittance", "reference", "purpose"),
    [
        ("2026-001", "", "SI002026-001", "Račun 2026-001"),
        ("15/1/1", "", "SI0015-1-1", "Račun 15/1/1"),
        ("INV-7", "", "RF79INV7", "Račun INV-7"),
        ("Č-1", "", "SI99", "Račun Č-1"),
        ("1", "SI12 1234567890120", "SI121234567890120", "Račun 1"),
        ("1", "12-34", "SI0012-34", "Račun 1"),
        ("1", "RF45 SBO2010", "RF45SBO2010", "Račun 1"),
        ("1", "Najemnina maj", "SI99", "Najemnina maj"),
    ],
)
def test_upn_reference_keeps_its_model_or_gets_one(
    number: str, remittance: str, reference: str, purpose: str
) -> None:
    lines = payload("upn", invoice("SI", number=number, remittance=remittance)).split("\n")
    assert (lines[15], lines[12]) == (reference, purpose)


@pytest.mark.parametrize(
    ("name", "written"),
    [("Müller & Søn", "Müller & Son"), ("日本", ""), ("A\nB", "A B"), ("Ž" * 40, "Ž" * 33)],
)
def test_upn_payer_in_letters_of_iso_8859_2(name: str, written: str) -> None:
    document = invoice("SI", buyer=replace(party("SI", ""), name=name))
    text = payload("upn", document)
    assert text.split("\n")[5] == written
    assert text.encode("iso-8859-2")


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"remittance": "SI121234567890121"}, {"/paymentInstructions/remittance"}),
        ({"remittance": "RF46SBO2010"}, {"/paymentInstructions/remittance"}),
        ({"payable": "1000000000"}, {"/totalDue"}),
        (
            {"seller": Party(name="日本", iban="SI56020170014356205")},
            {"/_documentIssuer/name", "/_documentIssuer/city"},
        ),
    ],
)
def test_upn_refusals(changes: dict[str, Any], pointers: set[str]) -> None:
    assert refusals("upn", invoice("SI", **changes)) == pointers


def test_upn_without_an_account_says_which_is_missing() -> None:
    assert refusals("upn", invoice("DE")) == {"/_documentIssuer/IBAN"}


# HUB-3


def test_hub3_invoice() -> None:
    text = payload("hub3", invoice("HR", "HR", number="15/1/1"))
    assert text.split("\n") == [
        *("HRVHUB30", "EUR", "000000000012250", "Kupec d.o.o.", "Ilica 42", "10000 Zagreb"),
        *("Žaga Šušteršič s.p.", "Ilica 42", "10000 Zagreb", "HR1723600001101234565"),
        *("HR00", "15-1-1", "OTHR", "Račun 15/1/1"),
    ]


@pytest.mark.parametrize(
    ("remittance", "model", "reference", "words"),
    [
        ("HR01 12343", "HR01", "12343", "Račun A1"),
        ("HR99", "HR99", "", "Račun A1"),
        ("123-4", "HR00", "123-4", "Račun A1"),
        ("Najam za svibanj", "HR99", "", "Najam za svibanj"),
        ("", "HR99", "", "Račun A1"),
    ],
)
def test_hub3_reference(remittance: str, model: str, reference: str, words: str) -> None:
    lines = payload("hub3", invoice("HR", number="A1", remittance=remittance)).split("\n")
    assert (lines[10], lines[11], lines[13]) == (model, reference, words)


def test_hub3_fields_are_cut_to_their_lengths() -> None:
    long = Party(name="n" * 99, address=Address(line1="s" * 99, city="c" * 99, postal_code="1"))
    document = invoice("HR", buyer=long, seller=replace(long, iban="HR1723600001101234565"))
    lengths = [len(line) for line in payload("hub3", document).split("\n")]
    assert lengths[3:9] == [30, 27, 27, 25, 25, 27]


@pytest.mark.parametrize("remittance", ["HR0112344", "HR991", "HR00"])
def test_hub3_refusals(remittance: str) -> None:
    document = invoice("HR", remittance=remittance)
    assert refusals("hub3", document) == {"/paymentInstructions/remittance"}


# BPAY


def test_bpay_invoice_gets_a_reference_of_its_number() -> None:
    document = invoice("AU", "AU", currency="AUD", bpay={"billerCode": "12345"})
    # 1*2 + 2*0 + 3*2 + 4*6 + 5*0 + 6*0 + 7*1 = 39
    assert payload("bpay", document) == "Biller code: 12345\nRef: 20260019\nAmount: 122.50"


def test_bpay_check_is_a_setting_of_the_biller() -> None:
    settings = organization(defaults={"bpay": {"billerCode": "12345", "check": "mod10v01"}})
    document = invoice("AU", currency="AUD", bpay={"reference": "1000 0456 3"})
    assert "Ref: 100004563\n" in payload("bpay", document, settings)


@pytest.mark.parametrize(
    ("bpay", "number", "pointer"),
    [
        ({"billerCode": "12", "reference": "400079231"}, "1", "/_bPay/billerCode"),
        ({"billerCode": "12345", "reference": "400079232"}, "1", "/_bPay/reference"),
        ({"billerCode": "12345", "reference": "1" * 21}, "1", "/_bPay/reference"),
        ({"billerCode": "12345", "reference": "4000A"}, "1", "/_bPay/reference"),
        ({"billerCode": "12345"}, "A" * 10, "/_bPay/reference"),
        ({"billerCode": "12345", "check": "luhn"}, "1", "/defaults/bpay/check"),
    ],
)
def test_bpay_refusals(bpay: dict[str, Any], number: str, pointer: str) -> None:
    document = invoice("AU", currency="AUD", bpay=bpay, number=number)
    assert refusals("bpay", document) == {pointer}


# Multibanco

CONTRACT = organization(defaults={"multibanco": {"entity": "11604", "subEntity": "999"}})


def test_multibanco_published_reference() -> None:
    document = invoice("PT", "PT", payable="25.86", series_number=1234)
    assert payload("multibanco", document, CONTRACT) == (
        "Entidade: 11604\nReferência: 999 123 490\nMontante: 25.86"
    )


def test_multibanco_keeps_a_reference_that_was_given() -> None:
    document = invoice("PT", payable="25.86", series_number=7, remittance="999 123 490")
    assert "999 123 490" in payload("multibanco", document, CONTRACT)


@pytest.mark.parametrize(
    ("contract", "changes", "pointer"),
    [
        ({"entity": "1160", "subEntity": "999"}, {}, "/defaults/multibanco/entity"),
        ({"entity": "11604"}, {}, "/defaults/multibanco/subEntity"),
        ({"entity": "11604", "subEntity": "999"}, {"payable": "1000000"}, "/totalDue"),
        (
            {"entity": "11604", "subEntity": "999"},
            {"remittance": "999123491"},
            "/paymentInstructions/remittance",
        ),
    ],
)
def test_multibanco_refusals(
    contract: dict[str, str], changes: dict[str, Any], pointer: str
) -> None:
    settings = organization(defaults={"multibanco": contract})
    assert refusals("multibanco", invoice("PT", **changes), settings) == {pointer}


# All of them


@pytest.mark.parametrize(
    "document",
    [
        invoice("DE", "DE"),
        invoice("SI", "SI"),
        invoice("CH", "CH", currency="CHF"),
        invoice("CH", iban="QR", currency="CHF"),
    ],
    ids=["epc", "upn", "swiss", "swiss-qr-iban"],
)
def test_drawn_codes_are_read_back_by_another_reader(document: Document) -> None:
    for name in names("slips"):
        one = slip(name)
        if one.symbol.symbology != "qr" or not one.applies(document, ORGANIZATION):
            continue
        text = one.payload(document, ORGANIZATION)
        matrix = qr.encode_slip(text, one.symbol)
        side = matrix.size + 8
        picture = Image.new("L", (side, side), 255)
        for x, y, width in runs(matrix):
            picture.paste(0, (x + 4, y + 4, x + 4 + width, y + 5))
        found = zxingcpp.read_barcodes(picture.resize((side * 4, side * 4), Image.Resampling.BOX))
        assert [(code.text, code.ec_level) for code in found] == [(text, "M")]


def test_upn_is_drawn_in_version_15_at_level_m() -> None:
    matrix = qr.encode_slip(payload("upn", invoice("SI", "SI")), slip("upn").symbol)
    assert (matrix.version, matrix.size) == (15, 77)


@pytest.mark.parametrize("name", ["hub3", "bpay", "multibanco"])
def test_other_symbologies_are_no_qr_codes(name: str) -> None:
    with pytest.raises(ValueError, match="no QR code"):
        qr.encode_slip("text", slip(name).symbol)


def test_accounts_are_taken_by_country_before_order() -> None:
    accounts = ("CH5800791123000889012", "12345", "SI56020170014356205")
    document = invoice("SI", accounts=accounts)
    assert "\nSI56020170014356205\n" in payload("upn", document)
    assert "\r\nCH5800791123000889012\r\n" in payload("swiss", document)


def test_a_payee_takes_the_place_of_the_seller() -> None:
    payee = party("SI", "Faktoring d.d.", "SI56051008010486080")
    lines = payload("upn", invoice("SI", payee=payee)).split("\n")
    assert lines[14:17:2] == ["SI56051008010486080", "Faktoring d.d."]


def test_a_due_date_may_be_missing() -> None:
    assert payload("upn", invoice("SI", due_date=None)).split("\n")[13] == ""
    assert payload("upn", invoice("SI", due_date=date(2026, 1, 2))).split("\n")[13] == "02.01.2026"
