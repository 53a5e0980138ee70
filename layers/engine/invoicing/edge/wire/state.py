"""Bodies of what changes a document's state."""

from typing import Annotated, Literal

from pydantic import Field

from invoicing.edge.wire.base import Flag, Name, Wire


class CancelInput(Wire):
    """How a document is canceled."""

    technical: Flag | None = None


class MarkSentInput(Wire):
    """How a document was sent."""

    method: Literal["manual", "email", "mail"] | None = None


class ArchiveInput(Wire):
    """Where a document is put."""

    category: Name | None = None


class LockInput(Wire):
    """Why a document must not change."""

    reason: Annotated[Name, Field(min_length=1, max_length=200)]
