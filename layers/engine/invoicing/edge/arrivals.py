"""Notifications of a bucket in a queue: which object versions have come.

Source: Amazon S3 user guide, "Event message structure": keys are URL-encoded, a space is a plus.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from invoicing.edge.http import logger
from invoicing.edge.messages import each_message
from invoicing.model.imports import Import
from invoicing.usecases.import_file import Arrival

UNVERSIONED = "null"
"""The version id of what was stored while the bucket kept no versions."""


def arrival_message(key: str, version_id: str) -> str:
    """What the bucket would have told."""
    stored = {"key": quote_plus(key, safe="/"), "versionId": version_id}
    return json.dumps({"Records": [{"s3": {"object": stored}}]})


def arrival_messages(found: Sequence[tuple[str, str]]) -> list[str]:
    return [arrival_message(key, version_id) for key, version_id in found]


def each_arrival(
    event: dict[str, Any], act: Callable[[Arrival], Import | None]
) -> dict[str, list[dict[str, str]]]:
    """Act on every object version; the answer names the messages that failed."""

    def take(message: dict[str, Any]) -> None:
        for arrival in _arrivals(message):
            record = act(arrival)
            if record is not None:
                more = [remark.code for remark in record.failure]
                found = {"import": record.id, "state": record.state, "codes": more}
                logger.info("imported", extra=found)

    return each_message(event, take, what="import")


def _arrivals(message: dict[str, Any]) -> list[Arrival]:
    """None in the test notification a bucket sends when it is told of its queue."""
    times = int(message.get("attributes", {}).get("ApproximateReceiveCount", 1))
    stored = [record["s3"]["object"] for record in json.loads(message["body"]).get("Records", ())]
    return [
        Arrival(unquote_plus(one["key"]), one.get("versionId") or UNVERSIONED, times)
        for one in stored
    ]
