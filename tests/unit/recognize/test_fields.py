"""What words on a page are taken for, and how sure of it."""

from datetime import date
from decimal import Decimal

import pytest

from invoicing.recognize import Box, Content, Field, PageText, Word
from invoicing.recognize._document import chosen, document_of, findings
from invoicing.recognize._extraction import read_fields

LETTER_WIDTH, HEIGHT = 0.011, 0.012


def words(*rows: tuple[float, float, str]) -> tuple[Word, ...]:
    """Phrases at (left, top), as a reader of images gives them."""
    return tuple(
        Word(text, Box(left, top, len(text) * LETTER_WIDTH, HEIGHT)) for left, top, text in rows
    )


def read(*rows: tuple[float, float, str]) -> dict[str, Field]:
    return chosen(read_fields(PageText(words(*rows)), 1, "ocr"))


def value(name: str, *rows: tuple[float, float, str]) -> Content | None:
    found = read(*rows).get(name)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Invoice no. 2026-0012", "2026-0012"),
        ("Invoice #INV-7", "INV-7"),
        ("Rechnungs-Nr.: R-10/4", "R-10/4"),
        ("Rechnung Nr.2026-1", "2026-1"),
        ("FATTURA N. 12/2026 del 3/4/2026", "12/2026"),
        ("Račun št. PP1-B1-12", "PP1-B1-12"),
        ("Številka računa: 26-370-001", "26-370-001"),
    ],
)
def test_F256_a_number_stands_behind_its_label(text: str, number: str) -> None:
    assert value("number", (0.1, 0.1, text)) == number


def test_F256_a_value_stands_to_the_right_in_its_own_column() -> None:
    rows = ((0.05, 0.2, "Ringstraße 5, 1010 Wien"), (0.5, 0.2, "Invoice no."), (0.8, 0.2, "A-7"))
    assert value("number", *rows) == "A-7"


def test_F256_a_value_stands_under_its_label() -> None:
    rows = (
        (0.05, 0.2, "Invoice no."), (0.3, 0.2, "Invoice date"), (0.6, 0.2, "Due date"),
        (0.05, 0.22, "A-7"), (0.3, 0.22, "3 April 2026"), (0.6, 0.22, "17/04/2026"),
    )  # fmt: skip
    found = read(*rows)
    assert found["number"].value == "A-7"
    assert found["issue_date"].value == date(2026, 4, 3)
    assert found["due_date"].value == date(2026, 4, 17)


@pytest.mark.parametrize(
    "written",
    ["12.03.2026", "12. 3. 2026", "12. marec 2026", "12. März 2026", "12 marzo 2026", "2026-03-12",
     "12/03/26", "12 March 2026"],
)  # fmt: skip
def test_F256_dates_are_read_as_languages_write_them(written: str) -> None:
    assert value("issue_date", (0.1, 0.1, f"Datum: {written}")) == date(2026, 3, 12)


@pytest.mark.parametrize("written", ["31.02.2026", "12.13.2026", "1.1.0026", "tomorrow", "12.03"])
def test_F256_what_is_no_date_is_no_date(written: str) -> None:
    assert value("issue_date", (0.1, 0.1, f"Datum: {written}")) is None


def test_F256_other_dates_are_not_the_invoices() -> None:
    rows = ((0.1, 0.1, "Lieferdatum: 01.03.2026"), (0.1, 0.12, "Rechnungsdatum: 04.03.2026"))
    assert value("issue_date", *rows) == date(2026, 3, 4)


SUMS = (
    (0.5, 0.50, "Zwischensumme"), (0.8, 0.50, "1.000,00"),
    (0.5, 0.52, "zzgl. 19 % USt"), (0.8, 0.52, "190,00"),
    (0.5, 0.54, "Gesamtbetrag"), (0.8, 0.54, "1.190,00 €"),
)  # fmt: skip


def test_F256_amounts_and_currency() -> None:
    found = read(*SUMS)
    assert [found[name].value for name in ("net", "tax", "total", "currency")] == [
        Decimal("1000.00"), Decimal("190.00"), Decimal("1190.00"), "EUR",
    ]  # fmt: skip
    assert found["total"].box.left == pytest.approx(0.8, abs=0.02)


