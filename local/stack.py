"""One local stack from its first check to its last process."""

import asyncio
import contextlib
import fcntl
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.cloud import Cloud
from local.demo import describe_demo, prepare_demo, prepare_fiscal
from local.fiscal_demo import start_authorities
from local.gateway import Gateway, HttpServer, InvokeServer
from local.mail import serve_mail
from local.pool import Functions
from local.routes import Router, read_routes
from local.settings import HOST, Settings, StartError, is_free, remembered_ports
from local.textract import TextractServer

_GRACE_S = 3
FISCAL_FUNCTION = "FiscalizeFunction"

Report = Callable[[str], None]


async def run(settings: Settings, report: Report) -> None:
    """Serve until SIGINT or SIGTERM. Raises StartError for what keeps it from serving."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    if not is_free(settings.port):
        raise StartError(
            f"port {settings.port} is taken; choose another: make run PORT={settings.port + 1}"
        )
    for folder in (settings.home, settings.logs, settings.outbox):
        folder.mkdir(parents=True, exist_ok=True)
    with _only_one(settings):
        async with AsyncExitStack() as parts:
            cloud = await _start(settings, parts, report)
            await _wait(stopping, cloud)
            report("stopping")
    report("stopped")


async def _start(settings: Settings, parts: AsyncExitStack, report: Report) -> Cloud:
    ports = remembered_ports(settings.home)
    mail = await serve_mail(settings.outbox, ports.mail)
    parts.callback(mail.close)
    authorities = await asyncio.to_thread(start_authorities, settings, ports)
    parts.callback(authorities.close)
    text = TextractServer(ports.text)
    text.start()
    parts.callback(text.close)
    stand_ins = {**authorities.environment, **text.environment}
    cloud = Cloud(settings, ports.aws, ports.mail, stand_ins)
    parts.push_async_callback(cloud.stop)
    await cloud.start()
    report(f"embedded AWS on {cloud.endpoint_url}")
    deployment = await asyncio.to_thread(cloud.deploy, f"http://{HOST}:{ports.functions}")
    report(f"template.yaml {'deployed' if deployment.created else 'up to date'}")
    functions = Functions(deployment.functions)
    parts.push_async_callback(functions.stop)
    await parts.enter_async_context(_serving(InvokeServer(functions), ports.functions))
    demo = await asyncio.to_thread(
        prepare_demo, settings, deployment.environment, fresh=deployment.created
    )
    routes = read_routes(deployment.translated, set(deployment.functions))
    server = HttpServer(Gateway(Router(routes), functions))
    await parts.enter_async_context(_serving(server, settings.port))
    report(f"{len(routes)} routes of {len(deployment.functions)} functions on {settings.base_url}")
    if FISCAL_FUNCTION in deployment.functions:
        await asyncio.to_thread(
            prepare_fiscal, settings, deployment.environment, authorities, fresh=deployment.created
        )
        report("an organization that registers with a simulated tax authority")
    report(f"ready\n\n{describe_demo(demo)}\n\nCtrl-C stops; the data stays in {settings.home}")
    return cloud


async def _wait(stopping: asyncio.Event, cloud: Cloud) -> None:
    """Return when asked to stop. Raises StartError when the embedded AWS ends by itself."""
    asked = asyncio.create_task(stopping.wait())
    died = asyncio.create_task(cloud.process.wait())
    await asyncio.wait({asked, died}, return_when=asyncio.FIRST_COMPLETED)
    unasked = not asked.done()
    for task in (asked, died):
        task.cancel()
    if unasked:
        raise StartError("the embedded AWS ended unexpectedly, see logs/aws.log")


@asynccontextmanager
async def _serving(application: Any, port: int) -> AsyncIterator[None]:
    config = Config()
    config.bind = [f"{HOST}:{port}"]
    config.graceful_timeout = _GRACE_S
    config.include_server_header = False
    config.errorlog = logging.getLogger("hypercorn.error")
    stop = asyncio.Event()
    # hypercorn's types want its own wait-for-shutdown signature; an Event's wait is one.
    task = asyncio.create_task(serve(application, config, shutdown_trigger=stop.wait))
    while is_free(port):
        if task.done():
            task.result()
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        stop.set()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Two stacks on one data folder would overwrite each other's data."""
    with (settings.home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise StartError(f"another stack runs on {settings.home}") from taken
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def progress() -> Report:
    """Prints one line per step with the seconds since this call."""
    start = time.monotonic()

    def report(step: str) -> None:
        print(f"[{time.monotonic() - start:5.1f} s] {step}", flush=True)

    return report
