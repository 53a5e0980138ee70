"""Lines (G_SG26), and allowances and charges of lines and document."""

from decimal import Decimal
from typing import Any

from invoicing.formats._lines import view_line as with_discount
from invoicing.formats._lines import view_tax
from invoicing.formats._mapping.values import Place, number
from invoicing.formats.eslog._segments import Group, Writer, tag
from invoicing.model import AllowanceCharge, Identifier, Line, LineTax
from invoicing.model.money import ZERO

_ONE = Decimal(1)
_ALLOWANCE, _CHARGE, _BASE, _PRICE_DISCOUNT = "204", "23", "25", "509"
_ORDER, _ACCOUNT = "ON", "AWQ"
_SELLER_ITEM, _BUYER_ITEM = "SA", "IN"
_VAT = "VAT"


def load_line(group: Group, place: Place) -> Line:
    head = group.first("S_LIN")
    item = head.first("C_C212")
    standard = item.code("D_7140")
    quantity = group.first("S_QTY").first("C_C186")
    parts: dict[str, Any] = group.dates(place, {"167": "period_start", "168": "period_end"})
    parts |= _load_items(group) | _load_texts(group) | _load_prices(group, place)
    parts |= group.amounts("G_SG27", place, {"203": "net_amount", "38": "amount_with_tax"})
    for qualifier, value, _ in group.references("G_SG30"):
        if qualifier == _ORDER:
            parts["order_line_reference"] = value
        elif qualifier == _ACCOUNT:
            parts["accounting_reference"] = value
        else:
            parts["object_identifier"] = Identifier(value=value.strip(), scheme=qualifier)
    charges = []
    for found in group.all("G_SG39"):
        discount = found.amounts("G_SG42", place, {_PRICE_DISCOUNT: "price_discount"})
        if discount:
            parts |= discount
        else:
            charges.append(load_allowance(found, place, "G_SG41", "G_SG42", "G_SG44"))
    taxes = [t for t in group.all("G_SG34") if _is_vat(t)]
    if taxes:
        rate, category = load_tax(taxes[0].first("S_TAX"), place)
        parts["taxes"] = (LineTax(rate=rate or ZERO, category=category),)
        parts |= taxes[0].amounts("", place, {"124": "tax_amount"})
    return Line(
        id=head.code("D_1082"),
        standard_item_id=Identifier(value=standard, scheme=item.code("D_7143"))
        if standard
        else None,
        quantity=_or_one(quantity.number("D_6060", place, "quantity")),
        unit_code=quantity.code("D_6411"),
        origin_country=group.first("S_ALI").code("D_3239"),
        allowances_charges=tuple(charges),
        **parts,
    )


def _or_one(value: Decimal | None) -> Decimal:
    return _ONE if value is None else value


def _load_items(group: Group) -> dict[str, Any]:
    found: dict[str, Any] = {}
    classes = []
    for segment in group.all("S_PIA"):
        item = segment.first("C_C212")
        value, kind = item.text("D_7140"), item.code("D_7143")
        if segment.code("D_4347") == "1":
            classes.append(Identifier(value=value, scheme=kind))
        elif kind == _SELLER_ITEM:
            found["seller_item_id"] = value
        elif kind == _BUYER_ITEM:
            found["buyer_item_id"] = value
    if classes:
        found["classifications"] = tuple(classes)
    return found


def _load_texts(group: Group) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for segment in group.all("S_IMD"):
        text = segment.first("C_C273").text("D_7008")
        field = "name" if segment.code("D_7077") == "F" else "description"
        found[field] = found.get(field, "") + text
    attributes = []
    for segment in group.all("S_FTX"):
        lines = segment.first("C_C108")
        if segment.code("D_4451") == "ACF":
            attributes.append((lines.text("D_4440"), lines.text("D_4440_2")))
    notes = [text for qualifier, _, text in group.texts() if qualifier == "ACB"]
    if notes:
        found["note"] = "\n".join(notes)
    if attributes:
        found["attributes"] = tuple(attributes)
    return found


