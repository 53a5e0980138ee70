"""The semantic rules of EN 16931 as plain functions over the document, release 1.3.16.

A document is judged as it is stated: nothing is calculated anew. What the model cannot say
wrongly (a term given twice, a mandatory amount left out of a file) is the format reader's.
"""

from invoicing import registry
from invoicing.errors import Finding
from invoicing.model import Document
from invoicing.rules._findings import Findings
from invoicing.rules.en16931 import _families, _lines, _parties, _totals
from invoicing.rules.en16931._texts import RULES

__all__ = ["RULES", "check"]


def check(document: Document, profiles: tuple[str, ...] = ("en16931",)) -> tuple[Finding, ...]:
    """Every finding of the norm and of the named national or network rule sets, at once.

    A profile other than "en16931" is a module beside this one ending with `RULE_SET`;
    KeyError where there is none. Warnings never block.
    """
    findings = Findings(RULES)
    use = _families.Use(document)
    _totals.check_document(document, use, findings)
    _parties.check(document, findings)
    _lines.check(document, findings)
    _lines.check_allowances(document, findings)
    _totals.check(document, findings)
    _families.check(document, use, findings)
    found = findings.found
    for profile in profiles:
        if profile != "en16931":
            found += registry.member("rules", profile.replace("-", "_"), "RULE_SET")(document)
    return tuple(found)
