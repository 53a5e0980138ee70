"""Comments on the wire."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Text, Wire, lean
from invoicing.model import Comment


class CommentInput(Wire):
    """A remark on a document."""

    server_owned = frozenset({"id", "accountId", "createdAt", "updatedAt"})

    text: Annotated[Text, Field(min_length=1)]


def comment_view(comment: Comment) -> dict[str, Any]:
    """The comment as the API spells it."""
    return lean(
        {
            "id": comment.id,
            "text": comment.text,
            "accountId": comment.account_id,
            "createdAt": comment.created_at,
            "updatedAt": comment.updated_at,
        }
    )
