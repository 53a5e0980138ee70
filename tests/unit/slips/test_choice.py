"""Which slips a document gets: by currency, account, both parties, type and state."""

from typing import Any

import pytest
from tests.unit.slips.samples import IBAN, invoice, organization

from invoicing.model import DirectDebit, Document, Party, PaymentInstructions
from invoicing.registry import names
from invoicing.slips._choice import choose

SETTINGS = organization(defaults={"multibanco": {"entity": "11604", "subEntity": "999"}})
BILLER = {"billerCode": "12345"}


def chosen(document: Document, **wishes: Any) -> list[str]:
    return [slip.name for slip in choose(document, SETTINGS, **wishes)]


@pytest.mark.parametrize(
    ("document", "slips"),
    [
        (invoice("SI", "SI"), ["upn"]),
        (invoice("SI"), ["upn"]),
        (invoice("SI", "DE"), ["epc"]),
        (invoice("SI", "US"), []),
        (invoice("DE", "DE"), ["epc"]),
        (invoice("DE", "AU"), []),
        (invoice("DE", "DE", currency="USD"), []),
        (invoice("CH", "CH", currency="CHF"), ["swiss"]),
        (invoice("CH", "DE", currency="CHF"), ["swiss"]),
        (invoice("CH", "CH"), ["swiss"]),
        (invoice("CH", "DE"), ["epc"]),
        (invoice("SI", "CH", currency="CHF"), []),
        (invoice("HR", "HR"), ["epc", "hub3"]),
        (invoice("HR", "DE"), ["epc"]),
        (invoice("PT", "PT"), ["epc", "multibanco"]),
        (invoice("PT", "DE"), ["epc"]),
        (invoice("AU", "AU", currency="AUD", bpay=BILLER), ["bpay"]),
        (invoice("AU", "AU", currency="AUD", bpay={**BILLER, "hidden": True}), []),
        (invoice("AU", "AU", currency="AUD"), []),
        (invoice("AU", "AU", bpay=BILLER), []),
        (invoice("AU", "DE"), []),
    ],
)
def test_u28_slips_follow_currency_account_and_both_parties(
    document: Document, slips: list[str]
) -> None:
    if document.buyer.address.country_code == "":
        slips = [*slips, "multibanco"]  # this organization has a contract, the payer is unknown
    assert chosen(document) == slips


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "draft"},
        {"state": "canceled"},
        {"type": "credit-note"},
        {"type": "estimate"},
        {"type": "delivery-note"},
        {"type_code": "381"},
        {"incoming": True},
        {"payable": "0"},
        {"payable": "-1"},
        {"payment_instructions": PaymentInstructions(direct_debit=DirectDebit(mandate="1"))},
    ],
)
def test_nothing_is_asked_for_what_is_not_owed(changes: dict[str, Any]) -> None:
    assert chosen(invoice("DE", "DE", **changes)) == []


@pytest.mark.parametrize("kind", ["invoice", "advance", "proforma"])
def test_what_is_paid_by_transfer_has_slips(kind: str) -> None:
    assert chosen(invoice("DE", "DE", type=kind, type_code="380")) == ["epc"]


def test_a_draft_shows_its_slips_in_a_preview() -> None:
    assert chosen(invoice("DE", "DE", state="draft"), preview=True) == ["epc"]
    assert chosen(invoice("DE", "DE", state="canceled"), preview=True) == []


def test_f204_a_slip_can_be_asked_for_by_name() -> None:
    document = invoice("SI", "SI")
    assert chosen(document, wanted=["epc"]) == ["epc"]
    assert chosen(document, wanted=["upn"]) == ["upn"]
    assert chosen(document, wanted=["swiss"]) == []
    assert chosen(document, wanted=["no-such-slip", "_choice"]) == []


def test_the_account_of_the_organization_stands_in() -> None:
    settings = organization(party=Party(name="Issuer", iban=IBAN["DE"]))
    document = invoice("US", "DE")
    (slip,) = choose(document, settings)
    assert IBAN["DE"] in slip.payload(document, settings)


def test_every_slip_is_chosen_somewhere_and_named_as_its_file() -> None:
    documents = [
        invoice("SI", "SI"),
        invoice("CH", "CH", currency="CHF"),
        invoice("HR", "HR"),
        invoice("PT", "PT"),
        invoice("AU", "AU", currency="AUD", bpay=BILLER),
    ]
    assert {name for document in documents for name in chosen(document)} == set(names("slips"))
