"""Fixtures every test may use."""

import io
import os
import sys
from collections import Counter
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


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[[str, str, int], None]:
    """Counts what several tests did, in any of the run's processes; the summary adds it up.

    The sentence says where the total and the number of kinds go: `{total} runs over {kinds} ways`.
    """

    def count(sentence: str, kind: str, number: int) -> None:
        request.node.user_properties.append(("tally", (sentence, kind, number)))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    told = [told for report in reports if report.when == "call" for told in report.user_properties]
    figures = [text.strip("\n") for name, text in told if name == "figures"]
    tallies: dict[str, Counter[str]] = {}
    for sentence, kind, number in (tally for name, tally in told if name == "tally"):
        tallies.setdefault(sentence, Counter())[kind] += number
    figures += [
        sentence.format(total=kinds.total(), kinds=len(kinds))
        for sentence, kinds in tallies.items()
    ]
    if figures:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(figures))
