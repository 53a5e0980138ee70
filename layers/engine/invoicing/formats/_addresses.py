"""Addresses as files state them, whatever the syntax."""

from invoicing.formats._mapping import Report
from invoicing.model import Address

_EMPTY = Address()
# Who must have a country in an address, by the field of the party.
_COUNTRY = {"_documentIssuer": "BR-09", "_documentClient": "BR-11", "taxRepresentative": "BR-20"}


def stated_address(value: Address | None, field: str, report: Report) -> Address:
    """A party's address; one that says nothing is told, for it is not the same as none.

    Source: EN 16931 BR-08 to BR-11, BR-19, BR-20.
    """
    if value is None:
        return _EMPTY
    if value == _EMPTY and field in _COUNTRY:
        at, fix = f"{field}/countryAlpha2Code", "Give an ISO 3166-1 alpha-2 code."
        report(at, _COUNTRY[field], "is missing.", fix, told=True)
    return value
