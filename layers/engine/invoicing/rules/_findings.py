"""What all rule sets share: a rule's facts, and the list a check writes to."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from invoicing.errors import Finding, Severity


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule's severity, the business term it is about, and our words for it."""

    severity: Severity
    term: str
    text: str
    fix: str


class Findings:
    """Collects findings; a message is built only when a rule fails."""

    __slots__ = ("_rules", "found")

    def __init__(self, rules: Mapping[str, RuleInfo]) -> None:
        self._rules = rules
        self.found: list[Finding] = []

    def add(self, rule: str, pointer: str) -> None:
        info = self._rules[rule]
        self.found.append(Finding(rule, pointer, info.text, info.fix, info.severity, info.term))

    def has(self, rule: str, pointer: str) -> bool:
        """Whether this was found already, by who read the file."""
        return any(each.rule == rule and each.pointer == pointer for each in self.found)

    def take_back(self, rules: Container[str]) -> list[Finding]:
        """The findings of these rules, which are no longer found: others speak in their place."""
        taken = [each for each in self.found if each.rule in rules]
        if taken:
            self.found = [each for each in self.found if each.rule not in rules]
        return taken

    def take(self, told: Iterable[Finding], elsewhere: frozenset[str]) -> None:
        """Findings a format's reader told, in the catalogue's words where it has the rule.

        Rules of sets that were not asked for (`elsewhere`) never block.
        """
        for finding in told:
            rule, pointer = finding.rule, finding.pointer
            if rule in self._rules:
                self.add(rule, pointer)
            elif rule in elsewhere:
                text, fix, term = finding.text, finding.fix, finding.term
                self.found.append(Finding(rule, pointer, text, fix, "warning", term))
            else:
                self.found.append(finding)


def table(rows: str) -> dict[str, RuleInfo]:
    """Rules from lines `id | term | text | fix`; an id with a trailing ? is a warning."""
    rules = {}
    for row in rows.strip().splitlines():
        name, term, text, fix = (part.strip() for part in row.split("|"))
        severity: Severity = "warning" if name.endswith("?") else "fatal"
        rules[name.rstrip("?")] = RuleInfo(severity, term, text, fix)
    return rules
