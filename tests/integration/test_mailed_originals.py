"""F216: the PDF of a mail is the original of the language it is written in."""

from unittest.mock import patch

import pytest
from tests.faults.files import broken_files
from tests.integration.test_mails import Post
from tests.integration.test_prints import another_release
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud

from invoicing.edge import wiring
from invoicing.store.known import Known
from invoicing.usecases import _sending


@pytest.fixture
def world():
    world = OutsideWorld()
    with cloud(world):
        yield world


@pytest.fixture
def post(world, owner) -> Post:
    return Post(world, owner)


def pdfs(post: Post) -> list[bytes]:
    """The first file of each mail."""
    mails = (post.read(raw) for raw in post.world.mails())
    return [next(mail.iter_attachments()).get_content() for mail in mails]


def printed(post: Post, query: str = "") -> bytes:
    return post.ask("GET", f"{post.path}/pdf{query}").body


def originals(post: Post) -> list[str]:
    return [one["language"] for one in post.ask("GET", post.path).json.get("prints", [])]


def test_F216_a_mail_makes_the_original_and_every_later_print_is_the_same_file(post):
    assert post.send().status == 200
    with another_release():
        assert post.send().status == 200
        first, second = pdfs(post)
        assert first == second == printed(post) == printed(post, "?original=true")
    assert originals(post) == ["en"]
    assert broken_files(post.world.rows()) == []


def test_F216_a_mail_carries_the_original_that_was_printed_before(post):
    original = printed(post, "?l=de")
    with another_release():
        assert post.ask("POST", f"{post.path}/send?l=de", {"recipients": "a@b.si"}).status == 200
    assert pdfs(post) == [original]
    assert originals(post) == ["de"]


def test_F216_a_mail_after_a_payment_shows_the_document_as_it_is_now(post):
    original = printed(post)
    post.ask("POST", f"{post.path}/payments", {"type": "bank", "amount": 1})
    assert post.send().status == 200
    assert pdfs(post) != [original]
    assert printed(post, "?original=true") == original
    assert originals(post) == ["en"]


def test_F216_a_mail_and_a_print_at_once_give_one_original(post):
    read, between = _sending.latest, []

    def overtaken(store, document):
        if not between:
            between.append(b"")  # the mail is ready, and before it is stored somebody prints
            with another_release():
                between.append(printed(post))
        return read(store, document)

    with patch.object(_sending, "latest", overtaken):
        assert post.send().status == 200
    assert pdfs(post) == [between[1]]
    assert originals(post) == ["en"]
    assert broken_files(post.world.rows()) == []


def test_F216_an_e_invoice_that_is_a_pdf_goes_in_place_of_the_print(post):
    assert post.send(sendXml="factur-x").status == 200
    (pdf,) = pdfs(post)
    assert b"factur-x.xml" in pdf
    assert originals(post) == []


def test_a_mail_is_made_with_the_organization_as_it_is_stored_now(post):
    post.send()
    warm = dict(wiring.ports().known)  # what another warm container goes on to know
    kept = {world: Known(known.organization, known.head) for world, known in warm.items()}
    assert post.ask("PATCH", post.own, {"name": "Nova d.o.o."}).status == 200
    wiring.ports().known.update(kept)
    post.send()
    _, raw = post.world.mails()
    assert post.read(raw)["From"].startswith('"Nova d.o.o."')
