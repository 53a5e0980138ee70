"""PDF417 codes: from a text to the modules a page draws. Source: ISO/IEC 15438.

The words come from pdf417gen; here they become modules.
"""

from invoicing.render._modules import Modules

ROW_DOWN = 3  # a row is at least three modules high (5.8.2)
QUIET = 2


def encode(text: str, *, error: str, columns: int, encoding: str = "utf-8") -> Modules:
    """The code of a text in this many columns of data, at error correction level 0 to 8.

    ValueError where the text does not fit, or has characters outside `encoding`.
    """
    from pdf417gen.encoding import encode as words_of  # noqa: PLC0415 - 10 ms, where a slip asks

    words = words_of(text, columns=columns, security_level=int(error), encoding=encoding)
    rows = tuple("".join(f"{word:b}" for word in row) for row in words)
    return Modules(rows=rows, row_down=ROW_DOWN, quiet=QUIET)
