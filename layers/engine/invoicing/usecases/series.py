"""Series of document numbers: listed, made, changed, deleted while nothing was numbered in them."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from invoicing.errors import Conflict, NotFound
from invoicing.model import Organization, Series
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import today
from invoicing.rules.numbering import parse_pattern, scope_prefix
from invoicing.rules.own_types import require_type
from invoicing.rules.series import check_series, with_series
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports


class SavedSeries(NamedTuple):
    """A series as a request left it; `replayed` where an equal request had done it before."""

    series: Series
    replayed: bool


def list_series(tenant: Tenant, ports: Ports) -> tuple[Series, ...]:
    """The organization's series, oldest first."""
    return ports.store(tenant).organization().series


def get_series(series_id: str, tenant: Tenant, ports: Ports) -> Series:
    """NotFound for absent ids and those of other organizations alike."""
    return _one(ports.store(tenant).organization(), series_id)


def create_series(
    draft: Series, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedSeries:
    """The new series; InvalidDocument where it cannot stand beside the others."""
    series_id = ports.new_id()
    now = ports.now()

    def build(known: Known) -> Commit:
        organization = known.organization
        start_date = draft.start_date or today(organization, now)
        made = replace(draft, id=series_id, version=1, start_date=start_date)
        require_type(made.type, organization)
        check_series(made, organization.series)
        several = with_series(organization, made)
        event = _event("series.created", made, tenant)
        return Commit(event, organization=_changed(organization, several, now))

    return _saved(ports.store(tenant).commit(ports.key(key), build))


def update_series(
    series_id: str,
    draft: Series,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> SavedSeries:
    """The series with the draft's content.

    Conflict where it would change what numbers already given depend on: their type, code, start
    and the period they are counted in.
    """
    store = ports.store(tenant)
    now = ports.now()

    def build(known: Known) -> Commit:
        organization = known.organization
        stored = _one(organization, series_id)
        require_version(stored.version, expected_version, organization)
        changed = replace(
            draft,
            id=stored.id,
            version=stored.version + 1,
            start_date=draft.start_date or stored.start_date,
        )
        if _is_used(stored, known) and _essence(changed) != _essence(stored):
            raise _in_use(stored, "changed in its type, code, start or period")
        require_type(changed.type, organization)
        check_series(changed, [other for other in organization.series if other.id != series_id])
        several = with_series(organization, changed)
        event = _event("series.updated", changed, tenant)
        return Commit(event, organization=_changed(organization, several, now))

    return _saved(store.commit(ports.key(key), build, on_fresh=True))


def delete_series(
    series_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> None:
    """Remove a series. Conflict where it has given numbers: their sequence must stay known."""
    store = ports.store(tenant)
    now = ports.now()

    def build(known: Known) -> Commit:
        organization = known.organization
        stored = _one(organization, series_id)
        require_version(stored.version, expected_version, organization)
        if _is_used(stored, known):
            raise _in_use(stored, "deleted")
        left = tuple(other for other in organization.series if other.id != series_id)
        event = _event("series.deleted", stored, tenant)
        return Commit(event, organization=_changed(organization, left, now))

    store.commit(ports.key(key), build, on_fresh=True)


def _one(organization: Organization, series_id: str) -> Series:
    for series in organization.series:
        if series.id == series_id:
            return series
    raise NotFound(series_id)


def _is_used(series: Series, known: Known) -> bool:
    prefix = scope_prefix(series)
    return any(scope.startswith(prefix) for scope, counter in known.counters.items() if counter.n)


def _essence(series: Series) -> tuple[object, ...]:
    reset = parse_pattern(series.pattern).reset
    where = (series.type, series.incoming, series.code)
    return (*where, reset, series.start, series.start_date)


def _in_use(series: Series, deed: str) -> Conflict:
    return Conflict(
        f"numbers of the series {series.code!r} were given, so it cannot be {deed}",
        code="series-in-use",
        fix="make another series and let it be the default",
    )


def _changed(
    organization: Organization, several: tuple[Series, ...], now: datetime
) -> Organization:
    version = organization.version + 1
    return replace(organization, series=several, version=version, updated_at=now)


def _event(event_type: str, series: Series, tenant: Tenant) -> Event:
    return Event(
        type=event_type,
        subject=series.id,
        account_id=tenant.account_id,
        data={"series": msgspec.to_builtins(series)},
    )


def _saved(done: Committed) -> SavedSeries:
    series = msgspec.convert(done.entry.event.data["series"], Series)
    return SavedSeries(series, done.replayed)
