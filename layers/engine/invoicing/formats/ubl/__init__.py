"""UBL 2.1 Invoice and CreditNote, both ways, with every business term of EN 16931.

A file's own customization and process stay in `specification` and `business_process`, so a
CIUS without a profile here survives reading and writing.
"""

from functools import partial

from invoicing.errors import Finding
from invoicing.formats import Element, Format
from invoicing.formats._codes import CREDIT_CODES, LOSSES, type_code
from invoicing.formats._mapping import Syntax
from invoicing.formats.ubl import _document as document
from invoicing.formats.ubl import _extension as extension
from invoicing.formats.ubl import _wire as wire
from invoicing.formats.ubl._table import rows
from invoicing.model import Document

_URN = "urn:oasis:names:specification:ubl:schema:xsd:"
_EN = "urn:cen.eu:en16931:2017"
_PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

# Profile -> specification identifier (BT-24) and business process (BT-23).
PROFILES = {
    "en16931": (_EN, ""),
    "peppol": (f"{_EN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", _PEPPOL_PROCESS),
    "xrechnung": (f"{_EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", _PEPPOL_PROCESS),
    "cius-pt": (f"{_EN}#compliant#urn:feap.gov.pt:CIUS-PT:2.1.1", _PEPPOL_PROCESS),
}


def _syntax(root: str) -> Syntax:
    return Syntax(
        root,
        wire.Invoice,
        rows(root),
        namespaces={
            "": f"{_URN}{root}-2",
            "cac": f"{_URN}CommonAggregateComponents-2",
            "cbc": f"{_URN}CommonBasicComponents-2",
        },
        own_namespaces=[f"{_URN}CommonExtensionComponents-2"],
        load=partial(document.load, credit=root == "CreditNote"),
        currency_attribute="currencyID",
    )


SYNTAXES = {root: _syntax(root) for root in ("Invoice", "CreditNote")}
_BY_TAG = {syntax.tag(root): syntax for root, syntax in SYNTAXES.items()}


def read(root: Element) -> tuple[Document, ...]:
    """The one document of a file; InvalidDocument with every finding at once."""
    return (_BY_TAG[root.tag].read(root),)


def read_telling(root: Element, told: list[Finding]) -> tuple[Document, ...]:
    """As `read`, with the rules the file breaks in the list."""
    extension.tell(root, told)
    return (_BY_TAG[root.tag].read(root, told),)


def write(value: Document, profile: str = "") -> bytes:
    """The file of a calculated document.

    Without a profile the document's own identifiers are written, else those of EN 16931.
    KeyError for a profile that is not in `PROFILES`.
    """
    specification, process = value.specification or _EN, value.business_process
    if profile:
        specification, process = PROFILES[profile]
        process = value.business_process or process
    credit = type_code(value.type, value.type_code) in CREDIT_CODES
    syntax = SYNTAXES["CreditNote" if credit else "Invoice"]
    view = partial(document.view, credit=credit, specification=specification, process=process)
    return syntax.write(view(value), value.currency)


FORMAT = Format(
    name="ubl",
    title="UBL 2.1 Invoice and CreditNote",
    media_type="application/xml",
    root_tags=tuple(_BY_TAG),
    read=read,
    read_telling=read_telling,
    write=write,
    profiles=tuple(PROFILES),
    losses=(*LOSSES, "payee.address", "payee.contact"),
)
