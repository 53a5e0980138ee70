"""A document as people see it."""

from collections.abc import Sequence

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Image, Organization
from invoicing.render._texts import NO_IMAGES, Images, PrintView
from invoicing.render.html import POLICY as PAGE_POLICY
from invoicing.render.html import write_html
from invoicing.render.pdf import Attachment, Conformance, write_pdf
from invoicing.render.view import PrintOptions, languages, print_view
from invoicing.store.files import content_key
from invoicing.store.repository import Repository

__all__ = [
    "PAGE_POLICY",
    "chosen_language",
    "image_data",
    "images_of",
    "render_html",
    "render_pdf",
]


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


def image_data(image: Image, store: Repository) -> bytes:
    """The bytes of one of the organization's images."""
    return store.files.get(content_key(store.world, image.sha256))


def images_of(organization: Organization, store: Repository) -> Images:
    """The organization's images; empty where it has none."""
    logo, signature = organization.logo, organization.signature
    return Images(
        image_data(logo, store) if logo else b"",
        image_data(signature, store) if signature else b"",
    )


def render_pdf(
    document: Document,
    organization: Organization,
    *,
    images: Images = NO_IMAGES,
    language: str = "",
    bare: bool = False,
    attachments: Sequence[Attachment] = (),
    conformance: Conformance = "",
) -> bytes:
    """The document as PDF; `bare` leaves out header and footer for pre-printed paper."""
    view = _view(document, organization, images=images, language=language, bare=bare)
    return write_pdf(view, attachments, conformance=conformance)


def render_html(
    document: Document,
    organization: Organization,
    *,
    images: Images = NO_IMAGES,
    language: str = "",
    bare: bool = False,
) -> str:
    """The document as one self-contained page."""
    return write_html(_view(document, organization, images=images, language=language, bare=bare))


def _view(
    document: Document, organization: Organization, *, images: Images, language: str, bare: bool
) -> PrintView:
    return print_view(
        document,
        organization,
        language=chosen_language(language, organization),
        options=PrintOptions(hide_header_footer=bare, images=images),
    )
