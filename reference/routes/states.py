"""What becomes of a document once it is made, and what is said about it."""

from invoicing.edge.wire.comment import CommentInput
from invoicing.edge.wire.state import ArchiveInput, CancelInput, LockInput, MarkSentInput
from reference.members import COMMENT
from reference.operations import COUNT, DONE, FLAG, Answer, Body, Operation, Parameter
from reference.shapes import Shapes

ONE = "/v1/Documents/{id}"
TECHNICAL = Parameter("technical", "it was made by mistake", FLAG)


def routes(shapes: Shapes) -> dict[str, Operation]:
    comment = Body(shapes.body(CommentInput), {"text": "Called, will pay on Friday."})
    return {
        f"POST {ONE}/cancel": Operation(
            "Cancel a document",
            {200: DONE},
            description="It stays readable under its number, and nothing is owed for it.",
            query=(TECHNICAL,),
            body=Body(shapes.body(CancelInput), {"technical": False}, required=False),
            versioned=True,
        ),
        f"POST {ONE}/uncancel": Operation("Take a cancellation back", {200: DONE}, versioned=True),
        f"POST {ONE}/mark-sent": Operation(
            "Say that a document was sent another way",
            {200: DONE},
            body=Body(shapes.body(MarkSentInput), {"method": "mail"}, required=False),
        ),
        f"POST {ONE}/archive": Operation(
            "Archive a document",
            {200: DONE},
            body=Body(shapes.body(ArchiveInput), {"category": "2026"}, required=False),
        ),
        f"POST {ONE}/restore": Operation("Bring back an archived or deleted document", {200: DONE}),
        f"POST {ONE}/lock": Operation(
            "Lock a document",
            {200: DONE},
            description="Its content and its state stay as they are until it is unlocked.",
            body=Body(shapes.body(LockInput), {"reason": "period-closed"}),
        ),
        f"POST {ONE}/unlock": Operation("Unlock a document", {200: DONE}),
        f"POST {ONE}/comments": Operation(
            "Comment on a document", {201: Answer(COMMENT)}, body=comment
        ),
        f"PUT {ONE}/comments/{{commentId}}": Operation(
            "Change a comment", {200: Answer(COMMENT)}, body=comment
        ),
        f"DELETE {ONE}/comments/{{commentId}}": Operation("Remove a comment", {200: COUNT}),
    }
