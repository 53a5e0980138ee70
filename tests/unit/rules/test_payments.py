"""States of payment: for every sequence of payments a function of those that stand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.errors import InvalidDocument
from invoicing.model import Document, Line, LineTax, Payment
from invoicing.model.value import replace
from invoicing.rules.payments import (
    is_paid_in_full,
    owed,
    paid_on,
    payment_status,
    total_due,
    total_paid,
    with_settled_payments,
)
from invoicing.rules.totals import calculate

DUE = date(2026, 11, 20)
TODAY = date(2026, 11, 21)

cents = st.integers(-30_000, 30_000).filter(bool).map(lambda n: Decimal(n) / 100)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), cents),
        st.tuples(st.just("change"), cents),
        st.tuples(st.just("remove"), cents),
    ),
    max_size=20,
)


def issued(price: str = "100", **members: object) -> Document:
    line = Line(name="x", price=Decimal(price), taxes=(LineTax(rate=Decimal(22)),))
    draft = Document(currency="EUR", lines=(line,), issue_date=DUE, **members)
    return replace(calculate(draft), state="issued")


def stepped(document: Document, step: tuple[str, Decimal], position: int) -> Document:
    deed, amount = step
    payments = list(document.payments)
    if deed == "add":
        payments.append(Payment(id=str(position), amount=amount, paid_on=TODAY))
    elif payments:
        at = position % len(payments)
        if deed == "change":
            payments[at] = replace(payments[at], amount=amount)
        else:
            del payments[at]
    return replace(document, payments=tuple(payments))


@given(steps, st.sampled_from([None, DUE, TODAY]))
def test_U09_for_any_sequence_the_due_is_the_total_less_what_stands(sequence, due_date):
    document = issued(due_date=due_date)
    standing: list[Decimal] = []
    for position, step in enumerate(sequence):
        document = stepped(document, step, position)
        deed, amount = step
        if deed == "add":
            standing.append(amount)
        elif standing:
            at = position % len(standing)
            standing[at : at + 1] = [amount] if deed == "change" else []
        paid = sum(standing, Decimal(0))
        assert total_paid(document) == paid
        assert total_due(document) == Decimal("122.00") - paid
        assert is_paid_in_full(document) == (paid >= 122)
        late = due_date == DUE and paid < 122
        expected = (
            "overpaid"
            if paid > 122
            else "paid"
            if paid == 122
            else "overdue"
            if late
            else "partial"
            if paid > 0
            else "unpaid"
        )
        assert payment_status(document, TODAY) == expected


@given(steps, st.randoms())
def test_U09_the_order_of_the_payments_makes_no_difference(sequence, random):
    document = issued(due_date=DUE)
    for position, step in enumerate(sequence):
        document = stepped(document, step, position)
    shuffled = list(document.payments)
    random.shuffle(shuffled)
    other = replace(document, payments=tuple(shuffled))
    for state in (total_due, is_paid_in_full, paid_on, payment_status):
        assert state(other) == state(document)


@given(
    st.integers(0, 10**9).map(lambda n: Decimal(n) / 100),
    st.sampled_from([None, Decimal(20)]),
    st.sampled_from([None, Decimal("0.05")]),
    st.sampled_from([None, Decimal("1.23")]),
)
def test_F193_the_omitted_amount_pays_exactly_what_is_owed(price, withholding, step, prepaid):
    document = issued(
        str(price), withholding_rate=withholding, cash_rounding=step, prepaid=prepaid,
        payments=(Payment(type="bank"),),
    )  # fmt: skip
    assert owed(document) == document.totals.payable
    settled = with_settled_payments(document, str)
    assert (total_due(settled), settled.totals.payable) == (0, 0)
    assert calculate(settled).totals == settled.totals
    assert is_paid_in_full(settled)
    assert paid_on(settled) == DUE


def test_the_owed_is_the_total_with_tax_less_withheld_less_prepaid_plus_rounding():
    document = issued("99.99", withholding_rate=Decimal(10), prepaid=Decimal("2"),
                      cash_rounding=Decimal("0.05"))  # fmt: skip
    assert document.totals.gross == Decimal("121.99")
    assert owed(document) == Decimal("110.00")  # 121.99 - 10.00 = 111.99, to 0.05: 112.00; less 2


@pytest.mark.parametrize("state", ["draft", "canceled"])
def test_only_issued_documents_have_a_state_of_payment(state):
    document = replace(issued(), state=state)
    assert payment_status(document, TODAY) is None
    assert not is_paid_in_full(document)


def test_nothing_is_owed_for_a_canceled_document():
    document = replace(issued(payments=(Payment(amount=Decimal(5)),)), state="canceled")
    assert (owed(document), total_due(document)) == (0, -5)


@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [("EUR", "0.001", "payment-decimals"), ("JPY", "0.5", "payment-decimals"),
     ("EUR", "0", "payment-zero")],
)  # fmt: skip
def test_a_payment_is_an_amount_of_the_documents_currency(currency, amount, code):
    document = replace(issued(), currency=currency, payments=(Payment(amount=Decimal(amount)),))
    with pytest.raises(InvalidDocument) as caught:
        with_settled_payments(document, str)
    assert [(f.rule, f.pointer) for f in caught.value.findings] == [(code, "/payments/0/amount")]
