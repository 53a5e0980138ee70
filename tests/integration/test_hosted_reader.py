"""The page of a shared document with a keyboard alone, on paper, and what its links bring."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.integration.test_hosted_page import Shared, shared_estimate
from tests.support.browser import CHROMIUM, DESKTOP, Browser, browser
from tests.support.origin import served
from tests.support.world import World

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium on this machine: apt-get install chromium"
)
FOCUS = """(() => {
  const at = document.activeElement, box = at.getBoundingClientRect()
  const seen = getComputedStyle(at).outlineStyle !== 'none' && box.width > 9 && box.height > 9
  const name = at.name || at.getAttribute('aria-label') || at.innerText
  return [at.tagName, (at.value || name || '').trim(), seen]
})()"""
SAVED_WITHIN_S = 20


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("reader")) as tab:
        tab.look(DESKTOP)
        yield tab


@pytest.fixture
def estimate(world: World) -> Shared:
    return shared_estimate(world)


def saved(folder: Path) -> tuple[str, bytes]:
    """The name and content of the one file that is downloaded."""
    until = time.monotonic() + SAVED_WITHIN_S
    while time.monotonic() < until:
        found = [path for path in folder.iterdir() if path.suffix != ".crdownload"]
        if found:
            return found[0].name, found[0].read_bytes()
        time.sleep(0.05)
    raise AssertionError("nothing was downloaded")


def test_D15_an_estimate_is_approved_with_the_keyboard_alone(
    estimate: Shared, page: Browser
) -> None:
    with served(estimate.world) as origin:
        page.open(f"{origin}{estimate.public}")
        order, seen = [], []
        for _ in range(20):
            page.press("Tab")
            tag, name, visible = page.value(FOCUS)
            order.append(name.split("\n")[0])
            seen.append(visible)
            if name == "name" and tag == "INPUT":
                page.write("Mario Rossi")
            if name == "approved":
                break
        assert order[:3] == ["Skip to the document", "Language:", "PDF"]
        assert order[-4:] == ["Copy: Account", "name", "note", "approved"]
        assert all(seen), list(zip(order, seen, strict=True))
        page.press("Tab")
        assert page.value(FOCUS)[1] == "declined"
        page.press("Tab", shift=True)
        page.press("Enter")
        page.loaded()
        assert "Approved on" in page.value("document.querySelector('.answer').innerText")
    assert estimate.stored()["decision"]["name"] == "Mario Rossi"


def test_D15_the_skip_link_leads_past_tools_to_the_document(
    estimate: Shared, page: Browser
) -> None:
    with served(estimate.world) as origin:
        page.open(f"{origin}{estimate.public}")
        page.press("Tab")
        page.press("Enter")
        assert page.value("document.activeElement.tagName") == "MAIN"
        page.press("Tab")
        tag, _, _ = page.value(FOCUS)
        assert page.value("document.querySelector('main').contains(document.activeElement)"), tag


@pytest.mark.parametrize("kind", ["pdf", "xml"])
def test_a_click_on_a_download_saves_what_the_api_gives(
    world: World, page: Browser, tmp_path: Path, kind: str
) -> None:
    owner = world.organization(
        address="Slovenska cesta 1", zip="1000", city="Ljubljana", email="info@example.com"
    )
    buyer = {"name": "Rossi", "address": "Via 1", "city": "Roma", "countryAlpha2Code": "IT"}
    taxed = {"name": "x", "price": 10, "_documentItemTaxes": [{"rate": 22}]}
    shared = Shared(world, owner, _documentClient=buyer, _documentItems=[taxed])
    page.saves_to(tmp_path)
    with served(world) as origin:
        page.open(f"{origin}{shared.public}")
        page.value(f"document.querySelector('a[href*=\"/{kind}\"]').click()")
        name, data = saved(tmp_path)
    told = world.request("GET", f"{shared.public}/{kind}?l=en")
    assert (told.status, told.body) == (200, data)
    assert name in told.headers["content-disposition"]
    assert data.startswith({"pdf": b"%PDF", "xml": b"<?xml"}[kind])


def test_D15_on_paper_there_is_nothing_to_click(estimate: Shared, page: Browser) -> None:
    with served(estimate.world) as origin:
        page.open(f"{origin}{estimate.public}")
        assert page.value("document.querySelectorAll('.copy:not([hidden])').length") > 0
        paper = PdfReader(io.BytesIO(page.paper()))
        printed = "".join(one.extract_text() for one in paper.pages)
        page.wants("print", prefers_color_scheme="dark")
        hidden = "document.querySelectorAll('a.button, button, input, textarea, summary, .skip')"
        assert page.value(f"[...{hidden}].filter(one => one.offsetParent).length") == 0
        assert (
            page.value("getComputedStyle(document.querySelector('main')).color") == "rgb(0, 0, 0)"
        )
        page.wants()
    assert "Estimate" in printed
    assert "Thank you." in printed
    assert not {"Approve", "Decline", "Copy", "English"} & set(printed.split())


def test_D15_nothing_moves_for_readers_who_want_it_still(estimate: Shared, page: Browser) -> None:
    with served(estimate.world) as origin:
        page.wants(prefers_reduced_motion="reduce")
        page.open(f"{origin}{estimate.public}")
        moving = """[...document.querySelectorAll('*')].filter(one => {
          const style = getComputedStyle(one)
          return style.transitionDuration !== '0s' || style.animationName !== 'none'
            || style.scrollBehavior === 'smooth'
        }).length"""
        assert page.value(moving) == 0
        page.value("document.body.style.transition = 'color 1s'")
        assert page.value(moving) == 1
        page.wants()
