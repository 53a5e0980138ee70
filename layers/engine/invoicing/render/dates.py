"""Days, months and quarters as a language writes them within a text (CLDR, through Babel)."""

from datetime import date
from functools import cache

from invoicing.rules.occurrence import DateWords


@cache
def date_words(language: str) -> DateWords:
    """How this language (BCP 47) writes days; English where it is none we know."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 32 ms, where texts ask for it
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - as above

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")

    def skeleton(pattern: str, day: date) -> str:
        return str(format_skeleton(pattern, day, locale=locale))

    return DateWords(
        day=lambda day: str(format_date(day, "medium", locale=locale)),
        month=lambda day: skeleton("yMMMM", day),
        quarter=lambda day: skeleton("yQQQ", day),
    )
