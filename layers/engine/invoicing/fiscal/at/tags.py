"""Elements and texts of the authority's files."""

from decimal import Decimal

from invoicing.fiscal._xmldsig import escaped


def leaf(tag: str, value: object) -> str:
    return f"<{tag}>{escaped(str(value))}</{tag}>"


def element(tag: str, content: str) -> str:
    """The element; nothing where it would be empty."""
    return f"<{tag}>{content}</{tag}>" if content else ""


def amount(value: Decimal) -> str:
    return f"{value:.2f}"


def plain(value: Decimal) -> str:
    """A number without an exponent and without idle zeros."""
    return f"{value.normalize():f}"
