"""Concurrent creators under faults: every number once, every request once (R1)."""

import os

import pytest
from tests.faults.episode import run
from tests.faults.planted import NUMBERING

SEEDS = int(os.environ.get("SEEDS", "4"))
FIRST_SEED = int(os.environ.get("FIRST_SEED", "0"))
PLANTED_SEEDS = 2
ABOUT_NUMBERS = ("are not 1..", "was given", "documents were stored", "acknowledged")


def test_R1_no_number_is_lost_or_given_twice_whatever_fails(shown):
    calls = documents = retried = 0
    bad = {}
    for seed in range(FIRST_SEED, FIRST_SEED + SEEDS):
        outcome = run(seed)
        calls += len(outcome.calls)
        documents += len(outcome.answers)
        retried += outcome.errors_seen
        if outcome.violations:
            bad[seed] = outcome.violations
    with shown():
        print(
            f"\n{SEEDS} seeds, {documents} documents, {calls} store calls "
            f"({calls / documents:.1f} a document), {retried} answers 5xx, {len(bad)} bad seeds"
        )
    assert not bad


def test_an_episode_replays_call_by_call():
    assert run(11).calls == run(11).calls


@pytest.mark.parametrize("design", NUMBERING.values(), ids=NUMBERING.keys())
def test_R1b_planted_wrong_designs_are_caught(design):
    found = [
        violation
        for seed in range(PLANTED_SEEDS)
        for violation in run(seed, create=design).violations
        if any(words in violation for words in ABOUT_NUMBERS)
    ]
    assert found


def test_fifty_simultaneous_issuers_get_fifty_numbers_and_see_no_error(shown):
    outcome = run(1, creators=50, documents=1, fault_rate=0)
    assert not outcome.violations
    assert outcome.errors_seen == 0
    with shown():
        calls = len(outcome.calls)
        print(f"\n50 issuers at once: {calls} store calls, {calls / 50:.1f} a document")
