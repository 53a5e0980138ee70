"""The import folder under faults and chaos (R3): every object version has exactly one record."""

import io
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from tests.contract.test_fatturapa import invoice
from tests.contract.test_formats import SMALL
from tests.faults.files import broken_files
from tests.faults.invariants import documents, violations
from tests.faults.network import FAULTS, KILL_AFTER, Killed, faults_at, installed
from tests.faults.outside import Calls, FaultyWorld, one_fault
from tests.hostile.carriers import in_p7m, in_pdf
from tests.hostile.corpus import READ, Payload, payloads
from tests.support import folder
from tests.support.hooks import today
from tests.support.world import Credentials, cloud, module

from invoicing.model import Document
from invoicing.registry import members
from invoicing.usecases import _import_reading, _importing
from invoicing.usecases.collect_imports import LATE

pytestmark = pytest.mark.xdist_group("imports")

LONG = "NOTULA_LONG" in os.environ
SEEDS = int(os.environ.get("SEEDS", "100")) if LONG else 3
OBJECTS = 30
STEP = 3  # the short form strikes every third call
FAULT_RATE = 0.02
TALLY = "sweep: {total} runs over {kinds} scenarios of the import folder, 0 violations"
XML, BROKEN = SMALL.encode(), b"<Invoice>"
Records = list[dict[str, Any]]
Files = list[tuple[str, bytes]]


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def broken_imports(world: FaultyWorld, owner: Credentials, expected: Counter[str]) -> list[str]:
    """What is wrong: `expected` is how many files there were under each path."""
    rows = world.rows()
    found = violations(rows) + broken_files(rows)
    recorded = folder.records(world, owner)
    paths = Counter(one["path"] for one in recorded if "parentId" not in one)
    if paths != expected:
        found.append(f"records: {dict(paths)}, files: {dict(expected)}")
    if folder.keys("imports/"):
        found.append(f"still in the folder: {folder.keys('imports/')}")
    made = Counter(i for one in recorded if one["state"] == "accepted" for i in _made_by(one))
    if made != Counter(dict.fromkeys(documents(rows), 1)):
        found.append(f"documents of records: {made}, stored: {sorted(documents(rows))}")
    for one in recorded:
        if one["state"] == "duplicate" and not set(_made_by(one)) <= set(made):
            found.append(f"{one['path']} names documents nobody made")
    failed = [one for one in recorded if one["state"] == "failed"]
    own = f"imports-failed/{owner.organization_id}"
    aside = {
        f"{own}/{one['id']}/{one['name']}{end}" for one in failed for end in ("", ".error.json")
    }
    if set(folder.keys("imports-failed/")) != aside:
        found.append(f"aside: {folder.keys('imports-failed/')}, failed: {sorted(aside)}")
    found += [f"{one['path']} failed without a reason" for one in failed if not one["errors"]]
    return found


def _made_by(record: dict[str, Any]) -> list[str]:
    return record.get("documentIds", [])


# One fault at every call

SCENARIOS: dict[str, Files] = {
    "an invoice": [("a.xml", XML)],
    "a file that fails": [("a.xml", BROKEN)],
    "a duplicate": [("a.xml", XML), ("b.xml", XML)],
    "a zip": [("a.zip", zipped(("1.xml", XML), ("2.xml", BROKEN)))],
}


def fault_run(files: Files, at: int | None, fault: str | None) -> tuple[int, list[str]]:
    """Files that come one after the other; the last one's news may be lost on the way."""
    world, calls = one_fault(at, fault)
    with installed(world.network), cloud(world):
        owner = world.organization()
        told = [folder.put(owner, path, data) for path, data in files]
        for one in told[:-1]:
            folder.tell([one])
        world.restart()
        calls()
        world.until_done(lambda: folder.tell(told[-1:]), lambda failed: failed == [])
        count = calls()
        world.network.open = False
        return count, broken_imports(world, owner, Counter(path for path, _ in files))


