"""The journal: one append-only, hash-chained entry for every change of an organization."""

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from invoicing.model.value import Value

_sorted = msgspec.json.Encoder(order="sorted").encode

HASH_VERSION = 1
GENESIS = "0" * 64


class Event(Value, frozen=True, kw_only=True):
    """What happened: `type` ("document.issued"), to which object, by whom."""

    type: str
    subject: str  # the object's id
    account_id: str = ""
    data: dict[str, Any] = {}  # what effects need besides the subject's content


class Entry(Value, frozen=True, kw_only=True):
    """One event at its place in the chain.

    It is the audit record, the outbox message and the idempotency record at once: all three
    must exist exactly when the change does, so they are one row of the change's transaction.
    """

    id: str
    seq: int
    at: datetime
    event: Event
    content_hash: str = ""  # SHA-256 of the object's stored form after the change
    request_hash: str = ""  # of the request that caused it, when it carried an Idempotency-Key
    previous_hash: str
    hash_version: int = HASH_VERSION
    hash: str = ""


def chain_hash(entry: Entry) -> str:
    """The entry's own hash: SHA-256 of its JSON without `hash`, names sorted, no white space."""
    unsealed = Entry(**{f: getattr(entry, f) for f in entry.__struct_fields__ if f != "hash"})
    return hashlib.sha256(_sorted(unsealed)).hexdigest()
