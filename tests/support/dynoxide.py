"""A second, independent DynamoDB: dynoxide, a prebuilt program from the npm registry.

It is fetched by `make dynoxide` where npm is; everything works without it, and says so.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch

import boto3
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = [] if folder is None else ["--db-path", str(folder / "table.sqlite")]
    process = subprocess.Popen(
        [PROGRAM, "--port", str(port), *database],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endpoint = f"http://127.0.0.1:{port}"
    environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}
    try:
        with patch.dict(os.environ, environment), patch.object(Row.Meta, "host", endpoint):
            Row._connection = None
            client = boto3.client(
                "dynamodb", region_name=ENVIRONMENT["AWS_REGION"], endpoint_url=endpoint
            )
            _wait(port)
            client.create_table(TableName=ENVIRONMENT["TABLE_NAME"], **table_definition())
            yield endpoint
    finally:
        Row._connection = None
        process.terminate()
        process.wait(10)


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
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("dynoxide did not start")
