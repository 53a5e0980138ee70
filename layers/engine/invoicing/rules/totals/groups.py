"""Lines that are taxed alike, and what they come to together."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from invoicing.errors import Finding
from invoicing.model import Document, LineTax
from invoicing.model.money import ZERO
from invoicing.rules.totals.discounts import findings_of_taxes
from invoicing.rules.totals.rounding import settle
from invoicing.rules.totals.taxes import (
    HUNDRED,
    Signature,
    Taxes,
    bases,
    shares,
    signature,
    tax_completion,
    with_surcharge,
)


class Group:
    """Lines with one signature of taxes; amounts include tax where `inclusive`."""

    __slots__ = (
        "allowance",
        "amounts",
        "base",
        "charges",
        "discount",
        "factor",
        "indices",
        "rate_sum",
        "rates",
        "reasons",
        "sign",
        "tax_amounts",
        "taxes",
    )

    def __init__(self, sign: Signature, taxes: tuple[LineTax, ...]) -> None:
        self.sign = sign
        self.taxes = taxes
        self.rates = shares(sign)
        self.rate_sum = sum(self.rates, ZERO)
        self.factor = 1 + self.rate_sum
        self.indices: list[int] = []
        self.amounts: list[Decimal] = []
        self.charges = ZERO  # document charges less allowances (BG-21, BG-20), net
        self.discount = ZERO  # this group's share of the document discount, in its basis
        self.allowance = ZERO  # the same share without tax
        self.base = ZERO
        self.tax_amounts: list[Decimal] = []
        self.reasons: dict[tuple[str, str], None] = {}

    def explain(self, exemption_code: str, exemption_reason: str) -> None:
        """Keeps why no tax is charged, as one of the group's lines or charges says it."""
        if exemption_code or exemption_reason:
            self.reasons[exemption_code, exemption_reason] = None

    @property
    def category(self) -> str:
        return self.sign[0][0]

    @property
    def rate(self) -> Decimal | None:
        """BT-152 as the breakdown shows it: nothing outside VAT, zero when reverse charged."""
        category, rate, _, reverse = self.sign[0]
        if category == "O":
            return None
        return ZERO if reverse else rate

    def net_of_lines(self, inclusive: bool, quantum: Decimal) -> list[Decimal]:
        """Each line's net amount, by itself."""
        if not inclusive:
            return self.amounts
        return [(a / self.factor).quantize(quantum, ROUND_HALF_UP) for a in self.amounts]

    def _taxes_on(self, net: Decimal, quantum: Decimal) -> list[Decimal]:
        """Each tax on a net amount, rounded; a compound one also on the taxes before it."""
        found: list[Decimal] = []
        for _, rate, compound, reverse in self.sign:
            base = net + sum(found, ZERO) if compound else net
            tax = ZERO if reverse else base * rate / HUNDRED
            found.append(tax.quantize(quantum, ROUND_HALF_UP) + ZERO)
        return found

    def _taxes_in(self, gross: Decimal, quantum: Decimal) -> list[Decimal]:
        """Each tax contained in an amount that includes them, rounded."""
        return [
            (gross * r / self.factor).quantize(quantum, ROUND_HALF_UP) + ZERO for r in self.rates
        ]

    def retax(self, quantum: Decimal) -> None:
        """The taxes on a base that was set."""
        self.tax_amounts = self._taxes_on(self.base, quantum)

    def sum_net(self, quantum: Decimal) -> list[Decimal]:
        """Base and taxes from net amounts, the tax once on the sum; the lines' net amounts."""
        self.allowance = self.discount
        self.base = sum(self.amounts, ZERO) - self.discount + self.charges
        self.tax_amounts = self._taxes_on(self.base, quantum)
        return self.amounts

    def sum_inclusive(self, quantum: Decimal) -> list[Decimal]:
        """Base and taxes from amounts with tax: the gross is exact, the net what is left of it.

        The lines' net amounts are returned, moved by single units so that they fit the base.
        """
        lines_gross = sum(self.amounts, ZERO)
        charges_gross = (self.charges * self.factor).quantize(quantum, ROUND_HALF_UP)
        gross = lines_gross - self.discount + charges_gross
        self.tax_amounts = self._taxes_in(gross, quantum)
        self.base = gross - sum(self.tax_amounts, ZERO)
        net_of_lines = self.base - self.charges
        if self.discount:
            net_of_lines = lines_gross - sum(self._taxes_in(lines_gross, quantum), ZERO)
            self.allowance = net_of_lines + self.charges - self.base
        if not self.indices:
            return []
        rounded = self.net_of_lines(True, quantum)
        exact = [amount / self.factor for amount in self.amounts]
        return settle(net_of_lines, exact, rounded, quantum)

    def sum_lines(self, inclusive: bool, quantum: Decimal) -> list[Decimal]:
        """Base and taxes as sums of what each line, discount and charge came to by itself."""
        nets = self.net_of_lines(inclusive, quantum)
        columns = [
            self._line_taxes(n, a, inclusive, quantum)
            for n, a in zip(nets, self.amounts, strict=True)
        ]
        self.allowance = self.discount
        if inclusive:
            self.allowance = (self.discount / self.factor).quantize(quantum, ROUND_HALF_UP)
        columns.append(
            [-t for t in self._line_taxes(self.allowance, self.discount, inclusive, quantum)]
        )
        columns.append(self._taxes_on(self.charges, quantum))
        self.base = sum(nets, ZERO) - self.allowance + self.charges
        self.tax_amounts = [sum(column, ZERO) for column in zip(*columns, strict=True)]
        return nets

    def _line_taxes(
        self, net: Decimal, amount: Decimal, inclusive: bool, quantum: Decimal
    ) -> list[Decimal]:
        taxes = self._taxes_on(net, quantum)
        if inclusive and any(self.rates):  # the last tax that is charged takes what is left
            last = max(i for i, rate in enumerate(self.rates) if rate)
            taxes[last] += amount - net - sum(taxes, ZERO)
        return taxes

    def tax_bases(self) -> Sequence[Decimal]:
        """What each tax of the group is charged on (BT-116)."""
        return bases(self.sign, self.base, self.tax_amounts)


