"""Where nothing is sent, and what a hostile endpoint cannot do (the SSRF list, R13)."""

import datetime
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from invoicing.safe import safe_http
from invoicing.safe.safe_http import NoAnswer, UnsafeUrl, check_url, post

PUBLIC = "93.184.215.14"


def to(*addresses: str) -> safe_http.Resolver:
    return lambda _host, _port: addresses


def never(host: str, _port: int) -> list[str]:
    raise AssertionError(f"{host} was resolved")


REFUSED = [
    "http://example.com/hook",
    "file:///etc/passwd",
    "gopher://example.com/",
    "data:text/plain,x",
    "ftp://example.com/",
    "//example.com/x",
    "example.com/x",
    "",
    "https://",
    "https:///x",
    "https://user@example.com/",
    "https://user:secret@example.com/",
    "https://@example.com/",
    "https://example.com:22/",
    "https://example.com:25/",
    "https://example.com:80/",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:x/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.88.99.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b::808:808]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:a9fe:a9fe::]/",
    "https://[2001:0:a9fe:a9fe::1]/",
    "https://[2001:db8::1]/",
    "https://[ff02::1]/",
    "https://localhost/",
    "https://localhost./",
    "https://example.com./",
    "https://127.0.0.1./",
    "https://intranet/",
    "https://127。0。0。1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://exämple.com/",
    "https://example.com%2f@127.0.0.1/",
    "https://example.com%00.evil.com/",
    "https://example.com\\@127.0.0.1/",
    "https://example.com/a b",
    "https://example.com/\r\nX: y",
    "https://example.com/\x00",
    "https://example.com/#fragment",
    "https://-.com/",
    "https://a..com/",
    "https://[::1/",
    "https://example.com/" + "a" * 2048,
]


@pytest.mark.parametrize("url", REFUSED)
def test_R13_url_is_refused_before_anything_is_asked(url):
    with pytest.raises(UnsafeUrl):
        check_url(url, resolver=never)


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.31.255.255", "192.168.0.1", "100.127.0.1", "169.254.169.254",
    "0.0.0.1", "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "240.0.0.1",
    "::1", "::", "::ffff:10.0.0.1", "fd00:ec2::254", "fe80::1", "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::", "2001::1", "2001:db8::1", "3fff::1", "ff0e::1", "::7f00:1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_R13_name_that_leads_inside_is_refused(address):
    with pytest.raises(UnsafeUrl):
        check_url("https://example.com/", resolver=to(address))


@pytest.mark.parametrize("answers", [(PUBLIC, "10.0.0.1"), ("::1", PUBLIC)])
def test_R13_mixed_public_and_private_answers_are_refused(answers):
    with pytest.raises(UnsafeUrl):
        check_url("https://example.com/", resolver=to(*answers))


def test_a_name_without_address_is_refused():
    with pytest.raises(UnsafeUrl):
        check_url("https://example.com/", resolver=to())


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://example.com", "example.com", 443, "/"),
        ("https://Example.COM/a?b=c", "example.com", 443, "/a?b=c"),
        ("https://xn--exmple-cua.com:8443/x", "xn--exmple-cua.com", 8443, "/x"),
        ("https://93.184.215.14/", PUBLIC, 443, "/"),
        ("https://[2606:4700::1111]:1024/", "2606:4700::1111", 1024, "/"),
    ],
)
def test_a_public_url_is_taken(url, host, port, target):
    checked = check_url(url, resolver=to(PUBLIC))
    assert (checked.host, checked.port, checked.target) == (host, port, target)
    assert checked.secure


def test_plain_http_is_for_listed_hosts_only(monkeypatch):
    monkeypatch.setenv(safe_http.HTTP_HOSTS, "hooks.test,127.0.0.1")
    checked = check_url("http://hooks.test:9000/", resolver=to("127.0.0.1"))
    assert (checked.secure, checked.port) == (False, 9000)
    with pytest.raises(UnsafeUrl):
        check_url("http://127.0.0.2:9000/", resolver=to("127.0.0.2"))


def test_no_deployed_function_may_use_plain_http():
    template = Path(__file__).resolve().parents[3] / "template.yaml"
    assert safe_http.HTTP_HOSTS not in template.read_text()


