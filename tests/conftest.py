"""Fixtures every test may use."""

from collections.abc import Iterator

import pytest
from tests.support.world import Credentials, World, cloud


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
