"""Documents as they are answered; who only reads loads nothing of what makes them."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.projection import WHOLE, Projection
from invoicing.edge.wire.document_view import document_view
from invoicing.edge.wiring import ports
from invoicing.model import Document, Organization
from invoicing.rules.completion import today
from invoicing.store.links import shareable_id
from invoicing.usecases.get_document import Page


def shown(document: Document, organization: Organization) -> dict[str, Any]:
    """The document as its owner reads it today."""
    return document_view(
        document,
        shareable_id=shareable_id(document, organization),
        today=today(organization, ports().now()),
    )


def documents_view(page: Page, projection: Projection = WHOLE) -> list[dict[str, Any]]:
    """A page of a list."""
    return [
        projection.of(
            document_view(d, shareable_id=page.shareable_ids.get(d.id, ""), today=page.today)
        )
        for d in page.documents
    ]


def document_answer(
    document: Document,
    organization: Organization,
    status: int = 200,
    *,
    projection: Projection = WHOLE,
    more: dict[str, Any] | None = None,
    **headers: str,
) -> Response[str]:
    """The document with `more`, or what is to be shown of it, with its ETag."""
    view = projection.of(shown(document, organization) | (more or {}))
    return answer(view, status, headers={"ETag": f'"{document.version}"', **headers})
