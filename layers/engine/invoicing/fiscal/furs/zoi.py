"""The ZOI, and the sixty digits of the printed code.

Source: FURS, technical documentation of the tax register, version 3.2: chapters 11 and 12.
"""

import hashlib

from invoicing.model.fiscal import Fiscal

_IN_ZOI = "%d.%m.%Y %H:%M:%S"
_IN_CODE = "%y%m%d%H%M%S"


def zoi_text(fiscal: Fiscal, amount: str) -> str:
    """What the ZOI is made of."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    return (
        f"{fiscal.tax_number}{fiscal.issued_local:{_IN_ZOI}}{fiscal.number}"
        f"{fiscal.premise}{fiscal.device}{amount}"
    )


def zoi(signature: bytes) -> str:
    """The protected id: the MD5 sum of an RSA-SHA256 signature (PKCS#1 v1.5)."""
    return hashlib.md5(signature, usedforsecurity=False).hexdigest()


def code60(fiscal: Fiscal) -> str:
    """The sixty digits of the printed code: ZOI, tax number, time, and the sum of the digits.

    >>> from datetime import datetime
    >>> at = datetime(2026, 1, 2, 3, 4, 5)
    >>> code60(Fiscal(authority="furs", code="1", tax_number="12345678", issued_local=at))
    '000000000000000000000000000000000000001123456782601020304050'
    """
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    digits = f"{int(fiscal.code, 16):039}{fiscal.tax_number}{fiscal.issued_local:{_IN_CODE}}"
    return f"{digits}{sum(map(int, digits)) % 10}"
