"""Documents: made, read, changed, sent, shared, converted."""

from typing import get_args

from invoicing.edge.attributes import NEUTRAL, NEUTRAL_OF_ITEMS
from invoicing.edge.wire import document as wire
from invoicing.edge.wire.derivation import CloneInput, ConvertInput, CreditInput
from invoicing.edge.wire.document import DocumentInput
from invoicing.edge.wire.imported import ImportedInvoiceInput
from invoicing.edge.wire.parsed import _NOT_SAVED
from invoicing.edge.wire.parts import WirePayment
from invoicing.edge.wire.public import HIDDEN
from invoicing.edge.wire.reminding import ReminderInput
from invoicing.edge.wire.sending import DecisionInput, SendInput, ShareInput
from reference.members import FAULT
from reference.operations import (
    COUNT,
    CURSOR,
    DONE,
    FLAG,
    INSTANT,
    JSON,
    LANGUAGE,
    PDF,
    TRUTH,
    WHOLE,
    XML,
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
from reference.routes.lists import FILLED, RELATED, SHOWN
from reference.shapes import Shapes

ONE = "/v1/Documents/{id}"
_NOTE: Schema = {"type": "string", "maxLength": 2000}
MANY = f"{ORGANIZATION}/documents"
DOCUMENT = {
    "_documentClient": {
        "name": "Acme d.o.o.",
        "address": "Slovenska cesta 1",
        "zip": "1000",
        "city": "Ljubljana",
        "countryAlpha2Code": "SI",
    },
    "_documentItems": [
        {
            "name": "Consulting",
            "quantity": 8,
            "unit": "h",
            "price": 80,
            "_documentItemTaxes": [{"rate": 22}],
        }
    ],
}
THEME = Parameter("theme", "look of the print; X-PrintTheme says it first")
NOTES = tuple(
    Parameter(f"dynamic[{place}-notes]", f"text at the {place}, in the theme acube", _NOTE)
    for place in ("head", "foot")
)
BARE = Parameter("hide_header_footer", "print on letter paper", FLAG)
TEMPLATE = Parameter("template", "print template of the organization's; goes before the theme")
LOOK = (LANGUAGE, THEME, TEMPLATE, BARE, *NOTES)
ORIGINAL = Parameter("original", "the first print in this look, byte for byte", FLAG)
COPY = Parameter("copy", "print a copy, marked as one and counted", FLAG)
FORMAT = Parameter("format", "format of the file, ubl unless said otherwise", {"type": "string"})
OPTIONS = Parameter(
    "options",
    "JSON object: version, paymentStatus 0 to 3, purposeCode of four letters",
    {"type": "string"},
)
PROFILE = Parameter("profile", "profile of the format", {"type": "string"})
LOSSES = ("Notula-Losses", "Notula-Losses-Count")
FORMS = (XML, "text/html", PDF, "application/octet-stream")
E_INVOICES = (XML, "text/xml", "application/pdf", "application/pkcs7-mime")
UPLOADS = (*E_INVOICES, "multipart/form-data", "application/octet-stream")
IMAGES = (
    "image/png", "image/jpeg", "application/pdf", "multipart/form-data", "application/octet-stream",
)  # fmt: skip
IMAGE_IN_JSON: Schema = {
    "type": "object",
    "properties": {"data": string("the file as base64")},
    "required": ["data"],
}
_SHARE: Schema = {"type": "number", "minimum": -0.1, "maximum": 1.1}
_BOX = closed(left=_SHARE, top=_SHARE, width=_SHARE, height=_SHARE)
_PAGE: Schema = {"type": "integer", "minimum": 1}
_RECOGNITION = closed(
    pages={"type": "integer", "minimum": 1},
    clientId=string("the known client that sent it, by tax number or IBAN"),
    fields=array(
        closed(
            name=string("number, date, totalWithTax, IBAN, ..."),
            pointer=string("where the document has it"),
            value=string(),
            text=string("as it stands on the page"),
            confidence={"type": "number", "minimum": 0, "maximum": 1},
            source=string("code, text or ocr"),
            page=_PAGE,
            box=_BOX,
        )
    ),
    codes=array(
        closed(
            code=string("upn, epc, swiss, hub3, furs, porezna, autoridade"),
            symbology=string(),
            text=string(),
            page=_PAGE,
            box=_BOX,
        )
    ),
)
XML_IN_JSON: Schema = {
    "type": "object",
    "properties": {
        "xml": string("the file as text"),
        "xmlBase64": string("the file as base64"),
        "data": string("the same"),
    },
}


def routes(shapes: Shapes) -> dict[str, Operation]:
    document = shapes.view(DocumentInput, required=("id", "state", "version", "_documentItems"))
    return (
        _made(shapes, document)
        | _derived(shapes, document)
        | _changed(shapes, document)
        | _sent(shapes)
        | _payments(shapes)
        | _public(shapes)
        | _files(shapes)
    )


def _made(shapes: Shapes, document: Schema) -> dict[str, Operation]:
    made = Answer({"anyOf": [document, closed(id=string())]}, headers=("ETag", "Location"))
    batch = closed(documents={**array(shapes.body(DocumentInput)), "minItems": 1, "maxItems": 25})
    return {
        f"POST {MANY}": Operation(
            "Create a document",
            {201: Answer(document, headers=("ETag", "Location"))},
            description=(
                "Issued and numbered at once, or a draft with `draft: true`. The file it was read "
                "from is kept as it came: `_original: {name, contentBase64}`."
            ),
            body=Body(shapes.body(DocumentInput), DOCUMENT),
        ),
        f"POST {MANY}/preview": Operation(
            "See a document before it is made; nothing is saved",
            {200: Answer(files=(PDF, "text/html"))},
            description="A PDF or a web page, by `Accept`, marked as a draft; it has no number.",
            query=LOOK,
            body=Body(shapes.body(DocumentInput), DOCUMENT),
            also=(406,),
            lent=True,
            keyed=False,
        ),
        f"POST {MANY}/batch": Operation(
            "Create documents together, all or none",
            {201: Answer(array(document))},
            body=Body(batch, {"documents": [DOCUMENT]}),
        ),
        f"POST {MANY}/integrate": Operation(
            "Take over a document issued elsewhere",
            {201: made},
            description="Its number, date and totals stay; no series of ours counts it.",
            body=Body(
                shapes.body(DocumentInput),
                {**DOCUMENT, "number": "POS-77", "date": "2026-11-02", "totalWithTax": 780.8},
            ),
        ),
        f"POST {ORGANIZATION}/imported-invoices": Operation(
            "Take over an invoice by its tax positions",
            {201: made},
            description=(
                "`taxPositions` and `documentTotal` stand for the items; beside them any member "
                "of a document. Without `number` it takes the next one."
            ),
            body=Body(
                shapes.body(ImportedInvoiceInput),
                {
                    "date": "2026-11-02",
                    "documentTotal": 107.7,
                    "taxPositions": [{"accountNumber": 1000, "amount": 100, "taxRate": 7.7}],
                },
            ),
        ),
    }


def _derived(shapes: Shapes, document: Schema) -> dict[str, Operation]:
    made = Answer({"anyOf": [document, closed(id=string())]}, headers=("ETag", "Location"))
    return {
        f"POST {ONE}/clone": Operation(
            "Clone a document",
            {201: made},
            description="A new draft of the same content, dated today.",
            body=Body(shapes.body(CloneInput), {}, required=False),
        ),
        f"POST {ONE}/credit": Operation(
            "Credit a document",
            {201: made},
            description="A credit note for some items, or for all that is left to credit.",
            body=Body(shapes.body(CreditInput), {"items": [{"id": "1"}]}, required=False),
        ),
        f"POST {ONE}/convert": Operation(
            "Make a document of another type",
            {201: made},
            description="With some items, or all that is left; an advance paid is deducted.",
            body=Body(shapes.body(ConvertInput), {"type": "invoice"}),
        ),
    }


def _changed(shapes: Shapes, document: Schema) -> dict[str, Operation]:
    part = shapes.view(DocumentInput, name="PartOfDocument")
    shown = Answer({"anyOf": [document, part]}, files=FORMS, headers=("ETag",))
    changed = Answer(document, headers=("ETag",))
    return {
        f"GET {ONE}": Operation(
            "Get a document",
            {200: shown},
            description="As JSON, e-invoice, web page, PDF or raw file, by `Accept`.",
            query=(*LOOK, ORIGINAL, COPY, FORMAT, PROFILE, SHOWN, RELATED, FILLED),
            also=(406, 409, 422),
            lent=True,
        ),
        f"PUT {ONE}": Operation(
            "Replace a draft",
            {200: changed},
            description="Of an issued document only its neutral members may differ.",
            body=Body(shapes.body(DocumentInput), DOCUMENT),
            versioned=True,
        ),
        f"POST {ONE}/finalize": Operation(
            "Issue a draft",
            {200: changed},
            description="The same as `PATCH` with `draft: false`: it gets its number.",
            body=Body({"type": "object"}, {}, required=False),
            versioned=True,
        ),
        f"PATCH {ONE}": Operation(
            "Change a document",
            {200: changed},
            description="A JSON merge patch (RFC 7396): null takes a member away.",
            body=Body({"type": "object"}, {"note": "Thank you"}),
            versioned=True,
        ),
        f"PUT {ONE}/attributes/{{name}}": Operation(
            "Set one attribute of a document",
            {200: changed},
            description=(
                "The value, or `{value: …}`; null clears it. `custom_x` is the organization's "
                f"attribute x. Also of issued documents: {', '.join(NEUTRAL)}."
            ),
            body=Body({}, {"value": "A-7"}),
            versioned=True,
        ),
        f"PUT {ONE}/items/{{lineId}}/attributes/{{name}}": Operation(
            "Set one attribute of an item",
            {200: changed},
            description=f"Also of issued documents: {', '.join(NEUTRAL_OF_ITEMS)}.",
            body=Body({}, {"value": "A-7"}),
            versioned=True,
        ),
        f"DELETE {ONE}": Operation("Delete a draft", {200: COUNT}, versioned=True),
    }


def _sent(shapes: Shapes) -> dict[str, Operation]:
    sent = closed(success=TRUTH, id=string(), status=string())
    reminder = closed(
        ("documentId", "status"),
        documentId=string(),
        number=string(),
        id=string(),
        status=string(),
        detail=string(),
    )
    return {
        f"POST {ONE}/send": Operation(
            "Send a document by e-mail",
            {200: Answer(sent)},
            query=(LANGUAGE,),
            body=Body(shapes.body(SendInput), {"recipients": "billing@example.com"}),
        ),
        f"POST {ONE}/send-reminder": Operation(
            "Send a reminder of an overdue document",
            {200: Answer(closed(success=TRUTH, id=string(), status=string(), reminder=WHOLE))},
            description="One a day at most.",
            query=(LANGUAGE,),
            body=Body(shapes.body(ReminderInput), {}, required=False),
        ),
        "POST /v1/Clients/{clientId}/send-reminder": Operation(
            "Remind a client of all that is overdue",
            {200: Answer(closed(success=TRUTH, reminders=array(reminder), more=TRUTH))},
            description="One mail for each document, ten at a time; `more` says whether to go on.",
            query=(LANGUAGE,),
            body=Body(shapes.body(ReminderInput), {}, required=False),
        ),
        f"POST {ONE}/share": Operation(
            "Share a document under a public link",
            {200: Answer(closed(("shareableId",), shareableId=string(), expiresAt=INSTANT))},
            body=Body(
                shapes.body(ShareInput), {"expiresAt": "2027-01-31T09:00:00Z"}, required=False
            ),
        ),
        f"DELETE {ONE}/share": Operation("End the public link", {200: DONE}),
    }


def _payments(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(
        WirePayment,
        name="PaymentOfDocument",
        required=("id", "documentId", "type", "version"),
    )
    body = Body(shapes.body(WirePayment), {"type": "bank", "amount": 100, "date": "2026-11-20"})
    input_ = shapes.named["PaymentInput"]
    named: Schema = {
        **input_,
        "properties": {**input_["properties"], "documentId": {"type": ["string", "number"]}},
        "required": ["type", "documentId", "amount"],
    }
    shown, path = Answer(view, headers=("ETag",)), "/v1/Payments/{paymentId}"
    made = Answer(view, headers=("ETag", "Location"))
    of = Parameter("documentId", "only those of this document")
    paged = Answer(array(view), headers=("Link",))
    return {
        f"POST {ONE}/payments": Operation("Add a payment", {201: made}, body=body),
        f"GET {ONE}/payments": Operation("List a document's payments", {200: Answer(array(view))}),
        f"GET {ONE}/payments/count": Operation("Count a document's payments", {200: COUNT}),
        f"POST {ORGANIZATION}/payments": Operation(
            "Add a payment to a document", {201: made}, body=Body(named)
        ),
        f"GET {ORGANIZATION}/payments": Operation(
            "List payments", {200: paged}, query=(limit(), CURSOR, of)
        ),
        f"GET {ORGANIZATION}/payments/count": Operation(
            "Count payments", {200: COUNT}, query=(of,)
        ),
        f"GET {path}": Operation("Get a payment", {200: shown}),
        f"PUT {path}": Operation("Replace a payment", {200: shown}, body=body, versioned=True),
        f"PATCH {path}": Operation(
            "Change a payment",
            {200: shown},
            description="A JSON merge patch (RFC 7396): null takes a member away.",
            body=Body({"type": "object"}),
            versioned=True,
        ),
        f"DELETE {path}": Operation("Delete a payment", {200: COUNT}, versioned=True),
    }


def _public(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(DocumentInput, name="SharedDocument", without=HIDDEN, required=("id",))
    path = "/v1/Documents/public/{id}"
    decision = closed(decision=string(), at=INSTANT, name=string(), note=string())
    return {
        f"GET {path}": Operation(
            "Get a shared document",
            {200: Answer(view)},
            query=(LANGUAGE,),
            lent=True,
            page=True,
        ),
        f"POST {path}/decision": Operation(
            "Answer an estimate",
            {200: Answer(decision), 303: Answer(headers=("Location",))},
            query=(LANGUAGE,),
            body=Body(
                shapes.body(DecisionInput),
                {"decision": "approved", "name": "Ana Novak"},
                files=("application/x-www-form-urlencoded",),
            ),
            page=True,
        ),
        f"GET {path}/e-slog": Operation(
            "Get a shared document as e-SLOG, where the organization has enabled it",
            {200: Answer(files=(XML,))},
            query=(OPTIONS,),
            also=(422,),
            lent=True,
        ),
        f"GET {path}/xml": Operation(
            "Export a shared document",
            {200: Answer(files=(XML, "application/json", PDF))},
            description="The format's own rules decide: what they forbid is a 422 that lists them.",
            query=(FORMAT,),
            also=(422,),
            lent=True,
        ),
        f"GET {path}/pdf": Operation(
            "Print a shared document",
            {200: Answer(files=(PDF,))},
            query=LOOK,
            also=(409, 422),
            lent=True,
        ),
    }


def _files(shapes: Shapes) -> dict[str, Operation]:
    parsed = shapes.view(
        DocumentInput,
        {"documents": {"type": "array"}, "_original": closed(contentBase64=string())},
        name="ParsedDocument",
        without=(_NOT_SAVED - {"format", "warnings", "signatures", "_original"}) | {"draft"},
        required=("format", "warnings"),
    )
    verdict = closed(
        valid=TRUTH, format=string(), profile=string(), errors=array(FAULT), warnings=array(FAULT)
    )
    recognized = shapes.view(
        DocumentInput,
        {"documents": {"type": "array"}, "_recognition": _RECOGNITION},
        name="RecognizedDocument",
        without=(_NOT_SAVED - {"format", "warnings"}) | {"draft"},
        required=("format", "warnings", "_recognition"),
    )
    to = Parameter("to", "format to convert to", {"type": "string"})
    which: Schema = {"type": "integer", "minimum": 0, "maximum": 10_000}
    position = Parameter("document", "which of several documents of a file, from 1", which)
    document_or_file: Schema = {"anyOf": [shapes.body(DocumentInput), XML_IN_JSON]}
    return {
        f"GET {ONE}/pdf": Operation(
            "Print a document",
            {200: Answer(files=(PDF,), headers=LOSSES)},
            description=(
                "The first print of an issued document in a language and theme is kept, and is the "
                "answer as long as the document shows the same. With `format=factur-x` its "
                "e-invoice is inside."
            ),
            query=(*LOOK, ORIGINAL, COPY, FORMAT, PROFILE),
            also=(409, 422),
            lent=True,
        ),
        f"GET {ONE}/xml": Operation(
            "Get a document as an e-invoice",
            {200: Answer(files=(XML, JSON, PDF))},
            query=(FORMAT, PROFILE, *LOOK),
            also=(409, 422),
            lent=True,
        ),
        f"GET {ONE}/e-slog": Operation(
            "Get a document as e-SLOG",
            {200: Answer(files=(XML,), headers=LOSSES)},
            query=(OPTIONS,),
            also=(409, 422),
            lent=True,
        ),
        "POST /v1/Documents/parse-xml": Operation(
            "Read an e-invoice; nothing is saved",
            {200: Answer(parsed)},
            query=(Parameter("original", "answer the file too, to create with it", FLAG),),
            body=Body(XML_IN_JSON, files=UPLOADS),
            keyed=False,
        ),
        f"POST {MANY}/parse-image": Operation(
            "Read an image of an invoice; nothing is saved",
            {200: Answer(recognized)},
            description=(
                "A PNG, a JPEG or a PDF. The XML inside a PDF is the document; else codes are read "
                "first, then text. `_recognition` says of every field how sure it is, and where it "
                "stands on the page."
            ),
            query=(Parameter("mobile", "the image was made by a mobile phone", FLAG),),
            body=Body(IMAGE_IN_JSON, files=IMAGES),
            also=(413,),
            keyed=False,
        ),
        "POST /v1/Documents/convert": Operation(
            "Convert between formats; nothing is saved",
            {200: Answer(parsed, files=(XML, JSON, PDF), headers=LOSSES)},
            query=(to, PROFILE, position),
            body=Body(document_or_file, DOCUMENT, files=UPLOADS),
            lent=True,
            keyed=False,
        ),
        "POST /v1/Documents/validate": Operation(
            "Judge a document or a file by the rules; nothing is saved",
            {200: Answer(verdict)},
            query=(PROFILE,),
            body=Body(document_or_file, DOCUMENT, files=UPLOADS),
            keyed=False,
        ),
    }


TYPES = list(get_args(wire.DocumentType))
