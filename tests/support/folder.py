"""The import folder from outside: files are put there, and the bucket tells of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_plus

from tests.support.world import ENVIRONMENT, Credentials, World, _client, module

from invoicing.edge.arrivals import arrival_message

BUCKET = ENVIRONMENT["FILES_BUCKET"]
Told = tuple[str, str]
"""A key and a version id."""


def client() -> Any:
    return _client("s3")


def put(owner: Credentials, path: str, data: bytes, *, live: bool = True) -> Told:
    """A file in the organization's folder."""
    key = f"imports/{'' if live else 'test/'}{owner.organization_id}/{path}"
    return key, client().put_object(Bucket=BUCKET, Key=key, Body=data)["VersionId"]


def event(told: Iterable[Told], times: int = 1) -> dict[str, Any]:
    """One batch of the queue, a message for each."""
    return {
        "Records": [
            {
                "messageId": str(number),
                "body": arrival_message(key, version_id),
                "attributes": {"ApproximateReceiveCount": str(times)},
            }
            for number, (key, version_id) in enumerate(told)
        ]
    }


def tell(told: Iterable[Told], times: int = 1) -> list[str]:
    """Hand a batch over; the messages that failed."""
    answer = module("import_file").handler(event(told, times), None)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def records(world: World, owner: Credentials, query: str = "") -> list[dict[str, Any]]:
    """The organization's imports as the API lists them, newest first."""
    path = f"/v1/Organizations/{owner.organization_id}/imports?limit=1000{query}"
    answer = world.request("GET", path, token=owner.token)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json
    return found


def take(world: World, owner: Credentials, files: Mapping[str, bytes]) -> list[str]:
    """Files put into the folder and taken at once; the ids of their records, in order."""
    assert tell([put(owner, path, data) for path, data in files.items()]) == []
    ids = {record["path"]: record["id"] for record in records(world, owner)}
    return [ids[path] for path in files]


def keys(prefix: str) -> list[str]:
    """What lies in the bucket under a prefix, hidden versions too."""
    found = client().list_object_versions(Bucket=BUCKET, Prefix=prefix)
    return sorted(one["Key"] for one in found.get("Versions", ()))


def read(key: str) -> bytes:
    data: bytes = client().get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return data


def read_json(key: str) -> Any:
    return json.loads(read(key))


def told_by(message: str) -> Told:
    """What a message of the queue tells of."""
    stored = json.loads(message)["Records"][0]["s3"]["object"]
    return unquote_plus(stored["key"]), stored["versionId"]
