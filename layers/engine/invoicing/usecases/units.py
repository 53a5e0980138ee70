"""Business units and brands of an organization."""

from invoicing.model.client import Unit
from invoicing.model.tenant import Tenant
from invoicing.store.commit import Kept
from invoicing.store.objects import words
from invoicing.usecases._catalogue import UNIT
from invoicing.usecases._objects import Kind, get_object, tag_word
from invoicing.usecases.ports import Ports


def _rows(unit: Unit) -> tuple[Kept, ...]:
    tags = (tag_word(tag) for tag in unit.tags)
    found = words(unit.party.name, unit.party.address.city, *tags)
    return (Kept(UNIT, unit.id, unit, unit.version, words=found),)


UNITS = Kind(UNIT, "unit", Unit, _rows)


def get_unit(unit_id: str, tenant: Tenant, ports: Ports) -> Unit:
    """NotFound for absent ids and those of other organizations alike."""
    return get_object(UNITS, unit_id, tenant, ports)
