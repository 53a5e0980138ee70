"""What template.yaml must keep true, checked on what SAM makes of it.

The rules read the *translated* template: SAM adds roles, rights and event mappings of its own,
and only there do they show. Each rule is a function from a `Stack` to its findings.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
from tests.support.kept import kept, sources

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"

API_TIMEOUT_MAX_S = 28  # an HTTP API gives up after 30 s
AUTHORIZER_TIMEOUT_MAX_S = 10
FAILURE_RETENTION_S = 14 * 24 * 3600
RECEIVES_MIN = 3
VISIBILITY_FACTOR = 6  # source: Lambda's advice for queues it reads

PUBLIC_ROUTES = {
    "GET /openapi.json": "says what there is, and nothing of anybody",
    "GET /docs": "says what there is, and nothing of anybody",
    "GET /docs/{asset}": "says what there is, and nothing of anybody",
    "POST /v1/Accounts/login": "the password is the permission",
    "POST /v1/Accounts/reset": "tells nothing, and mails the owner of the address",
    "POST /v1/Accounts/reset-password": "the code is the permission",
    "GET /v1/Accounts/confirm": "the code is the permission",
    "GET /errors": "says what there is, and nothing of anybody",
    "GET /v1/Documents/public/{id}": "the link's secret is the permission",
    "GET /v1/Documents/public/{id}/pdf": "the link's secret is the permission",
    "GET /v1/Documents/public/{id}/e-slog": "the link's secret is the permission",
    "GET /v1/Documents/public/{id}/attachments/{attachmentId}/download": (
        "the link's secret is the permission"
    ),
    "GET /v1/Documents/public/{id}/xml": "the link's secret is the permission",
    "POST /v1/Documents/public/{id}/decision": "the link's secret is the permission",
}
# Action -> why it cannot be limited to one resource.
WILDCARD_ACTIONS: dict[str, str] = {
    "textract:AnalyzeExpense": "Textract has no resources (Service Authorization Reference)"
}

KEPT_TYPES = (
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::SQS::Queue",
)


def translate(text: str) -> dict[str, Any]:
    """The CloudFormation template SAM makes of a SAM template; no account, no network."""
    of = (text, Path(__file__), *sources())
    translated: dict[str, Any] = kept("template", of, lambda: _translate(text))
    return translated


def _translate(text: str) -> dict[str, Any]:
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
    source = yaml_parse(text)
    for resource in source["Resources"].values():
        for key in ("CodeUri", "ContentUri"):  # `sam package` would have uploaded them
            if key in resource.get("Properties", {}):
                resource["Properties"][key] = f"s3://code/{resource['Properties'][key]}"
    defaults = {
        name: parameter.get("Default", "given@example.com")
        for name, parameter in source.get("Parameters", {}).items()
    }
    translated: dict[str, Any] = Translator({}, Parser()).translate(source, dict(defaults))
    return json.loads(json.dumps(translated, default=str))


def names(value: Any) -> set[str]:
    """The logical ids a value speaks of, by Ref, GetAtt or Sub."""
    if isinstance(value, list):
        return set().union(*map(names, value))
    if not isinstance(value, dict):
        return set()
    if "Ref" in value:
        return {value["Ref"]}
    if "Fn::GetAtt" in value:
        got = value["Fn::GetAtt"]
        return {got[0] if isinstance(got, list) else got.split(".")[0]}
    found = set().union(*map(names, value.values())) if value else set()
    if "Fn::Sub" in value:
        sub = value["Fn::Sub"]
        text = sub if isinstance(sub, str) else sub[0]
        found |= {name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", text)}
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@dataclass
class Stack:
    """A translated template, and the questions rules ask of it."""

    template: dict[str, Any]
    root: Path = field(default=ROOT)

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        return self.template["Resources"]

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """Logical id -> properties of every resource of a type."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }

    @cached_property
    def functions(self) -> dict[str, dict[str, Any]]:
        return self.of("AWS::Lambda::Function")

    @cached_property
    def routes(self) -> dict[str, dict[str, Any]]:
        """ "GET /v1/x" -> the operation, of every API."""
        return {
            f"{method.upper()} {path}": operation
            for api in self.of("AWS::ApiGatewayV2::Api").values()
            for path, methods in api["Body"]["paths"].items()
            for method, operation in methods.items()
        }

    @cached_property
    def served(self) -> set[str]:
        """Functions behind routes."""
        return names(list(self.routes.values())) & set(self.functions)

    @cached_property
    def authorizers(self) -> set[str]:
        found: set[str] = set()
        for api in self.of("AWS::ApiGatewayV2::Api").values():
            components = api["Body"].get("components", {})
            found |= names(list(components.get("securitySchemes", {}).values()))
        return found & set(self.functions)

    @cached_property
    def failure_queues(self) -> set[str]:
        """Queues that something names as the place for what failed."""
        found: set[str] = set()
        for resource in self.resources.values():
            properties = resource.get("Properties", {})
            target = properties.get("Target", {})
            for place in (properties, target if isinstance(target, dict) else {}):
                destination = place.get("DestinationConfig", {}).get("OnFailure")
                dead = (place.get("RedrivePolicy"), place.get("DeadLetterConfig"), destination)
                found |= names([part for part in dead if part])
        return found & set(self.of("AWS::SQS::Queue"))

    def statements(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every statement of every policy that belongs to a role."""
        for name, role in self.of("AWS::IAM::Role").items():
            for policy in role.get("Policies", []):
                for statement in listed(policy["PolicyDocument"]["Statement"]):
                    yield name, statement
        for kind in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            for name, policy in self.of(kind).items():
                for statement in listed(policy["PolicyDocument"]["Statement"]):
                    yield name, statement


def _within_own(resource: Any) -> bool:
    """A wildcard after the whole ARN of a resource of this stack: `${FilesBucket.Arn}/*`."""
    text = resource.get("Fn::Sub") if isinstance(resource, dict) else resource
    return isinstance(text, str) and re.fullmatch(r"\$\{\w+\.Arn\}/[^*]*\*", text) is not None


def rights_are_exact(stack: Stack) -> Iterator[str]:
    for name, role in stack.of("AWS::IAM::Role").items():
        for managed in listed(role.get("ManagedPolicyArns")):
            yield f"{name}: a managed policy hides its wildcards: {managed}"
    for name, statement in stack.statements():
        if statement["Effect"] != "Allow":
            continue
        if "NotAction" in statement or "NotResource" in statement:
            yield f"{name}: all but something is allowed"
        actions = listed(statement.get("Action"))
        yield from (f"{name}: action {action}" for action in actions if "*" in action)
        for resource in listed(statement.get("Resource")):
            if "*" not in json.dumps(resource) or _within_own(resource):
                continue
            for action in actions:
                if action not in WILDCARD_ACTIONS:
                    yield f"{name}: {action} on {resource}"


def transaction_is_no_right(stack: Stack) -> Iterator[str]:
    """IAM knows no such action: the rights are those of the transaction's parts."""
    for name, statement in stack.statements():
        for action in listed(statement.get("Action")):
            if action in ("dynamodb:TransactWriteItems", "dynamodb:TransactGetItems"):
                yield f"{name}: {action} is no IAM action"


def each_function_has_its_own_role(stack: Stack) -> Iterator[str]:
    owner: dict[str, str] = {}
    for function, properties in stack.functions.items():
        for role in names(properties["Role"]) or {json.dumps(properties["Role"])}:
            if role not in stack.resources:
                yield f"{function}: the role {role} is not of this stack"
            if role in owner:
                yield f"{function}: shares {role} with {owner[role]}"
            owner[role] = function


def each_route_has_an_authorizer(stack: Stack) -> Iterator[str]:
    for route, operation in stack.routes.items():
        schemes = {name for scheme in operation.get("security", []) for name in scheme} - {"NONE"}
        if not schemes and route not in PUBLIC_ROUTES:
            yield f"{route}: no authorizer"
        if schemes and route in PUBLIC_ROUTES:
            yield f"{route}: is meant to be public"
    yield from (f"{route}: no such route" for route in PUBLIC_ROUTES if route not in stack.routes)


def each_mapping_reports_and_gives_up(stack: Stack) -> Iterator[str]:
    queues = stack.of("AWS::SQS::Queue")
    for name, mapping in stack.of("AWS::Lambda::EventSourceMapping").items():
        if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
            yield f"{name}: one bad item repeats its whole batch (ReportBatchItemFailures)"
        source = names(mapping["EventSourceArn"]) & set(queues)
        if source:
            yield from (
                f"{name}: the queue {queue} has no failure queue"
                for queue in source
                if "RedrivePolicy" not in queues[queue]
            )
            continue
        if not names(mapping.get("DestinationConfig", {})) & set(queues):
            yield f"{name}: no failure queue (DestinationConfig.OnFailure)"
        if not mapping.get("BisectBatchOnFunctionError"):
            yield f"{name}: a bad item holds its batch back (BisectBatchOnFunctionError)"
        if mapping.get("MaximumRetryAttempts", -1) < 0:
            yield f"{name}: tries a bad item for ever (MaximumRetryAttempts)"


def _pushed(stack: Stack) -> set[str]:
    """Functions that others invoke asynchronously: S3, SNS, rules, schedules."""
    found: set[str] = set()
    for permission in stack.of("AWS::Lambda::Permission").values():
        if permission["Principal"] != "apigateway.amazonaws.com":
            found |= names(permission["FunctionName"])
    for kind in ("AWS::Events::Rule", "AWS::Scheduler::Schedule"):
        for properties in stack.of(kind).values():
            found |= names([properties.get("Target"), properties.get("Targets")])
    return found & set(stack.functions)


def each_pushed_function_has_a_failure_queue(stack: Stack) -> Iterator[str]:
    covered: set[str] = set()
    for properties in stack.of("AWS::Lambda::EventInvokeConfig").values():
        if names(properties.get("DestinationConfig", {}).get("OnFailure", {})):
            covered |= names(properties["FunctionName"])
    for function in sorted(_pushed(stack)):
        if function not in covered and "DeadLetterConfig" not in stack.functions[function]:
            yield f"{function}: an event that fails is lost (no failure queue)"


def each_function_is_reached(stack: Stack) -> Iterator[str]:
    mapped = [m["FunctionName"] for m in stack.of("AWS::Lambda::EventSourceMapping").values()]
    reached = stack.served | stack.authorizers | _pushed(stack) | names(mapped)
    yield from (f"{name}: nothing calls it" for name in sorted(set(stack.functions) - reached))


def queues_lose_nothing(stack: Stack) -> Iterator[str]:
    queues = stack.of("AWS::SQS::Queue")
    for name, queue in queues.items():
        if not (queue.get("SqsManagedSseEnabled") or "KmsMasterKeyId" in queue):
            yield f"{name}: not encrypted"
        if name in stack.failure_queues:
            if queue.get("MessageRetentionPeriod") != FAILURE_RETENTION_S:
                yield f"{name}: a failure queue keeps its messages for 14 days"
        elif queue.get("RedrivePolicy", {}).get("maxReceiveCount", 0) < RECEIVES_MIN:
            yield f"{name}: no failure queue after {RECEIVES_MIN} receives or more"
    for mapping in stack.of("AWS::Lambda::EventSourceMapping").values():
        for function in names(mapping["FunctionName"]) & set(stack.functions):
            least = VISIBILITY_FACTOR * stack.functions[function]["Timeout"]
            for queue in names(mapping["EventSourceArn"]) & set(queues):
                if queues[queue].get("VisibilityTimeout", 30) < least:
                    yield f"{queue}: visible again before {function} had {least} s"


def logs_end(stack: Stack) -> Iterator[str]:
    groups = stack.of("AWS::Logs::LogGroup")
    for name, properties in groups.items():
        if "RetentionInDays" not in properties:
            yield f"{name}: keeps logs for ever"
    used: set[str] = set()
    for function, properties in stack.functions.items():
        own = names(properties.get("LoggingConfig", {}).get("LogGroup")) & set(groups)
        if not own or own & used:
            yield f"{function}: no log group of its own"
        used |= own
    for name, stage in stack.of("AWS::ApiGatewayV2::Stage").items():
        if not names(stage.get("AccessLogSettings", {}).get("DestinationArn")) & set(groups):
            yield f"{name}: no access log"


def access_logs_hold_no_secrets(stack: Stack) -> Iterator[str]:
    """A path may hold a public link's secret, an address is a person's."""
    for name, stage in stack.of("AWS::ApiGatewayV2::Stage").items():
        logged = str(stage.get("AccessLogSettings", {}).get("Format", ""))
        for variable in ("$context.path", "sourceIp", "userAgent", "authorizer", "requestOverride"):
            if variable in logged:
                yield f"{name}: the access log holds {variable}"


def data_stays(stack: Stack) -> Iterator[str]:
    for name, resource in stack.resources.items():
        if resource["Type"] in KEPT_TYPES:
            for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
                if resource.get(policy) != "Retain":
                    yield f"{name}: {policy} is not Retain"


def tables_are_protected(stack: Stack) -> Iterator[str]:
    for name, table in stack.of("AWS::DynamoDB::Table").items():
        recovery = table.get("PointInTimeRecoverySpecification", {})
        if recovery.get("PointInTimeRecoveryEnabled") is not True:
            yield f"{name}: no point-in-time recovery"
        if table.get("DeletionProtectionEnabled") is not True:
            yield f"{name}: no deletion protection"
        if table.get("SSESpecification", {}).get("SSEEnabled") is not True:
            yield f"{name}: not encrypted with a key of the account"
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name}: costs when idle"


