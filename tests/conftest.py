"""Fixtures every test may use."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stdout

import pytest
from hypothesis import settings
from tests.support.world import Credentials, World, cloud

from invoicing.edge.http import logger

# The suite gives the same verdict every time; the long form goes looking.
settings.register_profile("suite", derandomize=True, database=None, deadline=None)
if "NOTULA_LONG" not in os.environ:
    settings.load_profile("suite")


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


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[None]]:
    """What is printed inside stands in the run's summary, from any of its processes."""

    @contextmanager
    def catch() -> Iterator[None]:
        text = io.StringIO()
        with redirect_stdout(text):
            yield
        request.node.user_properties.append(("figures", text.getvalue()))

    return catch


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    figures = [
        text.strip("\n")
        for report in reports
        if report.when == "call"
        for name, text in report.user_properties
        if name == "figures"
    ]
    if figures:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(figures))
