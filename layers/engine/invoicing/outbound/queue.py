"""A queue of work for other functions of ours: SQS."""

import os
from collections.abc import Sequence
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from invoicing.errors import Unavailable

BATCH_MAX = 10  # messages of one call


class Queue:
    """Sends to one queue; its client is made when first needed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: Any = None

    def send(self, messages: Sequence[str]) -> None:
        """Put all messages into the queue; Unavailable where one may not be in it."""
        for start in range(0, len(messages), BATCH_MAX):
            entries = [
                {"Id": str(number), "MessageBody": text}
                for number, text in enumerate(messages[start : start + BATCH_MAX])
            ]
            try:
                answer = self._sqs().send_message_batch(QueueUrl=self._url, Entries=entries)
            except (BotoCoreError, ClientError) as exc:
                raise Unavailable("the queue did not answer") from exc
            if answer.get("Failed"):
                raise Unavailable("the queue did not take every message")

    def _sqs(self) -> Any:
        if self._client is None:
            self._client = botocore.session.get_session().create_client(
                "sqs",
                region_name=os.environ.get("AWS_REGION", "eu-central-1"),
                endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None,
                config=Config(connect_timeout=3, read_timeout=8, retries={"max_attempts": 3}),
            )
        return self._client
