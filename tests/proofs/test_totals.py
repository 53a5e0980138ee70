"""What holds for every document the calculator accepts, by our rules and by the official ones.

`make proofs` draws 100,000 documents (PROOFS=) and asks the official Schematron about one in 40.
"""

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, reject, settings
from hypothesis import strategies as st
from tests.support import schematron
from tests.support.money import OFFSETS, money_document

from invoicing.edge.wire.document_view import document_view
from invoicing.errors import InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import Document
from invoicing.model.money import quantum
from invoicing.model.value import replace, to_json
from invoicing.rules.en16931 import check
from invoicing.rules.totals import calculate

LONG = os.environ.get("NOTULA_LONG") == "1"
PROOFS = int(os.environ.get("PROOFS", "100000"))
SHARDS = 20 if LONG else 1
EXAMPLES = PROOFS // SHARDS if LONG else 300
SCHEMATRON_EVERY = 40 if LONG else 50
SUMS = {f"BR-CO-{n}" for n in range(10, 18)}
SEEDS = st.integers(0, 2**64)


def prove(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a smaller seed is no smaller document
        suppress_health_check=list(HealthCheck),
    )


def accepted(document: Document) -> Document:
    """The calculated document; what the calculator refuses is not its promise."""
    try:
        return calculate(document)
    except InvalidDocument:
        return reject()


def with_own_amounts(document: Document, random: Random) -> Document:
    """The document with amounts of the caller's own, each near ours."""
    lines = []
    for line, ours in zip(document.lines, accepted(document).lines, strict=True):
        offset = random.choice(OFFSETS)
        lines.append(replace(line, net_amount=ours.net_amount + offset) if offset else line)
    return accepted(replace(document, lines=tuple(lines), custom_totals=True))


def fatal(document: Document) -> set[str]:
    return {f.rule for f in check(document) if f.severity == "fatal"}


def about_sums(rules: set[str]) -> set[str]:
    return {rule for rule in rules if rule in SUMS or rule.startswith("BR-DEC-")}


def assert_sums(done: Document) -> None:
    """The sums themselves, without our rules."""
    totals, unit = done.totals, quantum(done.currency)
    products = [line for line in done.lines if line.kind == "product"]
    extra = done.allowances_charges
    assert totals.lines == sum(line.net_amount for line in products)
    assert totals.allowances == sum(a.amount for a in extra if not a.is_charge)
    assert totals.charges == sum(a.amount for a in extra if a.is_charge)
    assert totals.net == totals.lines - totals.allowances + totals.charges
    assert totals.tax == sum(row.tax for row in done.tax_subtotals)
    assert totals.gross == totals.net + totals.tax
    assert totals.payable == totals.gross - totals.prepaid + totals.rounding
    amounts = [line.net_amount for line in products] + [a.amount for a in extra]
    amounts += [x for row in done.tax_subtotals for x in (row.base, row.tax)]
    amounts += [totals.net, totals.gross, totals.prepaid, totals.withholding, totals.payable]
    assert all(amount == amount.quantize(unit) for amount in amounts)


def assert_inclusive(given: Document, done: Document) -> None:
    """Prices with tax: what the lines come to with tax is what the document comes to."""
    paid = sum(line.amount_with_tax for line in done.lines if line.kind == "product")
    beside = (given.allowances_charges, given.discount_percent, given.discount_amount)
    if not any(beside) and given.equalization is None:
        assert done.totals.gross == paid


def assert_shown_as_exported(done: Document, data: bytes) -> None:
    """JSON and UBL say the same amounts."""
    (read,) = read_document(data)[1]
    shown, totals = document_view(done), read.totals
    assert shown["totals"]["payable"] == totals.payable
    assert (shown["total"], shown["totalTax"], shown["totalWithTax"]) == (
        totals.net,
        totals.tax,
        totals.gross,
    )
    rows = [(r["category"], r["base"], r["totalTax"]) for r in shown["_documentTaxes"]]
    assert rows == [(row.category, row.base, row.tax) for row in read.tax_subtotals]
    products = [line for line in shown["_documentItems"] if line["kind"] == "product"]
    assert [line["total"] for line in products] == [line.net_amount for line in read.lines]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_U06_a_document_that_is_accepted_keeps_en_16931_as_json_and_as_ubl(shown, shard):
    figures: Counter[str] = Counter()

    @prove(EXAMPLES)
    @given(SEEDS)
    def prove_each(seed: int) -> None:
        random = Random(f"{seed} {shard}")
        given = money_document(random)
        note(to_json(given).decode())
        own = random.randrange(4) == 0
        done = with_own_amounts(given, random) if own else accepted(given)
        assert_sums(done)
        assert fatal(done) == set()
        data = UBL.write(done, "")
        assert_shown_as_exported(done, data)
        if given.prices_include_tax and not own:
            assert_inclusive(given, done)
        assert calculate(done) == done
        figures["documents"] += 1
        if figures["documents"] % SCHEMATRON_EVERY == 0:
            assert schematron.broken(data, schematron.UBL) == []
            figures["Schematron"] += 1

    prove_each()
    with shown():
        print(
            f"EN 16931: {figures['documents']:,} random documents keep every rule of ours,"
            f" JSON = UBL; {figures['Schematron']:,} by the official Schematron, too"
        )


@pytest.mark.parametrize("shard", range(SHARDS))
def test_br_co_10_to_17_hold_for_taxes_en_16931_has_no_place_for(shown, shard):
    figures: Counter[str] = Counter()

    @prove(EXAMPLES // 4)
    @given(SEEDS)
    def prove_each(seed: int) -> None:
        given = money_document(Random(f"{seed} {shard}"), national=True)
        note(to_json(given).decode())
        done = accepted(given)
        assert_sums(done)
        assert about_sums(fatal(done)) == set()
        if given.prices_include_tax:
            assert_inclusive(given, done)
        assert calculate(done) == done
        figures["documents"] += 1

    prove_each()
    with shown():
        print(f"BR-CO-10 to 17, BR-DEC: {figures['documents']:,} documents with national taxes")
