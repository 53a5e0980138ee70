"""A page with its e-invoice inside: PDF/A-3 for people and machines. Source: Factur-X 1.0."""

from invoicing.formats import Hybrid
from invoicing.model import Document
from invoicing.render.pdf import Attachment
from invoicing.usecases._export import Printer
from invoicing.usecases._rendering import images_of, render_pdf


def render_hybrid(document: Document, printer: Printer, hybrid: Hybrid, xml: bytes) -> bytes:
    """The document's PDF/A-3B with its own XML attached, as the hybrid's norm names it."""
    attached = Attachment(
        hybrid.file_name,
        "text/xml",
        xml,
        description="The invoice as data",
        relationship=hybrid.relationship,
        profile=hybrid.level,
    )
    return render_pdf(
        document,
        printer.organization,
        images=images_of(printer.organization, printer.store),
        look=printer.look,
        attachments=(attached,),
        conformance="PDF/A-3B",
    )
