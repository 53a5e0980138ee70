"""Reading an image of an invoice for an organization: who sent it, and who it is here."""

from dataclasses import dataclass

from invoicing.errors import UnknownFormat, UnreadableFile
from invoicing.formats._detect import read_document
from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.recognize import Recognized
from invoicing.recognize._reading import read_image
from invoicing.safe import safe_pdf
from invoicing.store.objects import Objects
from invoicing.usecases._clients import identified
from invoicing.usecases.ports import Ports

IMAGE = "image"
_NO_XML = frozenset({"pdf-without-invoice", "pdf-ambiguous"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read; `format_name` is that of the XML inside a PDF, else "image"."""

    result: Recognized
    format_name: str = IMAGE

    @property
    def client_id(self) -> str:
        """The known client that sent it; empty where nobody is known by its tax number or IBAN."""
        return self.result.document.client_id


def recognize(data: bytes, tenant: Tenant, ports: Ports, *, mobile: bool = False) -> Seen:
    """The document on a PNG, JPEG or PDF; nothing is saved.

    The XML inside a PDF is the document; else codes are read first, then text. UnreadableFile or
    TooLarge where it is none of these; Unavailable where the reading of text does not answer.
    """
    store = ports.store(tenant)
    organization = store.known().organization
    seen = _of_xml(data)
    if seen is None:
        own = own_numbers(organization)
        seen = Seen(read_image(data, mobile=mobile, text_reader=ports.read_text, own=own))
    document = seen.result.document
    client_id = identified(document.seller, Objects(store))
    document = replace(document, incoming=True, client_id=client_id)
    return Seen(_with(seen.result, document), seen.format_name)


def own_numbers(organization: Organization) -> frozenset[str]:
    """What stands of the organization on what it gets: it is the buyer there."""
    party = organization.party
    numbers = (party.vat_identifier, party.tax_registration, party.iban)
    compact = {"".join(number.split()).upper() for number in numbers}
    return frozenset({*compact, party.name}) - {""}


def _with(result: Recognized, document: Document) -> Recognized:
    return Recognized(document, result.fields, result.symbols, result.findings, result.pages)


def _of_xml(data: bytes) -> Seen | None:
    """The e-invoice inside a PDF; None where there is none, or none that is understood."""
    if not safe_pdf.is_pdf(data):
        return None
    try:
        format_, documents = read_document(data)
    except UnknownFormat:
        return None
    except UnreadableFile as exc:
        if exc.code in _NO_XML:
            return None
        raise
    return Seen(Recognized(documents[0]), format_.name)
