"""The standards' own files: samples, schemas, rules. They are no part of the repository."""

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

STANDARDS = Path(
    os.environ.get("NOTULA_STANDARDS", Path(__file__).parents[3] / "shared" / "standards")
)
needs_standards = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="NOTULA_STANDARDS is absent: the official samples are not tried"
)


@cache
def samples_of(root_tags: tuple[str, ...]) -> tuple[Path, ...]:
    """Every sample whose root is one of these."""
    found = sorted(p for p in STANDARDS.glob("samples/**/*") if p.suffix.lower() == ".xml")
    return tuple(p for p in found if etree.parse(p).getroot().tag in root_tags)


@cache
def schema(pattern: str) -> etree.XMLSchema:
    """The schema below `xsd/` that matches a glob pattern."""
    return etree.XMLSchema(etree.parse(next(STANDARDS.glob(f"xsd/{pattern}"))))
