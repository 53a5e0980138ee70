"""Files of the import folder, and what became of them."""

from datetime import datetime
from typing import Literal

from invoicing.model.entity import Entity
from invoicing.model.value import Value

ImportState = Literal["accepted", "duplicate", "failed"]


class Remark(Value, frozen=True, kw_only=True):
    """One thing that was found in a file, and how to mend it."""

    code: str
    text: str
    fix: str = ""
    pointer: str = ""


class Import(Entity, frozen=True, kw_only=True):
    """The record of one file: of an object version in the folder, or of a file in a zip there."""

    state: ImportState
    name: str  # of the file, safe to show
    path: str  # below the organization's folder, or inside the zip
    received_at: datetime
    sha256: str = ""  # empty where the file was too large to be read
    size_bytes: int = 0
    upload_id: str = ""  # of the link it was put under
    format_name: str = ""
    document_ids: tuple[str, ...] = ()  # of a duplicate: those its content became before
    batch_id: str = ""  # what the documents of one file have in common
    duplicate_of: str = ""  # the record of the same content
    parent_id: str = ""  # the record of the zip
    member_ids: tuple[str, ...] = ()  # of a zip: the records of its files
    failure: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


class Imported(Value, frozen=True, kw_only=True):
    """What a content became, found by its SHA-256."""

    import_id: str
    document_ids: tuple[str, ...]
