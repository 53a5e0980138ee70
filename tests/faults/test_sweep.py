"""Every fault at every store call of every use case (R2): the request, repeated until answered,
is done exactly once, and nothing is left half-done."""

from random import Random

import pytest
from tests.faults.files import broken_files
from tests.faults.invariants import documents, violations
from tests.faults.network import Killed, Network, faults_at, installed
from tests.faults.workflows import WORKFLOWS, Workflow
from tests.support.world import Answer, Credentials, World, cloud

TRIES_MAX = 5


def _until_answered(world: World, owner: Credentials, workflow: Workflow, path: str) -> Answer:
    """The client's view: it sends the same request, with the same key, until it is answered."""
    for _ in range(TRIES_MAX):
        try:
            answer = world.request(
                workflow.method,
                path,
                workflow.body,
                token=owner.token,
                headers={"idempotency-key": "the-request", "accept": workflow.accept},
            )
        except Killed:
            world.restart()
            continue
        if answer.status < 500:
            return answer
    raise AssertionError("never answered")


def _run(
    workflow: Workflow, at: int | None, fault: str | None, *, warm: bool
) -> tuple[int, list[str]]:
    """How many calls the request made, and what was broken."""
    start: int | None = None

    def choose(number: int, _: str) -> str | None:
        return fault if start is not None and number - start == at else None

    network = Network(choose)
    world = World(random=Random(1))
    with installed(network), cloud(world):
        owner = world.organization()
        path = workflow.prepare(world, owner)
        if not warm:
            world.restart()
        start = len(network.log)
        answer = _until_answered(world, owner, workflow, path)
        calls = len(network.log) - start
        network.open = False
        rows = world.rows()
        broken = violations(rows) + broken_files(rows)
    if answer.status != workflow.status:
        broken.append(f"answered {answer.status}: {answer.body!r}")
    elif not workflow.holds(documents(rows)):
        broken.append("the effect is missing or was done twice")
    return calls, broken


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda w: w.name)
def test_R2_every_single_fault_leaves_the_request_done_once(workflow, shown):
    calls, broken = _run(workflow, None, None, warm=False)
    assert not broken
    found = {}
    count = 0
    for at in range(calls):
        for fault in faults_at(at):
            count += 1
            _, broken = _run(workflow, at, fault, warm=False)
            if broken:
                found[at, fault] = broken
    with shown():
        print(f"sweep: {workflow.name}: {count} runs over {calls} calls, {len(found)} violations")
    assert not found