# Over the wire: a TLS server on the loopback, reached in place of the public address.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Server and client contexts around a key made for this run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.com")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "chain").write_bytes(pem)
    (folder / "key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "chain", folder / "key")
    return server, ssl.create_default_context(cadata=pem.decode())


class Endpoint:
    """One connection's worth of a server that answers as it likes."""

    def __init__(self, server: ssl.SSLContext, answer: Callable[[ssl.SSLSocket], None]) -> None:
        self.received = b""
        self.connected_to: list[tuple[str, int]] = []
        self.connections = 0
        self._answer = answer
        self._tls = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def connect(self, address: str, port: int, timeout_s: float) -> socket.socket:
        self.connected_to.append((address, port))
        return socket.create_connection(self._listener.getsockname(), timeout_s)

    def _serve(self) -> None:
        while True:
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                with self._tls.wrap_socket(raw, server_side=True) as sock:
                    self.received += sock.recv(65536)
                    self._answer(sock)
            except OSError:
                continue

    def close(self) -> None:
        self._listener.close()


@contextmanager
def endpoint(server: ssl.SSLContext, answer: bytes | Callable[..., None]) -> Iterator[Endpoint]:
    act = answer if callable(answer) else lambda sock: sock.sendall(answer)
    made = Endpoint(server, act)
    yield made
    made.close()


def send(made: Endpoint, client: ssl.SSLContext, *, url="https://example.com/hook?a=1", **options):
    options.setdefault("resolver", to(PUBLIC))
    headers = {"Content-Type": "application/json", "webhook-id": "evt_1"}
    return post(url, headers, b'{"a":1}', connect=made.connect, tls=client, **options)


OK = b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n"


def test_a_post_arrives_whole_at_the_address_that_was_checked(certificate):
    server, client = certificate
    with endpoint(server, OK) as made:
        answer = send(made, client)
    assert (answer.status, answer.headers["X-A"], answer.body) == (204, "b", b"")
    assert made.connected_to == [(PUBLIC, 443)]
    head, _, body = made.received.partition(b"\r\n\r\n")
    assert body == b'{"a":1}'
    assert head.startswith(b"POST /hook?a=1 HTTP/1.1\r\nHost: example.com\r\n")
    assert b"webhook-id: evt_1" in head
    assert b"Accept-Encoding: identity" in head


def test_R13_rebinding_a_name_is_resolved_once(certificate):
    server, client = certificate
    answers = iter([(PUBLIC,), ("127.0.0.1",)])
    with endpoint(server, OK) as made:
        assert send(made, client, resolver=lambda _h, _p: next(answers)).status == 204
    assert made.connected_to == [(PUBLIC, 443)]
    assert next(answers) == ("127.0.0.1",)


def test_a_server_with_another_names_certificate_gets_nothing(certificate):
    server, client = certificate
    with endpoint(server, OK) as made, pytest.raises(NoAnswer) as caught:
        send(made, client, url="https://example.org/")
    assert caught.value.kind == "tls"
    assert made.received == b""


def test_a_certificate_nobody_vouches_for_gets_nothing(certificate):
    server, _ = certificate
    with endpoint(server, OK) as made, pytest.raises(NoAnswer) as caught:
        send(made, ssl.create_default_context())
    assert caught.value.kind == "tls"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["http://127.0.0.1/", "https://example.com/hook"])
def test_R13_redirects_are_answers_and_are_not_followed(certificate, status, location):
    server, client = certificate
    text = f"HTTP/1.1 {status} X\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    with endpoint(server, text.encode()) as made:
        assert send(made, client).status == status
    assert made.connections == 1


def _drip(head: bytes) -> Callable[[ssl.SSLSocket], None]:
    def answer(sock: ssl.SSLSocket) -> None:
        sock.sendall(head)
        for _ in range(100):
            sock.sendall(b"x")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"],
    ids=["status line", "headers", "body"],
)
def test_R13_slow_answers_end_at_the_deadline(certificate, head):
    server, client = certificate
    began = time.monotonic()
    with endpoint(server, _drip(head)) as made, pytest.raises(NoAnswer) as caught:
        send(made, client, timeout_s=0.4)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - began < 2


def test_the_deadline_is_ten_seconds_unless_said_otherwise():
    assert safe_http.TIMEOUT_S == 10


def test_a_server_that_never_speaks_tls_ends_at_the_deadline():
    listener = socket.create_server(("127.0.0.1", 0))
    with listener, pytest.raises(NoAnswer) as caught:
        post(
            "https://example.com/",
            {},
            b"",
            timeout_s=0.3,
            resolver=to(PUBLIC),
            connect=lambda _a, _p, t: socket.create_connection(listener.getsockname(), t),
        )
    assert caught.value.kind == "timeout"


def test_R13_of_an_endless_answer_64_KB_are_read(certificate):
    server, client = certificate

    def flood(sock: ssl.SSLSocket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in range(16_000):
            sock.sendall(b"x" * 65_536)

    with endpoint(server, flood) as made:
        answer = send(made, client)
    assert len(answer.body) == 64 * 1024


def test_R13_a_compressed_answer_stays_compressed(certificate):
    server, client = certificate
    packed = gzip.compress(b"0" * 10_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    with endpoint(server, head.encode() + packed) as made:
        assert send(made, client).body == packed


@pytest.mark.parametrize(
    "garbage",
    [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200],
)
def test_an_answer_that_is_not_http_is_no_answer(certificate, garbage):
    server, client = certificate
    with endpoint(server, garbage) as made, pytest.raises(NoAnswer) as caught:
        send(made, client)
    assert caught.value.kind == "protocol"


def test_the_next_address_is_tried_where_one_does_not_answer(certificate):
    server, client = certificate
    with endpoint(server, OK) as made:
        real = made.connect

        def connect(address: str, port: int, timeout_s: float) -> socket.socket:
            if address == PUBLIC:
                raise ConnectionRefusedError
            return real(address, port, timeout_s)

        made.connect = connect  # type: ignore[method-assign]
        assert send(made, client, resolver=to(PUBLIC, "8.8.8.8")).status == 204
    assert made.connected_to == [("8.8.8.8", 443)]


def test_a_refused_connection_is_no_answer():
    def connect(*_: object) -> socket.socket:
        raise ConnectionRefusedError

    with pytest.raises(NoAnswer) as caught:
        post("https://example.com/", {}, b"", resolver=to(PUBLIC), connect=connect)
    assert caught.value.kind == "connect"


def test_a_header_cannot_hold_a_line_break(certificate):
    server, client = certificate
    with endpoint(server, OK) as made, pytest.raises(NoAnswer):
        post(
            "https://example.com/",
            {"X": "a\r\nY: b"},
            b"",
            resolver=to(PUBLIC),
            connect=made.connect,
            tls=client,
        )
    assert b"Y: b" not in made.received


def test_a_name_that_does_not_exist_has_no_address():
    with pytest.raises(NoAnswer) as caught:
        safe_http.resolve("nothing.invalid", 443)
    assert caught.value.kind == "dns"
