"""Serves a simulator over TLS and lets it fail as a file says.

The TLS is mutual where the authority knows its callers by certificate.

The file is read at every request: `{"down": true}`, `{"lose": true}` (the message is taken, the
answer never comes), `{"delayS": 7}`, `{"refuse": "S006"}`, `{"status": 503}`, `{"clockS": 3600}`
(its clock is an hour ahead); `{}` for none.
"""

import json
import ssl
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509

from local.settings import HOST

BODY_MAX = 1024 * 1024


class Simulator(Protocol):
    """An authority that answers."""

    refuse: str
    now: Callable[[], datetime]

    def answer(self, path: str, body: bytes, client: x509.Certificate | None) -> tuple[int, bytes]:
        """Status and body."""
        ...


class AuthorityServer:
    """One simulator on one port of the loopback address."""

    def __init__(
        self,
        simulator: Simulator,
        port: int,
        *,
        identity: Path,
        clients: Path | None,
        behaviour: Path,
    ) -> None:
        """`identity` is the server's key and certificate, `clients` what theirs must lead to.

        Without `clients` nobody is asked for a certificate.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(identity)
        if clients is not None:
            context.load_verify_locations(clients)
            context.verify_mode = ssl.CERT_REQUIRED
        self._simulator = simulator
        self._now = simulator.now
        self._behaviour = behaviour
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((HOST, port), self._handler())
        self._server.daemon_threads = True
        # The handshake belongs to the connection's own thread, or one client could block all.
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """By the name its certificate is for."""
        return f"https://localhost:{self.port}"

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, path: str, body: bytes, client: bytes | None) -> tuple[int, bytes] | None:
        """Status and body; None where the connection is to end without an answer."""
        behaviour = self._read_behaviour()
        if behaviour.get("down"):
            return None
        time.sleep(min(float(behaviour.get("delayS", 0)), 60))
        if behaviour.get("status"):
            return int(behaviour["status"]), b""
        own = x509.load_der_x509_certificate(client) if client else None
        with self._lock:
            off = timedelta(seconds=float(behaviour.get("clockS", 0)))
            self._simulator.now = lambda: self._now() + off
            self._simulator.refuse = str(behaviour.get("refuse", ""))
            answered = self._simulator.answer(path, body, own)
        return None if behaviour.get("lose") else answered

    def _read_behaviour(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._behaviour.read_text())
        except (OSError, ValueError):
            return {}
        return found

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 20

            # The names are http.server's.
            def do_POST(self) -> None:
                length = min(int(self.headers.get("Content-Length") or 0), BODY_MAX)
                body = self.rfile.read(length)
                connection = self.connection
                client = (
                    connection.getpeercert(binary_form=True)
                    if isinstance(connection, ssl.SSLSocket)
                    else None
                )
                replied = server.reply(self.path, body, client)
                self.close_connection = True
                if replied is None:
                    return
                status, answer = replied
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=UTF-8")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: what is told to an authority is nobody else's business."""

        return Handler
