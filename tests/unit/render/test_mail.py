"""The words of a mail: every language's own, in its own direction."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from invoicing.model import Document, Organization, Party, Payment, Totals
from invoicing.render.mail import mail_text
from invoicing.render.translations import RIGHT_TO_LEFT
from invoicing.render.view import languages

OWN = Organization(id="o", name="Notula & Co")
DOCUMENT = Document(state="issued", number="2026-7")


@pytest.mark.parametrize("language", languages())
def test_the_mail_is_in_the_language_asked_for(language: str) -> None:
    mail = mail_text(DOCUMENT, OWN, language=language)
    english = mail_text(DOCUMENT, OWN, language="en")
    for text in (mail.subject, mail.text, mail.html):
        assert "2026-7" in text
        assert "{" not in text.replace("{display", "")
    assert mail.text.splitlines()[-1] == OWN.name
    assert (mail.text == english.text) is (language == "en")
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in mail.html


def test_the_mail_is_english_where_there_is_no_translation() -> None:
    mail = mail_text(DOCUMENT, OWN, language="tlh")
    assert mail.text == mail_text(DOCUMENT, OWN, language="en").text
    assert '<html lang="en" dir="ltr">' in mail.html


ACCOUNT = "SI56\xa01910\xa00000\xa00123\xa0438"
URL = "https://api.example.com/v1/Documents/public/x?a=1&b=2"
OWED = Totals(net=Decimal(100), tax=Decimal(22), gross=Decimal(122), payable=Decimal(122))


def asking(**members: Any) -> Document:
    """An invoice of 122.00 EUR that is due on 5 December."""
    members = {"state": "issued", "totals": OWED, **members}
    return Document(
        number="2026-7",
        currency="EUR",
        issue_date=date(2026, 11, 21),
        due_date=date(2026, 12, 5),
        valid_until=date(2026, 12, 31),
        seller=Party(iban="SI56191000000123438", bic="SZKBSI2X"),
        **members,
    )


def test_the_mail_says_what_a_payer_needs() -> None:
    mail = mail_text(asking(), OWN, language="en", page_url=URL)
    assert mail.subject == "Invoice 2026-7 from Notula & Co"
    facts = f"""Invoice: 2026-7
Date: Nov 21, 2026
Amount due: 122.00\xa0EUR
Due date: Dec 5, 2026
Account: {ACCOUNT}
BIC: SZKBSI2X

View online:
{URL}
"""
    assert facts in mail.text
    for line in facts.splitlines():
        for part in filter(None, line.split(": ")):
            assert part.rstrip(":").replace("&", "&amp;") in mail.html


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (
            {"payments": (Payment(amount=Decimal(122), paid_on=date(2026, 11, 30)),)},
            "Paid on Nov 30, 2026. Thank you.",
        ),
        ({"state": "canceled"}, "There is nothing to pay."),
        ({"type": "credit-note"}, "Amount credited: 122.00"),
        ({"type": "estimate"}, "Valid until: Dec 31, 2026"),
    ],
    ids=["paid", "canceled", "credit note", "estimate"],
)
def test_the_mail_asks_nobody_to_pay_what_is_not_to_be_paid(
    members: dict[str, Any], said: str
) -> None:
    mail = mail_text(asking(**members), OWN, language="en")
    assert said in mail.text
    assert ACCOUNT not in mail.text
    assert ACCOUNT not in mail.html
    assert "Amount due" not in mail.text


def test_what_was_paid_in_part_is_asked_for_in_part() -> None:
    part = (Payment(amount=Decimal(22), paid_on=date(2026, 11, 30)),)
    text = mail_text(asking(payments=part), OWN, language="en").text
    assert "Amount due: 100.00\xa0EUR" in text
    assert ACCOUNT in text


def test_the_organizations_own_texts_go_first_those_in_the_language_before_all() -> None:
    texts = {
        "mail_subject": "[document type] [document number]",
        "mail_message": "Please pay [amount due] by [due date]: [document link]",
        "mail_message_de": "Bitte zahlen Sie [amount due] bis [due date].",
    }
    own = Organization(id="o", name="Notula & Co", texts=texts)
    english = mail_text(asking(), own, language="en", page_url=URL)
    assert english.subject == "Invoice 2026-7"
    assert english.text == f"Please pay 122.00\xa0EUR by Dec 5, 2026: {URL}"
    german = mail_text(asking(), own, language="de")
    assert german.subject == "Rechnung 2026-7"
    assert german.text == "Bitte zahlen Sie 122,00\xa0EUR bis 05.12.2026."
    told = mail_text(asking(), own, language="de", message="Hallo [client name]x")
    assert told.text == "Hallo x"
