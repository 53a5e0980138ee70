"""Series: named ranges of document numbers within an organization."""

from datetime import date

from invoicing.model.value import Value


class Series(Value, frozen=True, kw_only=True):
    """Numbers of one type of document in one direction, counted apart from all others.

    The first document of the period of `start_date` gets `start`; every other period of the
    pattern begins at 1. So a business that moves here goes on where it stood, once.
    """

    id: str
    version: int = 1
    code: str  # `series` on the document
    type: str
    incoming: bool = False
    pattern: str
    start: int = 1
    start_date: date | None = None  # set when the series is made
    is_default: bool = False  # used where a document of the type names no series
    prices_include_tax: bool = False  # for its documents that do not say
