"""Nobody sees or changes what is not theirs: every route of the template, every way to try.

A foreign object must look exactly like one that does not exist, and nothing may move in the
store. Three leaks and more are planted at the end: the matrix must find each of them.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from tests.support import folder
from tests.support.hooks import URL, OutsideWorld
from tests.support.world import Answer, Credentials, World, cloud, module, router

from invoicing.edge import context, operate
from invoicing.errors import NotFound
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import from_json, replace
from invoicing.store import links, tokens
from invoicing.store.repository import Repository
from invoicing.store.rows import Row

RANDOM_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
CANARY = "xyzzy"
LINES = {"_documentItems": [{"name": f"{CANARY}-item", "price": 10}]}
FILE = {"name": f"{CANARY}.txt", "contentBase64": "eHl6enktZmlsZQ=="}  # "xyzzy-file"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
LOGO = {"contentBase64": PIXEL}
SERIES = {"code": "S1", "type": "invoice", "pattern": "{SERIE}-{YYYY}-{n:04}"}
ORGANIZATION = "/v1/Organizations/{organizationId}"
GUESSES = 100_000
DAY = "2026-11-20"

# Where a foreign id can stand in a body: a draft of one's own that names it.
REFERENCES = (
    "previousDocumentId",
    "documentIds",
    "clientId",
    "unitId",
    "priceListId",
    "warehouseId",
    "uniqueId",
)
# What each route is asked: body and query. A route without a sample fails the test.
SAMPLES: dict[str, tuple[Any, str]] = {
    "GET /v1/Documents/{id}": (None, ""),
    "PUT /v1/Documents/{id}": (LINES, ""),
    "POST /v1/Documents/{id}/finalize": ({}, ""),
    "PATCH /v1/Documents/{id}": ({"note": "other"}, ""),
    "PUT /v1/Documents/{id}/attributes/{name}": ({"value": CANARY}, ""),
    "PUT /v1/Documents/{id}/items/{lineId}/attributes/{name}": ({"value": CANARY}, ""),
    "GET /v1/Documents/{id}/pdf": (None, ""),
    "GET /v1/Documents/{id}/xml": (None, "format=ubl"),
    "GET /v1/Documents/{id}/e-slog": (None, ""),
    "POST /v1/Documents/{id}/generate-cius": (None, ""),
    "POST /v1/Documents/convert": ({"xml": "<a/>"}, ""),
    "POST /v1/Documents/{id}/send": ({"recipients": f"{CANARY}@example.com"}, ""),
    "POST /v1/Documents/{id}/send-reminder": ({"recipients": f"{CANARY}@example.com"}, ""),
    "POST /v1/Clients/{clientId}/send-reminder": ({}, ""),
    "POST /v1/Documents/{id}/share": ({}, ""),
    "DELETE /v1/Documents/{id}/share": (None, ""),
    "POST /v1/Documents/{id}/clone": ({}, ""),
    "POST /v1/Documents/{id}/convert": ({"type": "delivery-note"}, ""),
    "POST /v1/Documents/{id}/credit": ({"draft": True}, ""),
    "POST /v1/Documents/{id}/cancel": ({"technical": True}, ""),
    "POST /v1/Documents/{id}/uncancel": ({}, ""),
    "POST /v1/Documents/{id}/mark-sent": ({"method": "mail"}, ""),
    "POST /v1/Documents/{id}/archive": ({"category": CANARY}, ""),
    "POST /v1/Documents/{id}/lock": ({"reason": CANARY}, ""),
    "POST /v1/Documents/{id}/unlock": ({}, ""),
    "POST /v1/Documents/{id}/restore": ({}, ""),
    "POST /v1/Documents/{id}/comments": ({"text": f"{CANARY}-comment"}, ""),
    "PUT /v1/Documents/{id}/comments/{commentId}": ({"text": f"{CANARY}-changed"}, ""),
    "DELETE /v1/Documents/{id}/comments/{commentId}": (None, ""),
    "DELETE /v1/Documents/{id}": (None, ""),
    "POST /v1/Documents/parse-xml": ({"xml": "<a/>"}, ""),
    "POST /v1/Organizations/{organizationId}/documents/parse-image": (
        {"data": PIXEL},
        "mobile=true",
    ),
    "POST /v1/Documents/validate": (LINES, ""),
    "POST /v1/Taxes/clause-type": (LINES, ""),
    "GET /v1/Organizations/{organizationId}/subscription": (None, ""),
    "GET /openapi.json": (None, ""),
    "GET /docs": (None, ""),
    "GET /docs/{asset}": (None, ""),
    "GET /errors": (None, ""),
    "GET /v1/Documents/public/{id}": (None, ""),
    "GET /v1/Documents/public/{id}/pdf": (None, ""),
    "GET /v1/Documents/public/{id}/e-slog": (None, ""),
    "GET /v1/Documents/public/{id}/attachments/{attachmentId}/download": (None, ""),
    "GET /v1/Documents/public/{id}/xml": (None, "format=ubl"),
    "POST /v1/Documents/public/{id}/decision": ({"decision": "approved"}, ""),
    "POST /v1/Documents/{id}/attachments/upload": (FILE, ""),
    "GET /v1/Documents/{id}/attachments": (None, ""),
    "GET /v1/Documents/{id}/attachments/{attachmentId}/download": (None, ""),
    "DELETE /v1/Documents/{id}/attachments/{attachmentId}": (None, ""),
    f"GET {ORGANIZATION}": (None, ""),
    f"PATCH {ORGANIZATION}": ({"name": f"{CANARY} two"}, ""),
    f"GET {ORGANIZATION}/documents": (None, ""),
    f"POST {ORGANIZATION}/documents": (LINES, ""),
    f"POST {ORGANIZATION}/documents/preview": (LINES, ""),
    f"POST {ORGANIZATION}/documents/batch": ({"documents": [LINES, LINES]}, ""),
    f"POST {ORGANIZATION}/documents/integrate": (
        {**LINES, "number": f"{CANARY}-7", "date": DAY},
        "",
    ),
    f"POST {ORGANIZATION}/imported-invoices": (
        {"documentTotal": 122, "taxPositions": [{"amount": 100, "taxRate": 22}]},
        "",
    ),
    f"GET {ORGANIZATION}/documents/count": (None, ""),
    f"GET {ORGANIZATION}/series": (None, ""),
    f"POST {ORGANIZATION}/series": ({**SERIES, "code": "S2"}, ""),
    "GET /v1/Series/{id}": (None, ""),
    "PUT /v1/Series/{id}": (SERIES, ""),
    "DELETE /v1/Series/{id}": (None, ""),
    f"GET {ORGANIZATION}/is-unique-doc-number": (None, "type=invoice&number=2026-00001"),
    f"GET {ORGANIZATION}/last-doc-number": (None, "type=invoice"),
    f"GET {ORGANIZATION}/next-doc-number": (None, "type=invoice"),
    f"GET {ORGANIZATION}/webhooks": (None, ""),
    f"POST {ORGANIZATION}/webhooks": ({"url": f"{URL}/{CANARY}"}, ""),
    "GET /v1/Webhooks/{webhookId}": (None, ""),
    "PUT /v1/Webhooks/{webhookId}": ({"url": URL}, ""),
    "PATCH /v1/Webhooks/{webhookId}": ({"enabled": True}, ""),
    "POST /v1/Webhooks/{webhookId}/rotate-secret": ({}, ""),
    "POST /v1/Webhooks/{webhookId}/test": ({}, ""),
    "GET /v1/Webhooks/{webhookId}/deliveries": (None, ""),
    "POST /v1/Webhooks/{webhookId}/deliveries/{deliveryId}/resend": ({}, ""),
    "DELETE /v1/Webhooks/{webhookId}": (None, ""),
}
RECURRENCE = {
    "name": f"{CANARY}-recurrence",
    "type": "month",
    "dateFirst": "2026-12-31",
    "document": LINES,
}
# Objects of a collection under the organization: where they stand, their id, one's content.
COLLECTIONS = (
    ("items", "Items", "itemId", {"name": f"{CANARY}-item", "price": 1}),
    ("clients", "Clients", "clientId", {"name": f"{CANARY}-client", "email": f"{CANARY}@ex.com"}),
    (
        "taxes",
        "Taxes",
        "taxId",
        {
            "name": f"{CANARY}-tax",
            "_taxRates": [{"rate": 22}, {"rate": 20, "dateValidFrom": DAY}],
        },
    ),
    ("tax-schemas", "TaxSchemas", "schemaId", {"name": f"{CANARY}-schema"}),
    (
        "document-types",
        "DocumentTypes",
        "typeId",
        {"key": CANARY, "baseType": "estimate", "name": f"{CANARY}-type"},
    ),
    ("custom-attributes", "Attributes", "attributeId", {"name": f"{CANARY}-attribute"}),
    ("price-lists", "PriceLists", "priceListId", {"name": f"{CANARY}-list", "currencyId": "EUR"}),
    ("units", "Units", "unitId", {"name": f"{CANARY}-unit"}),
    ("recurrences", "Recurrences", "recurrenceId", RECURRENCE),
    ("templates", "Templates", "templateId", {"name": f"{CANARY}-template", "document": LINES}),
)
for collection, name, parameter, content in COLLECTIONS:
    SAMPLES |= {
        f"POST {ORGANIZATION}/{collection}": (content, ""),
        f"GET {ORGANIZATION}/{collection}": (None, ""),
        f"GET {ORGANIZATION}/{collection}/count": (None, ""),
        f"GET {ORGANIZATION}/{collection}/search": (None, f"term={CANARY}"),
        f"GET /v1/{name}/{{{parameter}}}": (None, ""),
        f"PUT /v1/{name}/{{{parameter}}}": (content, ""),
        f"PATCH /v1/{name}/{{{parameter}}}": ({"name": f"{CANARY}-other"}, ""),
        f"DELETE /v1/{name}/{{{parameter}}}": (None, ""),
    }
SAMPLES |= {
    "POST /v1/Taxes/{taxId}/taxRates": ({"rate": 23, "dateValidFrom": "2027-01-01"}, ""),
    "DELETE /v1/Taxes/{taxId}/taxRates/{day}": (None, ""),
    f"GET {ORGANIZATION}/export": (None, "type=client"),
    f"POST {ORGANIZATION}/import": (
        {"csv": f"name,email\r\n{CANARY}-row,{CANARY}-row@example.com\r\n"},
        "type=client",
    ),
    f"POST {ORGANIZATION}/activate": ({}, ""),
    f"POST {ORGANIZATION}/deactivate": ({}, ""),
    f"GET {ORGANIZATION}/webhooks/count": (None, ""),
    f"GET {ORGANIZATION}/business-stats": (None, "dateFrom=2026-01-01&dateTo=2026-12-31"),
    f"GET {ORGANIZATION}/total-stats": (None, ""),
    "GET /v1/Units/{unitId}/last-doc-number": (None, "type=invoice"),
    "GET /v1/Units/{unitId}/next-doc-number": (None, "type=invoice"),
    "POST /v1/Documents/{id}/fiscally-verify": ({}, ""),
    "POST /v1/Documents/{id}/fiscal-change": ({"paymentType": "K"}, ""),
    f"POST {ORGANIZATION}/upload-certificate": ({}, "type=furs"),
    f"GET {ORGANIZATION}/has-certificate": (None, "type=furs"),
    f"POST {ORGANIZATION}/fiscal-series": (
        {"series": "A2026", "username": "501964843/1", "password": CANARY},
        "",
    ),
    f"GET {ORGANIZATION}/saft": (None, "from=2026-11-01&to=2026-11-30"),
    f"POST {ORGANIZATION}/businesspremises": (
        {"businessPremiseId": CANARY, "type": "device", "specialNotes": f"{CANARY}-premise"},
        "",
    ),
    f"GET {ORGANIZATION}/businesspremises": (None, ""),
    "PATCH /v1/BusinessPremises/{premiseId}": ({"specialNotes": f"{CANARY}-other"}, ""),
    f"POST {ORGANIZATION}/electronicDevices": (
        {"electronicDeviceId": CANARY, "businessPremiseId": CANARY},
        "",
    ),
    f"GET {ORGANIZATION}/electronicDevices": (None, ""),
    "PATCH /v1/ElectronicDevices/{deviceId}": ({"numbers": {"a": CANARY}}, ""),
    f"GET {ORGANIZATION}/images": (None, "type=logo"),
    f"POST {ORGANIZATION}/images": (LOGO, "type=logo"),
    f"DELETE {ORGANIZATION}/images": (None, "type=logo"),
    "GET /v1/Documents/{id}/recurrence": (None, ""),
    "POST /v1/Documents/{id}/recurrence": (
        {k: v for k, v in RECURRENCE.items() if k != "document"},
        "",
    ),
    "GET /v1/Recurrences/{recurrenceId}/preview": (None, "count=2"),
    "POST /v1/Documents/{id}/template": ({"name": f"{CANARY}-template of one"}, ""),
    "POST /v1/Templates/{templateId}/documents": ({}, ""),
    "POST /v1/Documents/{id}/payments": (
        {"type": "bank", "amount": 1, "note": f"{CANARY}-paid"},
        "",
    ),
    "GET /v1/Documents/{id}/payments": (None, ""),
    "GET /v1/Documents/{id}/payments/count": (None, ""),
    f"POST {ORGANIZATION}/payments": (
        {"documentId": "{documentId}", "type": "bank", "amount": 1},
        "",
    ),
    f"GET {ORGANIZATION}/payments": (None, ""),
    f"GET {ORGANIZATION}/payments/count": (None, ""),
    "GET /v1/Payments/{paymentId}": (None, ""),
    "PUT /v1/Payments/{paymentId}": ({"type": "bank", "amount": 1}, ""),
    "PATCH /v1/Payments/{paymentId}": ({"note": f"{CANARY}-more"}, ""),
    "DELETE /v1/Payments/{paymentId}": (None, ""),
    f"POST {ORGANIZATION}/exchange-rates": (
        {"date": DAY, "rates": {"USD": "1.1"}, "source": f"{CANARY}-bank"},
        "",
    ),
    f"GET {ORGANIZATION}/exchange-rates": (None, ""),
    f"GET {ORGANIZATION}/exchange-rates/{{day}}": (None, ""),
    f"DELETE {ORGANIZATION}/exchange-rates/{{day}}": (None, ""),
    f"POST {ORGANIZATION}/tokens": ({"role": "readonly", "label": f"{CANARY}-token"}, ""),
    f"GET {ORGANIZATION}/tokens": (None, ""),
    f"GET {ORGANIZATION}/test-clock": (None, ""),
    f"PUT {ORGANIZATION}/test-clock": ({"now": "2027-01-31T09:00:00Z"}, ""),
    f"DELETE {ORGANIZATION}/test-clock": (None, ""),
    f"DELETE {ORGANIZATION}/tokens/{{tokenId}}": (None, ""),
    f"POST {ORGANIZATION}/imports": ({"name": f"{CANARY}.xml", "size": 100}, ""),
    f"GET {ORGANIZATION}/imports": (None, f"term={CANARY}"),
    f"GET {ORGANIZATION}/imports/count": (None, ""),
    "GET /v1/Imports/{importId}": (None, ""),
    "GET /v1/Imports/{importId}/file": (None, ""),
    "POST /v1/Imports/{importId}/replay": ({}, ""),
    f"GET {ORGANIZATION}/defaults": (None, ""),
    f"GET {ORGANIZATION}/defaults/count": (None, ""),
    f"POST {ORGANIZATION}/defaults": ({"name": f"{CANARY}-new", "value": CANARY}, ""),
    f"PUT {ORGANIZATION}/defaults/{{defaultId}}": ({"value": CANARY}, ""),
    "GET /v1/Defaults/{defaultId}": (None, ""),
    "PATCH /v1/Defaults/{defaultId}": ({"value": f"{CANARY}-other"}, ""),
    "DELETE /v1/Defaults/{defaultId}": (None, ""),
    "POST /v1/Accounts": ({"email": f"{CANARY}-new@example.com"}, ""),
    "GET /v1/Accounts": (None, ""),
    "GET /v1/Accounts/count": (None, ""),
    "GET /v1/Accounts/authorized": (None, ""),
    "GET /v1/Accounts/is-unique": (None, "email=a@example.com"),
    "GET /v1/Accounts/confirm": (None, "token=acc_a_b"),
    "GET /v1/Accounts/{accountId}": (None, ""),
    "PATCH /v1/Accounts/{accountId}": ({"firstname": f"{CANARY}-first"}, ""),
    "GET /v1/Accounts/{accountId}/is-verified": (None, ""),
    "GET /v1/Accounts/{accountId}/accountorganizations": (None, ""),
    "GET /v1/Accounts/{accountId}/organizations": (None, ""),
    "POST /v1/Accounts/{accountId}/organizations": (
        {"name": f"{CANARY}-founded", "countryAlpha2Code": "SI"},
        "",
    ),
    "POST /v1/Accounts/{accountId}/send-verification": ({}, ""),
    "POST /v1/Accounts/login": ({"email": "a@example.com", "password": "correct horse"}, ""),
    "POST /v1/Accounts/logout": ({}, ""),
    "POST /v1/Accounts/impersonate": ({"email": f"{CANARY}-person@example.com"}, ""),
    "POST /v1/Accounts/change-password": (
        {"oldPassword": "correct horse", "newPassword": "battery staple"},
        "",
    ),
    "POST /v1/Accounts/reset": ({"email": "a@example.com"}, ""),
    "POST /v1/Accounts/reset-password": ({"token": "acc_a_b", "password": "correct horse"}, ""),
    f"POST {ORGANIZATION}/invite": (
        {"email": f"{CANARY}-guest@example.com", "requireConfirmation": False},
        "",
    ),
    f"GET {ORGANIZATION}/accountorganizations": (None, ""),
    "DELETE /v1/AccountOrganizations/{memberId}": (None, ""),
    "POST /v1/AccountOrganizations/{memberId}/accept": ({}, ""),
    "POST /v1/AccountOrganizations/{memberId}/reject": ({}, ""),
    "POST /v1/AccountOrganizations/{memberId}/enable": ({}, ""),
    "POST /v1/AccountOrganizations/{memberId}/disable": ({}, ""),
    "POST /v1/AccountOrganizations/{memberId}/change-role": ({"role": "readonly"}, ""),
    "GET /v1/currencies": (None, ""),
    "GET /v1/countries": (None, ""),
}
# What people do with their own accounts, whatever their role; an operator's token is nobody's.
OWN_ACCOUNT = {
    "GET /v1/Accounts/authorized",
    "PATCH /v1/Accounts/{accountId}",
    "GET /v1/Accounts/{accountId}/accountorganizations",
    "GET /v1/Accounts/{accountId}/organizations",
    "POST /v1/Accounts/{accountId}/organizations",
    "POST /v1/Accounts/{accountId}/send-verification",
    "POST /v1/Accounts/logout",
    "POST /v1/Accounts/change-password",
    "POST /v1/AccountOrganizations/{memberId}/accept",
    "POST /v1/AccountOrganizations/{memberId}/reject",
}
# Query parameters that name an object.
QUERY_PLACES = (
    (f"GET {ORGANIZATION}/documents", "cursor", "documentId"),
    (f"GET {ORGANIZATION}/is-unique-doc-number", "ignoreId", "documentId"),
    ("GET /v1/Webhooks/{webhookId}/deliveries", "cursor", "deliveryId"),
)


@dataclass
class Furnished:
    """An organization with one of everything, all of it with canaries in it."""

    owner: Credentials
    ids: dict[str, str]
    share: str
    tokens: dict[str, str]

    def path(self, key: str, ids: dict[str, str] | None = None) -> str:
        """A route's path with this organization's ids in it, or with others."""
        method, path = key.split(" ")
        filled = {"asset": "start.js", **self.ids, **(ids or {})}
        if path.startswith("/v1/Series/"):
            filled["id"] = filled["seriesId"]
        elif "/public/" in path:
            filled["id"] = self.share
        elif "/Documents/{id}" in path:
            draft = method in ("PUT", "PATCH", "DELETE") and path == "/v1/Documents/{id}"
            own = "draftId" if draft else "canceledId" if "cancel" in path else "documentId"
            filled["id"] = (ids or {}).get("id", filled[own])
        query = SAMPLES[key][1]
        return path.format(**filled) + (f"?{query}" if query else "")


@dataclass
class Report:
    """What the matrix found."""

    checks: int = 0
    leaks: list[str] = field(default_factory=list)

    def check(self, holds: bool, what: str) -> None:
        self.checks += 1
        if not holds:
            self.leaks.append(what)


def routes() -> dict[str, bool]:
    """Every route of the template but the door, which leads to them, and its authorizer's."""
    found = {route.key: route.authorizer is not None for _, route in router()._routes}
    del found["ANY /v1/{proxy+}"]
    return found


