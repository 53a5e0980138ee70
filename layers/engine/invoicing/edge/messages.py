"""Messages of a queue (SQS), each taken by itself."""

from collections.abc import Callable
from typing import Any

from invoicing.edge.http import logger


def each_message(
    event: dict[str, Any], act: Callable[[dict[str, Any]], None], *, what: str
) -> dict[str, list[dict[str, str]]]:
    """Act on every message; the answer names those that failed, which SQS gives again."""
    failed = []
    for message in event["Records"]:
        try:
            act(message)
        except Exception as exc:  # noqa: BLE001 - one message must not stop those of other tenants
            logger.warning(
                f"{what} failed",
                extra={"messageId": message["messageId"], "kind": type(exc).__name__},
            )
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}
