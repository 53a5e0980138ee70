"""Nothing that a sample says gets lost between reading and writing, but what is listed and why.

The lists are `tests/golden/formats/<format>.csv`: pattern of the file's name, pattern of the
element's path, reason. Amounts of zero that are left out say what absence says.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from tests.support.standards import STANDARDS, needs_standards

from invoicing.errors import InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.formats._mapping import Row, terms
from invoicing.formats._p7m import unwrap
from invoicing.formats._pdf import embedded_xml
from invoicing.formats.cii import FORMAT as CII
from invoicing.formats.cii._table import ROWS
from invoicing.formats.eslog import FORMAT as ESLOG
from invoicing.formats.fatturapa import write_batch
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.formats.ubl import SYNTAXES
from invoicing.model import Document
from invoicing.registry import names

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?")
# The two documents of UBL name their own elements after themselves.
_OWN_NAMES = re.compile(r"^(?:Invoice|CreditNote)(?=Line$|TypeCode$)|^(?:Invoiced|Credited)(?=Q)")
Values = Counter[tuple[str, str]]
Write = Callable[[tuple[Document, ...]], bytes]


def one(write: Callable[[Document, str], bytes]) -> Write:
    return lambda documents: write(documents[0], "")


WRITERS: dict[str, Write] = {
    "ubl": one(UBL.write),
    "cii": one(CII.write),
    "eslog": one(ESLOG.write),
    "fatturapa": write_batch,
}
LEAST = {"ubl": 118, "cii": 70, "eslog": 1, "fatturapa": 20}


def contents() -> Iterator[tuple[str, bytes]]:
    """Name and XML of every sample, of those in PDFs and signed files too."""
    for path in sorted((STANDARDS / "samples").glob("*/*")):
        kind = path.suffix.lower()
        if kind == ".xml":
            yield path.name, path.read_bytes()
        elif kind == ".pdf":
            yield path.name, embedded_xml(path.read_bytes())[0]
        elif kind == ".p7m" and "tampered" not in path.name:
            yield path.name, unwrap(path.read_bytes())[0]


def values(data: bytes) -> Values:
    """Path and text of every leaf and attribute; numbers by value, blanks made one."""
    found: Values = Counter()

    def walk(element: etree._Element, at: str) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            here = f"{at}/{_OWN_NAMES.sub('', etree.QName(child).localname)}"
            pairs = [(f"{here}/@{etree.QName(k).localname}", v) for k, v in child.attrib.items()]
            if not len(child):
                pairs.append((here, child.text or ""))
            for path, text in pairs:
                if plain := _plain(text):
                    found[path, plain] += 1
            walk(child, here)

    walk(etree.fromstring(data), "")
    return found


def _plain(text: str) -> str:
    text = " ".join(text.split())
    return format(Decimal(text).normalize() + 0, "f") if _NUMBER.fullmatch(text) else text


def mapped(rows: list[Row]) -> dict[str, str]:
    """Business terms by the path of their element or attribute."""
    found = {}
    for term, path, _ in terms(rows):
        steps = (step.rpartition(":")[2] for step in path.split("/") if step)
        found["".join(f"/{_OWN_NAMES.sub('', step)}" for step in steps)] = term
    return found


@pytest.fixture(scope="module")
def compared() -> dict[str, list[tuple[str, Values, Values]]]:
    """By format: each sample's name, its values, and those of the file written of it."""
    found: dict[str, list[tuple[str, Values, Values]]] = {name: [] for name in WRITERS}
    for name, data in contents():
        try:
            format_, documents = read_document(data)
            written = WRITERS[format_.name](documents)
        except InvalidDocument:  # three files lack what is mandatory, as the format's tests say
            continue
        found[format_.name].append((name, values(data), values(written)))
    return found


def listed(format_name: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    with (GOLDEN / f"{format_name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    return [(re.compile(row["files"]), re.compile(row["path"])) for row in rows]


def _is_zero(path: str, text: str, source: Values) -> bool:
    """An amount of zero, or the currency of one."""
    amount = path.removesuffix("/@currencyID")
    if amount != path:
        return source[amount, "0"] > 0
    return text == "0" and path.endswith(("Amount", "/Arrotondamento"))


@needs_standards
@pytest.mark.parametrize("format_name", WRITERS)
def test_no_sample_loses_a_value_but_those_listed(format_name: str, compared, shown) -> None:
    reasons = listed(format_name)
    used: Counter[int] = Counter()
    lost, kept, zero = [], 0, 0
    for name, source, written in compared[format_name]:
        kept += (source & written).total()
        for (path, text), times in (source - written).items():
            if _is_zero(path, text, source):
                zero += times
                continue
            fitting = [
                n
                for n, (files, paths) in enumerate(reasons)
                if files.fullmatch(name) and paths.fullmatch(path)
            ]
            used.update(dict.fromkeys(fitting[:1], times))
            if not fitting:
                lost.append((name, path, text))
    count = len(compared[format_name])
    with shown():
        print(
            f"\n{format_name}: {count} samples; {kept} values written again, {zero} zeros left out,"
            f" {used.total()} are no business terms or listed, {len(lost)} lost"
        )
    assert count >= LEAST[format_name]
    assert lost == []
    assert used.keys() == set(range(len(reasons)))


def _term_of(path: str, terms_at: dict[str, str]) -> str:
    """The term at a path, else that of the group it stands in."""
    while path and path not in terms_at:
        path = path.rpartition("/")[0]
    return terms_at.get(path, "")


@needs_standards
@pytest.mark.parametrize(
    ("format_name", "rows", "least"),
    [("ubl", SYNTAXES["Invoice"].rows, 150), ("cii", ROWS, 150)],
)
def test_the_samples_meet_nearly_every_business_term(
    format_name: str, rows: list[Row], least: int, compared, shown
) -> None:
    terms_at = mapped(rows)
    met: Counter[str] = Counter()
    for _, source, written in compared[format_name]:
        for (path, _), times in (source & written).items():
            for term in re.findall(r"BT-\d+", _term_of(path, terms_at)):
                met[term] += times
    every = {t for found in terms_at.values() for t in re.findall(r"BT-\d+", found)}
    never = sorted(every - met.keys(), key=lambda term: int(term[3:]))
    with shown():
        print(f"\n{format_name}: {len(met)} of {len(every)} business terms met; not: {never}")
    assert len(met) >= least


def test_every_format_has_its_list() -> None:
    assert {path.stem for path in GOLDEN.glob("*.csv")} == set(WRITERS)
    assert set(names("formats")) == set(WRITERS)
