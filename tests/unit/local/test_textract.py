"""The stand-in for Textract, asked by the real client over the real protocol."""

from random import Random

import botocore.session
import pytest
from local.ocr import Line, read_lines
from local.textract import TextractServer
from tests.support import paper, scanner

from invoicing.errors import UnreadableFile
from invoicing.outbound.textract import Textract
from invoicing.recognize import Box, PageText, Word
from invoicing.recognize._reading import read_image

LINES = [
    Line("Invoice no. A-7", 0.98, 0.1, 0.2, 0.3, 0.02),
    Line("Total", 0.9, 0.5, 0.4, 0.1, 0.02),
]


@pytest.fixture
def served(monkeypatch):
    """A server that sees what it is told, and a client that finds it as functions do."""
    made = []

    def serve(reader) -> Textract:
        server = TextractServer(0, reader)
        server.start()
        made.append(server)
        for name, value in {
            **server.environment,
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }.items():
            monkeypatch.setenv(name, value)
        return Textract()

    yield serve
    for server in made:
        server.close()


def test_F256_the_stand_in_is_asked_as_textract_is(served):
    seen = []

    def reader(image):
        seen.append(image)
        return LINES

    found = served(reader).read(b"\x89PNG...")
    assert seen == [b"\x89PNG..."]
    assert [word.text for word in found.words] == ["Invoice", "no.", "A-7", "Total"]
    assert found.words[0].confidence == pytest.approx(0.98)
    assert found.words[1].box.left == pytest.approx(0.1 + 0.3 * 8 / 15)
    assert found.words[3].box.top == pytest.approx(0.4)


def test_F256_an_image_it_cannot_read_is_refused(served):
    with pytest.raises(UnreadableFile):
        served(read_lines).read(b"no image")


def test_F256_the_answer_has_the_shape_textract_describes(served):
    client = served(lambda _: LINES).client
    answer = client.analyze_expense(Document={"Bytes": b"x"})
    shape = botocore.session.get_session().get_service_model("textract")
    members = shape.operation_model("AnalyzeExpense").output_shape.members
    assert set(answer) - {"ResponseMetadata"} <= set(members)
    blocks = answer["ExpenseDocuments"][0]["Blocks"]
    assert [block["BlockType"] for block in blocks] == [
        "LINE",
        "WORD",
        "WORD",
        "WORD",
        "LINE",
        "WORD",
    ]


def seen(image: bytes) -> PageText:
    return PageText(
        tuple(
            Word(line.text, Box(line.left, line.top, line.width, line.height), line.confidence)
            for line in read_lines(image)
        )
    )


@pytest.mark.parametrize("seed", [1, 3])
def test_F256_a_scan_is_read_by_the_models_in_the_wheel(seed):
    sheet = paper.sheet(seed)
    page = scanner.scan(paper.draw(sheet, 150), Random(seed))
    result = read_image(scanner.jpeg(page), text_reader=seen)
    found = {field.name: field.value for field in result.fields}
    wanted = ("number", "issue_date", "total", "iban", "tax_id")
    assert {name: found.get(name) for name in wanted} == {
        name: getattr(sheet, name) for name in wanted
    }
