"""Every minute: mails nobody heard of are settled, due webhook deliveries and
registrations with tax authorities are tried."""

from typing import Any

from invoicing.edge.http import logger
from invoicing.edge.wire.webhook import message
from invoicing.edge.wiring import ports
from invoicing.usecases.janitor import sweep


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    swept = sweep(ports(), message)
    done = {
        "mailings": swept.mailings,
        "deliveries": swept.deliveries,
        "registrations": swept.registrations,
        "overdue": swept.overdue,
        "certificates": swept.certificates,
        "putOff": swept.put_off,
    }
    logger.info("swept", extra=done)
    return done
