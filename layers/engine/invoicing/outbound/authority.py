"""Messages to tax authorities: over TLS, with the taxpayer's own certificate where it is wanted.

Only hosts that are named in code or in the environment are ever reached. Where the environment
names another address for an authority (`FISCAL_FURS_URL`), every message for it goes there: to a
simulator on this machine, or through a gateway of the operator's.
"""

import os
import ssl
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from invoicing.safe import safe_http
from invoicing.safe.safe_http import HttpAnswer, NoAnswer, UnsafeUrl

__all__ = ["Credentials", "HttpAnswer", "NoAnswer", "address", "ask"]


class Credentials(NamedTuple):
    """The client's certificate chain and its encrypted key, PEM."""

    chain: bytes
    key: bytes
    password: bytes


def address(authority: str, host: str) -> str:
    """Where messages for an authority go: its own host, unless the environment names another."""
    return os.environ.get(f"FISCAL_{authority.upper()}_URL") or host


def ask(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    roots: str,
    credentials: Credentials | None,
    timeout_s: float,
) -> HttpAnswer:
    """What the authority answered; NoAnswer where it did not, `kind` says how far it came.

    The server must show a certificate that leads to one of `roots`, PEM.
    """
    try:
        return safe_http.post(
            url, headers, body, timeout_s=timeout_s, tls=_context(roots, credentials), ours=True
        )
    except UnsafeUrl as exc:
        raise NoAnswer("connect") from exc


def _context(roots: str, credentials: Credentials | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cadata=roots)
        if credentials is not None:
            _load(context, credentials)
    except ssl.SSLError as exc:
        raise NoAnswer("tls") from exc
    return context


def _load(context: ssl.SSLContext, credentials: Credentials) -> None:
    """The ssl module reads keys from files only: one nobody else may open, gone at once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "client.pem"
        file.touch(mode=0o600)
        file.write_bytes(credentials.key + credentials.chain)
        context.load_cert_chain(file, password=lambda: credentials.password)
