"""The organization's logo: taken in, written anew, printed."""

import base64
import io

import boto3
import pypdfium2
import pytest
from PIL import Image
from tests.support.world import ENVIRONMENT, Answer, Credentials, World


def picture(kind: str = "PNG", side: int = 1800, colour: str = "#00a040") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side // 2), colour).save(out, kind, **_comment(kind))
    return out.getvalue()


def _comment(kind: str) -> dict[str, bytes]:
    return {"comment": b"<script>alert(1)</script>"} if kind == "JPEG" else {}


class Logo:
    def __init__(self, world: World, owner: Credentials) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"

    def send(self, data: bytes, kind: str = "image/png", query: str = "?type=logo") -> Answer:
        headers = {"content-type": kind}
        path = f"{self.own}/images{query}"
        return self.world.request("POST", path, data, token=self.token, headers=headers)

    def ask(self, method: str = "GET", path: str = "/images?type=logo") -> Answer:
        return self.world.request(method, self.own + path, token=self.token)

    def document(self) -> str:
        body = {"_documentItems": [{"name": "x", "price": 10}]}
        made = self.world.request("POST", f"{self.own}/documents", body, token=self.token)
        return f"/v1/Documents/{made.json['id']}"


@pytest.fixture
def logo(world, owner) -> Logo:
    return Logo(world, owner)


def greens(pdf: bytes) -> int:
    """How many green points the first page shows."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    return sum(n for n, (r, g, b) in page.getcolors(1 << 20) if g > 120 and r < 60 and b < 110)


def test_a_logo_is_kept_as_we_wrote_it_and_no_larger_than_it_is_printed(logo):
    made = logo.send(picture("JPEG"), "image/jpeg")
    assert made.status == 200
    assert (made.json["width"], made.json["height"]) == (900, 450)
    back = logo.ask()
    assert back.headers["content-type"] == "image/jpeg"
    assert back.headers["x-content-type-options"] == "nosniff"
    assert b"<script>" not in back.body
    assert logo.ask(path="").json["logo"]["sha256"] == made.json["sha256"]


def test_a_logo_is_printed_on_the_pdf_until_it_is_removed(logo, world):
    document = logo.document()
    bare = greens(world.request("GET", f"{document}/pdf", token=logo.token).body)
    logo.send(picture())
    share = world.request("POST", f"{document}/share", {}, token=logo.token).json["shareableId"]
    with_logo = [
        world.request("GET", path, token=logo.token).body
        for path in (f"{document}/pdf", f"/v1/Documents/public/{share}/pdf")
    ]
    assert bare == 0
    assert min(map(greens, with_logo)) > 500
    assert logo.ask("DELETE").json == {"count": 1}
    assert greens(world.request("GET", f"{document}/pdf", token=logo.token).body) == 0
    assert logo.ask().status == 404
    assert logo.ask("DELETE").status == 200


def test_a_mail_shows_the_logo_from_inside_itself(logo, world):
    logo.send(picture())
    path = f"{logo.document()}/send"
    world.request("POST", path, {"recipients": "a@example.com"}, token=logo.token)
    (mail,) = world.mails()
    assert b'src="cid:logo@notula"' in mail.replace(b"=\r\n", b"").replace(b"=3D", b"=")
    assert b"Content-ID: <logo@notula>" in mail


def test_another_logo_takes_the_place_and_the_bytes_of_the_first(logo):
    first = logo.send(picture()).json
    assert logo.send(picture()).json == first
    logo.send(picture(colour="#c00000"))
    client = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
    kept = client.list_object_versions(Bucket=ENVIRONMENT["FILES_BUCKET"])["Versions"]
    assert len([one for one in kept if "/files/" in one["Key"]]) == 1


def test_what_is_no_image_of_ours_is_refused_and_nothing_changes(logo):
    refused = {
        "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 400),
        "a text": (b"hello", 400),
        "damaged": (picture()[:80], 400),
        "another format": (picture("GIF"), 400),
        "too large": (b"\x89PNG\r\n\x1a\n" + b"x" * 10_000_001, 413),
        "nothing": (b"", 400),
    }
    for kind, (data, status) in refused.items():
        answer = logo.send(data)
        assert answer.status == status, (kind, answer.body)
    assert logo.send(picture(side=10), query="?type=portrait").status == 422
    assert logo.ask().status == 404
    text = base64.b64encode(b"no image").decode()
    assert logo.send(f'{{"contentBase64": "{text}"}}'.encode(), "application/json").status == 400
    assert "logo" not in logo.ask(path="").json


def test_a_signature_is_printed_beside_the_logo_until_it_is_removed(logo, world):
    document = logo.document()
    logo.send(picture(colour="#c00000"))
    signed = logo.send(picture(), query="?type=signature").json
    share = world.request("POST", f"{document}/share", {}, token=logo.token).json["shareableId"]
    public = f"/v1/Documents/public/{share}"
    for path in (f"{document}/pdf", f"{public}/pdf"):
        assert greens(world.request("GET", path, token=logo.token).body) > 500
    browser = {"accept": "text/html"}
    page = world.request("GET", public, headers=browser).body
    assert page.count(b'<img class="signed" src="data:image/png;base64,') == 1
    shown = logo.ask(path="").json
    assert shown["signature"] == signed
    assert shown["logo"]["sha256"] != signed["sha256"]
    assert logo.ask("DELETE", "/images?type=signature").json == {"count": 1}
    assert greens(world.request("GET", f"{document}/pdf", token=logo.token).body) == 0
    assert b"signed" not in world.request("GET", public, headers=browser).body.split(b"<body")[1]
    assert logo.ask().status == 200
    assert logo.ask(path="/images?type=signature").status == 404


def test_one_picture_may_be_both_images_and_is_kept_once(logo):
    first, second = logo.send(picture()), logo.send(picture(), query="?type=signature")
    assert first.json == second.json
    logo.ask("DELETE")
    assert logo.ask(path="/images?type=signature").status == 200
