"""Allegati: files inside the invoice."""

from base64 import b64encode

from invoicing.formats.fatturapa._codes import ATTACHMENTS, EXTENSIONS
from invoicing.formats.fatturapa._values import Form, Values, filled
from invoicing.model import Document, SupportingDocument


def load_attachments(forms: list[Form], at: str, values: Values) -> tuple[SupportingDocument, ...]:
    """The files; one that is compressed stays so, and its name tells."""
    return tuple(
        SupportingDocument(
            id=form.get("nome_attachment", ""),
            file_name=form.get("nome_attachment", ""),
            description=form.get("descrizione_attachment", ""),
            mime_type=_media_type(form),
            content=values.content(form, "attachment", f"{at}/{index}"),
        )
        for index, form in enumerate(forms)
    )


def _media_type(form: Form) -> str:
    packed = form.get("algoritmo_compressione", "").upper()
    extension = packed or form.get("formato_attachment", "").upper()
    return ATTACHMENTS.get(extension, "application/octet-stream" if extension else "")


def view_attachments(document: Document) -> list[Form]:
    """The files that have content; links and descriptions alone have no place."""
    return [
        filled(
            nome_attachment=value.file_name or value.id,
            formato_attachment=EXTENSIONS.get(value.mime_type, ""),
            descrizione_attachment=value.description,
            attachment=b64encode(value.content).decode(),
        )
        for value in document.supporting_documents
        if value.content
    ]
