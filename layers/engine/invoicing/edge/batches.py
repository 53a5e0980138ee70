"""Batches of due recurrences as messages of a queue (SQS)."""

import json
from collections.abc import Callable
from typing import Any

from invoicing.edge.http import logger
from invoicing.model.tenant import Tenant
from invoicing.usecases.run_recurrences import Batch, Ran


def batch_message(batch: Batch) -> str:
    return json.dumps(
        {
            "organizationId": batch.tenant.organization_id,
            "live": batch.tenant.live,
            "recurrenceIds": batch.recurrence_ids,
        }
    )


def each_batch(
    event: dict[str, Any], act: Callable[[Batch], Ran]
) -> dict[str, list[dict[str, str]]]:
    """Act on every message; the answer names those that failed, which SQS gives again."""
    failed = []
    for record in event["Records"]:
        try:
            ran = act(_batch(record["body"]))
        except Exception as exc:  # noqa: BLE001 - one batch must not stop those of other tenants
            logger.warning(
                "batch not run",
                extra={"messageId": record["messageId"], "kind": type(exc).__name__},
            )
            failed.append({"itemIdentifier": record["messageId"]})
        else:
            logger.info("ran", extra={"documents": ran.documents, "failures": ran.failures})
    return {"batchItemFailures": failed}


def _batch(text: str) -> Batch:
    told = json.loads(text)
    tenant = Tenant(organization_id=told["organizationId"], live=told["live"])
    return Batch(tenant, tuple(told["recurrenceIds"]))
