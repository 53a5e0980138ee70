"""Every use case as the sweep drives it: what stands before, the request, what must hold after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from tests.support.world import ENVIRONMENT, Credentials, World

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}
FILE = {"name": "a.txt", "contentBase64": "YQ=="}
UPLOADED = {"name": "plan.pdf", "uploadId": "01KBG1ZC0V5B6N7M8K9J0H1G2F"}

Body = dict[str, Any] | None
Stored = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Workflow:
    """One request under test."""

    name: str
    prepare: Callable[[World, Credentials], str]
    """Makes what must stand before; gives the path of the request."""
    method: str
    body: Body
    holds: Callable[[Stored], bool]
    """What must be true of the stored documents once the request was answered."""
    status: int = 200
    accept: str = "application/json"


def _documents(_: World, owner: Credentials) -> str:
    return f"/v1/Organizations/{owner.organization_id}/documents"


def _made(**members: Any) -> Callable[[World, Credentials], str]:
    def prepare(world: World, owner: Credentials) -> str:
        body = {**MINIMUM, **members}
        made = world.request("POST", _documents(world, owner), body, token=owner.token).json
        return f"/v1/Documents/{made['id']}"

    return prepare


def _under(prepare: Callable[[World, Credentials], str], action: str) -> Any:
    return lambda world, owner: f"{prepare(world, owner)}/{action}"


def _shared(world: World, owner: Credentials) -> str:
    path = f"{_made()(world, owner)}/share"
    world.request("POST", path, token=owner.token)
    return path


def _attached(**members: Any) -> Callable[[World, Credentials], str]:
    """A document with a file; the path of its attachments."""

    def prepare(world: World, owner: Credentials) -> str:
        path = f"{_made(**members)(world, owner)}/attachments"
        world.request("POST", f"{path}/upload", FILE, token=owner.token)
        return path

    return prepare


def _second(world: World, owner: Credentials) -> str:
    """Another document, which is to get a file that is kept already."""
    _attached()(world, owner)
    return f"{_made()(world, owner)}/attachments/upload"


def _put(world: World, owner: Credentials) -> str:
    """A document with a file put under an upload link, whose id is always the same."""
    document = _made()(world, owner)
    key = f"uploads/ORG/{owner.organization_id}/{document.rsplit('/', 1)[1]}/{UPLOADED['uploadId']}"
    client = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
    client.put_object(Bucket=ENVIRONMENT["FILES_BUCKET"], Key=key, Body=b"%PDF-1.7 large")
    return f"{document}/attachments/upload"


def _has_file(stored: Stored) -> bool:
    return all(len(document["attachments"]) == 1 for document in stored.values())


def _after(path: str, body: Body = None, **members: Any) -> Callable[[World, Credentials], str]:
    """A document something was done to already."""

    def prepare(world: World, owner: Credentials) -> str:
        document = _made(**members)(world, owner)
        world.request("POST", f"{document}/{path}", body, token=owner.token)
        return document

    return prepare


def _credited(world: World, owner: Credentials) -> str:
    path = f"{_made()(world, owner)}/credit"
    made = world.request("POST", path, {}, token=owner.token).json
    return f"/v1/Documents/{made['id']}/cancel"


def _commented(world: World, owner: Credentials) -> str:
    document = _made()(world, owner)
    made = world.request("POST", f"{document}/comments", {"text": "a"}, token=owner.token)
    return f"{document}/comments/{made.json['id']}"


def _only(stored: Stored) -> dict[str, Any]:
    (document,) = stored.values()
    return document


def _page(action: str = "", **members: Any) -> Callable[[World, Credentials], str]:
    """A shared document's public address."""

    def prepare(world: World, owner: Credentials) -> str:
        own = f"/v1/Organizations/{owner.organization_id}"
        world.request("PATCH", own, {"estimateApproval": True}, token=owner.token)
        path = f"{_made(**members)(world, owner)}/share"
        shared = world.request("POST", path, {}, token=owner.token).json
        return f"/v1/Documents/public/{shared['shareableId']}{action}"

    return prepare


