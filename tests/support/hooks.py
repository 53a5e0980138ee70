"""What stands around the product when things leave it: the stream, the clock, the endpoints."""

import base64
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.world import Credentials, World, module

from invoicing.outbound.queue import Queue
from invoicing.safe.safe_http import HttpAnswer, UnsafeUrl
from invoicing.usecases.ports import Ports

URL = "https://shop.example.com/hooks"
NOTHING_DUE = dict.fromkeys(
    ("mailings", "deliveries", "registrations", "overdue", "certificates", "putOff"), 0
)
"""What the janitor says of a run in which there was nothing to do."""


@dataclass(frozen=True)
class Message:
    """A message an endpoint got."""

    url: str
    headers: dict[str, str]
    body: bytes
    at: datetime

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]


class WaitingQueue(Queue):
    """A queue that is a list."""

    def __init__(self, waiting: list[str]) -> None:
        super().__init__("")
        self._waiting = waiting

    def send(self, messages: Sequence[str]) -> None:
        self._waiting.extend(messages)


@dataclass
class OutsideWorld(World):
    """A world with endpoints in it, every one of which answers as `behave` says."""

    messages: list[Message] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)
    """Batches of recurrences that wait to be run."""
    arrivals: list[str] = field(default_factory=list)
    """Files of the import folder that were told of again."""
    behave: Callable[[Message], int] = lambda _: 200
    """The status an endpoint answers; or it raises NoAnswer."""

    def post(self, url: str, headers: dict[str, str], body: bytes, *, timeout_s: int) -> HttpAnswer:
        assert 0 < timeout_s <= 10
        message = Message(url, dict(headers), body, self.now)
        self.messages.append(message)
        return HttpAnswer(self.behave(message), {}, b"")

    def check_url(self, url: str) -> None:
        if not url.startswith("https://"):
            raise UnsafeUrl("only https is used")

    def ports(self) -> Ports:
        return dataclasses.replace(
            super().ports(),
            post=self.post,
            check_url=self.check_url,
            recurrences=WaitingQueue(self.queue),
            imports=WaitingQueue(self.arrivals),
            together=lambda jobs: [job() for job in jobs],
        )

    # What AWS does by itself

    def stream_records(self) -> list[dict[str, Any]]:
        """The table's stream from its beginning: every journal entry, in order."""
        entries = [row for row in self.rows() if row["PK"]["S"].endswith("#LOG")]
        entries.sort(key=lambda row: (row["PK"]["S"], int(row["n"]["N"])))
        return [
            {
                "eventName": "INSERT",
                "dynamodb": {
                    "SequenceNumber": str(number),
                    "NewImage": {
                        "PK": row["PK"],
                        "entry": {"B": base64.b64encode(row["entry"]["B"]).decode()},
                    },
                },
            }
            for number, row in enumerate(entries)
        ]

    def deliver(self, records: list[dict[str, Any]] | None = None) -> list[str]:
        """Hand the stream over, all of it again; the numbers of records that failed."""
        given = self.stream_records() if records is None else records
        answer = module("deliver").handler({"Records": given}, None)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def tick_schedule(self, after: timedelta = timedelta(0)) -> dict[str, int]:
        """One run of the schedule, some time later."""
        self.now += after
        queued: dict[str, int] = module("schedule").handler({}, None)
        return queued

    def run_queue(self) -> list[str]:
        """Hand every waiting batch over, one by one; the numbers of those that failed stay."""
        failed = []
        for number, text in enumerate(list(self.queue)):
            event = {"Records": [{"messageId": str(number), "body": text}]}
            if module("recur").handler(event, None)["batchItemFailures"]:
                failed.append(text)
        self.queue[:] = failed
        return failed

    def tick_janitor(self, after: timedelta = timedelta(0)) -> dict[str, int]:
        """One run of the janitor, some time later."""
        self.now += after
        swept: dict[str, int] = module("janitor").handler({}, None)
        return swept

    def tell(self, event: dict[str, Any]) -> bool:
        """An event of the mail service."""
        told: dict[str, bool] = module("mail_events").handler(event, None)
        return told["changed"]

    # What tests do again and again

    def webhook(self, owner: Credentials, **body: Any) -> dict[str, Any]:
        path = f"/v1/Organizations/{owner.organization_id}/webhooks"
        answer = self.request("POST", path, {"url": URL, **body}, token=owner.token)
        assert answer.status == 201, answer.body
        made: dict[str, Any] = answer.json
        return made

    def document(self, owner: Credentials, **body: Any) -> dict[str, Any]:
        path = f"/v1/Organizations/{owner.organization_id}/documents"
        content = {"_documentItems": [{"name": "x", "price": 10}], **body}
        answer = self.request("POST", path, content, token=owner.token)
        assert answer.status == 201, answer.body
        made: dict[str, Any] = answer.json
        return made

    def deliveries(self, owner: Credentials, webhook: dict[str, Any]) -> list[dict[str, Any]]:
        path = f"/v1/Webhooks/{webhook['id']}/deliveries"
        found: list[dict[str, Any]] = self.request("GET", path, token=owner.token).json
        return found


def today(world: OutsideWorld) -> None:
    """Set the clock to now: official verifiers look at the system's."""
    world.now = datetime.now(UTC)
