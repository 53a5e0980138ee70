"""Business units on the wire."""

from typing import Any

from invoicing.edge.request import parse
from invoicing.edge.wire.base import lean
from invoicing.edge.wire.item import SERVER_OWNED, Tags
from invoicing.edge.wire.party import WireParty, party_view
from invoicing.errors import Finding, InvalidDocument
from invoicing.model.client import Unit
from invoicing.model.value import replace


class UnitInput(WireParty):
    """The content of a business unit; only its name is required."""

    server_owned = SERVER_OWNED

    tags: Tags | None = None


def read_unit(body: dict[str, Any]) -> Unit:
    wire = parse(UnitInput, body)
    if not wire.name:
        raise InvalidDocument([Finding("required", "/name", "is required", "send it")])
    return Unit(party=replace(wire.to_model(), id=""), tags=wire.tags or ())


def unit_view(unit: Unit) -> dict[str, Any]:
    """The unit as the API spells it."""
    return {
        **party_view(unit.party),
        "id": unit.id,
        "version": unit.version,
        **lean({"tags": unit.tags, "createdAt": unit.created_at, "updatedAt": unit.updated_at}),
    }
