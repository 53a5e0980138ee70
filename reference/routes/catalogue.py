"""Clients, items, taxes and the rest of what documents are made of."""

from invoicing.edge.wire.client import ClientInput
from invoicing.edge.wire.definition import CustomAttributeInput, DocumentTypeInput
from invoicing.edge.wire.document import DocumentInput
from invoicing.edge.wire.exchange_rate import RatesInput
from invoicing.edge.wire.item import ItemInput, PriceListInput
from invoicing.edge.wire.tax import SchemaInput, TaxInput, WireTaxRate
from invoicing.edge.wire.unit import UnitInput
from reference.operations import (
    COUNT,
    DAY,
    FLAG,
    LANGUAGE,
    NUMBER,
    TRUTH,
    WHOLE,
    Answer,
    Body,
    Operation,
    Parameter,
    array,
    closed,
    limit,
    string,
)
from reference.routes._resources import ORGANIZATION, TAG, crud
from reference.shapes import Shapes

KNOWN = ("id", "version")
CLIENT = {
    "name": "Acme d.o.o.",
    "taxNumber": "SI50223054",
    "address": "Slovenska cesta 1",
    "zip": "1000",
    "city": "Ljubljana",
    "countryAlpha2Code": "SI",
}
ITEM = {"name": "Consulting", "unit": "h", "price": 80, "SKU": "C-1", "tags": ["services"]}
TAX = {"name": "DDV", "category": "S", "_taxRates": [{"rate": 22, "dateValidFrom": "2013-07-01"}]}
RATES = {"date": "2026-11-20", "base": "EUR", "rates": {"USD": 1.0583, "CHF": "0.9341"}}
FILTER_TERM = Parameter("term", "words to look for")


def routes(shapes: Shapes) -> dict[str, Operation]:
    made_of = _clients(shapes) | _items(shapes) | _taxes(shapes) | _definitions(shapes)
    return made_of | _rates(shapes) | _lookups()


def _clients(shapes: Shapes) -> dict[str, Operation]:
    kind = Parameter("kind", "only these", {"type": "string", "enum": ["company", "person", ""]})
    force = Parameter("force", "save it although there is one like it", FLAG)
    client = shapes.view(ClientInput, required=(*KNOWN, "kind"))
    unit = shapes.view(UnitInput, required=(*KNOWN, "name"))
    return crud(
        "a client",
        "clients",
        f"{ORGANIZATION}/clients",
        "/v1/Clients/{clientId}",
        shapes.body(ClientInput),
        client,
        example=CLIENT,
        narrowing=(TAG, kind),
        search=True,
        create=(force,),
    ) | crud(
        "a business unit",
        "business units",
        f"{ORGANIZATION}/units",
        "/v1/Units/{unitId}",
        shapes.body(UnitInput),
        unit,
        example={"name": "Shop Maribor", "city": "Maribor"},
        narrowing=(TAG, FILTER_TERM),
    )


def _items(shapes: Shapes) -> dict[str, Operation]:
    item = shapes.view(ItemInput, required=(*KNOWN, "name"))
    prices = shapes.view(PriceListInput, required=(*KNOWN, "name", "currencyId", "prices"))
    return crud(
        "an item",
        "items",
        f"{ORGANIZATION}/items",
        "/v1/Items/{itemId}",
        shapes.body(ItemInput),
        item,
        example=ITEM,
        narrowing=(TAG,),
        search=True,
    ) | crud(
        "a price list",
        "price lists",
        f"{ORGANIZATION}/price-lists",
        "/v1/PriceLists/{priceListId}",
        shapes.body(PriceListInput),
        prices,
        example={"name": "Wholesale", "currencyId": "EUR"},
        narrowing=(FILTER_TERM,),
    )


def _taxes(shapes: Shapes) -> dict[str, Operation]:
    tax = shapes.view(TaxInput, required=(*KNOWN, "name", "_taxRates"))
    schema = shapes.view(SchemaInput, name="TaxSchema", required=(*KNOWN, "name", "appliesTo"))
    return (
        crud(
            "a tax",
            "taxes",
            f"{ORGANIZATION}/taxes",
            "/v1/Taxes/{taxId}",
            shapes.body(TaxInput),
            tax,
            example=TAX,
            narrowing=None,
        )
        | _tax_rates(shapes)
        | crud(
            "a tax schema",
            "tax schemas",
            f"{ORGANIZATION}/tax-schemas",
            "/v1/TaxSchemas/{schemaId}",
            shapes.body(SchemaInput),
            schema,
            example={"name": "Books", "appliesTo": "item"},
            narrowing=None,
        )
    )