def _load_prices(group: Group, place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for segment in group.all("G_SG29"):
        price = segment.first("S_PRI").first("C_C509")
        field = {"AAA": "price", "AAB": "list_price"}.get(price.code("D_5125"))
        if field is None:
            continue
        found[field] = price.number("D_5118", place, field)
        base = price.number("D_5284", place, "price_base_quantity")
        if base is not None:
            found["price_base_quantity"] = base
        if price.code("D_6411"):
            found["price_base_unit_code"] = price.code("D_6411")
    return found


def load_allowance(
    group: Group, place: Place, percents: str, amounts: str, taxes: str
) -> AllowanceCharge:
    """An allowance or charge; the names of the groups differ between lines and document."""
    head = group.first("S_ALC")
    is_charge = head.code("D_5463") == "C"
    reason = head.first("C_C552")
    code = head.first("C_C214").code("D_7161") if is_charge else reason.code("D_5189")
    percent = group.first(percents).first("S_PCD").first("C_C501")
    fields = {_CHARGE if is_charge else _ALLOWANCE: "amount", _BASE: "base"}
    parts: dict[str, Any] = dict(group.amounts(amounts, place, fields))
    for found in group.all(taxes):
        rate, category = load_tax(found.first("S_TAX"), place)
        parts |= {"tax_rate": rate, "tax_category": category}
    return AllowanceCharge(
        is_charge=is_charge,
        percent=percent.number("D_5482", place, "percent"),
        reason=reason.text("D_1230"),
        reason_code=code,
        **parts,
    )


def load_tax(segment: Group, place: Place) -> tuple[Decimal | None, str]:
    """Rate and category."""
    rate = segment.first("C_C243").number("D_5278", place, "rate")
    return rate, segment.code("D_5305")


def _is_vat(group: Group) -> bool:
    return group.first("S_TAX").first("C_C241").code("D_5153") == _VAT


def view_line(w: Writer, line: Line, index: int) -> str:
    """A line's group."""
    line = with_discount(line)
    place: Place = (None, "lines", index)
    tax = view_tax(line.taxes[0]) if line.taxes else None
    standard = line.standard_item_id
    item = (
        w.leaf("D_7140", standard.value, 35, place, "standard_item_id")
        + w.leaf("D_7143", standard.scheme, 4, place, "standard_item_id")
        if standard
        else ""
    )
    quantity = (
        tag("D_6063", "47")
        + tag("D_6060", number(line.quantity))
        + w.leaf("D_6411", line.unit_code, 8, place, "unit_code")
    )
    texts = w.text("ACB", line.note, "", "lines")
    texts += "".join(
        tag(
            "S_FTX",
            tag("D_4451", "ACF")
            + tag(
                "C_C108",
                w.leaf("D_4440", name, 512, place, "attributes")
                + w.leaf("D_4440_2", value, 512, place, "attributes"),
            ),
        )
        for name, value in line.attributes
    )
    content = (
        tag("S_LIN", w.leaf("D_1082", line.id, 6, place, "id") + tag("C_C212", item))
        + _view_items(w, line, place)
        + _view_names(w, line, place)
        + tag("S_QTY", tag("C_C186", quantity))
        + tag("S_ALI", w.leaf("D_3239", line.origin_country, 3, place, "origin_country"))
        + w.date("167", line.period_start)
        + w.date("168", line.period_end)
        + texts
        + tag("G_SG27", w.amount("203", line.net_amount))
        + tag("G_SG27", w.amount("38", line.amount_with_tax))
        + _view_price(line, "AAA", line.price)
        + _view_price(line, "AAB", line.list_price)
        + _view_references(w, line, place)
    )
    if tax is not None:
        amounts = w.amount("125", line.net_amount) + w.amount("124", line.tax_amount)
        content += tag("G_SG34", view_tax_segment(tax.rate, tax.category) + amounts)
    content += "".join(
        tag("G_SG39", view_allowance(w, c, place, "G_SG41", "G_SG42"))
        for c in line.allowances_charges
    )
    if line.price_discount is not None:
        money = tag("G_SG42", w.amount(_PRICE_DISCOUNT, line.price_discount))
        content += tag("G_SG39", tag("S_ALC", tag("D_5463", "A")) + money)
    return tag("G_SG26", content)


def _view_items(w: Writer, line: Line, place: Place) -> str:
    items = [
        ("5", line.seller_item_id, _SELLER_ITEM),
        ("5", line.buyer_item_id, _BUYER_ITEM),
        *(("1", c.value, c.scheme) for c in line.classifications),
    ]
    return "".join(
        tag(
            "S_PIA",
            tag("D_4347", function)
            + tag(
                "C_C212",
                w.leaf("D_7140", value, 35, place, "classifications")
                + w.leaf("D_7143", kind, 4, place, "classifications"),
            ),
        )
        for function, value, kind in items
        if value
    )


def _view_names(w: Writer, line: Line, place: Place) -> str:
    """Name and description; e-SLOG goes on in further segments after 256 characters."""
    return "".join(
        tag(
            "S_IMD",
            tag("D_7077", kind)
            + tag("C_C273", w.leaf("D_7008", text[at : at + 256], 256, place, "name")),
        )
        for kind, text in (("F", line.name), ("A", line.description))
        for at in range(0, len(text), 256)
    )


def _view_price(line: Line, kind: str, price: Decimal | None) -> str:
    if price is None:
        return ""
    unit = line.price_base_unit_code
    content = tag("D_5125", kind) + tag("D_5118", number(price))
    if line.price_base_quantity != _ONE or unit:
        content += tag("D_5284", number(line.price_base_quantity)) + tag("D_6411", unit)
    return tag("G_SG29", tag("S_PRI", tag("C_C509", content)))


def _view_references(w: Writer, line: Line, place: Place) -> str:
    found = ""
    if line.object_identifier:
        thing = line.object_identifier
        field = "object_identifier"
        found += w.reference(thing.scheme or "AVE", thing.value, place, field, "G_SG30")
    if line.order_line_reference:
        field = "order_line_reference"
        content = tag("D_1153", _ORDER) + w.leaf(
            "D_1156", line.order_line_reference, 6, place, field
        )
        found += tag("G_SG30", tag("S_RFF", tag("C_C506", content)))
    field = "accounting_reference"
    return found + w.reference(_ACCOUNT, line.accounting_reference, place, field, "G_SG30")


def view_allowance(
    w: Writer, value: AllowanceCharge, place: Place, percents: str, amounts: str
) -> str:
    """An allowance or charge up to its amounts."""
    reason = w.leaf("D_1230", value.reason, 35, place, "reason")
    code = w.leaf(
        "D_7161" if value.is_charge else "D_5189", value.reason_code, 3, place, "reason_code"
    )
    head = tag("D_5463", "C" if value.is_charge else "A")
    head += tag("C_C552", reason if value.is_charge else reason + code)
    head += tag("C_C214", code) if value.is_charge else ""
    percent = ""
    if value.percent is not None:
        percent = tag("D_5245", "2" if value.is_charge else "1")
        percent += tag("D_5482", number(value.percent))
    return (
        tag("S_ALC", head)
        + tag(percents, tag("S_PCD", tag("C_C501", percent)))
        + tag(amounts, w.amount(_CHARGE if value.is_charge else _ALLOWANCE, value.amount))
        + tag(amounts, w.amount(_BASE, value.base))
    )


def view_tax_segment(rate: Decimal | None, category: str) -> str:
    """A TAX segment of VAT."""
    return tag(
        "S_TAX",
        tag("D_5283", "7")
        + tag("C_C241", tag("D_5153", _VAT))
        + tag("C_C243", tag("D_5278", "" if rate is None else number(rate)))
        + tag("D_5305", category),
    )


def is_vat(group: Group) -> bool:
    """Whether a tax group is about VAT."""
    return _is_vat(group)