def furnish(world: OutsideWorld, word: str) -> Furnished:
    owner = world.organization(
        f"{word} d.o.o.",
        address=f"{word} street",
        email=f"{word}@example.com",
        iban=f"SI56{word}",
    )
    client = {
        "name": f"{word}-client",
        "address": f"{word}-road",
        "email": f"{word}-client@example.com",
        "IBAN": f"SI56{word}client",
        "phone": f"{word}-phone",
        "countryAlpha2Code": "SI",
    }
    content = {"_documentClient": client, "note": f"{word}-note", "custom": {"a": f"{word}-custom"}}
    issued = world.document(owner, **content)
    draft = world.document(owner, **content, draft=True)
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"publicEslog": True}, token=owner.token)
    webhook = world.webhook(owner, description=f"{word}-hook")
    world.request("POST", f"/v1/Webhooks/{webhook['id']}/test", {}, token=owner.token)
    series = world.request("POST", f"{own}/series", SERIES, token=owner.token).json
    share = world.request("POST", f"/v1/Documents/{issued['id']}/share", {}, token=owner.token)
    world.deliver()
    ids = {
        "organizationId": owner.organization_id,
        "documentId": issued["id"],
        "draftId": draft["id"],
        "canceledId": world.document(owner, **content)["id"],
        "seriesId": series["id"],
        "webhookId": webhook["id"],
        "deliveryId": world.deliveries(owner, webhook)[0]["id"],
    }
    for collection, _, parameter, _ in COLLECTIONS:
        _add(world, owner, f"POST {ORGANIZATION}/{collection}", ids, parameter=parameter, word=word)
    ids["id"] = ids["documentId"]
    ids["day"] = DAY
    ids |= {"name": "externalSourceDoc", "lineId": "1"}
    rates = {"date": DAY, "rates": {"USD": "1.1"}, "source": f"{word}-bank"}
    world.request("POST", f"{own}/exchange-rates", rates, token=owner.token)
    _add(world, owner, "POST /v1/Documents/{id}/payments", ids, parameter="paymentId", word=word)
    _add(world, owner, "POST /v1/Documents/{id}/comments", ids, parameter="commentId", word=word)
    for path, parameter in (("businesspremises", "premiseId"), ("electronicDevices", "deviceId")):
        _add(world, owner, f"POST {ORGANIZATION}/{path}", ids, parameter=parameter, word=word)
    world.request("POST", f"{own}/images", LOGO, token=owner.token)
    ids["defaultId"] = f"{word}-setting"
    setting = {"name": ids["defaultId"], "value": word}
    world.request("POST", f"{own}/defaults", setting, token=owner.token)
    person = {"email": f"{word}-person@example.com", "password": "correct horse"}
    made = world.request("POST", "/v1/Accounts", person, token=owner.token)
    ids["accountId"] = made.json["id"]
    members = world.request("GET", f"{own}/accountorganizations", token=owner.token).json
    ids["memberId"] = members[0]["id"]
    tokens_path = f"POST {ORGANIZATION}/tokens"
    _add(world, owner, tokens_path, ids, parameter="tokenId", word=word)
    upload = "POST /v1/Documents/{id}/attachments/upload"
    _add(world, owner, upload, ids, parameter="attachmentId", word=word)
    (ids["importId"],) = folder.take(world, owner, {f"{word}.xml": f"<{word}/>".encode()})
    tokens = {
        "revoked": _token(owner),
        "readonly": _token(owner, "--role=readonly"),
        "test": _token(owner, "--test"),
    }
    _revoke(owner, len(operate_tokens(owner)) - 3)
    return Furnished(owner, ids, share.json["shareableId"], tokens)


