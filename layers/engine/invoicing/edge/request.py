"""One HTTP request (API Gateway payload 2.0), read strictly."""

import base64
import binascii
import hashlib
import re
from typing import Any, TypeVar

from pydantic import ValidationError

from invoicing.edge import json_text
from invoicing.edge.context import tenant_of
from invoicing.edge.problems import findings_of
from invoicing.edge.wire.base import Wire
from invoicing.errors import Finding, InvalidDocument, UnreadableFile
from invoicing.model.tenant import Tenant
from invoicing.store.repository import Key
from invoicing.usecases._versions import ANY_VERSION

W = TypeVar("W", bound=Wire)

JSON_TYPES = ("application/json", "application/merge-patch+json")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,12})"')


class Request:
    """The event of one request and what can be asked of it."""

    def __init__(self, event: dict[str, Any]) -> None:
        self.event = event
        self.headers: dict[str, str] = {
            name.lower(): value for name, value in (event.get("headers") or {}).items()
        }
        self.query: dict[str, str] = event.get("queryStringParameters") or {}

    @property
    def method(self) -> str:
        return str(self.event["requestContext"]["http"]["method"])

    @property
    def path(self) -> str:
        return str(self.event.get("rawPath", ""))

    @property
    def public_url(self) -> str:
        """Where the caller reached us: scheme and host, for links we hand out."""
        host = self.headers.get("host") or self.event["requestContext"].get("domainName", "")
        scheme = self.headers.get("x-forwarded-proto", "https")
        return f"{'http' if scheme == 'http' else 'https'}://{host}"

    def tenant(self, organization_id: str | None = None) -> Tenant:
        return tenant_of(self.event, organization_id)

    def own(self) -> Tenant:
        """Who calls, for what people do with their own account whatever their role."""
        return tenant_of(self.event, own=True)

    def body(self) -> bytes:
        """The body's bytes; UnreadableFile where there is none."""
        text = self.event.get("body")
        if not text:
            raise UnreadableFile("body-missing", "the request has no body", fix="send a body")
        if not self.event.get("isBase64Encoded"):
            return str(text).encode("utf-8", "surrogatepass")
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as exc:
            raise UnreadableFile(
                "body-encoding", "the body is not base64", fix="send it again"
            ) from exc

    def media_type(self) -> str:
        """The body's content type without its parameters, lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def json_object(self, *, optional: bool = False) -> dict[str, Any]:
        """The body as a JSON object, numbers as Decimal; {} where it may be absent and is."""
        if optional and not self.event.get("body"):
            return {}
        value = self.json_value()
        if not isinstance(value, dict):
            raise UnreadableFile(
                "json-object", "the body is not a JSON object", fix="send one JSON object"
            )
        return value

    def json_value(self) -> Any:
        """The body as whatever JSON it is, numbers as Decimal."""
        if self.media_type() not in ("", *JSON_TYPES):
            raise UnreadableFile(
                "content-type",
                f"the content type {self.media_type()!r} is not taken here",
                fix="send Content-Type: application/json",
            )
        return json_text.loads(self.body())

    def key(self) -> Key | None:
        """The caller's Idempotency-Key with the hash of what it stands for."""
        given = self.headers.get("idempotency-key")
        if given is None:
            return None
        if not _KEY.fullmatch(given):
            raise UnreadableFile(
                "idempotency-key",
                "the Idempotency-Key is not 1 to 255 printable ASCII characters",
                fix="send a UUID, for example",
            )
        content = f"{self.method} {self.path}\n{self.event.get('rawQueryString', '')}\n"
        digest = hashlib.sha256(content.encode() + (self.event.get("body") or "").encode())
        return Key("K" + hashlib.sha256(given.encode()).hexdigest(), digest.hexdigest())

    def expected_version(self) -> int | None:
        """The version in If-Match, if the caller sent one; ANY_VERSION for "*"."""
        given = self.headers.get("if-match")
        if given is None:
            return None
        if given.strip() == "*":
            return ANY_VERSION
        match = _ETAG.fullmatch(given.strip())
        if not match:
            raise UnreadableFile(
                "if-match", "If-Match is no ETag of ours", fix='send the ETag as received, like "3"'
            )
        return int(match.group(1))

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number of the query; UnreadableFile outside of `least`..`most`."""
        text = self.query.get(name)
        if text is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise UnreadableFile(
                "query-number",
                f"{name} is not a whole number from {least} to {most}",
                fix=f"send {name}={default}, for example",
                pointer=f"/query/{name}",
            )
        return int(text)

    def flag(self, name: str) -> bool:
        """A true/false of the query; absent is false."""
        text = self.query.get(name, "false").lower()
        if text not in ("true", "false", "1", "0", ""):
            raise UnreadableFile(
                "query-flag",
                f"{name} is neither true nor false",
                fix=f"send {name}=true or leave it out",
                pointer=f"/query/{name}",
            )
        return text in ("true", "1")


def parse(model: type[W], value: Any) -> W:
    """The value as a wire object; InvalidDocument with everything that is wrong with it."""
    try:
        return model.model_validate(value)
    except ValidationError as exc:
        raise InvalidDocument(findings_of(exc)) from exc


def required(name: str, text: str, fix: str) -> InvalidDocument:
    return InvalidDocument([Finding("required", f"/{name}", text, fix)])
