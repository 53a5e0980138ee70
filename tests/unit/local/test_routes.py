"""Which route answers. Source: API Gateway developer guide, "Create routes for HTTP APIs"."""

import pytest
from local.routes import Authorizer, Route, Router, read_routes


def route(key: str) -> Route:
    method, path = ("ANY", "/$default") if key == "$default" else key.split(" ")
    return Route(method, path, key, None)


# The guide's own example of routes and the requests they take.
GUIDE = ["GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"]


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1"),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}"),
        ("GET", "/pets/cat/1", "GET /pets/{proxy+}"),
        ("POST", "/test/5", "ANY /{proxy+}"),
        ("GET", "/", "$default"),
    ],
)
def test_most_specific_route_wins(method, path, key):
    found = Router(route(key) for key in reversed(GUIDE)).match(method, path)
    assert found is not None
    assert found[0].key == key


def test_named_method_wins_over_any():
    router = Router([route("ANY /a"), route("GET /a")])
    assert router.match("GET", "/a")[0].key == "GET /a"
    assert router.match("PUT", "/a")[0].key == "ANY /a"


def test_other_method_of_a_specific_path_falls_to_the_greedy_route():
    router = Router([route("GET /v1/Documents/{id}"), route("ANY /v1/{proxy+}")])
    assert router.match("POST", "/v1/Documents/1")[1] == {"proxy": "Documents/1"}


@pytest.mark.parametrize("path", ["/a", "/a/", "/a/b/c", "/A/b", "/a/b/", "a/b"])
def test_variable_takes_exactly_one_segment_that_is_not_empty(path):
    assert Router([route("GET /a/{id}")]).match("GET", path) is None


def test_dots_in_a_path_are_only_dots():
    assert Router([route("GET /openapi.json")]).match("GET", "/openapiXjson") is None


def uri(text):
    return {"Fn::Sub": f"arn:aws:apigateway:r:lambda:path/functions/{text}/invocations"}


def operation(function, security):
    integration = {"uri": uri(f"${{{function}.Arn}}")}
    return {"x-amazon-apigateway-integration": integration, "security": [security]}


BODY = {
    "paths": {
        "/open": {"get": operation("Open", {"NONE": []})},
        "/closed": {"x-amazon-apigateway-any-method": operation("Closed", {"Token": []})},
        "/extra": {"Fn::If": ["Has", {"get": operation("Extra", {})}, {"Ref": "AWS::NoValue"}]},
    },
    "components": {
        "securitySchemes": {
            "Token": {
                "x-amazon-apigateway-authorizer": {
                    "authorizerUri": {
                        "Fn::Sub": [
                            "path/functions/${__FunctionArn__}/invocations",
                            {"__FunctionArn__": {"Fn::GetAtt": ["Gate", "Arn"]}},
                        ]
                    },
                    "identitySource": ["$request.header.Authorization"],
                }
            }
        }
    },
}
TRANSLATED = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": BODY}},
        "Table": {"Type": "AWS::DynamoDB::Table"},
    }
}


def test_routes_and_authorizers_come_from_the_translated_template():
    assert read_routes(TRANSLATED, {"Open", "Closed", "Extra"}) == [
        Route("GET", "/open", "Open", None),
        Route("ANY", "/closed", "Closed", Authorizer("Gate", ("authorization",))),
        Route("GET", "/extra", "Extra", None),
    ]


def test_routes_of_functions_a_condition_left_out_are_not_served():
    assert [r.path for r in read_routes(TRANSLATED, {"Open", "Closed"})] == ["/open", "/closed"]


def test_integration_without_a_function_is_refused():
    body = {"paths": {"/a": {"get": operation("Open", {})}}}
    body["paths"]["/a"]["get"]["x-amazon-apigateway-integration"]["uri"] = uri("nothing")
    api = {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": body}}
    with pytest.raises(ValueError, match="no function"):
        read_routes({"Resources": {"Api": api}}, {"Open"})
