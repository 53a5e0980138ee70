"""What every organization begins with, whoever makes it."""

from invoicing.model import Organization
from invoicing.model.ids import ulid
from invoicing.model.value import replace
from invoicing.usecases.ports import Ports


def new_organization(draft: Organization, ports: Ports) -> Organization:
    """The organization with an id and a secret of its own; nothing is stored."""
    now = ports.now()
    return replace(
        draft,
        id=ulid(now, ports.random),
        version=1,
        share_secret=f"{ports.random.getrandbits(256):064x}",
        created_at=now,
        updated_at=now,
    )
