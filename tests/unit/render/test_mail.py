"""The words of a mail: every language's own, in its own direction."""

import pytest

from invoicing.model import Document, Organization
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
