"""Writes `docs/rules.md`: every rule a document is judged by, from the rules' own tables.

Usage: PYTHONPATH=layers/engine python tests/tools/write_rules_page.py > docs/rules.md
"""

from collections.abc import Iterator, Mapping

from invoicing.rules._findings import RuleInfo
from invoicing.rules.en16931 import RULES, profiles, rule_set

_HEAD = """\
# Rules

What `POST /v1/Documents/validate` and every export judge a document by. A fatal finding makes a
document invalid; a warning never does. The ids are the norms' own; the words are ours.

`?profile=` chooses one of: {profiles}. Without it the document's specification (BT-24) names its
profile, else EN 16931 alone is checked. EN 16931 is checked in every profile.

BR-CO-05 to BR-CO-08 (a reason and its code mean the same) are not here: no machine decides them.
Beside these rules a file is judged by its syntax: an element that stands twice, a scheme without
its number. Such findings carry the syntax's ids (UBL-SR-13, CII-SR-469) or `cardinality`.
"""


def page() -> str:
    """The page as text."""
    parts = [_HEAD.format(profiles=", ".join(f"`{name}`" for name in profiles()))]
    parts.append(f"## EN 16931, release 1.3.16 ({len(RULES)} rules)\n")
    parts.append("\n".join(_rows(RULES)))
    for name in profiles()[1:]:
        rules = rule_set(name)
        parts.append(f"\n## {rules.title}: `{name}` ({len(rules.rules)} rules)\n")
        parts.append("\n".join(_rows(rules.rules)))
    return "\n".join(parts) + "\n"


def _rows(rules: Mapping[str, RuleInfo]) -> Iterator[str]:
    yield "| Rule | Severity | Term | What is wrong | What to do |"
    yield "|---|---|---|---|---|"
    for rule, info in sorted(rules.items()):
        yield f"| {rule} | {info.severity} | {info.term} | {info.text} | {info.fix} |"


if __name__ == "__main__":
    print(page(), end="")
