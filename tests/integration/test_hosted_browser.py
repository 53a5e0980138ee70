"""The page of a shared document in a real browser: opened, read in two languages, answered."""

from pathlib import Path
from typing import Any

import pytest
from tests.integration.test_hosted_page import Shared, shared_estimate
from tests.support.browser import CHROMIUM, DESKTOP, PHONE, Browser, browser
from tests.support.origin import served
from tests.support.world import ROOT, Credentials, World

AXE = ROOT / ".build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium on this machine: apt-get install chromium"
)
SEEN = (
    (PHONE, False, "en"),
    (PHONE, True, "ar"),
    (DESKTOP, False, "ar"),
    (DESKTOP, True, "en"),
)


@pytest.fixture
def estimate(world: World) -> Shared:
    return shared_estimate(world)


def findings(page: Browser) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, and its own best practices."""
    page.value(AXE.read_text())
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html']}"
        for one in page.value("axe.run().then(found => found.violations)")
    ]


def test_an_estimate_is_opened_read_in_another_language_and_approved(
    estimate: Shared, tmp_path: Path
) -> None:
    with served(estimate.world) as origin, browser(tmp_path) as page:
        page.look(PHONE)
        page.open(f"{origin}{estimate.public}")
        assert page.value("document.documentElement.lang") == "en"
        copy = "document.querySelector('.copy')"
        assert page.value(f"{copy}.hidden") is False
        page.value("document.querySelector('summary').click()")
        page.value("document.querySelector('a[hreflang=de]').click()")
        page.loaded()
        assert page.value("document.documentElement.lang") == "de"
        assert page.value("document.documentElement.scrollWidth <= innerWidth")
        approve = "document.querySelector('button[value=approved]')"
        page.value(f"{approve}.click()")
        assert page.value("document.querySelector('input:invalid').name") == "name"
        page.value("document.querySelector('input').value = 'Mario Rossi'")
        page.value(f"{approve}.click()")
        page.loaded()
        shown = page.value("document.querySelector('.answer').innerText")
        assert "Angenommen am 21.11.2026 (Mario Rossi)" in shown
        assert page.value("document.documentElement.lang") == "de"
        foreign = [url for url in page.requested if not url.startswith((origin, "data:", "about:"))]
        assert page.requested
        assert [url for url in foreign if not url.startswith("chrome")] == []
    stored = estimate.stored()
    assert stored["decision"]["name"] == "Mario Rossi"
    assert stored["viewedAt"]


def states(estimate: Shared) -> dict[str, str]:
    """The address of a page in each state it can be in."""
    world, token = estimate.world, estimate.token
    owner = Credentials(estimate.own.rsplit("/", 1)[1], "", token)
    approved = Shared(world, owner, type="estimate")
    approved.decide(decision="approved", name="Mario Rossi")
    paid = Shared(world, owner)
    world.request("POST", f"{paid.path}/payments", {"type": "bank", "amount": 10}, token=token)
    canceled = Shared(world, owner)
    world.request("POST", f"{canceled.path}/cancel", {"technical": True}, token=token)
    ended = Shared(world, owner)
    world.request("DELETE", f"{ended.path}/share", token=token)
    pages = {"approved": approved, "paid": paid, "canceled": canceled, "ended": ended}
    return {name: page.public for name, page in pages.items()}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here: make axe")
def test_D15_axe_finds_nothing_on_phone_and_desktop_by_day_and_by_night(
    estimate: Shared, tmp_path: Path, shown: Any
) -> None:
    found: dict[str, list[str]] = {}
    with served(estimate.world) as origin, browser(tmp_path) as page:
        for size, dark, language in SEEN:
            page.look(size, dark=dark)
            page.open(f"{origin}{estimate.public}?l={language}")
            page.value("document.querySelector('details').open = true")
            found[f"{size} {dark} {language}"] = findings(page)
        for dark, (name, path) in enumerate(states(estimate).items()):
            page.look(PHONE if name == "ended" else DESKTOP, dark=bool(dark % 2))
            page.open(f"{origin}{path}")
            found[name] = findings(page)
        page.value("document.documentElement.removeAttribute('lang')")
        assert [one for one in findings(page) if one.startswith("html-has-lang")]
    with shown():
        print(f"axe-core: {len(found)} pages, {sum(map(len, found.values()))} findings")
    assert {at: what for at, what in found.items() if what} == {}
