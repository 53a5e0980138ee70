"""What a document about to be issued takes of others: their money, or their lines."""

from decimal import Decimal

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model import Document, Successor
from invoicing.model.money import ZERO, quantum
from invoicing.model.value import replace
from invoicing.rules._families import is_creditable

RELATIONS = frozenset({"credits", "deducts", "converts"})


def check_source(document: Document, source: Document, relation: str, pointer: str) -> None:
    """InvalidDocument where the one cannot do that to the other."""
    wrong = ""
    if source.state != "issued" or source.incoming != document.incoming:
        wrong = f"the document is {source.state}, and only issued documents of ours are taken from"
    elif source.currency != document.currency:
        wrong = f"the document is in {source.currency}"
    elif relation == "credits" and (document.type != "credit-note" or not is_creditable(source)):
        wrong = f"a document of type {document.type} does not credit one of type {source.type}"
    elif relation == "deducts" and (document.type != "invoice" or source.type != "advance"):
        wrong = f"a document of type {document.type} does not deduct one of type {source.type}"
    if wrong:
        fix = "name another document, or leave the relation out"
        raise InvalidDocument([Finding("reference-unfit", pointer, wrong, fix)])


def left_to_credit(source: Document) -> Decimal:
    """What of the document's total with tax no credit note has taken yet."""
    taken = [s.amount for s in source.successors if s.relation == "credits"]
    return source.totals.gross - sum(taken, ZERO)


def left_to_deduct(advance: Document) -> Decimal:
    """What was paid for an advance and no invoice has deducted yet."""
    paid = sum([payment.amount or ZERO for payment in advance.payments], ZERO)
    taken = [s.amount for s in advance.successors if s.relation == "deducts"]
    return max(paid - sum(taken, ZERO), ZERO)


def settled_credit(credit_note: Document, source: Document) -> Document:
    """The credit note; if it takes all lines that are left, it takes the last cent too.

    Taxes of parts are rounded part by part, so that their sum may differ from the tax of the
    whole by a unit or two: the last part takes the difference, in the tax of its largest rate.
    Conflict where it comes to more than is left.
    """
    left = left_to_credit(source)
    difference = left - credit_note.totals.gross
    if difference and _is_last(credit_note, source) and credit_note.tax_subtotals:
        most = quantum(credit_note.currency) * (len(source.lines) + 1)
        if abs(difference) <= most:
            credit_note = _adjusted(credit_note, difference)
    require_left(credit_note.totals.gross, source)
    return credit_note


def require_left(amount: Decimal, source: Document) -> None:
    """Conflict where less than the amount is left to credit, which its text tells."""
    left = left_to_credit(source)
    if amount > left:
        raise Conflict(
            f"the credit note comes to {amount}, and {left} is left to credit",
            code="credit-exceeds",
            current_state=source.state,
            fix=f"credit at most {left}",
        )


def with_deduction(invoice: Document, amount: Decimal) -> Document:
    """The invoice with so much of it paid before (BT-113)."""
    totals = invoice.totals
    return replace(
        invoice,
        prepaid=(invoice.prepaid or ZERO) + amount,
        totals=replace(totals, prepaid=totals.prepaid + amount, payable=totals.payable - amount),
    )


def successor(document: Document, relation: str, amount: Decimal) -> Successor:
    """What the source keeps of the document that took something of it."""
    return Successor(
        document_id=document.id,
        relation=relation,
        number=document.number,
        type=document.type,
        amount=amount,
        quantities=tuple(
            (line.id, line.quantity) for line in document.lines if line.kind == "product"
        ),
    )


def _is_last(credit_note: Document, source: Document) -> bool:
    """Whether nothing is left of the source once the credit note is issued."""
    left = {line.id: line.quantity for line in source.lines if line.kind == "product"}
    taken = [s.quantities for s in source.successors if s.relation == "credits"]
    taken.append(tuple((line.id, line.quantity) for line in credit_note.lines))
    for line_id, quantity in (pair for pairs in taken for pair in pairs):
        if line_id in left:
            left[line_id] -= quantity
    return not any(left.values())


def _adjusted(document: Document, difference: Decimal) -> Document:
    rows = list(document.tax_subtotals)
    at = max(range(len(rows)), key=lambda i: abs(rows[i].tax))
    rows[at] = replace(rows[at], tax=rows[at].tax + difference)
    totals = document.totals
    return replace(
        document,
        tax_subtotals=tuple(rows),
        totals=replace(
            totals,
            tax=totals.tax + difference,
            gross=totals.gross + difference,
            payable=totals.payable + difference,
        ),
    )