def _add(
    world: World, owner: Credentials, key: str, ids: dict[str, str], *, parameter: str, word: str
) -> None:
    """One object more, where the template has its route."""
    ids[parameter] = RANDOM_ID
    if key in routes():
        path = key.removeprefix("POST ").format(**ids)
        content = json.dumps(SAMPLES[key][0]).replace(CANARY, word)
        made = world.request("POST", path, content, token=owner.token)
        assert made.status == 201, (key, made.body)
        ids[parameter] = made.json["id"]


def _token(owner: Credentials, *options: str) -> str:
    arguments = [
        "create-token",
        f"--organization={owner.organization_id}",
        f"--account={owner.account_id}",
        *options,
    ]
    made = operate._create_token(operate._parser().parse_args(arguments))
    token: str = made["token"]
    return token


def operate_tokens(owner: Credentials) -> list[str]:
    arguments = ["list-tokens", "--organization", owner.organization_id]
    return list(operate._list_tokens(operate._parser().parse_args(arguments)))


def _revoke(owner: Credentials, place: int) -> None:
    """End the token made as the `place`-th."""
    arguments = [
        "revoke-token",
        f"--organization={owner.organization_id}",
        f"--token-id={operate_tokens(owner)[place]}",
    ]
    operate._revoke_token(operate._parser().parse_args(arguments))


