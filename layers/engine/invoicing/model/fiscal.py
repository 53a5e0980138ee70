"""Fiscal registration: what a tax authority knows of a document, and what it needs for that."""

from datetime import date, datetime
from typing import Any, Literal

from invoicing.model.value import Value

Environment = Literal["production", "test"]
FiscalState = Literal["pending", "in-doubt", "registered", "refused", "not-required"]


ChangeKind = Literal["payment", "recipient"]


class Fault(Value, frozen=True, kw_only=True):
    """Why something is not registered: the authority's code and words, and what to do next."""

    code: str
    text: str = ""
    fix: str = ""
    at: datetime | None = None


class FiscalChange(Value, frozen=True, kw_only=True):
    """What an authority is to know of a registered document besides: told after it, by itself."""

    kind: ChangeKind
    value: str
    message_id: str  # the same on every try
    asked_at: datetime
    state: FiscalState = "pending"
    attempts: int = 0
    attempted_at: datetime | None = None
    next_at: datetime | None = None
    registered_at: datetime | None = None
    fault: Fault | None = None


class Fiscal(Value, frozen=True, kw_only=True):
    """A document's registration with a tax authority.

    What stands above the line is decided with the number and never changes again; what stands
    below is what became of telling the authority.
    """

    authority: str  # its file in `fiscal`
    environment: Environment = "production"
    code: str = ""  # the issuer's own code: ZOI, ZKI, hash
    method: str = ""  # how the code was signed
    issued_local: datetime | None = None  # naive: the one local time every form is made from
    tax_number: str = ""  # the issuer's
    premise: str = ""
    device: str = ""
    number: int | None = None  # within its premise or device
    strategy: str = ""
    scope: str = ""  # what its number is counted within; empty: its series
    operator_tax_number: str = ""
    operator_label: str = ""
    omit_operator: bool = False
    foreign_operator: bool = False
    chained: bool = False  # the next document's code is made with this one
    previous: str = ""  # the code before this one, where codes are a chain
    previous_id: str = ""  # of the document that has it
    qr: str = ""
    message_id: str = ""  # the same on every try
    certificate_serial: str = ""  # of the key that made the code
    extra: dict[str, Any] = {}  # what only this authority has

    state: FiscalState = "pending"
    revision: int = 1  # grows by one with every change of the registration
    late: bool = False  # told to the authority as a subsequent submission
    confirmation: str = ""  # the authority's own code: EOR, JIR
    registered_at: datetime | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    next_at: datetime | None = None  # when it is tried again
    fault: Fault | None = None
    changes: tuple[FiscalChange, ...] = ()  # oldest first; only the last may still be told

    @property
    def open_change(self) -> FiscalChange | None:
        """The change the authority is still to be told of."""
        last = self.changes[-1] if self.changes else None
        return last if last is not None and last.state in ("pending", "in-doubt") else None

    @property
    def effort(self) -> "Fiscal | FiscalChange":
        """What is being told: the document itself, or a change of it once it is registered."""
        return self.open_change or self


class FiscalWork(Value, frozen=True, kw_only=True):
    """A registration that is to be made: the row that waits for its time."""

    document_id: str
    authority: str
    state: FiscalState


class SealedBytes(Value, frozen=True, kw_only=True):
    """Bytes encrypted under a data key, which itself is encrypted by the key service."""

    data_key: bytes
    nonce: bytes
    text: bytes


class Certificate(Value, frozen=True, kw_only=True):
    """A taxpayer's certificate. Its private key exists in `secret` only, encrypted."""

    environment: Environment
    purpose: str = ""  # empty: codes are made with it; else what besides
    fingerprint: str  # SHA-256 of the certificate, hex
    subject: str = ""  # RFC 4514
    issuer: str = ""
    serial: str = ""  # decimal
    tax_number: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    uploaded_at: datetime | None = None
    secret: SealedBytes | None = None


class CertificateWatch(Value, frozen=True, kw_only=True):
    """A certificate whose end is told of before it comes."""

    authority: str
    environment: Environment
    valid_to: datetime
    version: int = 1


class Premise(Value, frozen=True, kw_only=True):
    """A place of business documents are issued at."""

    id: str
    code: str  # as the authority knows it
    kind: str = ""  # what it is, in the authority's own words
    content: dict[str, Any] = {}  # address, cadastre and the like
    valid_from: date | None = None
    closed: bool = False
    state: FiscalState = "not-required"
    registered_at: datetime | None = None
    fault: Fault | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Device(Value, frozen=True, kw_only=True):
    """What documents are issued with at a premise: a till, a program, a web shop."""

    id: str
    code: str
    premise: str  # the premise's code
    numbers: dict[str, Any] = {}
    active: bool = True
    created_at: datetime | None = None
    updated_at: datetime | None = None


class FiscalSettings(Value, frozen=True, kw_only=True):
    """An organization's dealings with one authority."""

    authority: str
    enabled: bool = False  # every document the authority wants is registered by itself
    strategy: str = ""  # how numbers are counted; the authority's first where empty
    certificates: tuple[Certificate, ...] = ()
    premises: tuple[Premise, ...] = ()
    devices: tuple[Device, ...] = ()
    options: dict[str, Any] = {}

    def certificate(self, environment: Environment, purpose: str = "") -> Certificate | None:
        """The one in use; uploading another replaces it."""
        wanted = (environment, purpose)
        found = (c for c in self.certificates if (c.environment, c.purpose) == wanted)
        return next(found, None)

    def premise(self, code: str) -> Premise | None:
        return next((p for p in self.premises if p.code == code), None)

    def device(self, premise: str, code: str) -> Device | None:
        return next((d for d in self.devices if (d.premise, d.code) == (premise, code)), None)
