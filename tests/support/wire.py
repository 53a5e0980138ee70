"""The wire to AWS: every call of every botocore client passes here on its way to moto.

The hook is there from the beginning, so that clients and sessions, which take long to make, can
be used by one world after the other; what stands on the wire changes with each.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import botocore.handlers

_hooks: list[Callable[..., Any] | None] = [None]


def _pass(event_name: str, request: Any, **more: Any) -> Any:
    """None lets the call through to moto, whose own hook comes after this one."""
    hook = _hooks[-1]
    return None if hook is None else hook(event_name, request, **more)


@contextmanager
def standing(hook: Callable[..., Any] | None) -> Iterator[None]:
    """Inside, every call is shown to `hook`, and to nothing where that is None."""
    _hooks.append(hook)
    try:
        yield
    finally:
        _hooks.pop()


# Before moto's, which answers.
botocore.handlers.BUILTIN_HANDLERS.insert(0, ("before-send", _pass))