def sweep(run: Callable[[int | None, str | None], tuple[int, list[str]]]) -> int:
    """How many runs there were, in each of which one call failed; a part of them unless LONG."""
    calls, broken = run(None, None)
    assert not broken
    found, count = {}, 0
    for at in range(0, calls, 1 if LONG else STEP):
        for fault in faults_at(at // STEP):
            count += 1
            _, broken = run(at, fault)
            if broken:
                found[at, fault] = broken
    assert not found
    return count


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_R3_every_single_fault_leaves_a_file_with_one_record(scenario, tally):
    tally(TALLY, scenario, sweep(partial(fault_run, SCENARIOS[scenario])))


def replay_run(at: int | None, fault: str | None) -> tuple[int, list[str]]:
    """A file that had failed and is tried again, by a client that asks until it is answered."""
    world, calls = one_fault(at, fault)
    with installed(world.network), cloud(world):
        owner = world.organization()
        with patch.object(_import_reading, "DOCUMENTS_MAX", 0):
            (record_id,) = folder.take(world, owner, {"a.xml": XML})
        world.restart()
        calls()
        path = f"/v1/Imports/{record_id}/replay"
        world.until_done(
            lambda: world.request("POST", path, token=owner.token),
            lambda answer: answer.status == 200 and answer.json["state"] == "accepted",
        )
        count = calls()
        world.network.open = False
        return count, broken_imports(world, owner, Counter({"a.xml": 1}))


def test_R3_every_single_fault_leaves_a_replay_done_once(tally):
    tally(TALLY, "a replay", sweep(replay_run))


def test_R1b_a_record_that_is_written_behind_its_documents_is_caught():
    """A wrong design: first the documents, then the record, each in its own write."""

    def apart(self, record, build, made):
        def documents_alone(known):
            return build(known)[1:]

        key = _importing.Key
        if record.state == "failed" and made == []:
            self._store.commit_all(key(self._ports.new_id()), documents_alone)
        self._store.commit(key(f"I{record.id}-{record.version}"), lambda known: build(known)[0])
        return made[0]

    with patch.object(_importing.Importer, "_committed", apart):
        calls, _ = fault_run(SCENARIOS["an invoice"], None, None)
        assert any(fault_run(SCENARIOS["an invoice"], n, KILL_AFTER)[1] for n in range(calls))


# Chaos

# What is made of archives and of pages without an e-invoice, which are opened here alone.
OPENED = {
    "zip": frozenset({READ}),
    "zip bomb": frozenset({"zip-too-large"}),
    "no invoice": frozenset({"import-nothing-seen"}),
    "pdf before xml": frozenset({"pdf-unreadable"}),
}


@cache
def hostile() -> list[Payload]:
    """Payloads that are refused, the small ones first."""
    made = payloads(Path("/nonexistent/canary"), "127.0.0.1:9")
    found = [replace(p, outcomes=OPENED.get(p.name, p.outcomes)) for p in made]
    return sorted((p for p in found if READ not in p.outcomes), key=lambda p: len(p.data))


def valid(number: int) -> Document:
    return invoice(number=str(number))


@cache
def readable(number: int) -> bytes:
    """An invoice like no other, in one of the formats, as it is or inside of something."""
    formats = [f for f in members("formats", "FORMAT") if f.write is not None]
    data: bytes = formats[number % len(formats)].write(valid(number), "")
    carriers = (bytes, bytes, in_pdf, in_p7m, lambda one: zipped((f"{number}.xml", one)))
    return carriers[number % len(carriers)](data)


def objects(random: Random) -> Files:
    """What a seed puts into the folder: valid, hostile, twice, over one another."""
    found = [(f"in {n}/ü+{n}.xml", readable(n)) for n in range(18)]
    refused = random.sample(hostile()[: len(hostile()) * 3 // 4], 6)
    found += [(f"hostile {n}", payload.data) for n, payload in enumerate(refused)]
    found += [(f"again {n}.xml", readable(random.randrange(18))) for n in range(3)]
    found += [(random.choice(found)[0], readable(18 + n)) for n in range(3)]
    random.shuffle(found)
    return found


def episode(seed: int) -> tuple[Counter[str], list[str]]:
    """The states of a seed's records, and what broke.

    Each file is told of 0 to 3 times, in batches of 1 to 10 in any order; calls fail and
    containers die; what failed is told of again; then the sweep finds what was never told of.
    """
    random = Random(seed)
    armed = [False]

    def choose(_: int, __: str) -> str | None:
        struck = armed[0] and random.random() < FAULT_RATE
        return random.choice(FAULTS) if struck else None

    world = FaultyWorld(random=Random(seed), network=Calls(choose))
    with installed(world.network), cloud(world):
        owner = world.organization()
        files = objects(random)
        told = [folder.put(owner, path, data) for path, data in files]
        queue = [one for one in told for _ in range(random.randint(0, 3))]
        random.shuffle(queue)
        armed[0] = True
        _work_off(world, queue, random)
        today(world)
        world.now += LATE * 2
        world.until_done(lambda: module("collect").handler({}, None), lambda _: True)
        lost = [folder.told_by(text) for text in world.arrivals]
        _work_off(world, lost, random)
        armed[0] = False
        world.network.open = False
        broken = broken_imports(world, owner, Counter(path for path, _ in files))
        recorded = folder.records(world, owner)
    states = Counter(one["state"] for one in recorded if "parentId" not in one)
    if states.total() != OBJECTS:
        broken.append(f"{states.total()} records of {OBJECTS} object versions")
    return states, broken


def _work_off(world: FaultyWorld, queue: list[folder.Told], random: Random) -> None:
    """Until the queue is empty."""
    while queue:
        size = random.randint(1, 10)
        batch, queue[:size] = queue[:size], []
        try:
            failed = folder.tell(batch)
        except Killed:
            world.restart()
            queue += batch
        else:
            queue += [batch[int(number)] for number in failed]


def test_R3_files_told_of_in_any_order_have_one_record_each(shown):
    found: Counter[str] = Counter()
    for seed in range(SEEDS):
        states, broken = episode(seed)
        assert not broken, seed
        found += states
    with shown():
        print(f"imports: {SEEDS} seeds of {OBJECTS} files: {dict(found)}, 0 lost, 0 twice")


def test_R3_every_hostile_file_is_put_aside_with_its_reason(shown):
    with cloud(FaultyWorld()) as world:
        owner = world.organization()
        told = hostile() if LONG else hostile()[::4]
        files = {f"{n} {payload.name}": payload for n, payload in enumerate(told)}
        puts = [folder.put(owner, path, payload.data) for path, payload in files.items()]
        assert folder.tell(puts) == []
        recorded = {one["path"]: one for one in folder.records(world, owner)}
        assert broken_imports(world, owner, Counter(list(files))) == []
        assert documents(world.rows()) == {}
    assert set(recorded) == set(files)
    wrong = {
        path: codes
        for path, payload in files.items()
        if not (codes := {e["code"] for e in recorded[path]["errors"]}) & payload.outcomes
    }
    with shown():
        print(
            f"imports: {len(files)} hostile files, {len(files) - len(wrong)} aside as they should"
        )
    assert wrong == {}
