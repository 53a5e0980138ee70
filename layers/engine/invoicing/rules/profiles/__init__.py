"""Rule sets beside EN 16931, national or a network's. A member ends with `RULE_SET = RuleSet(...)`.

A set only restricts: a document that keeps it keeps EN 16931 too, which is checked beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from invoicing.model import Document
from invoicing.rules._findings import Findings, RuleInfo


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one profile."""

    title: str
    specification: str
    """What the specification identifier (BT-24) of its documents holds."""
    rules: dict[str, RuleInfo]
    check: Callable[[Document, Findings], None]
    """Adds the rules a document breaks."""
