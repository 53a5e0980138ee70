"""Writes `rules/en16931/_code_lists.py` from a JSON of code sets by rule.

Usage: python tests/tools/write_code_lists.py CODE_SETS_BY_RULE.json > _code_lists.py
"""

import json
import sys
import textwrap
from pathlib import Path

NAMES = {
    "BR-CL-01": "DOCUMENT_TYPES",
    "BR-CL-04": "CURRENCIES",
    "BR-CL-06": "TAX_POINT_CODES",
    "BR-CL-07": "OBJECT_SCHEMES",
    "BR-CL-08": "NOTE_SUBJECTS",
    "BR-CL-10": "IDENTIFIER_SCHEMES",
    "BR-CL-13": "CLASSIFICATION_SCHEMES",
    "BR-CL-14": "COUNTRIES",
    "BR-CL-16": "PAYMENT_MEANS",
    "BR-CL-17": "TAX_CATEGORIES",
    "BR-CL-19": "ALLOWANCE_REASONS",
    "BR-CL-20": "CHARGE_REASONS",
    "BR-CL-22": "EXEMPTION_REASONS",
    "BR-CL-23": "UNITS",
    "BR-CL-25": "ADDRESS_SCHEMES",
}


def main(path: str) -> None:
    lists = json.loads(Path(path).read_text())
    rules = lists["cii"] | lists["ubl"]
    print('"""The code sets EN 16931 allows, release 1.3.16. Generated; see tests/tools."""')
    print("# ruff: noqa: SIM905 - a list of hundreds of codes reads best as words")
    for rule, name in NAMES.items():
        if rule not in rules:
            continue
        found = rules[rule] if isinstance(rules[rule], list) else [rules[rule]]
        codes = sorted({c for entry in found for codes in entry["sets"] for c in codes})
        print(f"\n# {rule}\n{name} = frozenset(\n    (")
        for row in textwrap.wrap(" ".join(codes), 84, break_on_hyphens=False):
            print(f'        "{row} "')
        print("    ).split()\n)")


main(sys.argv[1])
