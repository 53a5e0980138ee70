"""Documents: found and counted."""

from typing import get_args

from invoicing.edge import archives, filters, flat_filters, tables
from invoicing.edge.projection import RELATIONS
from invoicing.edge.wire.document import DocumentInput, DocumentType
from invoicing.model.document import DocumentState
from invoicing.rules.payments import PaymentStatus
from invoicing.usecases.get_document import ORDERS
from reference.operations import (
    COUNT,
    CURSOR,
    DAY,
    FLAG,
    NUMBER,
    WHOLE,
    Answer,
    Body,
    Operation,
    Parameter,
    Schema,
    array,
    closed,
    limit,
    string,
)
from reference.routes._resources import ORGANIZATION
from reference.shapes import Shapes

MANY = f"{ORGANIZATION}/documents"
_LONG: Schema = {"type": "string", "maxLength": filters.LENGTH_MAX}
_WORDS: Schema = {"type": "string", "maxLength": flat_filters.TEXT_MAX}
_WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": filters.SKIP_MAX}
_PAGE: Schema = {"type": "integer", "minimum": 1}
_ANY: Schema = {"type": "string"}

FILTER = Parameter(
    "filter",
    "JSON object of where, order, limit, skip, fields and include; docs/lists.md has its grammar",
    _LONG,
)
FILLED = Parameter("parseSmartcodes", "show what smart codes in texts stand for", FLAG)
SHOWN = Parameter("filter", "JSON object of fields and include; docs/lists.md", _LONG)
RELATED = Parameter("with_relations", f"names with commas: {', '.join(RELATIONS)}", _ANY)


def _several(name: str, literal: object) -> Parameter:
    return Parameter(name, f"one or several, with commas: {', '.join(get_args(literal))}", _ANY)


FOUND = (
    _several("type", DocumentType),
    _several("state", DocumentState),
    _several("paymentStatus", PaymentStatus),
    Parameter("client", "ids of clients, with commas", _ANY),
    Parameter("currency", "currency codes, with commas", _ANY),
    Parameter("number", "this number; with a star at its end, numbers that begin so", _ANY),
    Parameter("dateFrom", "first date of documents", DAY),
    Parameter("dateTo", "last date of documents", DAY),
    Parameter("dueFrom", "first due date", DAY),
    Parameter("dueTo", "last due date", DAY),
    Parameter("direction", "outgoing or incoming", {"enum": ["outgoing", "incoming"]}),
    Parameter("incoming", "received from suppliers", FLAG),
    Parameter("archived", "in the archive", FLAG),
    Parameter("q", "words in number, client, supplier, reference or title", _WORDS),
)
PAGED = (
    limit(),
    CURSOR,
    Parameter("page", "pages of `limit` documents, counted from 1", _PAGE),
    Parameter("skip", "documents left out before the first shown", _WHOLE),
    Parameter("order", f"{' or '.join(ORDERS)}, with ASC or DESC", _ANY),
    Parameter("fields", "members to show, with commas", _ANY),
    Parameter("include", f"parts to show in any case: {', '.join(RELATIONS)}", _ANY),
)


ZIPPED = (
    Parameter("zipContent", "what an archive holds", {"enum": list(archives.CONTENTS)}),
    Parameter("format", "format of an archive's e-invoices", _ANY),
    Parameter("profile", "profile of the format", _ANY),
    Parameter("l", "language of an archive's PDFs", _ANY),
)


_SUMS: dict[str, Schema] = {
    "documents": WHOLE,
    **dict.fromkeys(("total", "totalTax", "totalWithTax", "totalPaid"), NUMBER),
    "totalDue": {**NUMBER, "description": "what is owed on them today"},
    "totalOverdue": {**NUMBER, "description": "what of that is overdue"},
}


def _statistics() -> dict[str, Operation]:
    month = closed(month=string("such as 2026-11"), **_SUMS)
    currency = closed(currencyId=string(), **_SUMS, months=array(month))
    turnover = closed(dateFrom=DAY, dateTo=DAY, currencies=array(currency))
    period = (
        Parameter("dateFrom", "first date of documents", DAY),
        Parameter("dateTo", "last date of documents", DAY),
        Parameter("incoming", "of documents received from suppliers", FLAG),
    )
    return {
        f"GET {ORGANIZATION}/business-stats": Operation(
            "Turnover by currency and month",
            {200: Answer(turnover)},
            description=(
                "Issued invoices and receipts less credit notes; of this calendar year unless "
                "days are asked for. Currencies are never added."
            ),
            query=period,
            also=(422,),
        ),
        f"GET {ORGANIZATION}/total-stats": Operation(
            "Totals by currency and type of document",
            {200: Answer(array(closed(currencyId=string(), type=string(), **_SUMS)))},
            description="Of all issued documents unless days are asked for.",
            query=period,
            also=(422,),
        ),
    }


def _tables(shapes: Shapes) -> dict[str, Operation]:
    kinds = {"type": "string", "enum": [tables.DOCUMENT, *tables.KINDS]}
    out = Parameter("type", "what is wanted; without it documents", kinds)
    taken = {"type": "string", "enum": [*tables.KINDS]}
    error = {"type": "object"}
    row = closed(("row",), row=WHOLE, id=string(), errors=array(error), existingId=string())
    report = closed(dryRun={"type": "boolean"}, created=WHOLE, failed=WHOLE, rows=array(row))
    narrowed = tuple(one for one in FOUND if one.name != "type")
    return {
        f"GET {ORGANIZATION}/export": Operation(
            "Documents, clients or items as CSV",
            {200: Answer(files=("text/csv",))},
            description="Documents are narrowed as their list is, by `where` too.",
            query=(out, FILTER, Parameter("where", "the conditions alone", _LONG), *narrowed),
            also=(422,),
            lent=True,
        ),
        f"POST {ORGANIZATION}/import": Operation(
            "Make clients or items of the rows of a CSV table",
            {200: Answer(report)},
            description=(
                "Up to 200 rows, each whole or not at all; its columns are members of the body "
                "that makes one. With `dryRun=true` the answer says what would become of them."
            ),
            query=(
                Parameter("type", "what the rows are", taken, required=True),
                Parameter("dryRun", "store nothing", FLAG),
            ),
            body=Body(
                shapes.body(tables.TableInput),
                {"csv": "name,email\\r\\nAcme,acme@example.com\\r\\n"},
                files=("text/csv", "multipart/form-data"),
            ),
        ),
    }


def routes(shapes: Shapes) -> dict[str, Operation]:
    part = shapes.view(DocumentInput, name="PartOfDocument")
    return (
        _statistics()
        | _tables(shapes)
        | {
            f"GET {MANY}": Operation(
                "List documents",
                {200: Answer(array(part), files=(archives.ZIP,), headers=("Link",))},
                description=(
                    "Whole documents, unless `fields` says which members. Newest first. With "
                    "`Accept: application/zip` their files, up to 200 at a time."
                ),
                query=(FILTER, *FOUND, *PAGED, FILLED, *ZIPPED),
                also=(406, 422),
                lent=True,
            ),
            f"GET {MANY}/count": Operation(
                "Count documents",
                {200: COUNT},
                description="Exactly as many as a walk through the list with the same conditions.",
                query=(FILTER, Parameter("where", "the conditions alone", _LONG), *FOUND),
                also=(422,),
            ),
        }
    )
