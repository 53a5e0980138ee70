"""Values as codes write them; what does not hold is None, and no field comes of it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from invoicing.recognize import Content

_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")


def cents(text: str) -> Decimal | None:
    """An amount in cents; None for no digits, and for zero, which leaves it to the payer."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15) or not int(text):
        return None
    return Decimal(int(text)).scaleb(-2)


def amount(text: str) -> Decimal | None:
    """An amount with a decimal point."""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def day(text: str, form: str) -> date | None:
    """A day in a `strptime` form."""
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - only its date is read
    except ValueError:
        return None


def lines(text: str, count: int) -> list[str]:
    """The lines of a payload, at least so many: what ends early has empty ones."""
    found = [line.strip() for line in re.split(r"\r\n|\n|\r", text)]
    return found + [""] * (count - len(found))


def compact(text: str) -> str:
    return "".join(text.split()).upper()


def kept(fields: Mapping[str, Content | None]) -> dict[str, Content]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "")}
