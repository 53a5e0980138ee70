"""Certificates of tax authorities: taken, encrypted at once, never given back."""

from dataclasses import dataclass
from datetime import datetime

from invoicing.errors import Finding, InvalidDocument
from invoicing.fiscal import Authority, find_authority
from invoicing.model import Document, Party
from invoicing.model.fiscal import Certificate, Environment, FiscalSettings
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.fiscal import environment_of, settings_of, with_settings
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._authority import names_of, roots_key
from invoicing.usecases._certificate_watch import watch_row
from invoicing.usecases._fiscal import sealing_context
from invoicing.usecases.ports import Ports

NONCE_BITS = 96


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """What is told of a certificate; None where there is none."""

    authority: str
    certificate: Certificate | None
    now: datetime


def upload_certificate(
    name: str,
    data: bytes,
    passphrase: str,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> ShownCertificate:
    """The certificate, kept for the token's world; it takes the place of the one before.

    UnreadableFile where the file or the passphrase is wrong; InvalidDocument where it is another
    taxpayer's, or not valid now.
    """
    from invoicing.fiscal._keys import open_identity  # noqa: PLC0415 - few requests need it

    authority, purpose = _with_certificates(name)
    store, now = ports.store(tenant), ports.now()
    identity = open_identity(data, passphrase.encode() or None)
    own = identity.certificate
    assert authority.certificate_tax_number is not None  # noqa: S101 - checked above
    made = Certificate(
        environment=environment_of(live=tenant.live),
        purpose=purpose,
        fingerprint=identity.fingerprint,
        subject=own.subject.rfc4514_string(),
        issuer=own.issuer.rfc4514_string(),
        serial=str(own.serial_number),
        tax_number=authority.certificate_tax_number(identity),
        valid_from=own.not_valid_before_utc,
        valid_to=own.not_valid_after_utc,
        uploaded_at=now,
    )
    _check(made, authority, store.organization().party, now)
    nonce = ports.random.getrandbits(NONCE_BITS).to_bytes(NONCE_BITS // 8, "big")
    sealed = ports.vault.seal(identity.to_bytes(), sealing_context(tenant, authority.name), nonce)
    made = replace(made, secret=sealed)

    def build(known: Known) -> Commit:
        organization = known.organization
        _check(made, authority, organization.party, now)
        own = authority.name
        settings = settings_of(organization, own) or FiscalSettings(authority=own)
        place = (made.environment, made.purpose)
        others = (c for c in settings.certificates if (c.environment, c.purpose) != place)
        changed = with_settings(organization, replace(settings, certificates=(*others, made)))
        changed = replace(changed, version=organization.version + 1, updated_at=now)
        event = Event(
            type="certificate.uploaded",
            subject=organization.id,
            account_id=tenant.account_id,
            data={"authority": name, "serial": made.serial, "validTo": f"{made.valid_to:%Y-%m-%d}"},
        )
        watch = watch_row(made, name, store, now)
        return Commit(event, organization=changed, objects=(watch,))

    store.commit(ports.key(key), build, on_fresh=True)
    return ShownCertificate(name, made, now)


def get_certificate(name: str, tenant: Tenant, ports: Ports) -> ShownCertificate:
    """What is told of the certificate in use."""
    authority, purpose = _with_certificates(name)
    settings = settings_of(ports.store(tenant).organization(), authority.name)
    environment = environment_of(live=tenant.live)
    found = settings.certificate(environment, purpose) if settings else None
    return ShownCertificate(name, found, ports.now())


def install_roots(name: str, environment: Environment, pem: bytes, ports: Ports) -> int:
    """Trust these certificates in an authority's answers, and no others; how many they are.

    UnreadableFile where the bytes are no PEM certificates.
    """
    from invoicing.fiscal._keys import read_roots  # noqa: PLC0415 - few commands need it

    found = read_roots(pem)
    ports.files.put(roots_key(name, environment), pem, "application/x-pem-file")
    return len(found.certificates)


def _with_certificates(name: str) -> tuple[Authority, str]:
    """The authority, and what the certificate is for besides making codes: `at-tls`."""
    own, _, purpose = name.partition("-")
    authority = find_authority(own)
    if purpose and (
        authority is None or not authority.series or authority.series.purpose != purpose
    ):
        authority = None
    if authority is None or authority.certificate_tax_number is None:
        text = f"there is no authority {name[:40]!r} that gives certificates"
        fix = f"send type={' or type='.join(names_of(lambda one: one.certificate_tax_number))}"
        raise InvalidDocument([Finding("authority-unknown", "/query/type", text, fix)])
    return authority, purpose


def _check(certificate: Certificate, authority: Authority, party: Party, now: datetime) -> None:
    findings = []
    assert certificate.valid_from and certificate.valid_to  # noqa: S101, PT018 - read from it
    if not certificate.valid_from <= now <= certificate.valid_to:
        text = (
            f"the certificate is valid from {certificate.valid_from:%Y-%m-%d}"
            f" to {certificate.valid_to:%Y-%m-%d}"
        )
        fix = "send one that is valid now; check this installation's clock if it should be"
        findings.append(Finding("certificate-expired", "/certificate", text, fix))
    own = authority.tax_number(Document(seller=party))
    # A key that only opens a connection is its program's, not the taxpayer's.
    if certificate.tax_number != own and not certificate.purpose:
        text = (
            f"the certificate is that of {certificate.tax_number or 'no taxpayer'},"
            f" the organization's tax number is {own or 'not set'}"
        )
        fix = "send the organization's own certificate, or correct its taxNumber first"
        findings.append(Finding("certificate-tax-number", "/certificate", text, fix))
    if findings:
        raise InvalidDocument(findings)