PAGES = (
    Workflow(
        "look at a shared document",
        _page(),
        "GET",
        None,
        lambda s: "viewed_at" in _only(s) and _only(s)["version"] == 3,
        accept="text/html",
    ),
    Workflow(
        "approve an estimate",
        _page("/decision", type="estimate"),
        "POST",
        {"decision": "approved", "name": "Rossi"},
        lambda s: _only(s)["decision"]["state"] == "approved" and _only(s)["version"] == 3,
    ),
)
PRINTS = (
    Workflow(
        "print the original",
        _under(_made(), "pdf"),
        "GET",
        None,
        lambda s: len(_only(s)["prints"]) == 1 and _only(s)["version"] == 2,
    ),
    Workflow(
        "print a copy",
        _under(_made(), "pdf?copy=true"),
        "GET",
        None,
        lambda s: _only(s)["copies_printed"] == 1 and _only(s)["version"] == 2,
    ),
)


def _styled(world: World, owner: Credentials) -> str:
    """A document, whose organization has a template."""
    own = f"/v1/Organizations/{owner.organization_id}"
    body = {"printTemplates": [{"name": "house"}]}
    world.request("PATCH", own, body, token=owner.token)
    return f"{_made()(world, owner)}/pdf?template=house"


TEMPLATES = (
    Workflow(
        "print in a template",
        _styled,
        "GET",
        None,
        lambda s: (
            _only(s)["printed_report_name"] == "house"
            and len(_only(s)["prints"]) == 1
            and _only(s)["version"] == 3
        ),
    ),
)
FILES = (
    Workflow(
        "attach a file that is kept already",
        _second,
        "POST",
        {**FILE, "name": "b.txt"},
        lambda s: sum(len(d["attachments"]) for d in s.values()) == 2,
        201,
    ),
    Workflow("attach a file that was put under a link", _put, "POST", UPLOADED, _has_file, 201),
    Workflow(
        "delete a draft with a file",
        lambda world, owner: _attached(draft=True)(world, owner).removesuffix("/attachments"),
        "DELETE",
        None,
        lambda s: not s,
    ),
)
WORKFLOWS = (
    *FILES,
    *PAGES,
    *PRINTS,
    *TEMPLATES,
    Workflow(
        "issue", _documents, "POST", MINIMUM, lambda s: _only(s)["number"] == "2026-00001", 201
    ),
    Workflow(
        "issue with a number of the caller's",
        _documents,
        "POST",
        {**MINIMUM, "number": "A-7", "uniqueId": "shop-7"},
        lambda s: _only(s)["number"] == "A-7",
        201,
    ),
    Workflow(
        "issue an incoming document",
        _documents,
        "POST",
        {**MINIMUM, "incoming": True, "number": "S-1", "_documentIssuer": {"name": "Supplier"}},
        lambda s: _only(s)["number_internal"] == "2026-00001",
        201,
    ),
    Workflow(
        "draft",
        _documents,
        "POST",
        {**MINIMUM, "draft": True},
        lambda s: "number" not in _only(s),
        201,
    ),
    Workflow(
        "issue a draft",
        _made(draft=True),
        "PATCH",
        {"draft": False},
        lambda s: _only(s)["number"] == "2026-00001",
    ),
    Workflow(
        "change a draft",
        _made(draft=True),
        "PATCH",
        {"reference": "R-1"},
        lambda s: _only(s)["reference"] == "R-1" and _only(s)["version"] == 2,
    ),
    Workflow(
        "replace a draft",
        _made(draft=True, uniqueId="u-1"),
        "PUT",
        {"_documentItems": [{"name": "y", "price": 3}], "uniqueId": "u-2"},
        lambda s: _only(s)["unique_id"] == "u-2" and _only(s)["version"] == 2,
    ),
    Workflow("delete a draft", _made(draft=True, uniqueId="u-1"), "DELETE", None, lambda s: not s),
    Workflow(
        "change a neutral field of an issued document",
        _made(),
        "PATCH",
        {"custom": {"a": 1}},
        lambda s: _only(s)["custom"] == {"a": 1} and _only(s)["version"] == 2,
    ),
    Workflow(
        "share", _under(_made(), "share"), "POST", {}, lambda s: _only(s)["share_generation"] == 1
    ),
    Workflow(
        "share anew",
        _shared,
        "POST",
        {"regenerate": True},
        lambda s: _only(s)["share_generation"] == 3,
    ),
    Workflow("end a share", _shared, "DELETE", None, lambda s: _only(s)["share_generation"] == 2),
    Workflow(
        "cancel",
        _under(_made(), "cancel"),
        "POST",
        {"technical": True},
        lambda s: _only(s)["state"] == "canceled" and _only(s)["version"] == 2,
    ),
    Workflow(
        "uncancel",
        _under(_after("cancel"), "uncancel"),
        "POST",
        {},
        lambda s: _only(s)["state"] == "issued" and _only(s)["version"] == 3,
    ),
    Workflow(
        "credit",
        _under(_made(), "credit"),
        "POST",
        {},
        lambda s: sorted(len(d.get("successors", ())) for d in s.values()) == [0, 1],
        201,
    ),
    Workflow(
        "cancel a credit note",
        _credited,
        "POST",
        {},
        lambda s: (
            [d["state"] for d in s.values() if "successors" not in d].count("canceled") == 1
            and not any("successors" in d for d in s.values())
        ),
    ),
    Workflow(
        "convert",
        _under(_made(type="estimate"), "convert"),
        "POST",
        {"type": "invoice"},
        lambda s: sorted(len(d.get("successors", ())) for d in s.values()) == [0, 1],
        201,
    ),
    Workflow("clone", _under(_made(), "clone"), "POST", {}, lambda s: len(s) == 2, 201),
    Workflow(
        "delete an estimate",
        _made(type="estimate"),
        "DELETE",
        None,
        lambda s: _only(s)["state"] == "deleted" and _only(s)["version"] == 2,
    ),
    Workflow(
        "mark as sent",
        _under(_made(), "mark-sent"),
        "POST",
        {"method": "mail"},
        lambda s: _only(s)["sent_snail_mail"] and _only(s)["version"] == 2,
    ),
    Workflow(
        "archive",
        _under(_made(), "archive"),
        "POST",
        {"category": "old"},
        lambda s: _only(s)["archive_category"] == "old" and _only(s)["version"] == 2,
    ),
    Workflow(
        "restore",
        _under(_after("archive"), "restore"),
        "POST",
        {},
        lambda s: "archived_at" not in _only(s) and _only(s)["version"] == 3,
    ),
    Workflow(
        "lock",
        _under(_made(), "lock"),
        "POST",
        {"reason": "period-closed"},
        lambda s: _only(s)["lock"]["reason"] == "period-closed" and _only(s)["version"] == 2,
    ),
    Workflow(
        "unlock",
        _under(_after("lock", {"reason": "x"}), "unlock"),
        "POST",
        {},
        lambda s: "lock" not in _only(s) and _only(s)["version"] == 3,
    ),
    Workflow(
        "comment",
        _under(_made(), "comments"),
        "POST",
        {"text": "a"},
        lambda s: [c["text"] for c in _only(s)["comments"]] == ["a"],
        201,
    ),
    Workflow(
        "change a comment",
        _commented,
        "PUT",
        {"text": "b"},
        lambda s: [c["text"] for c in _only(s)["comments"]] == ["b"],
    ),
    Workflow(
        "remove a comment",
        _commented,
        "DELETE",
        None,
        lambda s: "comments" not in _only(s) and _only(s)["version"] == 3,
    ),
    Workflow(
        "change the organization",
        lambda _, owner: f"/v1/Organizations/{owner.organization_id}",
        "PATCH",
        {"dueDays": 30},
        lambda s: not s,
    ),
)
