"""Bodies of what changes a document's state."""

from typing import Literal

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
