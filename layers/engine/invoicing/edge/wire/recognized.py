"""The answer to an image that was read: a Document, and how sure every field of it is."""

from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.edge.wire.parsed import parsed_view
from invoicing.recognize import Box, Field, Symbol
from invoicing.recognize._document import NAMES, POINTERS
from invoicing.usecases._parsing import Parsed
from invoicing.usecases._recognizing import IMAGE, Seen

MEMBER = "_recognition"
_TOTALS = {"net": "total", "tax": "totalTax", "total": "totalWithTax"}


def recognized_view(seen: Seen) -> dict[str, Any]:
    """The document as it stands there; totals that were not found are absent, not zero."""
    result = seen.result
    answer = parsed_view(Parsed(seen.format_name, (result.document,), result.findings))
    if seen.format_name == IMAGE:
        found = {field.name for field in result.fields}
        for name, member in _TOTALS.items():
            if name not in found:
                answer.pop(member, None)
        for member in ("totals", "totalDiscount"):
            answer.pop(member, None)
    answer[MEMBER] = {
        "pages": result.pages,
        "clientId": seen.client_id,
        "fields": [_field_view(field) for field in result.fields],
        "codes": [_symbol_view(symbol) for symbol in result.symbols],
    }
    return answer


def _field_view(field: Field) -> dict[str, Any]:
    return {
        "name": NAMES[field.name],
        "pointer": POINTERS[field.name],
        "value": _plain(field.value),
        "text": field.text,
        "confidence": field.confidence,
        "source": field.source,
        "page": field.page,
        "box": _box_view(field.box),
    }


def _symbol_view(symbol: Symbol) -> dict[str, Any]:
    return {
        "code": symbol.code,
        "symbology": symbol.symbology,
        "text": symbol.text[:4000],
        "page": symbol.page,
        "box": _box_view(symbol.box),
    }


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _box_view(box: Box) -> dict[str, float]:
    return {
        "left": round(box.left, 4),
        "top": round(box.top, 4),
        "width": round(box.width, 4),
        "height": round(box.height, 4),
    }
