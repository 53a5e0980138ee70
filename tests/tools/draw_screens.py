"""Draws what recipients see on their screens into .build/pages: shared pages and mails.

Run from the checkout: `PYTHONPATH=layers/engine:. python tests/tools/draw_screens.py`.
"""

import logging
import tempfile
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from tests.integration.test_attachments import png
from tests.integration.test_hosted_page import Shared
from tests.support.browser import CHROMIUM, DESKTOP, PHONE, Browser, browser
from tests.support.origin import served
from tests.support.world import ROOT, Answer, Credentials, World, cloud

OUTPUT = ROOT / ".build" / "pages"
CLIENT = {
    "name": "Trattoria Da Enzo di Vincenzo Esposito & Figli S.r.l.",
    "address": "Via dei Vascellari 29",
    "zip": "00153",
    "city": "Roma",
    "countryAlpha2Code": "IT",
    "taxNumber": "IT07643520567",
}
LINES = [
    {
        "name": "Design of the website, with three rounds of corrections",
        "description": "As agreed in our call of 3 November: home page, shop, about us.",
        "quantity": 1,
        "unit": "flat rate",
        "price": 2400,
        "_documentItemTaxes": [{"rate": 22}],
    },
    {
        "name": "Hosting",
        "quantity": 12,
        "unit": "month",
        "price": "14.90",
        "discount": 10,
        "_documentItemTaxes": [{"rate": 22}],
    },
    {"name": "Printed manual", "quantity": 3, "price": 18, "_documentItemTaxes": [{"rate": "9.5"}]},
]


class Mails:
    """The HTML parts of some mails, as pages."""

    def __init__(self, bodies: dict[str, bytes]) -> None:
        self.bodies = bodies

    def request(self, method: str, path: str, body: Any = None, **_: Any) -> Answer:
        found = self.bodies.get(path.lstrip("/"), b"")
        return Answer(200, {"content-type": "text/html; charset=utf-8"}, found)


def shared_pages(world: World, owner: Credentials) -> dict[str, str]:
    """Path of a page by the name of what it shows."""
    common: dict[str, Any] = {
        "_documentClient": CLIENT,
        "_documentItems": LINES,
        "note": "Thank you for your order. Please name the number of the invoice when you pay.",
    }
    invoice = Shared(world, owner, **common)
    invoice.files.add(name="Statement of work, signed by both sides.pdf")
    estimate = Shared(world, owner, type="estimate", **common)
    answered = Shared(world, owner, type="estimate", **common)
    answered.decide(decision="approved", name="Vincenzo Esposito")
    paid = Shared(world, owner, payments=[{"amount": "3183.45", "type": "bank"}], **common)
    long = Shared(world, owner, **{**common, "_documentItems": LINES * 20})
    ended = Shared(world, owner, **common)
    world.request("DELETE", f"{ended.path}/share", token=owner.token)
    pages = {
        "invoice": invoice,
        "estimate": estimate,
        "answered": answered,
        "paid": paid,
        "long": long,
        "ended": ended,
    }
    return {name: page.public for name, page in pages.items()}


def mails(world: World, owner: Credentials) -> Mails:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentClient": CLIENT, "_documentItems": LINES}
    made = world.request("POST", path, body, token=owner.token).json
    asked: dict[str, dict[str, Any]] = {
        "en": {},
        "de": {},
        "ar": {},
        "sl": {"message": f"Dear Mr. Esposito,\n\n{'this is about your order. ' * 12}\n\nA."},
    }
    for language, changes in asked.items():
        sent = {"recipients": "enzo@example.com", **changes}
        world.request(
            "POST", f"/v1/Documents/{made['id']}/send?l={language}", sent, token=owner.token
        )
    read = [message_from_bytes(raw, policy=policy.default) for raw in world.mails()]
    bodies = [mail.get_body(("html",)).get_content().encode() for mail in read]
    return Mails({f"mail-{one}": body for one, body in zip(asked, bodies, strict=True)})


def draw(tab: Browser, address: str, name: str) -> None:
    for screen, size in (("desktop", DESKTOP), ("phone", PHONE)):
        for light, dark in (("light", False), ("dark", True)):
            tab.look(size, dark=dark)
            tab.open(address)
            (OUTPUT / f"{name}-{screen}-{light}.png").write_bytes(tab.image())


def main() -> None:
    if not CHROMIUM:
        print("no chromium here: apt-get install chromium")
        return
    OUTPUT.mkdir(parents=True, exist_ok=True)
    logging.disable()
    world = World()
    with cloud(world), tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as tab:
        owner = world.organization(
            name="Studio Lipa d.o.o.",
            address="Slovenska cesta 1",
            zip="1000",
            city="Ljubljana",
            iban="SI56191000000123438",
            email="info@example.com",
        )
        own = f"/v1/Organizations/{owner.organization_id}"
        world.request("PATCH", own, {"estimateApproval": True}, token=owner.token)
        headers = {"content-type": "image/png"}
        world.request(
            "POST", f"{own}/images?type=logo", png(120), token=owner.token, headers=headers
        )
        with served(world) as origin:
            for name, path in shared_pages(world, owner).items():
                draw(tab, f"{origin}{path}", name)
                if name in ("invoice", "estimate"):
                    draw(tab, f"{origin}{path}?l=ar", f"{name}-ar")
        letters = mails(world, owner)
        with served(letters) as origin:
            for name in letters.bodies:
                draw(tab, f"{origin}/{name}", name)


if __name__ == "__main__":
    main()
