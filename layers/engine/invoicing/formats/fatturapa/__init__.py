"""FatturaPA 1.2.3, ordinary and simplified, both ways.

A file with several bodies becomes several documents, each with the file's `batchId` in
`fattura_pa`; `write_batch` makes one file of them again. What only FatturaPA has is kept in
`fattura_pa` and in the lines' `data`, in the names of the JSON form, and written where the
document still says the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Element, Format, JsonForm
from invoicing.formats._codes import LOSSES
from invoicing.formats._garbage import uncollected
from invoicing.formats.fatturapa import _document as ordinary
from invoicing.formats.fatturapa import _header as header
from invoicing.formats.fatturapa import _simplified as simplified
from invoicing.formats.fatturapa._schema import ROOTS
from invoicing.formats.fatturapa._values import Values
from invoicing.formats.fatturapa.json_form import from_json_form, to_json_form
from invoicing.model import Document
from invoicing.rules.sdi import check_form
from invoicing.safe import safe_xml

_SIMPLIFIED = "FSM10"
_BODY = "fattura_elettronica_body"


def read(root: Element) -> tuple[Document, ...]:
    """The documents of a file, one for each body; InvalidDocument with every finding at once."""
    with uncollected():
        return load(to_json_form(root))


def read_form(form: Mapping[str, Any]) -> tuple[Document, ...]:
    """The documents of a JSON form from outside; what the schema refuses is InvalidDocument."""
    return read(safe_xml.parse(from_json_form(form), max_bytes=safe_xml.LARGE_BYTES))


def load(form: dict[str, Any]) -> tuple[Document, ...]:
    """The documents of a form of the schema's shape; InvalidDocument where values are wrong."""
    values = Values()
    head = form.get(header.HEADER, {})
    sending = head.get("dati_trasmissione", {})
    is_simplified = sending.get("formato_trasmissione") == _SIMPLIFIED
    shape = header.SIMPLIFIED if is_simplified else header.ORDINARY
    shared = header.load_header(head, shape)
    kept_head = shared.pop("fattura_pa")
    if form.get("sistema_emittente"):
        kept_head["sistema_emittente"] = form["sistema_emittente"]
    bodies = form.get(_BODY, [])
    if len(bodies) > 1:
        sender = sending.get("id_trasmittente", {})
        kept_head["batchId"] = (
            f"{sender.get('id_paese', '')}{sender.get('id_codice', '')}"
            f"_{sending.get('progressivo_invio', '')}"
        )
    documents = []
    for index, body in enumerate(bodies):
        at = f"/{_BODY}/{index}"
        if is_simplified:
            fields, kept = simplified.load_body(body, at, values)
        else:
            found = ordinary.load_body(body, at, values)
            fields, kept = found.fields, found.kept
        documents.append(Document(**shared, **fields, fattura_pa=kept_head | kept))
    if values.findings:
        raise InvalidDocument(values.findings)
    return tuple(documents)


def write(value: Document, profile: str = "") -> bytes:
    """The file of a calculated document.

    Without a profile the document's own format decides, else the recipient's code. KeyError for
    an unknown profile; InvalidDocument with rule 00200 where the schema has no room for a value.
    """
    return write_batch((value,), profile)


def write_batch(documents: Sequence[Document], profile: str = "") -> bytes:
    """One file of several documents between the same parties; the first says the header."""
    return from_json_form(view(documents, profile))


def view(documents: Sequence[Document], profile: str = "") -> dict[str, Any]:
    """The JSON form of one file."""
    first = documents[0]
    version = _VERSIONS[profile]
    kept = first.fattura_pa.get(header.HEADER, {}).get("dati_trasmissione", {})
    is_simplified = (version or kept.get("formato_trasmissione")) == _SIMPLIFIED
    shape = header.SIMPLIFIED if is_simplified else header.ORDINARY
    view_body = simplified.view_body if is_simplified else ordinary.view_body
    form: dict[str, Any] = {
        header.HEADER: header.view_header(first, shape, version),
        _BODY: [view_body(document) for document in documents],
    }
    if first.fattura_pa.get("sistema_emittente"):
        form["sistema_emittente"] = first.fattura_pa["sistema_emittente"]
    return form


def check(document: Document, received: date | None = None) -> list[Finding]:
    """What SDI would refuse of a document, beyond the schema; pointers into the JSON form."""
    return check_form(view((document,)), received)


_VERSIONS = {"": "", "fpr12": "FPR12", "fpa12": "FPA12", "fsm10": _SIMPLIFIED}

# What EN 16931 has and FatturaPA has no place for.
_LOSSES = (
    "type_code",  # TipoDocumento is carried
    "lines.classifications.scheme_version",
    "specification",
    "business_process",
    "tax_point_date",
    "tax_point_code",
    "tax_currency",
    "totals.tax_in_tax_currency",
    "period_start",
    "period_end",
    "payment_terms",
    "buyer_reference",
    "sales_order_reference",
    "tender_reference",
    "invoiced_object",
    "project_reference",  # carried beside an order's number, as its CUP
    "payee",
    "delivery.name",
    "delivery.location",
    "delivery.address",
    "supporting_documents.id",
    "supporting_documents.url",
    "supporting_documents.mime_type",  # of those FormatoAttachment has no room for
    "payment_instructions.means_text",
    "payment_instructions.card",
    "payment_instructions.direct_debit",
    *(
        f"{party}.{field}"
        for party in ("seller", "buyer", "tax_representative")
        for field in (
            "trading_name",
            "identifiers",
            "legal_registration",
            "legal_information",
            "electronic_address",
            "address.line2",  # joined to line 1
            "address.line3",
            "contact.name",
        )
    ),
    "seller.contact.phone",  # carried where it has 5 to 12 characters
    "buyer.contact",
    "buyer.address.postal_code",  # five digits; of addresses abroad none
    "tax_representative.address",
    "allowances_charges.base",
    "allowances_charges.percent",
    "lines.note",
    "lines.unit_code",  # carried where there is no unit in words
    "lines.list_price",
    "lines.price_discount",
    "lines.price_base_quantity",  # the price is given for one
    "lines.price_base_unit_code",
    "lines.allowances_charges.base",
    "lines.allowances_charges.reason",
    "lines.allowances_charges.reason_code",
    "lines.object_identifier",
    "lines.order_line_reference",
    "lines.origin_country",
    "lines.attributes",
    "lines.taxes.exemption_code",  # a Natura is carried
    "tax_subtotals.exemption_code",
    "fattura_pa",  # a file has more: who sends it, in which format
)

FORMAT = Format(
    name="fatturapa",
    title="FatturaPA 1.2.3",
    media_type="application/xml",
    root_tags=tuple(ROOTS),
    read=read,
    write=write,
    profiles=tuple(_VERSIONS)[1:],
    losses=(*LOSSES, *_LOSSES),
    write_all=write_batch,
    judge=check,
    json_form=JsonForm(
        name="fatturapa-json",
        root=header.HEADER,
        read=read_form,
        of_xml=to_json_form,
        to_xml=from_json_form,
        view=view,
    ),
)
