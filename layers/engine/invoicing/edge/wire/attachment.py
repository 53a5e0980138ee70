"""Attachments and images on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Name, Wire, lean
from invoicing.edge.wire.parts import Base64
from invoicing.model import Attachment, Image

Sha256 = Annotated[Name, Field(pattern="^[0-9A-Fa-f]{64}$")]


class AttachmentInput(Wire):
    """A file in a JSON body: its content, or its size to get a link, or the link's upload id."""

    name: Annotated[Name, Field(min_length=1)]
    content_type: Name | None = None
    content_base64: Base64 | None = Field(default=None, alias="contentBase64")
    size: Annotated[int, Field(ge=1, strict=True)] | None = None
    upload_id: Annotated[Name, Field(max_length=40)] | None = None
    sha256: Sha256 | None = None


class ImageInput(Wire):
    """An image in a JSON body."""

    content_base64: Base64 = Field(alias="contentBase64")


def attachment_view(
    attachment: Attachment, *, download_url: str = "", thumbnail_url: str = ""
) -> dict[str, Any]:
    """An attachment as the API answers it."""
    return lean(
        {
            "id": attachment.id,
            "name": attachment.name,
            "size": attachment.size_bytes,
            "contentType": attachment.media_type,
            "sha256": attachment.sha256,
            "accountId": attachment.account_id,
            "createdAt": attachment.created_at,
            "downloadUrl": download_url,
            "thumbnailUrl": thumbnail_url,
        }
    )


def promise_view(upload_id: str, url: str, expires_at: datetime, size_bytes: int) -> dict[str, Any]:
    """How to put a large file, and how to confirm it."""
    return {
        "uploadId": upload_id,
        "method": "PUT",
        "uploadUrl": url,
        "headers": {"Content-Length": str(size_bytes)},
        "expiresAt": expires_at,
    }


def image_view(image: Image) -> dict[str, Any]:
    return {
        "contentType": image.media_type,
        "size": image.size_bytes,
        "width": image.width_px,
        "height": image.height_px,
        "sha256": image.sha256,
    }
