"""A document as people see it."""

from collections.abc import Sequence
from datetime import datetime
from unicodedata import name as unicode_name

from invoicing.errors import Finding, InvalidDocument, UnreadableFile
from invoicing.fiscal import find_authority, value_of
from invoicing.model import Document, Image, Organization
from invoicing.model.value import replace, to_json
from invoicing.render._texts import NO_IMAGES, Fact, Images, PrintView, Registration
from invoicing.render.html import POLICY as PAGE_POLICY
from invoicing.render.html import write_html
from invoicing.render.pdf import Attachment, Conformance, undrawn, write_pdf
from invoicing.render.themes import STANDARD
from invoicing.render.view import PrintOptions, languages, print_view, theme_named, themes
from invoicing.store.files import content_key
from invoicing.store.repository import Repository
from invoicing.usecases._look import PLAIN, Look

_LOCAL = "%d.%m.%Y %H:%M:%S"

__all__ = [
    "PAGE_POLICY",
    "chosen_language",
    "chosen_theme",
    "image_data",
    "images_of",
    "left_out",
    "render_html",
    "render_pdf",
    "replaced",
    "takes_notes",
    "view_of",
]

REPLACED_MAX = 10  # characters named in one answer


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


def chosen_theme(asked: str, organization: Organization) -> str:
    """The theme to print in: asked for, else the organization's, else "standard".

    UnreadableFile where a theme was asked for that we do not have.
    """
    known = themes()
    if asked and asked not in known:
        raise UnreadableFile(
            "theme-unknown",
            f"there is no theme {asked[:40]!r}",
            fix=f"send one of {', '.join(known)}",
            pointer="/query/theme",
        )
    own = organization.print_theme
    return asked or (own if own in known else STANDARD)


def takes_notes(look: Look, organization: Organization) -> bool:
    """Whether there are notes of whoever prints it, and the theme prints them."""
    theme = chosen_theme(look.theme, organization)
    return bool(look.head_note or look.foot_note) and theme_named(theme).takes_dynamic_text


def left_out(look: Look, organization: Organization) -> tuple[str, ...]:
    """What of a look is not printed: its notes, by themes that have no place for them."""
    if not (look.head_note or look.foot_note) or takes_notes(look, organization):
        return ()
    theme = chosen_theme(look.theme, organization)
    return (f"the theme {theme} prints no dynamic notes; they are left out",)


def replaced(document: Document) -> tuple[str, ...]:
    """What stands in a PDF in place of the document's own characters."""
    return tuple(
        f"no font has U+{ord(c):04X} ({unicode_name(c, 'a character')}); a question mark is printed"
        for c in undrawn(to_json(replace(document, custom={})).decode())[:REPLACED_MAX]
    )


def view_of(
    document: Document,
    organization: Organization,
    *,
    images: Images = NO_IMAGES,
    look: Look = PLAIN,
    copy: bool = False,
    preview: bool = False,
    as_issued: bool = False,
) -> PrintView:
    """The document as it is printed in this look."""
    return print_view(
        document,
        organization,
        language=chosen_language(look.language, organization),
        theme=chosen_theme(look.theme, organization),
        options=PrintOptions(
            hide_header_footer=look.bare,
            as_issued=as_issued,
            copy=copy,
            preview=preview,
            head_note=look.head_note,
            foot_note=look.foot_note,
            images=images,
            registration=registration_of(document),
        ),
    )


def registration_of(document: Document) -> Registration | None:
    """What the document's tax authority wants shown on it."""
    fiscal = document.fiscal
    if fiscal is None:
        return None
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    values = ((label, value_of(fiscal, path)) for label, path in authority.printed)
    facts = tuple(
        Fact(label, f"{value:{_LOCAL}}" if isinstance(value, datetime) else str(value))
        for label, value in values
        if value
    )
    return Registration(
        authority.name.upper(),
        facts,
        fiscal.qr,
        str(value_of(fiscal, authority.above_code)) if authority.above_code else "",
        tuple(str(value_of(fiscal, path)) for path in authority.every_page),
    )


def render_pdf(
    document: Document,
    organization: Organization,
    *,
    images: Images = NO_IMAGES,
    look: Look = PLAIN,
    attachments: Sequence[Attachment] = (),
    conformance: Conformance = "",
) -> bytes:
    """The document as PDF."""
    view = view_of(document, organization, images=images, look=look, as_issued=bool(attachments))
    return write_pdf(view, attachments, conformance=conformance)


def render_html(
    document: Document,
    organization: Organization,
    *,
    images: Images = NO_IMAGES,
    look: Look = PLAIN,
) -> str:
    """The document as one self-contained page."""
    return write_html(view_of(document, organization, images=images, look=look))
