"""The simulator of CIS takes what the engine sends, and refuses what was tampered with."""

from dataclasses import replace as replace_field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from local.authorities.cis import ZONE, Cis, taxpayer_name
from tests.support import cis as support
from tests.unit.fiscal.test_fina import LOCAL, MESSAGE_ID, RECORD, invoice, row

from invoicing.fiscal import Answer, Refused, Registered, Registration, Sealing, fina
from invoicing.fiscal._keys import Identity, Roots
from invoicing.fiscal.fina import messages
from invoicing.model import AllowanceCharge, Document, Party
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def simulator() -> Cis:
    return Cis.make(lambda: AT)


@pytest.fixture
def cis(simulator: Cis) -> Cis:
    simulator.invoices.clear()
    simulator.revoked.clear()
    simulator.refuse = ""
    return simulator


def identity(cis: Cis, oib: str = support.OIB, **validity: Any) -> Identity:
    holder = cis.issuer.issue(taxpayer_name(oib), AT, key=support.taxpayer().key, **validity)
    return Identity(holder.key, holder.certificate)


def asked(document: Document, own: Identity, **changes: Any) -> Registration:
    settings = FiscalSettings(authority="fina")
    record = replace(RECORD, **changes)
    fiscal = replace(fina.seal(Sealing(document, record, settings, own)), message_id=MESSAGE_ID)
    return Registration(document, fiscal, settings, own, LOCAL)


def told(cis: Cis, registration: Registration, tampered: tuple[bytes, bytes] = (b"", b"")) -> Any:
    sent = fina.message(registration)
    status, body = cis.answer(sent.path, sent.body.replace(*tampered))
    return fina.read(Answer(status, body, AT), sent, Roots((cis.issuer.own.certificate,)))


FEE = AllowanceCharge(is_charge=True, amount=Decimal(2), reason="Boca", tax_category="O")
DOCUMENTS = {
    "plain": invoice(),
    "credit note": invoice(type="credit-note"),
    "everything": invoice(
        row("S", "25", "100", "25"),
        row("S", "13", "10", "1.30"),
        row("E", "0", "7"),
        row("E", "0", "5", exemption_code="VATEX-EU-F"),
        row("AE", "0", "9"),
        row("O", "0", "6"),
        allowances_charges=(FEE,),
    ),
    "business": invoice(buyer=Party(vat_identifier="HR12312312316")),
    "no taxpayer": invoice(
        row("O", "0", "50"), seller=Party(vat_identifier=f"HR{support.OIB}", is_taxable=False)
    ),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_F281_what_is_sent_is_taken_and_the_answer_understood(cis: Cis, document: Document) -> None:
    registration = asked(document, identity(cis))
    first = told(cis, registration)
    assert isinstance(first, Registered), first
    late = replace_field(registration, fiscal=replace(registration.fiscal, late=True))
    assert told(cis, late) == first


def test_F281_a_changed_message_is_refused(cis: Cis) -> None:
    registration = asked(invoice(), identity(cis))
    found = told(cis, registration, (b"123.45", b"123.46"))
    assert isinstance(found, Refused)
    assert found.code == "s004"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda cis: support.taxpayer(), "s002"),
        (lambda cis: identity(cis, "12312312316"), "s005"),
        (lambda cis: identity(cis, valid_for=timedelta(hours=-1)), "s002"),
    ],
    ids=["another issuer", "another taxpayer", "expired"],
)
def test_F281_the_wrong_certificate_is_refused(cis: Cis, make: Any, code: str) -> None:
    found = told(cis, asked(invoice(), make(cis)))
    assert isinstance(found, Refused)
    assert found.code == code


def test_F281_a_message_that_breaks_the_schema_is_refused(cis: Cis) -> None:
    found = told(cis, asked(invoice(), identity(cis), device="D-1"))
    assert isinstance(found, Refused)
    assert found.code == "s001"


def test_F281_sums_that_are_not_the_total_are_refused(cis: Cis) -> None:
    document = invoice()
    wrong = replace(document, totals=replace(document.totals, gross=Decimal(200)))
    found = told(cis, asked(wrong, identity(cis)))
    assert isinstance(found, Refused)
    assert found.text.startswith("v137")


def test_F281_changes_are_taken_for_known_invoices_only(cis: Cis) -> None:
    registration = asked(invoice(), identity(cis))
    roots = Roots((cis.issuer.own.certificate,))

    def changed() -> Any:
        sent = messages.payment_change(registration, "K")
        status, body = cis.answer(sent.path, sent.body)
        return fina.read(Answer(status, body, AT), sent, roots)

    refused = changed()
    assert isinstance(refused, Refused)
    assert refused.code == "s008"
    assert isinstance(told(cis, registration), Registered)
    done = changed()
    assert isinstance(done, Registered)
    assert (done.confirmation, done.told_at) == ("", AT.astimezone(ZONE).replace(tzinfo=None))


def test_F281_a_code_is_asked_for_by_the_document_alone(cis: Cis) -> None:
    """Ten documents of one till: ten codes, ten JIRs; each asked twice is the same."""
    own = identity(cis)
    found: list[tuple[Fiscal, Any]] = []
    for n in range(1, 11):
        registration = asked(invoice(), own, number=n)
        found.append((registration.fiscal, told(cis, registration)))
        assert told(cis, registration) == found[-1][1]
    assert len({fiscal.code for fiscal, _ in found}) == 10
    assert len({outcome.confirmation for _, outcome in found}) == 10
