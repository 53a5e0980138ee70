"""U27: sixty texts that want to run stand in every text field, and a real browser runs none."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from html import escape
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from tests.hostile.scripts import SCRIPTS, disarmed
from tests.support.browser import CHROMIUM, Browser, browser
from tests.support.origin import served
from tests.support.world import Answer, World

from invoicing.edge.wire.base import NAME_MAX
from invoicing.edge.wire.document import DocumentInput
from invoicing.edge.wire.organization import OrganizationInput
from invoicing.render.hosted import POLICY

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium on this machine: apt-get install chromium"
)
HTML = {"accept": "text/html"}
PAGE = {"content-type": "text/html; charset=utf-8"}
# What says how a document is made, numbered or found is no text of it.
SETTINGS = {"draft", "send", "number", "serie", "type", "uniqueId", "incoming", "imported"}
SHAPES = (
    "[...document.querySelectorAll('iframe')].map(frame => "
    "[...frame.contentDocument.querySelectorAll('*')]"
    ".map(e => [e.tagName, ...e.getAttributeNames()].join(' ')))"
)
UNIONS = (Union, UnionType)


class Pages:
    """Pages by their path, each with its headers."""

    def __init__(self) -> None:
        self.kept: dict[str, Answer] = {}

    def add(self, path: str, body: str | bytes, headers: dict[str, str]) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.kept[path] = Answer(200, {**PAGE, **headers}, data)

    def request(self, method: str, path: str, body: Any = None, **_: Any) -> Answer:
        return self.kept.get(path, Answer(404, PAGE, b"nothing"))


def chunks() -> tuple[str, ...]:
    """All the texts, in as few as a name can hold."""
    made = [""]
    for script in SCRIPTS:
        if len(made[-1]) + len(script.text) + 1 > NAME_MAX:
            made.append("")
        made[-1] = f"{made[-1]} {script.text}".strip()
    return tuple(made)


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models(inner)


def takes_text(annotation: Any) -> bool:
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return takes_text(inner[0])
    return annotation is str or (get_origin(annotation) in UNIONS and any(map(takes_text, inner)))


def needed(annotation: Any) -> Any:
    """A value of a field that has to be there and takes no text."""
    return get_args(annotation)[0] if get_origin(annotation) is Literal else "1"


def filled(model: type[BaseModel], text: str) -> dict[str, Any]:
    """The text in every field of a request that takes text, and in those of its parts."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key, inner = field.alias or name, next(models(field.annotation), None)
        if key in SETTINGS:
            continue
        if inner is not None:
            part = filled(inner, text)
            found[key] = [part] if "tuple[" in str(field.annotation) else part
        elif takes_text(field.annotation):
            found[key] = text
        elif field.is_required():
            found[key] = needed(field.annotation)
    return found


def without(body: Any, pointer: str) -> None:
    """Take out what a pointer leads to, or the part in which it is missing."""
    *way, last = pointer.strip("/").split("/")
    part = body
    for step in way:
        part = part[int(step)] if isinstance(part, list) else part[step]
    if isinstance(part, dict) and last not in part:
        without(body, "/".join(way))
    else:
        del part[int(last) if isinstance(part, list) else last]


def count(body: Any, text: str) -> int:
    """How many fields hold the text."""
    if isinstance(body, dict | list):
        inner = body.values() if isinstance(body, dict) else body
        return sum(count(one, text) for one in inner)
    return int(body == text)


