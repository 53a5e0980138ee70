"""Ids of a document's parts that have none of their own: the same ones every time it is shown.

They tell nothing of the document, for they are shown to whoever has its public link.
"""

import hashlib
from typing import Any

_PARTS = ("_documentConversionRate", "_furs", "_at", "_fina", "_bPay")
_PARTIES = ("_documentIssuer", "_documentClient", "_documentUnit")
_LISTS = ("_documentItemTaxes", "_components", "_data")
_LENGTH = 24

Shown = dict[str, Any]


def with_part_ids(document: Shown, document_id: str) -> Shown:
    """The document as it is shown, each part with an id."""
    found = dict(document)
    for name in _PARTS:
        if found.get(name):
            found[name] = {**found[name], "id": part_id(document_id, name)}
    found |= _listed(found, document_id)
    for name in _PARTIES:
        if found.get(name):
            found[name] = {**found[name], **_listed(found[name], f"{document_id}|{name}")}
    found["_documentItems"] = [
        {**item, **_listed(item, f"{document_id}|{place}")}
        for place, item in enumerate(found.get("_documentItems", ()))
    ]
    return found


def part_id(*way: str) -> str:
    """The id of what stands at the end of the way."""
    return hashlib.sha256("|".join(way).encode()).hexdigest()[:_LENGTH]


def _listed(owner: Shown, way: str) -> Shown:
    """The owner's lists of parts, each part with an id; one that it has stays."""
    return {
        name: [
            {"id": part_id(way, name, str(place)), **part} for place, part in enumerate(owner[name])
        ]
        for name in _LISTS
        if owner.get(name)
    }
