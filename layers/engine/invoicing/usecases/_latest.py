"""A document that was just read, and read again only when a commit lost its race."""

from collections.abc import Callable

from invoicing.model import Document
from invoicing.store.repository import Repository


def latest(store: Repository, document: Document) -> Callable[[], Document]:
    """Gives the document as it was read the first time, the stored one every time after."""
    held = [document]

    def read() -> Document:
        return held.pop() if held else store.document(document.id)

    return read
