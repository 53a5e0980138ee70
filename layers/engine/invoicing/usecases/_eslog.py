"""What the rules say of a document as e-SLOG, asked when it is saved (`validateEslog`)."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document
from invoicing.model.value import replace

_NOT_YET = "0"  # stands for the number that issuing gives


def with_eslog_verdict(document: Document) -> Document:
    """The document with `is_valid_eslog` where it asks to be judged.

    InvalidDocument with every rule it breaks, where one of its parties wants these as errors.
    """
    if not document.validate_eslog:
        return document if document.is_valid_eslog is None else _judged(document, None)
    findings = eslog_findings(document)
    parties = (document.seller, document.buyer)
    if findings and any(party.throw_eslog_errors for party in parties):
        raise InvalidDocument(findings)
    return _judged(document, not findings)


def _judged(document: Document, is_valid: bool | None) -> Document:
    return replace(document, is_valid_eslog=is_valid)


def eslog_findings(document: Document) -> tuple[Finding, ...]:
    """What forbids the document to leave as e-SLOG; a draft's number is not asked for."""
    from invoicing.formats import eslog  # noqa: PLC0415 - for documents that ask for it only
    from invoicing.usecases._checking import file_findings  # noqa: PLC0415 - as above

    numbered = document if document.number else replace(document, number=_NOT_YET)
    try:
        data = eslog.write(numbered)
        found = file_findings(data)
    except InvalidDocument as exc:
        found = exc.findings
    return tuple(finding for finding in found if finding.severity == "fatal")
