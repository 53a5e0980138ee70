"""Signed messages to webhooks. Source: Standard Webhooks 1.0 (standardwebhooks.com)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from random import Random

SECRET_PREFIX = "whsec_"  # noqa: S105 - a prefix is no secret
_SECRET_BITS = 192  # the specification asks for 24 to 64 bytes


def new_secret(random: Random) -> str:
    """A secret to hand out once; `random` must be a cryptographic source outside of tests."""
    raw = random.getrandbits(_SECRET_BITS).to_bytes(_SECRET_BITS // 8, "big")
    return SECRET_PREFIX + base64.b64encode(raw).decode()


def signed_headers(
    event_id: str, at: datetime, body: bytes, secrets: Iterable[str]
) -> dict[str, str]:
    """The headers of one try at `at`: one signature for each secret."""
    timestamp = str(int(at.timestamp()))
    message = f"{event_id}.{timestamp}.".encode() + body
    return {
        "Content-Type": "application/json",
        "User-Agent": "Notula-Webhooks/1.0",
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, message) for secret in secrets),
    }


def _signature(secret: str, message: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode()
