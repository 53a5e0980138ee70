"""Bytes in S3: immutable objects under server-made keys."""

import hashlib
import os
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from invoicing.errors import NotFound, Unavailable


class Files:
    """The bucket of one stack. Keys are made by the server, never by a caller."""

    def __init__(self, bucket: str, client: Any = None) -> None:
        self._bucket = bucket
        self._client = client

    @property
    def client(self) -> Any:
        if self._client is None:  # made at first use: most requests never touch a file
            self._client = botocore.session.get_session().create_client(
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
                "ResponseContentDisposition": f'attachment; filename="{file_name}"',
            },
            ExpiresIn=expires_s,
        )
        return url
