"""Payment references and their check digits.

Functions that end in `_reference` return a body with its check digits; those that start with
`is_` say whether a finished reference holds. Bodies are ASCII; ValueError where a body cannot
carry the check.
"""

import re

_CREDITOR = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
_RECURSIVE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)
_PLACE_WEIGHTS = (51, 73, 17, 89, 38, 62, 45, 53, 15, 50, 5, 49, 34, 81, 76, 27, 90, 9, 30, 3)


def compact(reference: str) -> str:
    """Upper case, without the spaces people group references with."""
    return "".join(reference.split()).upper()


def body_of_number(number: str) -> str:
    """The letters and digits of a document number; "" where it has letters beyond A to Z.

    >>> body_of_number("INV-2026/001"), body_of_number("Č-1")
    ('INV2026001', '')
    """
    kept = "".join(c for c in number.upper() if c.isalnum())
    return kept if kept.isascii() else ""


def digits_of_number(number: str) -> str:
    """A document number in digits, each letter as its two digits of ISO 7064 (A is 10).

    >>> digits_of_number("A-2026-7")
    '1020267'
    """
    return "".join(str(int(c, 36)) for c in body_of_number(number))


def groups_of_number(number: str) -> str:
    """A document number as groups of digits with hyphens; "" where it is no such number.

    >>> groups_of_number("15/1/1"), groups_of_number("INV-7")
    ('15-1-1', '')
    """
    groups = re.sub(r"[\W_]+", "-", number).strip("-")
    return groups if is_grouped(groups) else ""


def is_grouped(text: str) -> bool:
    """Whether a text is up to 20 digits in up to three groups, parted by hyphens."""
    return bool(re.fullmatch("[0-9]+(-[0-9]+){0,2}", text)) and len(text.replace("-", "")) <= 20


def creditor_reference(body: str) -> str:
    """RF, two check digits, body. Source: ISO 11649 (ISO 7064 MOD 97-10).

    >>> creditor_reference("539007547034")
    'RF18539007547034'
    """
    if not re.fullmatch("[0-9A-Z]{1,21}", body):
        raise ValueError("a creditor reference has 1 to 21 letters and digits")
    return f"RF{98 - _mod_97(body + 'RF00'):02}{body}"


def is_creditor_reference(reference: str) -> bool:
    """Whether a compact text is a valid ISO 11649 reference."""
    return bool(_CREDITOR.fullmatch(reference)) and _mod_97(reference[4:] + reference[:4]) == 1


def is_iban(iban: str) -> bool:
    """Whether a compact text has an IBAN's form and check digits (ISO 13616)."""
    form = re.fullmatch("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", iban)
    return form is not None and _mod_97(iban[4:] + iban[:4]) == 1


def qr_reference(digits: str) -> str:
    """The 27 digits of a Swiss QR reference: zeros, body, check digit (modulo 10, recursive).

    Source: SIX, Swiss Implementation Guidelines QR-bill 2.3, annex B.

    >>> qr_reference("21000000000313947143000901")
    '210000000003139471430009017'
    """
    if not re.fullmatch("[0-9]{1,26}", digits) or not int(digits):
        raise ValueError("a QR reference has 1 to 26 digits, not all of them zero")
    body = digits.zfill(26)
    return body + _recursive_check(body)


def is_qr_reference(reference: str) -> bool:
    """Whether a compact text is a valid Swiss QR reference."""
    return (
        bool(re.fullmatch("[0-9]{27}", reference))
        and int(reference) > 0
        and _recursive_check(reference[:-1]) == reference[-1]
    )


def kid_mod10_reference(digits: str) -> str:
    """A Norwegian KID that ends with the Luhn digit.

    >>> kid_mod10_reference("1234")
    '12344'
    """
    _require(digits, 24, "a KID")
    return digits + luhn_check(digits)


def kid_mod11_reference(digits: str) -> str:
    """A Norwegian KID that ends with the modulo 11 digit, or "-" where that would be ten.

    >>> kid_mod11_reference("1234")
    '12343'
    """
    _require(digits, 24, "a KID")
    check = 11 - _weighted(digits, 6) % 11
    return digits + ("-" if check == 10 else str(check % 11))


def is_kid(reference: str) -> bool:
    """Whether a text is a KID: 2 to 25 places, the last one a modulo 10 or 11 check."""
    if not re.fullmatch("[0-9]{1,24}[0-9-]", reference):
        return False
    body = reference[:-1]
    return reference in (kid_mod10_reference(body), kid_mod11_reference(body))


