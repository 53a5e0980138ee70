"""Prefer: return=minimal (RFC 7240): a write answered with the object's id alone."""

import re
from typing import Any

import msgspec

from invoicing.edge import json_text

WRITING = frozenset({"POST", "PUT", "PATCH"})
_MINIMAL = re.compile(r'(?:^|[,;])\s*return\s*=\s*"?minimal"?\s*(?:$|[,;])', re.IGNORECASE)


class _Identified(msgspec.Struct):
    id: str


def as_preferred(event: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as the caller prefers it; only one that shows an object can be made shorter."""
    method = event.get("requestContext", {}).get("http", {}).get("method")
    headers = answer.get("headers") or {}
    if method not in WRITING or answer["statusCode"] not in (200, 201):
        return answer
    if not ("ETag" in headers or "Location" in headers) or not _is_minimal(event):
        return answer
    shown = msgspec.json.decode(answer["body"], type=_Identified)
    applied = {**headers, "Preference-Applied": "return=minimal"}
    return {**answer, "body": json_text.dumps({"id": shown.id}), "headers": applied}


def _is_minimal(event: dict[str, Any]) -> bool:
    given = event.get("headers") or {}
    asked = next((value for name, value in given.items() if name.lower() == "prefer"), "")
    return bool(_MINIMAL.search(asked))
