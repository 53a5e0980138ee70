"""The product in one process: real handlers behind the real routes, moto as the cloud.

The clock, the ids and the randomness are the world's own, so everything it does can be done
again. moto is driven from one thread only: under threads it issues numbers twice.
"""

import importlib.util
import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any
from unittest.mock import patch

import boto3
import botocore.session
from local import events
from local.routes import Route, Router, read_routes
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.ses.models import ses_backends
from tests.rules.template import TEMPLATE, folder_of, translate
from tests.support import contract, wire
from tests.support.quick_moto import plain, quick

from invoicing.edge import operate, wiring
from invoicing.errors import Unavailable
from invoicing.outbound.mail import Mail
from invoicing.recognize import PageText, TextReader
from invoicing.store.files import Files
from invoicing.store.rows import Row
from invoicing.usecases.ports import Ports

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "TABLE_NAME": "notula",
    "FILES_BUCKET": "notula-files",
    "MAIL_SENDER": "billing@example.com",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "POWERTOOLS_SERVICE_NAME": "notula",
    "POWERTOOLS_LOG_LEVEL": "INFO",
}
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Credentials:
    """An organization and a token for it."""

    organization_id: str
    account_id: str
    token: str


@dataclass
class World:
    """A stack with nothing in it yet."""

    random: Random = field(default_factory=lambda: Random(1))
    now: datetime = START
    slept_s: float = 0.0
    calls: list[str] = field(default_factory=list)
    read_text: TextReader = lambda _: PageText()

    def tick(self) -> datetime:
        """The time; every look at the clock moves it a little."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept_s += seconds
        self.now += timedelta(seconds=seconds)

    def _read(self, image: bytes) -> PageText:
        return self.read_text(image)  # asked late: a test may say what is seen at any time

    def ports(self) -> Ports:
        """Ports of a new container of this world."""
        return Ports(
            files=Files(ENVIRONMENT["FILES_BUCKET"]),
            mail=Mail(ENVIRONMENT["MAIL_SENDER"]),
            now=self.tick,
            random=self.random,
            sleep=self.sleep,
            read_text=self._read,
            accounts_found=True,
        )

    def restart(self) -> None:
        """A cold start: a container that knows nothing."""
        wiring.ports.cache_clear()

    def organization(self, name: str = "Lipa d.o.o.", **arguments: Any) -> Credentials:
        """A new organization with a token, made as an operator makes it."""
        options = operate._parser().parse_args(
            [
                "create-organization",
                f"--name={name}",
                f"--country={arguments.pop('country', 'SI')}",
                f"--tax-number={arguments.pop('tax_number', 'SI50223054')}",
                "--time-zone=Europe/Ljubljana",
                *(f"--{key.replace('_', '-')}={value}" for key, value in arguments.items()),
            ]
        )
        made = operate._create_organization(options)
        return Credentials(made["organizationId"], made["accountId"], made["token"])

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One HTTP request through the gateway's routing, authorizer and function."""
        target, _, query = path.partition("?")
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        if body is None:
            data = b""
        elif isinstance(body, bytes):
            data = body
        else:
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
            sent.setdefault("content-type", "application/json")
        if token is not None:
            sent.setdefault("authorization", f"Bearer {token}")
        request = events.Request(
            id=f"request-{self.random.getrandbits(32):08x}",
            at=self.now,
            method=method,
            target=target,
            query=query,
            headers=list(sent.items()),
            body=data,
            source_ip="127.0.0.1",
        )
        return self.dispatch(request)

    def dispatch(self, request: events.Request) -> Answer:
        found = router().match(request.method, request.path)
        if found is None:
            return Answer(404, {}, b'{"message":"Not Found"}')
        route, parameters = found
        context = None
        if route.authorizer is not None:
            given = dict(request.headers)
            identity = [given.get(header, "") for header in route.authorizer.headers]
            if not all(identity):
                return Answer(401, {}, b'{"message":"Unauthorized"}')
            event = events.authorizer_event(request, route, parameters, identity)
            try:
                context = handler(route.authorizer.function)(event, Context(route))["context"]
            except Unavailable:  # the gateway's answer when an authorizer fails
                return Answer(500, {}, b'{"message":"Internal Server Error"}')
        event = events.proxy_event(request, route, parameters, context)
        event = json.loads(json.dumps(event))
        result = handler(route.function)(event, Context(route))
        response = events.response(json.loads(json.dumps(result)))
        answer = Answer(response.status, dict(response.headers), response.body)
        contract.check(request.method, route.path, answer.status, answer.headers, answer.body)
        return answer

    # The cloud, looked at directly

    def rows(self) -> list[dict[str, Any]]:
        """Every row of the table, as DynamoDB holds it."""
        backend = dynamodb_backends["123456789012"][ENVIRONMENT["AWS_REGION"]]
        return [plain(item) for item in backend.tables[ENVIRONMENT["TABLE_NAME"]].all_items()]

    def mails(self) -> list[bytes]:
        """The raw mails SES took, oldest first."""
        backend = ses_backends["123456789012"][ENVIRONMENT["AWS_REGION"]]
        return [_raw(message) for message in backend.sent_messages]


