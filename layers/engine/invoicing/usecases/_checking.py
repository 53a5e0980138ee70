"""A file is judged as its recipient will judge it, before it leaves."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.rules.en16931 import check, profile_of


def check_file(data: bytes) -> tuple[Finding, ...]:
    """The warnings on a file that is about to leave; InvalidDocument where a rule blocks it."""
    told: list[Finding] = []
    _, documents = read_document(data, told=told)
    found = tuple(
        finding
        for document in documents
        for finding in check(document, profile_of(document.specification), told)
    )
    fatal = [finding for finding in found if finding.severity == "fatal"]
    if fatal:
        raise InvalidDocument(fatal)
    return found
