"""Files an organization keeps: their content once, and who refers to it."""

from datetime import datetime

from invoicing.model.value import Value


class StoredFile(Value, frozen=True, kw_only=True):
    """The content of a file, kept once however often it is attached; known by its SHA-256."""

    sha256: str
    size_bytes: int
    media_type: str
    thumbnail_type: str = ""  # media type of its small image; empty where it has none
    references: int = 1


class Attachment(Value, frozen=True, kw_only=True):
    """A file that belongs to a document; neutral, it may come and go after issuing."""

    id: str
    name: str
    sha256: str
    size_bytes: int
    media_type: str
    thumbnail_type: str = ""
    account_id: str = ""  # who attached it
    created_at: datetime | None = None


class Image(Value, frozen=True, kw_only=True):
    """An image of the organization's, written anew by us."""

    sha256: str
    size_bytes: int
    media_type: str
    width_px: int
    height_px: int
