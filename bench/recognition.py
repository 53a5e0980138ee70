"""How much of drawn invoices is recognized: `make recognition` (DOCUMENTS=60).

At least sixty documents, in four languages, three layouts and five fonts, each as a scan of 150
and of 300 dpi and as a photograph by telephone; a third of them with a QR code. Printed is the
share of every field that is read exactly; the text is read by the local stack's models.
"""

import sys
import time
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from local.ocr import read_lines
from PIL import Image
from tests.support import paper, scanner

from invoicing.recognize import Box, PageText, Recognized, Word
from invoicing.recognize._reading import read_image

DOCUMENTS = 60
FIELDS = {
    "number": "number", "date": "issue_date", "due date": "due_date", "net": "net", "tax": "tax",
    "total": "total", "currency": "currency", "IBAN": "iban", "tax id": "tax_id",
    "reference": "reference", "supplier": "supplier_name",
}  # fmt: skip
GOALS = {"number", "date", "total", "IBAN", "tax id"}
OF_CODE = ("total", "currency", "iban", "reference", "supplier_name")


@dataclass
class Count:
    """How often a field was read as it stands."""

    right: int = 0
    seen: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.seen += 1

    def __str__(self) -> str:
        return f"{100 * self.right / self.seen:.1f} %" if self.seen else "-"


@dataclass
class Way:
    """One way by which paper is turned into an image."""

    name: str
    mobile: bool
    goal: float
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    codes: Count = field(default_factory=Count)
    seconds: float = 0.0


def text_of(image: bytes) -> PageText:
    """The words the local models read."""
    return PageText(
        tuple(
            Word(line.text, Box(line.left, line.top, line.width, line.height), line.confidence)
            for line in read_lines(image)
        )
    )


def sheet_of(seed: int) -> paper.Sheet:
    """The invoice of a seed; every third has a QR code of a credit transfer in euro."""
    sheet = paper.sheet(seed)
    if seed % 3 or sheet.currency != "EUR":
        return sheet
    code = (
        f"BCD\n002\n1\nSCT\n\n{sheet.supplier}\n{sheet.iban}\nEUR{sheet.total}\n\n{sheet.reference}"
    )
    return paper.sheet(seed, code=code)


def image_of(way: Way, sheet: paper.Sheet, seed: int) -> bytes:
    random = Random(seed)
    if way.mobile:
        photo: Image.Image = scanner.photograph(paper.draw(sheet, 300), random)
        return scanner.jpeg(photo)
    dpi = int(way.name.split(" ")[1])
    return scanner.jpeg(scanner.scan(paper.draw(sheet, dpi), random), dpi=dpi)


def measure(way: Way, sheet: paper.Sheet, seed: int) -> None:
    data = image_of(way, sheet, seed)
    started = time.perf_counter()
    result = read_image(data, mobile=way.mobile, text_reader=text_of)
    way.seconds += time.perf_counter() - started
    found: dict[str, str | date | Decimal] = {f.name: f.value for f in result.fields}
    for shown, name in FIELDS.items():
        wanted = getattr(sheet, "supplier" if name == "supplier_name" else name)
        way.fields[shown].add(found.get(name) == wanted)
    if sheet.code:
        way.codes.add(_code_is_whole(result, sheet))


def _code_is_whole(result: Recognized, sheet: paper.Sheet) -> bool:
    said = {f.name: f.value for f in result.fields if f.source == "code"}
    wanted = (sheet.total, sheet.currency, sheet.iban, sheet.reference, sheet.supplier)
    return tuple(said.get(name) for name in OF_CODE) == wanted


def report(ways: list[Way], documents: int) -> str:
    """A table by field, and whether the goals are met."""
    lines = [
        f"| field, of {documents} documents | " + " | ".join(way.name for way in ways) + " |",
        "|---|" + "---:|" * len(ways),
    ]
    for name in FIELDS:
        counts = " | ".join(str(way.fields[name]) for way in ways)
        lines.append(f"| {name}{' (goal)' if name in GOALS else ''} | {counts} |")
    codes = " | ".join(str(way.codes) for way in ways)
    seconds = " | ".join(f"{way.seconds / documents:.1f}" for way in ways)
    lines += [f"| all fields of its QR code (goal) | {codes} |", f"| seconds a page | {seconds} |"]
    return "\n".join(lines)


def missed(ways: list[Way]) -> list[str]:
    """The goals that are not met."""
    found = []
    for way in ways:
        for name in sorted(GOALS):
            count = way.fields[name]
            if count.right < way.goal * count.seen:
                found.append(f"{way.name}: {name} {count}")
        if way.codes.right < way.codes.seen:
            found.append(f"{way.name}: codes {way.codes}")
    return found


def main(documents: int = DOCUMENTS) -> int:
    ways = [
        Way("scan 150 dpi", False, 0.85),
        Way("scan 300 dpi", False, 0.95),
        Way("photograph", True, 0.85),
    ]
    for seed in range(documents):
        for way in ways:
            measure(way, sheet_of(seed), seed)
        print(f"{seed + 1} of {documents}", end="\r", file=sys.stderr)
    print(report(ways, documents))
    for goal in missed(ways):
        print(f"MISSED {goal}")
    return len(missed(ways))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])) if len(sys.argv) > 1 else main())
