"""The one way to data: a repository belongs to one tenant and can reach no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_field
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import TypeVar

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import (
    Conflict,
    Finding,
    InvalidDocument,
    InvoicingError,
    NotFound,
    Unavailable,
)
from invoicing.model import Document, Organization
from invoicing.model.journal import GENESIS, Entry
from invoicing.model.tenant import Tenant
from invoicing.model.value import Value, from_json, replace
from invoicing.store import rows
from invoicing.store.body import load
from invoicing.store.commit import Commit
from invoicing.store.files import Files
from invoicing.store.known import Counter, Known
from invoicing.store.rows import Row
from invoicing.store.transaction import Already, Lost, Transaction

V = TypeVar("V", bound=Value)

KEY_REUSED = Finding(
    rule="idempotency-key-reused",
    pointer="",
    text="this Idempotency-Key was already used for another request",
    fix="send a new Idempotency-Key, or the first request's body unchanged",
)

ATTEMPTS_MAX = 60
DELAY_BASE_S = 0.01
DELAY_MAX_S = 0.4


@dataclass(frozen=True, slots=True)
class Key:
    """What makes a request the same request: its id in the journal, and its content's hash."""

    id: str
    request_hash: str = ""

    def at(self, n: int) -> "Key":
        """The key of the n-th change of several made together; the first has the request's own."""
        return self if n == 0 else Key(f"{self.id}-{n}", self.request_hash)

    def part(self, name: object) -> "Key":
        """The key of one of several changes a request makes, each by itself."""
        digest = sha256(f"{self.id} {name}".encode()).hexdigest()
        return Key(f"K{digest}", self.request_hash)


INACTIVE = "organization-inactive"
_NOBODY = Organization(id="", active=False)
TOGETHER = "together"
"""In the first entry's data: how many changes were made together."""


def _marked(commits: Sequence[Commit]) -> Sequence[Commit]:
    """The commits, the first of which says how many are made together."""
    if len(commits) == 1:
        return commits
    first = commits[0]
    event = replace(first.event, data={**first.event.data, TOGETHER: len(commits)})
    return [replace_field(first, event=event), *commits[1:]]


@dataclass(frozen=True, slots=True)
class Committed:
    """What the journal says was done: now, or (`replayed`) by an earlier equal request."""

    entry: Entry
    document: Document | None
    replayed: bool


