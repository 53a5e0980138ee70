"""Events and answers of payload format 2.0.

The samples have the fields and shapes of the examples in the API Gateway developer guide
("Create AWS Lambda proxy integrations for HTTP APIs").
"""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.data_classes.api_gateway_authorizer_event import (
    APIGatewayAuthorizerEventV2,
)
from aws_lambda_powertools.utilities.parser.models import (
    ApiGatewayAuthorizerRequestV2,
    APIGatewayProxyEventV2Model,
)
from local.events import Request, authorizer_event, message, proxy_event, response
from local.routes import Route

REQUEST = Request(
    id="request-1",
    at=datetime(2020, 3, 12, 19, 3, 58, 390000, UTC),
    method="POST",
    target="/my/path%20x",
    query="parameter1=value1&parameter1=value2&parameter2=%C5%A1&empty=",
    headers=[
        ("host", "id.execute-api.eu-central-1.amazonaws.com:3000"),
        ("header1", "value1"),
        ("header2", "value1"),
        ("header2", "value2"),
        ("cookie", "cookie1=a; cookie2=b"),
        ("connection", "keep-alive"),
        ("user-agent", "agent"),
        ("content-type", "application/json; charset=utf-8"),
        ("authorization", "secret"),
    ],
    body=b'{"a":1}',
    source_ip="192.0.2.1",
)
ROUTE = Route("POST", "/my/{name}", "Function", None)


def test_event_is_the_documented_one():
    event = proxy_event(REQUEST, ROUTE, {"name": "path x"}, {"key": "value"})
    assert event == {
        "version": "2.0",
        "routeKey": "POST /my/{name}",
        "rawPath": "/my/path x",
        "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=%C5%A1&empty=",
        "cookies": ["cookie1=a", "cookie2=b"],
        "headers": {
            "host": "id.execute-api.eu-central-1.amazonaws.com:3000",
            "header1": "value1",
            "header2": "value1,value2",
            "user-agent": "agent",
            "content-type": "application/json; charset=utf-8",
            "authorization": "secret",
        },
        "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "š", "empty": ""},
        "pathParameters": {"name": "path x"},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "authorizer": {"lambda": {"key": "value"}},
            "domainName": "id.execute-api.eu-central-1.amazonaws.com",
            "domainPrefix": "id",
            "http": {
                "method": "POST",
                "path": "/my/path x",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "agent",
            },
            "requestId": "request-1",
            "routeKey": "POST /my/{name}",
            "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1584039838390,
        },
        "body": '{"a":1}',
        "isBase64Encoded": False,
    }


def test_powertools_reads_both_events():
    event = proxy_event(REQUEST, ROUTE, {"name": "x"}, {"key": "value"})
    APIGatewayProxyEventV2Model.model_validate(event)
    assert APIGatewayProxyEventV2(event).request_context.authorizer.get_lambda == {"key": "value"}
    asked = authorizer_event(REQUEST, ROUTE, {"name": "x"}, ["secret"])
    ApiGatewayAuthorizerRequestV2.model_validate(asked)
    assert APIGatewayAuthorizerEventV2(asked).identity_source == ["secret"]


def test_authorizer_sees_no_body():
    assert "body" not in authorizer_event(REQUEST, ROUTE, {}, ["secret"])


def test_parts_a_request_lacks_are_absent():
    bare = replace(REQUEST, query="", headers=[], body=b"")
    event = proxy_event(bare, ROUTE, {})
    absent = {"cookies", "queryStringParameters", "pathParameters", "body"}
    assert not absent & set(event)
    assert "authorizer" not in event["requestContext"]


def test_raw_path_ends_before_a_decoded_question_mark():
    assert replace(REQUEST, target="/a%3Fb").path == "/a"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text/plain", True),
        ("application/json", True),
        ("Application/XML; charset=utf-8", True),
        ("application/javascript", True),
        ("application/x-www-form-urlencoded", False),
        ("application/vnd.api+json", False),
        ("application/pdf", False),
        (None, False),
    ],
)
def test_body_is_text_under_the_text_media_types_only(kind, text):
    headers = [("content-type", kind)] if kind else []
    event = proxy_event(replace(REQUEST, headers=headers, body=b"abc"), ROUTE, {})
    assert event["isBase64Encoded"] is not text
    assert event["body"] == ("abc" if text else base64.b64encode(b"abc").decode())


def test_answer_with_status_code_is_taken_as_it_is():
    answer = {
        "statusCode": 201,
        "headers": {"Location": "/x", "X-Flag": True, "Connection": "close", "Content-Length": 99},
        "cookies": ["a=1; Path=/"],
        "body": "š",
    }
    made = response(answer)
    assert (made.status, made.body) == (201, "š".encode())
    assert made.headers == [
        ("location", "/x"),
        ("x-flag", "true"),
        ("content-type", "text/plain;charset=UTF-8"),
        ("set-cookie", "a=1; Path=/"),
    ]


@pytest.mark.parametrize(
    ("answer", "body"), [({"a": 1}, b'{"a":1}'), ("hi", b'"hi"'), (None, b"null")]
)
def test_answer_without_status_code_is_the_json_body(answer, body):
    made = response(answer)
    assert (made.status, made.body) == (200, body)
    assert made.headers == [("content-type", "application/json")]


def test_base64_answer_is_decoded():
    answer = {"statusCode": 200, "body": "AP8B", "isBase64Encoded": True}
    assert response(answer).body == b"\x00\xff\x01"


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": "many"},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "no base64!", "isBase64Encoded": True},
    ],
)
def test_malformed_answer_is_refused(answer):
    with pytest.raises(ValueError, match=r"base64|literal|body|padding|Invalid|Only"):
        response(answer)


def test_gateways_own_answers_have_its_words():
    assert message(404, "Not Found").body == b'{"message":"Not Found"}'
