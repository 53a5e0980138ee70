"""The page of a shared document: what it shows, what it records, what it lets be answered."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.integration.test_attachments import Files
from tests.support.world import Answer, Credentials, World

FORM = "application/x-www-form-urlencoded"
HOSTILE = "<script>alert(1)</script>\"'><img src=//evil.example onerror=alert(1)>"


class Shared:
    """A document, its owner, and whoever has its link."""

    def __init__(self, world: World, owner: Credentials, **body: Any) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"
        content = {"_documentItems": [{"name": "x", "price": 10}], **body}
        made = world.request("POST", f"{self.own}/documents", content, token=owner.token)
        self.path = f"/v1/Documents/{made.json['id']}"
        self.files = Files(world, owner, made.json)
        shared = world.request("POST", f"{self.path}/share", {}, token=owner.token)
        self.public = f"/v1/Documents/public/{shared.json['shareableId']}"

    def page(self, query: str = "", **headers: str) -> Answer:
        sent = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", **headers}
        return self.world.request("GET", self.public + query, headers=sent)

    def stored(self) -> dict[str, Any]:
        found: dict[str, Any] = self.world.request("GET", self.path, token=self.token).json
        return found

    def decide(self, **body: Any) -> Answer:
        return self.world.request("POST", f"{self.public}/decision", body)

    def send_form(self, body: str, query: str = "") -> Answer:
        headers = {"content-type": FORM, "accept": "text/html"}
        path = f"{self.public}/decision{query}"
        return self.world.request("POST", path, body, headers=headers)

    def events(self) -> list[str]:
        entries = [json.loads(row["entry"]["B"]) for row in self.world.rows() if "entry" in row]
        entries.sort(key=lambda entry: entry["seq"])
        return [entry["event"]["type"] for entry in entries]


def shared_estimate(world: World) -> Shared:
    """An estimate with a file, whose recipient may answer it."""
    owner = world.organization(iban="SI56191000000123438", email="info@example.com")
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"estimateApproval": True}, token=owner.token)
    shared = Shared(world, owner, type="estimate", note="Thank you.")
    shared.files.add()
    return shared


@pytest.fixture
def invoice(world, owner) -> Shared:
    return Shared(world, owner)


@pytest.fixture
def estimate(world, owner) -> Shared:
    path = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", path, {"estimateApproval": True}, token=owner.token)
    return Shared(world, owner, type="estimate")


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def links(self) -> list[str]:
        return [str(a[k]) for _, a in self.found for k in ("href", "src", "action") if a.get(k)]


def test_F220_a_browser_gets_the_page_and_a_program_the_data(invoice):
    page = invoice.page()
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for accept in ({}, {"accept": "*/*"}, {"accept": "application/json"}):
        answer = invoice.world.request("GET", invoice.public, headers=accept)
        assert answer.json["number"] == "2026-00001"
        assert answer.headers["vary"] == "Accept"


def test_U27_the_page_is_strict_unlisted_and_kept_by_nobody(invoice):
    headers = invoice.page().headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-robots-tag"] == "noindex"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "private, no-store"


def test_D15_the_page_asks_nobody_else_for_anything(world, owner):
    shared = Shared(world, owner, note=HOSTILE, _documentClient={"name": HOSTILE})
    shared.files.add(name=HOSTILE)
    tags = Tags(shared.page().body)
    own = shared.public.rsplit("/", 1)[1]
    links = [link for link in tags.links() if not link.startswith("data:image/")]
    assert links
    assert all(link.startswith((f"{own}/", "?l=", "#document")) for link in links)
    assert {tag for tag, _ in tags.found} & {"img", "iframe", "object", "base", "link"} == set()
    assert [tag for tag, _ in tags.found].count("script") == 1
    assert not [a for _, a in tags.found if {"style", "onerror", "onload", "onclick"} & set(a)]


def test_D15_links_of_the_page_lead_to_the_pdf_and_every_attachment(invoice):
    made = invoice.files.add().json
    links = Tags(invoice.page("?l=de").body).links()
    own = invoice.public.rsplit("/", 1)[1]
    assert f"{own}/pdf?l=de" in links
    assert f"{own}/attachments/{made['id']}/download" in links
    base = "/v1/Documents/public/"
    assert invoice.world.request("GET", f"{base}{own}/pdf?l=de").body.startswith(b"%PDF")
    path = f"{base}{own}/attachments/{made['id']}/download"
    assert invoice.world.request("GET", path).status == 302


def test_F220_the_e_invoice_is_offered_where_its_rules_let_it_leave(world):
    owner = world.organization(address="Slovenska 1", zip="1000", city="Ljubljana")
    client = {"name": "Rossi", "address": "Via 1", "city": "Milano", "countryAlpha2Code": "IT"}
    line = {"name": "x", "price": 10, "_documentItemTaxes": [{"rate": 22}]}
    invoice = Shared(world, owner, _documentClient=client, _documentItems=[line])
    (link,) = [a for a in Tags(invoice.page().body).links() if a.endswith("/xml")]
    answer = world.request("GET", f"/v1/Documents/public/{link}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/xml")
    assert b"2026-00001" in answer.body
    estimate = Shared(world, owner, type="estimate", _documentItems=[line])
    assert not [a for a in Tags(estimate.page().body).links() if a.endswith("/xml")]
    assert world.request("GET", f"{estimate.public}/xml").status == 422


def test_the_page_is_shown_in_the_language_asked_for(invoice):
    assert b'<html lang="de" dir="ltr">' in invoice.page("?l=de").body
    assert b'<html lang="ar" dir="rtl">' in invoice.page("?l=ar").body
    assert b'<html lang="en"' in invoice.page("?l=%3Cscript%3E").body
    languages = re.findall(r'href="\?l=([a-z]{2})"', invoice.page().body.decode())
    assert {"en", "de", "fr", "it", "sl", "ar", "he"} <= set(languages)


def test_an_account_can_be_copied_without_its_blanks(world):
    owner = world.organization(iban="SI56191000000123438")
    tags = Tags(Shared(world, owner).page().body).found
    copied = [a["data-copy"] for tag, a in tags if tag == "button" and "data-copy" in a]
    assert copied == ["SI56191000000123438"]


def test_U27_the_first_look_is_recorded_once_and_changes_no_content(invoice):
    before = invoice.stored()
    assert "viewedAt" not in before
    invoice.world.request("GET", invoice.public)
    assert "viewedAt" not in invoice.stored()
    invoice.page()
    first = invoice.stored()
    assert {k for k in first if first[k] != before.get(k)} == {"version", "viewedAt"}
    invoice.world.now += timedelta(days=1)
    invoice.page()
    assert invoice.stored() == first
    assert invoice.events().count("document.viewed") == 1
    assert "viewedAt" not in invoice.world.request("GET", invoice.public).json


def test_U27_a_link_that_ended_shows_a_page_that_says_nothing_else(invoice):
    shown = invoice.page().body
    invoice.world.request("DELETE", f"{invoice.path}/share", token=invoice.token)
    ended = invoice.page(**{"accept-language": "xx, de-AT;q=0.9, en;q=0.8"})
    assert ended.status == 404
    assert "Dieser Link ist nicht mehr gültig." in ended.body.decode()
    assert "content-security-policy" in ended.headers
    assert b"2026-00001" in shown
    assert b"2026-00001" not in ended.body
    wrong = f"/v1/Documents/public/shd_{'A' * 27}"
    accept = {"accept": "text/html", "accept-language": "de"}
    assert invoice.world.request("GET", wrong, headers=accept).body == ended.body


def test_only_estimates_are_answered_and_only_where_the_organization_asks(world, owner, estimate):
    assert b"<form" in estimate.page().body
    invoice = Shared(world, owner)
    assert b"<form" not in invoice.page().body
    assert invoice.decide(decision="approved").status == 409
    path = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", path, {"estimateApproval": False}, token=owner.token)
    assert b"<form" not in estimate.page().body
    answer = estimate.decide(decision="approved")
    assert (answer.status, answer.json["code"]) == (409, "not-to-be-decided")
    assert "decision" not in estimate.stored()


def test_an_estimate_is_approved_once(estimate):
    before = estimate.stored()
    done = estimate.decide(decision="approved", name="Mario Rossi", note="Go ahead")
    assert done.status == 200
    assert done.json["decision"] == "approved"
    after = estimate.stored()
    assert {k for k in after if after[k] != before.get(k)} == {"version", "decision"}
    assert after["decision"]["name"] == "Mario Rossi"
    assert after["decision"]["note"] == "Go ahead"
    assert estimate.decide(decision="approved").json == done.json
    other = estimate.decide(decision="declined")
    assert (other.status, other.json["currentState"]) == (409, "approved")
    assert estimate.stored() == after
    assert estimate.events().count("document.approved") == 1
    assert "document.declined" not in estimate.events()


def test_the_form_of_the_page_records_the_answer_and_shows_it(estimate):
    done = estimate.send_form("decision=declined&name=Mario+Rossi&note=Zu+teuer", "?l=de")
    assert (done.status, done.headers["location"]) == (303, f"{estimate.public}?l=de")
    assert estimate.stored()["decision"]["state"] == "declined"
    page = estimate.page("?l=de").body.decode()
    assert "Abgelehnt am 21.11.2026 (<bdi>Mario Rossi</bdi>)" in page
    assert "<form" not in page
    again = estimate.send_form("decision=approved&name=Somebody")
    assert (again.status, again.headers["location"]) == (303, estimate.public)
    assert estimate.stored()["decision"]["state"] == "declined"


def test_an_estimate_is_not_answered_after_its_last_day(estimate):
    estimate.world.now += timedelta(days=40)
    assert b"<form" not in estimate.page().body
    assert estimate.decide(decision="approved").status == 409


def test_an_answer_that_cannot_be_read_changes_nothing(estimate):
    before = estimate.stored()
    for body in ({}, {"decision": "maybe"}, {"decision": "approved", "who": "x"}):
        assert estimate.decide(**body).status == 422
    assert estimate.decide(decision="approved", name="x" * 201).status == 422
    for form in ("decision=maybe", "", "decision=approved&name=a%00b", "x=1"):
        assert estimate.send_form(form).status in (303, 400)
    assert estimate.send_form("&".join("a=1" for _ in range(50))).status == 400
    assert estimate.send_form("note=" + "x" * 30_000).status == 400
    assert estimate.send_form("decision=%ff").status == 400
    assert estimate.stored() == before


def test_hostile_names_in_an_answer_stay_text(estimate):
    estimate.decide(decision="approved", name=HOSTILE, note=HOSTILE)
    page = estimate.page().body.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
