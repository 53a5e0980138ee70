"""Fixtures every test may use."""

import sys
from collections.abc import Iterator

import pytest
from tests.support.world import Credentials, World, cloud

from invoicing.edge.http import logger


class _Output:
    """Whatever standard output is at the moment; pytest changes it from test to test."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


logger.registered_handler.setStream(_Output())


@pytest.fixture
def world() -> Iterator[World]:
    """An empty stack in this process."""
    with cloud(World()) as made:
        yield made


@pytest.fixture
def owner(world: World) -> Credentials:
    """An organization with a token."""
    return world.organization(
        address="Slovenska cesta 1", zip="1000", city="Ljubljana", email="racuni@example.si"
    )