class Victim:
    """An organization that writes one text wherever it may write any."""

    def __init__(self, world: World, text: str, name: str) -> None:
        self.world, self.text, self.filled = world, text, 0
        self.refused: list[str] = []
        owner = world.organization(name=name)
        self.token, self.own = owner.token, f"/v1/Organizations/{owner.organization_id}"
        texts = {"texts": {"mail_subject": text}}
        self.write("PATCH", self.own, {**filled(OrganizationInput, text), **texts})
        more: dict[str, Any] = {"custom": {"x": text}, "l10n": {"footer_en": text}}
        more["payments"] = [{"type": "bank", "amount": "1", "note": text, "tag": text}]
        body = {**filled(DocumentInput, text), **more}
        body["_documentItems"][0]["price"] = "10"
        self.path = f"/v1/Documents/{self.write('POST', f'{self.own}/documents', body).json['id']}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return self.world.request(method, path, body, token=self.token, headers=headers)

    def write(self, method: str, path: str, body: dict[str, Any]) -> Answer:
        """Without the fields that take no such text."""
        while (answer := self.ask(method, path, body)).status in (400, 422):
            for pointer in sorted({e["pointer"] for e in answer.json["errors"]}, reverse=True):
                without(body, pointer)
                self.refused.append(pointer)
        assert answer.status in (200, 201), answer.json
        self.filled += count(body, self.text)
        return answer

    def shared(self) -> Answer:
        secret = self.ask("POST", f"{self.path}/share", {}).json["shareableId"]
        return self.ask("GET", f"/v1/Documents/public/{secret}", **HTML)

    def printed(self) -> Answer:
        return self.ask("GET", self.path, **HTML)

    def mailed(self) -> str:
        body = {"recipients": "a@example.com", "message": self.text, "subject": self.text}
        assert self.ask("POST", f"{self.path}/send", body).status == 200
        mail = message_from_bytes(self.world.mails()[-1], policy=policy.default)
        html: str = mail.get_body(("html",)).get_content()  # type: ignore[attr-defined]  # the policy makes it an EmailMessage
        return html

    def pages(self) -> dict[str, bytes]:
        return {
            "shared": self.shared().body,
            "printed": self.printed().body,
            "mailed": self.mailed().encode(),
        }


def framed(page: Browser, origin: str, pages: Pages, paths: Sequence[str]) -> None:
    """Open the pages side by side in one, and wait until everything in them had its time."""
    pages.add("/all", "".join(f'<iframe src="{path}"></iframe>' for path in paths), {})
    page.told.clear()
    page.open(f"{origin}/all")
    page.value("new Promise(done => setTimeout(done, 1500))")


def test_U27_sixty_scripts_in_every_text_field_stay_text(world: World, tmp_path: Path, shown: Any):
    pages, victims = Pages(), []
    for number, text in enumerate(chunks()):
        hostile = Victim(world, text, SCRIPTS[number].text)
        plain = Victim(world, disarmed(text), disarmed(SCRIPTS[number].text))
        assert (hostile.refused, hostile.filled) == (plain.refused, plain.filled)
        victims.append(hostile)
        for kind, body in hostile.pages().items():
            assert escape(text).encode() in body
            pages.add(f"/{kind}-{number}-hostile", body, {})
        for kind, body in plain.pages().items():
            pages.add(f"/{kind}-{number}-plain", body, {})
    paths = list(pages.kept)
    with served(pages) as origin, browser(tmp_path) as page:
        page.call("Runtime.addBinding", name="ran")
        # Without the policy the pages come with: what keeps them still is their escaping alone.
        framed(page, origin, pages, paths)
        shapes = dict(zip(paths, page.value(SHAPES), strict=True))
        assert page.told == []
        for path in paths:
            assert shapes[path] == shapes[path.replace("hostile", "plain")]
            assert len(shapes[path]) > 5
        # Unescaped every one of them runs; and where the page's policy stands, none does.
        loose = [f"/loose-{script.number}" for script in SCRIPTS]
        for script, path in zip(SCRIPTS, loose, strict=True):
            pages.add(path, script.unescaped, {})
        framed(page, origin, pages, loose)
        assert {int(told) for told in page.told} == {script.number for script in SCRIPTS}
        strict = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        for script, path in zip(SCRIPTS, loose, strict=True):
            pages.add(path, script.unescaped, {"content-security-policy": strict})
        framed(page, origin, pages, loose)
        assert page.told == []
        foreign = [u for u in page.requested if not u.startswith((origin, "about:", "data:"))]
        assert [u for u in foreign if u.startswith("http")] == []
    assert len(SCRIPTS) == 60
    assert victims[0].filled > 100
    with shown():
        print(
            f"hostile texts: {len(SCRIPTS)} scripts in each of {victims[0].filled} text fields, "
            f"{len(paths) // 2} pages and mails in a browser, 0 ran (unescaped: {len(SCRIPTS)})"
        )
