"""Finds a room's members by file name and imports one only when it is asked for.

A room is a package whose member files each end with one typed constant:
`FORMAT = Format(...)`, `COUNTRY = Country(...)`. Adding a member is adding a file.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def names(room: str) -> tuple[str, ...]:
    """The members of a room (`"formats"`), sorted, without importing any of them."""
    package = import_module(f"invoicing.{room}")
    return tuple(
        sorted(m.name for m in iter_modules(package.__path__) if not m.name.startswith("_"))
    )


@cache
def member(room: str, name: str, constant: str) -> Any:
    """The constant that ends one member file; KeyError where the room has no such file."""
    if name not in names(room):
        raise KeyError(name)
    return getattr(import_module(f"invoicing.{room}.{name}"), constant)


def members(room: str, constant: str) -> tuple[Any, ...]:
    """Every member's constant, in the order of their names; imports the whole room."""
    return tuple(member(room, name, constant) for name in names(room))
