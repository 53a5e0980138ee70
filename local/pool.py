"""The processes of each function: started when first needed, kept warm, a few at once."""

import asyncio
import json
import uuid
from typing import Any

from local.worker import Function, Outcome, Worker

CONCURRENCY = 4


class FunctionPool:
    """Up to `CONCURRENCY` processes of one function; further events wait for a free one."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()

    async def invoke(self, payload: bytes, request_id: str | None = None) -> Outcome:
        """The outcome of one event, in a warm process when one is free."""
        async with self._slots:
            worker = await self._lease()
            outcome = await worker.invoke(request_id or str(uuid.uuid4()), payload)
            if worker.alive:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
                await worker.stop()
            return outcome

    async def stop(self) -> None:
        """Stop every process of this function."""
        await asyncio.gather(*(worker.stop() for worker in self._all))

    async def _lease(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._all.discard(worker)
        worker = Worker(self._function)
        self._all.add(worker)
        await worker.start()
        return worker


class Functions:
    """Every deployed function by its logical id."""

    def __init__(self, functions: dict[str, Function]) -> None:
        self._pools = {name: FunctionPool(function) for name, function in functions.items()}

    async def invoke(self, logical_id: str, event: Any, request_id: str | None = None) -> Outcome:
        """The outcome of one event given as data. Raises KeyError for an unknown function."""
        return await self.invoke_raw(logical_id, json.dumps(event).encode(), request_id)

    async def invoke_raw(
        self, logical_id: str, payload: bytes, request_id: str | None = None
    ) -> Outcome:
        """The outcome of one event given as JSON bytes. Raises KeyError as `invoke` does."""
        return await self._pools[logical_id].invoke(payload, request_id)

    def __contains__(self, logical_id: str) -> bool:
        return logical_id in self._pools

    async def stop(self) -> None:
        """Stop every process."""
        await asyncio.gather(*(pool.stop() for pool in self._pools.values()))
