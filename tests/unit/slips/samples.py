"""Documents of our own making for payment slips."""

from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.model import (
    Address,
    CreditTransfer,
    Document,
    Organization,
    Party,
    PaymentInstructions,
    Totals,
)

IBAN = {
    "SI": "SI56 0201 7001 4356 205",
    "DE": "DE33100205000001194700",
    "CH": "CH58 0079 1123 0008 8901 2",
    "QR": "CH4431999123000889012",  # a QR-IBAN
    "HR": "HR1723600001101234565",
    "PT": "PT50000201231234567890154",
}
ADDRESS = {
    "SI": Address(line1="Ulica 1", city="Ljubljana", postal_code="1000", country_code="SI"),
    "DE": Address(line1="Hauptstraße 5a", city="Köln", postal_code="50667", country_code="DE"),
    "CH": Address(line1="Rue du Lac 1268", city="Biel", postal_code="2501", country_code="CH"),
    "HR": Address(line1="Ilica 42", city="Zagreb", postal_code="10000", country_code="HR"),
    "PT": Address(line1="Rua A 1", city="Lisboa", postal_code="1000-001", country_code="PT"),
    "AU": Address(line1="1 King St", city="Sydney", postal_code="2000", country_code="AU"),
    "US": Address(line1="1 Main St", city="Austin", postal_code="73301", country_code="US"),
}


def party(country: str, name: str, iban: str = "") -> Party:
    return Party(name=name, address=ADDRESS.get(country, Address()), iban=iban)


def organization(**fields: Any) -> Organization:
    return Organization(**{"id": "org", **fields})


def invoice(
    issuer: str,
    client: str = "",
    /,
    *,
    iban: str = "",
    payable: str = "122.50",
    remittance: str = "",
    accounts: tuple[str, ...] = (),
    **fields: Any,
) -> Document:
    """An issued invoice of 122.50 between parties of two countries."""
    instructions = PaymentInstructions(
        remittance=remittance,
        credit_transfers=tuple(CreditTransfer(account=account) for account in accounts),
    )
    values: dict[str, Any] = {
        "state": "issued",
        "number": "2026-001",
        "currency": "EUR",
        "due_date": date(2026, 10, 3),
        "seller": party(issuer, "Žaga Šušteršič s.p.", IBAN.get(iban or issuer, "")),
        "buyer": party(client, "Kupec d.o.o."),
        "totals": Totals(payable=Decimal(payable)),
        "payment_instructions": instructions if remittance or accounts else None,
    }
    return Document(**{**values, **fields})