def test_U33_of_several_totals_the_one_that_is_a_sum_counts() -> None:
    rows = (*SUMS, (0.5, 0.56, "Summe"), (0.8, 0.56, "45,00"))
    assert value("total", *rows) == Decimal("1190.00")


def test_U33_a_total_that_is_no_sum_is_told_and_never_altered() -> None:
    rows = (*SUMS[:4], (0.5, 0.54, "Gesamtbetrag"), (0.8, 0.54, "1.790,00 €"))
    best = read(*rows)
    told = [finding for finding in findings(list(best.values()), best) if finding.severity]
    assert document_of(best).totals.gross == Decimal("1790.00")
    assert [f.pointer for f in told if f.rule == "recognition-sum"] == ["/totalWithTax"]
    assert "1190.00" in next(f.text for f in told if f.rule == "recognition-sum")
    assert best["total"].confidence < 0.9


def test_U33_a_code_beats_the_text_and_the_difference_is_told() -> None:
    fields = [
        Field("total", Decimal("119.00"), 1.0, "code"),
        Field("total", Decimal("179.00"), 0.99, "ocr"),
    ]
    best = chosen(fields)
    assert best["total"].value == Decimal("119.00")
    assert "recognition-differs" in {finding.rule for finding in findings(fields, best)}


def test_F256_an_iban_proves_itself_and_confused_letters_are_mended() -> None:
    right = read((0.1, 0.1, "IBAN: DE33 1002 0500 0001 1947 00"))["iban"]
    mended = read((0.1, 0.1, "IBAN DE33 1OO2 O500 OOO1 I947 00"))["iban"]
    assert right.value == mended.value == "DE33100205000001194700"
    assert mended.confidence < right.confidence
    assert mended.text == "DE33 1OO2 O500 OOO1 I947 00"


def test_F256_an_iban_whose_check_digits_do_not_hold_is_none() -> None:
    assert value("iban", (0.1, 0.1, "IBAN: DE34 1002 0500 0001 1947 00")) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("USt-IdNr. DE136695976", "DE136695976"),
        ("VAT No. GB 980 7806 84", "GB980780684"),
        ("P.IVA 00743110157", "IT00743110157"),
        ("ID za DDV: SI50223054", "SI50223054"),
        ("Davčna številka 50223054", "SI50223054"),
        ("UID-Nr. ATU13585627", "ATU13585627"),
        ("CHE-107.978.798 MWST", "CHE107978798"),
    ],
)
def test_F256_tax_identifiers_with_or_without_their_country(text: str, number: str) -> None:
    found = read((0.1, 0.1, text))["tax_id"].value
    assert str(found).removesuffix("MWST") == number


def test_F256_a_tax_identifier_that_fails_its_check_is_none() -> None:
    assert value("tax_id", (0.1, 0.1, "USt-IdNr. DE136695977")) is None


def test_F256_the_buyers_tax_identifier_is_not_the_suppliers() -> None:
    rows = (
        (0.1, 0.1, "Kunde"), (0.1, 0.115, "Alpenhof Handel GmbH"), (0.1, 0.13, "1010 Wien"),
        (0.1, 0.145, "UID ATU13585627"), (0.6, 0.145, "USt-ID DE136695976"),
        (0.1, 0.9, "Möller GmbH"),
    )  # fmt: skip
    found = read(*rows)
    assert found["tax_id"].value == "DE136695976"
    assert found["buyer_tax_id"].value == "ATU13585627"
    assert found["supplier_name"].value == "Möller GmbH"


def test_F256_what_two_readers_agree_on_is_surer() -> None:
    rows = words((0.1, 0.1, "Invoice no. A-7"))
    alone = chosen(read_fields(PageText(rows), 1, "ocr"))["number"]
    theirs = Field("number", "A-7", 0.9, "ocr")
    both = chosen(read_fields(PageText(rows, (theirs,)), 1, "ocr"))["number"]
    assert both.confidence > alone.confidence


def test_F256_an_empty_page_has_no_fields_and_says_what_is_missing() -> None:
    best = read()
    assert best == {}
    assert [f.pointer for f in findings([], best)] == ["/number", "/date", "/totalWithTax"]
