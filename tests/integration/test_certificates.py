"""Certificates of tax authorities: taken, encrypted, never given back, watched."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.support.fiscal import BEGAN, PASSPHRASE
from tests.support.fiscal_world import FiscalWorld, fiscal_cloud, taxpayer

from invoicing.usecases.export_organization import export_organization


@pytest.fixture
def world():
    with fiscal_cloud(FiscalWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.organization()


def has(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/has-certificate?type=furs"
    return world.done("GET", path, None, owner)


def test_D_a_certificate_is_told_of_and_its_key_never(world, owner):
    assert has(world, owner) == {"hasCertificate": False, "type": "furs"}
    told = world.done_upload(owner)
    own = taxpayer().certificate
    assert told.pop("success") is True
    assert told == has(world, owner)
    assert (told["taxNumber"], told["serial"]) == ("50223054", str(own.serial_number))
    assert (told["environment"], told["expired"]) == ("production", False)


def test_D_the_key_is_encrypted_in_the_store_and_in_no_log_answer_or_export(world, owner, capsys):
    world.done_upload(owner)
    key = taxpayer().key
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    numbers = key.private_numbers()
    secrets = (
        der[-64:],
        numbers.d.to_bytes(256, "big")[:64],
        numbers.p.to_bytes(128, "big")[:64],
        PASSPHRASE.encode(),
    )
    import zlib  # noqa: PLC0415 - rows are deflated

    stored = b"".join(
        zlib.decompress(row["body"]["B"])
        for row in world.rows()
        if b"x\x9c" in row.get("body", {}).get("B", b"")[:2]
    )
    assert b"50223054" in stored
    with_secrets = world.ports()
    from invoicing.model.tenant import Tenant  # noqa: PLC0415 - one use

    tenant = Tenant(organization_id=owner.organization_id)
    exported = export_organization(tenant, with_secrets, with_secrets=False)
    out = capsys.readouterr()
    for secret in secrets:
        for place in (stored, exported, out.out.encode(), out.err.encode()):
            assert secret not in place
    shown = json.dumps(has(world, owner)) + json.dumps(
        world.done("GET", f"/v1/Organizations/{owner.organization_id}", None, owner)
    )
    assert "secret" not in shown


@pytest.mark.parametrize(
    ("data", "passphrase", "status", "code"),
    [
        (b"no p12", PASSPHRASE, 400, "certificate-unreadable"),
        (None, "wrong", 400, "certificate-unreadable"),
        (None, "", 400, "certificate-unreadable"),
        (b"x" * 70_000, PASSPHRASE, 413, "certificate-size"),
    ],
)
def test_D_what_is_no_certificate_changes_nothing(  # noqa: PLR0917 - what is sent, what is said
    world, owner, data, passphrase, status, code
):
    answer = world.upload(owner, taxpayer().p12(PASSPHRASE) if data is None else data, passphrase)
    assert answer.status == status
    assert answer.json["type"].endswith(f"#{code}")
    assert not has(world, owner)["hasCertificate"]


def test_D_another_taxpayers_certificate_and_an_expired_one_are_refused(world, owner):
    other = world.upload(owner, taxpayer("10148019").p12(PASSPHRASE))
    assert other.status == 422
    assert other.json["errors"][0]["code"] == "certificate-tax-number"
    old = world.upload(owner, taxpayer(valid_for=timedelta(days=30)).p12(PASSPHRASE))
    assert old.status == 422
    assert old.json["errors"][0]["code"] == "certificate-expired"
    unknown = world.upload(owner, b"x", kind="nobody")
    assert unknown.status == 422
    assert unknown.json["errors"][0]["pointer"] == "/query/type"


def test_D_a_renewed_certificate_takes_the_place_of_the_one_before(world):
    owner = world.shop()
    first = world.issue(owner)
    renewed = taxpayer(valid_for=timedelta(days=3000))
    world.done_upload(owner, renewed)
    second = world.issue(owner)
    assert has(world, owner)["serial"] == str(renewed.certificate.serial_number)
    assert (first["_furs"]["status"], second["_furs"]["status"]) == ("registered", "registered")


def test_D_a_certificate_that_ends_meanwhile_is_named_and_renewed(world):
    """What waits is registered once a new one is there; nothing new is issued until then."""
    ends = timedelta(days=2530)  # some days after the world begins
    owner = world.shop()
    world.done_upload(owner, taxpayer(valid_for=ends))
    world.fails = lambda _: "down"
    made = world.issue(owner)
    world.fails = lambda _: None
    world.now = BEGAN + ends + timedelta(hours=1)
    world.tick_janitor()
    block = world.read(owner, made)["_furs"]
    assert (block["status"], block["error"]["code"]) == ("pending", "certificate-expired")
    refused = world.issue(owner, None, 422)
    assert refused["errors"][0]["code"] == "certificate-expired"
    world.done_upload(owner)
    world.later(timedelta(hours=2))
    after = world.read(owner, made)["_furs"]
    assert (after["status"], after["zoi"]) == ("registered", made["_furs"]["zoi"])


def test_D_a_tax_number_that_is_changed_stops_issuing_until_it_fits(world):
    owner = world.shop()
    path = f"/v1/Organizations/{owner.organization_id}"
    world.done("PATCH", path, {"taxNumber": "SI10148019"}, owner)
    refused = world.issue(owner, None, 422)
    assert refused["errors"][0]["code"] == "certificate-tax-number"
    world.done("PATCH", path, {"taxNumber": "SI50223054"}, owner)
    assert world.issue(owner)["_furs"]["invoiceNumber"] == 1


def test_D_verifying_without_certificate_names_what_is_missing(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}"
    world.done("PATCH", path, {"defaults": {"furs_verifying": True}}, owner)
    premise = {"businessPremiseId": "SPLET", "type": "device"}
    told = world.done("POST", f"{path}/businesspremises", premise, owner, 201)
    assert told["error"]["code"] == "certificate-missing"
    world.done("POST", f"{path}/electronicDevices", {"electronicDeviceId": "B1"}, owner, 201)
    refused = world.issue(owner, None, 422)
    assert refused["errors"][0]["code"] == "certificate-missing"


def test_D_the_end_of_a_certificate_is_told_of_in_time_and_once_each(world, owner):
    hook = world.webhook(owner, events=["certificate.expiring"])
    ends = timedelta(days=2560)  # some five weeks after the world begins
    world.done_upload(owner, taxpayer(valid_for=ends))
    swept = []
    for days in (40, 30, 29, 14, 10, 7, 1, 0, -1):
        world.now = BEGAN + ends - timedelta(days=days) + timedelta(minutes=1)
        swept.append((days, world.tick_janitor()["certificates"]))
    assert [days for days, told in swept if told] == [30, 14, 7, 1, 0]
    world.deliver()
    assert len(world.deliveries(owner, hook)) == 5
    assert has(world, owner)["expired"] is True
    world.done_upload(owner)
    assert world.tick_janitor()["certificates"] == 0
