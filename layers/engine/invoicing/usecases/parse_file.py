"""Reading a foreign file into a document that is saved nowhere."""

from invoicing.formats._detect import read_document
from invoicing.model import Document


def parse_xml(data: bytes) -> tuple[str, tuple[Document, ...]]:
    """The format's name and the documents in the file.

    UnreadableFile where it is not safe, well-formed XML; UnknownFormat where it is no invoice;
    InvalidDocument with findings where its values cannot be read.
    """
    format_, documents = read_document(data)
    return format_.name, documents
