"""What PDF/A-3B asks of a file beyond its pages: metadata, output intent, files it carries.

Source: ISO 19005-3 (6.2.3, 6.6.2, 6.8); Factur-X 1.0 section 6.2 for its metadata.
"""

import zlib
from datetime import UTC, datetime
from functools import cache
from hashlib import md5
from html import escape
from typing import Literal, NamedTuple

from invoicing.render._file import File, date_string, name, text_string
from invoicing.render._fonts import folder

PRODUCER = "Notula"
Conformance = Literal["", "PDF/A-3B"]
_FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


class Attachment(NamedTuple):
    """A file carried by the PDF."""

    name: str
    mime_type: str
    content: bytes
    description: str = ""
    relationship: Literal["Alternative", "Data", "Source", "Supplement", "Unspecified"] = (
        "Supplement"
    )
    """An e-invoice with the content of the pages is their `Alternative`."""
    profile: str = ""
    """Of a Factur-X file: "MINIMUM", "BASIC WL", "BASIC", "EN 16931", "EXTENDED", "XRECHNUNG"."""


class Particulars(NamedTuple):
    """What a file says of itself."""

    title: str
    author: str
    language: str
    created_at: datetime | None

    @property
    def moment(self) -> datetime:
        """When it was made: the document's own time, so that equal calls give equal bytes."""
        return (self.created_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC)


def add_info(file: File, about: Particulars) -> int:
    """The number of the information dictionary."""
    day = date_string(about.moment)
    return file.add(
        b"<</Title %s /Author %s /Producer (%s) /Creator (%s) /CreationDate %s /ModDate %s>>"
        % (
            text_string(about.title),
            text_string(about.author),
            PRODUCER.encode(),
            PRODUCER.encode(),
            day,
            day,
        )
    )


def add_metadata(
    file: File, about: Particulars, conformance: Conformance, profiled: Attachment | None
) -> int:
    """The number of the XMP packet; readable without unpacking, as PDF/A asks."""
    packet = _packet(about, conformance, profiled).encode()
    return file.plain(packet, b"/Type /Metadata /Subtype /XML ")


def _packet(about: Particulars, conformance: Conformance, profiled: Attachment | None) -> str:
    moment = about.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = [
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<dc:format>application/pdf</dc:format>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_plain(about.title)}</rdf:li></rdf:Alt>'
        f"</dc:title><dc:creator><rdf:Seq><rdf:li>{_plain(about.author)}</rdf:li></rdf:Seq>"
        f"</dc:creator><dc:language><rdf:Bag><rdf:li>{about.language}</rdf:li></rdf:Bag>"
        f"</dc:language><pdf:Producer>{PRODUCER}</pdf:Producer>"
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{moment}</xmp:ModifyDate></rdf:Description>"
    ]
    if conformance:
        parts.append(
            '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
            "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
            "</rdf:Description>"
        )
    if profiled:
        parts.append(
            f'<rdf:Description rdf:about="" xmlns:fx="{_FX}">'
            "<fx:DocumentType>INVOICE</fx:DocumentType>"
            f"<fx:DocumentFileName>{_plain(profiled.name)}</fx:DocumentFileName>"
            "<fx:Version>1.0</fx:Version>"
            f"<fx:ConformanceLevel>{_plain(profiled.profile)}</fx:ConformanceLevel>"
            f"</rdf:Description>{_FX_SCHEMA}"
        )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'{"".join(parts)}</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def _plain(text: str) -> str:
    """The text for XML: escaped, without control characters, which XML cannot hold."""
    return escape("".join(c for c in text if c.isprintable()))


def _property(label: str, description: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{label}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
    )


# PDF/A wants every metadata schema it does not know described in the file itself (6.6.2.3).
_FX_SCHEMA = (
    '<rdf:Description rdf:about="" '
    'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_FX}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    + _property("DocumentFileName", "name of the embedded XML invoice file")
    + _property("DocumentType", "INVOICE")
    + _property("Version", "version of the XML schema of the embedded invoice")
    + _property("ConformanceLevel", "profile of the embedded invoice")
    + "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>"
)


@cache
def _srgb() -> bytes:
    return zlib.compress((folder() / "srgb.icc").read_bytes(), 9)


def add_output_intent(file: File) -> int:
    """The number of the output intent: what our colours mean, by an sRGB profile."""
    profile = file.packed(_srgb(), b"/N 3 ")
    return file.add(
        b"<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
        b"/Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>" % profile
    )


def add_attachments(
    file: File, attachments: tuple[Attachment, ...], moment: datetime
) -> list[tuple[bytes, int]]:
    """The carried files by name, each with the number of its specification."""
    found = []
    for attached in attachments:
        content = attached.content
        checksum = md5(content, usedforsecurity=False).hexdigest().encode()
        date = date_string(moment)
        stream = file.stream(
            content,
            b"/Type /EmbeddedFile /Subtype %s /Params <</Size %d /CheckSum <%s> "
            b"/CreationDate %s /ModDate %s>> "
            % (name(attached.mime_type), len(content), checksum, date, date),
        )
        label = text_string(attached.name)
        described = text_string(attached.description or attached.name)
        specification = file.add(
            b"<</Type /Filespec /F %s /UF %s /Desc %s /AFRelationship /%s "
            b"/EF <</F %d 0 R /UF %d 0 R>>>>"
            % (label, label, described, attached.relationship.encode(), stream, stream)
        )
        found.append((label, specification))
    return sorted(found)
