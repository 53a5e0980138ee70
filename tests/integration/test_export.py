"""An organization leaves in one archive, is judged without our code, and comes back equal."""

import base64
import io
import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import boto3
import pytest
from PIL import Image
from tests.support.world import ENVIRONMENT, ROOT, Credentials, World, cloud

from invoicing.edge import operate
from invoicing.edge.verify_export import verify
from invoicing.edge.wiring import ports
from invoicing.errors import Conflict, UnreadableFile
from invoicing.model.tenant import Tenant
from invoicing.usecases.export_organization import export_organization, import_organization

VERIFIER = ROOT / "layers" / "engine" / "invoicing" / "edge" / "verify_export.py"
TAX = [{"rate": 22}]
LINE = {"name": "x", "price": "10.10", "quantity": 3, "_documentItemTaxes": TAX}
LONG = "NOTULA_LONG" in os.environ
FLIPS = 500 if LONG else 50
FIELD_CHANGES = 400 if LONG else 40


def call(world: World, owner: Credentials, method: str, path: str, body: Any = None, **headers):
    answer = world.request(method, path, body, token=owner.token, headers=headers)
    assert answer.status < 300, answer.body
    return answer.json


def furnish(world: World, owner: Credentials) -> list[str]:
    """Documents of many kinds and fates; their ids."""
    own = f"/v1/Organizations/{owner.organization_id}"
    series = {"code": "B", "type": "invoice", "pattern": "{SERIE}-{YYYY}-{n:04}", "start": 41}
    call(world, owner, "POST", f"{own}/series", series)
    made = []

    def document(**members: Any) -> str:
        body = {"_documentItems": [LINE, {"name": "y", "price": 5}], **members}
        made.append(call(world, owner, "POST", f"{own}/documents", body)["id"])
        return made[-1]

    document()
    document(number="2026-00002")  # a number of the caller's in the middle of the counter
    document(note="ž € 🙂", discountAmount=1)
    document(serie="B")
    document(serie="B", date="2027-02-01")
    document(type="estimate", _documentItems=[{**LINE, "discount": 10}])
    document(incoming=True, number="S-1", _documentIssuer={"name": "Supplier"})
    shared = document(type="credit-note")
    call(world, owner, "POST", f"/v1/Documents/{shared}/share", {})
    call(world, owner, "PATCH", f"/v1/Documents/{shared}", {"custom": {"a": 1.5}})
    document(draft=True, uniqueId="u-1")
    deleted = document(draft=True)
    call(world, owner, "DELETE", f"/v1/Documents/{deleted}")
    made.remove(deleted)
    big = [
        {"name": f"line {n} {Random(n + 1_000_000).getrandbits(600):x}", "price": 1}
        for n in range(2000)
    ]
    document(_documentItems=big)
    key = {"idempotency-key": "order-1"}
    body = {"_documentItems": [LINE]}
    made.append(call(world, owner, "POST", f"{own}/documents", body, **key)["id"])
    return made


def tenant(owner: Credentials) -> Tenant:
    return Tenant(organization_id=owner.organization_id)


def problems_of(owner: Credentials) -> list[str]:
    return verify(io.BytesIO(export_organization(tenant(owner), ports())))[0]


@pytest.fixture
def furnished(world: World, owner: Credentials) -> list[str]:
    return furnish(world, owner)


def table() -> Any:
    return boto3.client("dynamodb", region_name=ENVIRONMENT["AWS_REGION"])


def test_R9_a_whole_export_has_no_problems_and_says_what_it_checked(world, owner, furnished):
    archive = io.BytesIO(export_organization(tenant(owner), ports()))
    problems, counts = verify(archive)
    assert problems == []
    assert counts["documents"] == len(furnished)
    assert counts["journal"] == len(furnished) + 5
    for line in zipfile.ZipFile(archive).read("documents.jsonl").splitlines():
        assert json.loads(line)["body"]


def test_U42_the_verifier_needs_only_the_standard_library(world, owner, furnished, tmp_path):
    path = tmp_path / "export.zip"
    arguments = ["export", "--organization", owner.organization_id, "--out", str(path)]
    assert operate.main(arguments) == 0
    alone = tmp_path / "verify_export.py"
    alone.write_text(VERIFIER.read_text())
    command = [sys.executable, "-I", "-S", str(alone), str(path)]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 problems in ")
    path.write_bytes(path.read_bytes()[:-40])
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert done.returncode == 1


