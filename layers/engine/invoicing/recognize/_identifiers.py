"""Numbers that carry their own proof: IBANs, tax identifiers and payment references.

A reader of images takes O for 0 and I for 1. A number is mended only so that its check digits
hold; what was read stays beside it in the field's text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from stdnum import iban, iso11649
from stdnum.ch import esr

from invoicing.model.country import Country
from invoicing.recognize import Field, Source, Word
from invoicing.recognize._labels import HOMES
from invoicing.recognize._words import Row, around
from invoicing.registry import member, names
from invoicing.rules.tax_id import is_valid_vat_id

_DIGITS = str.maketrans("OoQIlSsBZ", "000115582")
_IBAN_START = re.compile(r"[A-Z]{2}[0-9OIlSB]{2}")
_TAX_START = re.compile(r"(?:[A-Z]{2}|CHE)[A-Z0-9]{0,2}[0-9OIlSB]")
_LETTERED = frozenset({"AT", "CH"})  # behind the prefix stands one more letter
_IBAN_LENGTHS = range(34, 14, -1)
SURE, MENDED = 0.99, 0.9


def accounts(rows: Sequence[Row], page: int, source: Source) -> Iterator[Field]:
    """Every IBAN on the page."""
    for row in rows:
        at = 0
        while at < len(row.words):
            found = _iban(row.words[at : at + 12])
            if found is None:
                at += 1
                continue
            number, count, sure = found
            used = row.words[at : at + count]
            yield _field("iban", number, used, (page, source), sure)
            at += count


def _iban(words: Sequence[Word]) -> tuple[str, int, float] | None:
    """An IBAN that begins with the first word and ends with some word."""
    joined = ""
    best: tuple[str, int, float] | None = None
    for count, word in enumerate(words, 1):
        joined += re.sub(r"[^A-Za-z0-9]", "", word.text)
        if not _IBAN_START.match(joined):
            if len(joined) >= 4:
                return best
            continue
        if len(joined) > _IBAN_LENGTHS[0]:
            break
        if len(joined) in _IBAN_LENGTHS:
            as_read = joined.upper()
            mended = as_read[:2] + joined[2:].translate(_DIGITS)
            if iban.is_valid(as_read):
                best = (as_read, count, SURE)
            elif iban.is_valid(mended):
                best = (mended, count, MENDED)
    return best


@cache
def _countries() -> dict[str, Country]:
    """Countries by the prefix of their VAT identifiers."""
    found: dict[str, Country] = {}
    for name in names("countries"):
        country: Country = member("countries", name, "COUNTRY")
        found[country.vat_prefix or country.code] = country
    return found


def tax_numbers(rows: Sequence[Row], page: int, source: Source) -> Iterator[Field]:
    """Every VAT identifier on the page whose check digits hold.

    One with its country's prefix counts anywhere; one without, where a label says what it is.
    """
    for row in rows:
        for at in range(len(row.words)):
            for count in (1, 2, 3, 4):
                used = row.words[at : at + count]
                number = _tax_id("".join(word.text for word in used), "")
                if len(used) == count and number:
                    yield _field("tax_id", number, used, (page, source), SURE)
                    break
        for label in row.labels:
            home = HOMES.get(label.language, "") if label.field == "tax_id" else ""
            for count in (1, 2) if home else ():
                used = row.words[label.end : label.end + count]
                number = _tax_id("".join(word.text for word in used), home)
                if len(used) == count and number:
                    yield _field("tax_id", number, used, (page, source), MENDED)
                    break


def _tax_id(text: str, home: str) -> str:
    compact = home + re.sub(r"[^A-Za-z0-9]", "", text)
    if not 7 < len(compact) < 18 or not _TAX_START.match(compact):
        return ""
    prefix = compact[:2]
    country = _countries().get(prefix)
    if country is None:
        return ""
    letters = 3 if prefix in _LETTERED else 2
    for tried in (compact, compact[:letters] + compact[letters:].translate(_DIGITS)):
        if is_valid_vat_id(country, tried):
            return tried.upper()
    return ""


def references(rows: Sequence[Row], page: int, source: Source) -> Iterator[Field]:
    """Payment references: those with check digits anywhere, others beside their label."""
    for row in rows:
        for at in range(len(row.words)):
            for count in range(1, 8):
                used = row.words[at : at + count]
                text = re.sub(r"\s", "", "".join(word.text for word in used)).upper()
                if len(used) == count and _is_reference(text):
                    yield _field("reference", text, used, (page, source), SURE)
                    break


def _is_reference(text: str) -> bool:
    if text.startswith("RF"):
        return bool(iso11649.is_valid(text))
    return bool(re.fullmatch("[0-9]{27}", text)) and bool(esr.is_valid(text))


def _field(
    name: str, value: str, used: Sequence[Word], place: tuple[int, Source], sure: float
) -> Field:
    page, source = place
    confidence = sure * min(word.confidence for word in used)
    text = " ".join(word.text for word in used)
    return Field(name, value, round(confidence, 3), source, page, around(used), text)
