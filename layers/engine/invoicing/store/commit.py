"""A commit: everything one use case changes, written whole or not at all."""

from dataclasses import dataclass
from datetime import datetime

from invoicing.model import Document, Organization
from invoicing.model.journal import Event
from invoicing.model.value import Value
from invoicing.store.accounts import KeptAccount
from invoicing.store.tokens import KeptToken


@dataclass(frozen=True, slots=True)
class Advance:
    """Take the next number of a counter scope; it was `before` and becomes `after`."""

    scope: str
    before: int
    after: int
    last_hash: str = ""  # what the next document is chained to


@dataclass(frozen=True, slots=True)
class Claim:
    """A name only one object of the organization may hold: a number, a caller's own id."""

    name: str
    ref: str
    conflict_code: str
    conflict_text: str
    advance: Advance | None = None  # the number came from this counter: on conflict, take the next


@dataclass(frozen=True, slots=True)
class Link:
    """A public way to an object: the SHA-256 of its secret leads to the tenant and the object."""

    token_hash: str
    ref: str
    expires_at: int | None = None  # epoch seconds
    moved: bool = False  # it is there, and ends at another time from now on


@dataclass(frozen=True, slots=True)
class Kept:
    """An object of the organization of any other kind ("WEBHOOK"), at its version."""

    kind: str
    id: str
    value: Value
    version: int
    words: str = ""  # what it is searched by
    group: str = ""  # what lists of the kind are narrowed by
    due: datetime | None = None  # when something is to be done with it
    index: str = ""  # what it is found under besides its kind


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organization and what stands in its live world from the first moment."""

    organization: Organization
    objects: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Commit:
    """One change with its event; `event.data` is also what a repeated request is answered.

    A document or other object is stored at its version; the stored one must be a version lower,
    and must be absent for version 1. What is removed must be at the version given.
    """

    event: Event
    documents: tuple[Document, ...] = ()
    removed: tuple[Document, ...] = ()
    organization: Organization | None = None
    objects: tuple[Kept, ...] = ()
    removed_objects: tuple[Kept, ...] = ()
    advances: tuple[Advance, ...] = ()
    claims: tuple[Claim, ...] = ()
    released: tuple[str, ...] = ()  # names of claims given back
    links: tuple[Link, ...] = ()
    unlinked: tuple[str, ...] = ()  # token hashes of links that end
    tokens: tuple[KeptToken, ...] = ()
    accounts: tuple[KeptAccount, ...] = ()
    standing: tuple[KeptToken, ...] = ()  # tokens that must stay as they are
    founded: "Founded | None" = None  # another organization, which begins with this
    uses_organization: bool = False  # its content depends on the organization's settings
    along: tuple["Commit", ...] = ()  # what it changes of other documents; stored with it or not