def test_an_operator_verifies_a_stack_or_a_file(world, owner, furnished, tmp_path, capsys):
    assert operate.main(["verify", "--organization", owner.organization_id]) == 0
    assert "problems: 0" in capsys.readouterr().out
    row = next(row for row in world.rows() if row["PK"]["S"].endswith(furnished[0]))
    row["number"] = {"S": "2026-00099"}
    table().put_item(TableName=ENVIRONMENT["TABLE_NAME"], Item=row)
    assert operate.main(["verify", "--organization", owner.organization_id]) == 1
    assert furnished[0] in capsys.readouterr().err


def test_an_export_holds_no_secrets_unless_asked(world, owner, furnished):
    secret = world.request(
        "POST", f"/v1/Documents/{furnished[0]}/share", {}, token=owner.token
    ).json["shareableId"]
    own = f"/v1/Organizations/{owner.organization_id}"
    call(world, owner, "PATCH", own, {"name": "Other"}, **{"idempotency-key": "k"})
    stored = ports().store(tenant(owner)).organization().share_secret
    assert stored
    for with_secrets in (False, True):
        data = export_organization(tenant(owner), ports(), with_secrets=with_secrets)
        archive = zipfile.ZipFile(io.BytesIO(data))
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert (stored in text) is with_secrets
        assert ("TOKEN#" in text) is with_secrets
        assert ("SHARE#" in text) is with_secrets
        assert owner.token not in text
        assert secret not in text


def test_an_export_holds_nothing_of_others(world, owner, furnished):
    stranger = world.organization("Stranger d.o.o.")
    call(world, stranger, "POST", f"/v1/Organizations/{stranger.organization_id}/series",
         {"code": "XYZZY", "type": "invoice", "pattern": "{n}"})  # fmt: skip
    data = export_organization(tenant(owner), ports(), with_secrets=True)
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        assert stranger.organization_id.encode() not in archive.read(name)
        assert b"XYZZY" not in archive.read(name)


