"""template.yaml keeps the house rules, and every rule finds what is planted against it."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rules import template as rules
from tests.rules.template import RULES, TEMPLATE, Stack, translate

Resources = dict[str, Any]
TRANSLATED = translate(TEMPLATE.read_text())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_template_keeps(rule: Callable[[Stack], Any]) -> None:
    assert list(rule(Stack(TRANSLATED))) == []


def test_the_translation_has_what_the_rules_look_at() -> None:
    stack = Stack(TRANSLATED)
    assert len(stack.functions) >= 12
    assert len(stack.routes) >= 16
    assert stack.authorizers == {"AuthorizeFunction"}
    assert stack.failure_queues >= {"DeliverFailures", "JanitorFailures", "MailEventsFailures"}
    unserved = {"AuthorizeFunction", "DeliverFunction", "JanitorFunction", "MailEventsFunction"}
    assert unserved <= set(stack.functions) - stack.served


def properties(resources: Resources, name: str) -> dict[str, Any]:
    return resources[name]["Properties"]


def statement(resources: Resources, role: str, index: int) -> dict[str, Any]:
    return properties(resources, role)["Policies"][0]["PolicyDocument"]["Statement"][index]


def operation(resources: Resources, path: str, method: str) -> dict[str, Any]:
    return properties(resources, "Api")["Body"]["paths"][path][method]


def tls_only(resources: Resources) -> dict[str, Any]:
    return properties(resources, "FilesBucketPolicy")["PolicyDocument"]["Statement"][0]


def a_function(**changes: Any) -> dict[str, Any]:
    wanted = copy.deepcopy(TRANSLATED["Resources"]["GetFunction"])
    wanted["Properties"].update(changes)
    return wanted


def a_notified_function(resources: Resources) -> None:
    resources["ImportFunction"] = a_function()
    resources["ImportPermission"] = {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Principal": "s3.amazonaws.com",
            "FunctionName": {"Ref": "ImportFunction"},
        },
    }


def a_scheduled_function(resources: Resources) -> None:
    resources["RecurFunction"] = a_function()
    resources["Tick"] = {
        "Type": "AWS::Scheduler::Schedule",
        "Properties": {"Target": {"Arn": {"Fn::GetAtt": ["RecurFunction", "Arn"]}}},
    }


def a_queue_in_a_hurry(resources: Resources) -> None:
    redrive = {
        "deadLetterTargetArn": {"Fn::GetAtt": ["DeliverFailures", "Arn"]},
        "maxReceiveCount": 5,
    }
    resources["Work"] = {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "SqsManagedSseEnabled": True,
            "RedrivePolicy": redrive,
            "VisibilityTimeout": 120,
        },
    }
    properties(resources, "DeliverFunctionJournal")["EventSourceArn"] = {
        "Fn::GetAtt": ["Work", "Arn"]
    }


def a_queue_without_end(resources: Resources) -> None:
    a_queue_in_a_hurry(resources)
    del properties(resources, "Work")["RedrivePolicy"]


Plant = Callable[[Resources], object]
PLANTED: list[tuple[Callable[[Stack], Any], str, Plant]] = [
    (
        rules.rights_are_exact,
        "GetRole: action dynamodb:*",
        lambda r: statement(r, "GetRole", 1).update(Action="dynamodb:*"),
    ),
    (
        rules.rights_are_exact,
        "GetRole: dynamodb:BatchGetItem on *",
        lambda r: statement(r, "GetRole", 1).update(Resource="*"),
    ),
    (
        rules.rights_are_exact,
        "GetRole: dynamodb:BatchGetItem on arn:aws:dynamodb:*:*:table/*",
        lambda r: statement(r, "GetRole", 1).update(Resource=["arn:aws:dynamodb:*:*:table/*"]),
    ),
    (
        rules.rights_are_exact,
        "GetRole: all but",
        lambda r: statement(r, "GetRole", 1).update(NotAction="s3:PutObject"),
    ),
    (
        rules.rights_are_exact,
        "GetRole: a managed policy",
        lambda r: properties(r, "GetRole").update(ManagedPolicyArns=["arn:aws:iam::aws:policy/X"]),
    ),
    (
        rules.transaction_is_no_right,
        "CreateRole",
        lambda r: statement(r, "CreateRole", 1).update(Action="dynamodb:TransactWriteItems"),
    ),
    (
        rules.each_function_has_its_own_role,
        "shares GetRole",
        lambda r: properties(r, "PdfFunction").update(Role={"Fn::GetAtt": ["GetRole", "Arn"]}),
    ),
    (
        rules.each_function_has_its_own_role,
        "not of this stack",
        lambda r: properties(r, "PdfFunction").update(Role="arn:aws:iam::1:role/x"),
    ),
    (
        rules.each_route_has_an_authorizer,
        "GET /v1/Documents/{id}: no authorizer",
        lambda r: operation(r, "/v1/Documents/{id}", "get").update(security=[{"NONE": []}]),
    ),
    (
        rules.each_route_has_an_authorizer,
        "GET /v1/Documents/{id}: no authorizer",
        lambda r: operation(r, "/v1/Documents/{id}", "get").pop("security"),
    ),
    (
        rules.each_route_has_an_authorizer,
        "meant to be public",
        lambda r: operation(r, "/v1/Documents/public/{id}", "get").update(security=[{"Token": []}]),
    ),
    *(
        (
            rules.each_mapping_reports_and_gives_up,
            f"DeliverFunctionJournal: {finding}",
            lambda r, key=key: properties(r, "DeliverFunctionJournal").pop(key),
        )
        for key, finding in (
            ("FunctionResponseTypes", "one bad item"),
            ("DestinationConfig", "no failure queue"),
            ("BisectBatchOnFunctionError", "a bad item holds"),
            ("MaximumRetryAttempts", "tries a bad item"),
        )
    ),
    (
        rules.each_mapping_reports_and_gives_up,
        "the queue Work has no failure queue",
        a_queue_without_end,
    ),
    (rules.each_pushed_function_has_a_failure_queue, "ImportFunction", a_notified_function),
    (rules.each_pushed_function_has_a_failure_queue, "RecurFunction", a_scheduled_function),
    (
        rules.each_function_is_reached,
        "DeadFunction",
        lambda r: r.update(DeadFunction=a_function()),
    ),
    (rules.queues_lose_nothing, "Work: visible again", a_queue_in_a_hurry),
    (rules.queues_lose_nothing, "Work: no failure queue", a_queue_without_end),
    (
        rules.queues_lose_nothing,
        "DeliverFailures: not encrypted",
        lambda r: properties(r, "DeliverFailures").pop("SqsManagedSseEnabled"),
    ),
    (
        rules.queues_lose_nothing,
        "14 days",
        lambda r: properties(r, "DeliverFailures").update(MessageRetentionPeriod=345600),
    ),
    (
        rules.logs_end,
        "GetLogs: keeps logs for ever",
        lambda r: properties(r, "GetLogs").pop("RetentionInDays"),
    ),
    (
        rules.logs_end,
        "GetFunction: no log group",
        lambda r: properties(r, "GetFunction").pop("LoggingConfig"),
    ),
    (
        rules.logs_end,
        "no log group of its own",
        lambda r: properties(r, "GetFunction").update(
            LoggingConfig={"LogGroup": {"Ref": "PdfLogs"}}
        ),
    ),
    (
        rules.logs_end,
        "no access log",
        lambda r: properties(r, "ApiApiGatewayDefaultStage").pop("AccessLogSettings"),
    ),
    (
        rules.access_logs_hold_no_secrets,
        "$context.path",
        lambda r: properties(r, "ApiApiGatewayDefaultStage")["AccessLogSettings"].update(
            Format="$context.path"
        ),
    ),
    *(
        (rules.data_stays, f"{name}: {policy}", lambda r, n=name, p=policy: r[n].pop(p))
        for name in ("Table", "FilesBucket", "DeliverFailures", "ApiLogs")
        for policy in ("DeletionPolicy", "UpdateReplacePolicy")
    ),
    *(
        (
            rules.tables_are_protected,
            f"Table: {finding}",
            lambda r, key=key: properties(r, "Table").pop(key),
        )
        for key, finding in (
            ("PointInTimeRecoverySpecification", "no point-in-time recovery"),
            ("DeletionProtectionEnabled", "no deletion protection"),
            ("SSESpecification", "not encrypted"),
            ("BillingMode", "costs when idle"),
        )
    ),
    *(
        (
            rules.buckets_are_private,
            f"FilesBucket: {finding}",
            lambda r, key=key: properties(r, "FilesBucket").pop(key),
        )
        for key, finding in (
            ("PublicAccessBlockConfiguration", "public access"),
            ("BucketEncryption", "not encrypted"),
            ("VersioningConfiguration", "not versioned"),
        )
    ),
    (rules.buckets_are_private, "without TLS", lambda r: r.pop("FilesBucketPolicy")),
    (rules.buckets_are_private, "without TLS", lambda r: tls_only(r)["Resource"].pop()),
    (rules.buckets_are_private, "without TLS", lambda r: tls_only(r).pop("Condition")),
    (rules.buckets_are_private, "open to anybody", lambda r: tls_only(r).update(Effect="Allow")),
    *(
        (rules.failures_ring, finding, lambda r, name=name: r.pop(name))
        for name, finding in (
            ("GetAlarm", "GetFunction: no alarm on Throttles"),
            ("DeliverFailuresAlarm", "DeliverFailures: no alarm"),
            ("ApiAlarm", "Api: no alarm on 5xx"),
        )
    ),
    (
        rules.failures_ring,
        "GetAlarm: tells nobody",
        lambda r: properties(r, "GetAlarm").pop("AlarmActions"),
    ),
    (
        rules.answers_come_in_time,
        "GetFunction",
        lambda r: properties(r, "GetFunction").update(Timeout=29),
    ),
    (
        rules.answers_come_in_time,
        "AuthorizeFunction",
        lambda r: properties(r, "AuthorizeFunction").update(Timeout=11),
    ),
    (
        rules.one_runtime,
        "GetFunction",
        lambda r: properties(r, "GetFunction").update(Architectures=["x86_64"]),
    ),
    (
        rules.one_runtime,
        "GetFunction: the handler",
        lambda r: properties(r, "GetFunction").update(Handler="main.run"),
    ),
]


@pytest.mark.parametrize(("rule", "finding", "plant"), PLANTED)
def test_rule_finds_the_planted(rule: Callable[[Stack], Any], finding: str, plant: Plant) -> None:
    template = copy.deepcopy(TRANSLATED)
    plant(template["Resources"])
    assert any(finding in found for found in rule(Stack(template)))


def test_every_rule_over_resources_has_a_planted_case() -> None:
    over_files = {rules.functions_and_folders_agree, rules.each_function_has_a_sample}
    assert {rule for rule, _, _ in PLANTED} | over_files == set(RULES)


def test_folders_are_compared_both_ways(tmp_path: Path) -> None:
    (tmp_path / "functions" / "unknown").mkdir(parents=True)
    (tmp_path / "functions" / "unknown" / "app.py").touch()
    found = list(rules.functions_and_folders_agree(Stack(TRANSLATED, tmp_path)))
    assert "functions/get/app.py is missing" in found
    assert "functions/unknown is not in the template" in found


def test_a_missing_sample_event_is_found(tmp_path: Path) -> None:
    assert "events/get.json is missing" in rules.each_function_has_a_sample(
        Stack(TRANSLATED, tmp_path)
    )


def test_the_public_set_names_only_routes_that_exist() -> None:
    template = copy.deepcopy(TRANSLATED)
    del properties(template["Resources"], "Api")["Body"]["paths"]["/v1/Documents/public/{id}"]
    found = rules.each_route_has_an_authorizer(Stack(template))
    assert "GET /v1/Documents/public/{id}: no such route" in found
