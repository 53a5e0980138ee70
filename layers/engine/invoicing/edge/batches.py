"""Batches of due recurrences as messages of a queue (SQS)."""

import json
from collections.abc import Callable
from typing import Any

from invoicing.edge.http import logger
from invoicing.edge.messages import each_message
from invoicing.model.tenant import Tenant
from invoicing.usecases.run_recurrences import Batch, Ran


def batch_message(batch: Batch) -> str:
    return json.dumps(
        {
            "organizationId": batch.tenant.organization_id,
            "live": batch.tenant.live,
            "recurrenceIds": batch.recurrence_ids,
            "documentIds": batch.document_ids,
        }
    )


def each_batch(
    event: dict[str, Any], act: Callable[[Batch], Ran]
) -> dict[str, list[dict[str, str]]]:
    """Act on every batch; the answer names those that failed, which SQS gives again."""

    def run(message: dict[str, Any]) -> None:
        ran = act(_batch(message["body"]))
        logger.info("ran", extra={"documents": ran.documents, "failures": ran.failures})

    return each_message(event, run, what="batch")


def _batch(text: str) -> Batch:
    told = json.loads(text)
    tenant = Tenant(organization_id=told["organizationId"], live=told["live"])
    return Batch(tenant, tuple(told["recurrenceIds"]), tuple(told.get("documentIds", ())))
