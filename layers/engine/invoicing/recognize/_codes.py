"""QR codes and barcodes on a page, and what they say."""

from typing import Any

from invoicing.recognize import Box, Code, Content, Field, Symbol
from invoicing.registry import members

CERTAIN = 1.0
SYMBOLS_MAX = 20
_ROOM, _CONSTANT = "recognize", "CODE"


def read_codes(image: Any, page: int) -> tuple[list[Symbol], list[Field]]:
    """Every code on an image in grey, and the fields of those that are understood.

    A code whose own error correction cannot mend it is not there.
    """
    import zxingcpp  # noqa: PLC0415 - 20 ms, where needed

    kinds = zxingcpp.BarcodeFormat
    found = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats(
            [kinds.QRCode, kinds.PDF417, kinds.Code128, kinds.Aztec, kinds.DataMatrix]
        ),
        text_mode=zxingcpp.TextMode.Plain,
    )
    symbols, fields = [], []
    for barcode in found[:SYMBOLS_MAX]:
        box = _box(barcode.position, *image.size)
        code, text, content = understand(barcode.text, bytes(barcode.bytes))
        symbols.append(Symbol(text, barcode.format.name, code, page, box))
        fields += [
            Field(name, value, CERTAIN, "code", page, box) for name, value in content.items()
        ]
    return symbols, fields


def understand(text: str, data: bytes = b"") -> tuple[str, str, dict[str, Content]]:
    """Name of the code, its text and its fields; no name and no fields where none knows it."""
    for code in _codes():
        own = _decoded(data, code.encoding) if data else text
        content = code.read(own)
        if content is not None:
            return code.name, own, dict(content)
    return "", text, {}


def _codes() -> tuple[Code, ...]:
    codes: tuple[Code, ...] = members(_ROOM, _CONSTANT)
    return codes


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(encoding, "replace")


def _box(position: Any, width: int, height: int) -> Box:
    corners = (
        position.top_left, position.top_right, position.bottom_right, position.bottom_left,
    )  # fmt: skip
    xs, ys = [c.x / width for c in corners], [c.y / height for c in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