def told(answer: Answer) -> tuple[int, Any, dict[str, str]]:
    """An answer without what differs from request to request."""
    headers = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
    try:
        body = answer.json
    except ValueError:
        return answer.status, answer.body, headers
    if isinstance(body, dict):
        body.pop("requestId", None)
    return answer.status, body, headers


def snapshot(world: World, organization_id: str) -> str:
    """Everything stored of an organization, in both its worlds."""
    own = [row for row in world.rows() if organization_id in str(row)]
    text = json.dumps(sorted(map(repr, own)))
    return hashlib.sha256(text.encode()).hexdigest() + f" {len(world.mails())}"


class Matrix:
    """All the tries against one organization."""

    def __init__(self, world: OutsideWorld) -> None:
        self.world = world
        self.victim = furnish(world, CANARY)
        self.stranger = furnish(world, "stranger")
        gone = world.organization("Gone d.o.o.")
        operate.main(["deactivate-organization", "--organization", gone.organization_id])
        self.outsiders = {
            "garbage": "ntl_live_" + "a" * 40,
            "none": "",
            "revoked": self.victim.tokens["revoked"],
            "public link": self.victim.share,
            "deactivated": gone.token,
        }
        self.report = Report()

    def ask(self, key: str, path: str, token: str, body: Any = None) -> Answer:
        method = key.split(" ", maxsplit=1)[0]
        given = SAMPLES[key][0] if body is None else body
        return self.world.request(method, path, given, token=token or None)

    def run(self, *, until_leak: bool = False) -> Report:
        before = snapshot(self.world, self.victim.owner.organization_id)
        guarded = [key for key, is_guarded in routes().items() if is_guarded and key in SAMPLES]
        for key in guarded:
            for kind, token in self.outsiders.items():
                self.expect(key, kind, self.ask(key, self.victim.path(key), token), (401,))
            if "{" in key:
                self.foreign_path(key)
            self.readonly(key)
            after = snapshot(self.world, self.victim.owner.organization_id)
            self.report.check(after == before, f"{key}: something was changed")
            before = after
            if until_leak and self.report.leaks:
                return self.report
        self.queries()
        self.bodies()
        self.children()
        after = snapshot(self.world, self.victim.owner.organization_id)
        self.report.check(after == before, "something was changed by a reference")
        return self.report

    def expect(self, key: str, kind: str, answer: Answer, statuses: tuple[int, ...]) -> None:
        self.report.check(answer.status in statuses, f"{key} as {kind}: {answer.status}")
        self.report.check(CANARY.encode() not in answer.body, f"{key} as {kind}: shows data")

    def same(self, key: str, kind: str, answers: list[Answer]) -> None:
        """A foreign id and one that does not exist are answered alike, and with nothing."""
        seen = [told(answer) for answer in answers]
        self.report.check(seen[0] == seen[1], f"{key}, {kind}: {seen[0]} is not {seen[1]}")
        self.report.check(CANARY.encode() not in answers[0].body, f"{key}, {kind}: shows data")

    def foreign_path(self, key: str) -> None:
        nowhere = dict.fromkeys(self.victim.ids, RANDOM_ID)
        tokens = {"another tenant": self.stranger.owner.token}
        if ORGANIZATION not in key:  # the test world of one's own organization is one's own
            tokens["the test world"] = self.victim.tokens["test"]
        for kind, token in tokens.items():
            paths = (self.victim.path(key), self.victim.path(key, nowhere))
            answers = [self.ask(key, path, token) for path in paths]
            self.same(key, kind, answers)
            self.expect(key, kind, answers[0], (403, 404))

    def readonly(self, key: str) -> None:
        if not key.startswith("GET ") and key not in OWN_ACCOUNT:
            path, token = self.victim.path(key), self.victim.tokens["readonly"]
            self.expect(key, "readonly", self.ask(key, path, token), (403,))

    def queries(self) -> None:
        for key, name, of in QUERY_PLACES:
            path = self.stranger.path(key)
            start = path + ("&" if "?" in path else "?") + f"{name}="
            token = self.stranger.owner.token
            answer = self.ask(key, start + self.victim.ids[of], token)
            self.expect(key, f"query {name}", answer, (200, 400, 404))
            if name == "ignoreId":
                self.same(key, name, [answer, self.ask(key, start + RANDOM_ID, token)])

    def bodies(self) -> None:
        key = f"POST {ORGANIZATION}/documents"
        for name in REFERENCES:
            answers = []
            for asked in (self.victim.ids["documentId"], RANDOM_ID):
                value = [asked] if name == "documentIds" else asked
                body = {"_documentItems": [{"name": "x", "price": 1}], "draft": True, name: value}
                token = self.stranger.owner.token
                answers.append(self.ask(key, self.stranger.path(key), token, body))
            self.report.check(answers[0].status == answers[1].status, f"{name}: tells of it")
            self.report.check(CANARY.encode() not in answers[0].body, f"{name}: shows data")

    def children(self) -> None:
        """A foreign child under a parent of one's own, and one's own under a foreign parent."""
        key = "POST /v1/Webhooks/{webhookId}/deliveries/{deliveryId}/resend"
        token = self.stranger.owner.token
        mine, theirs = self.stranger.ids, self.victim.ids
        for ids in (
            {"deliveryId": theirs["deliveryId"]},
            {"webhookId": theirs["webhookId"]},
        ):
            nowhere = dict.fromkeys(ids, RANDOM_ID)
            paths = [self.stranger.path(key, {**mine, **one}) for one in (ids, nowhere)]
            answers = [self.ask(key, path, token) for path in paths]
            self.same(key, "child", answers)
            self.expect(key, "child", answers[0], (404,))


