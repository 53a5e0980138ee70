"""Files that are put into the import folder."""

from invoicing.edge.imports import STATES
from invoicing.edge.wire.imports import ImportInput
from reference.operations import (
    COUNT,
    CURSOR,
    INSTANT,
    WHOLE,
    Answer,
    Body,
    Operation,
    Parameter,
    array,
    closed,
    limit,
    string,
)
from reference.routes._resources import ORGANIZATION
from reference.routes.attachments import ELSEWHERE, PROMISE
from reference.shapes import Shapes

REMARK = closed(
    ("pointer", "code", "message", "fix"),
    pointer=string("JSON pointer into the document; empty for the file as a whole"),
    code=string("stable; see /errors"),
    message=string("what is wrong"),
    fix=string("what to send instead"),
)
RECORD = closed(
    ("id", "version", "state", "name", "path", "size", "receivedAt", "errors", "warnings"),
    id=string(),
    version=WHOLE,
    state=string("what became of the file", enum=list(STATES)),
    name=string("of the file"),
    path=string("below the organization's folder, or inside the zip"),
    size=WHOLE,
    sha256=string("missing where the file was too large to be read"),
    receivedAt=INSTANT,
    createdAt=INSTANT,
    updatedAt=INSTANT,
    format=string("the format the file is in; zip for an archive"),
    documentIds=array(string("of a duplicate: what its content became before")),
    batchId=string("what the documents of one file have in common"),
    duplicateOf=string("the import of the same content"),
    uploadId=string("of the link it was put under"),
    parentId=string("the import of the zip it was in"),
    importIds=array(string("of a zip: the imports of its files")),
    errors=array(REMARK),
    warnings=array(REMARK),
)


def routes(shapes: Shapes) -> dict[str, Operation]:
    body, many, one = shapes.body(ImportInput), f"{ORGANIZATION}/imports", "/v1/Imports/{importId}"
    narrowing = (
        Parameter("term", "words of the name or path, an uploadId, a parentId"),
        Parameter("state", "only these", {"type": "string", "enum": [*STATES, ""]}),
    )
    shown = Answer(RECORD, headers=("ETag",))
    return {
        f"POST {many}": Operation(
            "Get a link to upload a file to import",
            {202: Answer(PROMISE)},
            description=(
                "Put the file where the answer says; what became of it is found in the list by "
                "its uploadId. Files may also be put straight into the bucket."
            ),
            body=Body(body, {"name": "invoice.xml", "size": 5120}),
            keyed=False,
        ),
        f"GET {many}": Operation(
            "List imports",
            {200: Answer(array(RECORD), headers=("Link",))},
            query=(limit(), CURSOR, *narrowing),
        ),
        f"GET {many}/count": Operation("Count imports", {200: COUNT}, query=narrowing),
        f"GET {one}": Operation("Get an import", {200: shown}),
        f"GET {one}/file": Operation("Download a file that failed", {302: ELSEWHERE}, also=(409,)),
        f"POST {one}/replay": Operation(
            "Try a file that failed again",
            {200: shown},
            description="The import as it is then; one that had not failed stays as it is.",
            keyed=False,
        ),
    }
