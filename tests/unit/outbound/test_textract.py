"""Textract's answers become words and fields; its refusals say what the caller may do."""

from datetime import date
from decimal import Decimal
from typing import Any

import botocore.session
import pytest
from botocore.stub import Stubber

from invoicing.errors import InvoicingError, Rejected, Unavailable, UnreadableFile
from invoicing.outbound.textract import Textract


def summary(kind: str, text: str, confidence: float = 98.0) -> dict[str, Any]:
    box = {"Left": 0.5, "Top": 0.1, "Width": 0.2, "Height": 0.01}
    return {
        "Type": {"Text": kind, "Confidence": 99.0},
        "ValueDetection": {
            "Text": text,
            "Confidence": confidence,
            "Geometry": {"BoundingBox": box, "Polygon": []},
        },
        "PageNumber": 1,
    }


@pytest.fixture
def asked():
    client = botocore.session.get_session().create_client(
        "textract",
        region_name="eu-central-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
    )
    with Stubber(client) as stub:
        yield Textract(client), stub


def answer(*fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "DocumentMetadata": {"Pages": 1},
        "ExpenseDocuments": [{"ExpenseIndex": 1, "SummaryFields": list(fields), "Blocks": []}],
    }


def test_F256_summary_fields_become_ours(asked):
    textract, stub = asked
    stub.add_response(
        "analyze_expense",
        answer(
            summary("INVOICE_RECEIPT_ID", "A-7"),
            summary("INVOICE_RECEIPT_DATE", "12. März 2026"),
            summary("TOTAL", "EUR 1.190,00", 91.0),
            summary("VENDOR_NAME", "Möller\nGmbH"),
            summary("ADDRESS", "somewhere"),
            summary("DUE_DATE", "in 14 days"),
            summary("TAX", "19 %"),
        ),
        {"Document": {"Bytes": b"image"}},
    )
    found = {field.name: field for field in textract.read(b"image").fields}
    assert {name: field.value for name, field in found.items()} == {
        "number": "A-7",
        "issue_date": date(2026, 3, 12),
        "total": Decimal("1190.00"),
        "supplier_name": "Möller GmbH",
    }
    assert found["total"].confidence == 0.91
    assert found["total"].box.left == 0.5


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("UnsupportedDocumentException", UnreadableFile),
        ("BadDocumentException", UnreadableFile),
        ("ThrottlingException", Unavailable),
        ("ProvisionedThroughputExceededException", Unavailable),
        ("AccessDeniedException", Rejected),
    ],
)
def test_F256_refusals_say_what_the_caller_may_do(asked, code: str, error: type[InvoicingError]):
    textract, stub = asked
    stub.add_client_error("analyze_expense", code, "no")
    with pytest.raises(error):
        textract.read(b"image")
