"""What use cases need from outside: the store, the mail, and all that would not replay."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from invoicing.model.ids import ulid
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import Mail
from invoicing.store.files import Files
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository


@dataclass(frozen=True, slots=True)
class Ports:
    """Built once per container; tests give a clock, a seed and fakes."""

    files: Files
    mail: Mail
    now: Callable[[], datetime]  # aware, UTC
    random: Random
    sleep: Callable[[float], None]
    public_url: str = ""
    known: dict[str, Known] = field(default_factory=dict)

    def store(self, tenant: Tenant) -> Repository:
        """The tenant's repository."""
        return Repository(
            tenant,
            files=self.files,
            now=self.now,
            random=self.random,
            sleep=self.sleep,
            cache=self.known,
        )

    def new_id(self) -> str:
        return ulid(self.now(), self.random)

    def key(self, given: Key | None) -> Key:
        """The caller's idempotency key, or a new one for a request that came without."""
        return given or Key(self.new_id())
