"""Which taxes a line bears, and what they come to."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from invoicing.model import Document, LineTax
from invoicing.model.money import ZERO
from invoicing.model.value import replace

HUNDRED = Decimal(100)

# A line's taxes as far as they decide amounts: category, rate, compound, reverse charged.
Signature = tuple[tuple[str, Decimal, bool, bool], ...]

OUTSIDE = LineTax(category="O")
ZERO_RATED = LineTax(category="Z")


def category_of(tax: LineTax) -> str:
    """The VAT category (BT-151) of a tax; what the caller said wins.

    Reverse charged: AE. A rate above zero: S. At zero: O when the exemption's code says the
    supply is not subject to VAT (VATEX-EU-O), E when any other exemption is given, else Z.
    Source: EN 16931 BT-151, UNCL5305.
    """
    if tax.category:
        return tax.category
    if tax.reverse_charged:
        return "AE"
    if tax.rate:
        return "S"
    if tax.exemption_code.upper() == "VATEX-EU-O":
        return "O"
    return "E" if tax.exemption_code or tax.exemption_reason else "Z"


def completed(tax: LineTax) -> LineTax:
    """The tax with its category; AE always counts as reverse charged."""
    category = category_of(tax)
    reverse = tax.reverse_charged or category == "AE"
    if category == tax.category and reverse == tax.reverse_charged:
        return tax
    return replace(tax, category=category, reverse_charged=reverse)


Taxes = tuple[LineTax, ...]


def tax_completion(document: Document) -> Callable[[Taxes], Taxes]:
    """Gives the taxes a line bears for those it states: its own, categories filled in.

    A line without any tax is outside VAT (O) when no line of the document bears one, else
    zero rated (Z), because O excludes every other category (EN 16931 BR-O-11). With
    `omit_taxes`, unless `ignore_omit_taxes` overrules it, taxes to be charged are dropped; a
    line that has none left is outside VAT.
    """
    if document.omit_taxes and not document.ignore_omit_taxes:
        outside = (replace(OUTSIDE, exemption_reason=document.tax_clause),)
        return lambda taxes: uncharged(taxes) or outside
    untaxed = (ZERO_RATED,) if any(line.taxes for line in document.lines) else (OUTSIDE,)
    return lambda taxes: tuple([completed(tax) for tax in taxes]) or untaxed


def uncharged(taxes: tuple[LineTax, ...]) -> tuple[LineTax, ...]:
    """The taxes that add nothing to a price, for example an exemption or a reverse charge."""
    filled = [completed(tax) for tax in taxes]
    return tuple([tax for tax in filled if tax.reverse_charged or not tax.rate])


def signature(taxes: tuple[LineTax, ...]) -> Signature:
    """What lines must share to be taxed together."""
    return tuple([(t.category, t.rate, t.compound, t.reverse_charged) for t in taxes])


def shares(sign: Signature) -> list[Decimal]:
    """What each tax adds to a net amount of one, unrounded; reverse charge adds nothing.

    A compound tax is charged on the net amount and every tax before it.
    """
    found: list[Decimal] = []
    for _, rate, compound, reverse in sign:
        base = 1 + sum(found, ZERO) if compound else Decimal(1)
        found.append(ZERO if reverse else base * rate / HUNDRED)
    return found


def with_surcharge(sign: Signature, surcharge: Decimal | None) -> Signature:
    """The signature with the equalization surcharge, where the standard rate makes it due."""
    if not surcharge or not any(c == "S" and rate for c, rate, _, _ in sign):
        return sign
    return (*sign, ("S", surcharge, False, False))


def bases(sign: Signature, net: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """The amount each tax is charged on: net, and for a compound tax the taxes before it too."""
    return [
        net + sum(amounts[:i], ZERO) if compound else net
        for i, (_, _, compound, _) in enumerate(sign)
    ]