def _denies_plain_http(statement: dict[str, Any], bucket: str) -> bool:
    secure = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    whole = [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}]
    return (
        statement["Effect"] == "Deny"
        and str(secure).lower() == "false"
        and statement.get("Principal") == "*"
        and statement.get("Action") == "s3:*"
        and all(resource in statement["Resource"] for resource in whole)
    )


def buckets_are_private(stack: Stack) -> Iterator[str]:
    policies = stack.of("AWS::S3::BucketPolicy").values()
    for name, bucket in stack.of("AWS::S3::Bucket").items():
        block = bucket.get("PublicAccessBlockConfiguration", {})
        if [v for v in block.values() if v is True] != [True] * 4:
            yield f"{name}: public access is not blocked"
        if "BucketEncryption" not in bucket:
            yield f"{name}: not encrypted"
        if bucket.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            yield f"{name}: not versioned"
        own = [p["PolicyDocument"]["Statement"] for p in policies if name in names(p["Bucket"])]
        statements = [statement for document in own for statement in listed(document)]
        if not any(_denies_plain_http(statement, name) for statement in statements):
            yield f"{name}: takes requests without TLS"
        for statement in statements:
            if statement["Effect"] == "Allow" and statement.get("Principal") == "*":
                yield f"{name}: open to anybody"


