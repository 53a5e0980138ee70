"""A shared document, read by whoever has its public link."""

from invoicing.model import Document
from invoicing.usecases._sharing import shared_document
from invoicing.usecases.ports import Ports


def read_shared(secret: str, ports: Ports) -> Document:
    """The document behind a public link; NotFound for every link that leads nowhere."""
    document, _ = shared_document(secret, ports)
    return document
