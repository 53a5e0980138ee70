"""Bodies of what makes a document of another."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from invoicing.edge.wire.base import Amount, Day, Flag, Name, Text, Wire


class WirePortion(Wire):
    """An item of the document, and how much of it; all that is left where nothing is said."""

    id: Annotated[Name, Field(min_length=1)]
    quantity: Amount | None = None


class DerivationInput(Wire):
    """What of a document is taken, and what is made of it."""

    items: Annotated[tuple[WirePortion, ...], Field(max_length=10_000)] | None = None
    date: Day | None = None
    draft: Flag | None = None

    def wanted(self) -> dict[str, Decimal | None]:
        """Items by id; an item that stands several times counts for its last."""
        return {portion.id: portion.quantity for portion in self.items or ()}


class CloneInput(Wire):
    """Nothing may be said of a clone."""


class CreditInput(DerivationInput):
    """A credit note for some items, or for all that is left."""

    note: Text | None = None


class ConvertInput(DerivationInput):
    """A document of another type with some items, or with all that is left."""

    type: Name
