"""A page of the list as a zip of files (F007)."""

import json
import zipfile
from io import BytesIO

import pytest
from tests.integration.test_export_xml import BODY
from tests.support.world import Answer

from invoicing.formats._detect import read_document

ZIP = {"accept": "application/zip"}


def archive(world, owner, query="", headers=ZIP) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents?{query}"
    return world.request("GET", path, token=owner.token, headers=headers)


def files(answer: Answer) -> dict[str, bytes]:
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.body)) as held:
        assert held.testzip() is None
        return {name: held.read(name) for name in held.namelist()}


@pytest.fixture
def made(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return [world.request("POST", path, BODY, token=owner.token).json for _ in range(3)]


def test_F007_the_archive_holds_the_e_invoice_of_every_document(world, owner, made):
    found = files(archive(world, owner))
    numbers = {read_document(data)[1][0].number for data in found.values()}
    assert numbers == {document["number"] for document in made}


def test_F007_in_the_format_that_is_asked_for(world, owner, made):
    found = files(archive(world, owner, "format=cii&limit=1"))
    assert [read_document(data)[0].name for data in found.values()] == ["cii"]


def test_F007_by_the_rules_of_the_profile_that_is_asked_for(world, owner, made):
    found = files(archive(world, owner, "profile=peppol&limit=1"))
    ((name, data),) = found.items()
    assert (name.endswith(".error.txt"), b"PEPPOL-EN16931-" in data) == (True, True), data


def test_F007_pages_and_json_are_held_too(world, owner, made):
    pages = files(archive(world, owner, "zipContent=pdf&l=de&limit=2"))
    assert [data[:5] for data in pages.values()] == [b"%PDF-"] * 2
    views = files(archive(world, owner, "zipContent=json"))
    shown = {json.loads(data)["id"] for data in views.values()}
    assert shown == {document["id"] for document in made}


def test_F007_what_cannot_leave_says_why_in_its_place(world, owner, made):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    draft = world.request("POST", path, {**BODY, "draft": True}, token=owner.token).json
    found = files(archive(world, owner))
    assert len(found) == 4
    (name,) = (name for name in found if draft["id"] in name)
    assert name.endswith(".error.txt")
    assert b"draft" in found[name]


def test_F007_the_archive_keeps_to_the_filter_and_goes_on_at_its_link(world, owner, made):
    first = archive(world, owner, "limit=2")
    path = first.headers["link"].split(";")[0].strip("<>")
    rest = world.request("GET", path, token=owner.token, headers=ZIP)
    assert (len(files(first)), len(files(rest))) == (2, 1)
    assert files(archive(world, owner, "type=estimate")) == {}


@pytest.mark.parametrize(
    ("query", "status"),
    [("zipContent=exe", 400), ("format=none", 400), ("limit=201", 400), ("nothing=1", 422)],
)
def test_F007_what_an_archive_cannot_hold_is_refused(world, owner, query, status):
    assert archive(world, owner, query).status == status


def test_F007_json_stays_the_answer_to_everybody_else(world, owner, made):
    for headers in ({}, {"accept": "*/*"}, {"accept": "application/json"}):
        assert len(archive(world, owner, headers=headers).json) == 3
    answer = archive(world, owner, headers={"accept": "image/png"})
    assert (answer.status, answer.json["code"]) == (406, "not-acceptable")