def _flip(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def _named(row: dict[str, Any]) -> str:
    """What a problem with this row must name."""
    pk, sk = row["PK"]["S"], row["SK"]["S"]
    return (
        row["ref"]["S"] if pk.endswith("#LOG") else pk.rsplit("#", 1)[-1] + sk.removeprefix("META")
    )


def test_R10_every_flipped_bit_of_a_stored_content_is_found_and_its_document_named(
    world, owner, furnished
):
    random = Random(11)
    rows = [r for r in world.rows() if "#DOC#" in r["PK"]["S"] or r["PK"]["S"].endswith("#LOG")]
    s3 = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
    bucket = ENVIRONMENT["FILES_BUCKET"]
    assert any("file" in row for row in rows)
    missed = []
    for flip in range(FLIPS):
        row = random.choice(rows)
        if "file" in row:
            key = row["file"]["S"]
            whole = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            s3.put_object(Bucket=bucket, Key=key, Body=_flip(whole, random))
        else:
            name = "entry" if "entry" in row else "body"
            changed = {**row, name: {"B": _flip(row[name]["B"], random)}}
            table().put_item(TableName=ENVIRONMENT["TABLE_NAME"], Item=changed)
        found = problems_of(owner)
        if not any(_named(row) in problem for problem in found):
            missed.append((flip, _named(row), found))
        if "file" in row:
            s3.put_object(Bucket=bucket, Key=key, Body=whole)
        else:
            table().put_item(TableName=ENVIRONMENT["TABLE_NAME"], Item=row)
    print(f"flips={FLIPS} located={FLIPS - len(missed)}")
    assert missed == []
    assert problems_of(owner) == []


def _other(value: dict[str, Any], random: Random) -> dict[str, Any]:
    (kind, old), *_ = value.items()
    if kind == "N":
        return {"N": str(int(float(old)) + random.randint(1, 9))}
    if kind == "S":
        return {"S": old[:-1] + chr((ord(old[-1]) - 32 + random.randint(1, 90)) % 95 + 32)}
    return {"B": _flip(old, random)}


def test_R10_every_changed_or_missing_column_is_found_and_named(world, owner, furnished):
    random = Random(12)
    kinds = ("#DOC#", "#LOG", "#CLAIM#NUM|out", "CTR#", "HEAD")
    rows = [
        r for r in world.rows()
        if any(k in r["PK"]["S"] + r["SK"]["S"] for k in kinds) and "TOKEN" not in r["PK"]["S"]
        and "|in|" not in r["PK"]["S"] + r["SK"]["S"] and "CTR#in" not in r["SK"]["S"]
    ]  # fmt: skip
    missed = []
    for _ in range(FIELD_CHANGES):
        row = random.choice(rows)
        names = sorted(set(row) - {"PK", "SK", "body", "file", "expires_at"})
        name = random.choice(names)
        changed = {k: v for k, v in row.items() if k != name}
        if random.random() < 0.8 or name in ("n", "last_hash"):
            changed[name] = _other(row[name], random)
        table().put_item(TableName=ENVIRONMENT["TABLE_NAME"], Item=changed)
        found = problems_of(owner)
        if row["SK"]["S"] == "HEAD":
            named = "does not end"
        elif "#CLAIM#" in row["PK"]["S"]:
            named = row["ref"]["S"]
        elif row["SK"]["S"].startswith("CTR#"):
            named = row["SK"]["S"].removeprefix("CTR#")
        else:
            named = _named(row)
        if not any(named in problem for problem in found):
            missed.append((name, row["PK"]["S"], row["SK"]["S"], changed.get(name), found))
        table().put_item(TableName=ENVIRONMENT["TABLE_NAME"], Item=row)
    print(f"changes={FIELD_CHANGES} located={FIELD_CHANGES - len(missed)}")
    assert missed == []


@pytest.mark.parametrize("kind", ["#DOC#", "#LOG"])
def test_R10_a_removed_row_is_found(world, owner, furnished, kind):
    row = next(r for r in world.rows() if kind in r["PK"]["S"] and "expires_at" not in r)
    key = {"PK": row["PK"], "SK": row["SK"]}
    table().delete_item(TableName=ENVIRONMENT["TABLE_NAME"], Key=key)
    assert problems_of(owner) != []


def _rewritten(data: bytes, change: Any) -> io.BytesIO:
    """The archive with one document changed and everything around it made to fit."""
    source = zipfile.ZipFile(io.BytesIO(data))
    files = {name: source.read(name) for name in source.namelist()}
    lines = [json.loads(line) for line in files["documents.jsonl"].splitlines()]
    body = json.loads(lines[0]["body"])
    change(body)
    lines[0]["body"] = json.dumps(body)
    files["documents.jsonl"] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    manifest = json.loads(files["manifest.json"])
    manifest["sha256"]["documents.jsonl"] = sha256(files["documents.jsonl"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda d: d["totals"].update(net="1"), "net is 1"),
        (lambda d: d["totals"].update(tax="1"), "tax is 1"),
        (lambda d: d["totals"].update(gross="1"), "gross is 1"),
        (lambda d: d["lines"][0].update(net_amount="99"), "lines is"),
        (lambda d: d["tax_subtotals"][0].update(tax="99"), "tax is"),
    ],
)
def test_totals_are_recomputed_from_their_parts(world, owner, furnished, change, named):
    data = export_organization(tenant(owner), ports())
    problems, _ = verify(_rewritten(data, change))
    assert any(named in problem and furnished[0] in problem for problem in problems)


def test_a_gap_in_the_numbers_is_found(world, owner, furnished):
    row = next(r for r in world.rows() if r["SK"]["S"] == "CTR#out|invoice||2026")
    row["n"] = {"N": str(int(row["n"]["N"]) + 1)}
    table().put_item(TableName=ENVIRONMENT["TABLE_NAME"], Item=row)
    assert any("is missing" in problem for problem in problems_of(owner))


