"""CII D16B, the XML of Factur-X and ZUGFeRD too, both ways, in all profiles.

A file's own specification and process stay in `specification` and `business_process`, so a
CIUS without a profile here survives reading and writing. Of a file in EXTENDED the terms of
EN 16931 are read.
"""

from functools import cache

from invoicing.errors import Finding
from invoicing.formats import Element, Format, Hybrid
from invoicing.formats._codes import LOSSES
from invoicing.formats._mapping import Row, Syntax, narrowed, relaxed
from invoicing.formats.cii import _document as document
from invoicing.formats.cii import _wire as wire
from invoicing.formats.cii._line import extended
from invoicing.formats.cii._profiles import PROFILES, profile_of
from invoicing.formats.cii._table import ROWS
from invoicing.model import Document

_URN = "urn:un:unece:uncefact:data:standard:"
_NAMESPACES = {
    "rsm": f"{_URN}CrossIndustryInvoice:100",
    "ram": f"{_URN}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_URN}UnqualifiedDataType:100",
    "qdt": f"{_URN}QualifiedDataType:100",
}
_GUIDELINE = (
    f"{{{_NAMESPACES['rsm']}}}ExchangedDocumentContext/"
    f"{{{_NAMESPACES['ram']}}}GuidelineSpecifiedDocumentContextParameter/"
    f"{{{_NAMESPACES['ram']}}}ID"
)

_PARENT = f"{{{_NAMESPACES['ram']}}}ParentLineID"
_EXTENSION = "urn:xeinkauf.de:kosit:extension:xrechnung"


def _syntax(rows: list[Row], *, first_wins: bool = False) -> Syntax:
    return Syntax(
        "rsm:CrossIndustryInvoice",
        wire.Invoice,
        rows,
        namespaces=_NAMESPACES,
        load=document.load,
        first_wins=first_wins,
    )


@cache
def writer(profile: str) -> Syntax:
    """The table of what a profile has."""
    return _syntax(narrowed(ROWS, PROFILES[profile].has))


@cache
def reader(profile: str) -> Syntax:
    """The whole table, each term mandatory only where the profile has it."""
    if profile == "extended":
        return _syntax([extended(row) for row in ROWS], first_wins=True)
    return _syntax(relaxed(ROWS, PROFILES[profile].has))


def read(root: Element) -> tuple[Document, ...]:
    """The one document of a file; InvalidDocument with every finding at once."""
    return (_reader_of(root).read(root),)


def read_telling(root: Element, told: list[Finding]) -> tuple[Document, ...]:
    """As `read`, with the rules the file breaks in the list."""
    is_extension = _EXTENSION in (root.findtext(_GUIDELINE) or "")
    if is_extension and next(root.iter(_PARENT), None) is not None:
        text, fix = "belongs to another line.", "XRechnung reads sub invoice lines in UBL only."
        told.append(Finding("BR-DEX-15", "/_documentItems", text, fix, "warning"))
    return (_reader_of(root).read(root, told),)


def _reader_of(root: Element) -> Syntax:
    profile = profile_of(root.findtext(_GUIDELINE) or "")
    return reader(profile if profile == "extended" else _table_of(profile))


def write(value: Document, profile: str = "") -> bytes:
    """The file of a calculated document; what a smaller profile has no place for is left out.

    Without a profile the document's own specification decides, else EN 16931. KeyError for a
    profile that is not in `PROFILES`.
    """
    if profile:
        specification, process = PROFILES[profile].specification, PROFILES[profile].process
        process = value.business_process or process
    else:
        specification, process = value.specification, value.business_process
        profile = profile_of(specification)
        specification = specification or PROFILES[profile].specification
    view = document.view(value, specification=specification, process=process)
    return writer(_table_of(profile)).write(view, value.currency)


def _table_of(profile: str) -> str:
    """The profile whose table serves; all that leave nothing out share one."""
    return profile if PROFILES[profile].without else "en16931"


# Source: Factur-X 1.0 section 6.2 and 6.3; XRechnung has a name of its own.
_HYBRIDS = {
    "en16931": Hybrid("factur-x.xml", "EN 16931"),
    "minimum": Hybrid("factur-x.xml", "MINIMUM", "Data"),
    "basicwl": Hybrid("factur-x.xml", "BASIC WL", "Data"),
    "basic": Hybrid("factur-x.xml", "BASIC"),
    "extended": Hybrid("factur-x.xml", "EXTENDED"),
    "xrechnung": Hybrid("xrechnung.xml", "XRECHNUNG"),
}

FORMAT = Format(
    name="cii",
    title="CII D16B, Factur-X and ZUGFeRD",
    media_type="application/xml",
    root_tags=(f"{{{_NAMESPACES['rsm']}}}CrossIndustryInvoice",),
    read=read,
    read_telling=read_telling,
    write=write,
    profiles=tuple(PROFILES),
    losses=LOSSES,
    judged_as={"minimum": "en16931", "basicwl": "en16931"},
    hybrids=_HYBRIDS,
    hybrid_names=("factur-x", "zugferd"),
)
