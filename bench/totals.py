"""Totals: the calculator beside arithmetic in integer minor units, on plain lines.

Two peers. Bare integers return four totals and nothing else. Integers with lines also hand back
every line with its amounts filled in, as the calculator must.
"""

from decimal import Decimal
from random import Random

from bench.frame import Row, compare

from invoicing.model import Document, Line, LineTax
from invoicing.model.value import replace
from invoicing.rules.totals import calculate

RATES = (22, 10, 0)
Plain = tuple[int, int, int]  # quantity, price in cents, rate in percent


def plain_lines(count: int) -> list[Plain]:
    draw = Random(4)
    return [
        (draw.randint(1, 20), draw.randint(1, 99_999), draw.choice(RATES)) for _ in range(count)
    ]


def document(lines: list[Plain]) -> Document:
    taxes = {rate: (LineTax(rate=Decimal(rate)),) for rate in RATES}
    return Document(
        currency="EUR",
        lines=tuple(
            Line(quantity=Decimal(quantity), price=Decimal(price).scaleb(-2), taxes=taxes[rate])
            for quantity, price, rate in lines
        ),
    )


def half_up(cents_percent: int) -> int:
    return (cents_percent + 50) // 100


def integer_totals(lines: list[Plain]) -> tuple[int, int, int]:
    """Net, tax and gross in cents."""
    bases = dict.fromkeys(RATES, 0)
    for quantity, price, rate in lines:
        bases[rate] += quantity * price
    net = sum(bases.values())
    tax = sum(half_up(base * rate) for rate, base in bases.items())
    return net, tax, net + tax


def integer_lines(lines: list[Plain], given: Document) -> tuple[tuple[int, int, int], list[Line]]:
    """The same, and each line with its amounts."""
    bases = dict.fromkeys(RATES, 0)
    filled = []
    for (quantity, price, rate), line in zip(lines, given.lines, strict=True):
        net = quantity * price
        bases[rate] += net
        tax = half_up(net * rate)
        filled.append(
            replace(
                line,
                net_amount=net,
                tax_amount=tax,
                amount_with_tax=net + tax,
                discount_amount=0,
                price_with_tax=half_up(price * (100 + rate)),
            )
        )
    net = sum(bases.values())
    tax = sum(half_up(base * rate) for rate, base in bases.items())
    return (net, tax, net + tax), filled


def rows() -> list[Row]:
    found = []
    for count in (1_000, 10_000):
        lines = plain_lines(count)
        given = document(lines)
        totals = calculate(given).totals
        cents = tuple(int(amount * 100) for amount in (totals.net, totals.tax, totals.gross))
        assert cents == integer_totals(lines) == integer_lines(lines, given)[0]
        turns = compare(
            {
                "ours": lambda given=given: calculate(given),
                "integers, lines filled": lambda lines=lines, given=given: integer_lines(
                    lines, given
                ),
                "bare integers": lambda lines=lines: integer_totals(lines),
            },
            rounds=11,
        )
        case = f"totals of {count:,} lines"
        found.append(turns.row(case, "integers, lines filled", goal="≤ 2.5x"))
        found.append(turns.row(case, "bare integers"))
    return found


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.2f} ms, {row.peer_name} {row.peer:.2f} ms, {row.times:.2f}x")
