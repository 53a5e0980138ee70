"""Content of documents yet to be made, as recurrences and templates carry it in `document`."""

from typing import Any

from invoicing.edge.wire.document_view import writable_view
from invoicing.model import Document

# What a document that is yet to be made cannot have.
NOT_CONTENT = ("number", "uniqueId", "draft", "send", "payments", "incoming", "imported")


def content_view(content: Document) -> dict[str, Any]:
    """The content as a body may bring it."""
    view = writable_view(content)
    return {name: value for name, value in view.items() if name not in NOT_CONTENT}
