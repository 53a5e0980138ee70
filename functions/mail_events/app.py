"""SES's events: what became of a mail, for each of its recipients."""

from typing import Any

from invoicing.edge.http import logger
from invoicing.edge.mail_events import heard
from invoicing.edge.wiring import ports
from invoicing.usecases.hear_mail import hear_mail


def handler(event: dict[str, Any], _context: Any) -> dict[str, bool]:
    found = heard(event)
    if found is None:
        return {"changed": False}
    changed = hear_mail(
        found.document_id, found.attempt_id, found.news, found.tenant, ports(), key=found.key
    )
    logger.info("mail", extra={"state": found.news.state, "changed": changed})
    return {"changed": changed}
