"""Business units and brands of an organization."""

from invoicing.model.client import Unit
from invoicing.store.commit import Kept
from invoicing.store.objects import words
from invoicing.usecases._catalogue import UNIT
from invoicing.usecases._objects import Kind, tag_word


def _rows(unit: Unit) -> tuple[Kept, ...]:
    tags = (tag_word(tag) for tag in unit.tags)
    found = words(unit.party.name, unit.party.address.city, *tags)
    return (Kept(UNIT, unit.id, unit, unit.version, words=found),)


UNITS = Kind(UNIT, "unit", Unit, _rows)
