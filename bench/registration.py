"""Issuing and registering a document: real handlers on moto, messages over TLS to a simulator
behind a socket of its own.

The peer issues the same document with the same code, and tells nobody. Counts are calls, the same
on every machine; how many documents a second that comes to stands with the case, for orientation.
"""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from bench.frame import Row, compare
from local.authorities.server import AuthorityServer
from tests.faults.network import Network, installed
from tests.support.croatian_world import CroatianWorld
from tests.support.fiscal import BEGAN, fresh_key
from tests.support.fiscal_world import _LONG, CASH, FiscalWorld, fiscal_cloud
from tests.support.world import Credentials

from invoicing.outbound import authority
from invoicing.safe.safe_http import HttpAnswer

ROUNDS = 15
UNPAID = {"_documentItems": CASH["_documentItems"]}
BUSINESS = {"name": "Hrast d.o.o.", "taxNumber": "HR12312312316", "countryAlpha2Code": "HR"}
BUDGET, ASKED = 6, 1


class Served(FiscalWorld):
    """A world that really asks; each question is counted."""

    def ask(self, url: str, *arguments: Any, **more: Any) -> HttpAnswer:
        self.asked.append(url)
        return authority.ask(url, *arguments, **more)


class ServedFina(Served, CroatianWorld):
    """The same, where CIS is the authority."""


def rows() -> list[Row]:
    logging.getLogger("notula").setLevel(logging.ERROR)
    # A document that is not told to the authority has its code all the same.
    fina_untold = {**UNPAID, "_documentClient": BUSINESS}
    return [
        *_rows("furs", Served(random=Random(1)), UNPAID),
        *_rows("fina", ServedFina(random=Random(1)), fina_untold),
    ]


def _rows(name: str, world: Served, untold: dict[str, Any]) -> list[Row]:
    network = Network(lambda *_: None)
    with installed(network), fiscal_cloud(world), _served(name, world):
        owner = world.shop()
        block = f"_{name}"
        assert world.issue(owner, untold)[block]["status"] == "not-required"

        def register() -> None:
            made = world.issue(owner)[block]
            assert made["status"] == "registered", made

        compared = compare(
            {"ours": register, "issued alone": lambda: world.issue(owner, untold)},
            rounds=ROUNDS,
            least_s=0,
        )
        rate = 1000 / compared.median_ms("ours")
        case = f"{name}: a document issued and registered, {rate:.0f} a second"
        timed = compared.row(case, "issued alone", goal="≤ 4x")
        calls, asked = _counted(world, owner, network)
    return [
        timed,
        Row(
            f"{name}: store calls to issue and register",
            calls,
            BUDGET,
            "budget",
            unit="calls",
            goal=f"<= {BUDGET}",
        ),
        Row(
            f"{name}: authority calls to register",
            asked,
            ASKED,
            "budget",
            unit="calls",
            goal=f"<= {ASKED}",
        ),
    ]


def _counted(world: Served, owner: Credentials, network: Network) -> tuple[int, int]:
    """DynamoDB and S3 calls of one request, without the authorizer's one; and questions asked."""
    before, asked = len(network.log), len(world.asked)
    world.issue(owner)
    calls = [c for c in network.log[before:] if c.startswith(("dynamodb.", "s3."))]
    return len(calls) - 1, len(world.asked) - asked


@contextmanager
def _served(name: str, world: Served) -> Iterator[None]:
    """The world's simulator on a port, where the product finds it."""
    simulator: Any = world.cis if isinstance(world, CroatianWorld) else world.furs
    issuer = simulator.issuer
    own = issuer.issue(
        (("CN", "localhost"),), BEGAN, valid_for=_LONG, host="localhost", key=fresh_key("server")
    )
    with tempfile.TemporaryDirectory() as folder:
        identity, roots = Path(folder, "server.pem"), Path(folder, "roots.pem")
        identity.touch(mode=0o600)
        identity.write_bytes(own.key_pem + own.pem)
        roots.write_bytes(issuer.own.pem)
        server = AuthorityServer(
            simulator,
            0,
            identity=identity,
            clients=None if isinstance(world, CroatianWorld) else roots,
            behaviour=Path(folder, "behaviour.json"),
        )
        server.start()
        try:
            with patch.dict(os.environ, {f"FISCAL_{name.upper()}_URL": server.url}):
                yield
        finally:
            server.close()
