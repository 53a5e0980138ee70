"""A file is judged as its recipient will judge it, before it leaves."""

from collections.abc import Sequence

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.model import Document
from invoicing.rules.en16931 import check, profile_of
from invoicing.safe.safe_xml import LARGE_BYTES


def check_file(data: bytes) -> tuple[Document, ...]:
    """What a file that is about to leave says; InvalidDocument where a rule blocks it."""
    documents, found = _read_and_judged(data)
    fatal = [finding for finding in found if finding.severity == "fatal"]
    if fatal:
        raise InvalidDocument(fatal)
    return documents


def file_findings(data: bytes) -> tuple[Finding, ...]:
    """What the recipient's rules say of a file: its format's own, else those of EN 16931."""
    return _read_and_judged(data)[1]


def _read_and_judged(data: bytes) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    told: list[Finding] = []
    format_, documents = read_document(data, max_bytes=LARGE_BYTES, told=told)
    found = tuple(finding for one in documents for finding in _judged(format_, one, told))
    return documents, found


def _judged(format_: Format, document: Document, told: list[Finding]) -> Sequence[Finding]:
    if format_.judge is not None:
        return format_.judge(document)
    return check(document, profile_of(document.specification), told)
