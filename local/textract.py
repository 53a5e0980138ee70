"""A stand-in for Amazon Textract: AnalyzeExpense over its own protocol, read on this machine.

It answers words, and no fields of its own. Source: Amazon Textract API reference, AnalyzeExpense;
AWS JSON 1.1 protocol.
"""

import base64
import binascii
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image, UnidentifiedImageError

from local import ocr
from local.settings import HOST

BYTES_MAX = 10_000_000
_TARGET = "Textract.AnalyzeExpense"

Reader = Callable[[bytes], Sequence[ocr.Line]]


class Refusal(Exception):
    """What the service would refuse, with its own code."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)


class TextractServer:
    """The stand-in, serving from a thread; one image is read after the other."""

    def __init__(self, port: int, reader: Reader = ocr.read_lines) -> None:
        self._reader, self._one = reader, threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer.answer(self)

            def log_message(self, *_: Any) -> None:
                """Silent: the functions log what they ask."""

        self._server = ThreadingHTTPServer((HOST, port), Handler)
        self._server.daemon_threads = True

    @property
    def environment(self) -> dict[str, str]:
        """Where AWS clients find it."""
        return {"AWS_ENDPOINT_URL_TEXTRACT": f"http://{HOST}:{self._server.server_port}"}

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, call: BaseHTTPRequestHandler) -> None:
        """One request."""
        body = call.rfile.read(int(call.headers.get("content-length", "0")))
        try:
            status, value = 200, self._analyzed(call.headers.get("x-amz-target", ""), body)
        except Refusal as refusal:
            status, value = 400, {"__type": refusal.code, "message": str(refusal)}
        data = json.dumps(value).encode()
        call.send_response(status)
        call.send_header("Content-Type", "application/x-amz-json-1.1")
        call.send_header("Content-Length", str(len(data)))
        call.end_headers()
        call.wfile.write(data)

    def _analyzed(self, target: str, body: bytes) -> dict[str, Any]:
        if target != _TARGET:
            raise Refusal("UnknownOperationException", f"there is no {target}")
        try:
            image = base64.b64decode(json.loads(body)["Document"]["Bytes"], validate=True)
        except (ValueError, KeyError, TypeError, binascii.Error) as exc:
            raise Refusal("InvalidParameterException", "Document.Bytes is missing") from exc
        if len(image) > BYTES_MAX:
            raise Refusal("DocumentTooLargeException", f"over {BYTES_MAX} bytes")
        try:
            with self._one:
                lines = self._reader(image)
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as exc:
            raise Refusal("UnsupportedDocumentException", "this is no PNG or JPEG") from exc
        blocks = [block for at, line in enumerate(lines) for block in _blocks(line, at)]
        document = {"ExpenseIndex": 1, "SummaryFields": [], "LineItemGroups": [], "Blocks": blocks}
        return {"DocumentMetadata": {"Pages": 1}, "ExpenseDocuments": [document]}


def _blocks(line: ocr.Line, at: int) -> list[dict[str, Any]]:
    """A line, and its words by their share of its letters."""
    blocks = [_block(f"line-{at}", line)]
    step, letter = line.width / max(1, len(line.text)), 0
    for number, word in enumerate(line.text.split(" ")):
        if word:
            left, width = line.left + letter * step, len(word) * step
            part = replace(line, text=word, left=left, width=width)
            blocks.append(_block(f"word-{at}-{number}", part))
        letter += len(word) + 1
    return blocks


def _block(name: str, line: ocr.Line) -> dict[str, Any]:
    box = {"Left": line.left, "Top": line.top, "Width": line.width, "Height": line.height}
    return {
        "BlockType": name.partition("-")[0].upper(),
        "Id": name,
        "Text": line.text,
        "Confidence": 100 * line.confidence,
        "Geometry": {"BoundingBox": box},
        "Page": 1,
    }
