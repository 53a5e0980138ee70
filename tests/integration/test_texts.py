"""Texts of a document: in the languages it brings, with their smart codes or what these mean."""

import io
import re
from html import unescape

import pytest
from pypdf import PdfReader
from tests.integration.test_hosted_page import Shared

TEXTS = {
    "displayName": ("Rent", "Mietrechnung"),
    "note": ("Thank you", "Besten Dank"),
    "footer": ("Bring keys", "Schluessel mitbringen"),
    "taxClause": ("Not taxed", "Nicht steuerbar"),
    "signature": ("Head of sales", "Verkaufsleiter"),
    "paymentTerms": ("At once", "Sofort zahlbar"),
}
ITEM_TEXTS = {
    "name": ("Oak table", "Eichentisch"),
    "description": ("Two metres", "Zwei Meter"),
    "note": ("Handle with care", "Vorsichtig tragen"),
    "unit": ("pieces", "Stueck"),
}
CODED = "IBAN of [organization name], [tax number]: see [document number] and [nothing of ours]"


def _written(texts):
    own = {name: text for name, (text, _) in texts.items()}
    return own | {"l10n": {f"{name}_de": german for name, (_, german) in texts.items()}}


@pytest.fixture
def shared(world, owner):
    item = _written(ITEM_TEXTS) | {"price": 10}
    return Shared(world, owner, **_written(TEXTS), _documentItems=[item])


def _pdf(shared, language):
    answer = shared.world.request("GET", f"{shared.path}/pdf?l={language}", token=shared.token)
    pages = PdfReader(io.BytesIO(answer.body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _page(shared, language):
    text = re.sub(r"<[^>]*>", " ", shared.page(f"?l={language}").body.decode())
    return " ".join(unescape(text).split())


@pytest.mark.parametrize("shown", [_pdf, _page])
def test_F070_every_text_is_printed_in_the_language_asked_for(shared, shown):
    german, english = shown(shared, "de"), shown(shared, "en")
    for own, translated in (*TEXTS.values(), *ITEM_TEXTS.values()):
        assert translated in german
        assert own not in german
        assert own in english
        assert translated not in english


def test_F070_a_language_without_a_translation_has_the_text_itself(shared):
    assert all(own in _pdf(shared, "it") for own, _ in (*TEXTS.values(), *ITEM_TEXTS.values()))


def test_F070_translations_are_answered_as_they_were_sent(shared):
    stored = shared.stored()
    assert stored["l10n"] == _written(TEXTS)["l10n"]
    assert stored["_documentItems"][0]["l10n"] == _written(ITEM_TEXTS)["l10n"]


@pytest.mark.parametrize("place", ["one", "list"])
def test_F064_smart_codes_are_answered_as_they_stand_or_filled_in(world, owner, place):
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"taxNumber": "12345678", "name": "Oak & Co"}, token=owner.token)
    texts = {"note": CODED, "footer": CODED, "l10n": {"note_de": CODED}}
    body = {"_documentItems": [{"name": "x", "price": 1}], **texts}
    made = world.request("POST", f"{own}/documents", body, token=owner.token).json

    def asked(query):
        path = f"{own}/documents" if place == "list" else f"/v1/Documents/{made['id']}"
        answer = world.request("GET", path + query, token=owner.token)
        assert answer.status == 200
        return answer.json[0] if place == "list" else answer.json

    for query in ("", "?parseSmartcodes=false"):
        assert {name: asked(query)[name] for name in texts} == texts
    number = made["number"]
    meant = f"IBAN of Oak & Co, 12345678: see {number} and [nothing of ours]"
    filled = asked("?parseSmartcodes=true")
    assert [filled["note"], filled["footer"], filled["l10n"]["note_de"]] == [meant] * 3
    assert asked("") == made | {k: v for k, v in asked("").items() if k not in made}


def test_F064_whether_codes_are_filled_in_is_true_or_false(world, owner):
    path = "/v1/Documents/01M7YNAYM1V3RS3DTR98H6BCFN?parseSmartcodes=perhaps"
    refused = world.request("GET", path, token=owner.token)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, "/query/parseSmartcodes")
