"""Certificates that end: told of in time, several times, and once more when it has happened."""

from datetime import datetime, timedelta

from invoicing.errors import InvoicingError, NotFound
from invoicing.model.fiscal import Certificate, CertificateWatch
from invoicing.model.journal import Event
from invoicing.model.value import replace
from invoicing.store.commit import Commit, Kept
from invoicing.store.deliveries import due_objects
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository
from invoicing.usecases.ports import Ports

WATCH = "CERTIFICATE"
DAYS_BEFORE = (30, 14, 7, 1, 0)
WATCHES_MAX = 100


def watch_row(certificate: Certificate, authority: str, store: Repository, now: datetime) -> Kept:
    """The row that waits until the certificate's end is to be told of."""
    watch_id = f"{authority}-{certificate.environment}"
    try:
        before = store.kept(WATCH, watch_id, CertificateWatch).version
    except NotFound:
        before = 0
    assert certificate.valid_to is not None  # noqa: S101 - read from the certificate
    watch = CertificateWatch(
        authority=authority,
        environment=certificate.environment,
        valid_to=certificate.valid_to,
        version=before + 1,
    )
    return _row(watch, now)


def warn_of_ends(ports: Ports) -> int:
    """How many certificates' ends were told of, by an event each."""
    now, told = ports.now(), 0
    for tenant, watch_id in due_objects(WATCH, now, WATCHES_MAX):
        store = ports.store(tenant)
        try:
            watch = store.kept(WATCH, watch_id, CertificateWatch)

            def build(_: Known, watch: CertificateWatch = watch) -> Commit:
                event = Event(
                    type="certificate.expiring",
                    subject=store.tenant.organization_id,  # noqa: B023 - committed in this turn
                    data={
                        "authority": watch.authority,
                        "environment": watch.environment,
                        "validTo": f"{watch.valid_to:%Y-%m-%d}",
                    },
                )
                return Commit(
                    event, objects=(_row(replace(watch, version=watch.version + 1), now),)
                )

            store.commit(Key(f"W{watch_id}-{watch.version}"), build)
        except InvoicingError:  # one organization must not hold up the others
            continue
        told += 1
    return told


def _row(watch: CertificateWatch, now: datetime) -> Kept:
    ends = (watch.valid_to - timedelta(days=days) for days in DAYS_BEFORE)
    due = next((moment for moment in ends if moment > now), None)
    watch_id = f"{watch.authority}-{watch.environment}"
    return Kept(WATCH, watch_id, watch, watch.version, due=due)
