"""F216: the first print of a look is kept for ever, later ones are copies; F211-F213: looks."""

import io
import json
from unittest.mock import patch

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from tests.support.world import Answer, Credentials, World

from invoicing.render.translations.de import LABELS as GERMAN
from invoicing.render.translations.en import LABELS
from invoicing.usecases import _printing

BODY = {"_documentItems": [{"name": "Consulting", "quantity": 3, "price": "80.50"}]}
COPY, CANCELED, DRAFT = LABELS["mark_copy"], LABELS["mark_canceled"], LABELS["mark_draft"]


class Desk:
    """Somebody who prints one document."""

    def __init__(self, world: World, owner: Credentials, **members: object) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"
        made = self.post(f"{self.own}/documents", {**BODY, **members}).json
        self.id = made["id"]
        self.path = f"/v1/Documents/{self.id}"

    def ask(self, query: str = "", path: str = "/pdf", **headers: str) -> Answer:
        target = f"{self.path}{path}{query}"
        return self.world.request("GET", target, token=self.token, headers=headers)

    def post(self, path: str, body: object = None) -> Answer:
        return self.world.request("POST", path, body or {}, token=self.token)

    def do(self, action: str, body: object = None) -> Answer:
        return self.post(f"{self.path}/{action}", body)

    def stored(self) -> dict[str, object]:
        return self.ask(path="").json

    def events(self) -> list[str]:
        return [
            json.loads(row["entry"]["B"])["event"]["type"]
            for row in self.world.rows()
            if "entry" in row and json.loads(row["entry"]["B"])["event"]["subject"] == self.id
        ]


