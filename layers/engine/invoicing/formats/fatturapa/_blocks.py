"""The schema's text, compiled: blocks by element, names of the JSON form, checks of values."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache

from invoicing.formats.fatturapa._schema import KINDS

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DECIMALS = {"A2": 2, "A8": 8, "Q": 8, "R": 2, "W": 2}
_INTEGER = "N"


@dataclass(frozen=True, slots=True)
class Child:
    """One element of a block."""

    tag: str
    name: str
    """In the JSON form."""
    kind: str
    """Of its value; "" for a block."""
    block: "Block | None"
    many: bool
    required: bool
    fits: Callable[[str], object]
    """Whether a text is such a value, once white space is normalized as the schema does."""

    def spelled(self, value: str) -> str:
        """A number with as many decimals as the schema wants, other values as they are."""
        places = _DECIMALS.get(self.kind)
        if places is None or self.fits(value):
            return value
        try:
            number = Decimal(value.strip())
            rounded = number.quantize(Decimal(1).scaleb(-places))
        except InvalidOperation:
            return value
        whole, _, decimals = format(rounded if number != rounded else number, "f").partition(".")
        return f"{whole}.{decimals[:places].ljust(2, '0')}"


@dataclass(slots=True)
class Block:
    """An element with children, in the schema's order."""

    children: list[Child] = field(default_factory=list)
    readings: "dict[str, tuple[str, Block | None, bool, bool]]" = field(default_factory=dict)
    """By element: the name in the JSON form, the block, whether many, whether an integer."""
    plain: dict[str, str] = field(default_factory=dict)
    """The names of elements that hold a text and stand at most once."""
    by_name: dict[str, Child] = field(default_factory=dict)
    integer: str = ""
    """The name of the one plain element whose text is an integer."""


def json_name(tag: str) -> str:
    """An element's name in the JSON form.

    >>> json_name("TerzoIntermediarioOSoggettoEmittente"), json_name("CodEORI"), json_name("Art73")
    ('terzo_intermediario_o_soggetto_emittente', 'cod_eori', 'art73')
    """
    return _WORDS.sub("_", tag).lower()


@cache
def root_block(schema: str) -> Block:
    """The root element's block of a schema's text."""
    texts: dict[str, list[str]] = {}
    name = ""
    for row in schema.split("\n"):
        if row.startswith(" "):
            texts[name].append(row)
        elif row:
            name = row
            texts[name] = []
    blocks = {name: Block() for name in texts}
    for name, rows in texts.items():
        for row in rows:
            child = _child(row, blocks)
            blocks[name].children.append(child)
            blocks[name].readings[child.tag] = (
                child.name,
                child.block,
                child.many,
                child.kind == _INTEGER,
            )
            blocks[name].by_name[child.name] = child
            if child.block is None and not child.many:
                blocks[name].plain[child.tag] = child.name
                if child.kind == _INTEGER:
                    blocks[name].integer = child.name
    return next(iter(blocks.values()))


def _child(row: str, blocks: dict[str, Block]) -> Child:
    first, *rest = row.split()
    tag = first.rstrip("?*+")
    kind = rest[0] if rest else tag
    block = blocks.get(kind) if kind not in KINDS else None
    return Child(
        tag=tag,
        name=json_name(tag),
        kind="" if block else kind,
        block=block,
        many=first[-1] in "*+",
        required=first[-1] not in "?*" and "|" not in rest[1:],
        fits=_accept if block else _fits(kind),
    )


def _accept(_: str) -> bool:
    return True


@cache
def _fits(kind: str) -> Callable[[str], object]:
    if kind.startswith("="):
        return frozenset(kind[1:].split("|")).__contains__
    if kind in KINDS:
        return re.compile(KINDS[kind]).fullmatch
    letters = {"L": r"[\x00-\xff]", "B": r"[\x00-\x7f]", "X": r"[\s\S]"}[kind[0]]
    return re.compile(f"{letters}{{1,{kind[1:]}}}").fullmatch
