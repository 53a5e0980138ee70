"""Text of images through Amazon Textract: AnalyzeExpense, one page at a time.

Source: Amazon Textract developer guide, "Analyzing Invoices and Receipts".
"""

import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from invoicing.errors import Rejected, Unavailable, UnreadableFile
from invoicing.recognize import Box, Content, Field, PageText, Word
from invoicing.recognize._words import amount, day

# Textract's name of a field -> ours.
_FIELDS = {
    "INVOICE_RECEIPT_ID": "number",
    "INVOICE_RECEIPT_DATE": "issue_date",
    "DUE_DATE": "due_date",
    "SUBTOTAL": "net",
    "TAX": "tax",
    "TOTAL": "total",
    "AMOUNT_DUE": "total",
    "VENDOR_NAME": "supplier_name",
}
_DATES = frozenset({"issue_date", "due_date"})
_AMOUNTS = frozenset({"net", "tax", "total"})
_BAD_IMAGES = frozenset(
    {"BadDocumentException", "UnsupportedDocumentException", "DocumentTooLargeException",
     "InvalidParameterException"}
)  # fmt: skip
_BUSY = frozenset(
    {"ProvisionedThroughputExceededException", "ThrottlingException", "InternalServerError",
     "LimitExceededException", "ServiceUnavailable"}
)  # fmt: skip


class Textract:
    """The way to Textract. The service keeps nothing we could ask for again."""

    def __init__(self, client: Any = None) -> None:
        self._client = client

    @property
    def client(self) -> Any:
        if self._client is None:  # made at first use: few functions read images
            self._client = botocore.session.get_session().create_client(
                "textract",
                region_name=os.environ.get("AWS_REGION", "eu-central-1"),
                # The caller hears of it before its own request ends.
                config=Config(
                    connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 1}
                ),
            )
        return self._client

    def read(self, image: bytes) -> PageText:
        """The words of a PNG or JPEG, and the fields Textract itself found.

        UnreadableFile where it cannot read the image, Unavailable where it has no time now,
        Rejected for what no repetition mends.
        """
        try:
            answer = self.client.analyze_expense(Document={"Bytes": image})
        except ClientError as exc:
            raise _translated(exc) from exc
        except BotoCoreError as exc:
            raise Unavailable("the reading of text did not answer") from exc
        words: list[Word] = []
        fields: list[Field] = []
        for document in answer.get("ExpenseDocuments", ()):
            words += _words(document.get("Blocks", ()))
            fields += _fields(document.get("SummaryFields", ()))
        return PageText(tuple(words), tuple(fields))


def _translated(exc: ClientError) -> Exception:
    error = exc.response.get("Error", {})
    code = str(error.get("Code", ""))
    if code in _BAD_IMAGES:
        return UnreadableFile(
            "image-unreadable", "no text can be read from the image", fix="send a clearer image"
        )
    if code in _BUSY:
        return Unavailable("the reading of text is busy")
    return Rejected(
        code,
        f"the reading of text was refused: {error.get('Message', '')}",
        fix="allow the function textract:AnalyzeExpense, in a region that has Textract",
    )


def _words(blocks: Any) -> Iterator[Word]:
    for block in blocks:
        if block.get("BlockType") == "WORD" and block.get("Text"):
            yield Word(block["Text"], _box(block), _share(block.get("Confidence")))


def _fields(found: Any) -> Iterator[Field]:
    for one in found:
        name = _FIELDS.get(str(one.get("Type", {}).get("Text", "")))
        detected = one.get("ValueDetection", {})
        text = " ".join(str(detected.get("Text", "")).split())
        if not name or not text:
            continue
        value = _content(name, text)
        if value is None:
            continue
        sure = min(_share(one["Type"].get("Confidence")), _share(detected.get("Confidence")))
        yield Field(name, value, sure, "ocr", 1, _box(detected), text)


def _content(name: str, text: str) -> Content | None:
    if name in _DATES:
        words = [Word(part, Box()) for part in text.split(" ")]
        found = day(words)
        return found[0] if found and found[1] == len(words) else None
    if name in _AMOUNTS:
        values: list[Decimal] = [v for part in text.split(" ") if (v := amount(part)) is not None]
        return values[-1] if values else None
    return text if len(text) <= 200 else None


def _box(thing: Mapping[str, Any]) -> Box:
    place = thing.get("Geometry", {}).get("BoundingBox", {})
    return Box(
        *(float(place.get(name, 0.0)) for name in ("Left", "Top", "Width", "Height")),
    )


def _share(percent: Any) -> float:
    return round(float(percent or 0.0) / 100, 4)
