"""A document as people see it."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.render.pdf import write_pdf
from invoicing.render.view import PrintOptions, languages, print_view
from invoicing.store.files import content_key
from invoicing.store.repository import Repository


def chosen_language(asked: str, organization: Organization) -> str:
    """The language to print in: asked for, else the organization's, else English.

    InvalidDocument where a language was asked for that we do not have.
    """
    known = languages()
    if asked:
        if asked.lower().split("-")[0] not in known:
            raise InvalidDocument(
                [
                    Finding(
                        "language-unknown",
                        "/query/l",
                        f"there is no translation for {asked[:20]!r}",
                        f"send one of {', '.join(known)}",
                    )
                ]
            )
        return asked.lower().split("-")[0]
    own = organization.language.split("-")[0]
    return own if own in known else "en"


def logo_of(organization: Organization, store: Repository) -> bytes:
    """The organization's logo; empty where it has none."""
    logo = organization.logo
    return store.files.get(content_key(store.world, logo.sha256)) if logo else b""


def render_pdf(
    document: Document,
    organization: Organization,
    *,
    logo: bytes = b"",
    language: str = "",
    bare: bool = False,
) -> bytes:
    """The document as PDF; `bare` leaves out header and footer for pre-printed paper."""
    view = print_view(
        document,
        organization,
        language=chosen_language(language, organization),
        options=PrintOptions(hide_header_footer=bare, logo=logo),
    )
    return write_pdf(view)


def file_name(document: Document, extension: str) -> str:
    """A name for the document's file that no file system minds."""
    number = "".join(c if c.isalnum() and c.isascii() else "-" for c in document.number)
    return f"{document.type}-{number or document.id}.{extension}"
