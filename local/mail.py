"""Where sent mail lands: an SMTP server that writes each message to the outbox as an .eml file."""

import asyncio
import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from local.settings import HOST

_LIMIT_BYTES = 40 * 1024 * 1024  # SES's own limit for one message


class Outbox:
    """Writes one file per message, named so that a listing is in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = itertools.count(1)

    # The name is aiosmtpd's.
    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Accept a message once it is whole on disk."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        target = self._folder / f"{stamp}-{next(self._count):04}.eml"
        part = target.with_suffix(".part")
        part.write_bytes(envelope.original_content)
        part.rename(target)
        return "250 accepted"


async def serve_mail(folder: Path, port: int) -> asyncio.Server:
    """An SMTP server on the loopback address that fills `folder`."""
    loop = asyncio.get_running_loop()
    handler = Outbox(folder)

    def connection() -> SMTP:
        return SMTP(
            handler, data_size_limit=_LIMIT_BYTES, hostname="localhost", enable_SMTPUTF8=True
        )

    return await loop.create_server(connection, HOST, port)
