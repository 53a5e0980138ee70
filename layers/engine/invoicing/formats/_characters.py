"""Characters that XML 1.0 has no way to write."""

import re

from invoicing.errors import Finding

# Source: XML 1.0, production [2].
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def unwritable(text: str, pointer: str = "") -> Finding | None:
    """The finding on a text's first character that cannot stand in XML; None where all can.

    >>> unwritable("a b") is None, unwritable("a\\x00b").rule
    (True, 'xml-character')
    """
    found = None if text.isprintable() else _UNWRITABLE.search(text)
    if found is None:
        return None
    near = text[max(0, found.start() - 20) : found.start()]
    return Finding(
        "xml-character",
        pointer,
        f"The control character U+{ord(found.group()):04X} after {near!r} cannot stand in XML.",
        "Remove the character.",
    )
