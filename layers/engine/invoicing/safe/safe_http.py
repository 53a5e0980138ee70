"""HTTP to addresses that strangers chose: only to the public internet, bounded in time and size.

A URL is taken apart strictly, its name resolved once, every address it resolves to must be
public, and the connection goes to that very address: a name that answers differently the next
time changes nothing. No redirect is followed, no answer is decompressed.
"""

import http.client
import io
import ipaddress
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from invoicing.safe._addresses import is_public

URL_LENGTH_MAX = 2048
TIMEOUT_S = 10.0
ANSWER_BYTES_MAX = 64 * 1024
ADDRESSES_TRIED_MAX = 3
HTTP_HOSTS = "WEBHOOK_HTTP_HOSTS"
"""Names the variable of hosts that plain http and private addresses are allowed for: this
machine's own, in local runs and tests. A deployed stack has no such variable."""

Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host name."""
Connect = Callable[[str, int, float], socket.socket]
"""A connected socket to an address and port, within so many seconds."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_PATH = re.compile(r"[\x21-\x7e]*")
_NUMERIC_END = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")


class UnsafeUrl(Exception):
    """A URL nothing is sent to; the text says what is wrong with it."""


class NoAnswer(Exception):
    """No complete answer: `kind` is "dns", "connect", "tls", "timeout" or "protocol"."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """A URL that may be used, with the addresses it stands for."""

    secure: bool
    host: str
    port: int
    target: str  # path and query
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What an endpoint answered; of the body at most 64 KB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def resolve(host: str, port: int, timeout_s: float = 5.0) -> Sequence[str]:
    """What the system says. NoAnswer where it says nothing in time: getaddrinfo has no limit."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(answer[4][0]) for answer in answers)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout_s)
    if not found:
        raise NoAnswer("dns")
    return found


def open_socket(address: str, port: int, timeout_s: float) -> socket.socket:
    return socket.create_connection((address, port), timeout_s)


def check_url(url: str, *, resolver: Resolver = resolve, ours: bool = False) -> CheckedUrl:
    """The URL with its addresses. UnsafeUrl where it may not be used; NoAnswer where its name
    has no address.

    https only, to port 443 or from 1024 up: the ports below belong to other services. A URL that
    is `ours`, named by code or by the operator, may have any port and lie in any network.
    """
    secure, host, port, target = _take_apart(url)
    if host in _local_hosts() or (ours and secure):
        return CheckedUrl(secure, host, port, target, tuple(resolver(host, port)))
    if not secure:
        raise UnsafeUrl("only https is used")
    if port != 443 and port < 1024:
        raise UnsafeUrl("the port is neither 443 nor 1024 or higher")
    if _is_literal(host):
        addresses: Sequence[str] = (host,)
    elif _HOST.fullmatch(host) and not _NUMERIC_END.fullmatch(host.rsplit(".", 1)[-1]):
        addresses = resolver(host, port)
    else:
        raise UnsafeUrl("the host is no full name of the public internet")
    if not addresses or not all(is_public(address) for address in addresses):
        raise UnsafeUrl("the host is not on the public internet")
    four_first = sorted(dict.fromkeys(addresses), key=lambda address: ":" in address)
    return CheckedUrl(secure, host, port, target, tuple(four_first))


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    timeout_s: float = TIMEOUT_S,
    resolver: Resolver = resolve,
    connect: Connect = open_socket,
    tls: ssl.SSLContext | None = None,
    ours: bool = False,
) -> HttpAnswer:
    """The answer to one POST. UnsafeUrl before anything is sent; NoAnswer where `timeout_s`
    seconds, from the name to the answer's last byte, were not enough.
    """
    deadline = _Deadline(timeout_s)
    checked = check_url(url, resolver=resolver, ours=ours)
    try:
        opened = _connected(checked, connect, deadline)
    except TimeoutError as exc:
        raise NoAnswer("timeout") from exc
    except OSError as exc:
        raise NoAnswer("connect") from exc
    with opened:
        try:
            sock = _secured(opened, checked, tls, deadline)
        except TimeoutError as exc:
            raise NoAnswer("timeout") from exc
        except OSError as exc:  # ssl.SSLError is one
            raise NoAnswer("tls") from exc
        with sock:
            try:
                return _exchange(sock, checked, headers, body, deadline)
            except TimeoutError as exc:
                raise NoAnswer("timeout") from exc
            except (OSError, http.client.HTTPException, ValueError) as exc:
                raise NoAnswer("protocol") from exc


def _take_apart(url: str) -> tuple[bool, str, int, str]:
    """Whether it is https, host, port, path and query."""
    if len(url) > URL_LENGTH_MAX:
        raise UnsafeUrl(f"the URL is longer than {URL_LENGTH_MAX} characters")
    if not _PATH.fullmatch(url) or "\\" in url:
        raise UnsafeUrl("the URL holds characters other than plain ASCII (write IDNs as xn--...)")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as exc:
        raise UnsafeUrl("the URL cannot be read") from exc
    if parts.scheme not in ("https", "http"):
        raise UnsafeUrl("only https is used")
    if "@" in parts.netloc:
        raise UnsafeUrl("the URL holds a user name or password")
    if parts.fragment or "#" in url:
        raise UnsafeUrl("the URL holds a fragment")
    if "%" in host or not host:
        raise UnsafeUrl("the URL has no plain host")
    secure = parts.scheme == "https"
    default = 443 if secure else 80
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return secure, host, default if port is None else port, target


def _local_hosts() -> frozenset[str]:
    return frozenset(os.environ.get(HTTP_HOSTS, "").split(",")) - {""}


def _is_literal(host: str) -> bool:
    """Whether the host is an address in its one canonical spelling."""
    try:
        return str(ipaddress.ip_address(host)) == host
    except ValueError:
        return False


class _Deadline:
    """The moment everything must be done by."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left_s(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _connected(url: CheckedUrl, connect: Connect, deadline: _Deadline) -> socket.socket:
    """A socket to the first address that takes one."""
    tried = url.addresses[:ADDRESSES_TRIED_MAX]
    for position, address in enumerate(tried, 1):
        try:
            return connect(address, url.port, deadline.left_s() / (len(tried) - position + 1))
        except OSError:
            if position == len(tried):
                raise
    raise OSError("no address")


@cache
def _default_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _secured(
    opened: socket.socket, url: CheckedUrl, tls: ssl.SSLContext | None, deadline: _Deadline
) -> socket.socket:
    opened.settimeout(deadline.left_s())
    if not url.secure:
        return opened
    return (tls or _default_tls()).wrap_socket(opened, server_hostname=url.host)


class _Bounded(io.RawIOBase):
    """Reads of a socket, none of which lasts beyond the deadline."""

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.left_s())
        return self._sock.recv_into(buffer)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What http.client asks a socket for."""
        return io.BufferedReader(self)


def _exchange(
    sock: socket.socket,
    url: CheckedUrl,
    headers: Mapping[str, str],
    body: bytes,
    deadline: _Deadline,
) -> HttpAnswer:
    sent = {
        "Host": url.authority,
        **headers,
        "Content-Length": str(len(body)),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    lines = [f"POST {url.target} HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items())]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a header holds a line break")
    head = "\r\n".join(lines) + "\r\n\r\n"
    sock.settimeout(deadline.left_s())
    sock.sendall(head.encode("ascii") + body)
    reader: Any = _Bounded(sock, deadline)
    answer = http.client.HTTPResponse(reader, method="POST")
    try:
        answer.begin()
        received = answer.read(ANSWER_BYTES_MAX)
        return HttpAnswer(answer.status, dict(answer.getheaders()), received)
    finally:
        answer.close()
