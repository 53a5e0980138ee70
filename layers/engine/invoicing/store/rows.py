"""The table: one pynamodb model for every row, and the keys rows stand under.

| kind | PK | SK |
|---|---|---|
| organization, journal head, counters | ORG#o | META, HEAD, CTR#scope |
| document | ORG#o#DOC#id | META |
| claim (number, caller's unique id) | ORG#o#CLAIM#name | META |
| journal entry | ORG#o#LOG | entry id |
| answer to a request with an Idempotency-Key | ORG#o#REPLAY#entry id | META |
| webhook, and other objects of a kind | ORG#o#kind | object id |
| delivery of an event to a webhook | ORG#o#HOOK#webhook id | delivery id |
| link to a shared document | SHARE#sha256 | META |
| token | TOKEN#sha256 | META |
| account | ACCOUNT#id | META |
| address of mail of an account | EMAIL#sha256 | META |
| attempts at something, in a window of time | ATTEMPT#sha256#window | META |

The test world of an organization has the same rows under TEST#o.
"""

import os
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.attributes import (
    BinaryAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.exceptions import PynamoDBException
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from invoicing.model.summary import Summary
from invoicing.model.tenant import Tenant


class Gsi1(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call] # untyped there
    class Meta:
        index_name = "GSI1"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True, attr_name="GSI1PK")
    sk = UnicodeAttribute(range_key=True, attr_name="GSI1SK")


class Gsi2(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call] # untyped there
    class Meta:
        index_name = "GSI2"
        projection = IncludeProjection(["summary"])

    pk = UnicodeAttribute(hash_key=True, attr_name="GSI2PK")
    sk = UnicodeAttribute(range_key=True, attr_name="GSI2SK")


class Gsi3(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call] # untyped there
    class Meta:
        index_name = "GSI3"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True, attr_name="GSI3PK")
    sk = UnicodeAttribute(range_key=True, attr_name="GSI3SK")


class Gsi4(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call] # untyped there
    class Meta:
        index_name = "GSI4"
        projection = IncludeProjection(["summary"])

    pk = UnicodeAttribute(hash_key=True, attr_name="GSI2PK")
    sk = UnicodeAttribute(range_key=True, attr_name="GSI1SK")


class Row(Model):
    """One item of the table; which attributes it has depends on its kind."""

    class Meta:
        table_name = os.environ.get("TABLE_NAME", "notula")
        region = os.environ.get("AWS_REGION", "eu-central-1")
        host = os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or os.environ.get("AWS_ENDPOINT_URL")
        max_retry_attempts = 2
        connect_timeout_seconds = 3
        read_timeout_seconds = 8

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    version = NumberAttribute(null=True)
    body = BinaryAttribute(null=True, legacy_encoding=False)  # deflated JSON of the value
    entry = BinaryAttribute(null=True, legacy_encoding=False)  # journal rows: the entry's JSON
    file = UnicodeAttribute(null=True)  # S3 key of the body, where it is too large for a row
    # Counters and the journal head
    n = NumberAttribute(null=True)
    last_hash = UnicodeAttribute(null=True)
    # Claims and links: the id of the object they lead to
    ref = UnicodeAttribute(null=True)
    # What rows are narrowed by
    summary = BinaryAttribute(null=True, legacy_encoding=False)  # documents: the summary's JSON
    type = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    number = UnicodeAttribute(null=True)
    incoming = NumberAttribute(null=True)
    words = UnicodeAttribute(null=True)  # what objects are searched by
    gsi1pk = UnicodeAttribute(null=True, attr_name="GSI1PK")
    gsi1sk = UnicodeAttribute(null=True, attr_name="GSI1SK")
    gsi2pk = UnicodeAttribute(null=True, attr_name="GSI2PK")
    gsi2sk = UnicodeAttribute(null=True, attr_name="GSI2SK")
    gsi3pk = UnicodeAttribute(null=True, attr_name="GSI3PK")
    gsi3sk = UnicodeAttribute(null=True, attr_name="GSI3SK")
    expires_at = NumberAttribute(null=True)  # epoch seconds; DynamoDB's time to live
    by_gsi1 = Gsi1()
    by_gsi2 = Gsi2()
    by_gsi3 = Gsi3()
    by_gsi4 = Gsi4()


META = "META"
HEAD = "HEAD"
INACTIVE = "inactive"  # on the head of an organization that takes no changes
# Work that waits for its time stands in the third index: PENDING#kind, time#id.
PENDING_HOOKS = "PENDING#HOOK"
PENDING_MAILS = "PENDING#MAIL"


def pending(kind: str) -> str:
    """Where objects of a kind wait for their time."""
    return f"PENDING#{kind}"


def connection() -> Any:
    """The connection transactions go through; the same one the model reads with."""
    return Row._get_connection().connection


def error_code(error: PynamoDBException) -> str | None:
    """DynamoDB's word for an error; None where it never answered."""
    cause = error.cause
    return cause.response["Error"]["Code"] if isinstance(cause, ClientError) else None


def world(tenant: Tenant) -> str:
    """The prefix of every key of a tenant: its organization, and live apart from test."""
    return f"{'ORG' if tenant.live else 'TEST'}#{tenant.organization_id}"


def document_key(world: str, document_id: str) -> str:
    return f"{world}#DOC#{document_id}"


def documents_key(world: str, *, deleted: bool = False) -> str:
    """Under what the indexes hold a tenant's documents; deleted ones stand apart."""
    return f"{world}#{'DELETED' if deleted else 'DOCS'}"


def date_key(summary: Summary) -> str:
    """Sorts documents by their date, and those of one day by when they were made."""
    return f"{summary.issue_date or '0000-00-00'}#{summary.id}"


def tenant_of(pk: str) -> Tenant:
    """The tenant a key of its world belongs to; for work that comes from no request."""
    world, organization_id, *_ = pk.split("#")
    return Tenant(organization_id=organization_id, live=world == "ORG")


def due_key(at: datetime, object_id: str) -> str:
    """Sorts pending work by when it is due."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}#{object_id}"


def objects_key(world: str, kind: str) -> str:
    """Where all objects of a kind stand, each under its id."""
    return f"{world}#{kind}"


def deliveries_key(world: str, webhook_id: str) -> str:
    return f"{world}#HOOK#{webhook_id}"


def journal_key(world: str) -> str:
    return f"{world}#LOG"


def replay_key(world: str, entry_id: str) -> str:
    return f"{world}#REPLAY#{entry_id}"


def claim_key(world: str, name: str) -> str:
    return f"{world}#CLAIM#{name}"


def counter_key(scope: str) -> str:
    return f"CTR#{scope}"


def sequence_key(seq: int) -> str:
    """A sequence number as a sortable key."""
    return f"{seq:012d}"
