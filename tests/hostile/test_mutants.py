"""Valid files with one node changed: read or refused, never a crash, never another meaning."""

import copy
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from tests.contract.test_cii import SMALL as SMALL_CII
from tests.contract.test_formats import SMALL as SMALL_UBL
from tests.support.standards import STANDARDS

from invoicing.errors import InvalidDocument, UnreadableFile
from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.model import Document
from invoicing.model.value import replace

COUNT = 5000 if os.environ.get("NOTULA_LONG") == "1" else 500
# What a format's own schema has no room for: it is named, and nothing is written.
UNWRITTEN = {"00200", "eslog-length"}
WORDS = ("", "0", "-1", "x", "2026-01-31", "20260131", "NaN", "1e9", "VAT", "EUR", "\u202e", "true")


def originals() -> list[bytes]:
    """Samples of every format's standards where they are, and two of our own."""
    found = [SMALL_UBL.encode(), SMALL_CII.encode()]
    paths: list[Path] = []
    for folder in ("xrechnung", "ubl-en16931", "cii-en16931", "peppol-bis3", "factur-x-xml"):
        paths += sorted(STANDARDS.glob(f"samples/{folder}/*.xml"))
    small = [data for p in paths if len(data := p.read_bytes()) < 40_000][:48]
    others = ("fatturapa-net", "fatturapa-gobl", "e-slog")
    paths = [p for folder in others for p in sorted(STANDARDS.glob(f"samples/{folder}/*.xml"))]
    return found + small + [p.read_bytes() for p in paths]


def mutate(root: etree._Element, random: Random) -> None:
    """Deletes, repeats, moves, renames or rewrites one node, or one attribute."""
    elements = [e for e in root.iter() if isinstance(e.tag, str)][1:]
    element = random.choice(elements)
    parent = element.getparent()
    assert parent is not None
    kind = random.choice(["delete", "repeat", "swap", "rename", "text", "attribute", "move"])
    if kind == "delete":
        parent.remove(element)
    elif kind == "repeat":
        parent.append(copy.deepcopy(element))
    elif kind == "swap":
        other = random.choice(elements)
        element.text, other.text = other.text, element.text
    elif kind == "rename":
        element.tag = random.choice(elements).tag
    elif kind == "text":
        element.text = random.choice(WORDS)
    elif kind == "attribute":
        element.set(random.choice(["currencyID", "unitCode", "schemeID", "format", "x"]), "QQQ")
    else:
        parent.remove(element)
        root.append(element)


def mutants() -> Iterator[bytes]:
    random = Random(20261121)
    sources = originals()
    for number in range(COUNT):
        root = etree.fromstring(sources[number % len(sources)])
        mutate(root, random)
        yield etree.tostring(root)


def refused_rules(format_: Format, document: Document) -> tuple[bytes, set[str]]:
    """The file of a document, or the rules for which the format does not write one."""
    try:
        return format_.write(document, ""), set()
    except InvalidDocument as exc:
        return b"", {finding.rule for finding in exc.findings}


def meaning(document: Document) -> list[tuple[Decimal | None, ...]]:
    """What the lines come to; a format may turn the signs of quantity and price."""
    return [
        (abs(x.quantity), x.quantity * (x.price or Decimal(0)), x.net_amount)
        for x in document.lines
    ]


def test_every_mutant_is_read_or_refused_and_keeps_its_meaning(
    shown,
) -> None:
    read = refused = unwritten = 0
    for data in mutants():
        try:
            format_, documents = read_document(data)
        except (InvalidDocument, UnreadableFile):
            refused += 1
            continue
        read += 1
        for document in documents:
            plain = replace(document, lines=tuple(x for x in document.lines if x.kind == "product"))
            again, rules = refused_rules(format_, plain)
            if rules:
                assert rules <= UNWRITTEN, (format_.name, rules)
                unwritten += 1
                continue
            try:
                (back,) = read_document(again)[1]
            except InvalidDocument as exc:
                # What was empty may have been left out, and then it is missing: that is said.
                other = [f for f in exc.findings if f.text != "is missing."]
                if other:
                    pytest.fail(f"{other}")
                continue
            assert back.totals == plain.totals
            assert meaning(back) == meaning(plain)
    assert read > COUNT / 10
    assert refused > COUNT / 10
    with shown():
        print(
            f"\nmutants: {COUNT}; {read} read, {refused} refused, none crashed; of those read"
            f" {unwritten} have no room in their format, the others kept their meaning"
        )
