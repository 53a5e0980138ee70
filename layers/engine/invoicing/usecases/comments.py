"""Internal remarks on a document: never printed, never public, possible in every state."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from invoicing.errors import Conflict, NotFound
from invoicing.model import Comment, Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import require_state
from invoicing.store.repository import Committed, Key
from invoicing.usecases._changes import change_document
from invoicing.usecases.ports import Ports

COMMENTS_MAX = 500
_STATES = ("draft", "issued", "canceled")


class SavedComment(NamedTuple):
    """A comment as a request left it; `replayed` where an equal request had done it before."""

    comment: Comment
    replayed: bool


def add_comment(
    document_id: str, text: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedComment:
    """The new comment, in the name of whoever asks. Conflict where there are too many."""
    now = ports.now()
    comment = Comment(
        id=ports.new_id(), text=text, account_id=tenant.account_id, created_at=now, updated_at=now
    )

    def add(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
        if len(comments) >= COMMENTS_MAX:
            raise Conflict(
                f"there are {COMMENTS_MAX} comments already",
                code="comments-too-many",
                fix="remove a comment first",
            )
        return (*comments, comment)

    done = _change(document_id, ("document.comment_added", comment), add, tenant, ports, key=key)
    return _saved(done)


def update_comment(
    document_id: str,
    comment_id: str,
    text: str,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> SavedComment:
    """The comment with its new text; NotFound where the document has no such comment."""
    now = ports.now()
    stored = _find(ports.store(tenant).document(document_id), comment_id)
    changed = replace(stored, text=text, updated_at=now)

    def change(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
        _require(comments, comment_id)
        return tuple(changed if c.id == comment_id else c for c in comments)

    done = _change(
        document_id, ("document.comment_changed", changed), change, tenant, ports, key=key
    )
    return _saved(done)


def delete_comment(
    document_id: str, comment_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> None:
    """Remove the comment; NotFound where the document has no such comment."""

    def remove(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
        _require(comments, comment_id)
        return tuple(c for c in comments if c.id != comment_id)

    gone = Comment(id=comment_id, text="")
    _change(document_id, ("document.comment_removed", gone), remove, tenant, ports, key=key)


def _change(
    document_id: str,
    told: tuple[str, Comment],
    change: Callable[[tuple[Comment, ...]], tuple[Comment, ...]],
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None,
) -> Committed:
    event_type, comment = told

    def commented(stored: Document) -> Document:
        require_state(stored, _STATES, "commented on")
        return replace(stored, comments=change(stored.comments))

    return change_document(
        document_id,
        event_type,
        commented,
        tenant,
        ports,
        data={"comment": msgspec.to_builtins(comment)},
        key=key,
    )


def _saved(done: Committed) -> SavedComment:
    comment = msgspec.convert(done.entry.event.data["comment"], Comment)
    return SavedComment(comment, done.replayed)


def _find(document: Document, comment_id: str) -> Comment:
    for comment in document.comments:
        if comment.id == comment_id:
            return comment
    raise NotFound(comment_id)


def _require(comments: tuple[Comment, ...], comment_id: str) -> None:
    if all(comment.id != comment_id for comment in comments):
        raise NotFound(comment_id)
