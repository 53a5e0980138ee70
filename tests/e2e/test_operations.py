"""Every operation of the primary API over HTTP on the running stack, as written and by its door.

The door is asked as the first API's client libraries ask: lower-case names, the token in the query.
"""

import base64
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from tests.support import contract, paper, scanner
from tests.support.operations import OPERATIONS
from tests.support.world import router

from invoicing.formats._detect import read_document

BUYER = {"name": "ACME GmbH", "address": "Weg 1", "city": "Wien", "countryAlpha2Code": "AT"}
BODY = {"_documentItems": [{"name": "Work", "quantity": 3, "price": 80}], "_documentClient": BUYER}
FILE = b"%PDF-1.7\n%offer\n"
JOURNEY: dict[str, Callable[["Caller"], None]] = {}


class Caller:
    """Asks by the primary routes or by the door's, and notes which operations were asked."""

    def __init__(self, stack: Any, door: bool, demo: dict[str, Any] | None = None) -> None:
        self.stack, self.door = stack, door
        self.demo = demo or stack.demo
        self.ids = {"organizationId": self.demo["organizationId"]}
        self.asked: set[str] = set()

    def path(self, template: str, ids: dict[str, str]) -> str:
        named = template.format(**self.ids | ids)
        if self.door:
            named = named.replace("/Organizations/", "/organizations/")
            named = named.replace("/Documents/", "/documents/")
        return named

    def ask(
        self, operation: str, body: Any = None, query: str = "", media: str = "", **ids: str
    ) -> Any:
        """The answer, which succeeded, to an operation of the primary API."""
        method, _, template = OPERATIONS[operation][0].partition(" ")
        self.asked.add(operation)
        return self.send(method, self.path(template, ids), body, query, media)

    def send(self, method: str, path: str, body: Any, query: str = "", media: str = "") -> Any:
        headers = {}
        pairs = [query] if query else []
        if "/public/" in path.lower():
            pass
        elif self.door:
            pairs.append(f"access_token={self.demo['token']}")
        else:
            headers["authorization"] = f"Bearer {self.demo['token']}"
        if body is not None:
            headers["content_type"] = media or "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        whole = f"{path}?{'&'.join(pairs)}" if pairs else path
        answer = self.stack.request(method, whole, body, **headers)
        assert answer.status < 300, (method, path, answer.status, answer.body)
        if not self.door:
            found = router().match(method, path)
            assert found is not None
            given = {name.lower(): value for name, value in answer.headers.items()}
            contract.check(method, found[0].path, answer.status, given, answer.body)
        return answer

    def create(self, **members: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.ask("O001", {**BODY, **members}).json()
        return made

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("O002", id=document["id"]).json()
        return found

    def link(self, document: dict[str, Any]) -> str:
        answer = self.ask("O017", {}, id=document["id"]).json()
        return str(answer["shareableId"])


def proves(*operations: str) -> Callable[[Callable[[Caller], None]], Callable[[Caller], None]]:
    def keep(step: Callable[[Caller], None]) -> Callable[[Caller], None]:
        JOURNEY.update(dict.fromkeys(operations, step))
        return step

    return keep


@proves("O001", "O002", "O003", "O004", "O022", "O023", "O024")
def issue_and_find(caller: Caller) -> None:
    promised = caller.ask("O024", query="type=invoice").json()["number"]
    assert caller.ask("O022", query=f"type=invoice&number={promised}").json() == {"unique": True}
    before = caller.ask("O004").json()["count"]
    made = caller.create()
    assert (made["number"], made["total"], made["totalWithTax"]) == (promised, 240, 292.8)
    assert caller.read(made) == made
    assert caller.ask("O003", query="limit=1").json() == [made]
    assert caller.ask("O004").json()["count"] == before + 1
    assert caller.ask("O023", query="type=invoice").json()["number"] == promised
    assert caller.ask("O022", query=f"type=invoice&number={promised}").json() == {"unique": False}


@proves("O005", "O006", "O007")
def change_and_delete_a_draft(caller: Caller) -> None:
    draft = caller.create(draft=True, note="first")
    replaced = caller.ask("O005", {**BODY, "draft": True, "reference": "R-1"}, id=draft["id"])
    assert (replaced.json()["reference"], replaced.json().get("note")) == ("R-1", None)
    merged = caller.ask("O006", {"note": "second"}, id=draft["id"]).json()
    assert (merged["reference"], merged["note"]) == ("R-1", "second")
    count = caller.ask("O004").json()["count"]
    caller.ask("O007", id=draft["id"])
    assert caller.ask("O004").json()["count"] == count - 1


@proves("O008", "O009", "O013")
def print_and_send(caller: Caller) -> None:
    made = caller.create()
    assert caller.ask("O009", query="l=de", id=made["id"]).body.startswith(b"%PDF-")
    sent = caller.ask("O008", {"recipients": "buyer@example.com"}, id=made["id"]).json()
    assert sent["success"] is True
    caller.ask("O013", {"method": "mail"}, id=made["id"])
    assert caller.read(made)["sentMethod"] == "mail"


@proves("O010", "O011")
def cancel_and_uncancel(caller: Caller) -> None:
    made = caller.create()
    caller.ask("O010", {}, id=made["id"])
    assert caller.read(made)["canceled"] is True
    caller.ask("O011", {}, id=made["id"])
    assert caller.read(made)["canceled"] is False


@proves("O014", "O017", "O018", "O019", "O020", "O021")
def share_with_a_file(caller: Caller) -> None:
    made = caller.create()
    file = {"name": "offer.pdf", "contentBase64": base64.b64encode(FILE).decode()}
    attached = caller.ask("O014", file, id=made["id"]).json()
    link = caller.link(made)
    assert caller.ask("O018", id=link).json()["number"] == made["number"]
    assert caller.ask("O020", id=link).body.startswith(b"%PDF-")
    organization = caller.path("/v1/Organizations/{organizationId}", {})
    caller.send("PATCH", organization, {"publicEslog": True})
    assert made["number"].encode() in caller.ask("O019", id=link).body
    found = caller.stack.request(
        "GET",
        caller.path(
            OPERATIONS["O021"][0].partition(" ")[2], {"id": link, "attachmentId": attached["id"]}
        ),
    )
    caller.asked.add("O021")
    if found.status in {302, 303, 307}:
        with urllib.request.urlopen(found.headers["location"]) as file_answer:
            body = file_answer.read()
    else:
        body = found.body
    assert body == FILE


@proves("O015", "O016")
def write_and_read_a_file(caller: Caller) -> None:
    made = caller.create()
    xml = caller.ask("O015", id=made["id"]).body
    assert read_document(xml)[1][0].number == made["number"]
    parsed = caller.ask("O016", xml, media="application/xml").json()
    assert (parsed["number"], parsed["totalWithTax"]) == (made["number"], made["totalWithTax"])


@proves("O025")
def read_a_scan(caller: Caller) -> None:
    sheet = paper.sheet(3)
    image = scanner.png(paper.draw(sheet, 150))
    found = caller.ask("O025", image, media="image/png").json()
    assert (found["number"], found["date"]) == (sheet.number, sheet.issue_date.isoformat())


@proves("O026", "O027", "O028")
def comment(caller: Caller) -> None:
    made = caller.create()
    one = caller.ask("O026", {"text": "please check"}, id=made["id"]).json()
    assert caller.read(made)["_comments"] == [one]
    caller.ask("O027", {"text": "checked"}, id=made["id"], commentId=one["id"])
    assert [c["text"] for c in caller.read(made)["_comments"]] == ["checked"]
    caller.ask("O028", id=made["id"], commentId=one["id"])
    assert caller.read(made)["_comments"] == []


@proves("O012")
def register(caller: Caller) -> None:
    furs = Caller(caller.stack, caller.door, caller.demo["fiscal"]["furs"])
    made = furs.create()  # no cash, so nobody had to be told
    assert made["_furs"]["status"] == "not-required"
    furs.ask("O012", {}, id=made["id"])
    told = furs.read(made)["_furs"]
    assert (told["status"], told["zoi"]) == ("registered", made["_furs"]["zoi"])
    caller.asked |= furs.asked


@pytest.mark.parametrize("door", [False, True], ids=["primary", "client-libraries"])
@pytest.mark.parametrize("step", list(dict.fromkeys(JOURNEY.values())), ids=lambda s: s.__name__)
def test_operations_over_http(stack, step, door):
    caller = Caller(stack, door)
    step(caller)
    assert {name for name, proof in JOURNEY.items() if proof is step} <= caller.asked


def test_every_operation_is_asked_over_http():
    assert set(JOURNEY) == set(OPERATIONS)
