"""Local stacks for tests: started on free ports with data folders of their own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 240  # a busy machine takes minutes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    def json(self):
        return json.loads(self.body)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


@dataclass
class LocalStack:
    """A `python -m local` process and how to talk to it."""

    project: Path
    home: Path
    port: int
    demo: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.output = self.home.parent / f"{self.home.name}.out"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local", "--project", self.project, "--home", self.home],
                cwd=PROJECT,
                env={**os.environ, "PORT": str(self.port)},
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while "Ctrl-C stops" not in self.output.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                pytest.fail(f"the local stack did not start:\n{self.output.read_text()}")
            time.sleep(0.05)
        self.demo = json.loads((self.home / "demo.json").read_text())

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request; header names are given with underscores, redirects are not followed."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data=body, headers=given, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
        try:
            with opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(project: Path) -> Iterator[LocalStack]:
    folder = Path(tempfile.mkdtemp(prefix="notula-"))
    stack = LocalStack(project, folder / "home", free_port())
    try:
        stack.start()
        yield stack
        assert stack.stop() == 0
    finally:
        if stack.process.poll() is None:
            stack.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    """The product itself, with its demo organization in `stack.demo`."""
    yield from serve(PROJECT)


@pytest.fixture(scope="session")
def sample_stack() -> Iterator[LocalStack]:
    """A small project that holds every kind of route and event."""
    yield from serve(Path(__file__).parent / "sample_project")
