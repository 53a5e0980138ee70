"""Bytes in S3: immutable objects under server-made keys."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from invoicing.errors import Conflict, NotFound, Unavailable
from invoicing.safe.safe_name import disposition
from invoicing.safe.safe_type import HEAD_BYTES

UPLOADS = "uploads"
"""The prefix under which the bucket forgets what nobody confirmed."""
THUMBNAIL = ".thumbnail"
_PIECE_BYTES = 1_000_000
_GONE = ("NoSuchKey", "NoSuchVersion", "404")
_CHANGED = ("PreconditionFailed", "412")


def upload_changed() -> Conflict:
    """What is told where somebody puts other bytes under an upload link meanwhile."""
    return Conflict(
        "the file was changed while it was confirmed",
        code="upload-changed",
        fix="confirm it again",
    )


def content_key(world: str, sha256: str) -> str:
    """Where a world keeps a file; the key is its content, so writing it twice is harmless."""
    return f"{world.replace('#', '/')}/files/{sha256}"


def thumbnail_key(world: str, sha256: str) -> str:
    return f"{content_key(world, sha256)}{THUMBNAIL}"


class Received(NamedTuple):
    """What somebody put under an upload link."""

    sha256: str
    size_bytes: int
    head: bytes  # the first bytes, which tell the type
    tag: str  # of exactly these bytes, for copying


class Version(NamedTuple):
    """One stored version of an object."""

    key: str
    id: str
    stored_at: datetime
    size_bytes: int


class Files:
    """The bucket of one stack. Keys are made by the server, never by a caller."""

    def __init__(self, bucket: str, client: Any = None) -> None:
        self._bucket = bucket
        self._client = client

    @property
    def client(self) -> Any:
        if self._client is None:  # made at first use: most requests never touch a file
            self._client = get_session().create_client(
                "s3",
                region_name=os.environ.get("AWS_REGION", "eu-central-1"),
                endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None,
                config=Config(
                    signature_version="s3v4",
                    s3={"addressing_style": "path"},
                    connect_timeout=3,
                    read_timeout=8,
                    retries={"total_max_attempts": 3},
                ),
            )
        return self._client

    def put(self, key: str, data: bytes, media_type: str = "application/octet-stream") -> None:
        try:
            self.client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=media_type)
        except (ClientError, BotoCoreError) as exc:
            raise Unavailable("the file store did not take the file") from exc

    def get(self, key: str) -> bytes:
        """The object's bytes; NotFound where there is none."""
        try:
            answer = self.client.get_object(Bucket=self._bucket, Key=key)
            data: bytes = answer["Body"].read()
        except ClientError as exc:
            if exc.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                raise NotFound(key) from exc
            raise Unavailable("the file store did not answer") from exc
        except BotoCoreError as exc:
            raise Unavailable("the file store did not answer") from exc
        return data

    def delete(self, key: str) -> None:
        try:
            self.client.delete_object(Bucket=self._bucket, Key=key)
        except (ClientError, BotoCoreError) as exc:
            raise Unavailable("the file store did not answer") from exc

    def lend(self, data: bytes, *, file_name: str, media_type: str, expires_s: int = 3600) -> str:
        """A URL that serves the bytes for `expires_s` seconds; they are forgotten a day later."""
        key = f"answers/{hashlib.sha256(data).hexdigest()}"
        self.put(key, data, media_type)
        return self.link(key, file_name=file_name, media_type=media_type, expires_s=expires_s)

    def link(self, key: str, *, file_name: str, media_type: str, expires_s: int = 3600) -> str:
        """A URL that serves the object to anybody for `expires_s` seconds."""
        url: str = self.client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentType": media_type,
                "ResponseContentDisposition": disposition(file_name),
            },
            ExpiresIn=expires_s,
        )
        return url

    # Uploads that do not pass through us

    def upload_link(self, key: str, *, size_bytes: int, expires_s: int = 3600) -> str:
        """A URL that takes one PUT of exactly so many bytes."""
        url: str = self.client.generate_presigned_url(
            "put_object",
            Params={"Bucket": self._bucket, "Key": key, "ContentLength": size_bytes},
            ExpiresIn=expires_s,
        )
        return url

    def received(self, key: str, *, size_max_bytes: int) -> Received:
        """What was uploaded, read piece by piece; NotFound where nothing was, or it is larger."""
        digest, size, head = hashlib.sha256(), 0, b""
        try:
            answer = self.client.get_object(Bucket=self._bucket, Key=key)
            if answer["ContentLength"] > size_max_bytes:
                raise NotFound(key)
            for piece in answer["Body"].iter_chunks(_PIECE_BYTES):
                digest.update(piece)
                size += len(piece)
                head += piece[: HEAD_BYTES - len(head)]
        except ClientError as exc:
            if exc.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                raise NotFound(key) from exc
            raise Unavailable("the file store did not answer") from exc
        except BotoCoreError as exc:
            raise Unavailable("the file store did not answer") from exc
        return Received(digest.hexdigest(), size, head, str(answer["ETag"]))

    def version(
        self, key: str, version_id: str, *, size_max_bytes: int
    ) -> tuple[Version, bytes | None]:
        """A stored version and its bytes, None where they are more; NotFound where it is gone."""
        try:
            answer = self.client.get_object(Bucket=self._bucket, Key=key, VersionId=version_id)
            found = Version(key, version_id, answer["LastModified"], answer["ContentLength"])
            if found.size_bytes > size_max_bytes:
                answer["Body"].close()
                return found, None
            return found, answer["Body"].read()
        except ClientError as exc:
            if exc.response.get("Error", {}).get("Code") in _GONE:
                raise NotFound(key) from exc
            raise Unavailable("the file store did not answer") from exc
        except BotoCoreError as exc:
            raise Unavailable("the file store did not answer") from exc

    def copy_version(self, key: str, version_id: str, target: str) -> None:
        """Keep a stored version under another key, as it is."""
        try:
            self.client.copy_object(
                Bucket=self._bucket,
                Key=target,
                CopySource={"Bucket": self._bucket, "Key": key, "VersionId": version_id},
            )
        except (ClientError, BotoCoreError) as exc:
            raise Unavailable("the file store did not take the file") from exc

    def copy(self, source: str, key: str, *, tag: str, media_type: str) -> None:
        """Keep the bytes that have this tag under another key; Conflict where they changed."""
        try:
            self.client.copy_object(
                Bucket=self._bucket,
                Key=key,
                CopySource={"Bucket": self._bucket, "Key": source},
                CopySourceIfMatch=tag,
                ContentType=media_type,
                MetadataDirective="REPLACE",
            )
        except (ClientError, BotoCoreError) as exc:
            if isinstance(exc, ClientError) and exc.response["Error"]["Code"] in _CHANGED:
                raise upload_changed() from exc
            raise Unavailable("the file store did not take the file") from exc

    # Ends

    def versions(self, key: str) -> list[tuple[str, str]]:
        """Every stored version under keys that begin so: (key, version id)."""
        try:
            answer = self.client.list_object_versions(Bucket=self._bucket, Prefix=key)
        except (ClientError, BotoCoreError) as exc:
            raise Unavailable("the file store did not answer") from exc
        return [(v["Key"], v["VersionId"]) for v in answer.get("Versions", ())]

    def all_versions(self, prefix: str) -> Iterator[Version]:
        """Every stored version under keys that begin so, hidden ones too."""
        pages = self.client.get_paginator("list_object_versions")
        try:
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                for found in page.get("Versions", ()):
                    yield Version(
                        found["Key"], found["VersionId"], found["LastModified"], found["Size"]
                    )
        except (ClientError, BotoCoreError) as exc:
            raise Unavailable("the file store did not answer") from exc

    def erase(self, versions: list[tuple[str, str]]) -> None:
        """Remove exactly these versions; one that was stored meanwhile stays."""
        for key, version_id in versions:
            try:
                self.client.delete_object(Bucket=self._bucket, Key=key, VersionId=version_id)
            except (ClientError, BotoCoreError) as exc:
                raise Unavailable("the file store did not answer") from exc
