"""The semantic rules of EN 16931 as plain functions over the document, release 1.3.16.

A document is judged as it is stated: nothing is calculated anew. What the model cannot say
wrongly (a term given twice, a mandatory amount left out of a file) the format's reader tells.
BR-CO-05 to 08, that a reason and its code mean the same, no machine decides.
"""

from collections.abc import Sequence

from invoicing import registry
from invoicing.errors import Finding
from invoicing.model import Document
from invoicing.rules._findings import Findings
from invoicing.rules.en16931 import _code_lists, _families, _lines, _parties, _totals
from invoicing.rules.en16931._texts import RULES
from invoicing.rules.profiles import RuleSet

__all__ = ["BASE", "RULES", "check", "is_currency", "profile_of", "profiles", "rule_set"]

BASE = "en16931"
_SETS = "rules.profiles"


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code (BR-CL-03)."""
    return code in _code_lists.CURRENCIES


def profiles() -> tuple[str, ...]:
    """The profiles a document can be checked against."""
    return (BASE, *(name.replace("_", "-") for name in registry.names(_SETS)))


def rule_set(profile: str) -> RuleSet:
    """The rules a profile has beside EN 16931; KeyError where there is no such profile."""
    found: RuleSet = registry.member(_SETS, profile.replace("-", "_"), "RULE_SET")
    return found


def profile_of(specification: str) -> str:
    """The profile that a specification identifier (BT-24) names, else EN 16931 itself."""
    for profile in profiles()[1:]:
        if rule_set(profile).specification in specification:
            return profile
    return BASE


def check(
    document: Document, profile: str = BASE, told: Sequence[Finding] = ()
) -> tuple[Finding, ...]:
    """Every finding of the norm and of the profile, each once; warnings never block.

    `told` is what the reader of the document's file found. KeyError for an unknown profile.
    """
    extra = None if profile == BASE else rule_set(profile)
    findings = Findings(RULES | extra.rules if extra else RULES)
    if told:
        findings.take(told, _elsewhere(told, extra))
    use = _families.Use(document)
    _totals.check_document(document, use, findings)
    _parties.check(document, findings)
    _lines.check(document, findings)
    _lines.check_allowances(document, findings)
    _totals.check(document, findings)
    _families.check(document, use, findings)
    if extra:
        extra.check(document, findings)
    return tuple(dict.fromkeys(findings.found))


def _elsewhere(told: Sequence[Finding], chosen: RuleSet | None) -> frozenset[str]:
    """Rules of other profiles among those told; the sets are loaded only where there may be any."""
    mine = RULES.keys() | (chosen.rules.keys() if chosen else frozenset())
    if all(finding.rule in mine for finding in told):
        return frozenset()
    return frozenset(rule for name in profiles()[1:] for rule in rule_set(name).rules) - mine
