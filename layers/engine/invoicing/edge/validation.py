"""What a validation is asked and how it answers."""

from collections.abc import Callable
from typing import Any, TypeVar

from invoicing.edge.documents import read_draft, with_stated_totals
from invoicing.edge.problems import finding_view
from invoicing.edge.request import JSON_TYPES, Request
from invoicing.edge.uploads import FILE_MEMBERS, uploaded_file
from invoicing.errors import Finding, InvalidDocument, UnreadableFile
from invoicing.model.tenant import Tenant
from invoicing.rules.en16931 import profiles
from invoicing.usecases.ports import Ports
from invoicing.usecases.validate_document import Verdict, validate_draft, validate_file

T = TypeVar("T")


def verdict_on(call: Request, tenant: Tenant, ports: Ports) -> Verdict:
    """The verdict on the body: a Document as JSON, or a file as `parse-xml` takes it.

    UnreadableFile where it cannot be read at all, or names a profile there is not.
    """
    profile = _profile(call)
    if call.media_type() in ("", *JSON_TYPES):
        body = call.json_object()
        if not FILE_MEMBERS & body.keys():
            draft = _read(lambda: with_stated_totals(read_draft(body)[0], body))
            return validate_draft(draft, tenant, ports, profile)
    return _read(lambda: validate_file(uploaded_file(call), profile))


def verdict_view(verdict: Verdict) -> dict[str, Any]:
    """Valid, and all findings; warnings do not make a document invalid."""
    errors = [_view(f) for f in verdict.findings if f.severity == "fatal"]
    warnings = [_view(f) for f in verdict.findings if f.severity != "fatal"]
    return {
        "valid": not errors,
        "format": verdict.format_name,
        "profile": verdict.profile,
        "errors": errors,
        "warnings": warnings,
    }


def _view(finding: Finding) -> dict[str, str]:
    return {**finding_view(finding), "severity": finding.severity, "term": finding.term}


def _profile(call: Request) -> str:
    profile = call.query.get("profile", "").lower()
    if profile and profile not in profiles():
        raise UnreadableFile(
            "unknown-profile",
            f"there is no profile {profile[:40]!r}",
            fix=f"send one of {', '.join(profiles())}, or none: the document then names its own",
            pointer="/query/profile",
        )
    return profile


def _read(read: Callable[[], T]) -> T:
    """Values that cannot be read are no verdict but a request that cannot be read."""
    try:
        return read()
    except InvalidDocument as exc:
        first = exc.findings[0]
        more = f" ({len(exc.findings) - 1} more like it)" if len(exc.findings) > 1 else ""
        raise UnreadableFile(
            first.rule, f"{first.pointer}: {first.text}{more}", fix=first.fix, pointer=first.pointer
        ) from exc
