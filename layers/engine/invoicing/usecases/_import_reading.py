"""What a file of the import folder says: its documents, and what is doubtful about them."""

from typing import NamedTuple

from invoicing.errors import Finding, TooLarge, UnreadableFile
from invoicing.model import Document, Organization, Party
from invoicing.rules.duplicates import marks_of_taxpayer
from invoicing.safe.safe_type import HEAD_BYTES, media_type_of
from invoicing.usecases._parsing import parse_file

# Issued, each takes a row for itself, its number and its journal entry; a transaction holds 100.
DOCUMENTS_MAX = 30


class Reading(NamedTuple):
    """The documents as they are stated, and why somebody should look at them first."""

    format_name: str
    documents: tuple[Document, ...]
    warnings: tuple[Finding, ...]

    @property
    def batch_id(self) -> str:
        """What the documents of one file have in common; empty where there is but one."""
        if len(self.documents) < 2:
            return ""
        return str(self.documents[0].fattura_pa.get("batchId", ""))


def read_incoming(data: bytes, organization: Organization) -> Reading:
    """UnreadableFile, TooLarge or InvalidDocument where nothing can be made of it."""
    if media_type_of(data[:HEAD_BYTES]).startswith("image/"):
        raise _IMAGE
    parsed = parse_file(data)
    if len(parsed.documents) > DOCUMENTS_MAX:
        raise _TOO_MANY
    others = any(_is_other(document.buyer, organization.party) for document in parsed.documents)
    warnings = (*parsed.warnings, _OTHER_BUYER) if others else parsed.warnings
    return Reading(parsed.format_name, parsed.documents, warnings)


def _is_other(buyer: Party, own: Party) -> bool:
    """Whether both have tax numbers, and none in common."""
    theirs, ours = marks_of_taxpayer(buyer), marks_of_taxpayer(own)
    return bool(theirs and ours) and not theirs & ours


_OTHER_BUYER = Finding(
    "import-other-buyer",
    "/_documentClient/taxNumber",
    "The buyer in the file has another tax number than the organization.",
    "Look whether the file is meant for this organization.",
    severity="warning",
)
_IMAGE = UnreadableFile(
    "import-image",
    "The file is a picture; pictures are not read here.",
    fix="Send the invoice as XML, or as a PDF with an XML invoice attached.",
)
_TOO_MANY = TooLarge(
    "import-too-many-documents",
    f"The file has more than {DOCUMENTS_MAX} documents.",
    fix="Send it in parts.",
)
