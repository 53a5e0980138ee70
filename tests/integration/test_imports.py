"""F259: what lies in the import folder becomes drafts, and every file has one record."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from PIL import Image
from tests.contract.test_fatturapa import invoice
from tests.contract.test_formats import SMALL as UBL
from tests.faults.files import broken_files
from tests.faults.invariants import documents
from tests.integration.test_parse_image import INVOICE, PNG
from tests.support import scanner
from tests.support.folder import client, keys, put, read, read_json, records, take, tell
from tests.support.hooks import OutsideWorld, today
from tests.support.signed import signed
from tests.support.world import ENVIRONMENT, cloud, module

from invoicing.edge import operate
from invoicing.formats.fatturapa import write_batch
from invoicing.model.value import replace
from invoicing.usecases import _import_reading, import_file

XML = UBL.encode()
BROKEN = b"<Invoice>"


def numbered(number: int) -> bytes:
    """An invoice like no other."""
    return UBL.replace("<cbc:ID>1</cbc:ID>", f"<cbc:ID>{number}</cbc:ID>", 1).encode()


def two_bodies() -> bytes:
    return write_batch((invoice(number="1"), invoice(number="2")))


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def ask(world, owner):
    def request(method, path, body=None, token=owner.token):
        return world.request(method, path, body, token=token)

    return request


@pytest.fixture
def one(world, owner):
    """The record of one file that is put into the folder and taken."""

    def record(data, path="a.xml"):
        (record_id,) = take(world, owner, {path: data})
        return world.request("GET", f"/v1/Imports/{record_id}", token=owner.token).json

    return record


# What is taken


def test_F259_an_invoice_in_the_folder_becomes_an_incoming_draft(world, owner, ask):
    assert tell([put(owner, "Lieferant a/Rechnung 1+2 ü.xml", XML)]) == []
    (record,) = records(world, owner)
    assert record["state"] == "accepted"
    assert (record["name"], record["format"]) == ("Rechnung 1+2 ü.xml", "ubl")
    assert record["path"] == "Lieferant a/Rechnung 1+2 ü.xml"
    assert record["errors"] == []
    (document_id,) = record["documentIds"]
    made = ask("GET", f"/v1/Documents/{document_id}").json
    assert (made["incoming"], made["draft"]) == (True, True)
    assert made["_original"]["name"] == "Rechnung 1+2 ü.xml"
    accept = {"accept": "application/octet-stream"}
    path = f"/v1/Documents/{document_id}"
    assert world.request("GET", path, token=owner.token, headers=accept).body == XML
    assert keys("imports") == []
    assert broken_files(world.rows()) == []
    assert ask("GET", f"/v1/Imports/{record['id']}").json == record


def test_F259_a_signed_file_and_its_signature_s_faults_are_told(one):
    assert one(signed(XML))["warnings"] == []
    data = signed(numbered(7))
    told = one(data.replace(b">7<", b">8<"), "b.p7m")
    assert (told["state"], told["warnings"][0]["code"]) == ("accepted", "signature-broken")


def test_F261_a_file_with_several_bodies_becomes_documents_of_one_batch(world, one):
    record = one(two_bodies())
    assert (record["state"], len(record["documentIds"])) == ("accepted", 2)
    stored = documents(world.rows())
    assert {stored[i]["fattura_pa"]["batchId"] for i in record["documentIds"]} == {
        record["batchId"]
    }
    assert broken_files(world.rows()) == []


def test_F259_a_draft_of_the_folder_is_what_parsing_and_creating_would_have_made(ask, owner, one):
    read_by_hand = ask("POST", "/v1/Documents/parse-xml", {"xml": UBL}).json
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    by_hand = ask("POST", path, {**read_by_hand, "incoming": True, "draft": True}).json
    by_folder = ask("GET", f"/v1/Documents/{one(XML)['documentIds'][0]}").json
    own = {"id", "createdAt", "updatedAt", "accountId", "_original", "_comments", "updatedBy"}
    assert {k: v for k, v in by_folder.items() if k not in own} == {
        k: v for k, v in by_hand.items() if k not in own
    }


def test_F259_the_supplier_is_the_client_with_the_same_tax_number(ask, owner, one, world):
    path = f"/v1/Organizations/{owner.organization_id}/clients"
    seller = {"name": "Fornitore", "taxNumber": "IT01234567890", "email": "f@example.it"}
    made = ask("POST", path, seller)
    assert made.status == 201, made.body
    data = write_batch((invoice(number="1"),))
    stored = ask("GET", f"/v1/Documents/{one(data)['documentIds'][0]}").json
    assert stored["clientId"] == made.json["id"]
    issuer = stored["_documentIssuer"]
    assert (issuer["name"], issuer["email"]) == (invoice().seller.name, "f@example.it")
    twin = ask("POST", f"{path}?force=true", {**seller, "name": "Twin"})
    assert twin.status == 201, twin.body
    data = write_batch((invoice(number="2"),))
    stored = ask("GET", f"/v1/Documents/{one(data, 'b.xml')['documentIds'][0]}").json
    assert "clientId" not in stored


def test_F259_files_for_the_test_world_stay_there(world, owner, ask):
    assert tell([put(owner, "a.xml", XML, live=False)]) == []
    assert records(world, owner) == []
    assert {d["live"] for d in documents(world.rows()).values()} == {False}


def test_F256_a_scan_becomes_a_draft_that_somebody_has_to_look_at(world, owner, ask, one):
    ask("PATCH", f"/v1/Organizations/{owner.organization_id}", {"importIssue": True})
    world.read_text = INVOICE
    record = one(PNG, "scan.png")
    assert (record["state"], record["format"]) == ("accepted", "image")
    assert record["warnings"][0]["code"] == "import-recognized"
    made = ask("GET", f"/v1/Documents/{record['documentIds'][0]}").json
    assert (made["draft"], made["number"], made["totalWithTax"]) == (True, "2026-17", 122)
    assert made["_original"]["contentType"] == "image/png"


# Once


def test_U34_an_event_that_comes_twice_makes_one_document(world, owner):
    told = put(owner, "a.xml", XML)
    assert tell([told, told]) == tell([told]) == []
    assert len(records(world, owner)) == len(documents(world.rows())) == 1


def test_F259_equal_content_is_a_duplicate_that_names_the_first(one, world):
    first, second = one(XML), one(XML, "again.xml")
    assert (second["state"], second["duplicateOf"]) == ("duplicate", first["id"])
    assert second["documentIds"] == first["documentIds"]
    assert len(documents(world.rows())) == 1
    assert keys("imports") == []


def test_F259_what_was_deleted_may_be_imported_again(ask, one):
    first = one(XML)
    assert ask("DELETE", f"/v1/Documents/{first['documentIds'][0]}").status == 200
    second, third = one(XML, "b.xml"), one(XML, "c.xml")
    assert second["state"] == "accepted"
    assert (third["state"], third["duplicateOf"]) == ("duplicate", second["id"])


def test_F259_a_key_that_is_overwritten_is_two_files(world, owner):
    told = [put(owner, "a.xml", numbered(number)) for number in (1, 2)]
    assert tell(told) == []
    assert [r["state"] for r in records(world, owner)] == ["accepted", "accepted"]
    assert keys("imports") == []


def test_F259_equal_content_of_two_organizations_is_two_documents(world, owner, one):
    other = world.organization("Other d.o.o.")
    assert one(XML)["state"] == "accepted"
    take(world, other, {"a.xml": XML})
    assert records(world, other)[0]["state"] == "accepted"


# What fails


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BROKEN, "xml-not-well-formed"),
        (b"<a/>", "unknown-format"),
        (b"%PDF-1.7\n%%EOF\n", "pdf-unreadable"),
        (b"\x89PNG\r\n\x1a\n", "image-unreadable"),
        (scanner.png(Image.new("L", (200, 100), 255)), "import-nothing-seen"),
        (b"", "xml-not-well-formed"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml-dtd-forbidden"),
        (UBL.replace(">10.00<", ">ten<").encode(), "TOTALS"),
    ],
)
def test_U34_a_file_that_fails_stands_aside_with_its_reason(one, world, data, code):
    record = one(data, "dir/a.xml")
    assert record["state"] == "failed"
    assert record["errors"][0]["message"]
    if code != "TOTALS":
        assert record["errors"][0]["code"] == code
    file, reason = keys("imports")
    assert file.startswith("imports-failed/")
    assert file.endswith(f"/{record['id']}/a.xml")
    assert read(file) == data
    assert reason == f"{file}.error.json"
    told = read_json(reason)
    assert (told["importId"], told["errors"]) == (record["id"], record["errors"])
    assert documents(world.rows()) == {}


def test_F259_a_file_too_large_is_never_read(monkeypatch, one):
    monkeypatch.setattr(import_file, "FILE_BYTES_MAX", 100)
    record = one(b"x" * 101)
    assert [e["code"] for e in record["errors"]] == ["import-too-large"]
    assert "sha256" not in record
    assert read(keys("imports-failed/")[0]) == b"x" * 101


def test_F259_a_file_of_too_many_documents_is_refused_whole(monkeypatch, one, world):
    monkeypatch.setattr(_import_reading, "DOCUMENTS_MAX", 1)
    assert one(two_bodies())["errors"][0]["code"] == "import-too-many-documents"
    assert documents(world.rows()) == {}


def test_F259_a_file_that_ends_its_container_each_time_is_given_up(world, owner):
    told = put(owner, "a.xml", XML)
    assert tell([told], times=import_file.TRIES_MAX + 1) == []
    (record,) = records(world, owner)
    assert (record["state"], record["errors"][0]["code"]) == ("failed", "import-gave-up")


def test_F259_a_failure_of_ours_holds_back_no_other_file(monkeypatch, world, owner):
    def read(data):
        if data == BROKEN:
            raise RuntimeError("a fault of ours")
        return parse(data)

    parse = _import_reading.parse_file
    monkeypatch.setattr(_import_reading, "parse_file", read)
    told = [put(owner, "a.xml", BROKEN), put(owner, "b.xml", XML)]
    assert tell(told) == ["0"]
    assert [r["path"] for r in records(world, owner)] == ["b.xml"]
    assert keys("imports/") == [told[0][0]]


@pytest.mark.parametrize("path", ["01ARZ3NDEKTSV4RRFFQ69G5FAV/a.xml", "a.xml", "ORG#x/a.xml", "x"])
def test_F259_a_file_in_nobodys_folder_is_put_aside(world, path):
    key = f"imports/{path}"
    made = client().put_object(Bucket=ENVIRONMENT["FILES_BUCKET"], Key=key, Body=XML)
    before = world.rows()
    assert tell([(key, made["VersionId"])]) == []
    assert world.rows() == before
    file, reason = keys("imports")
    assert (read(file), file.startswith("imports-failed/nobody/")) == (XML, True)
    assert read_json(reason)["errors"][0]["code"] == "import-no-organization"


def test_F259_folders_and_test_notifications_are_no_files(world, owner):
    told = put(owner, "2026/", b"")
    assert tell([told]) == []
    test = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})
    message = {"messageId": "1", "body": test, "attributes": {}}
    answer = module("import_file").handler({"Records": [message]}, None)
    assert answer == {"batchItemFailures": []}
    assert records(world, owner) == []


def test_F259_an_inactive_organizations_files_fail(world, owner, one):
    operate.main(["deactivate-organization", "--organization", owner.organization_id])
    assert tell([put(owner, "a.xml", XML)]) == []
    (reason,) = [key for key in keys("imports-failed/") if key.endswith(".json")]
    assert read_json(reason)["errors"][0]["code"] == "inactive"


# Archives


def test_F259_each_file_of_a_zip_has_a_record_under_the_zips(world, owner, one):
    one(numbered(1))
    inside = [("a/1.xml", numbered(1)), ("../2.xml", numbered(2)), ("3.xml", BROKEN)]
    record = one(zipped(*inside, ("__MACOSX/._1.xml", b"x")), "all.zip")
    assert (record["state"], record["format"]) == ("accepted", "zip")
    members = {r["path"]: r for r in records(world, owner, f"&term={record['id']}")}
    assert {path: r["state"] for path, r in members.items()} == {
        "a/1.xml": "duplicate",
        "../2.xml": "accepted",
        "3.xml": "failed",
    }
    assert {r["parentId"] for r in members.values()} == {record["id"]}
    assert [members[name]["id"] for name, _ in inside] == record["importIds"]
    assert members["../2.xml"]["name"] == "2.xml"
    assert [key.rsplit("/", 1)[1] for key in keys("imports")] == ["3.xml", "3.xml.error.json"]


def test_F259_the_same_zip_again_is_a_duplicate_and_an_empty_hope_fails(one):
    data = zipped(("1.xml", XML))
    assert [one(data, f"{n}.zip")["state"] for n in range(2)] == ["accepted", "duplicate"]
    nothing = one(zipped(("1.xml", BROKEN), ("2.xml", BROKEN)), "c.zip")
    assert (nothing["state"], nothing["errors"][0]["code"]) == ("failed", "zip-nothing-taken")


# The list, a link, another try


def test_F259_the_list_is_narrowed_by_state_and_words(world, owner, ask):
    take(world, owner, {"x/one.xml": XML, "two.xml": BROKEN})
    assert [r["path"] for r in records(world, owner, "&state=failed")] == ["two.xml"]
    assert [r["path"] for r in records(world, owner, "&term=ONE")] == ["x/one.xml"]
    path = f"/v1/Organizations/{owner.organization_id}/imports"
    assert ask("GET", f"{path}/count?state=accepted").json == {"count": 1}
    assert ask("GET", f"{path}?state=lost").status == 400


def test_F259_a_link_takes_one_file_of_the_size_told(world, owner, ask):
    path = f"/v1/Organizations/{owner.organization_id}/imports"
    answer = ask("POST", path, {"name": "../a b.xml", "size": len(XML)})
    assert answer.status == 202
    assert answer.json["headers"] == {"Content-Length": str(len(XML))}
    place = f"imports/{owner.organization_id}/uploads/{answer.json['uploadId']}/a%20b.xml?"
    assert place in answer.json["uploadUrl"]
    told = put(owner, f"uploads/{answer.json['uploadId']}/a b.xml", XML)
    assert tell([told]) == []
    (record,) = records(world, owner, f"&term={answer.json['uploadId']}")
    assert (record["uploadId"], record["name"]) == (answer.json["uploadId"], "a b.xml")


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"name": "a.xml"}, 422, "/size"),
        ({"size": 1}, 422, "/name"),
        ({"name": "", "size": 1}, 422, "/name"),
        ({"name": "a", "size": 0}, 422, "/size"),
        ({"name": "a", "size": "1"}, 422, "/size"),
        ({"name": "a", "size": 1, "x": 1}, 422, "/x"),
        ({"name": "a", "size": 25_000_001}, 413, ""),
        ([], 400, ""),
    ],
)
def test_F259_a_link_is_given_for_a_name_and_a_size(ask, owner, body, status, pointer):
    answer = ask("POST", f"/v1/Organizations/{owner.organization_id}/imports", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (status, pointer)


def test_F259_a_replay_takes_what_had_failed(monkeypatch, one, ask, owner):
    with monkeypatch.context() as patched:
        patched.setattr(_import_reading, "DOCUMENTS_MAX", 0)
        record = one(XML)
    assert record["state"] == "failed"
    elsewhere = ask("GET", f"/v1/Imports/{record['id']}/file")
    assert elsewhere.status == 302
    done = ask("POST", f"/v1/Imports/{record['id']}/replay")
    assert (done.status, done.json["state"], done.json["version"]) == (200, "accepted", 2)
    assert keys("imports") == []
    assert ask("POST", f"/v1/Imports/{record['id']}/replay").json == done.json
    refused = ask("GET", f"/v1/Imports/{record['id']}/file")
    assert (refused.status, refused.json["code"]) == (409, "import-not-failed")


def test_F259_a_replay_that_fails_again_says_why(one, ask):
    record = one(BROKEN)
    done = ask("POST", f"/v1/Imports/{record['id']}/replay").json
    assert (done["state"], done["version"], done["errors"]) == ("failed", 2, record["errors"])
    assert len(set(keys("imports"))) == 2


def test_F259_a_zips_replay_tries_its_failed_files_again(monkeypatch, one, ask, world, owner):
    with monkeypatch.context() as patched:
        patched.setattr(_import_reading, "DOCUMENTS_MAX", 0)
        record = one(zipped(("1.xml", XML), ("2.xml", BROKEN)), "a.zip")
    assert record["state"] == "failed"
    assert ask("POST", f"/v1/Imports/{record['id']}/replay").json["state"] == "accepted"
    found = {r["path"]: r["state"] for r in records(world, owner)}
    assert found == {"a.zip": "accepted", "1.xml": "accepted", "2.xml": "failed"}


@pytest.mark.parametrize("action", ["", "/file", "/replay"])
def test_F259_an_import_that_is_not_there_is_not_found(ask, action):
    method = "POST" if action == "/replay" else "GET"
    assert ask(method, f"/v1/Imports/01ARZ3NDEKTSV4RRFFQ69G5FAV{action}").status == 404


# What an organization wants


def test_F259_what_an_organization_wants_issued_is_issued(world, owner, ask, one):
    path = f"/v1/Organizations/{owner.organization_id}"
    assert ask("PATCH", path, {"importIssue": True}).json["importIssue"] is True
    stored = documents(world.rows())
    assert stored == {}
    first = one(XML)
    made = documents(world.rows())[first["documentIds"][0]]
    assert (made["state"], made["number_internal"]) == ("issued", "2026-00001")


def test_U33_what_is_doubtful_stays_a_draft(world, owner, ask, one):
    ask("PATCH", f"/v1/Organizations/{owner.organization_id}", {"importIssue": True})
    doubtful = UBL.replace(
        '<cbc:PayableAmount currencyID="EUR">20', '<cbc:PayableAmount currencyID="EUR">21'
    )
    record = one(doubtful.encode())
    assert record["warnings"]
    made = documents(world.rows())[record["documentIds"][0]]
    assert made.get("state", "draft") == "draft"


def test_U33_an_invoice_to_somebody_else_stays_a_draft_and_says_so(world, owner, ask, one):
    ask("PATCH", f"/v1/Organizations/{owner.organization_id}", {"importIssue": True})
    record = one(write_batch((invoice(number="1"),)))
    assert [w["code"] for w in record["warnings"]] == ["import-other-buyer"]
    assert documents(world.rows())[record["documentIds"][0]].get("state", "draft") == "draft"
    own = replace(invoice().buyer, vat_identifier="SI50223054")
    meant = one(write_batch((invoice(number="2", buyer=own),)), "b.xml")
    assert (meant["state"], meant["warnings"]) == ("accepted", [])


def test_U33_what_cannot_be_issued_stays_a_draft_and_says_why(world, owner, ask, one):
    ask("PATCH", f"/v1/Organizations/{owner.organization_id}", {"importIssue": True})
    first, second = one(XML), one(XML + b"\n", "b.xml")
    assert [r["state"] for r in (first, second)] == ["accepted", "accepted"]
    assert [w["code"] for w in second["warnings"]] == ["number-taken"]


# Events


def test_U34_every_state_is_told_to_webhooks(world, owner, one):
    world.webhook(owner, events=["import.accepted", "import.duplicate", "import.failed"])
    ids = [one(data, f"{n}.xml")["id"] for n, data in enumerate((XML, XML, BROKEN))]
    assert world.deliver() == []
    told = [json.loads(message.body) for message in world.messages]
    assert [(t["type"], t["data"]["id"]) for t in told] == [
        ("import.accepted", ids[0]),
        ("import.duplicate", ids[1]),
        ("import.failed", ids[2]),
    ]


# What was never told of


def test_U34_a_file_nobody_told_of_is_found(world, owner):
    today(world)
    told = put(owner, "a ü.xml", XML)
    put(owner, "folder/", b"")
    assert module("collect").handler({}, None) == {"files": 0}
    world.now += timedelta(minutes=16)
    assert module("collect").handler({}, None) == {"files": 1}
    messages = [
        {"messageId": str(n), "body": text, "attributes": {"ApproximateReceiveCount": "1"}}
        for n, text in enumerate(world.arrivals)
    ]
    answer = module("import_file").handler({"Records": messages}, None)
    assert answer == {"batchItemFailures": []}
    assert [r["path"] for r in records(world, owner)] == ["a ü.xml"]
    assert told[0] not in keys("imports/")
    assert module("collect").handler({}, None) == {"files": 0}
