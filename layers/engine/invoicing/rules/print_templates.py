"""Which template or theme documents are printed in, and what an organization's must be."""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Organization
from invoicing.model.print_template import PrintTemplate
from invoicing.rules.own_types import require_type

TEMPLATES_MAX = 50
CONTRAST_MIN = Decimal("4.5")  # Source: WCAG 2.2, 1.4.3
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def template_named(name: str, organization: Organization) -> PrintTemplate | None:
    """The organization's template of this name."""
    return next((one for one in organization.print_templates if one.name == name), None)


def known_names(organization: Organization, themes: Iterable[str]) -> tuple[str, ...]:
    """What can be asked for: the organization's templates, then the themes."""
    return (*(one.name for one in organization.print_templates), *themes)


def usual_name(kind: str, organization: Organization) -> str:
    """What documents of a type are printed in where nobody asks; empty where nobody said."""
    of_type = (one.name for one in organization.print_templates if kind in one.types)
    return next(of_type, organization.print_theme)


def contrast_on_white(colour: str) -> Decimal:
    """The contrast ratio of a colour (#rrggbb) on white. Source: WCAG 2.2, relative luminance."""
    red, green, blue = (_linear(Decimal(int(colour[at : at + 2], 16)) / 255) for at in (1, 3, 5))
    luminance = Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue
    return Decimal("1.05") / (luminance + Decimal("0.05"))


def _linear(part: Decimal) -> Decimal:
    if part <= Decimal("0.04045"):
        return part / Decimal("12.92")
    return ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")


def check_templates(organization: Organization, themes: Collection[str]) -> None:
    """InvalidDocument naming everything that is wrong with the organization's print templates."""
    templates = organization.print_templates
    findings = []
    if len(templates) > TEMPLATES_MAX:
        text = f"there are {len(templates)} templates"
        findings.append(_finding("many", "", text, f"send at most {TEMPLATES_MAX}"))
    seen: set[str] = set()
    taken: set[str] = set()
    for position, one in enumerate(templates):
        findings += _findings(one, f"/{position}", themes, seen, taken)
        seen.add(one.name)
        taken.update(one.types)
        for key in one.types:
            require_type(key, organization, f"/printTemplates/{position}/types")
    usual, known = organization.print_theme, known_names(organization, themes)
    if usual and usual not in known:
        known_text = f"send one of {', '.join(known)}"
        findings.append(Finding("print-theme", "/printTheme", "is no theme", known_text))
    if findings:
        raise InvalidDocument(findings)


def _findings(
    one: PrintTemplate, at: str, themes: Collection[str], seen: set[str], taken: set[str]
) -> list[Finding]:
    found = []
    if not _NAME.fullmatch(one.name):
        fix = "send up to 60 letters, digits, dots, hyphens and underscores"
        found.append(_finding("name", f"{at}/name", "is no name of a template", fix))
    if one.name in themes or one.name in seen:
        fix = "send another name"
        found.append(_finding("name-taken", f"{at}/name", "there is one of this name", fix))
    if one.theme and one.theme not in themes:
        fix = f"send one of {', '.join(themes)}"
        found.append(_finding("theme", f"{at}/theme", "is no theme", fix))
    if one.accent and not _COLOUR.fullmatch(one.accent):
        fix = "send a colour such as #1f4e79"
        found.append(_finding("accent", f"{at}/accent", "is no colour", fix))
    elif one.accent and contrast_on_white(one.accent) < CONTRAST_MIN:
        text = f"has a contrast of {contrast_on_white(one.accent):.1f} on white"
        fix = f"send a darker colour; {CONTRAST_MIN} is the least that can be read"
        found.append(_finding("accent-pale", f"{at}/accent", text, fix))
    for key in taken & set(one.types):
        fix = "name each type in one template"
        found.append(_finding("type-taken", f"{at}/types", f"{key!r} has a template", fix))
    return found


def _finding(rule: str, pointer: str, text: str, fix: str) -> Finding:
    return Finding(f"print-template-{rule}", f"/printTemplates{pointer}", text, fix)
