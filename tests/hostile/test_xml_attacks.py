"""Every hostile file is answered in time, with a 4xx or the document it is; it reaches nothing."""

import base64
import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.hostile.corpus import READ, Payload, payloads
from tests.support.world import World, cloud

from invoicing.errors import InvalidDocument, UnreadableFile
from invoicing.formats._detect import read_document

SECRET = "canary-7f3a91"
HOST = "127.0.0.1:9"
MAX_SECONDS, MAX_MB = 0.3, 50
PDF_SECONDS, PDF_MB = 2, 200
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


def test_every_payload_has_the_outcome_it_should(
    corpus: list[Payload], unconnected: list[object]
) -> None:
    wrong = {
        f"{p.group} {p.name}": found
        for p in corpus
        if not (found := outcomes(p.data)) & p.outcomes
        or (READ in found and READ not in p.outcomes)
    }
    assert wrong == {}
    assert unconnected == []


def test_every_payload_is_answered_in_time_and_memory(corpus: list[Payload], shown) -> None:
    if not _reset_peak():
        pytest.skip("peak memory cannot be measured: /proc/self/clear_refs is not writable")
    slow, worst = {}, (0.0, "")
    for payload in corpus:
        _reset_peak()
        before = _memory_kb("VmRSS")
        started = time.process_time()
        outcomes(payload.data)
        seconds = time.process_time() - started
        megabytes = (_memory_kb("VmHWM") - before) / 1000
        pdf = payload.data.startswith(b"%PDF")
        if seconds > (PDF_SECONDS if pdf else MAX_SECONDS) or megabytes > (
            PDF_MB if pdf else MAX_MB
        ):
            slow[f"{payload.group} {payload.name}"] = (round(seconds, 3), round(megabytes))
        if not pdf:
            worst = max(worst, (seconds, payload.name))
    assert slow == {}
    with shown():
        print(f"\nhostile: {len(corpus)} files; slowest {worst[0] * 1000:.0f} ms ({worst[1]})")


def _bodies(data: bytes) -> Iterator[tuple[str, bytes, str]]:
    yield "raw", data, "application/xml"
    encoded = json.dumps({"xmlBase64": base64.b64encode(data).decode()}).encode()
    yield "base64 in JSON", encoded, "application/json"
    with suppress(UnicodeDecodeError):  # what is no text cannot be sent as one
        yield "text in JSON", json.dumps({"xml": data.decode()}).encode(), "application/json"
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n'
    part += b"Content-Type: application/xml\r\n\r\n" + data + b"\r\n--b--\r\n"
    yield "multipart", part, "multipart/form-data; boundary=b"


def test_every_entrance_answers_with_2xx_or_4xx_and_changes_nothing(corpus: list[Payload]) -> None:
    with cloud(World()) as world:
        owner = world.organization()
        before = world.rows()
        wrong: list[tuple[int, str, str]] = []
        asked = 0
        for payload in corpus:
            for entrance, body, kind in _bodies(payload.data):
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
        assert wrong == []
        assert asked > 3 * 100
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
