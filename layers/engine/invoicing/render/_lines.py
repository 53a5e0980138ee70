"""The lines of a document as rows of a table."""

from decimal import Decimal

from invoicing.model import Document, Line
from invoicing.model.money import minor_units
from invoicing.render._texts import Column, Row
from invoicing.render._words import Words, apart

ZERO = Decimal(0)
PLACES_MAX = 8


def _shown(document: Document) -> tuple[str, ...]:
    """The columns this document needs: none that would stay empty."""
    products = [line for line in document.lines if line.kind == "product"]
    keys = ["position", "description", "quantity", "unit_price"]
    if any(line.discount or line.discounts for line in products):
        keys.append("discount")
    if not document.omit_taxes and any(line.taxes for line in products):
        keys.append("tax_rate")
    return (*keys, "amount")


def columns(document: Document, words: Words) -> tuple[Column, ...]:
    """The head of the table; amounts include tax where the document's prices do."""
    labels = dict(words.labels)
    if document.prices_include_tax:
        labels["amount"] = words.labels["amount_with_tax"]
    return tuple(
        Column(key, str(labels[key]), "start" if key in ("position", "description") else "end")
        for key in _shown(document)
    )


def rows(document: Document, words: Words) -> tuple[Row, ...]:
    """One row per line, numbered by products."""
    keys = _shown(document)
    built, position = [], 0
    for line in document.lines:
        if line.kind == "product":
            position += 1
            built.append(_product(document, line, position, keys, words))
        elif line.kind == "subtitle":
            detail = words.own(line, "description")
            built.append(
                Row("subtitle", (words.own(line, "name"),), tuple(filter(None, (detail,))))
            )
        elif line.kind == "section_total":
            label = words.own(line, "name") or words.labels["section_total"]
            built.append(Row("section_total", (label, words.money(_amount(document, line)))))
        else:
            built.append(Row("page_break" if line.custom.get("pageBreak") else "divider"))
    return tuple(built)


def _amount(document: Document, line: Line) -> Decimal:
    amount = line.amount_with_tax if document.prices_include_tax else line.net_amount
    return amount if amount is not None else ZERO


def _product(
    document: Document, line: Line, position: int, keys: tuple[str, ...], words: Words
) -> Row:
    cells = {
        "position": str(position),
        "description": words.own(line, "name"),
        "quantity": _quantity(line, words),
        "unit_price": _price(document, line, words),
        "amount": words.money(_amount(document, line)),
    }
    if "discount" in keys:
        cells["discount"] = _discount(line, words)
    if "tax_rate" in keys:
        cells["tax_rate"] = " + ".join([words.figures.rate(tax.rate) for tax in line.taxes])
    return Row("product", tuple(cells[key] for key in keys), _details(line, words))


def _quantity(line: Line, words: Words) -> str:
    number = words.figures.number(line.quantity, 0, PLACES_MAX)
    return f"{number} {words.own(line, 'unit')}".strip()


def _price(document: Document, line: Line, words: Words) -> str:
    """The unit price with as many decimal places as it has, at least the currency's."""
    price = line.price_with_tax if document.prices_include_tax else line.price
    if price is None:
        price = line.price if line.price is not None else line.price_with_tax
    if price is None:
        return ""
    least = minor_units(words.currency)
    text = words.figures.number(price, least, max(least, document.decimal_places))
    if line.price_base_quantity != 1:
        text += f" / {words.figures.number(line.price_base_quantity, 0, PLACES_MAX)}"
    return text


def _discount(line: Line, words: Words) -> str:
    if line.discounts:
        return " + ".join(words.figures.rate(percent) for percent in line.discounts)
    if not line.discount:
        return ""
    if line.discount_is_amount:
        return words.money(line.discount)
    return words.figures.rate(line.discount)


def _details(line: Line, words: Words) -> tuple[str, ...]:
    """What stands under the name: item number, description, note, period, attributes."""
    if not (
        line.description
        or line.note
        or line.seller_item_id
        or line.period_start
        or line.period_end
        or line.attributes
        or line.allowances_charges
        or line.l10n
    ):
        return ()
    details = [words.own(line, "description"), words.own(line, "note")]
    if line.seller_item_id:
        details.append(
            f"{words.labels['item_number']} {apart(line.seller_item_id, words.language)}"
        )
    details.append(words.period(line.period_start, line.period_end))
    details += [words.labelled(name, value) for name, value in line.attributes]
    for entry in line.allowances_charges:
        label = entry.reason or words.labels["charges" if entry.is_charge else "allowances"]
        details.append(
            f"{label}: {words.money(entry.amount if entry.is_charge else -entry.amount)}"
        )
    return tuple(part for text in details if text for part in text.splitlines())