def failures_ring(stack: Stack) -> Iterator[str]:
    """An alarm for errors and throttles of each function, each failure queue, and 5xx."""
    watched: set[tuple[str, str]] = set()
    for name, alarm in stack.of("AWS::CloudWatch::Alarm").items():
        if not alarm.get("AlarmActions"):
            yield f"{name}: tells nobody"
        inner = [m["MetricStat"]["Metric"] for m in alarm.get("Metrics", []) if "MetricStat" in m]
        for metric in (alarm, *inner):
            for dimension in metric.get("Dimensions", []):
                watched |= {(metric["MetricName"], own) for own in names(dimension["Value"])}
    wanted = [(metric, name) for name in stack.functions for metric in ("Errors", "Throttles")]
    visible = "ApproximateNumberOfMessagesVisible"
    wanted += [(visible, queue) for queue in sorted(stack.failure_queues)]
    wanted += [("5xx", api) for api in stack.of("AWS::ApiGatewayV2::Api")]
    yield from (
        f"{name}: no alarm on {metric}" for metric, name in wanted if (metric, name) not in watched
    )


def answers_come_in_time(stack: Stack) -> Iterator[str]:
    for limit_s, functions in (
        (API_TIMEOUT_MAX_S, stack.served),
        (AUTHORIZER_TIMEOUT_MAX_S, stack.authorizers),
    ):
        for name in sorted(functions):
            if stack.functions[name]["Timeout"] > limit_s:
                yield f"{name}: the API gives up before its timeout (limit {limit_s} s)"


