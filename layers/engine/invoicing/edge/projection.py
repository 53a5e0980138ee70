"""Which members of a document are shown: `fields` and `include` of a filter (F035)."""

from typing import Any, NamedTuple

from invoicing.edge.wire.document import READ_ONLY, DocumentInput
from invoicing.errors import Finding

_ALIASES = {field.alias or name for name, field in DocumentInput.model_fields.items()}
MEMBERS = tuple(sorted((_ALIASES | READ_ONLY) - {"send", "warnings", "recurrences"}))

# What other systems keep apart from the document is a part of it here.
RELATIONS = {
    "payments": "payments",
    "items": "_documentItems",
    "taxes": "_documentTaxes",
    "comments": "_comments",
    "attachments": "_attachments",
    "client": "_documentClient",
    "issuer": "_documentIssuer",
    "unit": "_documentUnit",
    "recurrences": "recurrences",
    **{name: name for name in ("_documentItems", "_documentTaxes", "_comments", "_attachments")},
    **{name: name for name in ("_documentClient", "_documentIssuer", "_documentUnit")},
}


RECURRENCES = "recurrences"  # stand apart from the document, and are read for one alone
_MANY = frozenset({"payments", "_attachments"})  # left out of documents that have none


class Projection(NamedTuple):
    """What is shown of a document: all of it, only some members, or all but some."""

    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()

    def of(self, view: dict[str, Any]) -> dict[str, Any]:
        shown = {
            name: value
            for name, value in view.items()
            if name in self.included
            or (name not in self.without and (not self.only or name in self.only))
        }
        for name in _MANY & self.included:
            shown.setdefault(name, [])
        return shown


WHOLE = Projection()


def read_projection(
    fields: Any, include: Any, findings: list[Finding], *, at: str = "/query/filter"
) -> Projection:
    """The projection; what is wrong with it is added to the findings."""
    chosen = _fields(fields, findings, f"{at}/fields")
    included = _include(include, findings, f"{at}/include")
    only = {name for name, is_shown in chosen.items() if is_shown}
    without = frozenset() if only else frozenset(chosen)
    return Projection(frozenset(only), without, frozenset(included))


def _fields(given: Any, findings: list[Finding], at: str) -> dict[str, bool]:
    if given is None:
        return {}
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        given = dict.fromkeys(given, True)
    if not isinstance(given, dict) or not all(isinstance(v, bool) for v in given.values()):
        text = "must be an object of true and false, or a list of names"
        findings.append(Finding("fields", at, text, 'send {"id": true, "number": true}'))
        return {}
    for name in given:
        if name not in MEMBERS:
            known = f"known: {', '.join(MEMBERS)}"
            findings.append(Finding("fields-unknown", at, f"{name[:100]} is no member", known))
    return given


def _include(given: Any, findings: list[Finding], at: str) -> set[str]:
    if given is None:
        return set()
    found = set()
    for one in given if isinstance(given, list) else [given]:
        name = one.get("relation") if isinstance(one, dict) and len(one) == 1 else one
        if isinstance(name, str) and name in RELATIONS:
            found.add(RELATIONS[name])
        else:
            known = f"known: {', '.join(RELATIONS)}"
            text = "is no relation of documents"
            findings.append(Finding("include-unknown", at, text, known))
    return found
