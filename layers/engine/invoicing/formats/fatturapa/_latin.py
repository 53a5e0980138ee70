"""Letters that FatturaPA can carry: Latin-1 in names and descriptions, ASCII in codes."""

import unicodedata

_NEAREST = str.maketrans(
    {
        "€": "EUR",
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "…": "...",
        "•": "-",
        "™": "(TM)",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "ı": "i",
        "œ": "oe",
        "Œ": "OE",
        "ẞ": "SS",
    }
)
_NEAREST_ASCII = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "°": "o", "ð": "d", "þ": "th"}
)


def latin(text: str, kind: str) -> str:
    """The text in the letters of a kind of value; "?" for those that have no Latin ones near.

    >>> latin("Čaj 5 €", "L80"), latin("Città", "L80"), latin("Città", "B20")
    ('Caj 5 EUR', 'Città', 'Citta')
    """
    if kind[0] == "X" or text.isascii():
        return text
    most = 0x7F if kind[0] != "L" else 0xFF
    if all(ord(c) <= most for c in text):
        return text
    text = text.translate(_NEAREST)
    if most == 0x7F:
        text = text.translate(_NEAREST_ASCII)
    found: list[str] = []
    for c in text:
        if ord(c) <= most:
            found.append(c)
            continue
        plain = [d for d in unicodedata.normalize("NFKD", c) if ord(d) <= most]
        found.append("".join(plain) or ("" if unicodedata.combining(c) else "?"))
    return "".join(found)
