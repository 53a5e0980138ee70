"""What a file of the import folder says: its documents, and what is doubtful about them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from invoicing.errors import Finding, TooLarge, UnreadableFile
from invoicing.model import Document, Line, LineTax, Party
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.duplicates import marks_of_taxpayer
from invoicing.safe.safe_type import HEAD_BYTES, media_type_of
from invoicing.usecases._parsing import parse_file
from invoicing.usecases.ports import Ports

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


def read_incoming(data: bytes, tenant: Tenant, ports: Ports) -> Reading:
    """UnreadableFile, TooLarge or InvalidDocument where nothing can be made of it.

    Unavailable where the reading of a picture's text does not answer.
    """
    organization = ports.store(tenant).known().organization
    if media_type_of(data[:HEAD_BYTES]).startswith("image/"):
        return _seen(data, tenant, ports)
    try:
        parsed = parse_file(data)
    except UnreadableFile as error:
        if error.code != "pdf-without-invoice":
            raise
        return _seen(data, tenant, ports)
    if len(parsed.documents) > DOCUMENTS_MAX:
        raise _TOO_MANY
    others = any(_is_other(document.buyer, organization.party) for document in parsed.documents)
    warnings = (*parsed.warnings, _OTHER_BUYER) if others else parsed.warnings
    return Reading(parsed.format_name, parsed.documents, warnings)


def _seen(data: bytes, tenant: Tenant, ports: Ports) -> Reading:
    """What is recognized in a picture: always somebody's to look at."""
    from invoicing.usecases._recognizing import recognize  # noqa: PLC0415 - heavy, for pictures

    seen = recognize(data, tenant, ports)
    if not seen.result.fields:
        raise _NOTHING_SEEN
    warnings = (_RECOGNIZED, *seen.result.findings)
    return Reading(seen.format_name, (with_one_line(seen.result.document),), warnings)


def with_one_line(document: Document) -> Document:
    """The document with one line of the net total and the tax that stand on the page.

    Where they do not agree with the total, or no usual rate gives them, it has none.
    """
    net, tax, gross = document.totals.net, document.totals.tax, document.totals.gross
    if net <= 0 or net + tax != gross:
        return document
    rate = (tax / net * 100).quantize(Decimal("0.1"))
    if (net * rate / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) != tax:
        return document
    category = "S" if rate else "Z"
    line = Line(
        id="1",
        name=document.number or document.seller.name or "1",
        quantity=Decimal(1),
        price=net,
        taxes=(LineTax(rate=rate, category=category),),
    )
    return replace(document, lines=(line,))


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
_RECOGNIZED = Finding(
    "import-recognized",
    "",
    "The document was read from a picture; its totals may not be what the draft comes to.",
    "Compare it with the original, and complete its lines.",
    severity="warning",
)
_NOTHING_SEEN = UnreadableFile(
    "import-nothing-seen",
    "Nothing of an invoice was recognized in the picture.",
    fix="Send a sharper picture, or the invoice as XML.",
)
_TOO_MANY = TooLarge(
    "import-too-many-documents",
    f"The file has more than {DOCUMENTS_MAX} documents.",
    fix="Send it in parts.",
)
