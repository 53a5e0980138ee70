"""Series of numbers a tax authority gives a code: registered, finalised, annulled, asked for."""

from datetime import UTC, date
from typing import NamedTuple

from invoicing.errors import Conflict, Finding, InvalidDocument, NotFound, Rejected, Unavailable
from invoicing.fiscal import (
    Authority,
    Refused,
    SeriesDeed,
    SeriesTelling,
    Undecided,
    find_authority,
)
from invoicing.model import Organization, Series
from invoicing.model.fiscal import Environment
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import today
from invoicing.rules.fiscal import environment_of, settings_of
from invoicing.rules.numbering import scope_prefix
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.usecases._authority import ask, names_of, roots_key
from invoicing.usecases._fiscal import open_certificate
from invoicing.usecases.ports import Ports

KEY_BITS = 128
RETRY_S = 60


class Wanted(NamedTuple):
    """What is to be told, and of which series."""

    deed: SeriesDeed
    code: str
    type: str
    begins: date | None  # its first day; today where nobody says


class Login(NamedTuple):
    """Who tells it. Neither is kept or written anywhere."""

    username: str
    password: str


class ToldSeries(NamedTuple):
    """The series as the authority calls it, with the code it gave."""

    authority: str
    name: str
    code: str


def tell_series(
    name: str, wanted: Wanted, login: Login, tenant: Tenant, ports: Ports
) -> ToldSeries:
    """The series after the authority has heard of it; its code is kept with the organization.

    InvalidDocument where something is missing; Rejected with the authority's own code where it
    refuses; Unavailable where it does not answer: asking for the series then says what became of
    it.
    """
    authority = find_authority(name)
    if authority is None or authority.series is None:
        text = f"there is no authority {name[:40]!r} that registers series"
        fix = f"send {' or '.join(names_of(lambda one: one.series))}"
        raise InvalidDocument([Finding("authority-unknown", "/provider", text, fix)])
    store, now = ports.store(tenant), ports.now()
    known = store.known(fresh=True)
    organization, environment = known.organization, environment_of(live=tenant.live)
    settings = settings_of(organization, name)
    certificate = settings.certificate(environment, authority.series.purpose) if settings else None
    if settings is None or certificate is None:
        kind = f"{name}-{authority.series.purpose}"
        text = "there is no certificate to show to the authority"
        fix = f"POST …/upload-certificate?type={kind}"
        raise InvalidDocument([Finding("certificate-missing", "/provider", text, fix)])
    series = _series(wanted, organization)
    told = SeriesTelling(
        deed=wanted.deed,
        code=series.code,
        type=series.type,
        first=series.start,
        last=_last(series, known),
        begins=wanted.begins or today(organization, now),
        username=login.username,
        password=login.password,
        portal=_portal(authority, environment, ports),
        key=ports.random.getrandbits(KEY_BITS).to_bytes(KEY_BITS // 8, "big"),
        at=now.astimezone(UTC),
        settings=settings,
    )
    message = authority.series.message(told)
    identity = open_certificate(certificate, name, tenant, ports)
    outcome = ask(authority, message, environment, identity, ports)
    if isinstance(outcome, Undecided):
        raise Unavailable(outcome.text or "the authority did not answer", retry_after_s=RETRY_S)
    if isinstance(outcome, Refused):
        raise Rejected(outcome.code, outcome.text, fix=outcome.fix)
    shown = ToldSeries(name, authority.series.key(told), outcome.confirmation)
    if wanted.deed in ("register", "query") and shown.code:
        _keep(shown, authority.series.option, tenant, ports)
    return shown


def _series(wanted: Wanted, organization: Organization) -> Series:
    for series in organization.series:
        if (series.code, series.type, series.incoming) == (wanted.code, wanted.type, False):
            return series
    text = f"there is no series {wanted.code[:40]!r} for documents of type {wanted.type}"
    raise InvalidDocument([Finding("series-unknown", "/series", text, "create the series first")])


def _last(series: Series, known: Known) -> int:
    prefix = scope_prefix(series)
    return max((c.n for scope, c in known.counters.items() if scope.startswith(prefix)), default=0)


def _portal(authority: Authority, environment: Environment, ports: Ports) -> bytes:
    """The certificate passwords are encrypted for; the operator installs it."""
    key = roots_key(f"{authority.name}-portal", environment)
    try:
        return ports.files.get(key)
    except NotFound as exc:
        raise Conflict(
            "the certificate passwords are encrypted for is not installed",
            code="portal-missing",
            fix=f"the operator installs it: operate trust --authority {authority.name}-portal",
        ) from exc


def _keep(shown: ToldSeries, option: str, tenant: Tenant, ports: Ports) -> None:
    """Keep the code among the organization's defaults, beside those of other series."""
    now, member = ports.now(), f"{shown.authority}_{option}"

    def build(known: Known) -> Commit:
        organization = known.organization
        codes = {**(organization.defaults.get(member) or {}), shown.name: shown.code}
        changed = replace(
            organization,
            defaults={**organization.defaults, member: codes},
            version=organization.version + 1,
            updated_at=now,
        )
        event = Event(
            type="series.registered",
            subject=organization.id,
            account_id=tenant.account_id,
            data={"authority": shown.authority, "series": shown.name, "code": shown.code},
        )
        return Commit(event, organization=changed)

    ports.store(tenant).commit(ports.key(None), build, on_fresh=True)
