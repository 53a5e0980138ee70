"""XRechnung's extension: wider code lists for identifiers and attachments.

Source: KoSIT, XRechnung 3.0 Extension, BR-DEX-01 and BR-DEX-04 to 08. Sub invoice lines and
payments to third parties (BR-DEX-02, 03 and 09 to 15) are not read.
"""

from collections.abc import Iterator

from invoicing.model import Document
from invoicing.rules._findings import Findings, table
from invoicing.rules.profiles._shared import identifiers

SPECIFICATION = "urn:xeinkauf.de:kosit:extension:xrechnung"
RULES = table("""
BR-DEX-01 | BT-125 | The attachment's type is not allowed. | Attach XML or what the norm allows.
BR-DEX-04 | BT-29 | The identifier's scheme is unknown. | Use an ISO 6523 ICD code, or XR01 to XR03.
BR-DEX-05 | BT-30 | The registration's scheme is unknown. | Use an ICD code, or XR01 to XR03.
BR-DEX-06 | BT-157 | The item identifier's scheme is unknown. | Use an ICD code, or XR01 to XR03.
BR-DEX-07 | BT-34 | The electronic address's scheme is unknown. | Use an EAS code, or XR01 to XR03.
BR-DEX-08 | BT-71 | The location's scheme is unknown. | Use an ICD code, or XR01 to XR03.
""")

# The norm's rule on a code list -> the extension's, on a wider one.
_INSTEAD = {
    "BR-CL-10": "BR-DEX-04",
    "BR-CL-11": "BR-DEX-05",
    "BR-CL-21": "BR-DEX-06",
    "BR-CL-24": "BR-DEX-01",
    "BR-CL-25": "BR-DEX-07",
    "BR-CL-26": "BR-DEX-08",
}
_MORE = frozenset({"XR01", "XR02", "XR03", "application/xml"})


def check(document: Document, f: Findings) -> None:
    """The findings on a document in the extension; nothing on any other."""
    if SPECIFICATION not in document.specification:
        return
    refused = f.take_back(_INSTEAD)
    codes = dict(_codes(document)) if refused else {}
    for found in refused:
        if codes.get(found.pointer) not in _MORE:
            f.add(_INSTEAD[found.rule], found.pointer)
    for i, attached in enumerate(document.supporting_documents):
        if attached.content and not attached.mime_type:
            f.add("BR-DEX-01", f"/supportingDocuments/{i}/mimeType")


def _codes(document: Document) -> Iterator[tuple[str, str]]:
    """The codes that the extension has wider lists for, by their pointers."""
    for pointer, identifier in identifiers(document):
        yield f"{pointer}/scheme", identifier.scheme
    for i, line in enumerate(document.lines):
        if line.standard_item_id:
            yield f"/_documentItems/{i}/standardItemId/scheme", line.standard_item_id.scheme
    if document.delivery and document.delivery.location:
        yield "/delivery/location/scheme", document.delivery.location.scheme
    for i, attached in enumerate(document.supporting_documents):
        yield f"/supportingDocuments/{i}/mimeType", attached.mime_type
