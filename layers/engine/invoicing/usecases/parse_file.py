"""Reading a foreign file into a document that is saved nowhere."""

from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.model import Document
from invoicing.rules.returns import with_signed_quantities
from invoicing.rules.totals import calculate, check_given_totals


class Parsed(NamedTuple):
    """What was in a file, as stated there, and where our calculation differs."""

    format_name: str
    documents: tuple[Document, ...]
    warnings: tuple[Finding, ...]


def parse_xml(data: bytes) -> Parsed:
    """The documents in the file.

    UnreadableFile where it is not safe, well-formed XML; UnknownFormat where it is no invoice;
    InvalidDocument with findings where its values cannot be read.
    """
    format_, read = read_document(data)
    documents = tuple(with_signed_quantities(document) for document in read)
    warnings = tuple(finding for document in documents for finding in _differences(document))
    return Parsed(format_.name, documents, warnings)


def _differences(document: Document) -> tuple[Finding, ...]:
    try:
        return check_given_totals(document.totals, calculate(document).totals)
    except InvalidDocument as exc:  # what cannot be calculated is told when it is to be saved
        return exc.findings
