"""Invoices drawn on paper: what stands on them is known, so that what is read can be judged.

Nothing of the product draws them. Layouts, fonts and languages vary with the seed; beside the
fields that count stand the ones that mislead: the buyer's tax number, an order number, a delivery
date, sums of lines, a telephone number.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageFont
from stdnum import iban as iban_numbers
from stdnum.at import uid
from stdnum.de import vat as de_vat
from stdnum.gb import vat as gb_vat
from stdnum.it import iva
from stdnum.si import ddv
from tests.support.paper_words import LANGUAGES, Words

A4_INCHES = (8.27, 11.69)


@dataclass(frozen=True)
class Sheet:
    """An invoice as it stands on paper."""

    language: str
    number: str
    issue_date: date
    due_date: date
    net: Decimal
    tax: Decimal
    total: Decimal
    currency: str
    iban: str
    tax_id: str
    buyer_tax_id: str
    supplier: str
    reference: str
    items: tuple[tuple[str, int, Decimal], ...]
    font: str
    layout: str
    date_form: int
    label: int
    code: str = ""  # the text of a QR code beside it

    @property
    def words(self) -> Words:
        return LANGUAGES[self.language]

    def money(self, value: Decimal) -> str:
        """An amount as the language writes it."""
        words = self.words
        whole, cents = f"{value:,.2f}".split(".")
        return f"{whole.replace(',', words.thousands)}{words.point}{cents}"

    def day(self, value: date) -> str:
        """A date in one of the forms that are usual in the language."""
        month = self.words.months[value.month - 1]
        forms = {
            "en": (f"{value:%d/%m/%Y}", f"{value.day} {month} {value.year}", f"{value:%Y-%m-%d}"),
            "de": (f"{value:%d.%m.%Y}", f"{value.day}. {month} {value.year}", f"{value:%d.%m.%y}"),
            "it": (f"{value:%d/%m/%Y}", f"{value.day} {month} {value.year}", f"{value:%d-%m-%Y}"),
            "sl": (f"{value:%d.%m.%Y}", f"{value.day}. {month} {value.year}",
                   f"{value.day}. {value.month}. {value.year}"),
        }  # fmt: skip
        return forms[self.language][self.date_form]


def _digits(random: Random, count: int) -> str:
    return str(random.randrange(10 ** (count - 1), 10**count))


def _checked(random: Random, count: int, check: Callable[[str], bool], prefix: str = "") -> str:
    """A number of so many digits whose check digits hold."""
    while True:
        number = prefix + _digits(random, count)
        if check(number):
            return number


TAX_IDS: dict[str, Callable[[Random], str]] = {
    "GB": lambda r: "GB" + _checked(r, 9, gb_vat.is_valid),
    "DE": lambda r: "DE" + _checked(r, 9, de_vat.is_valid),
    "IT": lambda r: "IT" + _checked(r, 11, iva.is_valid),
    "SI": lambda r: "SI" + _checked(r, 8, ddv.is_valid),
    "AT": lambda r: "ATU" + _checked(r, 8, lambda n: bool(uid.is_valid("U" + n))),
}
IBANS: dict[str, Callable[[Random], str]] = {
    "GB": lambda r: f"NWBK{_digits(r, 14)}",
    "DE": lambda r: _digits(r, 18),
    "IT": lambda r: f"X{_digits(r, 10)}{_digits(r, 12)}",
    "SI": lambda r: _digits(r, 15),
}


def account(country: str, random: Random) -> str:
    """An IBAN whose check digits hold."""
    body = IBANS[country](random)
    check = iban_numbers.calc_check_digits(f"{country}00{body}")
    return f"{country}{check}{body}"


def sheet(seed: int, **changes: Any) -> Sheet:
    """An invoice of its own for every seed."""
    random = Random(seed)
    language = list(LANGUAGES)[seed % 4]
    words = LANGUAGES[language]
    items = tuple(
        (name, random.randint(1, 12), Decimal(random.randint(500, 90_000)) / 100)
        for name in random.sample(words.items, random.randint(2, 4))
    )
    net = sum((count * price for _, count, price in items), Decimal(0))
    tax = (net * words.rate / 100).quantize(Decimal("0.01"))
    issued = date(2026, 1, 1) + timedelta(days=random.randrange(320))
    numbers = (f"2026-{random.randint(1, 9999):04}", f"INV-{_digits(random, 6)}",
               f"{random.randint(1, 999)}/2026", f"R{_digits(random, 5)}")  # fmt: skip
    made = Sheet(
        language=language,
        number=random.choice(numbers),
        issue_date=issued,
        due_date=issued + timedelta(days=random.choice((8, 14, 30))),
        net=net,
        tax=tax,
        total=net + tax,
        currency="GBP" if language == "en" else "EUR",
        iban=account(words.country, random),
        tax_id=TAX_IDS[words.country](random),
        buyer_tax_id=TAX_IDS["AT"](random),
        supplier=random.choice(words.suppliers),
        reference=f"RF{_reference(random)}",
        items=items,
        font=random.choice(("noto", "condensed", "italic", "heebo", "vera")),
        layout=tuple(LAYOUTS)[seed // 4 % len(LAYOUTS)],
        date_form=random.randrange(3),
        label=random.randrange(3),
    )
    if language == "sl" and made.font == "vera":  # it lacks its letters
        made = replace(made, font="noto")
    return replace(made, **changes)


def _reference(random: Random) -> str:
    body = _digits(random, 9)
    return f"{98 - int(body + '271500') % 97:02}{body}"


PACKAGES = {"noto": "noto_sans", "condensed": "noto_sans", "italic": "noto_sans", "heebo": "heebo"}
FONTS = {
    "noto": "files/NotoSans[wdth,wght].ttf",
    "condensed": "files/NotoSans[wdth,wght].ttf",
    "italic": "files/NotoSans-Italic[wdth,wght].ttf",
    "heebo": "files/Heebo[wght].ttf",
}


class Pen:
    """Draws in points, at any resolution."""

    def __init__(self, dpi: int, font: str) -> None:
        self.scale = dpi / 72
        self.font = font
        size = tuple(round(inches * dpi) for inches in A4_INCHES)
        self.image = Image.new("L", size, 255)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size: float = 10, *, bold: bool = False,
             anchor: str = "la") -> None:  # fmt: skip
        font = _font(self.font, round(size * self.scale), bold)
        self._draw.text((x * self.scale, y * self.scale), text, 20, font=font, anchor=anchor)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.7) -> None:
        at = tuple(v * self.scale for v in (x0, y0, x1, y1))
        self._draw.line(at, 60, max(1, round(width * self.scale)))

    def paste(self, image: Image.Image, x: float, y: float, width: float) -> None:
        side = round(width * self.scale)
        ratio = image.height / image.width
        smaller = image.resize((side, round(side * ratio)), Image.Resampling.LANCZOS)
        self.image.paste(smaller, (round(x * self.scale), round(y * self.scale)))


@cache
def _font(name: str, size: int, bold: bool) -> Any:
    if name == "vera":
        folder = files("reportlab") / "fonts"
        return ImageFont.truetype(str(folder / ("VeraBd.ttf" if bold else "Vera.ttf")), size)
    font = ImageFont.truetype(str(files(f"fontpkg_{PACKAGES[name]}") / FONTS[name]), size)
    wanted = {b"Weight": 700 if bold else 400}
    if name == "condensed":
        wanted[b"Width"] = 75
    axes = font.get_variation_axes()
    font.set_variation_by_axes([wanted.get(bytes(a["name"]), a["default"]) for a in axes])
    return font


def _table(pen: Pen, sheet: Sheet, y: float) -> float:
    words = sheet.words
    for x, head, anchor in zip(
        (50, 360, 450, 545), words.head, ("la", "ra", "ra", "ra"), strict=True
    ):
        pen.text(x, y, head, 9, bold=True, anchor=anchor)
    pen.line(50, y + 14, 545, y + 14)
    for name, count, price in sheet.items:
        y += 20
        pen.text(50, y, name)
        pen.text(360, y, str(count), anchor="ra")
        pen.text(450, y, sheet.money(price), anchor="ra")
        pen.text(545, y, sheet.money(count * price), anchor="ra")
    pen.line(50, y + 18, 545, y + 18)
    return y + 26


def _sums(pen: Pen, sheet: Sheet, y: float, x: float = 360) -> float:
    words, mark = sheet.words, "£" if sheet.currency == "GBP" else "€"
    rows = ((words.net, sheet.net), (words.tax, sheet.tax), (words.total, sheet.total))
    for number, (labels, amount) in enumerate(rows):
        last = number == 2
        text = sheet.money(amount)
        if last:
            text = (
                f"{mark}{text}"
                if sheet.language == "en"
                else f"{text} {'EUR' if sheet.label else mark}"
            )
        pen.text(x, y, labels[sheet.label], 11 if last else 10, bold=last)
        pen.text(545, y, text, 11 if last else 10, bold=last, anchor="ra")
        y += 20
    return y


def _buyer(pen: Pen, sheet: Sheet, x: float, y: float) -> None:
    pen.text(x, y, sheet.words.customer, 8)
    pen.text(x, y + 13, "Alpenhof Handel GmbH")
    pen.text(x, y + 26, "Ringstraße 5, 1010 Wien")
    pen.text(x, y + 39, f"{sheet.words.tax_id[0]} {sheet.buyer_tax_id}")


def _grouped(number: str) -> str:
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _meta(sheet: Sheet) -> list[tuple[str, str]]:
    words, k = sheet.words, sheet.label
    return [
        (words.number[k], sheet.number),
        (words.date[k], sheet.day(sheet.issue_date)),
        (words.delivered, sheet.day(sheet.issue_date - timedelta(days=3))),
        (words.due[k], sheet.day(sheet.due_date)),
        (words.order, "PO-88112"),
    ]


def _columns(pen: Pen, sheet: Sheet) -> None:
    """Label and value side by side at the right, the bank below."""
    pen.text(50, 45, sheet.supplier, 17, bold=True)
    pen.text(50, 70, sheet.words.town, 9)
    pen.text(50, 83, f"{sheet.words.tax_id[sheet.label]} {sheet.tax_id}", 9)
    _buyer(pen, sheet, 50, 130)
    pen.text(340, 110, sheet.words.title, 15, bold=True)
    for row, (label, value) in enumerate(_meta(sheet)):
        pen.text(340, 135 + 15 * row, label, 9.5)
        pen.text(545, 135 + 15 * row, value, 9.5, anchor="ra")
    y = _sums(pen, sheet, _table(pen, sheet, 250))
    pen.text(50, y + 20, f"IBAN: {_grouped(sheet.iban)}")
    pen.text(50, y + 35, f"{sheet.words.reference}: {sheet.reference}")
    _code(pen, sheet, y + 60)


def _stacked(pen: Pen, sheet: Sheet) -> None:
    """Labels in a row, the values under them."""
    pen.text(297, 40, sheet.supplier, 16, bold=True, anchor="ma")
    pen.text(297, 62, f"{sheet.words.town} · Tel. +44 113 496 0000", 8.5, anchor="ma")
    pen.text(50, 100, sheet.words.title, 18, bold=True)
    _buyer(pen, sheet, 350, 100)
    kept = [_meta(sheet)[at] for at in (0, 1, 3, 4)]
    for column, (label, value) in enumerate(kept):
        x = 50 + column * 125
        pen.text(x, 185, label, 8.5)
        pen.text(x, 200, value, 10, bold=True)
    pen.line(50, 220, 545, 220)
    y = _sums(pen, sheet, _table(pen, sheet, 240), 330)
    pen.text(50, y + 25, sheet.words.reference, 8.5)
    pen.text(50, y + 38, sheet.reference)
    pen.text(250, y + 25, "IBAN", 8.5)
    pen.text(250, y + 38, _grouped(sheet.iban))
    pen.text(50, y + 65, f"{sheet.words.tax_id[sheet.label]} {sheet.tax_id}", 9)
    _code(pen, sheet, y + 90)


def _letter(pen: Pen, sheet: Sheet) -> None:
    """A letter: the number in the heading, the company's details in the footer."""
    pen.text(545, 40, sheet.supplier, 14, bold=True, anchor="ra")
    _buyer(pen, sheet, 50, 100)
    label, value = _meta(sheet)[0]
    pen.text(50, 190, f"{label} {value}", 14, bold=True)
    for row, (name, day) in enumerate(_meta(sheet)[1:4]):
        pen.text(390, 100 + 14 * row, f"{name.rstrip(':')}: {day}", 9.5)
    y = _sums(pen, sheet, _table(pen, sheet, 225))
    pen.text(50, y + 15, f"{sheet.words.reference}: {sheet.reference}")
    pen.line(50, 770, 545, 770)
    pen.text(50, 778, sheet.supplier, 8)
    pen.text(50, 789, sheet.words.town, 8)
    pen.text(250, 778, f"IBAN {_grouped(sheet.iban)}", 8)
    pen.text(250, 789, "BIC LJBASI2X", 8)
    pen.text(545, 778, f"{sheet.words.tax_id[sheet.label]} {sheet.tax_id}", 8, anchor="ra")
    _code(pen, sheet, y + 45)


LAYOUTS = {"columns": _columns, "stacked": _stacked, "letter": _letter}


def _code(pen: Pen, sheet: Sheet, y: float) -> None:
    if sheet.code:
        pen.paste(symbol(sheet.code), 50, y, 120)


def symbol(text: str, **options: Any) -> Image.Image:
    """A QR code as an image."""
    out = io.BytesIO()
    segno.make(text, error="M", boost_error=False, micro=False, **options).save(
        out, kind="png", scale=8, border=4
    )
    return Image.open(out).convert("L")


def draw(sheet: Sheet, dpi: int = 300) -> Image.Image:
    """The page, in grey."""
    pen = Pen(dpi, sheet.font)
    LAYOUTS[sheet.layout](pen, sheet)
    return pen.image
