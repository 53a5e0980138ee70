"""Reading a foreign file into a document that is saved nowhere."""

from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document, unwrapped
from invoicing.formats._envelope import SignatureFacts
from invoicing.model import Document
from invoicing.rules.returns import with_signed_quantities
from invoicing.rules.totals import calculate, check_given_totals


class Parsed(NamedTuple):
    """What was in a file, as stated there, and where our calculation differs."""

    format_name: str
    documents: tuple[Document, ...]
    warnings: tuple[Finding, ...]
    signatures: tuple[SignatureFacts, ...] = ()  # of a signed file, the outermost first


def parse_file(data: bytes) -> Parsed:
    """The documents in the file.

    An XML file, the one in a PDF, or either of them signed. UnreadableFile where it is not safe,
    well-formed XML; UnknownFormat where it is no invoice; InvalidDocument with findings where its
    values cannot be read. A signature that does not fit the file is a warning.
    """
    content, signatures = unwrapped(data)
    format_, read = read_document(content)
    documents = tuple(with_signed_quantities(document) for document in read)
    warnings = tuple(finding for document in documents for finding in _differences(document))
    broken = tuple(_broken(facts) for facts in signatures if not facts.is_intact)
    return Parsed(format_.name, documents, (*broken, *warnings), signatures)


def _broken(facts: SignatureFacts) -> Finding:
    return Finding(
        "signature-broken",
        "",
        f"The file is not the one that {facts.signer or 'the signer'} signed.",
        "Ask the sender for the file as it was signed.",
        severity="warning",
    )


def _differences(document: Document) -> tuple[Finding, ...]:
    try:
        return check_given_totals(document.totals, calculate(document).totals)
    except InvalidDocument as exc:  # what cannot be calculated is told when it is to be saved
        return exc.findings
