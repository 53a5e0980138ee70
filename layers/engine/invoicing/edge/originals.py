"""`_original`: the file a document was read from, on its way in and out."""

import base64
from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.request import parse
from invoicing.edge.wire.base import Name, Wire
from invoicing.edge.wire.parts import Base64
from invoicing.usecases._originals import Original

MEMBER = "_original"
_UNNAMED = "original"


class OriginalInput(Wire):
    """The file's content; what is told of a kept one is not read."""

    server_owned = frozenset({"id", "size", "contentType", "sha256", "accountId", "createdAt"})

    name: Annotated[Name, Field(min_length=1, max_length=200)] | None = None
    content_base64: Base64 | None = Field(default=None, alias="contentBase64")


class _Holder(Wire):
    original: OriginalInput | None = Field(default=None, alias="_original")


def original_of(body: dict[str, Any]) -> Original | None:
    """The original a create body brings; None where it brings no content."""
    given = parse(_Holder, {MEMBER: body.get(MEMBER)}).original
    if given is None or given.content_base64 is None:
        return None
    return Original(given.name or _UNNAMED, given.content_base64)


def original_view(data: bytes) -> dict[str, str]:
    """The same member for a file that was only read, to be sent back with what was read."""
    return {"contentBase64": base64.b64encode(data).decode()}
