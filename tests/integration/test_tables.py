"""U42: documents, clients and items leave as CSV; clients and items come as CSV."""

import csv
import io
from typing import Any

import pytest
from tests.support.world import Answer, Credentials, World

from invoicing.edge.csv_text import read_table, write_table
from invoicing.errors import UnreadableFile

ROWS = 'name,email,tags,isEndCustomer\r\nAcme,acme@example.com,"a, b",true\r\nBeta,,,\r\n'


class Office:
    """Somebody with spreadsheets."""

    def __init__(self, world: World, owner: Credentials) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return self.world.request(method, self.own + path, body, token=self.token, headers=headers)

    def take(self, text: str, query: str = "type=client", **headers: str) -> Answer:
        sent = {"content-type": "text/csv", **headers}
        return self.ask("POST", f"/import?{query}", text.encode(), **sent)

    def rows(self, query: str) -> list[dict[str, str]]:
        answer = self.ask("GET", f"/export{query}")
        assert answer.status == 200, answer.body
        assert answer.headers["content-type"].startswith("text/csv")
        assert "attachment" in answer.headers["content-disposition"]
        return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))


@pytest.fixture
def office(world, owner) -> Office:
    return Office(world, owner)


def test_U42_each_row_becomes_a_client(office):
    answer = office.take(ROWS)
    assert (answer.status, answer.json["created"], answer.json["failed"]) == (200, 2, 0)
    listed = {c["id"]: c for c in office.ask("GET", "/clients").json}
    acme, beta = (listed[row["id"]] for row in answer.json["rows"])
    assert (acme["name"], acme["email"], acme["tags"]) == ("Acme", "acme@example.com", ["a", "b"])
    assert (acme["isEndCustomer"], beta["name"], "email" in beta) == (True, "Beta", False)


def test_U42_a_row_that_is_wrong_is_told_and_holds_up_no_other(office):
    office.take("name,email\nAcme,acme@example.com\n")
    text = "name;email;countryAlpha2Code\nAcme;acme@example.com;SI\nBeta;b@example.com;XXX\nC;;\n"
    told = office.take(text).json
    assert (told["created"], told["failed"]) == (1, 2)
    twice, wrong, made = told["rows"]
    assert (twice["row"], twice["errors"][0]["code"]) == (2, "client-duplicate")
    assert twice["existingId"]
    assert (wrong["row"], wrong["errors"][0]["pointer"]) == (3, "/countryAlpha2Code")
    assert (made["row"], "id" in made) == (4, True)
    assert len(office.ask("GET", "/clients").json) == 2


def test_U42_a_dry_run_tells_the_same_and_stores_nothing(office):
    office.take("name,email\nAcme,acme@example.com\n")
    told = office.take(ROWS, "type=client&dryRun=true").json
    assert (told["dryRun"], told["created"], told["failed"]) == (True, 0, 1)
    assert [row.get("errors", [{}])[0].get("code") for row in told["rows"]] == [
        "client-duplicate",
        None,
    ]
    assert len(office.ask("GET", "/clients").json) == 1


def test_a_repeated_import_makes_nothing_twice(office):
    answers = [office.take(ROWS, **{"idempotency-key": "k"}).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(office.ask("GET", "/clients").json) == 2


def test_U42_items_go_out_as_they_came_in(office):
    text = "name,SKU,price,unit,tags\r\nHammer,H-1,12.50,pcs,tools\r\nNail,N-1,0.01,pcs,\r\n"
    assert office.take(text, "type=item").json["created"] == 2
    rows = office.rows("?type=item")
    assert sorted((r["name"], r["SKU"], r["price"], r["tags"]) for r in rows) == [
        ("Hammer", "H-1", "12.50", "tools"),
        ("Nail", "N-1", "0.01", ""),
    ]
    again = office.ask("GET", "/export?type=item").body
    told = office.ask("POST", "/import?type=item", again, **{"content-type": "text/csv"}).json
    assert (told["created"], told["failed"]) == (0, 2)  # the SKUs are taken


def test_U42_documents_are_exported_as_their_list_narrows_them(office):
    for price, members in ((10, {}), (5, {"type": "estimate"}), (7, {"reference": "=1+1"})):
        body = {"_documentItems": [{"name": "x", "price": price}], **members}
        office.ask("POST", "/documents", {"_documentClient": {"name": "Rož, d.o.o."}, **body})
    rows = office.rows("")
    assert [row["type"] for row in rows] == ["invoice", "estimate", "invoice"]
    assert {row["clientName"] for row in rows} == {"Rož, d.o.o."}
    assert sorted(row["reference"] for row in rows) == ["", "", "'=1+1"]
    unpaid = office.rows("?paymentStatus=unpaid&where=" + '%7B"type":"invoice"%7D')
    assert sorted(row["total"] for row in unpaid) == ["10.00", "7.00"]
    assert {row["paymentStatus"] for row in unpaid} == {"unpaid"}
    assert office.ask("GET", "/export?colour=red").status == 422
    assert office.ask("GET", "/export?type=payment").status == 400


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "body-missing"),
        (b"\xff\xfe", "csv"),
        (b"name,colour\nx,red\n", "csv-columns"),
        (b"name,name\nx,y\n", "csv"),
        (b"name\nx,y\n", "csv"),
        (b'name\n"x', "csv"),
        (b"name\n" + b"x\n" * 201, "csv"),
    ],
)
def test_what_is_no_table_is_refused_and_makes_nothing(office, data, code):
    answer = office.ask("POST", "/import?type=client", data, **{"content-type": "text/csv"})
    assert (answer.status, answer.json["code"]) == (400, code)
    assert office.ask("GET", "/clients").json == []
    assert office.take(ROWS, "").status == 400


FORMULAS = ["=1+1", "+386 1 234", "-5", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_every_text_comes_back(text):
    data = write_table(("a", "b"), [(text, "x")])
    (cells,) = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert cells[0] == f"'{text}"
    assert read_table(data, rows_max=1).rows[0][1]["a"] == text


def test_a_table_has_no_more_rows_than_asked_for():
    with pytest.raises(UnreadableFile):
        read_table(b"a\n1\n2\n", rows_max=1)
