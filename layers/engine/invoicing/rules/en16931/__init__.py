"""The semantic rules of EN 16931 as plain functions over the document, release 1.3.16.

A document is judged as it is stated: nothing is calculated anew. What the model cannot say
wrongly (a term given twice, a mandatory amount left out of a file) the format's reader tells.
BR-CO-05 to 08, that a reason and its code mean the same, no machine decides.
"""

from invoicing import registry
from invoicing.errors import Finding
from invoicing.model import Document
from invoicing.rules._findings import Findings
from invoicing.rules.en16931 import _code_lists, _families, _lines, _parties, _totals
from invoicing.rules.en16931._texts import RULES

__all__ = ["RULES", "check", "is_currency"]


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code (BR-CL-03)."""
    return code in _code_lists.CURRENCIES


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