def model_12_reference(digits: str) -> str:
    """Reference of the Slovenian model SI12: up to 12 digits and a modulo 11 check.

    >>> model_12_reference("123456789012")
    '1234567890120'
    """
    _require(digits, 12, "a reference of model 12")
    return digits + _model_check(digits)


def is_model_reference(reference: str) -> bool:
    """Whether a compact text is a Slovenian model and its reference, or ISO 11649.

    SI12 has a check digit over its digits, SI99 no text at all; the others are taken as written.
    """
    if is_creditor_reference(reference):
        return True
    model, text = reference[:4], reference[4:]
    if model == "SI12":
        return bool(re.fullmatch("[0-9]{2,13}", text)) and _model_check(text[:-1]) == text[-1]
    if model == "SI99":
        return not text
    return bool(re.fullmatch("SI[0-9]{2}", model)) and is_grouped(text)


def is_croatian_reference(reference: str) -> bool:
    """Whether a compact text is a Croatian model and its reference.

    HR01 has a check digit over all its digits, HR99 no text at all; the others are taken as
    written.
    """
    model, text = reference[:4], reference[4:]
    if model == "HR01":
        digits = text.replace("-", "")
        return is_grouped(text) and len(digits) > 1 and _model_check(digits[:-1]) == digits[-1]
    if model == "HR99":
        return not text
    return bool(re.fullmatch("HR[0-9]{2}", model)) and is_grouped(text)


def model_01_reference(digits: str) -> str:
    """Reference of the Croatian model HR01: up to 11 digits and a modulo 11 check."""
    _require(digits, 11, "a reference of model 01")
    return digits + _model_check(digits)


def bpay_v01_reference(digits: str) -> str:
    """A BPAY customer reference by MOD10V01, which is Luhn's.

    >>> bpay_v01_reference("10000456")
    '100004563'
    """
    _require(digits, 19, "a BPAY reference")
    return digits + luhn_check(digits)


def bpay_v05_reference(digits: str) -> str:
    """A BPAY customer reference by MOD10V05: places, counted from the left, times digits.

    >>> bpay_v05_reference("40007923")
    '400079231'
    """
    _require(digits, 19, "a BPAY reference")
    return digits + str(sum(i * int(d) for i, d in enumerate(digits, 1)) % 10)


def multibanco_reference(entity: str, body: str, cents: int) -> str:
    """The nine digits of a Portuguese reference: 7 of our own, 2 over entity, body and amount.

    Source: ISO 7064 MOD 97-10 over 20 digits, by the weights the scheme publishes.

    >>> multibanco_reference("11604", "9991234", 2586)
    '999123490'
    """
    if not re.fullmatch("[0-9]{5}", entity) or not re.fullmatch("[0-9]{7}", body):
        raise ValueError("an entity has 5 digits, the reference 7 before its check digits")
    if not 0 < cents < 10**8:
        raise ValueError("the amount is between 0.01 and 999999.99")
    digits = f"{entity}{body}{cents:08}"
    total = sum(w * int(d) for w, d in zip(_PLACE_WEIGHTS, digits, strict=True))
    return f"{body}{98 - total % 97:02}"


def luhn_check(digits: str) -> str:
    """Luhn's check digit for the digits before it (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def _recursive_check(digits: str) -> str:
    carry = 0
    for digit in digits:
        carry = _RECURSIVE[(carry + int(digit)) % 10]
    return str(-carry % 10)


def _mod_97(text: str) -> int:
    return int("".join(str(int(c, 36)) for c in text)) % 97


def _weighted(digits: str, cycle: int) -> int:
    """Digits times 2, 3, 4, ... from the right; the weights start again after `cycle`."""
    return sum(int(d) * (2 + place % cycle) for place, d in enumerate(reversed(digits)))


def _model_check(digits: str) -> str:
    """Modulo 11 with weights 2, 3, 4, ...; ten and eleven become zero."""
    check = 11 - _weighted(digits, 99) % 11
    return "0" if check > 9 else str(check)


def _require(digits: str, most: int, name: str) -> None:
    if not re.fullmatch(f"[0-9]{{1,{most}}}", digits):
        raise ValueError(f"{name} has 1 to {most} digits before its check digit")
