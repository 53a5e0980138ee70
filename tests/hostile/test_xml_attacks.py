"""Every hostile file is answered in time, with a 4xx or the document it is; it reaches nothing."""

import base64
import ctypes
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.hostile.carriers import in_p7m, in_pdf
from tests.hostile.corpus import READ, Payload, payloads
from tests.support.world import World, cloud

from invoicing.errors import InvalidDocument, UnreadableFile
from invoicing.formats._detect import read_document

SECRET = "canary-7f3a91"
HOST = "127.0.0.1:9"
MAX_SECONDS, MAX_MB = 0.3, 50
PDF_SECONDS, PDF_MB = 2, 200
LONG = os.environ.get("NOTULA_LONG") == "1"
# A file as it is, attached to a PDF, and signed; what refuses the carrier itself.
CARRIERS: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "alone": (bytes, set()),
    "in a PDF": (in_pdf, {"pdf-without-invoice"}),
    "in a p7m": (in_p7m, set()),
}
ROUTE = "/v1/Documents/parse-xml"
# The gateway takes no more; larger bodies never reach a function.
MAX_BODY = 5_500_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Payload]:
    canary: Path = tmp_path_factory.mktemp("canary") / "secret.txt"
    canary.write_text(SECRET)
    return payloads(canary, HOST)


@pytest.fixture
def unconnected() -> Iterator[list[object]]:
    """Every attempt to open a connection or look up a name, refused."""
    tried: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(arguments)
        raise OSError("no connections here")

    with (
        patch.object(socket.socket, "connect", refuse),
        patch.object(socket, "getaddrinfo", refuse),
    ):
        yield tried


def outcomes(data: bytes) -> set[str]:
    try:
        read_document(data)
    except InvalidDocument as exc:
        return {finding.rule for finding in exc.findings}
    except UnreadableFile as exc:
        return {exc.code}
    return {READ}


# What was freed before and not given back would hide what the next file takes.
LIBC = ctypes.CDLL(None)


def _memory_kb(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def _reset_peak() -> bool:
    """Linux forgets the process's peak memory when asked to."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def test_the_corpus_covers_every_kind(corpus: list[Payload]) -> None:
    assert len(corpus) >= 120
    assert {p.group for p in corpus} == set(range(1, 32))  # 32 are the mutants
    assert len({(p.group, p.name) for p in corpus}) == len(corpus)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_payload_has_the_outcome_it_should(
    carrier: str, corpus: list[Payload], unconnected: list[object]
) -> None:
    carry, refusals = CARRIERS[carrier]
    wrong = {
        f"{p.group} {p.name}": found
        for p in corpus
        if not (found := outcomes(carry(p.data))) & (p.outcomes | refusals)
        or (READ in found and READ not in p.outcomes)
    }
    assert wrong == {}
    assert unconnected == []


def _seconds(data: bytes) -> float:
    started = time.process_time()
    outcomes(data)
    return time.process_time() - started


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_payload_is_answered_in_time_and_memory(
    carrier: str, corpus: list[Payload], shown
) -> None:
    if not _reset_peak() or not hasattr(LIBC, "malloc_trim"):
        pytest.skip("peak memory cannot be measured: /proc/self/clear_refs is not writable")
    carry, _ = CARRIERS[carrier]
    beyond, slowest, largest = {}, (0.0, ""), (0.0, "")
    for payload in corpus:
        data = carry(payload.data)
        LIBC.malloc_trim(0)
        _reset_peak()
        before = _memory_kb("VmRSS")
        pdf = data.startswith(b"%PDF")
        limits = (PDF_SECONDS, PDF_MB) if pdf else (MAX_SECONDS, MAX_MB)
        seconds = _seconds(data)
        megabytes = (_memory_kb("VmHWM") - before) / 1000
        if seconds > limits[0]:  # a busy machine slows CPU time too; nothing is kept between runs
            seconds = min(_seconds(data) for _ in range(3))
        if seconds > limits[0] or megabytes > limits[1]:
            beyond[f"{payload.group} {payload.name}"] = (round(seconds, 3), round(megabytes))
        slowest = max(slowest, (seconds, payload.name))
        largest = max(largest, (megabytes, payload.name))
    with shown():
        print(
            f"\nhostile, {carrier}: {len(corpus)} files; slowest {slowest[0] * 1000:.0f} ms"
            f" ({slowest[1]}), most memory {largest[0]:.0f} MB ({largest[1]})"
        )
    assert beyond == {}


def _bodies(data: bytes) -> Iterator[tuple[str, bytes, str]]:
    yield "raw", data, "application/xml"
    encoded = json.dumps({"xmlBase64": base64.b64encode(data).decode()}).encode()
    yield "base64 in JSON", encoded, "application/json"
    with suppress(UnicodeDecodeError):  # what is no text cannot be sent as one
        yield "text in JSON", json.dumps({"xml": data.decode()}).encode(), "application/json"
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n'
    part += b"Content-Type: application/xml\r\n\r\n" + data + b"\r\n--b--\r\n"
    yield "multipart", part, "multipart/form-data; boundary=b"
    yield "PDF", in_pdf(data), "application/pdf"
    yield "p7m", in_p7m(data), "application/pkcs7-mime"
    yield "p7m in base64", base64.encodebytes(in_p7m(data)), "application/pkcs7-mime"


def test_every_entrance_answers_with_2xx_or_4xx_and_changes_nothing(
    corpus: list[Payload], shown
) -> None:
    """Every file through every entrance; in the short form through two of them in turn."""
    with cloud(World()) as world:
        owner = world.organization()
        before = world.rows()
        wrong: list[tuple[int, str, str]] = []
        asked = 0
        for number, payload in enumerate(corpus):
            bodies = list(_bodies(payload.data))
            if not LONG:
                bodies = [bodies[number % len(bodies)], bodies[(number + 3) % len(bodies)]]
            for entrance, body, kind in bodies:
                if len(body) > MAX_BODY:
                    continue
                answer = world.request(
                    "POST", ROUTE, body, token=owner.token, headers={"content-type": kind}
                )
                asked += 1
                refused = 400 <= answer.status < 500
                if not (refused or answer.status == 200) or (answer.status == 200) > (
                    READ in payload.outcomes
                ):
                    wrong.append((answer.status, entrance, f"{payload.group} {payload.name}"))
                if refused and "code" not in answer.json:
                    wrong.append((answer.status, entrance, f"{payload.name}: no code"))
                assert SECRET.encode() not in answer.body
        with shown():
            print(f"\nhostile: {asked} requests through the entrances, {len(wrong)} answered badly")
        assert wrong == []
        assert asked > (1000 if LONG else 280)
        assert world.rows() == before


def test_text_in_json_that_is_no_text_is_refused() -> None:
    with cloud(World()) as world:
        owner = world.organization()
        for body in (b'{"xml": "\\ud800"}', b'{"xml": "<a>\\udfff</a>"}'):
            answer = world.request(
                "POST",
                ROUTE,
                body,
                token=owner.token,
                headers={"content-type": "application/json"},
            )
            assert 400 <= answer.status < 500
