"""Files in a request body: raw, inside JSON, or as a multipart part."""

import base64

from invoicing.edge.multipart import read_parts
from invoicing.edge.request import JSON_TYPES, Request, required
from invoicing.errors import InvalidDocument, UnreadableFile

FILE_MEMBERS = frozenset({"xml", "xmlBase64", "data"})
"""The members of a JSON object that hold a file."""


def uploaded_file(call: Request) -> bytes:
    """The file in the body: raw, in JSON as `xml`, `xmlBase64` or `data`, or multipart/form-data.

    What kind of file it is, its content tells; `data` is base64 too, of a PDF or .p7m for example.
    """
    media_type = call.media_type()
    if media_type in JSON_TYPES:
        return _from_json(call)
    if media_type == "multipart/form-data":
        return _from_multipart(call)
    return call.body()


def _from_json(call: Request) -> bytes:
    body = call.json_object()
    name = "data" if "data" in body else "xmlBase64"
    text, encoded = body.get("xml"), body.get(name)
    if isinstance(text, str) and text:
        # A lone surrogate is no character; the XML reader refuses its bytes.
        return text.encode("utf-8", "surrogatepass")
    if not isinstance(encoded, str) or not encoded:
        raise _missing()
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as exc:
        raise UnreadableFile(
            "base64", f"{name} is not base64", fix="encode the file", pointer=f"/{name}"
        ) from exc


def _from_multipart(call: Request) -> bytes:
    for part in read_parts(call.headers["content-type"], call.body()):
        if part.data:
            return part.data
    raise UnreadableFile(
        "multipart", "the multipart body has no file part", fix="send the file as a part named file"
    )


def _missing() -> InvalidDocument:
    return required("xml", "is required", 'send {"xml": "…"} or {"data": "…"} in base64')
