"""The answer to a parsed file: a Document that can be sent to create as it is."""

from typing import Any

from invoicing.edge.problems import finding_view
from invoicing.edge.wire.base import lean
from invoicing.edge.wire.document import READ_ONLY
from invoicing.edge.wire.document_view import document_view
from invoicing.formats._envelope import SignatureFacts
from invoicing.usecases._parsing import Parsed

_NOT_SAVED = READ_ONLY - {
    "_documentTaxes", "_documentReverseTaxes", "total", "totalDiscount", "totalTax",
    "totalWithTax", "totals",
}  # fmt: skip


def parsed_view(parsed: Parsed) -> dict[str, Any]:
    """The first document of the file, and any further ones under `documents`.

    `signatures` tells of a signed file who signed it and whether it is still what was signed.
    """
    shown = [
        {k: v for k, v in document_view(d).items() if k not in _NOT_SAVED and k != "draft"}
        for d in parsed.documents
    ]
    answer = {**shown[0], "format": parsed.format_name}
    answer["warnings"] = [finding_view(finding) for finding in parsed.warnings]
    if parsed.signatures:
        answer["signatures"] = [_signature_view(facts) for facts in parsed.signatures]
    if len(shown) > 1:
        answer["documents"] = shown
    return answer


def _signature_view(facts: SignatureFacts) -> dict[str, Any]:
    return lean(
        {
            "signer": facts.signer,
            "issuer": facts.issuer,
            "serialNumber": facts.serial,
            "validFrom": facts.valid_from,
            "validTo": facts.valid_to,
            "signedAt": facts.signed_at,
            "digestMatches": facts.digest_matches,
            "signatureMatches": facts.signature_matches,
            "isIntact": facts.is_intact,
        }
    )
