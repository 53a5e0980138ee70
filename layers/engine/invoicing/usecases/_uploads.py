"""What a caller may send as a file: any that is no program, as large as we keep."""

from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument, TooLarge
from invoicing.model import StoredFile
from invoicing.safe.safe_type import contradicts, is_active, media_type_of

FILE_BYTES_MAX = 100_000_000


class Upload(NamedTuple):
    """What a caller says about a file."""

    name: str
    declared_type: str = ""
    sha256: str = ""  # hex; the file must have it where it is given


def check_upload(upload: Upload, sha256: str, size_bytes: int, head: bytes) -> StoredFile:
    """The file its bytes make; InvalidDocument where we do not keep such a file."""
    media_type = media_type_of(head, upload.declared_type)
    if size_bytes > FILE_BYTES_MAX:
        raise too_large()
    findings = []
    if not size_bytes:
        findings.append(
            Finding("attachment-empty", "/file", "the file is empty", "send a file with content")
        )
    if is_active(head):
        findings.append(
            Finding(
                "attachment-active",
                "/file",
                "the file is a program or a page that could run in a browser",
                "send a PDF, an image, a text, an office file or an archive",
            )
        )
    elif size_bytes and contradicts(upload.declared_type, media_type):
        findings.append(
            Finding(
                "attachment-type",
                "/contentType",
                f"the file is no {upload.declared_type}; its bytes are {media_type}",
                "leave the type out, or send the file it names",
            )
        )
    if upload.sha256 and upload.sha256.lower() != sha256:
        findings.append(
            Finding(
                "checksum-mismatch",
                "/sha256",
                "the file that arrived has another SHA-256",
                "send the file again",
            )
        )
    if findings:
        raise InvalidDocument(findings)
    return StoredFile(sha256=sha256, size_bytes=size_bytes, media_type=media_type)


def too_large() -> TooLarge:
    return TooLarge(
        "attachment-too-large",
        f"the file has over {FILE_BYTES_MAX // 1_000_000} MB",
        fix="send a smaller file",
    )
