"""What a file cannot say of its document is told, and nothing else is missing."""

import os
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import Response
from hypothesis import HealthCheck, Phase, given, settings
from reference.formats import COLUMNS, PAGE, Row, coverage, markdown, specimens, stated
from tests.support.documents import documents

from invoicing import registry
from invoicing.edge.losses import pointer, pointers, with_losses
from invoicing.edge.wire.document_view import document_view
from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.formats._losses import CONTENT, UNTOLD, Path, lost, told_fields
from invoicing.model import Document, Line, Note, Party
from invoicing.model.value import replace

LONG = os.environ.get("NOTULA_LONG") == "1"
ALL = [
    (format_.name, profile)
    for format_ in registry.members("formats", "FORMAT")
    for profile in ("", *format_.profiles)
]


def written(document: Document, name: str, profile: str) -> Document:
    format_: Format = registry.member("formats", name, "FORMAT")
    return read_document(format_.write(document, profile))[1][0]


def at(value: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if step < len(value) else None
        elif value is not None:
            value = getattr(value, step)
        if value is None:
            return None
    return value


def differing(given: Document, read: Document, told: tuple[Path, ...]) -> list[Path]:
    """What is stated, does not come back at its place, and nobody told of."""
    return [
        path
        for path in stated(given, ())
        if at(given, path) != at(read, path) and not any(_is_about(one, path) for one in told)
    ]


def _is_about(one: Path, other: Path) -> bool:
    """Whether one place is the other, or in it."""
    return all(a == b for a, b in zip(one, other, strict=False))


# Stated by a code that is carried, or at another place of the same list.
SAID_OTHERWISE = {"reverse_charged", "notes"}


@pytest.mark.parametrize(("name", "profile"), [c for c in COLUMNS if c[0] in ("ubl", "cii")])
@settings(
    max_examples=200 if LONG else 15,
    phases=tuple(Phase) if LONG else (Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=documents())
def test_whatever_does_not_come_back_is_told_and_what_is_told_did_not(
    name: str, profile: str, document: Document
) -> None:
    read = written(document, name, profile)
    told = lost((document,), (read,))
    missed = differing(document, read, told)
    assert [path for path in missed if not SAID_OTHERWISE & set(path)] == []
    assert [path for path in told if at(document, path) == at(read, path)] == []


@pytest.mark.parametrize(("name", "profile"), ALL)
def test_every_format_tells_of_the_same_documents(name: str, profile: str) -> None:
    for document in specimens():
        read = written(document, name, profile)
        told = lost((document,), (read,))
        assert [path for path in told if at(document, path) == at(read, path)] == []
        assert len(set(told)) == len(told) > 0


@pytest.mark.parametrize(
    ("name", "profile"),
    [(n, p) for n, p in ALL if n in ("ubl", "cii") and p and (n, p) not in COLUMNS],
)
def test_a_profile_without_a_column_loses_what_its_format_loses(name: str, profile: str) -> None:
    (first, *_) = specimens()
    whole = set(lost((first,), (written(first, name, ""),)))
    assert set(lost((first,), (written(first, name, profile),))) - whole <= {("specification",)}


def test_nothing_is_lost_where_the_file_says_all() -> None:
    line = Line(name="A", unit="h", id="1")
    given = Document(number="1", lines=(line,), id="ours", series="A", custom={})
    read = Document(number="1", lines=(replace(line, unit="", unit_code="HUR"),))
    assert lost((given,), (read,)) == ()


def test_a_word_for_a_unit_is_lost_where_its_code_does_not_mean_it() -> None:
    given = Document(lines=(Line(unit="barrel"), Line(unit="h", unit_code="DAY")))
    read = Document(lines=(Line(unit_code="C62"), Line(unit_code="DAY")))
    assert lost((given,), (read,)) == (("lines", 0, "unit"),)


def test_lines_for_the_eye_are_told_whole_and_the_others_keep_their_places() -> None:
    given = Document(lines=(Line(kind="subtitle", name="A"), Line(name="B", note="n")))
    read = Document(lines=(Line(name="B"),))
    assert lost((given,), (read,)) == (("lines", 0), ("lines", 1, "note"))
    assert lost((given,), (Document(),)) == (("lines", 0), ("lines", 1))


def test_a_row_that_stands_elsewhere_is_not_lost() -> None:
    notes = (Note(text="A"), Note(text="B", subject_code="AAI"))
    read = Document(note="A", notes=notes[1:])
    assert lost((Document(notes=notes),), (read,)) == ()
    assert lost((Document(notes=notes),), (Document(note="A"),)) == (("notes", 1),)


def test_of_several_documents_each_is_told_by_its_place() -> None:
    given = (Document(number="1"), Document(number="2", note="n"), Document(number="3"))
    read = (Document(number="1"), Document(number="2"))
    assert lost(given, read) == (("documents", 1, "note"), ("documents", 2))
    assert pointer(("documents", 1, "seller", "address", "city")) == (
        "/documents/1/_documentIssuer/city"
    )


def test_every_name_of_what_is_told_and_not_told_is_a_field() -> None:
    for kind, names in UNTOLD.items():
        assert names <= set(kind.__struct_fields__), kind
    assert set(CONTENT) < set(Document.__struct_fields__)
    assert len(set(CONTENT)) == len(CONTENT)


@pytest.mark.parametrize("document", specimens(), ids=["transfer", "debit", "card"])
def test_pointers_lead_to_the_field_as_the_api_answers_it(document: Document) -> None:
    shown = document_view(document)
    for path in stated(document, ()):
        if path[0] == "sources":  # listed behind the preceding ones
            continue
        found: Any = shown
        for step in pointer(path).split("/")[1:]:
            name = "EAN" if step == "standardItemId" and step not in found else step
            assert not isinstance(found, dict) or name in found, pointer(path)
            if name == "EAN":
                break
            found = found[int(step)] if isinstance(found, list) else found[step]


def test_the_specimens_state_every_field_that_could_be_lost() -> None:
    said = {path[-1] for document in specimens() for path in stated(document, ())}
    said |= {step for document in specimens() for p in stated(document, ()) for step in p}
    unsaid = {
        f"{kind.__name__}.{name}"
        for kind in (Document, Line, Party)
        for name in told_fields(kind)
        if name not in said
    }
    assert unsaid == UNSAID, (
        "state it in reference/formats.py, or list it in formats/_losses.UNTOLD"
    )


# Other ways to say what a specimen says already, and taxes of other countries.
UNSAID = {
    "Document.bpay",
    "Document.fattura_pa",
    "Document.prices_include_tax",
    "Document.equalization",
    "Document.withholding_rate",
    "Document.withholding_type",
    "Document.withholding_cause",
    "Document.stamp_duty",
    "Party.tax_regime",
    "Line.discount_is_amount",
    "Line.discounts",
    "Line.withholding_rate",
    "Line.components",
}


def row(place: str) -> Row:
    return next(row for row in coverage() if row.pointer == place)


def test_the_page_of_formats_is_current_and_counts_what_it_shows(shown) -> None:
    assert PAGE.read_text() == markdown(), "write it anew: make pages"
    counts = {
        " ".join(column).strip(): sum(one.carried[n] for one in coverage())
        for n, column in enumerate(COLUMNS)
    }
    with shown():
        print(f"\nof {len(coverage())} fields are carried: {counts}")
    assert counts["cii"] > counts["cii basic"] > counts["cii basicwl"] > counts["cii minimum"]
    assert row("/buyerReference").terms == "BT-10"
    assert row("/_documentClient/name").terms == "BT-44"
    assert all(row("/number").carried)
    assert not any(row("/custom").carried)


def test_the_header_names_each_field_once_and_stays_short() -> None:
    many: tuple[Path, ...] = tuple(("lines", n, "unit") for n in range(5_000))
    assert pointers((*many, ("title",))) == ["/_documentItems/0/unit", "/displayName"]
    answer: Response[Any] = with_losses(Response(200), (*many, ("title",)))
    assert answer.headers["Notula-Losses"] == "/_documentItems/0/unit, /displayName"
    assert answer.headers["Notula-Losses-Count"] == "5001"
    wide: tuple[Path, ...] = tuple(("custom", f"x{n}" * 20) for n in range(500))
    header = with_losses(Response(200), wide).headers["Notula-Losses"]
    assert isinstance(header, str)
    assert len(header) <= 2_000
    assert header.endswith("x9" * 20) or header.rsplit(", ")[-1].startswith("/custom/")


def test_none_are_told_where_nobody_looked_and_a_count_of_zero_where_nothing_is_lost() -> None:
    assert dict(with_losses(Response(200), None).headers) == {}
    assert dict(with_losses(Response(200), ()).headers) == {"Notula-Losses-Count": "0"}