def _left(world: World, owner: Credentials, furnished: list[str]) -> tuple[bytes, Any, str, str]:
    """The export, and what a restored stack must answer."""
    share = call(world, owner, "POST", f"/v1/Documents/{furnished[7]}/share", {})["shareableId"]
    data = export_organization(tenant(owner), ports(), with_secrets=True)
    expected = call(world, owner, "GET", f"/v1/Documents/{furnished[0]}")
    asked = f"/v1/Organizations/{owner.organization_id}/next-doc-number?type=invoice"
    return data, expected, share, call(world, owner, "GET", asked)["number"]


def test_U42_a_restored_stack_exports_the_same_bytes_and_goes_on():
    with cloud(World()) as world:
        owner = world.organization()
        furnished = furnish(world, owner)
        data, expected, share, number = _left(world, owner, furnished)
    own = f"/v1/Organizations/{owner.organization_id}"
    with cloud(World(random=Random(2))) as other:
        counts = import_organization(data, ports())
        assert counts["documents"] == len(furnished)
        assert export_organization(tenant(owner), ports(), with_secrets=True) == data
        assert call(other, owner, "GET", f"/v1/Documents/{furnished[0]}") == expected
        assert other.request("GET", f"/v1/Documents/public/{share}").status == 200
        key = {"idempotency-key": "order-1"}
        body = {"_documentItems": [LINE]}
        again = other.request("POST", f"{own}/documents", body, token=owner.token, headers=key)
        assert (again.json["id"], again.headers["idempotent-replayed"]) == (furnished[-1], "true")
        assert call(other, owner, "POST", f"{own}/documents", body)["number"] == number
        assert problems_of(owner) == []
        with pytest.raises(Conflict):
            import_organization(data, ports())


def test_an_archive_that_was_changed_or_has_no_secrets_is_not_restored():
    with cloud(World()) as world:
        owner = world.organization()
        furnish(world, owner)
        without = export_organization(tenant(owner), ports())
        data = export_organization(tenant(owner), ports(), with_secrets=True)
    changed = _rewritten(data, lambda body: body.update(note="other")).getvalue()
    broken = zipfile.ZipFile(io.BytesIO(changed))
    files = {name: broken.read(name) for name in broken.namelist()}
    files["journal.jsonl"] = files["journal.jsonl"][:-2]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with cloud(World()) as other:
        before = other.rows()
        for wrong in (without, target.getvalue(), b"", b"PK", base64.b64encode(data)):
            with pytest.raises(UnreadableFile):
                import_organization(wrong, ports())
        assert other.rows() == before


def test_the_verifier_imports_nothing_of_ours():
    text = Path(VERIFIER).read_text()
    assert "invoicing" not in text


def _png(colour: str) -> str:
    image = io.BytesIO()
    Image.new("RGB", (400, 200), colour).save(image, "PNG")
    return base64.b64encode(image.getvalue()).decode()


def test_U42_files_leave_with_their_organization_and_come_back():
    with cloud(World()) as world:
        owner = world.organization()
        own = f"/v1/Organizations/{owner.organization_id}"
        made = call(world, owner, "POST", f"{own}/documents", {"_documentItems": [LINE]})
        path = f"/v1/Documents/{made['id']}/attachments/upload"
        sent = {"name": "photo.png", "contentBase64": _png("#00a040")}
        attached = call(world, owner, "POST", path, sent)
        logo = call(world, owner, "POST", f"{own}/images", {"contentBase64": _png("#a00040")})
        archive = export_organization(tenant(owner), ports(), with_secrets=True)
        boto3.resource("s3").Bucket(ENVIRONMENT["FILES_BUCKET"]).object_versions.delete()
        lost = io.BytesIO(export_organization(tenant(owner), ports(), with_secrets=True))
    names = zipfile.ZipFile(io.BytesIO(archive)).namelist()
    files = {name for name in names if name.startswith("files/")}
    assert len(files) == 3
    assert {f"files/{attached['sha256']}", f"files/{logo['sha256']}"} < files
    assert [p for p in verify(io.BytesIO(archive))[0] if "photo.png" in p] == []
    assert [p for p in verify(lost)[0] if made["id"] in p and "photo.png" in p]
    with cloud(World()):
        import_organization(archive, ports())
        assert export_organization(tenant(owner), ports(), with_secrets=True) == archive
