"""Every code a caller may meet can be looked up, and says what to do."""

import ast
from pathlib import Path

import pytest
from reference import source
from reference.errors import catalogue, is_known, markdown

PAGE = Path(__file__).parents[3] / "docs" / "errors.md"
ANEW = "write it anew: make pages"


def test_U37_the_page_of_errors_is_current():
    assert PAGE.read_text() == markdown(), ANEW


def test_U37_every_code_in_the_source_can_be_read_from_it():
    assert source.unread() == (), "give the code as a literal, here or at the callers"


def test_U37_every_code_says_what_is_wrong_and_what_to_do():
    assert [c.name for c in catalogue().values() if not c.fix.strip("… ")] == []
    assert [c.name for c in catalogue().values() if not c.text] == []


def test_U37_codes_of_every_kind_of_error_are_found():
    statuses = {code.status for code in catalogue().values()}
    assert statuses >= {400, 401, 403, 404, 409, 412, 413, 422, 428, 500, 503}
    assert len(catalogue()) > 140
    found = {"json-syntax", "number-taken", "conflict", "query-unknown", "time-zone", "missing"}
    assert found - {"conflict"} <= set(catalogue())


def test_U37_a_code_nobody_wrote_down_is_not_known():
    assert not is_known("no-such-code")
    assert is_known("BR-CO-16")


PLANTED = {
    "directly": ('def f():\n    raise TooLarge("a-code", "text", fix="fix")', {"a-code"}, 0),
    "through a function": (
        'def g(code, text):\n    return TooLarge(code, text, fix="fix")\n'
        'def f():\n    raise g("a-code", "text")\n'
        'def h():\n    raise g(text="text", code="b-code")',
        {"a-code", "b-code"},
        0,
    ),
    "one of two": ('x = Finding("a" if y else "b", "", "text", "fix")', {"a", "b"}, 0),
    "made at run time": (
        'def f(y):\n    raise TooLarge(y.code, "text", fix="fix")\nf(1)',
        set(),
        1,
    ),
    "nowhere": ("x = Finding(read(), '', 'text', 'fix')", set(), 1),
}


@pytest.mark.parametrize(("text", "codes", "unread"), PLANTED.values(), ids=PLANTED.keys())
def test_U37_codes_are_followed_to_where_they_are_written(text, codes, unread):
    module = source.module("rules/x.py", ast.parse(text))
    sites = source.sites([module])
    literal = [site for site in sites if source.is_literal(site.code)]
    assert {site.code for site in literal} == codes
    assert len(sites) - len(literal) == unread
    assert all((site.text, site.fix) == ("text", "fix") for site in literal)
