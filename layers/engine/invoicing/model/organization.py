"""The organization: whose documents these are, and what it wants filled in."""

from datetime import datetime
from typing import Any

from invoicing.model.catalogue import Tax, TaxSchema
from invoicing.model.definition import Attribute, DocumentType
from invoicing.model.files import Image
from invoicing.model.fiscal import FiscalSettings
from invoicing.model.party import Party
from invoicing.model.print_template import PrintTemplate
from invoicing.model.series import Series
from invoicing.model.value import Value


class Organization(Value, frozen=True, kw_only=True):
    """An issuer of documents; its `party` is the seller on what it issues."""

    id: str
    version: int = 0
    name: str = ""
    party: Party = Party()
    country_code: str = ""  # ISO 3166-1 alpha-2
    language: str = "en"  # BCP 47
    time_zone: str = "UTC"  # IANA name; "today" is this zone's
    currency: str = "EUR"
    due_days: int = 15
    valid_days: int = 30
    number_pattern: str = "{YYYY}-{n:05}"  # of documents without a series
    series: tuple[Series, ...] = ()
    taxes: tuple[Tax, ...] = ()  # those a caller may refer to
    tax_schemas: tuple[TaxSchema, ...] = ()
    document_types: tuple[DocumentType, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    fiscal: tuple[FiscalSettings, ...] = ()  # one for each tax authority it deals with
    print_theme: str = ""  # of its pages, or the name of a template; empty = "standard"
    print_templates: tuple[PrintTemplate, ...] = ()
    estimate_approval: bool = False  # recipients may approve or decline estimates on their page
    public_eslog: bool = False  # whoever has a public link may read the e-SLOG too
    one_stop_shop: bool = False  # declares sales to consumers in other EU states there
    import_issue: bool = False  # what lies in the import folder is issued, unless it is doubtful
    require_if_match: bool = False  # changes must name the version they change
    texts: dict[str, str] = {}  # default note, footer, signature, mail texts by name
    defaults: dict[str, Any] = {}
    logo: Image | None = None
    signature: Image | None = None  # printed above the text of a signature
    clock: datetime | None = None  # the test world's time, where it is set; live has none
    active: bool = True  # else it takes no changes, and its public links lead nowhere
    activated_at: datetime | None = None
    deactivated_at: datetime | None = None
    share_secret: str = ""  # 256 random bits, hex; public links are derived from it
    created_at: datetime | None = None
    updated_at: datetime | None = None
    custom: dict[str, Any] = {}
