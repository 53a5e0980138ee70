"""Public links: a secret that leads to one object of one tenant, stored as SHA-256 only."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import NotFound, Unavailable
from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.store import rows
from invoicing.store.rows import Row

DOCUMENT_PREFIX = "shd_"
_SECRET_BYTES = 20


def shareable_id(document: Document, organization: Organization) -> str:
    """The id in the document's public link; "" while it is not shared.

    It is derived from the organization's own random secret, so it can be shown again without
    being kept; every generation of a document's link has another.
    """
    if document.share_generation % 2 == 0:
        return ""
    message = f"document|{document.live}|{document.id}|{document.share_generation}"
    digest = hmac.new(
        bytes.fromhex(organization.share_secret), message.encode(), hashlib.sha256
    ).digest()
    return DOCUMENT_PREFIX + urlsafe_b64encode(digest[:_SECRET_BYTES]).decode().rstrip("=")


def link_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def resolve_link(secret: str, now: datetime) -> tuple[Tenant, str]:
    """The tenant and the object a link leads to.

    NotFound for wrong, revoked and expired links alike.
    """
    if not secret.startswith(DOCUMENT_PREFIX):
        raise NotFound(secret)
    try:
        row = Row.get(f"SHARE#{link_hash(secret)}", rows.META, consistent_read=True)
    except Row.DoesNotExist as exc:
        raise NotFound(secret) from exc
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
    if row.expires_at is not None and row.expires_at <= now.timestamp():
        raise NotFound(secret)
    world, organization_id, document_id = str(row.ref).split("#")
    return Tenant(organization_id=organization_id, live=world == "ORG"), document_id
