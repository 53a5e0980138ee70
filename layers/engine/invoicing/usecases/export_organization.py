"""An organization as one archive, and an archive as an organization again (U42).

The archive is a zip of JSON lines, one file per kind of row, the content of every kept file, and
a manifest with the SHA-256 of each. Equal data give equal bytes: the order is that of the keys,
and no time of export is in it.
`edge/verify_export.py` judges an archive without any of our code.
"""

import base64
import hashlib
import io
import json
import zipfile
from contextlib import suppress
from typing import Any

from invoicing.errors import NotFound, UnreadableFile
from invoicing.model.tenant import Tenant
from invoicing.store import rows
from invoicing.store.dump import LINK, TOKEN, Raw, packed, restore_row, tenant_rows, unpacked
from invoicing.store.files import THUMBNAIL, Files, content_key
from invoicing.store.repository import Repository
from invoicing.usecases.ports import Ports

FORMAT = "notula-export"
VERSION = 1
MANIFEST = "manifest.json"
CONTENT = "files/"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say

Line = dict[str, Any]


def export_organization(tenant: Tenant, ports: Ports, *, with_secrets: bool = False) -> bytes:
    """The archive of one world of an organization.

    Without secrets it has no tokens, no links and no secret members, and cannot be restored.
    """
    store = ports.store(tenant)
    kinds: dict[str, list[Line]] = {}
    for raw in tenant_rows(tenant):
        kind = _kind(raw["PK"]["S"], rows.world(tenant))
        if kind in ("tokens", "links") and not with_secrets:
            continue
        kinds.setdefault(kind, []).append(_line(raw, kind, store.files, with_secrets=with_secrets))
    files = {f"{kind}.jsonl": _json_lines(lines) for kind, lines in sorted(kinds.items())}
    files |= _contents(kinds.get("file", []), store)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "organization": tenant.organization_id,
        "live": tenant.live,
        "secrets": with_secrets,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return _zip({MANIFEST: _dumps(manifest) + b"\n", **files})


def import_organization(data: bytes, ports: Ports) -> dict[str, int]:
    """Restore an archive with secrets into a stack that has no such organization.

    How many rows of each kind there were. UnreadableFile where it is no whole archive of ours.
    """
    manifest, files = _opened(data)
    if not manifest.get("secrets"):
        raise _unreadable("the archive was made without secrets", "export again --with-secrets")
    tenant = Tenant(organization_id=manifest["organization"], live=manifest["live"])
    store = ports.store(tenant)
    counts = {}
    # The organization comes last: it exists only once all its rows do.
    for name in sorted(files, key=lambda one: (one == "organization.jsonl", one)):
        if name.startswith(CONTENT):
            store.files.put(content_key(store.world, name.removeprefix(CONTENT)), files[name])
            continue
        lines = [json.loads(line) for line in files[name].splitlines()]
        for line in lines:
            _restore(line, store.files)
        counts[name.removesuffix(".jsonl")] = len(lines)
    return counts


def _contents(lines: list[Line], store: Repository) -> dict[str, bytes]:
    """The bytes of every kept file, under their hash; what is missing is left to the judge."""
    found = {}
    for line in lines:
        sha256 = line["sk"]
        names = [sha256]
        if json.loads(line["body"]).get("thumbnail_type"):
            names.append(f"{sha256}{THUMBNAIL}")
        for name in names:
            with suppress(NotFound):
                found[f"{CONTENT}{name}"] = store.files.get(content_key(store.world, name))
    return found


def _kind(pk: str, world: str) -> str:
    if pk.startswith(TOKEN):
        return "tokens"
    if pk.startswith(LINK):
        return "links"
    if pk == world:
        return "organization"
    word = pk.removeprefix(f"{world}#").split("#")[0]
    known = {"DOC": "documents", "LOG": "journal", "CLAIM": "claims", "REPLAY": "replays"}
    return known.get(word, word.lower())


def _line(raw: Raw, kind: str, files: Files, *, with_secrets: bool) -> Line:
    """A row as one object: its key, its plain attributes, its body as text."""
    line: Line = {"pk": raw["PK"]["S"], "sk": raw["SK"]["S"]}
    line["row"] = {
        name: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value
        for name, value in raw.items()
        if name not in ("PK", "SK", "body", "entry")
    }
    if "entry" in raw:
        _add_text(line, "entry", bytes(raw["entry"]["B"]))
    if "body" in raw or "file" in raw:
        text = unpacked(raw, files)
        if text is None:
            damaged = raw["body"]["B"] if "body" in raw else b""
            line["damaged"] = base64.b64encode(damaged).decode()
        else:
            if not with_secrets and kind != "documents":
                text = _shown(text, kind)
            _add_text(line, "body", text)
    return line


def _add_text(line: Line, name: str, data: bytes) -> None:
    try:
        line[name] = data.decode()
    except UnicodeDecodeError:
        line["damaged"] = base64.b64encode(data).decode()


def _shown(text: bytes, kind: str) -> bytes:
    """A body without its secret members; documents have none and keep their exact bytes."""
    value = json.loads(text)
    if kind == "replays" and "share_secret" not in value:
        return text
    return _dumps(_without_secrets(value))


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_secrets(v) for k, v in value.items() if "secret" not in k.lower()}
    if isinstance(value, list):
        return [_without_secrets(member) for member in value]
    return value


def _restore(line: Line, files: Files) -> None:
    if "damaged" in line:
        raise _unreadable(f"the row {line['pk']} is damaged", "restore from another archive")
    raw: Raw = {"PK": {"S": line["pk"]}, "SK": {"S": line["sk"]}}
    for name, value in line["row"].items():
        raw[name] = {"B": base64.b64decode(value["B"])} if "B" in value else value
    if "entry" in line:
        raw["entry"] = {"B": line["entry"].encode()}
    if "body" in line:
        body = packed(raw, line["body"].encode())
        if "file" in raw:
            files.put(raw["file"]["S"], body)
        else:
            raw["body"] = {"B": body}
    restore_row(raw)


def _opened(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files.pop(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as exc:
        raise _unreadable("this is no archive of ours", "send what export made") from exc
    if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise _unreadable("this is no archive of ours", "send what export made")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    if hashes != manifest["sha256"]:
        raise _unreadable("a file of the archive was changed", "restore from another archive")
    return manifest, files


def _unreadable(text: str, fix: str) -> UnreadableFile:
    return UnreadableFile("archive", text, fix=fix)


def _json_lines(lines: list[Line]) -> bytes:
    return b"".join(_dumps(line) + b"\n" for line in lines)


def _dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
