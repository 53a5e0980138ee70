"""The Organization on the wire."""

from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from invoicing.countries import find_country
from invoicing.edge.wire.attachment import image_view
from invoicing.edge.wire.base import Currency, Flag, Map, Name, Text, lean, renamed
from invoicing.edge.wire.party import WireParty, party_view
from invoicing.edge.wire.print_template import PrintTemplateInput, print_template_view
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Organization, Party
from invoicing.model.print_template import PrintTemplate
from invoicing.model.value import replace
from invoicing.registry import names
from invoicing.render.themes import STANDARD
from invoicing.rules.completion import merge
from invoicing.rules.numbering import parse_pattern
from invoicing.rules.print_templates import check_templates


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise PydanticCustomError("time_zone", "is no IANA time zone such as Europe/Ljubljana")
    return value


def _pattern(value: str) -> str:
    try:
        parse_pattern(value)
    except InvalidDocument as exc:
        raise PydanticCustomError("number_pattern", exc.findings[0].text) from exc
    return value


_NEEDED = {"name": "send its name", "countryAlpha2Code": "send its country, such as SI"}


class OrganizationInput(WireParty):
    """What may be changed of an organization; absent members stay as they are."""

    server_owned = frozenset(
        {
            "id",
            "version",
            "active",
            "createdAt",
            "updatedAt",
            "activatedAt",
            "deactivatedAt",
            "logo",
            "signature",
        }
    )

    locale: Annotated[Name, Field(pattern="^[a-z]{2}(-[A-Za-z]{2,8})?$")] | None = None
    timezone: Annotated[Name, AfterValidator(_time_zone)] | None = None
    currencyId: Currency | None = renamed("currencyId")
    dueDays: Annotated[int, Field(ge=0, le=3650, strict=True)] | None = renamed("dueDays")
    validDays: Annotated[int, Field(ge=0, le=3650, strict=True)] | None = renamed("validDays")
    numberPattern: Annotated[Name, AfterValidator(_pattern)] | None = renamed("numberPattern")
    printTheme: Name | None = renamed("printTheme", description="a theme or template")
    printTemplates: tuple[PrintTemplateInput, ...] | None = renamed(
        "printTemplates", description="all of them; those that are left out end"
    )
    estimateApproval: Flag | None = renamed("estimateApproval")
    publicEslog: Flag | None = renamed("publicEslog")
    oneStopShop: Flag | None = renamed("oneStopShop")
    importIssue: Flag | None = renamed("importIssue")
    requireIfMatch: Flag | None = renamed("requireIfMatch")
    texts: dict[Name, Text] | None = Field(default=None, max_length=100)
    defaults: Map | None = None

    def to_draft(self) -> Organization:
        """A new organization; InvalidDocument without a name and a country."""
        findings = [
            Finding("required", f"/{name}", "is required", fix)
            for name, fix in _NEEDED.items()
            if not getattr(self, name)
        ]
        if findings:
            raise InvalidDocument(findings)
        country = find_country(self.countryAlpha2Code or "")
        currency = country.currency if country is not None else "EUR"
        return self.apply(Organization(id="", currency=currency))

    def apply(self, organization: Organization) -> Organization:
        """The organization with these changes."""
        party = merge(replace(self.to_model(), id=""), organization.party)
        changes: dict[str, Any] = {
            "name": self.name,
            "country_code": self.countryAlpha2Code,
            "language": self.locale,
            "time_zone": self.timezone,
            "currency": self.currencyId,
            "due_days": self.dueDays,
            "valid_days": self.validDays,
            "number_pattern": self.numberPattern,
            "print_theme": self.printTheme,
            "print_templates": self._templates(),
            "estimate_approval": self.estimateApproval,
            "public_eslog": self.publicEslog,
            "one_stop_shop": self.oneStopShop,
            "import_issue": self.importIssue,
            "require_if_match": self.requireIfMatch,
            "texts": self.texts,
            "defaults": self.defaults,
        }
        given = {field: value for field, value in changes.items() if value is not None}
        if self.taxSubject is not None:
            party = replace(party, is_taxable=self.taxSubject)
        changed = replace(organization, party=party, **given)
        if self.printTheme is not None or self.printTemplates is not None:
            check_templates(changed, names("render.themes"))
        return changed

    def _templates(self) -> tuple[PrintTemplate, ...] | None:
        if self.printTemplates is None:
            return None
        return tuple(template.to_model() for template in self.printTemplates)


def organization_view(organization: Organization) -> dict[str, Any]:
    """The organization as the API spells it."""
    own: Party = replace(organization.party, id=organization.id)
    return {
        **party_view(own),
        "name": organization.name,
        "version": organization.version,
        "active": organization.active,
        "locale": organization.language,
        "timezone": organization.time_zone,
        "currencyId": organization.currency,
        "dueDays": organization.due_days,
        "validDays": organization.valid_days,
        "numberPattern": organization.number_pattern,
        "printTheme": organization.print_theme or STANDARD,
        "printTemplates": [print_template_view(one) for one in organization.print_templates],
        "estimateApproval": organization.estimate_approval,
        "publicEslog": organization.public_eslog,
        "oneStopShop": organization.one_stop_shop,
        "importIssue": organization.import_issue,
        "requireIfMatch": organization.require_if_match,
        **lean(
            {
                "countryAlpha2Code": organization.country_code,
                "logo": image_view(organization.logo) if organization.logo else None,
                "signature": (
                    image_view(organization.signature) if organization.signature else None
                ),
                "texts": organization.texts,
                "defaults": organization.defaults,
                "activatedAt": organization.activated_at,
                "deactivatedAt": organization.deactivated_at,
                "createdAt": organization.created_at,
                "updatedAt": organization.updated_at,
            }
        ),
    }