def one_runtime(stack: Stack) -> Iterator[str]:
    """Layers are built for one processor and one Python."""
    for name, function in stack.functions.items():
        if (function["Runtime"], function["Architectures"]) != ("python3.13", ["arm64"]):
            yield f"{name}: not python3.13 on arm64"
        if not function["Handler"].endswith("app.handler"):
            yield f"{name}: the handler is app.handler everywhere"


def folder_of(function: dict[str, Any]) -> str:
    """The function's folder; one that has all of functions/ as its code names it before `app`."""
    folder, _, _ = function["Handler"].rpartition(".app.")
    return folder or Path(function["Code"]["S3Key"]).name


def functions_and_folders_agree(stack: Stack) -> Iterator[str]:
    wanted = {folder_of(function) for function in stack.functions.values()}
    present = {path.parent.name for path in (stack.root / "functions").glob("*/app.py")}
    yield from (f"functions/{name}/app.py is missing" for name in sorted(wanted - present))
    yield from (f"functions/{name} is not in the template" for name in sorted(present - wanted))


def each_function_has_a_sample(stack: Stack) -> Iterator[str]:
    for name in sorted(folder_of(function) for function in stack.functions.values()):
        if not any((stack.root / "events").glob(f"{name}.json")):
            yield f"events/{name}.json is missing"


RULES: tuple[Callable[[Stack], Iterator[str]], ...] = (
    rights_are_exact,
    transaction_is_no_right,
    each_function_has_its_own_role,
    each_route_has_an_authorizer,
    each_mapping_reports_and_gives_up,
    each_pushed_function_has_a_failure_queue,
    each_function_is_reached,
    queues_lose_nothing,
    logs_end,
    access_logs_hold_no_secrets,
    data_stays,
    tables_are_protected,
    buckets_are_private,
    failures_ring,
    answers_come_in_time,
    one_runtime,
    functions_and_folders_agree,
    each_function_has_a_sample,
)
