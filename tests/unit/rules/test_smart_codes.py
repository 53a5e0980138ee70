"""Smart codes in texts: filled in wherever a document is shown, stored as they were written."""

import pytest

from invoicing.model import Address, Document, Organization, Party
from invoicing.model.parts import Note
from invoicing.render.view import print_view
from invoicing.rules.smart_codes import with_codes_filled

ORGANIZATION = Organization(id="o", name="Lipa d.o.o.", party=Party(name="Lipa d.o.o."))
SELLER = Party(name="Lipa d.o.o.", iban="SI56191000000123438", address=Address(city="Ljubljana"))


def shown(**texts) -> Document:
    document = Document(number="2026-7", seller=SELLER, **texts)
    return with_codes_filled(document, ORGANIZATION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay to [IBAN], quote [document number].", "Pay to SI56191000000123438, quote 2026-7."),
        ("[Organization Name], [city]", "Lipa d.o.o., Ljubljana"),
        ("[no such code] and [", "[no such code] and ["),
        ("[swift]", ""),
        ("{{ 7 * 7 }} [document number", "{{ 7 * 7 }} [document number"),
    ],
)
def test_known_codes_are_filled_in_and_nothing_else_is_touched(text, expected):
    assert shown(note=text).note == expected


def test_every_text_and_every_language_of_it_is_filled_in():
    document = shown(
        footer="[city]",
        notes=(Note(text="[document number]"),),
        l10n={"note_de": "Nr. [document number]", "other": 7},
    )
    assert (document.footer, document.notes[0].text) == ("Ljubljana", "2026-7")
    assert document.l10n == {"note_de": "Nr. 2026-7", "other": 7}


def test_what_a_code_stands_for_is_not_read_again():
    named = Party(name="[document number]")
    document = Document(number="2026-7", buyer=named, note="[client name]")
    assert with_codes_filled(document, ORGANIZATION).note == "[document number]"


def test_a_document_without_codes_is_the_same_document():
    document = Document(number="2026-7", note="plain")
    assert with_codes_filled(document, ORGANIZATION) is document


def test_the_printed_page_shows_them_filled_in():
    document = Document(number="2026-7", seller=SELLER, note="Pay to [IBAN]", currency="EUR")
    view = print_view(document, ORGANIZATION, language="en")
    assert [note.text for note in view.notes] == ["Pay to SI56191000000123438"]
