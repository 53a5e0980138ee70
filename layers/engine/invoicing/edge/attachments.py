"""Attachments over HTTP."""

from typing import NamedTuple

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import checksums
from invoicing.edge.http import answer, redirect
from invoicing.edge.losses import pointers
from invoicing.edge.multipart import Part, read_parts
from invoicing.edge.request import JSON_TYPES, Request, parse
from invoicing.edge.wire.attachment import AttachmentInput, attachment_view, promise_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument, UnreadableFile
from invoicing.model.tenant import Tenant
from invoicing.usecases import attachments as use
from invoicing.usecases._attaching import SavedAttachment
from invoicing.usecases._uploads import Upload
from invoicing.usecases.generate_file import generate_file

_HOW = 'send {"name", "contentBase64"}, or {"name", "size"} for a link, or {"name", "uploadId"}'


class FormFile(NamedTuple):
    """The one file of a form."""

    name: str
    media_type: str
    data: bytes


def form_file(call: Request) -> FormFile:
    """The file in a multipart body; its own checksum and the body's are verified."""
    body = call.body()
    checksums.verify(call.headers, body)
    parts = read_parts(call.headers.get("content-type", ""), body)
    files = [part for part in parts if part.file_name or part.name == "file"]
    if len(files) != 1:
        raise UnreadableFile(
            "multipart-file",
            f"the form has {len(files)} files",
            fix="send one part named file",
        )
    checksums.verify(files[0].headers, files[0].data)
    return FormFile(files[0].file_name or _named(parts), _media_type(files[0]), files[0].data)


def _named(parts: list[Part]) -> str:
    """The name in a field of its own, for clients whose file parts cannot have one."""
    return next((p.data.decode("utf-8", "replace") for p in parts if p.name == "name"), "")


def _media_type(part: Part) -> str:
    return part.headers.get("content-type", "").split(";")[0].strip().lower()


def upload(call: Request, document_id: str) -> Response[str]:
    """A file as multipart or base64, a link for a large one, or the confirmation of that."""
    tenant = call.tenant()
    if call.media_type() == "multipart/form-data":
        file = form_file(call)
        asked = Upload(file.name, file.media_type)
        done = use.add_attachment(document_id, asked, file.data, tenant, ports(), key=call.key())
        return _saved(done, document_id, tenant)
    if call.media_type() not in JSON_TYPES:
        raise UnreadableFile(
            "content-type",
            f"the content type {call.media_type()!r} is not taken here",
            fix="send multipart/form-data or application/json",
        )
    checksums.verify(call.headers, call.body())
    return _from_json(call, document_id, tenant)


def _from_json(call: Request, document_id: str, tenant: Tenant) -> Response[str]:
    body = parse(AttachmentInput, call.json_object())
    asked = Upload(body.name, (body.content_type or "").lower(), body.sha256 or "")
    if body.content_base64 is not None:
        _require_size(body.size, len(body.content_base64))
        done = use.add_attachment(
            document_id, asked, body.content_base64, tenant, ports(), key=call.key()
        )
        return _saved(done, document_id, tenant)
    if body.upload_id is not None:
        done = use.confirm_upload(
            document_id, body.upload_id, asked, tenant, ports(), key=call.key()
        )
        return _saved(done, document_id, tenant)
    if body.size is None:
        raise InvalidDocument([Finding("required", "/contentBase64", "is required", _HOW)])
    promise = use.promise_upload(document_id, body.size, tenant, ports())
    return answer(promise_view(*promise, body.size), 202)


def _require_size(told: int | None, found: int) -> None:
    if told is not None and told != found:
        raise InvalidDocument(
            [Finding("size-mismatch", "/size", f"{found} bytes arrived", "send the file again")]
        )


def _saved(
    done: SavedAttachment, document_id: str, tenant: Tenant, **more: list[str]
) -> Response[str]:
    links = use.links(done.attachment, tenant, ports())
    view = attachment_view(
        done.attachment, download_url=links.download, thumbnail_url=links.thumbnail
    )
    headers = {"Location": f"/v1/Documents/{document_id}/attachments/{done.attachment.id}/download"}
    if done.replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer({**view, **more}, 201 if done.added else 200, headers=headers)


def generate_cius(call: Request, document_id: str) -> Response[str]:
    """The document's CIUS-PT file, made and attached."""
    tenant = call.tenant()
    done, losses = generate_file(document_id, "cius-pt", tenant, ports(), key=call.key())
    return _saved(done, document_id, tenant, losses=pointers(losses))


def of_document(call: Request, document_id: str) -> Response[str]:
    attachments, links_of = use.list_attachments(document_id, call.tenant(), ports())
    shown = []
    for attachment in attachments:
        links = links_of(attachment)
        shown.append(
            attachment_view(attachment, download_url=links.download, thumbnail_url=links.thumbnail)
        )
    return answer(shown, headers={"Cache-Control": "private, no-store"})


def download(call: Request, document_id: str, asked: str) -> Response[str]:
    return redirect(use.attachment_link(document_id, asked, call.tenant(), ports()))


def delete(call: Request, document_id: str, attachment_id: str) -> Response[str]:
    use.delete_attachment(document_id, attachment_id, call.tenant(), ports(), key=call.key())
    return answer({"count": 1})
