"""Documents as requests write them, and what is answered where one was made."""

from dataclasses import replace as replace_field
from decimal import Decimal
from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.answers import shown
from invoicing.edge.http import answer
from invoicing.edge.large import minimal_if_large
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.problems import finding_view
from invoicing.edge.request import Request, parse, required
from invoicing.edge.wire.document import DocumentInput, StatedTotals, written_fields
from invoicing.edge.wire.document_view import document_view, writable_view
from invoicing.edge.wire.sending import SendInput
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.value import replace
from invoicing.outbound.mail import Mailing
from invoicing.store.links import shareable_id
from invoicing.store.repository import Committed
from invoicing.usecases._eslog import eslog_findings
from invoicing.usecases.create_documents import TOGETHER_MAX

# What stays of the stored document when a caller writes a new content into it.
_KEPT = (
    "id",
    "organization_id",
    "account_id",
    "version",
    "state",
    "live",
    "created_at",
    "updated_at",
    "updated_by",
    "issued_at",
    "canceled_at",
    "canceled_technically",
    "deleted_at",
    "archived_at",
    "archive_category",
    "lock",
    "share_generation",
    "share_expires_at",
    "series_number",
    "successors",
    "cloned_from_id",
    "comments",
    "attachments",
    "original",
    "viewed_at",
    "decision",
    "prints",
    "copies_printed",
    "sends",
    "sent_snail_mail",
    "marked_sent_at",
    "sent_method",
    "is_valid_eslog",
)


def read_draft(body: dict[str, Any]) -> tuple[Document, bool, Mailing | None]:
    """The document a create body describes, whether it stays a draft, and the mail asked for."""
    wire = parse(DocumentInput, body)
    if wire.items is None:
        raise InvalidDocument([ITEMS_REQUIRED])
    draft = wire.to_draft()
    if draft.strict_totals:
        draft = with_stated_totals(draft, body)
    return draft, bool(wire.draft), mailing_of(wire)


def with_stated_totals(draft: Document, body: dict[str, Any]) -> Document:
    """The draft with the totals the body states, to be compared with those computed."""
    names = {field.alias or name for name, field in StatedTotals.model_fields.items()}
    stated = parse(StatedTotals, {name: body[name] for name in names if name in body})
    return replace(draft, totals=replace(draft.totals, **stated.given()))


def read_drafts(body: dict[str, Any]) -> list[Document]:
    """The documents of a batch; InvalidDocument names each fault under its position."""
    given = body.get("documents")
    if not isinstance(given, list) or set(body) != {"documents"}:
        raise required("documents", "is required, and alone", 'send {"documents": [{…}, {…}]}')
    drafts, findings = [], []
    for position, one in enumerate(given[: TOGETHER_MAX + 1]):
        try:
            draft, draft_only, mailing = read_draft(one if isinstance(one, dict) else {})
        except InvalidDocument as exc:
            at = f"/documents/{position}"
            findings += [replace_field(f, pointer=at + f.pointer) for f in exc.findings]
            continue
        if draft_only or mailing is not None:
            findings.append(_NOT_IN_BATCH)
        drafts.append(draft)
    if findings:
        raise InvalidDocument(findings)
    return drafts


_NOT_IN_BATCH = Finding(
    "batch-issues",
    "/documents",
    "documents of a batch are issued, and not sent with their creation",
    "leave out draft and send",
)


def created_together(made: list[Committed], organization: Organization) -> Response[str]:
    """201 with every document of a batch, in its order."""
    shown = [
        document_view(done.document, shareable_id=shareable_id(done.document, organization))
        for done in made
        if done.document is not None
    ]
    headers = {"Idempotent-Replayed": "true"} if made[0].replayed else {}
    return answer(shown, 201, headers=headers)


def mailing_of(wire: DocumentInput) -> Mailing | None:
    """The mail `send` asks for."""
    if wire.send is None or wire.send is False:
        return None
    given = {} if wire.send is True else wire.send
    return parse(SendInput, {"recipients": "", **given}).to_mailing()


def replaced(stored: Document, body: dict[str, Any]) -> tuple[Document, frozenset[str]]:
    """PUT: the whole content anew; an absent number keeps the one there is."""
    draft, _, _ = read_draft(body)
    changed = _with_identity(draft, stored)
    if not changed.number:
        changed = replace(changed, number=stored.number)
    return changed, written_fields(set(body) - {"draft"})


def patched(stored: Document, body: dict[str, Any]) -> tuple[Document, frozenset[str]]:
    """PATCH: a JSON merge patch; null takes a member away, arrays are replaced whole."""
    merged = merge_patch(writable_view(stored), body)
    draft = parse(DocumentInput, merged).to_draft()
    if draft.strict_totals:
        draft = with_stated_totals(draft, body)
    changed = _with_identity(draft, stored)
    return changed, written_fields(set(body) - {"draft"})


def created(done: Committed, organization: Organization, body: dict[str, Any]) -> Response[str]:
    """201 with Location and the whole document.

    Totals in the body that are not ours are told in `warnings`; ours are what is stored.
    """
    document = done.document
    assert document is not None  # noqa: S101 - a created document is what was committed
    headers = {"Location": f"/v1/Documents/{document.id}"}
    if done.replayed:
        headers["Idempotent-Replayed"] = "true"
    headers["ETag"] = f'"{document.version}"'
    view = shown(document, organization)
    warnings = [*_differing_totals(body, view), *_eslog_warnings(document)]
    return answer({**view, "warnings": warnings} if warnings else view, 201, headers=headers)


def _eslog_warnings(document: Document) -> list[dict[str, str]]:
    """Why a document that asked to be judged as e-SLOG is none."""
    if document.is_valid_eslog is not False:
        return []
    found = eslog_findings(document)
    return [finding_view(replace_field(finding, severity="warning")) for finding in found]


def derived(done: Committed, call: Request) -> Response[str]:
    """201 with a document that was made of another."""
    organization = ports().store(call.tenant()).known().organization
    return minimal_if_large(created(done, organization, {}), done.entry.event.subject)


def _differing_totals(body: dict[str, Any], view: dict[str, Any]) -> list[dict[str, str]]:
    return [
        finding_view(
            Finding(
                "total-differs",
                f"/{name}",
                f"{body[name]} was sent; the document comes to {view[name]}",
                "leave it out: it is computed",
                severity="warning",
            )
        )
        for name in ("total", "totalTax", "totalWithTax", "totalDiscount")
        if isinstance(body.get(name), int | Decimal) and body[name] != view[name]
    ]


def _with_identity(draft: Document, stored: Document) -> Document:
    return replace(draft, **{field: getattr(stored, field) for field in _KEPT})


ITEMS_REQUIRED = Finding(
    "required",
    "/_documentItems",
    "is required",
    'send at least [{"name": "…", "price": 10}]',
    term="BG-25",
)