class Repository:
    """Reads and writes one tenant's data; built only from what the authorizer found out."""

    def __init__(
        self,
        tenant: Tenant,
        *,
        files: Files,
        now: Callable[[], datetime],
        random: Random,
        sleep: Callable[[float], None],
        cache: dict[str, Known],
    ) -> None:
        self.tenant = tenant
        self.files = files
        self._world = rows.world(tenant)
        self._now = now
        self._random = random
        self._sleep = sleep
        self._cache = cache

    # Reading

    def known(self, *, fresh: bool = False, counted: bool = True) -> Known:
        """The organization, its journal's head and its counters; at most one store call.

        Where they need not be `counted`, what was read without the counters will do.
        """
        known = self._cache.get(self._world)
        if known is None or fresh or (counted and not known.counted):
            known = self._cache[self._world] = self._read_known()
        return known

    def organization(self) -> Organization:
        """The organization as it is stored now."""
        row = self._one(self._world, rows.META)
        return self._load(row, Organization)

    def document(self, document_id: str) -> Document:
        """NotFound for absent and for other tenants' ids alike."""
        row = self._one(rows.document_key(self._world, document_id), rows.META)
        return self._load(row, Document)

    def document_and_organization(self, document_id: str) -> tuple[Document, Organization]:
        """Both in one store call."""
        keys = [
            (rows.document_key(self._world, document_id), rows.META),
            (self._world, rows.META),
        ]
        found = {row.pk: row for row in self._batch(keys)}
        if len(found) < len(keys):
            raise NotFound(document_id)
        document, organization = (found[pk] for pk, _ in keys)
        return self._load(document, Document), self._load(organization, Organization)

    def document_and_known(self, document_id: str) -> tuple[Document, Known]:
        """A document and the organization as both are stored now; one store call.

        Counters are known where they were known before.
        """
        at = (rows.document_key(self._world, document_id), rows.META)
        about, head = (self._world, rows.META), (self._world, rows.HEAD)
        found = {(row.pk, row.sk): row for row in self._batch([at, about, head])}
        if at not in found or about not in found:
            raise NotFound(document_id)
        organization = self._load(found[about], Organization)
        known = self._cache.setdefault(self._world, Known(organization, counted=False))
        known.organization = organization
        if head in found:
            known.head.move(int(found[head].n or 0), found[head].last_hash or "")
        return self._load(found[at], Document), known

    def kept(self, kind: str, object_id: str, of: type[V]) -> V:
        """An object of a kind; NotFound for absent and for other tenants' ids alike."""
        return self._load(self._one(rows.objects_key(self._world, kind), object_id), of)

    def all_kept(self, kind: str, of: type[V]) -> list[V]:
        """Every object of a kind, by id: oldest first."""
        pk = rows.objects_key(self._world, kind)
        try:
            return [self._load(row, of) for row in Row.query(pk, consistent_read=True)]
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def numbered(self, number: str, kind: str, *, incoming: bool) -> list[str]:
        """The ids of documents of a type with a number; reads the index from end to end."""
        condition = (Row.number == number) & (Row.type == kind) & (Row.incoming == int(incoming))
        try:
            return [
                row.gsi1sk
                for deleted in (False, True)
                for row in Row.by_gsi1.query(
                    rows.documents_key(self._world, deleted=deleted), filter_condition=condition
                )
            ]
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def has_type(self, kind: str) -> bool:
        """Whether there is a document of a type; reads the index up to the first."""
        try:
            return any(
                True
                for deleted in (False, True)
                for _ in Row.by_gsi1.query(
                    rows.documents_key(self._world, deleted=deleted),
                    filter_condition=Row.type == kind,
                )
            )
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def claimed_by(self, name: str) -> str | None:
        """The object that holds a claimed name, if any does."""
        row = self._maybe(rows.claim_key(self._world, name), rows.META)
        return row.ref if row is not None else None

    @property
    def world(self) -> str:
        """The prefix of every key of this tenant."""
        return self._world

    # Writing

    def commit(
        self,
        key: Key,
        build: Callable[[Known], Commit],
        *,
        on_fresh: bool = False,
        counted: bool = True,
    ) -> Committed:
        """Write what `build` decides, exactly once, whatever else writes at the same time.

        `build` is called once for every attempt, with what is known then; it must draw ids and
        the time before, so that every attempt means the same change. With `on_fresh` it is called
        with what is stored at that moment, where counters decide that the commit does not move;
        one that moves none need not be `counted`.
        An equal request that was already committed is answered from the journal; Conflict where
        the key was used for another request; Unavailable where nothing was decided.
        """

        def with_others(known: Known) -> list[Commit]:
            commit = build(known)
            return [commit, *commit.along]

        return self.commit_all(key, with_others, on_fresh=on_fresh, counted=counted)[0]

    def commit_all(
        self,
        key: Key,
        build: Callable[[Known], Sequence[Commit]],
        *,
        on_fresh: bool = False,
        counted: bool = True,
    ) -> list[Committed]:
        """Write several commits together or not at all, each with a journal entry of its own."""
        fresh = False
        may_be_old = self._world in self._cache and not on_fresh
        for attempt in range(ATTEMPTS_MAX):
            try:
                known = self.known(fresh=fresh or on_fresh, counted=counted)
                commits = _marked(build(known))
                self._require_active(known, commits)
                changes = [(key.at(n), commit) for n, commit in enumerate(commits)]
                entries = Transaction(self._world, self.files, self._now()).write(changes, known)
            except Already as already:
                return self._replay_all(key, already.row)
            except Lost as lost:
                # The first loss told what is stored now: use it at once. After a further one wait,
                # and look again, for what was told is old by then.
                fresh = lost.refresh or (lost.wait and attempt > 0)
                if fresh:
                    self._sleep(self._delay_s(attempt))
            except Unavailable:
                fresh = True
                self._sleep(self._delay_s(attempt))
            except InvoicingError as error:
                # An earlier attempt or an earlier equal request may have done it already.
                earlier = self._earlier(key) if attempt or key.request_hash else None
                if earlier is not None:
                    return earlier
                settled = not isinstance(error, InvalidDocument) and error.code != INACTIVE
                if attempt or not may_be_old or settled:
                    raise
                fresh = True  # nothing is refused by settings that another container has changed
            except BaseException:
                self._cache.pop(self._world, None)  # whether it was written is not known
                raise
            else:
                return [
                    Committed(entry, c.documents[0] if c.documents else None, replayed=False)
                    for entry, c in zip(entries, commits, strict=True)
                ]
        raise Unavailable("too many changes at once", retry_after_s=2)

    def _require_active(self, known: Known, commits: Sequence[Commit]) -> None:
        """Conflict where somebody asks a deactivated organization for a change.

        It may be activated, and people keep their accounts; what was under way is still recorded.
        """
        if known.organization.active or not self.tenant.token_id:
            return
        if all(c.accounts or c.tokens or (c.organization or _NOBODY).active for c in commits):
            return
        raise Conflict(
            "the organization is deactivated and takes no changes",
            code=INACTIVE,
            current_state="deactivated",
            allowed_actions=("activate",),
            fix="POST /v1/Organizations/{id}/activate with an admin's token",
        )

    def _delay_s(self, attempt: int) -> float:
        return self._random.uniform(0, min(DELAY_MAX_S, DELAY_BASE_S * 2 ** min(attempt, 6)))

    def _earlier(self, key: Key) -> list[Committed] | None:
        row = self._maybe(rows.journal_key(self._world), key.id)
        return None if row is None else self._replay_all(key, row)

    def _replay_all(self, key: Key, row: Row) -> list[Committed]:
        first = self._replay(key, row)
        count = int(first.entry.event.data.get(TOGETHER, 1))
        others = (self._one(rows.journal_key(self._world), key.at(n).id) for n in range(1, count))
        return [first, *(self._replay(key, other) for other in others)]

    def _replay(self, key: Key, row: Row) -> Committed:
        entry = from_json(row.entry, Entry)
        if entry.request_hash != key.request_hash:
            raise InvalidDocument([KEY_REUSED])
        document = None
        if entry.event.type.startswith("document."):
            document = self._document_then(entry)
        return Committed(entry, document, replayed=True)

    def _document_then(self, entry: Entry) -> Document | None:
        kept = self._maybe(rows.replay_key(self._world, entry.id), rows.META)
        if kept is None:
            kept = self._maybe(rows.document_key(self._world, entry.event.subject), rows.META)
        return None if kept is None else self._load(kept, Document)

    # Rows

    def _one(self, pk: str, sk: str) -> Row:
        row = self._maybe(pk, sk)
        if row is None:
            raise NotFound(pk)
        return row

    def _maybe(self, pk: str, sk: str) -> Row | None:
        try:
            return Row.get(pk, sk, consistent_read=True)
        except Row.DoesNotExist:
            return None
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def _batch(self, keys: list[tuple[str, str]]) -> list[Row]:
        try:
            return list(Row.batch_get(keys, consistent_read=True))
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def _load(self, row: Row, kind: type[V]) -> V:
        return load(row.body, row.file, self.files, kind)

    def _read_known(self) -> Known:
        organization = None
        head = Counter(last_hash=GENESIS)
        counters = {}
        try:
            for row in Row.query(self._world, consistent_read=True):
                counter = Counter(int(row.n or 0), row.last_hash or "")
                if row.sk == rows.META:
                    organization = self._load(row, Organization)
                elif row.sk == rows.HEAD:
                    head = counter
                else:
                    counters[row.sk.removeprefix(rows.counter_key(""))] = counter
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc
        if organization is None:
            raise NotFound(self.tenant.organization_id)
        return Known(organization, head, counters)
