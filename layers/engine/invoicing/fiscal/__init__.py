"""One file per tax authority; a member ends with `AUTHORITY = Authority(...)`.

A member is pure: it makes codes and messages and reads answers. It opens no socket, has no clock
and no randomness; keys, times and what the authority answered are passed in. The order of things:

1. `applies` says whether a document about to be issued gets this authority's code. Its number is
   then counted by `strategies`, and shown as `pattern` says.
2. `check` names what is missing or wrong, before the number is taken.
3. `seal` runs in the transaction that gives the number: from the complete, numbered document and
   the one local time it fills in `code`, `method`, `qr` and `extra` of the `Fiscal` record. Where
   codes are a chain, `Sealing.previous` is the code of the scope's last document, and `code` of
   the answer becomes the next one's `previous`.
4. `wanted` says whether the authority must be told now; if not, `not-required` stands until a
   payment or somebody changes that. Where `told` is False it stands for ever.
5. `message` writes what is sent, `read` says what the answer means. Number, time, amount, code
   and message id are the same on every try; only `Fiscal.late` may differ. An answer that decides
   nothing is `Undecided` and tried again; "already registered" is `Registered`.
6. `names` are the wire names of the block the primary API shows for the authority, with the
   fields of `Fiscal` they stand for ("extra.x" is a member of `extra`); `asked` are those a caller
   may send. `printed` are the lines a document must show.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from invoicing.errors import Finding
from invoicing.model import Document, Party
from invoicing.model.fiscal import (
    ChangeKind,
    Device,
    Environment,
    Fiscal,
    FiscalChange,
    FiscalSettings,
    Premise,
)
from invoicing.registry import member, names

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity, Roots


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a code is made of."""

    document: Document  # complete and numbered
    fiscal: Fiscal  # where, by whom and when; without a code yet
    settings: FiscalSettings
    identity: "Identity | None"  # None where the authority gives no certificates
    previous: str = ""  # the code before it in its counter's scope; "" for the first


@dataclass(frozen=True, slots=True)
class Registration:
    """What a message about a document is made of."""

    document: Document
    fiscal: Fiscal
    settings: FiscalSettings
    identity: "Identity | None"
    at: datetime  # naive local time of the try
    originals: tuple[Document, ...] = ()  # what the document credits


@dataclass(frozen=True, slots=True)
class PremiseRegistration:
    """What a message about a place of business is made of."""

    premise: Premise
    tax_number: str
    settings: FiscalSettings
    identity: "Identity | None"
    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Period:
    """What a file of a period's documents is made of, besides the documents."""

    issuer: Party
    tax_number: str
    first: date
    last: date  # within it
    made_on: date
    settings: FiscalSettings


SeriesDeed = Literal["register", "finalise", "annul", "query"]


@dataclass(frozen=True, slots=True)
class SeriesTelling:
    """What a message about a series of numbers is made of."""

    deed: SeriesDeed
    code: str
    type: str  # of its documents
    first: int
    last: int  # given so far
    begins: date
    username: str
    password: str
    portal: bytes  # the authority's certificate, PEM: passwords are encrypted for it
    key: bytes  # 16 bytes nobody has used before
    at: datetime  # UTC
    settings: FiscalSettings


class Message(NamedTuple):
    """One POST: the path below the authority's address, the body, and what it is known by."""

    path: str
    body: bytes
    headers: Mapping[str, str]
    kind: str  # what the answer is read as
    id: str = ""


@dataclass(frozen=True, slots=True)
class SeriesService:
    """Where series are registered; the authority's `read` reads its answers."""

    purpose: str  # of the certificate that is shown to it
    option: str  # the option that holds the codes it gave
    key: Callable[[SeriesTelling], str]  # under which name
    message: Callable[[SeriesTelling], Message]


class Answer(NamedTuple):
    """What came back, and when."""

    status: int
    body: bytes
    at: datetime  # aware


class Registered(NamedTuple):
    """The authority has it; `confirmation` is its own code for it, where it gives one."""

    confirmation: str = ""
    told_at: datetime | None = None  # the authority's own clock, naive local time


