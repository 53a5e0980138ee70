"""The payment part and the receipt of a Swiss QR-bill, 210 x 105 mm at the foot of a page.

Source: SIX, Swiss Implementation Guidelines QR-bill, version 2.3, section 3; style guide 2019.
"""

from collections.abc import Sequence

from invoicing.render._canvas import HEIGHT, WIDTH, Canvas
from invoicing.render._modules import pdf_path
from invoicing.render._sheet import MM, wrap
from invoicing.render._texts import PaySlip

DOWN = 105 * MM
_TOP = HEIGHT - DOWN
_RECEIPT, _CODE_AT, _TEXT_AT = 5 * MM, 67 * MM, 118 * MM
_CODE, _CROSS = 46 * MM, 7 * MM
_BLACK, _WHITE = "#000000", "#ffffff"
# In the languages of the guidelines (section 3.6 and annex D); English elsewhere.
_WORDS = {
    "en": (
        "Receipt", "Payment part", "Account / Payable to", "Reference", "Additional information",
        "Payable by", "Payable by (name/address)", "Currency", "Amount", "Acceptance point",
    ),
    "de": (
        "Empfangsschein", "Zahlteil", "Konto / Zahlbar an", "Referenz",
        "Zusätzliche Informationen", "Zahlbar durch", "Zahlbar durch (Name/Adresse)", "Währung",
        "Betrag", "Annahmestelle",
    ),
    "fr": (
        "Récépissé", "Section paiement", "Compte / Payable à", "Référence",
        "Informations supplémentaires", "Payable par", "Payable par (nom/adresse)", "Monnaie",
        "Montant", "Point de dépôt",
    ),
    "it": (
        "Ricevuta", "Sezione pagamento", "Conto / Pagabile a", "Riferimento",
        "Informazioni supplementari", "Pagabile da", "Pagabile da (nome/indirizzo)", "Valuta",
        "Importo", "Punto di accettazione",
    ),
}  # fmt: skip


def draw_part(canvas: Canvas, slip: PaySlip, language: str) -> None:
    """The whole part, from what its code says; never mirrored."""
    mirrored, canvas.mirrored = canvas.mirrored, False
    part = _Part(canvas, slip, language)
    part.separate()
    part.receipt()
    part.payment()
    canvas.mirrored = mirrored


class _Part:
    def __init__(self, canvas: Canvas, slip: PaySlip, language: str) -> None:
        self.canvas, self.slip = canvas, slip
        (
            self.receipt_title, self.payment_title, self.account, self.reference, self.more,
            self.payer, self.blank_payer, self.currency, self.amount, self.acceptance,
        ) = _WORDS.get(language, _WORDS["en"])  # fmt: skip
        lines = slip.payload.split("\r\n")
        self.creditor = [_grouped(lines[3], 4), *_address(lines[4:11])]
        self.sum, self.unit = lines[18].strip(), lines[19]
        self.debtor = _address(lines[20:27])
        kind, number = lines[27], lines[28]
        self.number = _reference(kind, number)
        self.message = [text for text in (lines[29], *lines[31:32]) if text]

    def separate(self) -> None:
        """Where to cut."""
        canvas = self.canvas
        canvas.rule(0, WIDTH, _TOP, _BLACK, 0.5)
        canvas.post(62 * MM, _TOP, HEIGHT, _BLACK, 0.5)
        for x, y in ((8 * MM, _TOP), (67 * MM, _TOP)):
            canvas.path(_SCISSORS, x, y - 4, 1, (8, 8))

    def receipt(self) -> None:
        limit = 52 * MM
        self._title(_RECEIPT, self.receipt_title)
        y = _TOP + 12 * MM
        y = self._group(_RECEIPT, y, limit, self.account, self.creditor, 6, 8)
        if self.number:
            y = self._group(_RECEIPT, y, limit, self.reference, [self.number], 6, 8)
        self._payer(_RECEIPT, y, limit, 6, 8, 52 * MM, 20 * MM)
        self._sum(_RECEIPT, 6, 8, 12 * MM)
        self.canvas.text(
            57 * MM, _TOP + 86 * MM, self.acceptance, 6, _BLACK, weight="bold", align="end"
        )

    def payment(self) -> None:
        canvas, modules = self.canvas, self.slip.modules
        self._title(_CODE_AT, self.payment_title)
        if modules:
            top = _TOP + 17 * MM
            canvas.path(pdf_path(modules), _CODE_AT, top, _CODE / modules.across, (_CODE, _CODE))
            _draw_cross(canvas, _CODE_AT + _CODE / 2, top + _CODE / 2)
        self._sum(_CODE_AT, 8, 10, 16 * MM)
        limit, y = WIDTH - _TEXT_AT - 5 * MM, _TOP + 5 * MM
        y = self._group(_TEXT_AT, y, limit, self.account, self.creditor, 8, 10)
        if self.number:
            y = self._group(_TEXT_AT, y, limit, self.reference, [self.number], 8, 10)
        if self.message:
            y = self._group(_TEXT_AT, y, limit, self.more, self.message, 8, 10)
        self._payer(_TEXT_AT, y, limit, 8, 10, 65 * MM, 25 * MM)

    def _title(self, x: float, text: str) -> None:
        self.canvas.text(x, _TOP + 5 * MM + 9, text, 11, _BLACK, weight="bold")

    def _group(
        self, x: float, y: float, limit: float, label: str, texts: Sequence[str], *sizes: float
    ) -> float:
        small, large = sizes
        y += small
        self.canvas.text(x, y, label, small, _BLACK, weight="bold")
        for text in texts:
            for line in wrap(text, limit, large):
                y += large + 1
                self.canvas.text(x, y, line, large, _BLACK)
        return y + large * 0.9

    def _payer(self, x: float, y: float, limit: float, *sizes: float) -> None:
        """Who pays, or a field to write it in, whose measures are the last two sizes."""
        small, large, across, down = sizes
        if self.debtor:
            self._group(x, y, limit, self.payer, self.debtor, small, large)
            return
        self.canvas.text(x, y + small, self.blank_payer, small, _BLACK, weight="bold")
        _draw_corners(self.canvas, x, y + small + 3, (across, down))

    def _sum(self, x: float, small: float, large: float, apart: float) -> None:
        y = _TOP + 68 * MM + small
        for at, label, text in (
            (x, self.currency, self.unit),
            (x + apart, self.amount, _spaced(self.sum)),
        ):
            self.canvas.text(at, y, label, small, _BLACK, weight="bold")
            self.canvas.text(at, y + large + 3, text, large, _BLACK)
        if not self.sum:
            _draw_corners(self.canvas, x + apart, y + 4, (30 * MM, 10 * MM))


