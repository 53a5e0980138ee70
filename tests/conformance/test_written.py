"""What is written of a sample keeps the official rules that the sample keeps."""

import pytest
from lxml import etree
from tests.conformance.oracle import STANDARDS, is_schema_valid, official
from tests.support.standards import samples_of

from invoicing.errors import InvalidDocument
from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.formats.cii import FORMAT as CII
from invoicing.formats.cii._profiles import profile_of
from invoicing.formats.ubl import FORMAT as UBL

pytestmark = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="NOTULA_STANDARDS is absent: the official samples are not tried"
)
# Other rules judge files without lines, and those of more than EN 16931.
ELSEWHERE = ("minimum", "basicwl", "extended")


@pytest.mark.parametrize("format_", [UBL, CII], ids=["ubl", "cii"])
def test_no_sample_breaks_a_rule_that_it_did_not_break_before(format_: Format, shown) -> None:
    tried = valid = 0
    worse = {}
    for path in samples_of(format_.root_tags):
        data = path.read_bytes()
        try:
            (document,) = read_document(data)[1]
        except InvalidDocument:  # one file of UBL 2.0, as the format's tests say
            continue
        if profile_of(document.specification) in ELSEWHERE:
            continue
        written = format_.write(document, "")
        before, after = official(data), official(written)
        tried += 1
        valid += not after
        if after - before or not is_schema_valid(etree.fromstring(written)):
            worse[path.name] = sorted(after - before) or "schema"
    with shown():
        print(
            f"\n{format_.name}: {tried} samples read and written again; {valid} without a finding"
            f" of the official rules; {len(worse)} worse than before"
        )
    assert tried >= 45
    assert worse == {}
