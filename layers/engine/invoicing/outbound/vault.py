"""Bytes nobody may read at rest: encrypted with AES-GCM under a data key of the key service.

Every text has a data key of its own, which only the stack's key (AWS KMS) opens again, and only
for the same context: whose text it is. What was opened stays in the container's memory.
"""

import os
from collections.abc import Mapping
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from invoicing.errors import Conflict, Unavailable
from invoicing.model.fiscal import SealedBytes

_NOT_OURS = frozenset(
    {
        "InvalidCiphertextException",
        "IncorrectKeyException",
        "NotFoundException",
        "DisabledException",
    }
)


class Vault:
    """One key of the key service; its client is made when first needed."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id
        self._client: Any = None

    def seal(self, data: bytes, context: Mapping[str, str], nonce: bytes) -> SealedBytes:
        """The data, encrypted; the nonce must be random."""
        answer = self._ask(
            "generate_data_key", KeyId=self._key_id, KeySpec="AES_256", EncryptionContext=context
        )
        text = _cipher(answer["Plaintext"]).encrypt(nonce, data, _bound(context))
        return SealedBytes(data_key=answer["CiphertextBlob"], nonce=nonce, text=text)

    def open(self, sealed: SealedBytes, context: Mapping[str, str]) -> bytes:
        """The data again; Conflict where this stack's key did not seal it for this context."""
        answer = self._ask(
            "decrypt", KeyId=self._key_id, CiphertextBlob=sealed.data_key, EncryptionContext=context
        )
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - few requests need it

        try:
            data: bytes = _cipher(answer["Plaintext"]).decrypt(
                sealed.nonce, sealed.text, _bound(context)
            )
        except InvalidTag as exc:
            raise _foreign() from exc
        return data

    def _ask(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._kms(), operation)(**arguments)
        except ClientError as exc:
            if exc.response.get("Error", {}).get("Code") in _NOT_OURS:
                raise _foreign() from exc
            raise Unavailable("the key service did not answer") from exc
        except BotoCoreError as exc:
            raise Unavailable("the key service did not answer") from exc

    def _kms(self) -> Any:
        if self._client is None:
            self._client = get_session().create_client(
                "kms",
                region_name=os.environ.get("AWS_REGION", "eu-central-1"),
                endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None,
                config=Config(connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 3}),
            )
        return self._client


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - few need it
        AESGCM,
    )

    return AESGCM(key)


def _bound(context: Mapping[str, str]) -> bytes:
    return "|".join(f"{name}={context[name]}" for name in sorted(context)).encode()


def _foreign() -> Conflict:
    return Conflict(
        "the certificate was encrypted with the key of another installation",
        code="certificate-sealed",
        fix="upload the certificate again",
    )
