"""Parties between CII, where a scheme decides the element of an identifier, and the model."""

from invoicing.formats._addresses import stated_address
from invoicing.formats._mapping import CODE, IDENTIFIER, Filled, Group, Leaf, Report, Row
from invoicing.formats.cii import _wire as wire
from invoicing.model import Address, Contact, Identifier, Party
from invoicing.model.value import Value

VAT, FISCAL = "VA", "FC"  # schemes of tax registrations


def address(terms: str) -> list[Row]:
    """A postal address; `terms` in the order of the elements."""
    postal_code, line1, line2, line3, city, country, subdivision = terms.split()
    return [
        Leaf("ram:PostcodeCode", postal_code, "postal_code"),
        Leaf("ram:LineOne", line1, "line1"),
        Leaf("ram:LineTwo", line2, "line2"),
        Leaf("ram:LineThree", line3, "line3"),
        Leaf("ram:CityName", city, "city"),
        Leaf("ram:CountryID", country, "country_code", CODE),
        Leaf("ram:CountrySubDivisionName", subdivision, "subdivision"),
    ]


def _load_contact(value: wire.Person, _report: Report) -> Contact:
    names = [name for name in (value.person, value.department) if name]
    return Contact(name=", ".join(names), phone=value.phone, email=value.email)


def _view_contact(value: Contact) -> wire.Person:
    return wire.Person(person=value.name, phone=value.phone, email=value.email)


def _contact(group: str, name: str, phone: str, email: str, once: str) -> Group:
    return Group(
        "ram:DefinedTradeContact",
        group,
        "contact",
        wire.Person,
        [
            Leaf("ram:PersonName", name, "person"),
            Leaf("ram:DepartmentName", name, "department"),
            Leaf("ram:TelephoneUniversalCommunication/ram:CompleteNumber", phone, "phone"),
            Leaf("ram:EmailURIUniversalCommunication/ram:URIID", email, "email"),
        ],
        load=_load_contact,
        view=_view_contact,
        once=once,
    )


def _load_registration(value: "_Id", _report: Report) -> Identifier:
    return value.id or Identifier(value="")


def _view_registration(value: Identifier) -> "_Id":
    return _Id(id=value)


class _Id(Value, frozen=True, kw_only=True):
    id: Identifier | None = None


def _party(  # noqa: PLR0917 - terms, in the order of the elements
    ids: str,
    name: str,
    legal: str,
    registration: str,
    trading: str,
    contact: Group | None,
    home: Group | None,
    electronic: str,
    taxes: str,
) -> list[Row]:
    organization = "ram:SpecifiedLegalOrganization"
    rows: list[Row | None] = [
        Leaf("ram:ID", ids, "identifiers", IDENTIFIER, many=True, scheme="schemeID"),
        Leaf("ram:GlobalID", ids, "global_identifiers", IDENTIFIER, many=True, scheme="schemeID"),
        Leaf("ram:Name", name, "name"),
        Leaf("ram:Description", legal, "legal_information") if legal else None,
        Leaf(
            f"{organization}/ram:ID",
            registration,
            "legal_registration",
            IDENTIFIER,
            scheme="schemeID",
        ),
        Leaf(f"{organization}/ram:TradingBusinessName", trading, "trading_name"),
        contact,
        home,
        Leaf(
            "ram:URIUniversalCommunication/ram:URIID",
            electronic,
            "electronic_address",
            IDENTIFIER,
            scheme="schemeID",
            once="CII-SR-459" if electronic == "BT-34" else "CII-SR-460",
        )
        if electronic
        else None,
        Filled(
            "ram:URIUniversalCommunication",
            "electronic_address",
            "BR-62" if electronic == "BT-34" else "BR-63",
        )
        if electronic
        else None,
        Group(
            "ram:SpecifiedTaxRegistration",
            "",
            "tax_registrations",
            _Id,
            [Leaf("ram:ID", taxes, "id", IDENTIFIER, scheme="schemeID")],
            many=True,
            load=_load_registration,
            view=_view_registration,
        )
        if taxes
        else None,
    ]
    return [row for row in rows if row is not None]


def _home(group: str, terms: str) -> Group:
    return Group("ram:PostalTradeAddress", group, "address", Address, address(terms))


SELLER = _party(
    "BT-29",
    "BT-27",
    "BT-33",
    "BT-30",
    "BT-28",
    _contact("BG-6", "BT-41", "BT-42", "BT-43", "CII-SR-455"),
    _home("BG-5", "BT-38 BT-35 BT-36 BT-162 BT-37 BT-40 BT-39"),
    "BT-34",
    "BT-31, BT-32",
)
BUYER = _party(
    "BT-46",
    "BT-44",
    "",
    "BT-47",
    "BT-45",
    _contact("BG-9", "BT-56", "BT-57", "BT-58", "CII-SR-456"),
    _home("BG-8", "BT-53 BT-50 BT-51 BT-163 BT-52 BT-55 BT-54"),
    "BT-49",
    "BT-48",
)
PAYEE = _party("BT-60", "BT-59", "", "BT-61", "", None, None, "", "")
REPRESENTATIVE = _party(
    "", "BT-62", "", "", "", None, _home("BG-12", "BT-67 BT-64 BT-65 BT-164 BT-66 BT-69 BT-68"),
    "", "BT-63",
)  # fmt: skip


def load_party(value: wire.Party | None, field: str, report: Report) -> Party:
    """Any party; absent ones are empty."""
    if value is None:
        return Party()
    return Party(
        name=value.name,
        trading_name=value.trading_name,
        identifiers=tuple(i for i in (*value.identifiers, *value.global_identifiers) if i),
        legal_registration=value.legal_registration,
        vat_identifier=_registration(value, VAT, field, report),
        tax_registration=_registration(value, FISCAL, field, report),
        legal_information=value.legal_information,
        electronic_address=value.electronic_address,
        address=stated_address(value.address, field, report),
        contact=value.contact,
    )


def load_other(value: wire.Party | None, field: str, report: Report) -> Party | None:
    """Payee or tax representative; None where the file has none."""
    return None if value is None else load_party(value, field, report)


def _registration(value: wire.Party, scheme: str, field: str, report: Report) -> str:
    """A tax number; one without a scheme counts as a VAT identifier."""
    wanted = (scheme, "") if scheme == VAT else (scheme,)
    numbers = [i.value for i in value.tax_registrations if i.value and i.scheme in wanted]
    if len(numbers) > 1:
        report(
            f"{field}/{'taxNumber' if scheme == VAT else 'taxRegistrationNumber'}",
            "cardinality",
            "stands more than once.",
            f"Keep exactly one tax registration of the scheme {scheme}.",
        )
    return numbers[0] if numbers else ""


def view_party(party: Party) -> wire.Party:
    """Seller or buyer."""
    registrations = (
        Identifier(value=party.vat_identifier, scheme=VAT),
        Identifier(value=party.tax_registration, scheme=FISCAL),
    )
    return wire.Party(
        identifiers=tuple(i for i in party.identifiers if not i.scheme),
        global_identifiers=tuple(i for i in party.identifiers if i.scheme),
        name=party.name,
        legal_information=party.legal_information,
        legal_registration=party.legal_registration,
        trading_name=party.trading_name,
        contact=party.contact,
        address=party.address,
        electronic_address=party.electronic_address,
        tax_registrations=tuple(i for i in registrations if i.value),
    )


def view_other(party: Party | None) -> wire.Party | None:
    """Payee or tax representative; the table leaves out what they cannot have."""
    return None if party is None else view_party(party)
