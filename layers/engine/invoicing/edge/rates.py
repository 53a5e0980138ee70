"""How often a token may ask: counted by each container of a function, minute by minute."""

import os
from dataclasses import dataclass, field
from typing import Any

from invoicing.errors import TooManyRequests

WINDOW_S = 60
LIMIT_VARIABLE = "TOKEN_REQUESTS_PER_MINUTE"


@dataclass(slots=True)
class Meter:
    """What one container has counted in the minute that runs."""

    minute: int = -1
    used: dict[str, int] = field(default_factory=dict)

    def count(self, event: dict[str, Any]) -> dict[str, str]:
        """The headers that tell what is left; TooManyRequests where nothing is.

        No headers without a token, or without a limit.
        Source: draft-ietf-httpapi-ratelimit-headers-10.
        """
        limit = int(os.environ.get(LIMIT_VARIABLE) or 0)
        context = event.get("requestContext", {})
        token = ((context.get("authorizer") or {}).get("lambda") or {}).get("tokenId")
        if not limit or not token:
            return {}
        now_s = int(context.get("timeEpoch", 0)) // 1000
        if now_s // WINDOW_S != self.minute:
            self.minute = now_s // WINDOW_S
            self.used.clear()
        self.used[token] = used = self.used.get(token, 0) + 1
        rest_s = WINDOW_S - now_s % WINDOW_S
        headers = {
            "RateLimit-Policy": f'"token";q={limit};w={WINDOW_S}',
            "RateLimit": f'"token";r={max(0, limit - used)};t={rest_s}',
        }
        if used > limit:
            raise TooManyRequests(limit, retry_after_s=rest_s, headers=headers)
        return headers
