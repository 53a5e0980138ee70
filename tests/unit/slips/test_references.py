"""Check digits of payment references, against published figures and another library."""

from random import Random

import pytest
from stdnum import iban as stdnum_iban
from stdnum import iso11649, luhn
from stdnum.ch import esr

from invoicing.slips import _references as references

RANDOM = Random(7)


def digits(most: int) -> str:
    return "".join(RANDOM.choices("0123456789", k=RANDOM.randint(1, most)))


@pytest.mark.parametrize(
    ("body", "reference"),
    [("539007547034", "RF18539007547034"), ("SBO2010", "RF45SBO2010")],
)
def test_iso_11649_published_creditor_references(body: str, reference: str) -> None:
    assert references.creditor_reference(body) == reference
    assert references.is_creditor_reference(reference)


def test_iso_11649_agrees_with_stdnum() -> None:
    for _ in range(200):
        body = "".join(RANDOM.choices("0123456789ABCXYZ", k=RANDOM.randint(1, 21)))
        reference = references.creditor_reference(body)
        assert iso11649.is_valid(reference)
        assert references.is_creditor_reference(reference)


def test_iso_11649_one_wrong_character_is_seen() -> None:
    reference = "RF18539007547034"
    for place in range(4, len(reference)):
        other = str((int(reference[place]) + 1) % 10)
        assert not references.is_creditor_reference(
            reference[:place] + other + reference[place + 1 :]
        )


@pytest.mark.parametrize("body", ["", "A" * 22, "Č1", "a", "1-2", "１"])
def test_iso_11649_refuses_bodies_it_cannot_carry(body: str) -> None:
    with pytest.raises(ValueError, match="1 to 21"):
        references.creditor_reference(body)


@pytest.mark.parametrize(
    "text", ["", "RF", "RF18", "rf18539007547034", "RF1853900754703４", "XX18539007547034"]
)
def test_iso_11649_refuses_other_forms(text: str) -> None:
    assert not references.is_creditor_reference(text)


def test_qrr_published_reference() -> None:
    published = "210000000003139471430009017"
    assert references.qr_reference(published[:-1]) == published
    assert references.is_qr_reference(published)


def test_qrr_agrees_with_stdnum() -> None:
    for _ in range(200):
        body = "1" + digits(25)
        reference = references.qr_reference(body)
        assert len(reference) == 27
        assert reference[-1] == esr.calc_check_digit(body)
        assert references.is_qr_reference(reference)


def test_qrr_one_wrong_digit_is_seen() -> None:
    reference = "210000000003139471430009017"
    for place, digit in enumerate(reference):
        other = str((int(digit) + 3) % 10)
        assert not references.is_qr_reference(reference[:place] + other + reference[place + 1 :])


@pytest.mark.parametrize("body", ["", "0", "0" * 26, "1" * 27, "12A"])
def test_qrr_refuses_bodies_it_cannot_carry(body: str) -> None:
    with pytest.raises(ValueError, match="1 to 26"):
        references.qr_reference(body)


def test_qrr_of_zeros_is_none() -> None:
    assert not references.is_qr_reference("0" * 27)


@pytest.mark.parametrize(
    ("body", "mod10", "mod11"),
    [("1234", "12344", "12343"), ("000012345", "0000123455", "0000123455")],
)
def test_kid_published_numbers(body: str, mod10: str, mod11: str) -> None:
    assert references.kid_mod10_reference(body) == mod10
    assert references.kid_mod11_reference(body) == mod11
    assert references.is_kid(mod10)
    assert references.is_kid(mod11)


def test_kid_mod_11_writes_a_hyphen_for_ten() -> None:
    # 6 * 2 = 12, 12 mod 11 = 1, 11 - 1 = 10
    assert references.kid_mod11_reference("6") == "6-"
    assert references.is_kid("6-")
    assert not references.is_kid("5-")


@pytest.mark.parametrize("text", ["", "1", "12345", "1" * 26, "12-4", "a2"])
def test_kid_refuses_other_numbers(text: str) -> None:
    assert not references.is_kid(text)


def test_luhn_agrees_with_stdnum() -> None:
    for _ in range(200):
        body = digits(24)
        assert references.luhn_check(body) == luhn.calc_check_digit(body)


@pytest.mark.parametrize(
    ("body", "v01", "v05"),
    [("1234567890", "12345678903", "12345678905"), ("40007923", None, "400079231")],
)
def test_bpay_published_references(body: str, v01: str | None, v05: str) -> None:
    assert references.bpay_v05_reference(body) == v05
    if v01:
        assert references.bpay_v01_reference(body) == v01