@pytest.fixture
def desk(world, owner) -> Desk:
    return Desk(world, owner)


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pay_code(pdf: bytes) -> str:
    """The text of the payment code on the first page; empty where there is none."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil()
    return "".join(code.text for code in zxingcpp.read_barcodes(page))


def another_release():
    """Pages are drawn another way from here on, as a later release may draw them."""
    return patch.object(_printing, "write_pdf", lambda view: b"%PDF-1.7 " + repr(view).encode())


def test_F216_the_first_print_is_kept_and_answered_ever_after(desk):
    first = desk.ask()
    assert first.body.startswith(b"%PDF")
    with another_release():
        assert desk.ask().body == first.body
        assert desk.ask("?original=true").body == first.body
    assert desk.events().count("document.printed") == 1


def test_F216_asking_for_the_original_makes_it_where_there_is_none(desk):
    original = desk.ask("?original=true")
    with another_release():
        assert desk.ask().body == original.body
    stored = desk.stored()
    assert stored["printCount"] == 1
    assert stored["flags"] == {"isPrinted": True, "isReprinted": False}
    assert stored["prints"][0]["size"] == len(original.body)


def test_F216_every_look_has_an_original_of_its_own(desk):
    looks = ("", "?l=de", "?theme=plain", "?hide_header_footer=true", "?l=de&theme=plain")
    prints = [desk.ask(look).body for look in looks]
    assert len(set(prints)) == len(looks)
    with another_release():
        assert [desk.ask(look).body for look in looks] == prints
    kept = [(p["language"], p["theme"], p["hideHeaderFooter"]) for p in desk.stored()["prints"]]
    assert kept == [
        ("en", "standard", False),
        ("de", "standard", False),
        ("en", "plain", False),
        ("en", "standard", True),
        ("de", "plain", False),
    ]


def test_F216_two_first_prints_at_once_give_one_original(desk):
    read = _printing.latest
    between = []

    def overtaken(store, document):
        if not between:
            between.append("")  # before the write of the first, somebody else prints
            with another_release():
                between.append(desk.ask().body)
        return read(store, document)

    with patch.object(_printing, "latest", overtaken):
        answer = desk.ask()
    assert answer.body == between[1]
    assert desk.ask("?original=true").body == between[1]
    assert len(desk.stored()["prints"]) == 1


def test_F053_a_copy_says_so_on_its_page_and_is_counted(desk):
    original = desk.ask().body
    copies = [desk.ask("?copy=true").body for _ in range(2)]
    assert COPY not in text(original)
    assert all(COPY in text(copy) for copy in copies)
    assert GERMAN["mark_copy"] in text(desk.ask("?copy=true&l=de").body)
    stored = desk.stored()
    assert stored["printCount"] == 4
    assert stored["flags"] == {"isPrinted": True, "isReprinted": True}
    assert desk.ask("?original=true").body == original


def test_F053_a_copy_asked_for_twice_with_one_key_is_counted_once(desk):
    for _ in range(2):
        assert desk.ask("?copy=true", **{"idempotency-key": "copy-1"}).status == 200
    assert desk.stored()["printCount"] == 1


def test_F216_a_canceled_document_prints_its_mark_and_its_original_stays(desk):
    original = desk.ask().body
    desk.do("cancel", {"technical": True})
    canceled = desk.ask().body
    assert CANCELED in text(canceled)
    assert desk.ask("?original=true").body == original
    assert COPY in text(desk.ask("?copy=true").body)
    never = desk.ask("?original=true&l=de")
    assert never.status == 409
    assert never.json["code"] == "never-printed"
    desk.do("uncancel")
    assert desk.ask().body == original


def test_F216_a_payment_makes_another_print_and_the_original_stays(desk):
    original = desk.ask().body
    assert "294.63" in text(original)
    desk.do("payments", {"type": "bank", "amount": 100})
    after = text(desk.ask().body)
    assert LABELS["paid"] in after
    assert "-100.00" in after
    assert "194.63" in after
    assert desk.ask("?original=true").body == original
    assert desk.stored()["printCount"] == 1


def test_U28_what_is_paid_is_asked_for_no_more(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"IBAN": "SI56020170014356205"}, token=owner.token)
    desk = Desk(world, owner)
    assert "00000029463" in pay_code(desk.ask().body)
    desk.do("payments", {"type": "bank", "amount": "100.25"})
    assert "00000019438" in pay_code(desk.ask().body)
    assert desk.do("payments", {"type": "bank", "amount": "194.38"}).status == 201
    assert pay_code(desk.ask().body) == ""
    page = desk.ask(path="", accept="text/html").body.decode()
    assert 'class="code"' not in page
    for shown in (page, text(desk.ask().body)):
        assert "SI56" not in shown
        assert LABELS["paid_on"].replace("{date}", "Nov 21, 2026") in shown


@pytest.mark.parametrize(("action", "said"), [("cancel", True), ("credit", False)])
def test_U28_what_is_canceled_or_credited_asks_for_nothing(world, owner, action, said):
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"IBAN": "SI56020170014356205"}, token=owner.token)
    desk = Desk(world, owner, paymentTerms="Within a week.")
    share = desk.do("share").json["shareableId"]
    public = f"/v1/Documents/public/{share}"

    def hosted():
        return world.request("GET", public, headers={"accept": "text/html"}).body.decode()

    assert 'data-copy="SI56020170014356205"' in hosted()
    assert "Within a week." in hosted()
    desk.do(action, {"technical": True} if action == "cancel" else {})
    shown = hosted()
    assert "SI56" not in shown
    assert "Within a week." not in shown
    assert LABELS["nothing_to_pay"] in shown
    assert (LABELS["mark_canceled"] in shown) is said


def test_a_credit_note_takes_its_amount_off_what_is_printed_as_due(desk):
    desk.do("credit", {"items": [{"id": "1", "quantity": 1}]})
    shown = text(desk.ask().body)
    assert LABELS["credited"] in shown
    assert "196.42" in shown


def test_F216_the_public_link_leads_to_the_same_original(desk):
    share = desk.do("share").json["shareableId"]
    shared = desk.world.request("GET", f"/v1/Documents/public/{share}/pdf").body
    with another_release():
        assert desk.ask().body == shared
        assert desk.world.request("GET", f"/v1/Documents/public/{share}/pdf").body == shared
        assert desk.ask(path="", accept="application/pdf").body == shared
    public = desk.world.request("GET", f"/v1/Documents/public/{share}").json
    assert not {"prints", "printCount", "flags"} & set(public)


def test_F216_a_draft_has_neither_original_nor_copy_and_nothing_is_kept(world, owner):
    desk = Desk(world, owner, draft=True)
    assert DRAFT in text(desk.ask().body)
    for query in ("?original=true", "?copy=true"):
        answer = desk.ask(query)
        assert answer.status == 409
        assert answer.json["currentState"] == "draft"
    assert "prints" not in desk.stored()
    assert desk.stored()["version"] == 1


def test_F216_a_clone_and_a_credit_note_have_prints_of_their_own(desk):
    desk.ask()
    for action in ("clone", "credit"):
        assert "prints" not in desk.do(action).json


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?original=true&copy=true", "original-or-copy"),
        ("?original=perhaps", "query-flag"),
        ("?theme=baroque", "theme-unknown"),
        ("?theme=../standard", "theme-unknown"),
        ("?theme=acube&dynamic[head-notes]=" + "x" * 2001, "query-too-long"),
        ("?theme=acube&original=true&dynamic[foot-notes]=x", "original-with-notes"),
    ],
)
def test_a_print_nobody_can_make_is_refused_and_nothing_is_kept(desk, query, code):
    answer = desk.ask(query)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert "prints" not in desk.stored()


def test_F212_the_header_says_the_theme_before_query_and_organization(desk):
    desk.world.request("PATCH", desk.own, {"printTheme": "warm"}, token=desk.token)
    desk.ask()
    desk.ask("?theme=plain")
    desk.ask("?theme=plain", **{"X-PrintTheme": "acube"})
    assert [one["theme"] for one in desk.stored()["prints"]] == ["warm", "plain", "acube"]
    answer = desk.ask(**{"X-PrintTheme": "baroque"})
    assert (answer.status, answer.json["code"]) == (400, "theme-unknown")


def test_C34_an_organization_prints_in_a_theme_there_is(desk):
    answer = desk.world.request("PATCH", desk.own, {"printTheme": "baroque"}, token=desk.token)
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "/printTheme"
    shown = desk.world.request("GET", desk.own, token=desk.token).json
    assert shown["printTheme"] == "standard"


def test_F213_dynamic_notes_are_printed_escaped_by_the_theme_that_takes_them(desk):
    notes = "&dynamic[head-notes]=First%20%3Cb%3E&dynamic[foot-notes]=Last"
    printed = desk.ask(f"?theme=acube{notes}")
    assert "First <b>" in text(printed.body)
    assert "Last" in text(printed.body)
    page = desk.ask(f"?theme=acube{notes}", path="", accept="text/html").body.decode()
    assert "First &lt;b&gt;" in page
    assert "notula-warnings" not in printed.headers
    assert "prints" not in desk.stored()


def test_F213_another_theme_leaves_dynamic_notes_out_and_says_so(desk):
    answer = desk.ask("?dynamic[head-notes]=First")
    assert answer.status == 200
    assert "First" not in text(answer.body)
    (warning,) = json.loads(answer.headers["notula-warnings"])
    assert "standard" in warning


@pytest.fixture
def preview(world, owner):
    def ask(body: object, query: str = "", accept: str = "application/pdf") -> Answer:
        path = f"/v1/Organizations/{owner.organization_id}/documents/preview{query}"
        return world.request("POST", path, body, token=owner.token, headers={"accept": accept})

    return ask


def test_F218_a_preview_is_the_draft_there_would_be_and_nothing_is_stored(world, owner, preview):
    before = world.rows()
    made = preview({**BODY, "_documentClient": {"name": "Kupec d.o.o."}})
    assert made.headers["content-type"] == "application/pdf"
    shown = text(made.body)
    assert DRAFT in shown
    assert "Kupec d.o.o." in shown
    assert "294.63" in shown
    assert world.rows() == before
    first = Desk(world, owner).stored()
    assert first["number"] == "2026-00001"


def test_F218_a_preview_is_a_page_where_a_page_is_wanted(preview):
    page = preview(BODY, "?l=de&theme=warm", "text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert GERMAN["mark_draft"] in page.body.decode()
    assert preview(BODY, accept="image/png").status == 406


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/_documentItems"),
        ({"_documentItems": [{"name": "x", "price": "ten"}]}, "/_documentItems/0/price"),
        ({**BODY, "clientId": "01KBG1ZC0V5B6N7M8K9J0H1G2F"}, "/clientId"),
    ],
)
def test_F218_what_is_no_draft_has_no_preview_and_says_why(world, preview, body, pointer):
    before = world.rows()
    answer = preview(body)
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == pointer
    assert world.rows() == before


def test_F218_a_large_preview_is_lent(world, preview, monkeypatch):
    monkeypatch.setattr("invoicing.edge.large.ANSWER_BYTES_MAX", 1000)
    answer = preview(BODY)
    assert answer.status == 303
    assert "/answers/" in answer.headers["location"]


def test_characters_no_font_has_are_told_and_never_left_out(world, owner, preview):
    body = {
        "_documentItems": [
            {"name": "Cake \U0001f382 \u2605\ufe0f 東京", "quantity": 1, "price": "5"}
        ]
    }
    printed = Desk(world, owner, **body).ask()
    (warning,) = json.loads(printed.headers["notula-warnings"])
    assert "U+1F382 (BIRTHDAY CAKE)" in warning
    text = pypdfium2.PdfDocument(printed.body)[0].get_textpage().get_text_range()
    assert "Cake ? \u2605 東京" in text
    assert json.loads(preview(body).headers["notula-warnings"]) == [warning]
    plain = {"_documentItems": [{"name": "Müller 東京 한글 قهوة", "quantity": 1, "price": "5"}]}
    assert "notula-warnings" not in Desk(world, owner, **plain).ask().headers
