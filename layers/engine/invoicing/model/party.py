"""Parties: who sells, who buys, who is paid."""

from datetime import datetime
from typing import Any

from invoicing.model.value import Value


class Identifier(Value, frozen=True, kw_only=True):
    """An identifier and the scheme that issued it (ICD/EAS code such as "0088")."""

    value: str
    scheme: str = ""
    scheme_version: str = ""  # of a classification only (BT-158-2)


class Address(Value, frozen=True, kw_only=True):
    """A postal address (BG-5, BG-8, BG-12, BG-15)."""

    line1: str = ""  # BT-35 / BT-50
    line2: str = ""  # BT-36 / BT-51
    line3: str = ""  # BT-162 / BT-163
    city: str = ""  # BT-37 / BT-52
    postal_code: str = ""  # BT-38 / BT-53
    subdivision: str = ""  # BT-39 / BT-54
    country_code: str = ""  # BT-40 / BT-55, ISO 3166-1 alpha-2
    country_name: str = ""  # as the caller wrote it; printed when given


class Contact(Value, frozen=True, kw_only=True):
    """A contact point (BG-6, BG-9)."""

    name: str = ""  # BT-41 / BT-56
    phone: str = ""  # BT-42 / BT-57
    email: str = ""  # BT-43 / BT-58


class Party(Value, frozen=True, kw_only=True):
    """Seller (BG-4), buyer (BG-7), payee (BG-10), tax representative (BG-11) or business unit."""

    id: str = ""  # ours: the organization, client or unit the snapshot was taken from
    name: str = ""  # BT-27 / BT-44 / BT-59 / BT-62, the formal name
    trading_name: str = ""  # BT-28 / BT-45
    identifiers: tuple[Identifier, ...] = ()  # BT-29 / BT-46 / BT-60
    legal_registration: Identifier | None = None  # BT-30 / BT-47 / BT-61
    vat_identifier: str = ""  # BT-31 / BT-48 / BT-63
    tax_registration: str = ""  # BT-32, a tax number that is no VAT identifier
    legal_information: str = ""  # BT-33
    electronic_address: Identifier | None = None  # BT-34 / BT-49
    address: Address = Address()
    contact: Contact = Contact()
    website: str = ""
    iban: str = ""
    bic: str = ""
    bank_name: str = ""
    is_taxable: bool | None = None  # registered for VAT; None where nobody said
    tax_regime: str = ""  # the scheme of its country's tax law it is in
    is_end_customer: bool = False  # a consumer (B2C)
    business_type: str = ""
    fiscal_region_code: str = ""
    ip_address: str = ""  # evidence of the place of supply (buyer only)
    fattura_pa_channel: str = ""  # codice destinatario or certified mail (buyer only)
    throw_eslog_errors: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    custom: dict[str, Any] = {}
    data: tuple[dict[str, Any], ...] = ()
