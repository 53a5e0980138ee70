"""The clock of an organization's test world: set by whoever tries out what time will bring.

Business goes by it: the dates of documents, what is overdue, the days of recurrences. Instants of
the journal, and links that end, go by the world's own time.
"""

from datetime import datetime

from invoicing.errors import Forbidden
from invoicing.model import Organization
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases.ports import Ports


def get_clock(tenant: Tenant, ports: Ports) -> Organization:
    """The organization of the test world as it is; Forbidden in the live one."""
    _require_test(tenant)
    return ports.store(tenant).known(fresh=True).organization


def set_clock(
    instant: datetime | None, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Organization:
    """The organization of the test world with its clock at an instant, where it stands still.

    None lets it go with the world's time again. Forbidden in the live world.
    """
    _require_test(tenant)
    store, now = ports.store(tenant), ports.now()

    def build(known: Known) -> Commit:
        stored = known.organization
        changed = replace(stored, clock=instant, version=stored.version + 1, updated_at=now)
        event = Event(type="organization.updated", subject=stored.id, account_id=tenant.account_id)
        return Commit(event, organization=changed)

    store.known(fresh=True)
    store.commit(ports.key(key), build)
    return store.organization()


def _require_test(tenant: Tenant) -> None:
    if tenant.live:
        raise Forbidden
