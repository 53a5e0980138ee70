"""A document as people see it."""

from collections.abc import Sequence
from dataclasses import replace as replace_field
from datetime import datetime
from unicodedata import name as unicode_name

from invoicing.errors import Finding, InvalidDocument, UnknownTemplate, UnreadableFile
from invoicing.fiscal import find_authority, value_of
from invoicing.model import Document, Image, Organization
from invoicing.model.value import replace, to_json
from invoicing.render._texts import NO_IMAGES, Fact, Images, PrintView, Registration
from invoicing.render.html import policy_of, write_html
from invoicing.render.pdf import Attachment, Conformance, undrawn, write_pdf
from invoicing.render.themes import STANDARD, Theme
from invoicing.render.view import PrintOptions, languages, print_view, theme_named, themes
from invoicing.rules.print_templates import known_names, template_named, usual_name
from invoicing.store.files import content_key
from invoicing.store.repository import Repository
from invoicing.usecases._look import PLAIN, Look

_LOCAL = "%d.%m.%Y %H:%M:%S"

__all__ = [
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


def chosen_theme(look: Look, document: Document, organization: Organization) -> str:
    """The name of the template or theme to print in.

    What was asked for, else what is usual for the document's type or the organization, else
    "standard". UnknownTemplate and UnreadableFile where what was asked for is not there.
    """
    known = known_names(organization, themes())
    if look.template and look.template not in known:
        raise UnknownTemplate(
            f"there is no template {look.template[:60]!r}",
            fix=f"send one of {', '.join(known)}",
            pointer="/query/template",
        )
    if not look.template and look.theme and look.theme not in known:
        raise UnreadableFile(
            "theme-unknown",
            f"there is no theme {look.theme[:40]!r}",
            fix=f"send one of {', '.join(known)}",
            pointer="/query/theme",
        )
    usual = usual_name(document.kind, organization)
    return look.template or look.theme or (usual if usual in known else STANDARD)


def _theme(look: Look, document: Document, organization: Organization) -> Theme:
    """What it looks like: the theme, as the organization's template changes it."""
    name = chosen_theme(look, document, organization)
    own = template_named(name, organization)
    if own is None:
        return theme_named(name)
    base = theme_named(own.theme or STANDARD)
    return replace_field(
        base,
        accent=own.accent.lower() or base.accent,
        letterhead=own.letterhead or base.letterhead,
    )


def takes_notes(look: Look, document: Document, organization: Organization) -> bool:
    """Whether there are notes of whoever prints it, and the theme prints them."""
    if not (look.head_note or look.foot_note):
        return False
    return _theme(look, document, organization).takes_dynamic_text


def left_out(look: Look, document: Document, organization: Organization) -> tuple[str, ...]:
    """What of a look is not printed: its notes, by themes that have no place for them."""
    notes = look.head_note or look.foot_note
    if not notes or takes_notes(look, document, organization):
        return ()
    theme = chosen_theme(look, document, organization)
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
        theme=_theme(look, document, organization),
        options=PrintOptions(
            template=template_named(chosen_theme(look, document, organization), organization),
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
) -> tuple[str, str]:
    """The document as one self-contained page, and the policy it is written for."""
    view = view_of(document, organization, images=images, look=look)
    return write_html(view), policy_of(view)
