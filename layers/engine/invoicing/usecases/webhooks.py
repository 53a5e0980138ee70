"""Webhooks of an organization: made, changed, tested, and what was sent to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from invoicing.errors import Conflict, PreconditionFailed, UnreadableFile
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.model.webhook import TEST_EVENT, Delivery, Secret, Webhook
from invoicing.outbound.webhook import new_secret
from invoicing.safe.safe_http import NoAnswer, UnsafeUrl
from invoicing.store.commit import Commit, Kept
from invoicing.store.deliveries import Deliveries
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._webhooks import KIND, Payload, fan_out, make_tries, new_delivery
from invoicing.usecases.ports import Ports

WEBHOOKS_MAX = 20
ROTATION = timedelta(hours=24)
"""How long the secret before stays valid once there is a new one."""
TRY_TIMEOUT_S = 10
PAGE_DEFAULT, PAGE_MAX = 50, 100

Change = Callable[[Webhook], Webhook]


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Deliveries, newest first, and where the next page starts."""

    deliveries: list[Delivery]
    after: str | None


def create_webhook(
    draft: Webhook, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> tuple[Webhook, bool]:
    """The stored webhook with its secret, and whether an equal request had made it already.

    UnreadableFile where events could not be sent to its address; Conflict over the limit.
    """
    store = ports.store(tenant)
    _check_url(draft.url, ports)
    now = ports.now()
    made = replace(
        draft,
        id=ports.new_id(),
        version=1,
        secrets=(Secret(text=new_secret(ports.random)),),
        created_at=now,
        updated_at=now,
    )

    def build(_: Known) -> Commit:
        if len(store.all_kept(KIND, Webhook)) >= WEBHOOKS_MAX:
            raise Conflict(
                f"there are {WEBHOOKS_MAX} webhooks already",
                code="webhooks-too-many",
                fix="delete one, or send more kinds of events to one of them",
            )
        event = Event(type="webhook.created", subject=made.id, account_id=tenant.account_id)
        return Commit(event, objects=(Kept(KIND, made.id, made, 1),))

    done = store.commit(ports.key(key), build)
    return store.kept(KIND, done.entry.event.subject, Webhook), done.replayed


def list_webhooks(tenant: Tenant, ports: Ports) -> list[Webhook]:
    """All of the organization's webhooks, oldest first."""
    return ports.store(tenant).all_kept(KIND, Webhook)


def get_webhook(webhook_id: str, tenant: Tenant, ports: Ports) -> Webhook:
    return ports.store(tenant).kept(KIND, webhook_id, Webhook)


def update_webhook(
    webhook_id: str,
    change: Change,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Webhook:
    """The webhook after the change; one that is enabled again forgets why it was not."""

    def checked(stored: Webhook) -> Webhook:
        changed = change(stored)
        if changed.url != stored.url:
            _check_url(changed.url, ports)
        reason = "" if changed.enabled else stored.disabled_reason
        return replace(changed, disabled_reason=reason)

    return _changed(webhook_id, checked, tenant, ports, expected_version=expected_version, key=key)


def rotate_secret(
    webhook_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Webhook:
    """The webhook with a new secret first; events carry a second signature, by the secret
    before, for a day.
    """
    secret = Secret(text=new_secret(ports.random))
    until = ports.now() + ROTATION

    def rotated(stored: Webhook) -> Webhook:
        last = replace(stored.secrets[0], expires_at=until)
        return replace(stored, secrets=(secret, last))

    return _changed(webhook_id, rotated, tenant, ports, key=key)


def delete_webhook(
    webhook_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> None:
    """Remove a webhook; what was on its way to it fails."""
    store = ports.store(tenant)

    def build(_: Known) -> Commit:
        stored = store.kept(KIND, webhook_id, Webhook)
        _require_version(stored, expected_version)
        event = Event(type="webhook.deleted", subject=webhook_id, account_id=tenant.account_id)
        return Commit(event, removed_objects=(Kept(KIND, webhook_id, stored, stored.version),))

    store.commit(ports.key(key), build)


def send_test(
    webhook_id: str, tenant: Tenant, ports: Ports, payload: Payload, *, key: Key | None = None
) -> Delivery:
    """The delivery of a test event, tried at once, even to a disabled webhook."""
    store = ports.store(tenant)
    store.kept(KIND, webhook_id, Webhook)
    event = Event(type=TEST_EVENT, subject=webhook_id, account_id=tenant.account_id)
    entry = store.commit(ports.key(key), lambda _: Commit(event)).entry
    new = [(tenant, delivery) for delivery in fan_out(entry, tenant, ports)]
    make_tries(new, ports, payload, timeout_s=TRY_TIMEOUT_S)
    delivery_id = new_delivery(entry, store.world, webhook_id).id
    return Deliveries(tenant).get(webhook_id, delivery_id)


def list_deliveries(
    webhook_id: str, tenant: Tenant, ports: Ports, *, limit: int, after: str | None = None
) -> DeliveryPage:
    """What was sent to a webhook in the last 30 days."""
    get_webhook(webhook_id, tenant, ports)
    return DeliveryPage(*Deliveries(tenant).page(webhook_id, limit=limit, before=after))


def resend_delivery(
    webhook_id: str, delivery_id: str, tenant: Tenant, ports: Ports, payload: Payload
) -> Delivery:
    """The delivery after another try, with the schedule begun anew; any delivery can be resent.

    Conflict while somebody else is changing it. Every call sends: the event's id stays the same.
    """
    get_webhook(webhook_id, tenant, ports)
    deliveries = Deliveries(tenant)
    stored = deliveries.get(webhook_id, delivery_id)
    again = replace(
        stored,
        version=stored.version + 1,
        state="pending",
        detail="",
        tries=0,
        next_at=ports.now(),
    )
    if not deliveries.save(again):
        raise Conflict(
            "this delivery is being tried right now",
            code="in-flight",
            current_state="pending",
            fix="read the deliveries, then decide",
            retry_after_s=2,
        )
    make_tries([(tenant, again)], ports, payload, timeout_s=TRY_TIMEOUT_S)
    return deliveries.get(webhook_id, delivery_id)


def _changed(
    webhook_id: str,
    change: Change,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None,
    expected_version: int | None = None,
) -> Webhook:
    store = ports.store(tenant)
    now = ports.now()

    def build(_: Known) -> Commit:
        stored = store.kept(KIND, webhook_id, Webhook)
        _require_version(stored, expected_version)
        changed = replace(change(stored), version=stored.version + 1, updated_at=now)
        event = Event(type="webhook.updated", subject=webhook_id, account_id=tenant.account_id)
        return Commit(event, objects=(Kept(KIND, webhook_id, changed, changed.version),))

    store.commit(ports.key(key), build)
    return store.kept(KIND, webhook_id, Webhook)


def _require_version(webhook: Webhook, expected: int | None) -> None:
    if expected is not None and webhook.version != expected:
        raise PreconditionFailed(webhook.version)


def _check_url(url: str, ports: Ports) -> None:
    try:
        ports.check_url(url)
    except UnsafeUrl as exc:
        why = str(exc)
    except NoAnswer:
        why = "the host's name leads nowhere"
    else:
        return
    raise UnreadableFile(
        "webhook-url",
        f"events cannot be sent to this address: {why}",
        fix="give an https address on the public internet",
        pointer="/url",
    )
