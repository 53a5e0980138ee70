"""A second, independent DynamoDB: dynoxide, a prebuilt program from the npm registry.

It is fetched by `make dynoxide` where npm is; everything works without it, and says so.
"""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import boto3
from tests.support import wire
from tests.support.world import ENVIRONMENT, ROOT, World, table_definition

from invoicing.outbound.mail import Mail
from invoicing.store.files import Files
from invoicing.store.rows import Row
from invoicing.usecases.ports import Ports

PROGRAM = ROOT / ".build" / "dynoxide" / "node_modules" / "@dynoxide" / "linux-x64" / "dynoxide"


def is_installed() -> bool:
    return PROGRAM.exists() and os.access(PROGRAM, os.X_OK)


@contextmanager
def serving(folder: Path | None = None) -> Iterator[str]:
    """Its endpoint, with our table in it; in memory unless a folder is given."""
    with _process(folder) as endpoint:
        environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}
        with patch.dict(os.environ, environment), _table(endpoint):
            yield endpoint


@contextmanager
def behind() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Inside a world's cloud: the table alone is here, all else stays where it was.

    What is given reads every row, past whatever stands on the wire.
    """
    with _process() as endpoint, _table(endpoint) as client:

        def rows() -> list[dict[str, Any]]:
            pages = client.get_paginator("scan").paginate(TableName=ENVIRONMENT["TABLE_NAME"])
            with wire.standing(None):
                return [row for page in pages for row in page["Items"]]

        yield rows


@contextmanager
def _process(folder: Path | None = None) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = [] if folder is None else ["--db-path", str(folder / "table.sqlite")]
    process = subprocess.Popen(
        [PROGRAM, "--port", str(port), *database],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def _table(endpoint: str) -> Iterator[Any]:
    """A client of the place, where our table is made and the store looks for it."""
    client = boto3.client("dynamodb", region_name=ENVIRONMENT["AWS_REGION"], endpoint_url=endpoint)
    with wire.standing(None):
        client.create_table(TableName=ENVIRONMENT["TABLE_NAME"], **table_definition())
    Row._connection = None
    try:
        with patch.object(Row.Meta, "host", endpoint):
            yield client
    finally:
        Row._connection = None


def container(seed: int) -> Ports:
    """The ports of one container: real clock, real sleep, its own randomness."""
    world = World(random=Random(seed))
    return Ports(
        files=Files(ENVIRONMENT["FILES_BUCKET"]),
        mail=Mail(ENVIRONMENT["MAIL_SENDER"]),
        now=world.tick,
        random=world.random,
        sleep=time.sleep,
    )


def _wait(port: int) -> None:
    for _ in range(1_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("dynoxide did not start")