@pytest.mark.parametrize("body", ["", "1" * 20, "12a"])
def test_bpay_refuses_bodies_it_cannot_carry(body: str) -> None:
    with pytest.raises(ValueError, match="1 to 19"):
        references.bpay_v05_reference(body)


@pytest.mark.parametrize(("cents", "reference"), [(2586, "999123490"), (12345612, "999123483")])
def test_multibanco_published_references(cents: int, reference: str) -> None:
    assert references.multibanco_reference("11604", "9991234", cents) == reference


def test_multibanco_is_iso_7064_mod_97_10_over_twenty_digits() -> None:
    for _ in range(200):
        entity, body = f"{RANDOM.randrange(10**5):05}", f"{RANDOM.randrange(10**7):07}"
        cents = RANDOM.randint(1, 10**8 - 1)
        check = references.multibanco_reference(entity, body, cents)[-2:]
        assert int(f"{entity}{body}{cents:08}{check}") % 97 == 1


@pytest.mark.parametrize(
    ("entity", "body", "cents"),
    [
        ("1160", "9991234", 1),
        ("11604", "999123", 1),
        ("11604", "9991234", 0),
        ("11604", "9991234", 10**8),
    ],
)
def test_multibanco_refuses_what_does_not_fit(entity: str, body: str, cents: int) -> None:
    with pytest.raises(ValueError, match=r"digits|between"):
        references.multibanco_reference(entity, body, cents)


def test_si12_published_reference() -> None:
    assert references.model_12_reference("123456789012") == "1234567890120"
    assert references.is_model_reference("SI121234567890120")
    assert not references.is_model_reference("SI121234567890121")


def test_si12_by_hand() -> None:
    # 3 * 2 + 2 * 3 + 1 * 4 = 16; 16 mod 11 = 5; 11 - 5 = 6
    assert references.model_12_reference("123") == "1236"


@pytest.mark.parametrize("text", ["SI001", "SI002026-001", "SI001-2-3", "SI99", "RF45SBO2010"])
def test_slovenian_models_accepted(text: str) -> None:
    assert references.is_model_reference(text)


@pytest.mark.parametrize(
    "text", ["SI00", "SI00A", "SI001-2-3-4", "SI00" + "1" * 21, "SI991", "SI", "HR001", "SI00-1"]
)
def test_slovenian_models_refused(text: str) -> None:
    assert not references.is_model_reference(text)


def test_hr01_by_hand() -> None:
    # 4 * 2 + 3 * 3 + 2 * 4 + 1 * 5 = 30; 30 mod 11 = 8; 11 - 8 = 3
    assert references.model_01_reference("1234") == "12343"
    assert references.is_croatian_reference("HR0112343")
    assert references.is_croatian_reference("HR01123-43")
    assert not references.is_croatian_reference("HR0112344")


@pytest.mark.parametrize("text", ["HR00", "HR00A", "HR991", "SI001", "HR001-2-3-4", "HR011"])
def test_croatian_models_refused(text: str) -> None:
    assert not references.is_croatian_reference(text)


def test_model_checks_of_ten_and_eleven_are_zero() -> None:
    # 6 * 2 = 12, remainder 1, 10; then nothing at all, remainder 0, 11
    assert references.model_12_reference("6") == "60"
    assert references.model_01_reference("0") == "00"


@pytest.mark.parametrize(
    ("number", "body", "as_digits", "groups"),
    [
        ("2026-001", "2026001", "2026001", "2026-001"),
        ("INV-2026/1", "INV20261", "18233120261", ""),
        ("15/1/1", "1511", "1511", "15-1-1"),
        ("Č-1", "", "", ""),
        ("", "", "", ""),
        ("1/2/3/4", "1234", "1234", ""),
    ],
)
def test_document_numbers_become_references(
    number: str, body: str, as_digits: str, groups: str
) -> None:
    assert references.body_of_number(number) == body
    assert references.digits_of_number(number) == as_digits
    assert references.groups_of_number(number) == groups


@pytest.mark.parametrize(
    "iban",
    [
        "DE33100205000001194700",
        "CH4431999123000889012",
        "SI56020170014356205",
        "HR1723600001101234565",
        "MT31MALT01100000000000000000123",
        "NO9386011117947",
    ],
)
def test_iso_13616_ibans_that_hold(iban: str) -> None:
    assert stdnum_iban.is_valid(iban)
    assert references.is_iban(iban)
    swapped = iban[:-2] + iban[-1] + iban[-2]
    assert references.is_iban(swapped) == (swapped == iban)


@pytest.mark.parametrize("iban", ["", "SI56", "SI56011006001234567", "de33100205000001194700"])
def test_iso_13616_other_texts(iban: str) -> None:
    assert not references.is_iban(iban)