@pytest.fixture
def world() -> Iterator[OutsideWorld]:
    with cloud(OutsideWorld()) as made:
        yield made


def test_every_route_has_a_sample_in_the_matrix():
    assert set(routes()) - set(SAMPLES) == set()


def test_R6_every_route_keeps_to_its_tenant_and_R11_no_log_holds_a_canary(
    world, capsys, shown, caplog
):
    matrix = Matrix(world)
    report = matrix.run()
    logged = capsys.readouterr()
    with shown():
        print(f"\nchecks={report.checks} leaks={len(report.leaks)}")
    assert report.leaks == []
    assert report.checks > 500
    lines = logged.out + logged.err + caplog.text
    assert '"message":"answered"' in lines
    secrets = [
        CANARY,
        matrix.victim.share,
        matrix.victim.owner.token,
        *matrix.victim.tokens.values(),
    ]
    assert [secret for secret in secrets if secret in lines] == []


def _parts_before_wholes(key: str) -> tuple[bool, bool, int, str]:
    """An order in which nothing is deleted or ended that is asked for later."""
    deletes = key.startswith("DELETE")
    return key.endswith("/deactivate"), deletes, -key.count("/") if deletes else 0, key


def test_the_samples_are_requests_their_owner_may_make(world, capsys):
    owned = furnish(world, "plugh")
    for key in sorted(set(routes()) & set(SAMPLES), key=_parts_before_wholes):
        path, method = owned.path(key), key.split(" ")[0]
        text = json.dumps(SAMPLES[key][0]).replace("{documentId}", owned.ids["documentId"])
        answer = world.request(method, path, json.loads(text), token=owned.owner.token)
        expected = (
            {422}
            if key.endswith(("parse-xml", "Documents/convert", "generate-cius"))
            else {200, 201, 202, 204, 302}
        )
        # nothing to answer, to issue, to register, to remind of
        if key.endswith(
            ("/decision", "/finalize", "/fiscally-verify", "/fiscal-change", "/saft")
        ) or (key == "POST /v1/Documents/{id}/send-reminder"):
            expected = {409}
        elif key in OWN_ACCOUNT or key.endswith("/impersonate"):  # the sample's is another's
            expected = {403, 404}
        elif key.endswith(("/login", "/reset-password", "/confirm")):
            expected = {401}
        elif key.endswith("/fiscal-series"):  # no certificate to show
            expected = {422}
        elif key.endswith("/upload-certificate"):  # no file
            expected = {400}
        elif key.endswith("/test-clock"):  # the live world goes by no clock but the world's
            expected = {403}
        elif key.startswith(("PUT /v1/DocumentTypes/", "PUT /v1/Attributes/")):
            expected = {422}  # the sample has another key, a name that is taken
        assert answer.status in expected, (key, answer.status, answer.body)
    lines = capsys.readouterr().out
    assert [
        secret for secret in (CANARY, "plugh", owned.share, owned.owner.token) if secret in lines
    ] == []


