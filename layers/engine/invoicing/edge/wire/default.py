"""The organization's settings one by one, under the names the first API gave them."""

import re
from collections.abc import Iterable
from dataclasses import replace as replace_field
from typing import Any, NamedTuple

import msgspec
from pydantic import ValidationError

from invoicing.edge.problems import findings_of
from invoicing.edge.wire.base import CUSTOM_BYTES_MAX, TEXT_MAX, Name, Wire
from invoicing.edge.wire.organization import OrganizationInput, organization_view
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Organization
from invoicing.model.value import replace

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}")
# Their name -> the organization's member, and its field in the model.
SETTINGS = {
    "currencyId": ("currencyId", "currency"),
    "invoice_dueDays": ("dueDays", "due_days"),
    "estimate_validTillDays": ("validDays", "valid_days"),
    "pdf_template": ("printTheme", "print_theme"),
}
THEMES = {"classic": "standard", "modern": "warm", "minimal": "plain"}
IMAGES = {"image_logo": "logo", "image_signature": "signature"}
_TEXTS = ("_note", "_signature", "_footer", "_subject", "_message")


class DefaultInput(Wire):
    """A setting and its value."""

    server_owned = frozenset({"id", "organizationId", "description"})

    name: Name | None = None
    value: Any = None


class Setting(NamedTuple):
    """A setting of an organization."""

    name: str
    value: Any

    def view(self, organization: Organization) -> dict[str, Any]:
        return {
            "id": self.name,
            "name": self.name,
            "value": self.value,
            "organizationId": organization.id,
        }


def settings_of(organization: Organization) -> dict[str, Setting]:
    """All that are set, by name."""
    shown = organization_view(organization)
    found = {name: shown[member] for name, (member, _) in SETTINGS.items()}
    theirs = {ours: name for name, ours in THEMES.items()}
    found["pdf_template"] = theirs.get(found["pdf_template"], found["pdf_template"])
    found |= {name: True for name, field in IMAGES.items() if getattr(organization, field)}
    found |= organization.texts | organization.defaults
    return {name: Setting(name, value) for name, value in sorted(found.items())}


def with_setting(organization: Organization, name: str, value: Any) -> Organization:
    """The organization with a setting of this value. InvalidDocument where it cannot have it."""
    if name in IMAGES or not NAME.fullmatch(name):
        raise _invalid("/name", "is no name of a setting", "send a name such as invoice_note")
    if name in SETTINGS:
        member, _ = SETTINGS[name]
        given = THEMES.get(value, value) if isinstance(value, str) else value
        try:
            return _read(member, given).apply(organization)
        except InvalidDocument as exc:
            raise _at_value(exc.findings) from exc
    if name.endswith(_TEXTS):
        if not isinstance(value, str) or len(value) > TEXT_MAX:
            raise _invalid("/value", "is no text", f"send a text of up to {TEXT_MAX} characters")
        return replace(organization, texts={**organization.texts, name: value})
    kept = _read("defaults", {**organization.defaults, name: value}).defaults or {}
    if len(msgspec.json.encode(kept)) > CUSTOM_BYTES_MAX:
        raise _invalid("/value", "is too large", f"send at most {CUSTOM_BYTES_MAX} bytes in all")
    return replace(organization, defaults=kept)


def without_setting(organization: Organization, name: str) -> Organization:
    """The organization with a setting at what it is for a new one, or without it."""
    if name in SETTINGS:
        _, field = SETTINGS[name]
        return replace(organization, **{field: getattr(Organization(id=""), field)})
    if name in IMAGES:
        raise _invalid("/name", "is an image", "delete it under /images")
    return replace(
        organization,
        texts={k: v for k, v in organization.texts.items() if k != name},
        defaults={k: v for k, v in organization.defaults.items() if k != name},
    )


def _read(member: str, value: Any) -> OrganizationInput:
    try:
        return OrganizationInput.model_validate({member: value})
    except ValidationError as exc:
        raise _at_value(findings_of(exc)) from exc


def _at_value(findings: Iterable[Finding]) -> InvalidDocument:
    return InvalidDocument([replace_field(f, pointer="/value") for f in findings])


def _invalid(pointer: str, text: str, fix: str) -> InvalidDocument:
    return InvalidDocument([Finding("default-invalid", pointer, text, fix)])
