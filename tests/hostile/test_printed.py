"""Hostile texts, logos and links: nothing is read or reached, and none is a bomb."""

import json
import os
import subprocess
import sys

from tests.hostile.printed import ROOT

SECONDS_MAX, MB_MAX = 2, 100


def test_U22_hostile_texts_logos_and_links_read_nothing_and_cost_little(shown):
    paths = os.pathsep.join([str(ROOT / "layers" / "engine"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.printed"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "PYTHONPATH": paths},
    )
    found = json.loads(done.stdout)
    took = found["took"]
    slowest = max(one["seconds"] for one in took.values())
    peak = max(one["peak_mb"] for one in took.values())
    with shown():
        print(
            f"hostile: {len(took)} texts, logos and links; {slowest:.2f} s, {peak:.0f} MB at most"
        )
    assert len(took) >= 50
    assert found["seen"] == []
    assert took["logo: pixels of a billion"]["end"] != "printed"
    assert {name: one for name, one in took.items() if one["seconds"] > SECONDS_MAX} == {}
    assert peak < MB_MAX
