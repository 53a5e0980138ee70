"""The API's reference: /openapi.json, the reader at /docs, the codes at /errors."""

import gzip
import json
import re

import pytest
from reference.document import openapi
from reference.errors import catalogue
from reference.pages import write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("docs")
    size = write(made)
    assert size < 1_500_000
    return made


@pytest.fixture
def get(world, folder, monkeypatch):
    monkeypatch.setenv("NOTULA_DOCS", str(folder))
    return lambda path, **headers: world.request("GET", path, headers=headers)


def test_D04_the_openapi_document_is_served_to_everybody(get):
    answer = get("/openapi.json")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json == json.loads(json.dumps(openapi()))
    assert answer.json["openapi"] == "3.1.0"


def test_D04_what_is_served_is_compressed_for_those_who_take_it(get):
    plain, packed = get("/openapi.json"), get("/openapi.json", **{"accept-encoding": "br, gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers


def test_D04_a_browser_that_has_it_gets_it_no_second_time(get):
    etag = get("/docs/swagger-ui.js").headers["etag"]
    again = get("/docs/swagger-ui.js", **{"if-none-match": etag})
    assert (again.status, again.body) == (304, b"")
    assert get("/docs/swagger-ui.js", **{"if-none-match": '"other"'}).status == 200


@pytest.mark.parametrize("path", ["/docs", "/errors"])
def test_D04_the_pages_ask_nobody_else(get, path):
    page = get(path)
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    text = page.body.decode()
    wanted = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert wanted
    for url in wanted:
        assert url == "data:," or (url.startswith("/docs/") and get(url).status == 200)
    assert "<script>" not in text
    assert "style=" not in text


def test_U37_the_type_of_every_problem_leads_to_its_row(get, world, owner):
    problem = world.request("GET", "/v1/Documents/x", token=owner.token).json
    page, _, anchor = problem["type"].partition("#")
    text = get(page).body.decode()
    assert f'<tr id="{anchor}">' in text
    assert text.count("<tr id=") == len(catalogue())


@pytest.mark.parametrize("name", ["none.js", "..", "%2e%2e%2fapp.py", "openapi.json.gz", "%00"])
def test_what_is_no_file_of_the_reference_is_404(get, name):
    assert get(f"/docs/{name}").status == 404


def test_a_stack_whose_reference_was_not_built_says_404(world, tmp_path, monkeypatch):
    monkeypatch.setenv("NOTULA_DOCS", str(tmp_path))
    assert world.request("GET", "/openapi.json").status == 404
