"""Files that belong to a document."""

from invoicing.edge.wire.attachment import AttachmentInput
from reference.members import ATTACHMENT
from reference.operations import (
    COUNT,
    INSTANT,
    Answer,
    Body,
    Operation,
    Schema,
    array,
    closed,
    string,
)
from reference.shapes import Shapes

FILES = "/v1/Documents/{id}/attachments"
EXAMPLE = {"name": "timesheet.csv", "contentBase64": "ZGF5O2hvdXJzCg=="}
ELSEWHERE = Answer(closed(), headers=("Location",))


def routes(shapes: Shapes) -> dict[str, Operation]:
    promise: Schema = closed(
        uploadId=string(),
        method=string(),
        uploadUrl=string("where to put the file, for an hour"),
        headers={"type": "object", "additionalProperties": string()},
        expiresAt=INSTANT,
    )
    saved = Answer(ATTACHMENT, headers=("Location",))
    download = f"{FILES}/{{attachmentId}}/download"
    public = "/v1/Documents/public/{id}/attachments/{attachmentId}/download"
    return {
        f"POST {FILES}/upload": Operation(
            "Attach a file",
            {200: saved, 201: saved, 202: Answer(promise)},
            description=(
                "A small file whole; a large one by asking for a link with `size`, putting it "
                "there and confirming with `uploadId`. 200 where the document has it already."
            ),
            body=Body(shapes.body(AttachmentInput), EXAMPLE, files=("multipart/form-data",)),
        ),
        f"GET {FILES}": Operation("List attachments", {200: Answer(array(ATTACHMENT))}),
        f"GET {download}": Operation("Download an attachment", {302: ELSEWHERE}),
        f"DELETE {FILES}/{{attachmentId}}": Operation("Delete an attachment", {200: COUNT}),
        f"GET {public}": Operation("Download a shared document's attachment", {302: ELSEWHERE}),
    }
