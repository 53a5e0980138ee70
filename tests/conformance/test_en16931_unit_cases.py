"""The official rule unit cases: what each fragment expects of one rule, against our verdict."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from tests.conformance.oracle import STANDARDS, ours

CASES = STANDARDS / "unit" / "en16931"
SYNTAX_ONLY = Path(__file__).with_name("syntax_only.csv")
V = "{http://difi.no/xsd/vefa/validator/1.0}"


def expectations():
    """(case, rule, whether it must fail, the fragment) of every UBL case."""
    for path in sorted(CASES.glob("*unit-UBL__BR-*.xml")):
        for n, test in enumerate(etree.parse(path).getroot().iter(f"{V}test"), 1):
            fragment = next((c for c in test if c.tag != f"{V}assert"), None)
            if fragment is None or etree.QName(fragment).localname not in ("Invoice", "CreditNote"):
                continue
            for verdict in test.iter(f"{V}error", f"{V}success", f"{V}warning"):
                failing = verdict.tag != f"{V}success"
                name = f"{path.stem}#{n}"
                yield name, (verdict.text or "").strip(), failing, etree.tostring(fragment)


@pytest.mark.skipif(not CASES.is_dir(), reason="official unit cases absent: set NOTULA_STANDARDS")
def test_official_unit_cases_agree_with_our_verdict(shown):
    with SYNTAX_ONLY.open() as file:
        listed = {(row["case"], row["rule"]) for row in csv.DictReader(file)}
    agree, total, wrong = Counter(), Counter(), []
    for name, rule, failing, data in expectations():
        total[rule] += 1
        if (rule in ours(data, fatal_only=False)) == failing:
            agree[rule] += 1
        else:
            wrong.append((name, rule))
    with shown():
        for rule in sorted(total):
            print(f"{rule:10} {agree[rule]}/{total[rule]}")
        for name, rule in wrong:
            print("differs:", name, rule)
        print(f"all {sum(agree.values())}/{sum(total.values())}")
    assert sum(total.values()) >= 570
    assert sum(agree.values()) >= 0.97 * sum(total.values())
    assert set(wrong) == listed
