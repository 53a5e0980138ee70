"""The routes of the HTTP API, read from the translated template, and which one answers a request.

Source: API Gateway developer guide, "Create routes for HTTP APIs": a full match wins over a
variable, a variable over a greedy one, a named method over ANY, and `$default` comes last.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_FUNCTION_ARN = re.compile(r"\$\{(\w+)\.Arn\}")
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
_ANY = "x-amazon-apigateway-any-method"


@dataclass(frozen=True, slots=True)
class Authorizer:
    """A Lambda authorizer: its function's logical id, and the headers that name the caller."""

    function: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One route: method (or ANY), path, the function that answers, who may call."""

    method: str
    path: str
    function: str
    authorizer: Authorizer | None

    @property
    def key(self) -> str:
        return "$default" if self.path == "/$default" else f"{self.method} {self.path}"


class Router:
    """Every route of the API, the most specific first."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = [(_pattern(route.path), route) for route in sorted(routes, key=_rank)]

    def match(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route for this decoded path and its path parameters, or None."""
        for pattern, route in self._routes:
            if route.method in {method, "ANY"} and (found := pattern.fullmatch(path)):
                return route, _parameters(route.path, found)
        return None


def read_routes(translated: dict[str, Any], deployed: set[str]) -> list[Route]:
    """The routes of every HTTP API whose function is among the deployed logical ids."""
    return [
        route
        for resource in translated["Resources"].values()
        if resource["Type"] == "AWS::ApiGatewayV2::Api"
        for route in _api_routes(resource["Properties"]["Body"])
        if route.function in deployed
    ]


def _api_routes(body: dict[str, Any]) -> Iterator[Route]:
    schemes = body.get("components", {}).get("securitySchemes", {})
    authorizers = {
        name: _authorizer(scheme["x-amazon-apigateway-authorizer"])
        for name, scheme in schemes.items()
        if "x-amazon-apigateway-authorizer" in scheme
    }
    for path, item in body["paths"].items():
        for name, operation in _unconditional(item).items():
            if name in _METHODS or name == _ANY:
                details = _unconditional(operation)
                yield Route(
                    method="ANY" if name == _ANY else name.upper(),
                    path=path,
                    function=_function(details["x-amazon-apigateway-integration"]["uri"]),
                    authorizer=_required(details.get("security", []), authorizers),
                )


def _required(security: list[dict[str, Any]], known: dict[str, Authorizer]) -> Authorizer | None:
    names = [name for requirement in security for name in requirement if name != "NONE"]
    return known[names[0]] if names else None


def _authorizer(extension: dict[str, Any]) -> Authorizer:
    prefix = "$request.header."
    sources = extension.get("identitySource", [])
    listed = sources.split(",") if isinstance(sources, str) else sources
    return Authorizer(
        function=_function(extension["authorizerUri"]),
        headers=tuple(source.strip().removeprefix(prefix).lower() for source in listed),
    )


def _unconditional(value: dict[str, Any]) -> dict[str, Any]:
    """A conditional block's content; the condition itself shows in what was deployed."""
    if "Fn::If" in value:
        content: dict[str, Any] = value["Fn::If"][1]
        return content
    return value


def _function(uri: Any) -> str:
    """The logical id of the function an integration or authorizer URI names."""
    text = _unconditional(uri)["Fn::Sub"]
    if isinstance(text, list):
        text, variables = text
        for name, value in variables.items():
            text = text.replace(f"${{{name}}}", f"${{{'.'.join(value['Fn::GetAtt'])}}}")
    found = _FUNCTION_ARN.search(text)
    if not found:
        raise ValueError(f"no function in the URI {text!r}")
    return found[1]


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _rank(route: Route) -> tuple[bool, list[int], bool]:
    def weight(segment: str) -> int:
        return 0 if not segment.startswith("{") else 2 if segment.endswith("+}") else 1

    weights = [weight(segment) for segment in _segments(route.path)]
    return route.path == "/$default", weights, route.method == "ANY"


def _pattern(path: str) -> re.Pattern[str]:
    if path == "/$default":
        return re.compile(".*", re.DOTALL)
    parts = []
    for segment in _segments(path):
        if segment.startswith("{"):
            parts.append("(.+)" if segment.endswith("+}") else "([^/]+)")
        else:
            parts.append(re.escape(segment))
    return re.compile("/" + "/".join(parts), re.DOTALL)


def _parameters(path: str, found: re.Match[str]) -> dict[str, str]:
    names = [s.strip("{+}") for s in _segments(path) if s.startswith("{")]
    return dict(zip(names, found.groups(), strict=True))
