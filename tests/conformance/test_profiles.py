"""The rule sets beside EN 16931, judged by the official unit cases of their publishers."""

import re
from collections import Counter

import pytest
from lxml import etree
from tests.conformance.oracle import STANDARDS

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.rules.en16931 import check, rule_set

PEPPOL, XRECHNUNG = STANDARDS / "unit" / "peppol", STANDARDS / "unit" / "xrechnung"
V = "{http://difi.no/xsd/vefa/validator/1.0}"
_SAID = re.compile(r'(mutator|values|attribute)="([^"]*)"')
_LABEL = re.compile(r'schematron-(valid|invalid)="([^"]+)"')

pytestmark = pytest.mark.skipif(
    not PEPPOL.is_dir(), reason="official unit cases absent: set NOTULA_STANDARDS"
)


def broken(data, profile):
    """Ids of all rules, warnings too, that a file breaks; None where it cannot be read."""
    told: list[Finding] = []
    try:
        _, (document,) = read_document(data, told=told)
    except InvalidDocument:
        return None
    return {finding.rule for finding in check(document, profile, told)}


def peppol_cases():
    """(case, rule, whether it must fail, file) of Peppol's own rules."""
    for path in sorted(PEPPOL.glob("unit-*-PEPPOL__*.xml")):
        for n, test in enumerate(etree.parse(path).getroot().iter(f"{V}test"), 1):
            fragment = next((c for c in test if c.tag != f"{V}assert"), None)
            if fragment is None:
                continue
            for verdict in test.iter(f"{V}error", f"{V}success", f"{V}warning"):
                rule = (verdict.text or "").strip()
                yield f"{path.stem}#{n}", rule, verdict.tag != f"{V}success", fragment


def xrechnung_cases():
    """(case, rule, whether it must fail, file) of the instances, changed as their labels say."""
    for path in sorted(XRECHNUNG.glob("*.xml")):
        root = etree.parse(path).getroot()
        labels = root.xpath("//processing-instruction('xmute')")
        for n, label in enumerate(labels, 1):
            said = dict(_SAID.findall(label.text))
            mutator = said.get("mutator", "")
            if mutator not in ("identity", "remove", "empty", "code"):
                continue
            for value in said["values"].split(",") if mutator == "code" else [""]:
                copy = etree.parse(path).getroot()
                here = copy.xpath("//processing-instruction('xmute')")[n - 1]
                mutate(here, mutator, said.get("attribute", ""), value.strip())
                for verdict, rules in _LABEL.findall(label.text):
                    for rule in rules.split():
                        name = rule.partition(":")[2]
                        case = f"{path.stem}#{n}{f' {value.strip()}' if value else ''}"
                        yield case, name, verdict == "invalid", copy


def mutate(here, mutator, attribute, value):
    """Does to the element behind a label what the label says."""
    element = here.getnext()
    while not isinstance(element.tag, str):
        element = element.getnext()
    if mutator == "remove":
        element.getparent().remove(element)
    elif mutator in ("code", "empty") and attribute:
        element.set(attribute, value)
    elif mutator == "code":
        element.text = value
    elif mutator == "empty":
        element.text = ""
        for child in list(element):
            element.remove(child)


@pytest.mark.parametrize(
    ("profile", "cases", "least"),
    [("peppol", peppol_cases, 156), ("xrechnung", xrechnung_cases, 737)],
)
def test_official_cases_of_a_profile_agree(profile, cases, least, shown):
    agree, total, beyond, wrong = Counter(), Counter(), Counter(), []
    for case, rule, failing, root in cases():
        # XRechnung takes over rules of Peppol, under their own ids.
        of = next((p for p in (profile, "peppol") if rule in rule_set(p).rules), None)
        if of is None:
            beyond[rule] += 1
            continue
        found = broken(etree.tostring(root), of)
        total[rule] += 1
        if found is None or (rule in found) == failing:
            agree[rule] += found is not None
        else:
            wrong.append((case, rule, failing))
    with shown():
        for rule in sorted(total):
            print(f"{rule:24} {agree[rule]}/{total[rule]}")
        print(*(f"differs: {case}" for case in wrong), sep="\n")
        print(f"{profile}: {sum(agree.values())}/{sum(total.values())}; not judged: {dict(beyond)}")
    assert sum(agree.values()) >= least


def test_official_samples_of_cius_pt_keep_its_rules():
    found = {}
    for path in sorted((STANDARDS / "samples" / "cius-pt").glob("*.xml")):
        rules = broken(path.read_bytes(), "cius-pt") or set()
        found[path.name] = {rule for rule in rules if rule.startswith("BR-CIUS-PT")}
    assert len(found) >= 5
    assert not {name: rules for name, rules in found.items() if rules}
