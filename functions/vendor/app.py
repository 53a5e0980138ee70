"""ANY /v1/{proxy+}: requests as the first API's own client libraries make them.

The code of this function is all of functions/, so that each request is answered by the function
that has its route.
"""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

from invoicing.doors.vendor import Handler, answered, read_routes

ROUTES = read_routes(Path(__file__).with_name("routes.txt").read_text().splitlines())


@cache
def _handler(folder: str) -> Handler:
    """The handler in a folder beside this one; by its file, for `xml` is also Python's own."""
    path = Path(__file__).parents[1] / folder / "app.py"
    spec = importlib.util.spec_from_file_location(f"{folder}_app", path)
    assert spec is not None  # noqa: S101 - of a path there is always one
    assert spec.loader is not None  # noqa: S101 - as above
    app = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(app)
    handler: Handler = app.handler
    return handler


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return answered(event, context, ROUTES, _handler)
