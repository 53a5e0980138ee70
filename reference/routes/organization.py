"""The organization, its numbers and its webhooks."""

from invoicing.edge.wire.clock import ClockInput
from invoicing.edge.wire.default import DefaultInput
from invoicing.edge.wire.organization import OrganizationInput
from invoicing.edge.wire.series import SeriesInput
from invoicing.edge.wire.token import TokenInput
from invoicing.edge.wire.webhook import WebhookInput
from reference.operations import (
    COUNT,
    CURSOR,
    DAY,
    DONE,
    FLAG,
    INSTANT,
    TRUTH,
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
from reference.routes.documents import TYPES
from reference.shapes import Shapes

SERIES = {"code": "A", "type": "invoice", "pattern": "{SERIE}-{YYYY}-{n:05}"}
ADMINS = "For tokens with the role admin."
WEBHOOK = {"url": "https://hooks.example.com/notula", "events": ["*"]}


def routes(shapes: Shapes) -> dict[str, Operation]:
    named = _organization(shapes) | _defaults(shapes) | _tokens(shapes) | _clock(shapes)
    return named | _series(shapes) | _numbers() | _webhooks(shapes)


def _organization(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(OrganizationInput, required=("id", "version", "name"))
    shown = Answer(view, headers=("ETag",))
    return {
        f"GET {ORGANIZATION}": Operation("Get the organization", {200: shown}),
        f"PATCH {ORGANIZATION}": Operation(
            "Change the organization",
            {200: shown},
            description="Members that are left out stay as they are.",
            body=Body(shapes.body(OrganizationInput), {"dueDays": 15}),
            versioned=True,
        ),
        f"GET {ORGANIZATION}/subscription": Operation(
            "What the organization may use",
            {200: Answer(closed(plan=string(), active=TRUTH, limits=closed()))},
            description="One plan, which limits nothing: a stack is its operator's own.",
        ),
        f"POST {ORGANIZATION}/activate": Operation(
            "Let the organization take changes again", {200: DONE}, description=ADMINS
        ),
        f"POST {ORGANIZATION}/deactivate": Operation(
            "Let the organization take no changes",
            {200: DONE},
            description=f"{ADMINS} It can be read and activated; its public links lead nowhere.",
        ),
    }


def _defaults(shapes: Shapes) -> dict[str, Operation]:
    view = closed(
        ("id", "name", "value", "organizationId"),
        id=string("its name"),
        name=string(),
        value={},
        organizationId=string(),
    )
    shown: dict[int, Answer] = {200: Answer(view)}
    body = Body(shapes.body(DefaultInput), {"name": "invoice_note", "value": "Thank you"})
    value = Body(shapes.body(DefaultInput), {"value": "Thank you"})
    one, many = "/v1/Defaults/{defaultId}", f"{ORGANIZATION}/defaults"
    return {
        f"GET {many}": Operation("List settings", {200: Answer(array(view))}),
        f"GET {many}/count": Operation("Count settings", {200: COUNT}),
        f"POST {many}": Operation("Set what is not set yet", {201: Answer(view)}, body=body),
        f"PUT {many}/{{defaultId}}": Operation("Set a value", shown, body=value),
        f"GET {one}": Operation("Get a setting", shown),
        f"PATCH {one}": Operation("Change a setting", shown, body=value),
        f"DELETE {one}": Operation("Let a setting go", {200: COUNT}),
    }


def _tokens(shapes: Shapes) -> dict[str, Operation]:
    secret = {"secret": string("the token itself; shown once")}
    body = Body(shapes.body(TokenInput), {"role": "readonly", "label": "reports"})
    known = ("id", "role", "live", "accountId")
    times = {
        "accountId": string(),
        "createdAt": INSTANT,
        "revokedAt": INSTANT,
        "expiresAt": INSTANT,
    }
    made = shapes.view(TokenInput, {**times, **secret}, name="NewToken", required=known)
    view = shapes.view(TokenInput, times, without=("secret",), required=known)
    many = f"{ORGANIZATION}/tokens"
    return {
        f"GET {many}": Operation(
            "List tokens", {200: Answer(array(view))}, description=ADMINS, also=(403,)
        ),
        f"POST {many}": Operation(
            "Create a token",
            {201: Answer(made)},
            description=f"{ADMINS} A repeated request is answered without the secret.",
            body=body,
        ),
        f"DELETE {many}/{{tokenId}}": Operation("Revoke a token", {200: COUNT}, description=ADMINS),
    }


def _clock(shapes: Shapes) -> dict[str, Operation]:
    clock: dict[int, Answer] = {200: Answer(closed(now=INSTANT, isSet=TRUTH))}
    path = f"{ORGANIZATION}/test-clock"
    apart = "For tokens of the test world: its days, and what is overdue there, go by this clock."
    return {
        f"GET {path}": Operation("Get the test clock", clock, description=apart, also=(403,)),
        f"PUT {path}": Operation(
            "Set the test clock",
            clock,
            description=f"{apart} It stands still until it is set again. "
            "Recurrences that are due by then run; registrations that wait are tried.",
            body=Body(shapes.body(ClockInput), {"now": "2027-01-31T09:00:00Z"}),
        ),
        f"DELETE {path}": Operation("Let the test clock go", clock, description=apart),
    }


def _series(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(SeriesInput, required=("id", "version", "code", "type", "pattern"))
    body, shown = Body(shapes.body(SeriesInput), SERIES), Answer(view, headers=("ETag",))
    one, many = "/v1/Series/{id}", f"{ORGANIZATION}/series"
    made = Answer(view, headers=("ETag", "Location"))
    return {
        f"GET {many}": Operation("List series of numbers", {200: Answer(array(view))}),
        f"POST {many}": Operation("Create a series", {201: made}, body=body),
        f"GET {one}": Operation("Get a series", {200: shown}),
        f"PUT {one}": Operation("Replace a series", {200: shown}, body=body, versioned=True),
        f"DELETE {one}": Operation("Delete a series", {200: COUNT}, versioned=True),
    }


def _numbers() -> dict[str, Operation]:
    kind = Parameter("type", "type of document", {"type": "string", "enum": TYPES}, required=True)
    number = Parameter(
        "number",
        "number asked for",
        {"type": "string", "minLength": 1, "maxLength": 100},
        required=True,
    )
    incoming = Parameter("incoming", "of incoming documents", FLAG)
    asked = (
        kind,
        incoming,
        Parameter("serie", "code of the series"),
        Parameter("date", "the day the number is for", DAY),
    )
    fiscal = (
        Parameter("fvStrategy", "how registered documents are counted: B or C"),
        Parameter("BPid", "the business premise they are issued at"),
        Parameter("EDid", "the electronic device they are issued with"),
    )
    found = Answer(closed(number={"type": ["string", "null"]}))
    ignore = Parameter("ignoreId", "a document that does not count")
    return {
        f"GET {ORGANIZATION}/is-unique-doc-number": Operation(
            "Is a number free",
            {200: Answer(closed(unique=TRUTH))},
            query=(number, kind, incoming, ignore),
            also=(422,),
        ),
        f"GET {ORGANIZATION}/last-doc-number": Operation(
            "The last number given", {200: found}, query=asked, also=(422,)
        ),
        f"GET {ORGANIZATION}/next-doc-number": Operation(
            "The number an invoice would get now",
            {200: found},
            query=(*asked, *fiscal),
            also=(422,),
        ),
        "GET /v1/Units/{unitId}/last-doc-number": Operation(
            "The last number given, asked by a unit",
            {200: found},
            description="Units count together with their organization.",
            query=asked,
            also=(422,),
        ),
        "GET /v1/Units/{unitId}/next-doc-number": Operation(
            "The number an invoice of a unit would get now",
            {200: found},
            description="Units count together with their organization.",
            query=(*asked, *fiscal),
            also=(422,),
        ),
    }


def _webhooks(shapes: Shapes) -> dict[str, Operation]:
    secret = {"secret": string("signs every message; shown once")}
    view = shapes.view(WebhookInput, secret, required=("id", "version", "url"))
    attempt = closed(
        ("at", "durationMs"), at=INSTANT, status=WHOLE, error=string(), durationMs=WHOLE
    )
    delivery = closed(
        ("id", "eventId", "type", "state", "at", "attempts"),
        id=string(),
        eventId=string(),
        type=string(),
        subject=string(),
        state=string(),
        at=INSTANT,
        detail=string(),
        nextAt=INSTANT,
        attempts=array(attempt),
    )
    delivered: dict[int, Answer] = {200: Answer(delivery)}
    body = Body(_with_url(shapes.body(WebhookInput), shapes), WEBHOOK)
    one, many = "/v1/Webhooks/{webhookId}", f"{ORGANIZATION}/webhooks"
    shown = Answer(view, headers=("ETag",))
    made = Answer(view, headers=("ETag", "Location"))
    return {
        f"GET {many}": Operation("List webhooks", {200: Answer(array(view))}),
        f"GET {many}/count": Operation("Count webhooks", {200: COUNT}),
        f"POST {many}": Operation("Create a webhook", {201: made}, body=body),
        f"GET {one}": Operation("Get a webhook", {200: shown}),
        f"PUT {one}": Operation("Replace a webhook", {200: shown}, body=body, versioned=True),
        f"PATCH {one}": Operation(
            "Change a webhook",
            {200: shown},
            body=Body(shapes.body(WebhookInput), {"enabled": False}),
            versioned=True,
        ),
        f"DELETE {one}": Operation("Delete a webhook", {200: COUNT}, versioned=True),
        f"POST {one}/rotate-secret": Operation("Give it a new secret", {200: shown}),
        f"POST {one}/test": Operation("Send it a test event", delivered),
        f"GET {one}/deliveries": Operation(
            "List what was sent to it",
            {200: Answer(array(delivery), headers=("Link",))},
            query=(limit(50, 100), CURSOR),
        ),
        f"POST {one}/deliveries/{{deliveryId}}/resend": Operation(
            "Send a delivery again", delivered, keyed=False
        ),
    }


def _with_url(reference: Schema, shapes: Shapes) -> Schema:
    """The same object, whose address must be given."""
    named = shapes.named[reference["$ref"].rsplit("/", 1)[1]]
    return {**named, "required": ["url"]}