def _tax_rates(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(
        WireTaxRate, {"id": DAY}, name="TaxRate", required=("id", "rate", "dateValidFrom")
    )
    reason = closed(
        ("category",),
        category=string("UNCL5305"),
        rate=NUMBER,
        exemptionCode=string("VATEX"),
        exemptionReason=string(),
    )
    return {
        "POST /v1/Taxes/clause-type": Operation(
            "Which taxes a document would bear, and by which clause",
            {200: Answer(closed(taxClause=string(), taxes=array(reason)))},
            description="Takes the body of a creation; nothing is stored.",
            body=Body(shapes.body(DocumentInput), {"_documentItems": [{"name": "x", "price": 10}]}),
            keyed=False,
        ),
        "POST /v1/Taxes/{taxId}/taxRates": Operation(
            "Add a rate to a tax",
            {201: Answer(view, headers=("ETag",))},
            description="Of a tax one rate begins on a day, so the day is its id.",
            body=Body(shapes.body(WireTaxRate), {"rate": 23, "dateValidFrom": "2027-01-01"}),
        ),
        "DELETE /v1/Taxes/{taxId}/taxRates/{day}": Operation(
            "Remove the rate that begins on a day", {200: COUNT}
        ),
    }


def _definitions(shapes: Shapes) -> dict[str, Operation]:
    defined = shapes.view(DocumentTypeInput, required=(*KNOWN, "key", "baseType", "name"))
    attribute = shapes.view(
        CustomAttributeInput, required=(*KNOWN, "name", "appliesTo", "type", "required")
    )
    return crud(
        "a type of documents",
        "types of documents",
        f"{ORGANIZATION}/document-types",
        "/v1/DocumentTypes/{typeId}",
        shapes.body(DocumentTypeInput),
        defined,
        example={
            "key": "rent",
            "baseType": "invoice",
            "name": "Rent invoice",
            "l10n": {"name_de": "Mietrechnung"},
            "numberPattern": "R{YYYY}-{n:05}",
        },
        narrowing=None,
    ) | crud(
        "an attribute",
        "attributes",
        f"{ORGANIZATION}/custom-attributes",
        "/v1/Attributes/{attributeId}",
        shapes.body(CustomAttributeInput),
        attribute,
        example={"name": "costCenter", "type": "choice", "choices": ["A", "B"], "required": True},
        narrowing=None,
    )


def _rates(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(RatesInput, name="ExchangeRates", required=("date", "base", "rates"))
    path = f"{ORGANIZATION}/exchange-rates"
    saved = closed(count=WHOLE, dates=array(DAY))
    body = Body(shapes.body(RatesInput), RATES, files=("application/xml", "text/xml"))
    before = Parameter("cursor", "where the page starts: follow the Link header", DAY)
    return {
        f"GET {path}": Operation(
            "List exchange rates",
            {200: Answer(array(view), headers=("Link",))},
            query=(limit(30, 400), before),
        ),
        f"POST {path}": Operation(
            "Save exchange rates",
            {201: Answer(saved)},
            description="One day as JSON, or a file of the European Central Bank as XML.",
            body=body,
        ),
        f"GET {path}/{{day}}": Operation("Get a day's exchange rates", {200: Answer(view)}),
        f"DELETE {path}/{{day}}": Operation("Delete a day's exchange rates", {200: COUNT}),
    }


def _lookups() -> dict[str, Operation]:
    currency = closed(
        id=string(), name=string(), symbol=string(), decimalPlaces=WHOLE, type=string()
    )
    rate = closed(classification=string(), rate=NUMBER)
    country = closed(
        ("alpha2Code", "name", "euMember"),
        alpha2Code=string(),
        name=string(),
        euMember=TRUTH,
        currencyId=string(),
        taxes=array(rate),
    )
    on = Parameter("date", "the day whose rates are asked for, else today", DAY)
    return {
        "GET /v1/currencies": Operation(
            "List currencies", {200: Answer(array(currency))}, query=(LANGUAGE,)
        ),
        "GET /v1/countries": Operation(
            "List countries and their rates", {200: Answer(array(country))}, query=(LANGUAGE, on)
        ),
    }
