"""Parties on the wire: `_documentIssuer`, `_documentClient`, `_documentUnit`."""

from typing import Any

from pydantic import Field, IPvAnyAddress

from invoicing.edge.wire.base import (
    CountryCode,
    Flag,
    Map,
    Name,
    PartMap,
    Text,
    Wire,
    lean,
    renamed,
)
from invoicing.model import Address, Contact, Identifier, Party

_ADDRESS = {
    "address": "line1",
    "address2": "line2",
    "address3": "line3",
    "city": "city",
    "zip": "postal_code",
    "state": "subdivision",
    "country": "country_name",
    "countryAlpha2Code": "country_code",
}
_CONTACT = {"contactName": "name", "phone": "phone", "email": "email"}
_PARTY = {
    "id": "id",
    "name": "name",
    "tradingName": "trading_name",
    "taxNumber": "vat_identifier",
    "taxRegistrationNumber": "tax_registration",
    "legalInformation": "legal_information",
    "website": "website",
    "IBAN": "iban",
    "SWIFT": "bic",
    "bank": "bank_name",
    "taxSubject": "is_taxable",
    "isEndCustomer": "is_end_customer",
    "taxRegime": "tax_regime",
    "businessType": "business_type",
    "fiscalRegionCode": "fiscal_region_code",
    "ipAddress": "ip_address",
    "fatturaPaChannelId": "fattura_pa_channel",
    "throwEslogErrors": "throw_eslog_errors",
    "createdAt": "created_at",
    "updatedAt": "updated_at",
    "custom": "custom",
    "_data": "data",
}
PARTY_NAMES = {field: api for api, field in _PARTY.items()}
ADDRESS_NAMES = {field: api for api, field in _ADDRESS.items()}
CONTACT_NAMES = {field: api for api, field in _CONTACT.items()}


class WireIdentifier(Wire):
    """An identifier and the code of the scheme that issued it."""

    value: Name
    scheme: Name | None = None
    schemeVersion: Name | None = None


class WireParty(Wire):
    """A company or person on a document (EN 16931 BG-4, BG-7, BG-10, BG-11)."""

    server_owned = frozenset({"createdAt", "updatedAt"})

    id: Name | None = None
    name: Name | None = None
    tradingName: Name | None = renamed("tradingName")
    address: Name | None = None
    address2: Name | None = renamed("address2")
    address3: Name | None = renamed("address3")
    city: Name | None = None
    zip: Name | None = None
    state: Name | None = None
    country: Name | None = None
    countryAlpha2Code: CountryCode | None = renamed("countryAlpha2Code")
    taxNumber: Name | None = renamed("taxNumber")
    taxRegistrationNumber: Name | None = renamed("taxRegistrationNumber")
    taxSubject: Flag | None = renamed("taxSubject")
    companyNumber: Name | None = renamed("companyNumber")
    companyNumberScheme: Name | None = renamed("companyNumberScheme")
    legalInformation: Text | None = renamed("legalInformation")
    identifiers: tuple[WireIdentifier, ...] | None = None
    electronicAddress: WireIdentifier | None = renamed("electronicAddress")
    contactName: Name | None = renamed("contactName")
    IBAN: Name | None = renamed("IBAN")
    bank: Name | None = None
    SWIFT: Name | None = renamed("SWIFT")
    website: Name | None = None
    email: Name | None = None
    phone: Name | None = None
    taxRegime: Name | None = renamed("taxRegime")
    businessType: Name | None = renamed("businessType")
    fiscalRegionCode: Name | None = renamed("fiscalRegionCode")
    isEndCustomer: Flag | None = renamed("isEndCustomer")
    ipAddress: IPvAnyAddress | None = renamed("ipAddress")
    fatturaPaChannelId: Name | None = renamed("fatturaPaChannelId")
    throwEslogErrors: Flag | None = renamed("throwEslogErrors")
    custom: Map | None = None
    data: tuple[PartMap, ...] | None = Field(default=None, alias="_data", max_length=100)

    def to_model(self) -> Party:
        """The party as the engine knows it."""
        given: dict[str, Any] = {
            (field.alias or name): getattr(self, name)
            for name, field in type(self).model_fields.items()
            if getattr(self, name) is not None
        }
        if "ipAddress" in given:
            given["ipAddress"] = str(given["ipAddress"])
        number = given.get("companyNumber")
        return Party(
            **{field: given[api] for api, field in _PARTY.items() if api in given},
            address=Address(
                **{field: given[api] for api, field in _ADDRESS.items() if api in given}
            ),
            contact=Contact(
                **{field: given[api] for api, field in _CONTACT.items() if api in given}
            ),
            identifiers=tuple(identifier(i) for i in given.get("identifiers", ())),
            legal_registration=(
                Identifier(value=number, scheme=given.get("companyNumberScheme", ""))
                if number
                else None
            ),
            electronic_address=(
                identifier(given["electronicAddress"]) if "electronicAddress" in given else None
            ),
        )


def identifier(wire: WireIdentifier) -> Identifier:
    version = wire.schemeVersion or ""
    return Identifier(value=wire.value, scheme=wire.scheme or "", scheme_version=version)


def identifier_view(value: Identifier | None) -> dict[str, Any] | None:
    if value is None:
        return None
    version = value.scheme_version
    return lean({"value": value.value, "scheme": value.scheme, "schemeVersion": version})


def party_view(party: Party) -> dict[str, Any]:
    """The party as the API spells it; members that hold nothing are left out."""
    legal = party.legal_registration
    return lean(
        {
            **{api: getattr(party, field) for api, field in _PARTY.items()},
            **{api: getattr(party.address, field) for api, field in _ADDRESS.items()},
            **{api: getattr(party.contact, field) for api, field in _CONTACT.items()},
            "companyNumber": legal.value if legal else None,
            "companyNumberScheme": legal.scheme if legal else None,
            "identifiers": [identifier_view(i) for i in party.identifiers],
            "electronicAddress": identifier_view(party.electronic_address),
        }
    )
