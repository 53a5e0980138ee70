"""A document about to be issued and those it takes something of: stored together, or not at all."""

from dataclasses import replace as replace_field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument, NotFound
from invoicing.model import Document, DocumentReference, Successor
from invoicing.model.journal import Event
from invoicing.model.money import ZERO
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.taking import (
    RELATIONS,
    check_source,
    left_to_deduct,
    require_left,
    settled_credit,
    successor,
    with_deduction,
)
from invoicing.store.commit import Commit
from invoicing.store.repository import Repository


class _Taken(NamedTuple):
    source: Document
    relation: str
    amount: Decimal


class Taking:
    """Reads what the document refers to, and settles it with that.

    InvalidDocument where it refers to what there is not or what it cannot take of; Conflict where
    it takes more than is left.
    """

    def __init__(self, document: Document, store: Repository) -> None:
        self.document = document
        self._taken: list[_Taken] = []
        for index, reference in enumerate((*document.preceding, *document.sources)):
            if reference.document_id and reference.relation in RELATIONS:
                self._take(reference, store, f"/_references/{index}/documentId")

    @property
    def credited(self) -> tuple[Document, ...]:
        """The stored documents it credits."""
        return tuple(taken.source for taken in self._taken if taken.relation == "credits")

    def along(self, commit: Commit, now: datetime, tenant: Tenant) -> Commit:
        """The commit that issues the document, with what it changes of the others."""
        issued = commit.documents[0]
        others = tuple(
            _changed(
                taken.source,
                (*taken.source.successors, successor(issued, taken.relation, taken.amount)),
                issued,
                now,
                tenant,
            )
            for taken in self._taken
        )
        return replace_field(commit, along=others) if others else commit

    def _take(self, reference: DocumentReference, store: Repository, pointer: str) -> None:
        relation = reference.relation
        source = _read(reference.document_id, store, pointer)
        if any(taken.source.id == source.id for taken in self._taken):
            raise InvalidDocument([_twice(pointer)])
        check_source(self.document, source, relation, pointer)
        amount = ZERO
        if relation == "credits":
            self.document = settled_credit(self.document, source)
            amount = self.document.totals.gross
        elif relation == "deducts":
            amount = min(left_to_deduct(source), max(self.document.totals.payable, ZERO))
            self.document = with_deduction(self.document, amount)
        self._taken.append(_Taken(source, relation, amount))


def releases(document: Document, store: Repository, now: datetime, tenant: Tenant) -> list[Commit]:
    """What a document gives back to those it took of, once it is canceled."""
    commits = []
    for reference in (*document.preceding, *document.sources):
        if reference.document_id and reference.relation in RELATIONS:
            source = store.document(reference.document_id)
            left = tuple(s for s in source.successors if s.document_id != document.id)
            commits.append(_changed(source, left, document, now, tenant))
    return commits


def retakes(document: Document, store: Repository, now: datetime, tenant: Tenant) -> list[Commit]:
    """What a document takes again once it is valid again; Conflict where that is gone."""
    commits = []
    for reference in (*document.preceding, *document.sources):
        if reference.document_id and reference.relation in RELATIONS:
            source = store.document(reference.document_id)
            amount = ZERO
            if reference.relation == "credits":
                amount = document.totals.gross
                require_left(amount, source)
            elif reference.relation == "deducts":
                amount = min(document.prepaid or ZERO, left_to_deduct(source))
            again = (*source.successors, successor(document, reference.relation, amount))
            commits.append(_changed(source, again, document, now, tenant))
    return commits


def _read(document_id: str, store: Repository, pointer: str) -> Document:
    try:
        return store.document(document_id)
    except NotFound as exc:
        text = f"there is no document with the id {document_id[:40]!r}"
        fix = "send the id of a document of this organization, or leave the relation out"
        raise InvalidDocument([Finding("reference-unknown", pointer, text, fix)]) from exc


def _twice(pointer: str) -> Finding:
    text = "the same document is referred to twice"
    return Finding("reference-twice", pointer, text, "refer to each document once")


def _changed(
    source: Document,
    successors: tuple[Successor, ...],
    issued: Document,
    now: datetime,
    tenant: Tenant,
) -> Commit:
    changed = replace(
        source,
        successors=successors,
        version=source.version + 1,
        updated_at=now,
        updated_by=tenant.account_id,
    )
    event = Event(
        type="document.followed",
        subject=source.id,
        account_id=tenant.account_id,
        data={"by": issued.id},
    )
    return Commit(event, documents=(changed,))
