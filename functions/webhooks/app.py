"""Webhooks of an organization, and what was sent to them."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.lists import next_link, start_after
from invoicing.edge.request import Request, parse, required
from invoicing.edge.wire.webhook import WebhookInput, delivery_view, message, webhook_view
from invoicing.edge.wiring import ports
from invoicing.model.webhook import Webhook
from invoicing.usecases import webhooks

app = http_api()


def _whole(call: Request) -> WebhookInput:
    """The body of a request that must name the address."""
    body = parse(WebhookInput, call.json_object())
    if body.url is None:
        raise required("url", "is required", "send the https address events are to go to")
    return body


def _shown(webhook: Webhook) -> Response[str]:
    return answer(webhook_view(webhook), headers={"ETag": f'"{webhook.version}"'})


@app.post("/v1/Organizations/<organization_id>/webhooks")
def post_webhook(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    body = _whole(call)
    made, replayed = webhooks.create_webhook(body.to_draft(), tenant, ports(), key=call.key())
    headers = {"Location": f"/v1/Webhooks/{made.id}", "ETag": f'"{made.version}"'}
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(webhook_view(made, secret=made.version == 1), 201, headers=headers)


@app.get("/v1/Organizations/<organization_id>/webhooks")
def get_webhooks(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return answer([webhook_view(found) for found in webhooks.list_webhooks(tenant, ports())])


@app.get("/v1/Organizations/<organization_id>/webhooks/count")
def get_count(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return answer({"count": len(webhooks.list_webhooks(tenant, ports()))})


@app.get("/v1/Webhooks/<webhook_id>")
def get_webhook(webhook_id: str) -> Response[str]:
    return _shown(webhooks.get_webhook(webhook_id, request(app).tenant(), ports()))


@app.patch("/v1/Webhooks/<webhook_id>")
def patch_webhook(webhook_id: str) -> Response[str]:
    call = request(app)
    body = parse(WebhookInput, call.json_object())
    changed = webhooks.update_webhook(
        webhook_id,
        body.apply,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return _shown(changed)


@app.put("/v1/Webhooks/<webhook_id>")
def put_webhook(webhook_id: str) -> Response[str]:
    call = request(app)
    body = _whole(call)
    changed = webhooks.update_webhook(
        webhook_id,
        body.overwrite,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return _shown(changed)


@app.delete("/v1/Webhooks/<webhook_id>")
def delete_webhook(webhook_id: str) -> Response[str]:
    call = request(app)
    webhooks.delete_webhook(
        webhook_id,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return answer({"count": 1})


@app.post("/v1/Webhooks/<webhook_id>/rotate-secret")
def post_rotation(webhook_id: str) -> Response[str]:
    call = request(app)
    rotated = webhooks.rotate_secret(webhook_id, call.tenant(), ports(), key=call.key())
    return answer(webhook_view(rotated, secret=True), headers={"ETag": f'"{rotated.version}"'})


@app.post("/v1/Webhooks/<webhook_id>/test")
def post_test(webhook_id: str) -> Response[str]:
    call = request(app)
    delivery = webhooks.send_test(webhook_id, call.tenant(), ports(), message, key=call.key())
    return answer(delivery_view(delivery))


@app.get("/v1/Webhooks/<webhook_id>/deliveries")
def get_deliveries(webhook_id: str) -> Response[str]:
    call = request(app)
    limit = call.number("limit", webhooks.PAGE_DEFAULT, least=1, most=webhooks.PAGE_MAX)
    page = webhooks.list_deliveries(
        webhook_id, call.tenant(), ports(), limit=limit, after=start_after(call)
    )
    shown = [delivery_view(delivery) for delivery in page.deliveries]
    return answer(shown, headers=next_link(call, page.after))


@app.post("/v1/Webhooks/<webhook_id>/deliveries/<delivery_id>/resend")
def post_resend(webhook_id: str, delivery_id: str) -> Response[str]:
    tenant = request(app).tenant()
    delivery = webhooks.resend_delivery(webhook_id, delivery_id, tenant, ports(), message)
    return answer(delivery_view(delivery))


handler = observed(app)
