"""What must hold of kept files: every reference counted, every content there, byte for byte."""

import hashlib
import json
import zlib
from collections import Counter
from typing import Any

from tests.faults.invariants import _bytes, documents
from tests.support.world import ENVIRONMENT, _client

Row = dict[str, Any]


def broken_files(rows: list[Row]) -> list[str]:
    """Every broken promise about files, read from the table and from the bucket."""
    kept = {
        (row["PK"]["S"].removesuffix("#FILE"), row["SK"]["S"]): json.loads(
            zlib.decompress(_bytes(row["body"]["B"]))
        )
        for row in rows
        if row["PK"]["S"].endswith("#FILE")
    }
    wanted: Counter[tuple[str, str]] = Counter()
    for document in documents(rows).values():
        world = f"{'ORG' if document.get('live', True) else 'TEST'}#{document['organization_id']}"
        wanted.update((world, one["sha256"]) for one in document.get("attachments", ()))
        wanted.update((world, one["sha256"]) for one in document.get("prints", ()))
        wanted.update((world, one["sha256"]) for one in [document.get("original")] if one)
    for row in rows:
        pk = row["PK"]["S"]
        if row["SK"]["S"] == "META" and pk.startswith(("ORG#", "TEST#")) and pk.count("#") == 1:
            value = json.loads(zlib.decompress(_bytes(row["body"]["B"])))
            images = [value.get(name) for name in ("logo", "signature")]
            wanted.update((pk, image["sha256"]) for image in images if image)
    found = [f"{at} is referred to {wanted[at]} times" for at in wanted if at not in kept]
    for at, value in kept.items():
        if value.get("references", 1) != wanted[at]:
            found.append(f"{at} counts {value.get('references', 1)} of {wanted[at]} references")
        found += _content(*at)
    return found


def _content(world: str, sha256: str) -> list[str]:
    client = _client("s3")
    key = f"{world.replace('#', '/')}/files/{sha256}"
    listed = client.list_objects_v2(Bucket=ENVIRONMENT["FILES_BUCKET"], Prefix=key)
    if key not in {one["Key"] for one in listed.get("Contents", ())}:
        return [f"{key} has no bytes"]
    data = client.get_object(Bucket=ENVIRONMENT["FILES_BUCKET"], Key=key)["Body"].read()
    return [] if hashlib.sha256(data).hexdigest() == sha256 else [f"{key} has other bytes"]
