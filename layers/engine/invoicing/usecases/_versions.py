"""Versions: what a caller must know of an object before it may change it."""

from invoicing.errors import PreconditionFailed, PreconditionRequired
from invoicing.model import Organization

ANY_VERSION = 0  # the caller wants the change whatever the version is


def require_version(current: int, expected: int | None, organization: Organization) -> None:
    """PreconditionFailed where the object is not at the expected version any more.

    PreconditionRequired where none was given and the organization insists on one.
    """
    if expected is None:
        if organization.require_if_match:
            raise PreconditionRequired(current)
    elif expected not in (ANY_VERSION, current):
        raise PreconditionFailed(current)
