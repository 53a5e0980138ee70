"""Wrong designs, as they are found in the wild; the simulator must catch every one of them.

Each makes a document from the same event as the product does and stores it in the same shape.
"""

import json
from typing import Any

from tests.faults.containers import Container
from tests.faults.episode import handle

from invoicing.model import Document, Line
from invoicing.store import rows
from invoicing.store.body import pack
from invoicing.store.rows import Row

Answer = dict[str, Any]


def _world(event: dict[str, Any]) -> tuple[str, str]:
    organization_id = event["requestContext"]["authorizer"]["lambda"]["organizationId"]
    return f"ORG#{organization_id}", organization_id


def _put(container: Container, event: dict[str, Any], n: int) -> Answer:
    world, organization_id = _world(event)
    body = json.loads(event["body"])
    document = Document(
        id=container.ports.new_id(),
        organization_id=organization_id,
        version=1,
        state="issued",
        type=body["type"],
        number=f"2026-{n:05}",
        series_number=n,
        lines=(Line(name=body["_documentItems"][0]["name"]),),
    )
    row = Row(rows.document_key(world, document.id), rows.META)
    row.body = pack(document).packed
    row.version = 1
    row.type = document.type
    row.n = n
    row.gsi1pk = f"{world}#DOCS"
    row.gsi1sk = document.id
    row.save()
    told = {"id": document.id, "number": document.number}
    return {"statusCode": 201, "headers": {}, "body": json.dumps(told)}


def _failing_as_500(design: Any) -> Any:
    def answer(container: Container, event: dict[str, Any]) -> Answer:
        try:
            result: Answer = design(container, event)
        except Exception:  # noqa: BLE001 - whatever breaks is a 500 to the client, who retries
            return {"statusCode": 500, "headers": {}, "body": "{}"}
        return result

    return answer


@_failing_as_500
def counter_then_put(container: Container, event: dict[str, Any]) -> Answer:
    """An atomic counter first, the document second."""
    world, _ = _world(event)
    counter = Row(world, rows.counter_key("planted|" + json.loads(event["body"])["type"]))
    counter.update(actions=[Row.n.add(1)])
    return _put(container, event, int(counter.n))


@_failing_as_500
def maximum_plus_one(container: Container, event: dict[str, Any]) -> Answer:
    """The highest number there is, and one more."""
    world, _ = _world(event)
    kind = json.loads(event["body"])["type"]
    taken = [int(row.n or 0) for row in Row.by_gsi1.query(f"{world}#DOCS") if row.type == kind]
    return _put(container, event, max(taken, default=0) + 1)


def transaction_without_record(container: Container, event: dict[str, Any]) -> Answer:
    """The right transaction, but nothing in it remembers the request."""
    forgetful = json.loads(json.dumps(event))
    del forgetful["headers"]["idempotency-key"]
    return handle(container, forgetful)


@_failing_as_500
def record_around_the_transaction(container: Container, event: dict[str, Any]) -> Answer:
    """A record before the effect and after it, but not with it; a dead holder's claim expires."""
    world, _ = _world(event)
    key = Row(f"{world}#WRAP#{event['headers']['idempotency-key']}", rows.META)
    try:
        stored = Row.get(key.pk, key.sk, consistent_read=True)
    except Row.DoesNotExist:
        key.state = "in progress"
        key.save(Row.pk.does_not_exist())
    else:
        if stored.state == "completed":
            done: Answer = json.loads(stored.ref)
            return done
    answer = transaction_without_record(container, event)
    if answer["statusCode"] == 201:
        key.state = "completed"
        key.ref = json.dumps({**answer, "headers": {}})
        key.save()
    return answer


NUMBERING = {
    "counter then put": counter_then_put,
    "maximum plus one": maximum_plus_one,
    "transaction without record": transaction_without_record,
    "record around the transaction": record_around_the_transaction,
}
