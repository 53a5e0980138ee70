"""The tax summary and the totals. Every amount is the document's own."""

from invoicing.model import Document, StampDuty, TaxSubtotal
from invoicing.render._texts import Column, Fact
from invoicing.render._words import Words
from invoicing.rules.payments import Settled

# Why no tax is charged, where the document itself gives no reason. Source: UNCL5305.
REASONS = {
    "AE": "reverse_charge",
    "E": "exempt",
    "O": "not_subject",
    "K": "intra_community",
    "G": "export",
}
CREDITED_TYPES = frozenset({"credit-note"})
UNPAYABLE_TYPES = frozenset({"estimate", "proforma", "delivery-note", "contract-note"})


def tax_columns(words: Words) -> tuple[Column, ...]:
    labels = words.labels
    return (
        Column("tax_rate", labels["tax_rate"], "start"),
        Column("tax_base", labels["tax_base"]),
        Column("tax", labels["tax"]),
    )


def tax_rows(document: Document, words: Words) -> tuple[tuple[str, ...], ...]:
    """One row per tax category and rate (BG-23)."""
    if document.omit_taxes:
        return ()
    return tuple(
        (_tax_name(subtotal, words), words.money(subtotal.base), words.money(subtotal.tax))
        for subtotal in document.tax_subtotals
    ) + tuple(
        (_tax_name(subtotal, words), words.money(subtotal.base), f"({words.money(subtotal.tax)})")
        for subtotal in document.reverse_tax_subtotals
    )


def _tax_name(subtotal: TaxSubtotal, words: Words) -> str:
    rate = words.figures.rate(subtotal.rate) if subtotal.rate is not None else ""
    key = "AE" if subtotal.reverse_charged else subtotal.category
    reason = subtotal.exemption_reason
    if not reason and key in REASONS:
        reason = words.labels[REASONS[key]]  # type: ignore[literal-required]  # keys of Labels
    if reason:
        shown = rate if subtotal.rate else ""
        return " · ".join(filter(None, (shown, str(reason))))
    return " ".join(filter(None, (subtotal.name, rate)))


def totals(document: Document, words: Words) -> tuple[Fact, ...]:
    """From the sum of the lines to the total with tax; nothing that is zero but net and tax."""
    sums, labels = document.totals, words.labels
    facts = []
    if sums.allowances or sums.charges:
        facts.append(Fact(labels["subtotal"], words.money(sums.lines)))
    for entry in document.allowances_charges:
        label = entry.reason or labels["charges" if entry.is_charge else "allowances"]
        if entry.percent:
            label += f" ({words.figures.rate(entry.percent)})"
        amount = entry.amount if entry.is_charge else -entry.amount
        facts.append(Fact(label, words.money(amount)))
    given = sum(
        (e.amount for e in document.allowances_charges if not e.is_charge), start=0 * sums.net
    )
    added = sum((e.amount for e in document.allowances_charges if e.is_charge), start=0 * sums.net)
    if sums.allowances != given:
        facts.append(Fact(labels["allowances"], words.money(given - sums.allowances)))
    if sums.charges != added:
        facts.append(Fact(labels["charges"], words.money(sums.charges - added)))
    if not document.omit_taxes:
        facts.append(Fact(labels["net_total"], words.money(sums.net)))
        facts.append(Fact(labels["tax_total"], words.money(sums.tax)))
    facts.append(Fact(labels["gross_total"], words.money(sums.gross), strong=True))
    for key, amount in (
        ("withholding", -sums.withholding),
        ("split_tax", -sums.split_tax),
        ("rounding", sums.rounding),
        ("paid", sums.withholding + sums.split_tax - sums.prepaid),
    ):
        if amount:
            facts.append(Fact(str(labels[key]), words.money(amount)))  # type: ignore[literal-required]  # keys of Labels
    return tuple(facts)


def stamp_duty_text(duty: StampDuty, words: Words) -> str:
    """What the document has to say of its stamp duty, and how much it is."""
    return f"{duty.text}: {words.money_with_currency(duty.amount)}" if duty.text else ""


def settled_facts(settled: Settled, words: Words) -> tuple[Fact, ...]:
    """What was credited since the document was issued, and taken off for paying in time."""
    pairs = (
        (words.labels["credited"], settled.credited),
        (words.labels["allowances"], settled.discount),
    )
    return tuple(Fact(label, words.money(-amount)) for label, amount in pairs if amount)


def payable(document: Document, words: Words) -> Fact:
    """The one amount readers look for: what is to be paid, credited, or offered."""
    if document.type in CREDITED_TYPES:
        label = words.labels["credited"]
    elif document.type in UNPAYABLE_TYPES:
        label = words.labels["gross_total"]
    else:
        label = words.labels["payable"]
    return Fact(label, words.money_with_currency(document.totals.payable), strong=True)


def converted(document: Document, words: Words) -> tuple[Fact, ...]:
    """The tax in its currency, with `dualCurrency` the total in the second one, and the rate."""
    facts, labels = [], words.labels
    sums, rate = document.totals, document.conversion
    if rate is None:
        return ()
    if sums.tax_in_tax_currency is not None and document.tax_currency:
        label = f"{labels['tax_total']} ({document.tax_currency})"
        facts.append(
            Fact(label, words.figures.money(sums.tax_in_tax_currency, document.tax_currency))
        )
    if rate.dual_currency and sums.gross_converted is not None:
        same = rate.to_currency != document.currency
        currency = rate.to_currency if same else rate.from_currency
        label = labels["converted"].replace("{currency}", currency)
        facts.append(Fact(label, words.figures.money(sums.gross_converted, currency)))
    if facts:
        when = f" ({words.day(rate.rate_date)})" if rate.rate_date else ""
        number = words.figures.number(rate.rate, 0, 8)
        text = f"1 {rate.from_currency} = {number} {rate.to_currency}{when}"
        facts.append(Fact(labels["exchange_rate"], text))
    return tuple(facts)
