"""F214: an organization's own print templates: asked for, of a type, of the organization."""

import io
from decimal import Decimal

import pytest
from pypdf import PdfReader
from tests.integration.test_prints import Desk, text

from invoicing.rules.print_templates import contrast_on_white

HOUSE = {
    "name": "House-2026",
    "theme": "plain",
    "accent": "#7A1F5C",
    "letterhead": "centered",
    "headNote": "Dear [client name],",
    "footNote": "[organization name] thanks you.",
}
OFFER = {"name": "offer", "accent": "#005a3c", "types": ["estimate"]}
BUYER = {"_documentClient": {"name": "Rossi S.r.l."}}


@pytest.fixture
def desk(world, owner) -> Desk:
    desk = Desk(world, owner, **BUYER)
    assert patch(desk, printTemplates=[HOUSE, OFFER]).status == 200
    return desk


def patch(desk: Desk, **members: object):
    return desk.world.request("PATCH", desk.own, members, token=desk.token)


def content(pdf: bytes) -> bytes:
    return b"".join(page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages)


def purple(pdf: bytes) -> bool:
    """Whether something is drawn in the accent of the house."""
    return b"0.478 0.122 0.361 rg" in content(pdf)


def test_F214_a_template_is_printed_with_its_colour_and_texts(desk):
    printed = desk.ask("?template=House-2026").body
    assert purple(printed)
    assert not purple(desk.ask().body)
    assert "Dear Rossi S.r.l.," in text(printed)
    assert "Lipa d.o.o. thanks you." in text(printed)
    page = desk.ask("?template=House-2026", path="", accept="text/html")
    assert "Dear Rossi S.r.l.," in page.body.decode()
    assert 'class="accent-7a1f5c"' in page.body.decode()
    assert page.headers["content-security-policy"].count("sha256-") == 2
    shown = desk.world.request("GET", desk.own, token=desk.token).json["printTemplates"]
    assert shown == [HOUSE, OFFER]


def test_F214_each_template_has_its_original_and_the_last_one_used_is_kept(desk):
    first = desk.ask("?template=House-2026").body
    assert desk.stored()["printedReportName"] == "House-2026"
    desk.ask("?template=offer")
    assert [one["theme"] for one in desk.stored()["prints"]] == ["House-2026", "offer"]
    assert desk.stored()["printedReportName"] == "offer"
    patch(desk, printTemplates=[{**HOUSE, "accent": "#000000"}, OFFER])
    assert desk.ask("?template=House-2026").body != first
    assert desk.ask("?template=House-2026&original=true").body == first


def test_F214_a_type_has_its_template_then_the_organization(world, owner, desk):
    assert patch(desk, printTheme="House-2026").status == 200
    offer = Desk(world, owner, type="estimate", **BUYER)
    offer.ask()
    desk.ask()
    desk.ask("?theme=warm")
    assert [one["theme"] for one in offer.stored()["prints"]] == ["offer"]
    assert [one["theme"] for one in desk.stored()["prints"]] == ["House-2026", "warm"]
    share = desk.do("share").json["shareableId"]
    public = f"/v1/Documents/public/{share}"
    page = world.request("GET", public, headers={"accept": "text/html"})
    assert 'class="accent-7a1f5c"' in page.body.decode()
    assert page.headers["content-security-policy"].count("sha256-") == 3
    assert purple(world.request("GET", f"{public}/pdf").body)


def test_F214_previews_and_mails_take_a_template(desk):
    preview = f"{desk.own}/documents/preview?template=House-2026"
    body = {"_documentItems": [{"name": "x", "price": 1}], **BUYER}
    assert purple(desk.post(preview, body).body)
    sent = desk.do("send", {"recipients": "a@example.com", "template": "House-2026"})
    assert sent.status == 200
    assert [one["theme"] for one in desk.stored()["prints"]] == ["House-2026"]


def test_F214_an_unknown_template_is_refused_with_those_there_are(desk):
    answer = desk.ask("?template=baroque")
    assert (answer.status, answer.json["code"]) == (404, "template-unknown")
    assert "House-2026, offer" in answer.json["errors"][0]["fix"]
    mail = desk.do("send", {"recipients": "a@example.com", "template": "baroque"})
    assert mail.status == 422
    assert mail.json["errors"][0]["pointer"] == "/template"
    assert "House-2026, offer" in mail.json["errors"][0]["fix"]
    assert not {"prints", "sends", "printedReportName"} & set(desk.stored())


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"name": "plain"}, "/printTemplates/1/name"),
        ({"name": "offer"}, "/printTemplates/1/name"),
        ({"name": "a b"}, "/printTemplates/1/name"),
        ({"theme": "baroque"}, "/printTemplates/1/theme"),
        ({"accent": "red"}, "/printTemplates/1/accent"),
        ({"accent": "#ffcc00"}, "/printTemplates/1/accent"),
        ({"letterhead": "left"}, "/printTemplates/1/letterhead"),
        ({"types": ["estimate"]}, "/printTemplates/1/types"),
        ({"types": ["letter"]}, "/printTemplates/1/types"),
        ({"logo": "x"}, "/printTemplates/1/logo"),
    ],
)
def test_F214_a_template_nobody_could_print_is_refused_whole(desk, members, pointer):
    refused = patch(desk, printTemplates=[OFFER, {"name": "new", **members}])
    assert refused.status == 422, refused.body
    assert pointer in [one["pointer"] for one in refused.json["errors"]]
    shown = desk.world.request("GET", desk.own, token=desk.token).json["printTemplates"]
    assert shown == [HOUSE, OFFER]


def test_F214_a_template_in_use_as_the_organizations_theme_stays(desk):
    assert patch(desk, printTheme="offer").status == 200
    refused = patch(desk, printTemplates=[HOUSE])
    assert refused.status == 422
    assert refused.json["errors"][0]["pointer"] == "/printTheme"


def test_the_contrast_of_black_and_white_is_that_of_the_norm():
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(Decimal("4.54"), abs=Decimal("0.01"))
