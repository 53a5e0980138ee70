"""One execution environment of a function: an awslambdaric process and the Runtime API it polls.

Source: AWS Lambda developer guide, "Using the Lambda runtime API".
"""

import asyncio
import contextlib
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from local.settings import HOST

RESPONSE_LIMIT_BYTES = 6 * 1024 * 1024
INIT_TIMEOUT_S = 60.0  # Lambda allows 10 s; a busy laptop needs more
_HEADER_LIMIT_BYTES = 64 * 1024
_API = "/2018-06-01/runtime/"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an invocation gave: JSON bytes, either the answer or Lambda's error object."""

    payload: bytes
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function as deployed: everything its process needs."""

    name: str
    arn: str
    handler: str
    folder: Path
    timeout_s: float
    memory_mb: int
    environment: dict[str, str]
    log: Path


@dataclass(frozen=True, slots=True)
class _Invocation:
    id: str
    payload: bytes


def failure(kind: str, text: str) -> Outcome:
    """A failed outcome with Lambda's error object."""
    return Outcome(json.dumps({"errorType": kind, "errorMessage": text}).encode(), failed=True)


class Worker:
    """Runs one invocation at a time; after `start` it is warm until `stop` or its own death."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._asked = asyncio.Event()
        self._queue: asyncio.Queue[_Invocation | None] = asyncio.Queue()
        self._outcome: asyncio.Future[Outcome] | None = None
        self._death: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def start(self) -> None:
        """Start the process and its Runtime API on a port of their own."""
        self._server = await asyncio.start_server(self._serve, HOST, 0, limit=_HEADER_LIMIT_BYTES)
        port = self._server.sockets[0].getsockname()[1]
        with self._function.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "awslambdaric",
                self._function.handler,
                cwd=self._function.folder,
                env=self._environment(f"{HOST}:{port}"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._death = asyncio.create_task(self._report_death())

    async def invoke(self, request_id: str, payload: bytes) -> Outcome:
        """The outcome of one event; a function over its time is killed and has failed."""
        loop = asyncio.get_running_loop()
        self._outcome = loop.create_future()
        self._queue.put_nowait(_Invocation(request_id, payload))
        try:
            async with asyncio.timeout(INIT_TIMEOUT_S):
                await self._asked.wait()
            async with asyncio.timeout(self._function.timeout_s):
                return await self._outcome
        except TimeoutError:
            await self.stop()
            text = f"{request_id} Task timed out after {self._function.timeout_s:.2f} seconds"
            return failure("Sandbox.Timedout", text)

    async def stop(self) -> None:
        """Kill the process and close its Runtime API."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        self._queue.put_nowait(None)
        self._server.close()

    async def _report_death(self) -> None:
        code = await self._process.wait()
        self._settle(failure("Runtime.ExitError", f"Runtime exited with status {code}"))
        self._asked.set()

    def _settle(self, outcome: Outcome) -> None:
        if self._outcome and not self._outcome.done():
            self._outcome.set_result(outcome)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                method, path, body = await _read_request(reader)
                if method == "GET" and path == f"{_API}invocation/next":
                    self._asked.set()
                    invocation = await self._queue.get()
                    if invocation is None:
                        break
                    _write(writer, 200, *self._next(invocation))
                else:
                    if path.endswith("/response"):
                        self._settle(_answered(body))
                    elif path.endswith("/error"):
                        self._settle(Outcome(body, failed=True))
                    _write(writer, 202, {}, b'{"status":"OK"}')
                await writer.drain()
        writer.close()

    def _next(self, invocation: _Invocation) -> tuple[dict[str, str], bytes]:
        deadline_ms = int((time.time() + self._function.timeout_s) * 1000)
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": self._function.arn,
        }
        return headers, invocation.payload

    def _environment(self, runtime_api: str) -> dict[str, str]:
        function = self._function
        return {
            **function.environment,
            "AWS_LAMBDA_RUNTIME_API": runtime_api,
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "LAMBDA_TASK_ROOT": str(function.folder),
            "_HANDLER": function.handler,
        }


def _answered(body: bytes) -> Outcome:
    if len(body) > RESPONSE_LIMIT_BYTES:
        text = f"Response payload size exceeded maximum allowed size ({RESPONSE_LIMIT_BYTES} bytes)"
        return failure("Function.ResponseSizeTooLarge", text)
    return Outcome(body)


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    if headers.get("transfer-encoding") == "chunked":
        return method, path, await _read_chunks(reader)
    return method, path, await reader.readexactly(int(headers.get("content-length", "0")))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        chunks.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(chunks)


def _write(writer: asyncio.StreamWriter, status: int, headers: dict[str, str], body: bytes) -> None:
    lines = [f"HTTP/1.1 {status} OK", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    writer.write("\r\n".join(lines).encode() + body)
