"""Exchange rates of an organization, day by day. Documents keep the rate they took."""

from collections.abc import Sequence

from invoicing.model.catalogue import ExchangeRates
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit, Kept
from invoicing.store.known import Known
from invoicing.store.objects import Objects
from invoicing.store.repository import Key
from invoicing.usecases._catalogue import RATES
from invoicing.usecases._objects import ObjectPage
from invoicing.usecases.ports import Ports

DAYS_MAX = 90  # of one import; a transaction takes a hundred rows
PAGE_DEFAULT, PAGE_MAX = 30, 400


def save_rates(
    days: Sequence[ExchangeRates], tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> list[str]:
    """The days whose rates are stored now, in place of those there were."""
    store, now = ports.store(tenant), ports.now()
    by_day = {rates.day.isoformat(): rates for rates in days}

    def build(_: Known) -> Commit:
        objects = Objects(store)
        rows = objects.several((RATES, day) for day in by_day)
        versions = {day: int(row.version or 0) for (_, day), row in rows.items()}
        event = Event(
            type="exchange_rates.saved",
            subject=tenant.organization_id,
            account_id=tenant.account_id,
            data={"days": sorted(by_day)},
        )
        return Commit(
            event,
            objects=tuple(
                _row(replace(rates, id=day, version=versions.get(day, 0) + 1, updated_at=now))
                for day, rates in by_day.items()
            ),
        )

    done = store.commit(ports.key(key), build)
    saved: list[str] = done.entry.event.data["days"]
    return saved


def list_rates(
    tenant: Tenant, ports: Ports, *, limit: int = PAGE_DEFAULT, before: str | None = None
) -> ObjectPage[ExchangeRates]:
    """The days before `before`, the latest first."""
    objects = Objects(ports.store(tenant))
    return ObjectPage(*objects.page(RATES, ExchangeRates, limit=limit, before=before))


def get_rates(day: str, tenant: Tenant, ports: Ports) -> ExchangeRates:
    """NotFound where the day has no rates."""
    return ports.store(tenant).kept(RATES, day, ExchangeRates)


def delete_rates(day: str, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """Remove a day's rates; documents that took one keep it."""
    store = ports.store(tenant)

    def build(_: Known) -> Commit:
        stored = store.kept(RATES, day, ExchangeRates)
        event = Event(
            type="exchange_rates.deleted",
            subject=tenant.organization_id,
            account_id=tenant.account_id,
            data={"days": [day]},
        )
        return Commit(event, removed_objects=(_row(stored),))

    store.commit(ports.key(key), build)


def _row(rates: ExchangeRates) -> Kept:
    return Kept(RATES, rates.id, rates, rates.version)
