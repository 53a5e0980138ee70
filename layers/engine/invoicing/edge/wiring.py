"""The real ports: built once per container from the environment."""

import os
import secrets
import time
from datetime import UTC, datetime
from functools import cache

from invoicing.outbound.mail import Mail
from invoicing.outbound.queue import Queue
from invoicing.outbound.vault import Vault
from invoicing.store.files import Files
from invoicing.usecases.ports import Ports


def build() -> Ports:
    """Real ports: the system's clock and randomness, AWS clients."""
    return Ports(
        files=Files(os.environ["FILES_BUCKET"]),
        mail=Mail(os.environ.get("MAIL_SENDER", ""), os.environ.get("MAIL_CONFIGURATION_SET", "")),
        now=lambda: datetime.now(UTC),
        random=secrets.SystemRandom(),
        sleep=time.sleep,
        public_url=os.environ.get("PUBLIC_URL", ""),
        accounts_found=os.environ.get("ORGANIZATIONS_BY_ACCOUNTS") == "true",
        vault=Vault(os.environ.get("CERTIFICATES_KEY", "")),
        recurrences=Queue(os.environ.get("RECURRENCES_QUEUE", "")),
        imports=Queue(os.environ.get("IMPORTS_QUEUE", "")),
    )


@cache
def ports() -> Ports:
    """The ports of this container, built when first asked for."""
    return build()
