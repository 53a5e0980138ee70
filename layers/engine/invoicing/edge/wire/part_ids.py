"""Ids of a document's parts that have none of their own: where each part stands in it.

Like the ids of lines they are one document's own, and tell nothing of it to whoever has its link.
"""

from typing import Any

_PARTS = ("_documentConversionRate", "_furs", "_at", "_fina", "_bPay")
_PARTIES = ("_documentIssuer", "_documentClient", "_documentUnit")
_EXEMPTION = "_taxExemption"
_LISTS = ("_documentItemTaxes", "_components", "_data")

Shown = dict[str, Any]


def with_part_ids(document: Shown) -> Shown:
    """The document as it is shown, each part with an id."""
    found = {**document, **_listed(document)}
    for name in _PARTS:
        if found.get(name):
            found[name] = {**found[name], "id": _part_id(name)}
    for name in _PARTIES:
        if found.get(name):
            found[name] = {**found[name], **_listed(found[name], _part_id(name))}
    found["_documentItems"] = [
        _item(item, _part_id("item", str(place)))
        for place, item in enumerate(found.get("_documentItems", ()), 1)
    ]
    return found


def _item(item: Shown, way: str) -> Shown:
    found = {**item, **_listed(item, way)}
    if _EXEMPTION in found:
        found[_EXEMPTION] = {"id": _part_id(way, _EXEMPTION), **found[_EXEMPTION]}
    return found


def _part_id(*way: str) -> str:
    return "-".join(name.lstrip("_") for name in way if name)


def _listed(owner: Shown, way: str = "") -> Shown:
    """The owner's lists of parts, each part with an id; one that it has stays."""
    return {
        name: [
            {"id": _part_id(way, name, str(place)), **part}
            for place, part in enumerate(owner[name], 1)
        ]
        for name in _LISTS
        if owner.get(name)
    }
