"""One `TransactWriteItems`: how a commit becomes rows, and what a refusal means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from invoicing.errors import Conflict, TooLarge
from invoicing.model import Document, Organization
from invoicing.model.journal import Entry, chain_hash
from invoicing.model.value import replace, to_json
from invoicing.rules.mailing import check_at
from invoicing.rules.summary import summary_of
from invoicing.store import rows
from invoicing.store.accounts import KeptAccount, account_row, email_key, email_row
from invoicing.store.body import Body, file_key, pack
from invoicing.store.bootstrap import organization_rows
from invoicing.store.commit import Advance, Claim, Commit, Founded, Kept
from invoicing.store.files import Files
from invoicing.store.known import Counter, Known
from invoicing.store.rows import Row, error_code
from invoicing.store.tokens import KeptToken, token_row

if TYPE_CHECKING:
    from invoicing.store.repository import Key

# DynamoDB takes at most 100 actions in one transaction.
ACTIONS_MAX = 100

# How long a repeated request gets the very answer of the first; later it gets the present state.
REPLAY_S = 7 * 24 * 3600

_UNDECIDED = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


class Already(Exception):
    """The journal already has an entry with this key."""

    def __init__(self, row: Row) -> None:
        self.row = row


class Lost(Exception):
    """Somebody else was first, or nobody knows: try again, `refresh` first if knowledge is old."""

    def __init__(self, *, refresh: bool, wait: bool) -> None:
        self.refresh = refresh
        self.wait = wait


@dataclass(slots=True)
class _Action:
    """One row of the transaction, and what to do when its condition is what failed."""

    row: Row
    failed: Callable[[Row | None], None]
    condition: Any = None


def _stale(_: Row | None) -> None:
    raise Lost(refresh=True, wait=True)


def _taken(_: Row | None) -> None:
    raise Conflict(
        "there is an account with this address of mail",
        code="email-taken",
        fix="invite it, or use another address",
    )


class Transaction:
    """Builds and sends the rows of one commit attempt."""

    def __init__(self, world: str, files: Files, now: datetime) -> None:
        self._world = world
        self._files = files
        self._now = now
        self._checks: list[_Action] = []
        self._deletes: list[_Action] = []
        self._puts: list[_Action] = []

    def write(self, changes: Sequence[tuple["Key", Commit]], known: Known) -> list[Entry]:
        """The journal entries of the commits, now stored; Already or Lost where they were not.

        Several commits are stored together or not at all; each has an entry of its own.
        """
        entries: list[Entry] = []
        seq, last_hash = known.head.n, known.head.last_hash
        for key, commit in changes:
            entry, body = self._seal(key, commit, seq + 1, last_hash)
            seq, last_hash = entry.seq, entry.hash
            entries.append(entry)
            self._put_change(commit, entry, body, known)
            if commit.founded is not None:
                self._put_founded(commit.founded)
            if key.request_hash and body is not None and len(changes) == 1:
                self._put_replay(entry, body)
        commits = [commit for _, commit in changes]
        if any(commit.uses_organization and commit.organization is None for commit in commits):
            self._check_organization(known.organization)
        for advance in _joined(commits):
            self._put_counter(advance, known)
        self._put_head(entries[-1], commits, known)
        self._send()
        self._learn(entries[-1], commits, known)
        return entries

    def _put_change(self, commit: Commit, entry: Entry, body: Body | None, known: Known) -> None:
        self._put_entry(entry)
        for document in commit.documents:
            self._put_document(document, body if document is commit.documents[0] else None)
        for document in commit.removed:
            self._delete(
                rows.document_key(self._world, document.id),
                Row.version == document.version,
            )
        if commit.organization is not None:
            self._put_organization(commit.organization)
        for kept in commit.objects:
            self._put_object(kept)
        for kept in commit.removed_objects:
            pk = rows.objects_key(self._world, kept.kind)
            self._delete(pk, Row.version == kept.version, sk=kept.id)
        for claim in commit.claims:
            self._put_claim(claim, known)
        for name in commit.released:
            self._delete(rows.claim_key(self._world, name), None)
        for link in commit.links:
            row = Row(f"SHARE#{link.token_hash}", rows.META)
            row.ref = f"{self._world}#{link.ref}"
            row.expires_at = link.expires_at
            new = None if link.moved else Row.pk.does_not_exist()
            self._puts.append(_Action(row, _stale, new))
        for token_hash in commit.unlinked:
            self._delete(f"SHARE#{token_hash}", None)
        for kept_token in commit.tokens:
            self._put_token(kept_token)
        for kept_account in commit.accounts:
            self._put_account(kept_account)
        for kept_token in commit.standing:
            condition = Row.body == to_json(kept_token.token)
            self._checks.append(_Action(Row(kept_token.key, rows.META), _stale, condition))

    # Rows

    def _seal(
        self, key: "Key", commit: Commit, seq: int, previous_hash: str
    ) -> tuple[Entry, Body | None]:
        subject = commit.documents[0] if commit.documents else commit.organization
        body = pack(subject) if isinstance(subject, Document | Organization) else None
        content_hash = body.content_hash if body else ""
        if body is None and commit.objects:
            content_hash = pack(commit.objects[0].value).content_hash
        entry = Entry(
            id=key.id,
            seq=seq,
            at=self._now,
            event=commit.event,
            content_hash=content_hash,
            request_hash=key.request_hash,
            previous_hash=previous_hash,
        )
        return replace(entry, hash=chain_hash(entry)), body

    def _put_entry(self, entry: Entry) -> None:
        row = Row(rows.journal_key(self._world), entry.id)
        row.n = entry.seq
        row.entry = to_json(entry)
        row.ref = entry.event.subject
        row.gsi1pk = rows.journal_key(self._world)
        row.gsi1sk = rows.sequence_key(entry.seq)

        def failed(old: Row | None) -> None:
            if old is None:
                raise Lost(refresh=True, wait=False)
            raise Already(old)

        self._puts.append(_Action(row, failed, Row.pk.does_not_exist()))

    def _put_replay(self, entry: Entry, body: Body) -> None:
        row = Row(rows.replay_key(self._world, entry.id), rows.META)
        self._fill(row, body)
        row.expires_at = int(self._now.timestamp()) + REPLAY_S
        self._puts.append(_Action(row, _stale))

    def _put_document(self, document: Document, body: Body | None) -> None:
        row = Row(rows.document_key(self._world, document.id), rows.META)
        self._fill(row, body or pack(document))
        row.version = document.version
        row.type = document.kind
        row.number = document.number or None
        row.incoming = int(document.incoming)
        summary = summary_of(document)
        row.summary = to_json(summary)
        index = rows.documents_key(self._world, deleted=document.state == "deleted")
        row.gsi1pk = row.gsi2pk = index
        row.gsi1sk = document.id
        row.gsi2sk = rows.date_key(summary)
        waits = [due for sent in document.sends if (due := check_at(sent)) is not None]
        if waits:
            row.gsi3pk = rows.PENDING_MAILS
            row.gsi3sk = rows.due_key(min(waits), document.id)
        is_new = document.version == 1
        condition = Row.pk.does_not_exist() if is_new else Row.version == document.version - 1
        self._puts.append(_Action(row, _stale, condition))

    def _put_organization(self, organization: Organization) -> None:
        row = Row(self._world, rows.META)
        self._fill(row, pack(organization))
        row.version = organization.version
        self._puts.append(_Action(row, _stale, Row.version == organization.version - 1))

    def _put_object(self, kept: Kept) -> None:
        row = Row(rows.objects_key(self._world, kept.kind), kept.id)
        self._fill(row, pack(kept.value))
        row.version = kept.version
        row.words = kept.words or None
        row.type = kept.group or None
        if kept.index:
            row.gsi1pk = kept.index
            row.gsi1sk = f"{self._world}#{kept.id}"
        if kept.due is not None:
            row.gsi3pk = rows.pending(kept.kind)
            row.gsi3sk = rows.due_key(kept.due, kept.id)
        is_new = kept.version == 1
        condition = Row.pk.does_not_exist() if is_new else Row.version == kept.version - 1
        self._puts.append(_Action(row, _stale, condition))

    def _put_founded(self, founded: Founded) -> None:
        absent = Row.pk.does_not_exist()
        for row in organization_rows(founded.organization):
            self._puts.append(_Action(row, _stale, absent))
        there = Transaction(f"ORG#{founded.organization.id}", self._files, self._now)
        for kept in founded.objects:
            there._put_object(kept)
        self._puts += there._puts

    def _check_organization(self, organization: Organization) -> None:
        row = Row(self._world, rows.META)
        self._checks.append(_Action(row, _stale, Row.version == organization.version))

    def _put_counter(self, advance: Advance, known: Known) -> None:
        row = Row(self._world, rows.counter_key(advance.scope))
        row.n = advance.after
        row.last_hash = advance.last_hash or None
        counter = known.counter(advance.scope)
        self._puts.append(_at(row, advance.before, counter))

    def _put_head(self, entry: Entry, commits: list[Commit], known: Known) -> None:
        """The journal's head, which also says whether the organization takes changes."""
        changed = [c.organization for c in commits if c.organization is not None]
        organization = changed[-1] if changed else known.organization
        row = Row(self._world, rows.HEAD)
        row.n = entry.seq
        row.last_hash = entry.hash
        row.type = None if organization.active else rows.INACTIVE
        move = _at(row, known.head.n, known.head)

        def failed(old: Row | None) -> None:
            if old is not None and (old.type != rows.INACTIVE) != known.organization.active:
                raise Lost(refresh=True, wait=True)
            move.failed(old)

        self._puts.append(_Action(row, failed, move.condition))

    def _put_claim(self, claim: Claim, known: Known) -> None:
        row = Row(rows.claim_key(self._world, claim.name), rows.META)
        row.ref = claim.ref

        def failed(old: Row | None) -> None:
            if claim.advance is not None:
                known.counter(claim.advance.scope).taken.add(claim.advance.after)
                raise Lost(refresh=False, wait=False)
            raise Conflict(
                claim.conflict_text,
                code=claim.conflict_code,
                existing_id=(old.ref if old is not None else None) or "",
                fix="use another value, or leave it out and one is given",
            )

        self._puts.append(_Action(row, failed, Row.pk.does_not_exist()))

    def _put_token(self, kept: KeptToken) -> None:
        before = kept.before
        condition = Row.pk.does_not_exist() if before is None else Row.body == to_json(before)
        self._puts.append(_Action(token_row(kept.key, kept.token), _stale, condition))

    def _put_account(self, kept: KeptAccount) -> None:
        account, before = kept.account, kept.before
        is_new = before is None
        condition = Row.pk.does_not_exist() if is_new else Row.version == account.version - 1
        self._puts.append(_Action(account_row(account), _stale, condition))
        if before is not None and email_key(before.email) == email_key(account.email):
            return
        if before is not None:
            self._delete(email_key(before.email), Row.ref == account.id)
        self._puts.append(_Action(email_row(account), _taken, Row.pk.does_not_exist()))

    def _delete(self, pk: str, condition: Any, *, sk: str = rows.META) -> None:
        self._deletes.append(_Action(Row(pk, sk), _stale, condition))

    def _fill(self, row: Row, body: Body) -> None:
        if body.is_large:
            row.file = file_key(self._world, body)
            self._files.put(row.file, body.packed)
        else:
            row.body = body.packed

    # Sending

    def _send(self) -> None:
        if len(self._checks) + len(self._deletes) + len(self._puts) > ACTIONS_MAX:
            raise TooLarge(
                "too-many-changes",
                f"the change has more than the {ACTIONS_MAX} rows one transaction takes",
                fix="send it in parts",
            )
        try:
            with TransactWrite(connection=rows.connection()) as transaction:
                for action in self._checks:
                    transaction.condition_check(
                        Row, action.row.pk, action.row.sk, condition=action.condition
                    )
                for action in self._deletes:
                    transaction.delete(action.row, condition=action.condition)
                for action in self._puts:
                    transaction.save(action.row, condition=action.condition, return_values=ALL_OLD)
        except TransactWriteError as exc:
            self._explain(exc)

    def _explain(self, error: TransactWriteError) -> None:
        code = error_code(error)
        if code is None or code in _UNDECIDED:  # no answer, or none that decides anything
            raise Lost(refresh=code is None, wait=True) from error
        if code != "TransactionCanceledException":
            raise RuntimeError(f"the store refused a malformed change ({code})") from error
        actions = [*self._checks, *self._deletes, *self._puts]
        refused = [
            (action, _old(reason.raw_item))
            for action, reason in zip(actions, error.cancellation_reasons, strict=False)
            if reason is not None and reason.code == "ConditionalCheckFailed"
        ]
        found = Lost(refresh=False, wait=not refused)
        for action, old in refused:
            try:
                action.failed(old)
            except Lost as lost:  # an answer (Already, Conflict) wins over another attempt
                found = Lost(refresh=found.refresh or lost.refresh, wait=found.wait or lost.wait)
        raise found from error

    def _learn(self, last: Entry, commits: list[Commit], known: Known) -> None:
        known.head.move(last.seq, last.hash)
        for advance in _joined(commits):
            known.counter(advance.scope).move(advance.after, advance.last_hash)
        for commit in commits:
            if commit.organization is not None:
                known.organization = commit.organization


def _joined(commits: list[Commit]) -> list[Advance]:
    """One step per counter: from where the first commit found it to where the last leaves it."""
    steps: dict[str, Advance] = {}
    for commit in commits:
        for advance in commit.advances:
            before = steps.get(advance.scope, advance).before
            steps[advance.scope] = Advance(advance.scope, before, advance.after, advance.last_hash)
    return list(steps.values())


def _at(row: Row, before: int, counter: Counter) -> _Action:
    """Move a counter row on, if it still stands where we think; learn where it stands if not."""

    def failed(old: Row | None) -> None:
        if old is None:
            raise Lost(refresh=True, wait=True)
        counter.move(int(old.n or 0), old.last_hash or "")
        raise Lost(refresh=False, wait=True)

    condition = Row.n == before if before else Row.pk.does_not_exist()
    return _Action(row, failed, condition)


def _old(raw: dict[str, dict[str, Any]] | None) -> Row | None:
    return Row.from_raw_data(raw) if raw else None