def _address(lines: Sequence[str]) -> list[str]:
    """Name, street with number, country, postal code and town of a structured address."""
    _, name, street, house, code, town, country = lines
    if not name:
        return []
    place = f"{country}-{code} {town}" if country not in ("CH", "") else f"{code} {town}"
    return [line for line in (name, f"{street} {house}".strip(), place.strip()) if line]


def _grouped(text: str, size: int) -> str:
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def _reference(kind: str, number: str) -> str:
    """QR references in fives from the right, creditor references in fours from the left."""
    if kind == "QRR":
        return f"{number[:2]} {_grouped(number[2:], 5)}"
    return _grouped(number, 4)


def _spaced(amount: str) -> str:
    """Thousands set apart by blanks, a point before the cents (section 3.5.3)."""
    return f"{int(amount[:-3]):,}".replace(",", " ") + amount[-3:] if amount else ""


def _draw_cross(canvas: Canvas, x: float, y: float) -> None:
    """The Swiss cross in the middle of the code: white border, black field, white cross."""
    half = _CROSS / 2
    canvas.band(x - half, y - half, _CROSS, _CROSS, _WHITE)
    inner = _CROSS * 6 / 7
    canvas.band(x - inner / 2, y - inner / 2, inner, inner, _BLACK)
    long, thick = inner * 20 / 32, inner * 6 / 32
    canvas.band(x - long / 2, y - thick / 2, long, thick, _WHITE)
    canvas.band(x - thick / 2, y - long / 2, thick, long, _WHITE)


def _draw_corners(canvas: Canvas, x: float, y: float, field: tuple[float, float]) -> None:
    across, down, arm = *field, 3 * MM
    for at_x, to_x in ((x, x + arm), (x + across, x + across - arm)):
        for at_y, to_y in ((y, y + arm), (y + down, y + down - arm)):
            canvas.rule(min(at_x, to_x), max(at_x, to_x), at_y, _BLACK, 0.75)
            canvas.post(at_x, min(at_y, to_y), max(at_y, to_y), _BLACK, 0.75)


# A pair of open blades and two rings, 12 x 8 points, pointing to the end of the line.
_RING = (  # 3 across, its left at the origin
    "0 0 m 0 .83 .67 1.5 1.5 1.5 c 2.33 1.5 3 .83 3 0 c "
    "3 -.83 2.33 -1.5 1.5 -1.5 c .67 -1.5 0 -.83 0 0 c S"
)
_SCISSORS = (
    "0.6 w 0 0 0 RG 3.4 2.9 m 12 6.6 l 3.4 5.1 m 12 1.4 l S "
    f"q 1 0 0 1 .6 2 cm {_RING} Q q 1 0 0 1 .6 6 cm {_RING} Q n"
)