# Teeth


def _path_decides(event: dict[str, Any], organization_id: str | None = None) -> Tenant:
    tenant = context.tenant_of(event)
    return replace(tenant, organization_id=organization_id) if organization_id else tenant


def _any_document(self: Repository, document_id: str) -> Document:
    for row in Row.scan():
        if row.pk.endswith(f"#DOC#{document_id}"):
            return self._load(row, Document)
    raise NotFound(document_id)


def _no_roles(event: dict[str, Any], organization_id: str | None = None) -> Tenant:
    event["requestContext"]["authorizer"]["lambda"]["role"] = "default"
    return context.tenant_of(event, organization_id)


def _any_token(secret: str, _: datetime) -> Tenant | None:
    """What a store that forgets revocations would say."""
    for row in Row.scan():
        if row.pk == tokens.token_key(secret):
            token = from_json(row.body, tokens.Token)
            return Tenant(organization_id=token.organization_id, live=token.live, role=token.role)
    return None


PLANTED = {
    "the path names the tenant": lambda: patch("invoicing.edge.request.tenant_of", _path_decides),
    "a document of any tenant": lambda: patch.object(Repository, "document", _any_document),
    "roles are forgotten": lambda: patch("invoicing.edge.request.tenant_of", _no_roles),
    "revoked tokens open": lambda: patch.object(module("authorize"), "tenant_of_token", _any_token),
}


