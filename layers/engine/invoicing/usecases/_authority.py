"""One question to a tax authority, and what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from invoicing.errors import NotFound
from invoicing.fiscal import (
    Answer,
    Authority,
    Message,
    Outcome,
    Refused,
    Undecided,
    authority_names,
    find_authority,
)
from invoicing.model.fiscal import Environment, Fault
from invoicing.outbound.authority import Credentials, NoAnswer, address
from invoicing.usecases.ports import Ports

TIMEOUT_S = 5
# Where a try got no further than this, the authority cannot have got the message.
NOT_REACHED = frozenset({"dns", "connect", "tls", "roots-missing"})
_TEXTS = {
    "dns": "the authority's host name has no address",
    "connect": "the authority's host takes no connection",
    "tls": "no secure connection: the authority's certificate is not trusted, or ours is refused",
    "timeout": "the authority did not answer in time",
    "protocol": "the authority's answer broke off",
    "roots-missing": "the authority's root certificates are not installed",
}
_FIXES = {
    "tls": "check the uploaded certificate and the installed root certificates; it is tried again",
    "roots-missing": "the operator installs them: operate trust; it is tried again",
}
AGAIN = "nothing; it is sent again"


def names_of(fits: Callable[[Authority], object]) -> list[str]:
    """The authorities that have something, by name: what a request may send."""
    found = ((name, find_authority(name)) for name in authority_names())
    return [name for name, one in found if one is not None and fits(one)]


def ask(
    authority: Authority,
    message: Message,
    environment: Environment,
    identity: Any,
    ports: Ports,
) -> Outcome:
    """What the authority answered; Undecided where it did not, with how far the message came."""
    from invoicing.fiscal._keys import read_roots  # noqa: PLC0415 - few requests need it

    try:
        pem = _roots(authority, environment, ports)
    except NotFound:
        return _unanswered("roots-missing")
    credentials = None
    if identity is not None:
        password = f"{ports.random.getrandbits(128):032x}".encode()
        chain, key = identity.pem(password)
        credentials = Credentials(chain, key, password)
    try:
        answer = ports.ask(
            address(authority.name, authority.hosts[environment]) + message.path,
            message.headers,
            message.body,
            roots=pem.decode(),
            credentials=credentials,
            timeout_s=TIMEOUT_S,
        )
    except NoAnswer as exc:
        return _unanswered(exc.kind)
    return authority.read(Answer(answer.status, answer.body, ports.now()), message, read_roots(pem))


def fault_of(outcome: Refused | Undecided, now: datetime) -> Fault:
    """Why it is not registered, as it is stored."""
    fix = outcome.fix or AGAIN
    return Fault(code=outcome.code, text=outcome.text, fix=fix, at=now)


def roots_key(authority: str, environment: Environment) -> str:
    """Where the stack keeps the certificates an authority's answers must lead to."""
    return f"trust/{authority}-{environment}.pem"


def _roots(authority: Authority, environment: Environment, ports: Ports) -> bytes:
    key = roots_key(authority.name, environment)
    if key not in ports.roots:
        ports.roots[key] = ports.files.get(key)
    return ports.roots[key]


def _unanswered(kind: str) -> Undecided:
    return Undecided(kind, _TEXTS[kind], _FIXES.get(kind, ""))
