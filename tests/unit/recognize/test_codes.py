"""What the codes of payment orders and tax authorities say, drawn and read back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from tests.support.paper import symbol
from tests.unit.slips.samples import invoice, organization

from invoicing.recognize._codes import read_codes, understand
from invoicing.registry import member

SWISS = (
    "SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\n"
    "CH\n\n\n\n\n\n\n\n199.95\nCHF\nS\nPia Rutschmann\nMarktgasse\n28\n9400\nRorschach\nCH\nSCOR\n"
    "RF18539007547034\nRechnung\nEPD\n"
    "//S1/10/X.66711\\/8824/11/200712/20/MW-2020-04/30/107978798/32/2.5:117.22/40/0:30"
)
PORTUGAL = (
    "A:123456789*B:999999990*C:PT*D:FS*E:N*F:20190812*G:FS CDVF/12345*H:CDF7T5HD-12345*I1:PT"
    "*I7:0.65*I8:0.15*N:0.15*O:0.80*Q:YhGV*R:9999*S:NU;0.80"
)
FURS = f"{int('a7e5f55e1dbb48b799268e1a6d8618a3', 16):039}50223054150824163254"


def _furs(body: str = FURS) -> str:
    digits = body[:59]
    return digits + str(sum(map(int, digits)) % 10)


def _slip(name: str, country: str) -> tuple[str, dict[str, Any]]:
    slip = member("slips", name, "SLIP")
    options = {"encoding": slip.symbol.encoding, "eci": True} if slip.symbol.eci else {}
    return slip.payload(invoice(country, country), organization()), options


def test_F256_upn_says_amount_account_reference_and_payee() -> None:
    text, options = _slip("upn", "SI")
    symbols, fields = read_codes(symbol(text, version=15, mode="byte", **options), 1)
    said = {field.name: field.value for field in fields}
    assert [(found.code, found.symbology) for found in symbols] == [("upn", "QRCode")]
    assert said["total"] == Decimal("122.50")
    assert said["iban"] == "SI56020170014356205"
    assert said["due_date"] == date(2026, 10, 3)
    assert said["supplier_name"] == "Žaga Šušteršič s.p."
    assert said["currency"] == "EUR"
    assert {field.source for field in fields} == {"code"}


def test_F256_upn_in_latin_2_is_read_without_a_mark_of_its_character_set() -> None:
    text, _ = _slip("upn", "SI")
    code, _, said = understand("", text.encode("iso-8859-2"))
    assert (code, said["supplier_name"]) == ("upn", "Žaga Šušteršič s.p.")


def test_F256_epc_says_amount_account_and_reference() -> None:
    text, _ = _slip("epc", "DE")
    _, fields = read_codes(symbol(text), 1)
    said = {field.name: field.value for field in fields}
    assert said["total"] == Decimal("122.50")
    assert said["iban"] == "DE33100205000001194700"
    assert str(said["reference"]).startswith("RF")


def test_F256_epc_without_an_amount_leaves_it_to_the_payer() -> None:
    text = "BCD\n002\n1\nSCT\n\nWikimedia\nDE33100205000001194700\n\n\n\nTo Wikipedia"
    code, _, said = understand(text)
    assert code == "epc"
    assert "total" not in said
    assert "currency" not in said


def test_F256_swiss_says_what_its_billing_information_adds() -> None:
    code, _, said = understand(SWISS)
    assert code == "swiss"
    assert said == {
        "iban": "CH5800791123000889012",
        "supplier_name": "Robert Schneider AG",
        "supplier_street": "Rue du Lac 1268",
        "supplier_town": "2501 Biel",
        "supplier_country": "CH",
        "total": Decimal("199.95"),
        "currency": "CHF",
        "reference": "RF18539007547034",
        "purpose": "Rechnung",
        "number": "X.66711/8824",
        "issue_date": date(2020, 7, 12),
        "due_date": date(2020, 8, 11),
        "tax_id": "CHE107978798",
    }


def test_F256_portugal_says_the_invoice() -> None:
    code, _, said = understand(PORTUGAL)
    assert code == "autoridade"
    assert said == {
        "tax_id": "PT123456789",
        "issue_date": date(2019, 8, 12),
        "number": "FS CDVF/12345",
        "tax": Decimal("0.15"),
        "total": Decimal("0.80"),
        "fiscal_code": "CDF7T5HD-12345",
    }


@pytest.mark.parametrize("kind", ["QRCode", "PDF417", "Code128"])
def test_F256_furs_digits_say_issuer_and_day(kind: str) -> None:
    made = zxingcpp.create_barcode(_furs(), zxingcpp.BarcodeFormat[kind])
    drawn = made.to_image(scale=3, add_quiet_zones=True)
    paper = Image.fromarray(drawn) if not isinstance(drawn, Image.Image) else drawn
    _, fields = read_codes(paper.convert("L"), 1)
    assert {field.name: field.value for field in fields} == {
        "tax_id": "SI50223054",
        "issue_date": date(2015, 8, 24),
        "fiscal_code": "a7e5f55e1dbb48b799268e1a6d8618a3",
    }


def test_F256_furs_digits_with_a_wrong_check_digit_say_nothing() -> None:
    right = _furs()
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert understand(wrong) == ("", wrong, {})


@pytest.mark.parametrize("amount", ["12345", "123,45"])
def test_F256_croatian_link_says_amount_and_day(amount: str) -> None:
    link = f"https://porezna.gov.hr/rn?izn={amount}&datv=20220801_1530&jir=abcd"
    code, _, said = understand(link)
    assert code == "porezna"
    assert said == {
        "total": Decimal("123.45"),
        "issue_date": date(2022, 8, 1),
        "fiscal_code": "abcd",
    }


def test_F256_hub3_says_the_payee() -> None:
    text, _ = _slip("hub3", "HR")
    code, _, said = understand(text)
    assert code == "hub3"
    assert said["total"] == Decimal("122.50")
    assert said["iban"] == "HR1723600001101234565"
    assert str(said["reference"]).startswith("HR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com/",
        "https://porezna.gov.hr.example.com/rn?izn=100",
        "http://[porezna",
        "UPNQR",
        "BCD\n002",
        "SPC\n0100\n1",
        "A:1*B:2",
        "9" * 60,
        "\x00" * 50,
    ],
)
def test_F256_other_codes_give_no_fields(text: str) -> None:
    code, same, said = understand(text)
    assert same == text
    assert (code, said) == ("", {})


@pytest.mark.parametrize(
    ("line", "value"), [(8, "-0000012250"), (8, "٠٠٠٠٠٠١٢٢٥٠"), (8, ""), (13, "31.02.2026")]
)
def test_F256_a_field_that_does_not_hold_is_left_out(line: int, value: str) -> None:
    text, _ = _slip("upn", "SI")
    lines = text.split("\n")
    lines[line] = value
    _, _, said = understand("\n".join(lines))
    assert {8: "total", 13: "due_date"}[line] not in said
    assert said["iban"] == "SI56020170014356205"
