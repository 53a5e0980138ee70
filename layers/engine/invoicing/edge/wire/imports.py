"""Imports on the wire."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Name, Wire, lean
from invoicing.model.imports import Import, Remark


class ImportInput(Wire):
    """A file that is to be put under a link."""

    name: Annotated[Name, Field(min_length=1)]
    size: Annotated[int, Field(ge=1, strict=True)]


def import_view(record: Import) -> dict[str, Any]:
    """The record as the API answers it."""
    return {
        "id": record.id,
        "version": record.version,
        "state": record.state,
        "name": record.name,
        "path": record.path,
        "size": record.size_bytes,
        "receivedAt": record.received_at,
        "createdAt": record.created_at,
        "updatedAt": record.updated_at,
        **lean(
            {
                "sha256": record.sha256,
                "format": record.format_name,
                "documentIds": record.document_ids,
                "batchId": record.batch_id,
                "duplicateOf": record.duplicate_of,
                "uploadId": record.upload_id,
                "parentId": record.parent_id,
                "importIds": record.member_ids,
            }
        ),
        "errors": [_remark_view(remark) for remark in record.failure],
        "warnings": [_remark_view(remark) for remark in record.warnings],
    }


def _remark_view(remark: Remark) -> dict[str, str]:
    return {
        "pointer": remark.pointer,
        "code": remark.code,
        "message": remark.text,
        "fix": remark.fix,
    }
