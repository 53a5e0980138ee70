"""Every published vector is tried by a test, and none is left over."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

from tests.support import fiscal as support
from tests.support.fiscal import needs_vectors

from invoicing.model import Document
from invoicing.rules.en16931 import check
from invoicing.rules.totals.rounding import cash_difference

TESTS = Path(__file__).parents[2]
_SLIPS, _SDI = "contract/test_slips.py", "rules/test_sdi.py"

# Kind -> the file whose tests try each vector of it.
TRIED_BY = {
    "furs_zoi": "unit/fiscal/test_furs.py",
    "furs_code60": "unit/fiscal/test_furs.py",
    "hr_zki": "unit/fiscal/test_fina.py",
    "pt_hash_chain": "unit/fiscal/test_at.py",
    "pt_qr": "unit/fiscal/test_at.py",
    "sdi_00423": _SDI,
    "sdi_rule": _SDI,
    "upn_qr": _SLIPS,
    "swiss_qr_payload": _SLIPS,
    "qrr_mod10": _SLIPS,
    "iso11649_rf": _SLIPS,
    "bpay_mod10v01": _SLIPS,
    "bpay_mod10v05": _SLIPS,
    "multibanco_ifthenpay_offline": _SLIPS,
    "no_kid": _SLIPS,
    "chf_round_005": "unit/fiscal/test_vectors.py",
    "skonto_line_valid": "unit/fiscal/test_vectors.py",
}


@needs_vectors
def test_every_vector_is_tried_by_a_test(shown) -> None:
    given = json.loads((support.FOLDER / "vectors.json").read_text())
    counts = Counter(vector["kind"] for vector in given)
    with shown():
        for kind, count in counts.items():
            print(f"{kind}: {count} vectors, {TRIED_BY.get(kind, 'untried')}")
    assert counts.keys() == TRIED_BY.keys()
    for kind, file in TRIED_BY.items():
        assert f'"{kind}"' in (TESTS / file).read_text(), kind
    places = [n for n, v in enumerate(support.vectors("pt_qr")) if isinstance(v["input"], dict)]
    assert places == [0, 1]  # those tests/unit/fiscal/test_at.py tries by place


@needs_vectors
def test_francs_are_rounded_to_five_centimes_as_published() -> None:
    for vector in support.vectors("chf_round_005"):
        amount, rounded = Decimal(vector["input"]), Decimal(vector["expected"])
        assert amount + cash_difference(amount, "CHF", Decimal("0.05")) == rounded, vector


@needs_vectors
def test_coded_cash_discounts_are_judged_as_published() -> None:
    for vector in support.vectors("skonto_line_valid"):
        terms = f"{vector['input']}\n"
        found = {f.rule for f in check(Document(payment_terms=terms), "xrechnung")}
        assert ("BR-DE-18" not in found) == vector["expected"], vector
