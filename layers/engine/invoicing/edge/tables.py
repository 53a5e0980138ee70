"""Documents, clients and items as CSV; clients and items from CSV."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.attachments import form_file
from invoicing.edge.csv_text import MEDIA_TYPE, read_table, write_table
from invoicing.edge.filters import read_count
from invoicing.edge.http import answer, file
from invoicing.edge.large import lent_if_large
from invoicing.edge.problems import finding_view
from invoicing.edge.query import choice, require_parameters
from invoicing.edge.request import JSON_TYPES, Request, parse
from invoicing.edge.wire.base import Wire
from invoicing.edge.wire.client import client_view, read_client
from invoicing.edge.wire.item import item_view, read_item
from invoicing.edge.wiring import ports
from invoicing.errors import Conflict, Finding, InvalidDocument, UnreadableFile
from invoicing.model.catalogue import Item
from invoicing.model.client import Client
from invoicing.model.entity import Entity
from invoicing.model.summary import Summary
from invoicing.model.tenant import Tenant
from invoicing.rules.summary import payment_status
from invoicing.usecases import _objects as objects
from invoicing.usecases.clients import CLIENTS
from invoicing.usecases.get_document import list_summaries
from invoicing.usecases.import_objects import ROWS_MAX, Row, import_objects
from invoicing.usecases.items import ITEMS

E = TypeVar("E", bound=Entity)

ROWS_OUT_MAX = 50_000
DOCUMENT = "document"
DOCUMENT_COLUMNS = {
    "id": "id",
    "type": "type",
    "number": "number",
    "state": "state",
    "incoming": "incoming",
    "date": "issue_date",
    "dateDue": "due_date",
    "clientId": "client_id",
    "clientName": "buyer_name",
    "clientTaxNumber": "buyer_tax_number",
    "issuerName": "seller_name",
    "reference": "reference",
    "title": "title",
    "currencyId": "currency",
    "total": "net",
    "totalTax": "tax",
    "totalWithTax": "gross",
    "totalPaid": "paid",
    "totalDue": "due",
}
_FLAGS = frozenset({"taxSubject", "isEndCustomer", "trackInventory"})
_LISTS = frozenset({"tags"})


class Kind(NamedTuple, Generic[E]):
    """Objects that a table can hold: their columns are members of their bodies."""

    kind: objects.Kind[E]
    columns: tuple[str, ...]
    read: Callable[[dict[str, Any]], E]
    view: Callable[[E], dict[str, Any]]


_CLIENT_COLUMNS = (
    *("id", "name", "kind", "type", "number", "taxNumber", "taxSubject", "isEndCustomer"),
    *("firstName", "lastName", "contactName", "email", "phone", "website", "address", "address2"),
    *("zip", "city", "state", "country", "countryAlpha2Code", "IBAN", "SWIFT", "bank", "tags"),
    "note",
)
_ITEM_COLUMNS = (
    *("id", "name", "description", "SKU", "EAN", "unit", "unitCode", "price", "priceGross"),
    *("classification", "originCountry", "itemType", "trackInventory", "tags"),
)
CLIENT: Kind[Client] = Kind(CLIENTS, _CLIENT_COLUMNS, read_client, client_view)
ITEM: Kind[Item] = Kind(ITEMS, _ITEM_COLUMNS, read_item, item_view)
KINDS: dict[str, Kind[Any]] = {"client": CLIENT, "item": ITEM}


class TableInput(Wire):
    """A table inside JSON."""

    csv: str


def export(call: Request, organization_id: str) -> Response[Any]:
    """The CSV file of `type`; documents are narrowed as their list is."""
    tenant = call.tenant(organization_id)
    name = choice(call, "type", (DOCUMENT, *KINDS)) or DOCUMENT
    if name == DOCUMENT:
        data = _documents(call, tenant)
    else:
        require_parameters(call, ("type",), ())
        kind = KINDS[name]
        rows = ([view.get(c) for c in kind.columns] for view in _views(kind, tenant))
        data = write_table(kind.columns, rows)
    whole = file(data, f"{MEDIA_TYPE}; charset=utf-8", f"{name}s.csv", inline=False)
    return lent_if_large(whole, ports().files, f"{name}s.csv")


def _documents(call: Request, tenant: Tenant) -> bytes:
    """Which documents: as they are counted, by a `type` that is another than ours."""
    query = {name: value for name, value in call.query.items() if name != "type"}
    where = read_count(Request({**call.event, "queryStringParameters": query}))
    found, day = list_summaries(where, tenant, ports(), most=ROWS_OUT_MAX)
    rows = (_summary_row(summary, day) for summary in found)
    return write_table((*DOCUMENT_COLUMNS, "paymentStatus"), rows)


def _summary_row(summary: Summary, day: date) -> Sequence[Any]:
    own = (getattr(summary, field) for field in DOCUMENT_COLUMNS.values())
    return (*own, payment_status(summary, day))


def _views(kind: Kind[E], tenant: Tenant) -> Iterator[dict[str, Any]]:
    after, count = None, 0
    while True:
        page = objects.list_objects(kind.kind, tenant, ports(), limit=objects.PAGE_MAX, after=after)
        count += len(page.values)
        if count > ROWS_OUT_MAX:
            raise InvalidDocument([_TOO_MANY])
        yield from map(kind.view, page.values)
        if page.after is None:
            return
        after = page.after


def take(call: Request, organization_id: str) -> Response[str]:
    """What became of each row; with `dryRun` what would."""
    tenant = call.tenant(organization_id)
    require_parameters(call, ("type",), ("dryRun",))
    kind = KINDS[choice(call, "type", KINDS)]
    table = read_table(_table(call), rows_max=ROWS_MAX)
    unknown = [name for name in table.columns if name not in kind.columns]
    if unknown:
        raise UnreadableFile(
            "csv-columns",
            f"unknown columns: {', '.join(unknown)[:200]}",
            fix=f"known: {', '.join(kind.columns)}",
        )
    drafts = [(line, _draft(kind, cells)) for line, cells in table.rows]
    dry_run = call.flag("dryRun")
    rows = import_objects(kind.kind, drafts, tenant, ports(), dry_run=dry_run, key=call.key())
    failed = sum(row.refusal is not None for row in rows)
    shown = [_row_view(row) for row in rows]
    sums = {"created": 0 if dry_run else len(rows) - failed, "failed": failed}
    return answer({"dryRun": dry_run, **sums, "rows": shown})


def _table(call: Request) -> bytes:
    """The table in a form, in JSON, or as the whole body."""
    if call.media_type() == "multipart/form-data":
        return form_file(call).data
    if call.media_type() in JSON_TYPES:
        return parse(TableInput, call.json_object()).csv.encode("utf-8", "replace")
    return call.body()


def _draft(kind: Kind[E], cells: dict[str, str]) -> E | InvalidDocument:
    """The object a row describes, or what is wrong with it."""
    body: dict[str, Any] = {name: _value(name, cell) for name, cell in cells.items()}
    body.pop("id", None)
    try:
        return kind.read(body)
    except InvalidDocument as exc:
        return exc


def _value(name: str, cell: str) -> Any:
    if name in _LISTS:
        return [part.strip() for part in cell.split(",") if part.strip()]
    words = {"true": True, "false": False}
    return words.get(cell.lower(), cell) if name in _FLAGS else cell


def _row_view(row: Row) -> dict[str, Any]:
    shown: dict[str, Any] = {"row": row.line}
    if row.object_id:
        shown["id"] = row.object_id
    if isinstance(row.refusal, InvalidDocument):
        shown["errors"] = [finding_view(finding) for finding in row.refusal.findings]
    elif isinstance(row.refusal, Conflict):
        why = row.refusal
        error = {"pointer": "", "code": why.code, "message": why.text, "fix": why.fix}
        shown["errors"] = [error]
        if row.refusal.existing_id:
            shown["existingId"] = row.refusal.existing_id
    return shown


_TOO_MANY = Finding(
    "export-too-large",
    "/query/type",
    f"there are more than {ROWS_OUT_MAX:,}",
    "walk through the list instead",
)
