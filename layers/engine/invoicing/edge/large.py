"""Answers too large for Lambda, which returns 6 MB at most: lent from the file store instead."""

from typing import Any

import msgspec
from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import JSON, answer
from invoicing.store.files import Files

# Source: AWS Lambda quotas, "Invocation payload: 6 MB each for request and response"; the answer
# travels inside a JSON string, escaped or as base64, with its headers beside it.
ANSWER_BYTES_MAX = 6_000_000
_SURELY_FITS = 1_000_000  # a character takes four bytes at most

_encode = msgspec.json.Encoder().encode


def travelling_bytes(body: Any) -> int:
    """How large a body is on its way out of Lambda."""
    if isinstance(body, bytes):
        return (len(body) + 2) // 3 * 4
    return len(body) if len(body) <= _SURELY_FITS else len(_encode(body))


def lent_if_large(response: Response[Any], files: Files, name: str) -> Response[Any]:
    """The response; or 303 to a URL that serves its body to whoever has it, for one hour."""
    body = response.body
    if body is None or travelling_bytes(body) <= ANSWER_BYTES_MAX:
        return response
    data = body if isinstance(body, bytes) else body.encode()
    location = files.lend(data, file_name=name, media_type=response.content_type or JSON)
    own = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    headers = {**own, "Location": location, "Cache-Control": "private, no-store"}
    return Response(303, JSON, "{}", headers=headers)


def minimal_if_large(response: Response[Any], object_id: str) -> Response[Any]:
    """The response; or only the object's id, under which it can be read."""
    if response.body is None or travelling_bytes(response.body) <= ANSWER_BYTES_MAX:
        return response
    minimal = answer({"id": object_id}, response.status_code)
    minimal.headers |= {**response.headers, "Preference-Applied": "return=minimal"}
    return minimal