def _raw(message: Any) -> bytes:
    raw = message.raw_data
    return raw if isinstance(raw, bytes) else raw.encode()


@dataclass
class Context:
    """What Lambda tells a function about its call."""

    route: Route

    @property
    def function_name(self) -> str:
        return self.route.function

    aws_request_id: str = "00000000-0000-0000-0000-000000000000"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:local"

    def get_remaining_time_in_millis(self) -> int:
        return 25_000


@cache
def translated() -> dict[str, Any]:
    return translate(TEMPLATE.read_text())


def table_definition() -> dict[str, Any]:
    """The template's table as CreateTable takes it."""
    resources = translated()["Resources"].values()
    table = next(r for r in resources if r["Type"] == "AWS::DynamoDB::Table")
    keys = ("KeySchema", "AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes")
    return {key: table["Properties"][key] for key in keys}


@cache
def router() -> Router:
    functions = {
        name
        for name, resource in translated()["Resources"].items()
        if resource["Type"] == "AWS::Lambda::Function"
    }
    return Router(read_routes(translated(), functions))


@cache
def handler(logical_id: str) -> Any:
    """The handler of a function of the template."""
    return module(folder_of(translated()["Resources"][logical_id]["Properties"])).handler


@cache
def module(folder: str) -> ModuleType:
    """A function's app.py, loaded under a name of its own."""
    name = f"functions_{folder}_app"
    spec = importlib.util.spec_from_file_location(name, ROOT / "functions" / folder / "app.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


@cache
def _session(*_: Any) -> Any:
    """One botocore session for all worlds: making one reads megabytes of descriptions."""
    return botocore.session.Session()


@cache
def _client(service: str) -> Any:
    return boto3.client(service, region_name=ENVIRONMENT["AWS_REGION"])


def _furnish() -> None:
    """The template's table and bucket, and the address mail is sent from."""
    _client("dynamodb").create_table(TableName=ENVIRONMENT["TABLE_NAME"], **table_definition())
    _client("s3").create_bucket(
        Bucket=ENVIRONMENT["FILES_BUCKET"],
        CreateBucketConfiguration={"LocationConstraint": ENVIRONMENT["AWS_REGION"]},
    )
    _client("s3").put_bucket_versioning(
        Bucket=ENVIRONMENT["FILES_BUCKET"], VersioningConfiguration={"Status": "Enabled"}
    )
    _client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_SENDER"])


@contextmanager
def cloud(world: World) -> Any:
    """moto with the template's table and bucket, and the world's ports in every function."""
    with (
        patch.dict(os.environ, ENVIRONMENT),
        quick(),
        mock_aws(),
        patch.object(wiring, "build", world.ports),
        patch("pynamodb.connection.base.get_session", _session),
        patch("invoicing.store.files.get_session", _session),
        patch("invoicing.safe.safe_password.COST", 2),  # what is derived is the same
        patch("invoicing.safe.safe_password.PARALLEL", 1),
    ):
        wiring.ports.cache_clear()
        Row._connection = None  # a connection of an earlier world would bypass this one
        with wire.standing(None):
            _furnish()
        yield world
        wiring.ports.cache_clear()
        Row._connection = None
