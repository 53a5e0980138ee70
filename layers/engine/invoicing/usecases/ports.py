"""What use cases need from outside: the store, the mail, and all that would not replay."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from invoicing.model.ids import ulid
from invoicing.model.tenant import Tenant
from invoicing.outbound import authority
from invoicing.outbound.mail import Mail
from invoicing.outbound.queue import Queue
from invoicing.outbound.textract import Textract
from invoicing.outbound.vault import Vault
from invoicing.recognize import TextReader
from invoicing.safe import safe_http
from invoicing.safe.safe_http import HttpAnswer
from invoicing.store.files import Files
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository

T = TypeVar("T")
THREADS_MAX = 32


def in_threads(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """The results of all jobs, which run at the same time; the first error is raised."""
    if not jobs:
        return []
    with ThreadPoolExecutor(min(len(jobs), THREADS_MAX)) as pool:
        return list(pool.map(lambda job: job(), jobs))


@dataclass(frozen=True, slots=True)
class Ports:
    """Built once per container; tests give a clock, a seed and fakes."""

    files: Files
    mail: Mail
    now: Callable[[], datetime]  # aware, UTC
    random: Random
    sleep: Callable[[float], None]
    public_url: str = ""
    accounts_found: bool = False  # people with an account make organizations of their own
    recurrences: Queue = field(
        default_factory=lambda: Queue("")
    )  # batches of recurrences that are due
    imports: Queue = field(default_factory=lambda: Queue(""))  # files of the import folder
    post: Callable[..., HttpAnswer] = safe_http.post
    check_url: Callable[[str], Any] = safe_http.check_url
    together: Callable[[Sequence[Callable[[], Any]]], list[Any]] = in_threads
    vault: Vault = field(default_factory=lambda: Vault(""))
    read_text: TextReader = field(default_factory=lambda: Textract().read)  # of an image
    ask: Callable[..., HttpAnswer] = authority.ask  # a tax authority
    known: dict[str, Known] = field(default_factory=dict)
    identities: dict[str, Any] = field(default_factory=dict)  # opened certificates, by fingerprint
    roots: dict[str, bytes] = field(default_factory=dict)  # what authorities' answers lead to, PEM

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
