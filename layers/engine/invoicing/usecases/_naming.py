"""What a document's files are called."""

from invoicing.model import Document


def file_name(document: Document, extension: str) -> str:
    """A name for the document's file that no file system minds."""
    number = "".join(c if c.isalnum() and c.isascii() else "-" for c in document.number)
    return f"{document.kind}-{number or document.id or 'document'}.{extension}"
