"""Every error the engine raises; a class says what the caller may do next.

Only `edge/problems.py` knows which HTTP status a class becomes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["fatal", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a document or a request, and how to mend it."""

    rule: str
    """Stable id: a norm's own ("BR-CO-16") where it has the rule, else ours."""
    pointer: str
    """JSON pointer into the document as the primary API spells it: "/_documentItems/2/price"."""
    text: str
    """What is wrong, in words a developer who never read the norm understands."""
    fix: str
    """What to send instead."""
    severity: Severity = "fatal"
    term: str = ""
    """EN 16931 business term, where the rule is about one: "BT-115"."""


class InvoicingError(Exception):
    """Base of all our errors; `code` is stable and documented in docs/errors.md."""

    code = "error"


class InvalidDocument(InvoicingError):
    """Readable, but not valid: mend every finding, then send again."""

    code = "invalid"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.pointer}: {f.text}" for f in self.findings[:3]))


class UnreadableFile(InvoicingError):
    """The bytes cannot be read as what they claim to be: send other bytes."""

    def __init__(self, code: str, text: str, *, fix: str, pointer: str = "") -> None:
        self.code = code
        self.text = text
        self.fix = fix
        self.pointer = pointer
        super().__init__(text)


class UnknownFormat(UnreadableFile):
    """Well-formed, but no format we know: see the list of formats in the fix."""


class NotAcceptable(UnreadableFile):
    """The answer exists in none of the forms that were asked for: accept another."""


class TooLarge(UnreadableFile):
    """More bytes, lines or pages than a documented limit allows: send less."""


class Unauthenticated(InvoicingError):
    """No token, or one that is unknown or revoked: send a valid one."""

    code = "unauthenticated"


class LoginFailed(Unauthenticated):
    """No account has this address of mail with this password: check both, or reset it."""

    code = "login-failed"


class Forbidden(InvoicingError):
    """The token is known but its role or mode does not allow this: use another token."""

    code = "forbidden"


class FoundingClosed(Forbidden):
    """Accounts make no organizations of their own in this installation: ask its operator."""

    code = "organizations-closed"


class NotFound(InvoicingError):
    """Nothing the caller may see has this id; the same for foreign and for absent ids."""

    code = "not-found"


class UnknownTemplate(NotFound):
    """The organization has no print template of this name: see the names in the fix."""

    code = "template-unknown"

    def __init__(self, text: str, *, fix: str, pointer: str = "") -> None:
        self.text = text
        self.fix = fix
        self.pointer = pointer
        super().__init__(text)


class Conflict(InvoicingError):
    """The object's state does not allow this: `allowed_actions` says what it does allow."""

    def __init__(
        self,
        text: str,
        *,
        code: str = "conflict",
        current_state: str = "",
        allowed_actions: Sequence[str] = (),
        fix: str = "",
        existing_id: str = "",
        candidates: Sequence[str] = (),
        retry_after_s: int | None = None,
    ) -> None:
        self.code = code
        self.text = text
        self.current_state = current_state
        self.allowed_actions = tuple(allowed_actions)
        self.fix = fix
        self.existing_id = existing_id
        self.candidates = tuple(candidates)
        self.retry_after_s = retry_after_s
        super().__init__(text)


class PreconditionFailed(InvoicingError):
    """Somebody changed the object since it was read: read it again, then decide."""

    code = "precondition-failed"

    def __init__(self, current_version: int) -> None:
        self.current_version = current_version
        super().__init__(f"the object is at version {current_version}")


class PreconditionRequired(InvoicingError):
    """The organization wants every change to name the version it changes: send If-Match."""

    code = "precondition-required"

    def __init__(self, current_version: int) -> None:
        self.current_version = current_version
        super().__init__("the organization takes changes only with If-Match")


class Rejected(InvoicingError):
    """An authority or a mail service refused, in its own words: mend it, then send again."""

    def __init__(self, code: str, text: str, *, fix: str = "") -> None:
        self.code = code
        self.text = text
        self.fix = fix
        super().__init__(f"{code}: {text}")


class TooManyRequests(InvoicingError):
    """The token has asked too often: ask again after the delay."""

    code = "too-many-requests"

    def __init__(self, limit: int, *, retry_after_s: int, headers: Mapping[str, str]) -> None:
        self.retry_after_s = retry_after_s
        self.headers = dict(headers)
        super().__init__(f"this token may ask {limit} times a minute")


class TooManyAttempts(TooManyRequests):
    """Somebody has tried this address of mail too often: try again after the delay."""

    code = "too-many-attempts"

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(0, retry_after_s=retry_after_s, headers={})
        self.args = ("this address of mail was tried too often",)


class Unavailable(InvoicingError):
    """Nothing was decided: send the same request again, with the same key, after the delay."""

    code = "unavailable"

    def __init__(self, text: str, *, retry_after_s: int = 1) -> None:
        self.text = text
        self.retry_after_s = retry_after_s
        super().__init__(text)
