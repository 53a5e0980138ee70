"""Files that belong to a document."""

from invoicing.edge.wire.attachment import AttachmentInput, ImageInput
from invoicing.usecases.organization_images import KINDS
from reference.members import ATTACHMENT, IMAGE
from reference.operations import (
    COUNT,
    INSTANT,
    Answer,
    Body,
    Operation,
    Parameter,
    Schema,
    array,
    closed,
    string,
)
from reference.routes._resources import ORGANIZATION
from reference.shapes import Shapes

FILES = "/v1/Documents/{id}/attachments"
EXAMPLE = {"name": "timesheet.csv", "contentBase64": "ZGF5O2hvdXJzCg=="}
ELSEWHERE = Answer(closed(), headers=("Location",))
PROMISE: Schema = closed(
    uploadId=string(),
    method=string(),
    uploadUrl=string("where to put the file, for an hour"),
    headers={"type": "object", "additionalProperties": string()},
    expiresAt=INSTANT,
)


def routes(shapes: Shapes) -> dict[str, Operation]:
    saved = Answer(ATTACHMENT, headers=("Location",))
    lost = array(string("JSON pointer to what the file does not say"))
    made = Answer(
        closed(tuple(ATTACHMENT["required"]), **ATTACHMENT["properties"], losses=lost),
        headers=("Location",),
    )
    download = f"{FILES}/{{attachmentId}}/download"
    public = "/v1/Documents/public/{id}/attachments/{attachmentId}/download"
    images = f"{ORGANIZATION}/images"
    kind = Parameter(
        "type", "which image; without it the logo", {"type": "string", "enum": [*KINDS]}
    )
    pictures = ("image/png", "image/jpeg")
    uploads = (*pictures, "multipart/form-data", "application/octet-stream")
    return {
        f"POST {images}": Operation(
            "Set an image of the organization",
            {200: Answer(IMAGE)},
            query=(kind,),
            body=Body(shapes.body(ImageInput), files=uploads),
        ),
        f"GET {images}": Operation(
            "Get an image", {200: Answer(files=pictures)}, query=(kind,), also=(422,)
        ),
        f"DELETE {images}": Operation("Remove an image", {200: COUNT}, query=(kind,)),
        f"POST {FILES}/upload": Operation(
            "Attach a file",
            {200: saved, 201: saved, 202: Answer(PROMISE)},
            description=(
                "A small file whole; a large one by asking for a link with `size`, putting it "
                "there and confirming with `uploadId`. 200 where the document has it already."
            ),
            body=Body(shapes.body(AttachmentInput), EXAMPLE, files=("multipart/form-data",)),
        ),
        "POST /v1/Documents/{id}/generate-cius": Operation(
            "Make the document's CIUS-PT file and attach it",
            {200: made, 201: made},
            description="200 where it was made before.",
        ),
        f"GET {FILES}": Operation("List attachments", {200: Answer(array(ATTACHMENT))}),
        f"GET {download}": Operation("Download an attachment", {302: ELSEWHERE}),
        f"DELETE {FILES}/{{attachmentId}}": Operation("Delete an attachment", {200: COUNT}),
        f"GET {public}": Operation("Download a shared document's attachment", {302: ELSEWHERE}),
    }