class Groups:
    """The groups of one document, in the order in which their taxes first appear."""

    def __init__(self, document: Document) -> None:
        self._complete = tax_completion(document)
        self._equalization = document.equalization
        self._by_signature: dict[Signature, Group] = {}
        self._by_value: dict[Taxes, tuple[Taxes, Group]] = {}
        self._is_sound = True
        self.by_identity: dict[int, tuple[Taxes, Group]] = {}
        """The same for taxes that are met again; the document keeps them where they are."""

    def of(self, taxes: Taxes) -> tuple[Taxes, Group]:
        """The taxes a line bears that states these, and its group; looked at once."""
        found = self._by_value.get(taxes)
        if found is None:
            self._is_sound = self._is_sound and not findings_of_taxes(taxes, "")
            borne = self._complete(taxes)
            sign = with_surcharge(signature(borne), self._equalization)
            group = self.at(sign, borne)
            if borne:
                group.explain(borne[0].exemption_code, borne[0].exemption_reason)
            found = self._by_value[taxes] = (borne, group)
        self.by_identity[id(taxes)] = found
        return found

    def findings(self, document: Document) -> list[Finding]:
        """What is wrong with the taxes of the document's lines, each at its place."""
        if self._is_sound:
            return []
        return [
            finding
            for index, line in enumerate(document.lines)
            if line.kind == "product"
            for finding in findings_of_taxes(line.taxes, f"/_documentItems/{index}")
        ]

    def at(self, sign: Signature, taxes: Taxes) -> Group:
        """The group with this signature; a new one bears `taxes`."""
        group = self._by_signature.get(sign)
        if group is None:
            group = self._by_signature[sign] = Group(sign, taxes)
        return group

    def all(self) -> list[Group]:
        return list(self._by_signature.values())
