"""Creating many documents together: all of them, or none."""

from collections.abc import Sequence
from dataclasses import replace as replace_field

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._creation import creation
from invoicing.usecases.ports import Ports

# Each takes a row for itself, for its number and for its journal entry, and perhaps for a unique
# id; a transaction holds 100.
TOGETHER_MAX = 25


def create_documents(
    drafts: Sequence[Document],
    tenant: Tenant,
    ports: Ports,
    *,
    draft_only: bool = False,
    key: Key | None = None,
) -> list[Committed]:
    """The stored documents, in the order of the drafts, with consecutive numbers.

    InvalidDocument names every field that is wrong under `/documents/<position>`, and then none
    is made; nor is any where one number or unique id is taken. TooLarge where the documents
    have more payments or unique ids than fit into one transaction.
    """
    if not 1 <= len(drafts) <= TOGETHER_MAX:
        raise InvalidDocument([_COUNT])
    makers = [creation(draft, tenant, ports, draft_only=draft_only) for draft in drafts]

    def build(known: Known) -> list[Commit]:
        draft = known.draft()
        commits, findings = [], []
        for position, make in enumerate(makers):
            try:
                commit = make(draft)
            except InvalidDocument as exc:
                findings += [
                    replace_field(f, pointer=f"/documents/{position}{f.pointer}")
                    for f in exc.findings
                ]
                continue
            if commit.along:
                findings.append(_alone(position))
            draft.advance(commit)
            commits.append(commit)
        if findings:
            raise InvalidDocument(findings)
        _check_claims(commits)
        return commits

    return ports.store(tenant).commit_all(ports.key(key), build)


def _check_claims(commits: list[Commit]) -> None:
    """Conflict where two documents of the batch want the same number or unique id."""
    seen = set()
    for claim in (claim for commit in commits for claim in commit.claims):
        if claim.name in seen:
            raise Conflict(
                claim.conflict_text, code=claim.conflict_code, fix="use it for one document only"
            )
        seen.add(claim.name)


def _alone(position: int) -> Finding:
    return Finding(
        "batch-takes",
        f"/documents/{position}/_references",
        "a document that credits, deducts or converts another is made alone",
        "send it in a request of its own",
    )


_COUNT = Finding(
    "documents-count",
    "/documents",
    f"between 1 and {TOGETHER_MAX} documents are made together",
    "send them in parts",
)