class Refused(NamedTuple):
    """The authority will not have it like this: `fix` says what to mend before trying again."""

    code: str
    text: str
    fix: str


class Undecided(NamedTuple):
    """Nothing was decided, or nobody knows: the same message is sent again."""

    code: str
    text: str
    fix: str = ""  # where somebody can do something about it


Outcome = Registered | Refused | Undecided


class Code(NamedTuple):
    """One code of an authority's table of errors."""

    text: str
    fix: str
    decides: bool = True  # False: its own trouble, the same message may pass later


@dataclass(frozen=True, slots=True)
class Authority:
    """A tax authority documents are registered with; see the module for what is asked when."""

    name: str  # its file, and the name of the document's block of raw wishes
    country: str  # ISO 3166-1 alpha-2
    time_zone: str
    hosts: Mapping[Environment, str]  # base URLs
    strategies: Mapping[str, Callable[[str, str], str]]
    """How numbers are counted, the default first: from premise and device to the scope. Empty
    where documents are counted in their series as everywhere else, and have no place."""
    pattern: str  # of numbers with a place: {BP}, {ED} and {n}
    names: Mapping[str, str]
    asked: frozenset[str]
    codes: Mapping[str, Code]
    tax_number: Callable[[Document], str]  # the issuer's, as the authority spells it
    applies: Callable[[Document, FiscalSettings], bool]
    wanted: Callable[[Document], bool]
    check: Callable[[Document, FiscalSettings, Mapping[str, Any]], Sequence[Finding]]
    """Findings about a document and the block a caller sent with it."""
    seal: Callable[[Sealing], Fiscal]
    message: Callable[[Registration], Message]
    read: Callable[[Answer, Message, "Roots"], Outcome]
    change: Callable[[Registration, FiscalChange], Message] | None = None
    """Tells of a change of a registered document; `read` reads the answer."""
    change_check: Callable[[ChangeKind, str], Sequence[Finding]] | None = None
    premise_message: Callable[[PremiseRegistration], Message] | None = None
    premise_check: Callable[[Premise], Sequence[Finding]] | None = None
    device_check: Callable[[Device], Sequence[Finding]] | None = None
    series: SeriesService | None = None
    period_file: Callable[[Sequence[Document], Period], bytes] | None = None
    """Tells of all documents of a period, in whatever order they come."""
    echo: Callable[[str], Message] | None = None  # asks whether it is there at all
    certificate_tax_number: Callable[["Identity"], str] | None = None
    """Whose certificate it is; None where the authority gives none."""
    chained: bool = False  # a code is made with the code before it
    told: bool = True  # of one document at a time; else of a period, by a file
    yearly: bool = False  # numbers start again at 1 each year
    number_from_caller: bool = False  # a number the caller gave can be sealed too
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Settings of its own among the organization's defaults, with their values; () for any."""
    deadline_days: int = 0  # how long the law lets a registration wait
    printed: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """(what stands before it, field of `Fiscal`) of the lines a document must show."""
    above_code: str = ""  # field of `Fiscal` that stands directly above the code to scan
    every_page: Sequence[str] = ()  # fields of `Fiscal` at the foot of every page


def authority_names() -> tuple[str, ...]:
    """The authorities there are, without importing one."""
    return names("fiscal")


def find_authority(name: str) -> Authority | None:
    """The authority of that name; None where there is none."""
    try:
        found: Authority = member("fiscal", name, "AUTHORITY")
    except KeyError:
        return None
    return found


def value_of(fiscal: Fiscal, path: str) -> Any:
    """What a path of `names` stands for."""
    if path.startswith("extra."):
        return fiscal.extra.get(path.removeprefix("extra."))
    return getattr(fiscal, path)


def block_of(fiscal: Fiscal) -> dict[str, Any]:
    """The registration under the names the authority's block has in the API."""
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - only found ones seal documents
    found = {name: value_of(fiscal, path) for name, path in authority.names.items()}
    return {name: value for name, value in found.items() if value not in (None, "", {})}
