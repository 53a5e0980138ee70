"""Which of our routes a path means, whatever its case."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# Old names of routes; what they are called now. Braces stand for any one segment.
_OLD_NAMES = {
    "/v1/organizations/{}/search-clients": "/v1/organizations/{}/clients/search",
    "/v1/organizations/{}/search-items": "/v1/organizations/{}/items/search",
    "/v1/organizations/{}/upload-image": "/v1/organizations/{}/images",
    "/v1/organizations/{}/download-image": "/v1/organizations/{}/images",
    "/v1/organizations/{}/images/logo": "/v1/organizations/{}/images",
    "/v1/accounts/{}/verify": "/v1/accounts/{}/send-verification",
}


# Old ways to ask; what they are today.
_OLD_METHODS = {("POST", "/v1/documents/{}/replace"): ("PUT", "/v1/documents/{}")}


class Route(NamedTuple):
    """A route of ours, and the folder of the function that answers it."""

    method: str
    path: str  # "/v1/Documents/{id}"
    function: str


class Found(NamedTuple):
    """A route with what its variables stand for, and the route that counts what it lists."""

    route: Route
    parameters: dict[str, str]
    counting: Route | None

    @property
    def path(self) -> str:
        return self.filled(self.route)

    def filled(self, route: Route) -> str:
        """The route's path with the variables filled in."""
        path = route.path
        for name, value in self.parameters.items():
            path = path.replace(f"{{{name}}}", value)
        return path


def read_routes(lines: Iterable[str]) -> list[Route]:
    """Routes of lines such as "GET /v1/Documents/{id} get"; the most exact of equals first."""
    routes = [Route(*line.split()) for line in lines if line.strip()]
    return sorted(routes, key=lambda route: (route.path.count("{"), -len(route.path)))


def find(routes: list[Route], method: str, path: str) -> Found | None:
    """The route a path means; None where there is none for the method."""
    method, path = _present_method(method, _present_name(path.rstrip("/")))
    wanted = path.split("/")
    for route in routes:
        if route.method == method:
            parameters = _matched(route.path.split("/"), wanted)
            if parameters is not None:
                return Found(route, parameters, _counting(routes, route))
    return None


def _present_name(path: str) -> str:
    for old, present in _OLD_NAMES.items():
        match = re.fullmatch(old.replace("{}", "([^/]+)"), path, re.IGNORECASE)
        if match:
            return present.replace("{}", match[1])
    return path


def _present_method(method: str, path: str) -> tuple[str, str]:
    for (asked, old), (present, named) in _OLD_METHODS.items():
        match = re.fullmatch(old.replace("{}", "([^/]+)"), path, re.IGNORECASE)
        if match and asked == method:
            return present, named.replace("{}", match[1])
    return method, path


def _matched(pattern: list[str], wanted: list[str]) -> dict[str, str] | None:
    if len(pattern) != len(wanted):
        return None
    parameters = {}
    for mine, given in zip(pattern, wanted, strict=True):
        if mine.startswith("{"):
            parameters[mine.strip("{}")] = given
        elif mine.casefold() != given.casefold():
            return None
    return parameters


def _counting(routes: list[Route], route: Route) -> Route | None:
    path = f"{route.path}/count"
    return next((r for r in routes if (r.method, r.path) == ("GET", path)), None)