@pytest.mark.parametrize("leak", PLANTED)
def test_R6_a_planted_leak_is_found(world, leak):
    matrix = Matrix(world)
    with contextlib.suppress(AssertionError), PLANTED[leak]():
        matrix.run(until_leak=True)
    assert matrix.report.leaks, f"{leak}: not found"


# Public links


def test_R12_no_guess_opens_anything(world):
    """Guesses of the right form, below HTTP: every wrong one is answered alike there."""
    owned = furnish(world, CANARY)
    stored = {row["PK"]["S"] for row in world.rows() if row["PK"]["S"].startswith("SHARE#")}
    assert f"SHARE#{links.link_hash(owned.share)}" in stored
    random = Random(12)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    length = len(owned.share) - len(links.DOCUMENT_PREFIX)
    assert length * 6 >= 128
    guesses = (
        links.DOCUMENT_PREFIX + "".join(random.choices(alphabet, k=length)) for _ in range(GUESSES)
    )
    hits = sum(f"SHARE#{links.link_hash(guess)}" in stored for guess in guesses)
    print(f"guesses={GUESSES} hits={hits}")
    assert hits == 0
    with pytest.raises(NotFound):
        links.resolve_link(links.DOCUMENT_PREFIX + "A" * length, world.now)


@pytest.mark.parametrize("suffix", ["", "/pdf", "/e-slog", "/xml", "/attachments/0/download"])
def test_R12_links_that_lead_nowhere_are_answered_alike(world, suffix):
    owned, other = furnish(world, CANARY), furnish(world, "other")
    expired = _expired(world, other)
    token = owned.owner.token
    path = f"/v1/Documents/{owned.ids['documentId']}/share"
    world.request("DELETE", path, token=token)
    gone = furnish(world, "gone")
    operate.main(["deactivate-organization", "--organization", gone.owner.organization_id])
    wrong = {
        "random": "shd_" + "A" * 27,
        "revoked": owned.share,
        "expired": expired,
        "of a deactivated organization": gone.share,
        "a document's id": owned.ids["documentId"],
        "a token": token,
        "wrong type": "shd" + other.share[4:],
        "altered": other.share[:-1] + ("A" if other.share[-1] != "A" else "B"),
        "hash": hashlib.sha256(other.share.encode()).hexdigest(),
    }
    seen = {
        kind: told(world.request("GET", f"/v1/Documents/public/{secret}{suffix}"))
        for kind, secret in wrong.items()
    }
    assert seen["random"][0] == 404
    assert {kind for kind in seen if seen[kind] != seen["random"]} == set()


def _expired(world: World, owned: Furnished) -> str:
    """The organization's link, after its end."""
    row = Row.get(f"SHARE#{links.link_hash(owned.share)}", "META")
    row.expires_at = int(world.now.timestamp()) - 1
    row.save()
    return owned.share
